// Image references: registry/repository:tag@digest.
#include "analysis/image.h"

#include <algorithm>

namespace dflint {
namespace {

bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_word(char c) { return is_lower(c) || is_upper(c) || is_digit(c) || c == '_'; }
bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f'); }

// host[:port]: dot-separated labels of letters, digits and inner dashes, or [IPv6].
bool is_registry(std::string_view text) {
  const size_t colon = text.starts_with('[') ? text.find("]:") : text.rfind(':');
  std::string_view host = text;
  if (colon != std::string_view::npos) {
    const size_t port_at = text[colon] == ']' ? colon + 2 : colon + 1;
    const std::string_view port = text.substr(port_at);
    if (port.empty() || !std::all_of(port.begin(), port.end(), is_digit)) return false;
    host = text.substr(0, port_at - 1);
  }
  if (host.starts_with('[')) {
    return host.size() > 2 && host.ends_with(']') &&
           std::all_of(host.begin() + 1, host.end() - 1,
                       [](char c) { return is_hex(c | 0x20) || is_digit(c) || c == ':'; });
  }
  while (true) {
    const size_t dot = host.find('.');
    const std::string_view label = host.substr(0, dot);
    if (label.empty() || label.front() == '-' || label.back() == '-') return false;
    if (!std::all_of(label.begin(), label.end(),
                     [](char c) { return (is_word(c) && c != '_') || c == '-'; }))
      return false;
    if (dot == std::string_view::npos) return true;
    host.remove_prefix(dot + 1);
  }
}

// Lower-case letters and digits, joined by single '.', one or two '_', or any number of '-'.
bool is_path_component(std::string_view text) {
  size_t i = 0;
  const auto alphanumeric = [&] {
    const size_t from = i;
    while (i < text.size() && (is_lower(text[i]) || is_digit(text[i]))) ++i;
    return i > from;
  };
  if (!alphanumeric()) return false;
  while (i < text.size()) {
    const size_t from = i;
    while (i < text.size() && text[i] == text[from]) ++i;
    const size_t count = i - from;
    const char c = text[from];
    if (!(c == '-' || (c == '.' && count == 1) || (c == '_' && count <= 2))) return false;
    if (!alphanumeric()) return false;
  }
  return true;
}

bool is_tag(std::string_view text) {
  return !text.empty() && text.size() <= 128 && is_word(text[0]) &&
         std::all_of(text.begin(), text.end(),
                     [](char c) { return is_word(c) || c == '.' || c == '-'; });
}

// algorithm:hex, with the known length for the registered algorithms.
bool is_digest(std::string_view text) {
  const size_t colon = text.find(':');
  if (colon == std::string_view::npos) return false;
  const std::string_view algorithm = text.substr(0, colon), hex = text.substr(colon + 1);
  if (!std::all_of(hex.begin(), hex.end(), is_hex)) return false;
  if (algorithm == "sha256") return hex.size() == 64;
  if (algorithm == "sha384") return hex.size() == 96;
  if (algorithm == "sha512") return hex.size() == 128;
  return false;
}

}  // namespace

ImageReference split_image(std::string_view text) {
  ImageReference image;
  if (const size_t at = text.find('@'); at != std::string_view::npos) {
    image.digest = text.substr(at + 1);
    image.has_digest = true;
    text = text.substr(0, at);
  }
  const size_t slash = text.find('/');
  if (slash != std::string_view::npos) {
    const std::string_view first = text.substr(0, slash);
    if (first.find_first_of(".:") != std::string_view::npos || first == "localhost") {
      image.registry = first;
      text.remove_prefix(slash + 1);
    }
  }
  const size_t colon = text.rfind(':');
  if (colon != std::string_view::npos && text.find('/', colon) == std::string_view::npos) {
    image.tag = text.substr(colon + 1);
    image.has_tag = true;
    text = text.substr(0, colon);
  }
  image.repository = text;
  return image;
}

ImageError check_image(std::string_view text) {
  if (text.size() == 64 && std::all_of(text.begin(), text.end(), is_hex))
    return ImageError::malformed;
  ImageReference image = split_image(text);
  if (image.has_tag && !is_tag(image.tag)) return ImageError::malformed;
  // A first part with capitals, or a name nobody could take for a path, is a registry too.
  std::string_view path = image.repository;
  if (image.registry.empty()) {
    const size_t slash = path.find('/');
    if (slash != std::string_view::npos &&
        std::any_of(path.begin(), path.begin() + slash, is_upper)) {
      image.registry = path.substr(0, slash);
      path.remove_prefix(slash + 1);
    }
  }
  if (!image.registry.empty() && !is_registry(image.registry)) return ImageError::malformed;
  if (path.empty() || path.size() > 255) return ImageError::malformed;
  bool upper = false;
  while (true) {
    const size_t slash = path.find('/');
    std::string_view component = path.substr(0, slash);
    char lowered[256];
    std::transform(component.begin(), component.end(), lowered, [&](char c) {
      upper |= is_upper(c);
      return is_upper(c) ? static_cast<char>(c | 0x20) : c;
    });
    if (!is_path_component({lowered, component.size()})) return ImageError::malformed;
    if (slash == std::string_view::npos) break;
    path.remove_prefix(slash + 1);
  }
  if (upper) return ImageError::upper_case;
  if (image.has_digest && !is_digest(image.digest)) return ImageError::bad_digest;
  return ImageError::none;
}

}  // namespace dflint
