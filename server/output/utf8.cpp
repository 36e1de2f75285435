// Decoding of UTF-8, and a short table of widths.
#include "server/output/utf8.h"

#include <algorithm>
#include <charconv>
#include <cstring>
#include <iterator>

namespace dflint {
namespace {

struct Block {
  char32_t first, last;
};

// After Unicode's East Asian Width, W and F; nearby unassigned places included.
constexpr Block wide[] = {
    {0x1100, 0x115f},   {0x231a, 0x231b},   {0x2329, 0x232a},   {0x23e9, 0x23ec},
    {0x23f0, 0x23f0},   {0x23f3, 0x23f3},   {0x25fd, 0x25fe},   {0x2614, 0x2615},
    {0x2648, 0x2653},   {0x267f, 0x267f},   {0x2693, 0x2693},   {0x26a1, 0x26a1},
    {0x26aa, 0x26ab},   {0x26bd, 0x26be},   {0x26c4, 0x26c5},   {0x26ce, 0x26ce},
    {0x26d4, 0x26d4},   {0x26ea, 0x26ea},   {0x26f2, 0x26f3},   {0x26f5, 0x26f5},
    {0x26fa, 0x26fa},   {0x26fd, 0x26fd},   {0x2705, 0x2705},   {0x270a, 0x270b},
    {0x2728, 0x2728},   {0x274c, 0x274c},   {0x274e, 0x274e},   {0x2753, 0x2755},
    {0x2757, 0x2757},   {0x2795, 0x2797},   {0x27b0, 0x27b0},   {0x27bf, 0x27bf},
    {0x2b1b, 0x2b1c},   {0x2b50, 0x2b50},   {0x2b55, 0x2b55},   {0x2e80, 0x303e},
    {0x3041, 0xa4cf},   {0xa960, 0xa97f},   {0xac00, 0xd7a3},   {0xf900, 0xfaff},
    {0xfe10, 0xfe19},   {0xfe30, 0xfe6f},   {0xff01, 0xff60},   {0xffe0, 0xffe6},
    {0x16fe0, 0x1b2ff}, {0x1f004, 0x1f004}, {0x1f0cf, 0x1f0cf}, {0x1f18e, 0x1f18e},
    {0x1f191, 0x1f19a}, {0x1f200, 0x1f320}, {0x1f32d, 0x1f335}, {0x1f337, 0x1f37c},
    {0x1f37e, 0x1f393}, {0x1f3a0, 0x1f3ca}, {0x1f3cf, 0x1f3d3}, {0x1f3e0, 0x1f3f0},
    {0x1f3f4, 0x1f3f4}, {0x1f3f8, 0x1f43e}, {0x1f440, 0x1f440}, {0x1f442, 0x1f4fc},
    {0x1f4ff, 0x1f53d}, {0x1f54b, 0x1f54e}, {0x1f550, 0x1f567}, {0x1f57a, 0x1f57a},
    {0x1f595, 0x1f596}, {0x1f5a4, 0x1f5a4}, {0x1f5fb, 0x1f64f}, {0x1f680, 0x1f6c5},
    {0x1f6cc, 0x1f6cc}, {0x1f6d0, 0x1f6d2}, {0x1f6d5, 0x1f6d7}, {0x1f6dc, 0x1f6df},
    {0x1f6eb, 0x1f6ec}, {0x1f6f4, 0x1f6fc}, {0x1f7e0, 0x1f7eb}, {0x1f7f0, 0x1f7f0},
    {0x1f90c, 0x1f93a}, {0x1f93c, 0x1f945}, {0x1f947, 0x1f9ff}, {0x1fa70, 0x1faff},
    {0x20000, 0x3fffd}};

// Marks that stand on the character before them, and what does not show at all.
constexpr Block zero_width[] = {
    {0x300, 0x36f},   {0x483, 0x489},   {0x591, 0x5bd},    {0x610, 0x61a},   {0x64b, 0x65f},
    {0x6d6, 0x6dc},   {0xe31, 0xe31},   {0xe34, 0xe3a},    {0xe47, 0xe4e},   {0x1ab0, 0x1aff},
    {0x1dc0, 0x1dff}, {0x200b, 0x200d}, {0x2060, 0x2064},  {0x20d0, 0x20ff}, {0xfe00, 0xfe0f},
    {0xfe20, 0xfe2f}, {0xfeff, 0xfeff}, {0xe0100, 0xe01ef}};

template <size_t size>
bool contains(const Block (&blocks)[size], char32_t value) {
  const Block* after = std::ranges::upper_bound(blocks, value, {}, &Block::first);
  return after != std::begin(blocks) && value <= std::prev(after)->last;
}

// Characters that turn the direction of writing can make a line read as what it is not.
bool turns_direction(char32_t value) {
  return value == 0x61c || value == 0x200e || value == 0x200f ||
         (value >= 0x202a && value <= 0x202e) || (value >= 0x2066 && value <= 0x2069);
}

bool is_plain(char c) { return c >= 0x20 && c < 0x7f; }

// How many bytes at the beginning are plain, found eight at a time: nearly all are.
size_t plain_size(std::string_view text) {
  constexpr uint64_t ones = 0x0101010101010101, high_bits = 0x80 * ones;
  size_t size = 0;
  for (uint64_t eight; size + sizeof eight <= text.size(); size += sizeof eight) {
    std::memcpy(&eight, text.data() + size, sizeof eight);
    // Only where all bytes are plain do all three leave the high bits alone.
    if (((eight | (eight - 0x20 * ones) | (eight + ones)) & high_bits) != 0) break;
  }
  while (size < text.size() && is_plain(text[size])) ++size;
  return size;
}

}  // namespace

uint32_t width(char32_t value) {
  if (value < 0x300) return 1;
  if (contains(zero_width, value)) return 0;
  return contains(wide, value) ? 2 : 1;
}

uint32_t append_printable(std::string& out, std::string_view text, std::string_view tab) {
  uint32_t columns = 0;
  for (size_t at = 0; at < text.size();) {
    if (const size_t plain = plain_size(text.substr(at)); plain > 0) {
      out.append(text, at, plain);
      columns += static_cast<uint32_t>(plain);
      at += plain;
      continue;
    }
    const CodePoint point = decode(text.substr(at));
    const char32_t value = point.value;
    if (value == '\t') {
      out += tab;
      columns += count_code_points(tab);
    } else if (value < 0x20 || value == 0x7f) {
      append_utf8(out, value == 0x7f ? 0x2421 : 0x2400 + value);
      ++columns;
    } else if (!point.valid || (value >= 0x80 && value < 0xa0) || turns_direction(value)) {
      append_utf8(out, 0xfffd);
      ++columns;
    } else {
      out.append(text.substr(at, point.size));
      columns += width(value);
    }
    at += point.size;
  }
  return columns;
}

void append_number(std::string& out, uint32_t number) {
  char digits[10];
  const std::to_chars_result end = std::to_chars(std::begin(digits), std::end(digits), number);
  out.append(digits, end.ptr);
}

void append_sentence(std::string& out, std::string_view text) {
  constexpr size_t head = 240, tail = 120;
  if (text.size() <= head + tail) {
    append_printable(out, text);
    return;
  }
  const auto boundary = [&](size_t at) {
    for (int i = 0; i < 3 && (text[at] & 0xc0) == 0x80; ++i) --at;
    return at;
  };
  append_printable(out, text.substr(0, boundary(head)));
  out += "…";
  append_printable(out, text.substr(boundary(text.size() - tail)));
}

}  // namespace dflint
