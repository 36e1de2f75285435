// Semantic tokens as a client gets them.
#include <fmt/core.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "server/lsp/server.h"
#include "tests/server/lsp/memory_client.h"
#include "tests/support/edits.h"

namespace dflint::lsp {
namespace {

const json fine_types = {"namespace", "class",  "parameter", "variable", "property",
                         "function",  "macro",  "keyword",   "modifier", "comment",
                         "string",    "number", "operator"};
const json here = {{"uri", "file:///work/Dockerfile"}};

// A client that knows these token types and counts in UTF-16.
struct Editor : MemoryClient {
  explicit Editor(const json& types) {
    initialized = start(
        {{"textDocument",
          {{"semanticTokens", {{"tokenTypes", types}, {"tokenModifiers", {"declaration"}}}}}}});
  }

  json full() {
    return request("textDocument/semanticTokens/full", {{"textDocument", here}})["result"];
  }
  json delta(const json& previous) {
    return request("textDocument/semanticTokens/full/delta",
                   {{"textDocument", here}, {"previousResultId", previous}})["result"];
  }
  json in_lines(int first, int last) {
    const json range = {{"start", {{"line", first}, {"character", 0}}},
                        {"end", {{"line", last}, {"character", 0}}}};
    return request("textDocument/semanticTokens/range",
                   {{"textDocument", here}, {"range", range}})["result"];
  }
  std::string text() { return std::string(server.session().find(here["uri"])->text().bytes()); }

  json initialized;
};

// "line:character+length type" of each token.
std::string described(const Editor& editor, const json& answer) {
  const json& legend = editor.initialized["capabilities"]["semanticTokensProvider"]["legend"];
  std::string out;
  int line = 0, character = 0;
  const std::vector<int> data = answer.at("data");
  for (size_t i = 0; i + 4 < data.size(); i += 5) {
    if (data[i] != 0) character = 0;
    line += data[i];
    character += data[i + 1];
    const std::string type = legend["tokenTypes"][data[i + 3]];
    out += fmt::format("{}{}:{}+{} {}{}", out.empty() ? "" : ", ", line, character, data[i + 2],
                       type, data[i + 4] == 1 ? "!" : "");
  }
  return out;
}

TEST(TokensOfLsp, CountInUtf16) {
  Editor editor(fine_types);
  editor.open("FROM a\nENV \xC3\xA9=1 X=\"\xF0\x9F\x98\x80\" Y=2\nRUN ls -l # \xC3\xA9\n");
  EXPECT_EQ(described(editor, editor.full()),
            "0:0+4 keyword, 0:5+1 class, 1:0+3 keyword, 1:4+1 variable!, 1:5+1 operator, "
            "1:6+1 number, 1:8+1 variable!, 1:9+1 operator, 1:10+4 string, 1:15+1 variable!, "
            "1:16+1 operator, 1:17+1 number, 2:0+3 keyword, 2:4+2 function, 2:7+2 parameter, "
            "2:10+3 comment");
}

TEST(TokensOfLsp, LoneReturnsEndLines) {
  Editor editor(fine_types);
  editor.open("# a\r# b\nFROM c\n");
  EXPECT_EQ(described(editor, editor.full()),
            "0:0+3 comment, 1:0+3 comment, 2:0+4 keyword, 2:5+1 class");
}

TEST(TokensOfLsp, OnlyWhatTheClientKnows) {
  Editor plain({"keyword", "parameter", "comment"});
  plain.open("FROM a\nRUN ls -l && b\n");
  EXPECT_EQ(described(plain, plain.full()),
            "0:0+4 keyword, 1:0+3 keyword, 1:4+2 parameter, 1:7+2 parameter, 1:10+2 parameter, "
            "1:13+1 parameter");
  Editor none(json::array());
  EXPECT_FALSE(none.initialized["capabilities"].contains("semanticTokensProvider"));
}

TEST(TokensOfLsp, RangesHoldWhatIsInSight) {
  Editor editor(fine_types);
  editor.open("FROM a\nRUN b \\\n c \\\n -d\nUSER e\nRUN f\n");
  EXPECT_EQ(described(editor, editor.in_lines(3, 5)), "3:1+2 parameter, 4:0+4 keyword");
  EXPECT_EQ(described(editor, editor.in_lines(5, 9)), "5:0+3 keyword, 5:4+1 function");
  EXPECT_EQ(described(editor, editor.in_lines(7, 9)), "");
}

TEST(TokensOfLsp, AnUnknownPreviousAnswerGivesAllTokens) {
  Editor editor(fine_types);
  editor.open("FROM a\n");
  EXPECT_EQ(described(editor, editor.delta("7")), "0:0+4 keyword, 0:5+1 class");
}

TEST(TokensOfLsp, NothingNewIsNoEdit) {
  Editor editor(fine_types);
  editor.open("FROM a\n");
  const std::string id = editor.full()["resultId"];
  EXPECT_EQ(editor.delta(id)["edits"], json::array());
}

// What a client holds after it applied the edits.
std::vector<uint32_t> applied(std::vector<uint32_t> data, const json& edits) {
  for (const json& edit : edits) {
    const auto at = data.begin() + edit["start"].get<int>();
    const auto end = at + edit["deleteCount"].get<int>();
    const std::vector<uint32_t> insert = edit.value("data", std::vector<uint32_t>());
    data.insert(data.erase(at, end), insert.begin(), insert.end());
  }
  return data;
}

TEST(TokensOfLsp, DeltasLeadToTheSameTokens) {
  Editor editor(fine_types);
  editor.open("FROM a AS b\nRUN ls -l \\\n  # c\n  && d \"$E\"\nENV F=\xC3\xA9 G=1\nCOPY . .\n");
  json answer = editor.full();
  std::vector<uint32_t> data = answer["data"];
  Choices choices(3);
  for (int i = 0; i < 300; ++i) {
    constexpr std::string_view texts[] = {"\n", "x",       "\\\n", "\"", "\xC3\xA9",
                                          "",   "RUN a\n", " ",    "#"};
    const uint32_t line = choices.below(8), character = choices.below(12);
    editor.change({{{"range",
                     {{"start", {{"line", line}, {"character", character}}},
                      {"end", {{"line", line}, {"character", character + choices.below(3)}}}}},
                    {"text", texts[choices.below(std::size(texts))]}}},
                  i + 2);
    answer = editor.delta(answer["resultId"]);
    ASSERT_TRUE(answer.contains("edits"));
    data = applied(std::move(data), answer["edits"]);
    Editor fresh(fine_types);
    fresh.open(editor.text());
    ASSERT_EQ(data, fresh.full()["data"].get<std::vector<uint32_t>>()) << editor.text();
  }
}

}  // namespace
}  // namespace dflint::lsp
