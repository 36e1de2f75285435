// Messages in a stream, and what is no message.
#include "server/lsp/framing.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/support/edits.h"

namespace dflint::lsp {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> bodies(FrameReader& reader) {
  std::vector<std::string> all;
  while (const auto body = reader.next()) all.emplace_back(*body);
  return all;
}

std::vector<std::string> bodies_of(std::string_view bytes) {
  FrameReader reader;
  reader.add(bytes);
  return bodies(reader);
}

TEST(Framing, CutsBodiesOutOfAStream) {
  EXPECT_THAT(bodies_of("Content-Length: 2\r\n\r\n{}Content-Length: 3\r\n\r\n[1]"),
              ElementsAre("{}", "[1]"));
  EXPECT_THAT(bodies_of("Content-Type: x\r\ncontent-length:2\r\n\r\n{}"), ElementsAre("{}"));
  EXPECT_THAT(bodies_of("Content-Length: 2\n\n{}"), ElementsAre("{}"));
  EXPECT_THAT(bodies_of("Content-Length: 0\r\n\r\n"), ElementsAre(""));
}

TEST(Framing, WaitsForTheRest) {
  FrameReader reader;
  std::vector<std::string> all;
  for (const char c : std::string_view("Content-Length: 12\r\n\r\n{\"a\":\"\\r\\n\"}x")) {
    reader.add({&c, 1});
    for (std::string& body : bodies(reader)) all.push_back(std::move(body));
  }
  EXPECT_THAT(all, ElementsAre("{\"a\":\"\\r\\n\"}"));
}

TEST(Framing, LosesNoMessageBehindABrokenOne) {
  for (const char* broken :
       {"Content-Length: x\r\n\r\n", "Content-Length: -1\r\n\r\n", "garbage\r\n\r\n", "\r\n\r\n",
        "Content-Length: 99999999999999999999\r\n\r\n", "Content-Length: 2x\r\n\r\n{}"}) {
    FrameReader reader;
    reader.add(std::string(broken) + "Content-Length: 2\r\n\r\n{}");
    EXPECT_THAT(bodies(reader), ElementsAre("{}")) << broken;
    EXPECT_GT(reader.take_dropped(), 0u) << broken;
    EXPECT_EQ(reader.take_dropped(), 0u);
  }
}

TEST(Framing, GivesUpOnEndlessHeaders) {
  FrameReader reader;
  reader.add(std::string(100000, 'x'));
  EXPECT_THAT(bodies(reader), IsEmpty());
  EXPECT_GT(reader.take_dropped(), 50000u);
  reader.add("Content-Length: 2\r\n\r\n{}");
  EXPECT_THAT(bodies(reader), ElementsAre("{}"));
}

// However the stream is cut, the same messages come out.
TEST(Framing, DoesNotCareHowBytesArrive) {
  Choices choices(7);
  for (int round = 0; round < 200; ++round) {
    std::string stream;
    for (int i = 0; i < 5; ++i) {
      switch (choices.below(4)) {
        case 0:
          stream += "junk" + std::string(choices.below(5), '\n');
          break;
        case 1:
          stream += "Content-Length: 5\r\n\r\n";
          break;
        default:
          append_frame(stream, std::string(choices.below(30), 'a'));
      }
    }
    const std::vector<std::string> whole = bodies_of(stream);
    FrameReader reader;
    std::vector<std::string> pieces;
    for (size_t at = 0; at < stream.size();) {
      const size_t size = 1 + choices.below(9);
      reader.add(std::string_view(stream).substr(at, size));
      at += size;
      for (std::string& body : bodies(reader)) pieces.push_back(std::move(body));
    }
    EXPECT_EQ(pieces, whole) << stream;
  }
}

}  // namespace
}  // namespace dflint::lsp
