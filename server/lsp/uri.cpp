// Percent signs.
#include "server/lsp/uri.h"

#include <optional>

#include "analysis/unicode.h"

namespace dflint::lsp {
namespace {

std::optional<int> hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  c = to_lower(c);
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return std::nullopt;
}

bool is_plain(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         std::string_view("/-._~").find(c) != std::string_view::npos;
}

}  // namespace

std::string path_of_uri(std::string_view uri) {
  constexpr std::string_view scheme = "file://";
  if (!equal_ignoring_case(uri.substr(0, scheme.size()), scheme)) return {};
  uri.remove_prefix(scheme.size());
  const size_t slash = uri.find('/');
  if (slash == std::string_view::npos) return {};
  const std::string_view authority = uri.substr(0, slash);
  if (!authority.empty() && !equal_ignoring_case(authority, "localhost")) return {};
  uri.remove_prefix(slash);
  uri = uri.substr(0, uri.find_first_of("?#"));
  std::string path;
  for (size_t at = 0; at < uri.size(); ++at) {
    if (uri[at] == '%' && at + 2 < uri.size()) {
      const auto high = hex_value(uri[at + 1]), low = hex_value(uri[at + 2]);
      if (high && low) {
        path += static_cast<char>(*high * 16 + *low);
        at += 2;
        continue;
      }
    }
    path += uri[at];
  }
  // No file can have one in its name.
  return path.find('\0') == std::string::npos ? path : std::string();
}

std::string uri_of_path(std::string_view path) {
  constexpr char digits[] = "0123456789ABCDEF";
  std::string uri = "file://";
  for (const char c : path) {
    if (is_plain(c)) {
      uri += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    uri += '%', uri += digits[byte >> 4], uri += digits[byte & 15];
  }
  return uri;
}

}  // namespace dflint::lsp
