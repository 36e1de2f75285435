// UTF-8 and the few Unicode properties that the builder's lexers ask for.
#include "analysis/unicode.h"

#include <algorithm>
#include <iterator>

#include "analysis/unicode_tables.h"

namespace dflint {
namespace {

template <size_t N>
bool in_table(const CodeRange (&table)[N], char32_t c) {
  const auto* found = std::upper_bound(std::begin(table), std::end(table), c,
                                       [](char32_t x, const CodeRange& r) { return x < r.first; });
  return found != std::begin(table) && c <= std::prev(found)->last;
}

bool is_ascii(char c) { return static_cast<unsigned char>(c) < 0x80; }

bool is_ascii_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

}  // namespace

CodePoint decode(std::string_view bytes) {
  const auto lead = static_cast<unsigned char>(bytes[0]);
  if (lead < 0x80) return {lead, 1, true};
  if (lead < 0xC2 || lead > 0xF4) return {};
  const uint32_t size = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  if (bytes.size() < size) return {};
  char32_t value = lead & (0x7F >> size);
  for (uint32_t i = 1; i < size; ++i) {
    if (!is_continuation(bytes[i])) return {};
    value = value << 6 | (static_cast<unsigned char>(bytes[i]) & 0x3F);
  }
  const char32_t least = size == 2 ? 0x80 : size == 3 ? 0x800 : 0x10000;
  if (value < least || value > 0x10FFFF || (value >= 0xD800 && value < 0xE000)) return {};
  return {value, size, true};
}

void append_utf8(std::string& out, char32_t c) {
  if (c < 0x80) {
    out += static_cast<char>(c);
  } else if (c < 0x800) {
    out += static_cast<char>(0xC0 | c >> 6);
    out += static_cast<char>(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    out += static_cast<char>(0xE0 | c >> 12);
    out += static_cast<char>(0x80 | (c >> 6 & 0x3F));
    out += static_cast<char>(0x80 | (c & 0x3F));
  } else {
    out += static_cast<char>(0xF0 | c >> 18);
    out += static_cast<char>(0x80 | (c >> 12 & 0x3F));
    out += static_cast<char>(0x80 | (c >> 6 & 0x3F));
    out += static_cast<char>(0x80 | (c & 0x3F));
  }
}

uint32_t count_code_points(std::string_view bytes) {
  uint32_t count = 0;
  for (size_t i = 0; i < bytes.size(); ++count) {
    i += is_ascii(bytes[i]) ? 1 : decode(bytes.substr(i)).size;
  }
  return count;
}

bool is_space(char32_t c) {
  if (c < 0x80) return c == ' ' || (c >= '\t' && c <= '\r');
  return c == 0x85 || c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x2028 ||
         c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
}

bool is_letter(char32_t c) {
  if (c < 0x80) return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
  return in_table(letters, c);
}

bool is_digit(char32_t c) {
  if (c < 0x80) return c >= '0' && c <= '9';
  return in_table(digits, c);
}

uint32_t leading_space(std::string_view bytes) {
  uint32_t at = 0;
  while (at < bytes.size()) {
    if (is_ascii(bytes[at])) {
      if (!is_ascii_space(bytes[at])) break;
      ++at;
      continue;
    }
    const CodePoint c = decode(bytes.substr(at));
    if (!is_space(c.value)) break;
    at += c.size;
  }
  return at;
}

uint32_t trailing_space(std::string_view bytes) {
  size_t end = bytes.size();
  while (end > 0) {
    size_t begin = end - 1;
    while (begin > 0 && end - begin < 4 && is_continuation(bytes[begin])) --begin;
    const CodePoint c = decode(bytes.substr(begin, end - begin));
    if (c.size != end - begin || !is_space(c.value)) break;
    end = begin;
  }
  return static_cast<uint32_t>(bytes.size() - end);
}

char to_lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

std::string to_lower(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) c = to_lower(c);
  return lower;
}

bool equal_ignoring_case(std::string_view a, std::string_view b) {
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) {
           return to_lower(x) == to_lower(y);
         });
}

}  // namespace dflint
