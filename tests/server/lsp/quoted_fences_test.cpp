// Dockerfiles in lists and quotes of Markdown: what stands before their lines is not theirs.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/server/lsp/memory_client.h"

namespace dflint::lsp {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr const char* notes = "file:///work/notes.md";

// The text after the edits of an answer, which come in order.
std::string applied(std::string text, const json& edits) {
  const auto offset = [&](const json& position) {
    size_t at = 0;
    for (size_t line = position["line"].get<size_t>(); line > 0; --line)
      at = text.find('\n', at) + 1;
    return at + position["character"].get<size_t>();
  };
  for (auto edit = edits.rbegin(); edit != edits.rend(); ++edit) {
    const size_t begin = offset((*edit)["range"]["start"]), end = offset((*edit)["range"]["end"]);
    text.replace(begin, end - begin, (*edit)["newText"].get<std::string>());
  }
  return text;
}

std::string formatted(const std::string& text) {
  MemoryClient client;
  client.start();
  client.open(text, notes, "markdown");
  const json params = {{"textDocument", {{"uri", notes}}},
                       {"options", {{"tabSize", 4}, {"insertSpaces", true}}}};
  return applied(text, client.request("textDocument/formatting", params)["result"]);
}

std::vector<std::string> found(const std::string& text) {
  MemoryClient client;
  client.start();
  client.open(text, notes, "markdown");
  return client.found(notes);
}

TEST(QuotedFences, KeepTheirIndentation) {
  EXPECT_EQ(formatted("1. item\n\n   ```dockerfile\n   from debian:12\n   ENV  A=1\n   ```\n"),
            "1. item\n\n   ```dockerfile\n   FROM debian:12\n   ENV A=1\n   ```\n");
  const std::string tidy =
      "- item\n\n\t```docker\n\tFROM debian:12\n\n\tRUN a \\\n\t    && b\n\t```\n";
  EXPECT_EQ(formatted(tidy), tidy);
}

TEST(QuotedFences, KeepTheirMarks) {
  EXPECT_EQ(formatted("> ```dockerfile\n> from debian:12\n>\n> ENV  A=$B\n> ```\n"),
            "> ```dockerfile\n> FROM debian:12\n>\n> ENV A=$B\n> ```\n");
}

TEST(QuotedFences, HereDocumentsEndWhereTheyWouldEnd) {
  EXPECT_THAT(
      found("- a\n\n  ```dockerfile\n  FROM debian:12\n  RUN <<EOF\n  echo hi\n  EOF\n  ```\n"),
      IsEmpty());
  EXPECT_THAT(found("> ```dockerfile\n> FROM debian:12\n> RNU a\n> ```\n"),
              ElementsAre("2:2-2:5 unknown-instruction"));
}

TEST(QuotedFences, NeedNotBeWholeFiles) {
  EXPECT_THAT(found("```dockerfile\nRUN apt-get update\n```\n"), IsEmpty());
}

}  // namespace
}  // namespace dflint::lsp
