// Lines and columns, compared with the slow and simple way to count them.
#include "server/output/places.h"

#include <gtest/gtest.h>

#include <string>

#include "server/output/utf8.h"

namespace dflint {
namespace {

TEST(Places, CountCodePoints) {
  std::string bytes = "ascii\né漢😀\xff\xc3\nlong ";
  for (int i = 0; i < 3000; ++i) bytes += i % 7 == 0 ? "\xe2\x82" : i % 3 == 0 ? "é" : "x";
  bytes += "\n\nend";
  const Text text(bytes);
  Places places(text);
  uint32_t line = 1, column = 1;
  for (uint32_t at = 0; at <= bytes.size();) {
    const Position position = places.of(at);
    ASSERT_EQ(position.line, line) << at;
    ASSERT_EQ(position.column, column) << at;
    ASSERT_EQ(position.column, text.column_of(at)) << at;
    ASSERT_EQ(position.offset, at);
    if (at == bytes.size()) break;
    column = bytes[at] == '\n' ? 1 : column + 1;
    line += bytes[at] == '\n';
    at += decode(std::string_view(bytes).substr(at)).size;
  }
}

TEST(Utf8, Widths) {
  EXPECT_EQ(width('a'), 1u);
  EXPECT_EQ(width(0xe9), 1u);
  EXPECT_EQ(width(0x301), 0u);
  EXPECT_EQ(width(0x4e2d), 2u);
  EXPECT_EQ(width(0xac00), 2u);
  EXPECT_EQ(width(0x1f600), 2u);
  EXPECT_EQ(width(0x200d), 0u);
  EXPECT_EQ(width(0x3fffe), 1u);
}

TEST(Utf8, DecodesWhatItEncodes) {
  for (char32_t value = 1; value < 0x110000; value += value < 0x1000 ? 1 : 97) {
    if (value >= 0xd800 && value < 0xe000) continue;
    std::string bytes;
    append_utf8(bytes, value);
    const CodePoint point = decode(bytes);
    ASSERT_TRUE(point.valid && point.value == value && point.size == bytes.size())
        << uint32_t(value);
  }
}

}  // namespace
}  // namespace dflint
