// Positions in three encodings, URIs, and fences of Markdown.
#include "server/lsp/position.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "server/lsp/fences.h"
#include "server/lsp/uri.h"
#include "tests/support/texts.h"

namespace dflint::lsp {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::string shown(Position position) {
  return std::to_string(position.line) + ":" + std::to_string(position.character);
}

std::string position(std::string_view text, uint32_t offset, PositionEncoding encoding) {
  const Text whole{std::string(text)};
  return shown(PositionMap(whole, encoding).of(offset));
}

uint32_t offset(std::string_view text, Position position, PositionEncoding encoding) {
  const Text whole{std::string(text)};
  return PositionMap(whole, encoding).offset_of(position);
}

TEST(Positions, CountWhatTheEncodingCounts) {
  const std::string_view text = "a\xC3\xA9\xF0\x9F\x90\xB3z\nb";  // aé🐳z
  EXPECT_EQ(position(text, 7, PositionEncoding::utf8), "0:7");
  EXPECT_EQ(position(text, 7, PositionEncoding::utf16), "0:4");
  EXPECT_EQ(position(text, 7, PositionEncoding::utf32), "0:3");
  EXPECT_EQ(position(text, 9, PositionEncoding::utf16), "1:0");
  EXPECT_EQ(offset(text, {0, 4}, PositionEncoding::utf16), 7u);
  // Inside a pair of surrogates.
  EXPECT_EQ(offset(text, {0, 3}, PositionEncoding::utf16), 3u);
}

TEST(Positions, OutsideTheTextAreTakenToItsNearestPlace) {
  EXPECT_EQ(offset("ab\r\nc", {0, 9}, PositionEncoding::utf16), 2u);
  EXPECT_EQ(offset("ab\r\nc", {1, 9}, PositionEncoding::utf16), 5u);
  EXPECT_EQ(offset("ab\r\nc", {7, 0}, PositionEncoding::utf16), 5u);
  EXPECT_EQ(position("ab", 99, PositionEncoding::utf16), "0:2");
}

TEST(Positions, LinesMayEndWithAReturn) {
  EXPECT_EQ(position("a\rb\nc", 2, PositionEncoding::utf16), "1:0");
  EXPECT_EQ(position("a\rb\nc", 4, PositionEncoding::utf16), "2:0");
  EXPECT_EQ(offset("a\rb\nc", {1, 5}, PositionEncoding::utf16), 3u);
}

TEST(Positions, ThereAndBackIsTheSamePlace) {
  for (const NamedText& named : own_texts()) {
    const Text text(named.text);
    for (const PositionEncoding encoding :
         {PositionEncoding::utf8, PositionEncoding::utf16, PositionEncoding::utf32}) {
      PositionMap in_order(text, encoding);
      for (uint32_t at = 0; at <= text.size(); ++at) {
        const Position here = in_order.of(at);
        EXPECT_EQ(here, PositionMap(text, encoding).of(at)) << named.name << ' ' << at;
        const uint32_t back = in_order.offset_of(here);
        // Inside a code point or a line ending is no place of its own.
        EXPECT_LE(back, at);
        EXPECT_EQ(PositionMap(text, encoding).of(back), here) << named.name << ' ' << at;
      }
    }
  }
}

TEST(Uris, AreDecodedAndEncoded) {
  EXPECT_EQ(path_of_uri("file:///a/b%20c/D%C3%A9"), "/a/b c/D\xC3\xA9");
  EXPECT_EQ(path_of_uri("FILE://localhost/a"), "/a");
  EXPECT_EQ(path_of_uri("file:///a?x#y"), "/a");
  EXPECT_EQ(path_of_uri("file:///100%"), "/100%");
  EXPECT_EQ(path_of_uri("file:///a%00b"), "");
  EXPECT_EQ(path_of_uri("untitled:Untitled-1"), "");
  EXPECT_EQ(path_of_uri("file://server/share"), "");
  EXPECT_EQ(uri_of_path("/a b/\xC3\xA9:1"), "file:///a%20b/%C3%A9%3A1");
  EXPECT_EQ(path_of_uri(uri_of_path("/x/%41 #?")), "/x/%41 #?");
}

std::vector<std::string> fenced(const std::string& markdown) {
  const Text text(markdown);
  std::vector<std::string> blocks;
  for (const Range range : dockerfile_fences(text)) {
    blocks.emplace_back(text.bytes().substr(range.begin, range.size()));
  }
  return blocks;
}

TEST(Fences, HoldDockerfiles) {
  EXPECT_THAT(fenced("a\n```dockerfile\nFROM a\n```\nb\n~~~ Docker title\nRUN b\n~~~~\n"),
              ElementsAre("FROM a\n", "RUN b\n"));
  EXPECT_THAT(fenced("```sh\n```dockerfile\nFROM a\n```\n"), IsEmpty());
  EXPECT_THAT(fenced("- x\n  ````Dockerfile\n  FROM a\n  ```\n  ````\n"),
              ElementsAre("  FROM a\n  ```\n"));
  EXPECT_THAT(fenced("```{.dockerfile .numbered}\nFROM a"), ElementsAre("FROM a"));
  EXPECT_THAT(fenced("```dockerfile-like\nFROM a\n```"), IsEmpty());
  EXPECT_THAT(fenced(""), IsEmpty());
}

}  // namespace
}  // namespace dflint::lsp
