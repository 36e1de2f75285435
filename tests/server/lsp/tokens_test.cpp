// Semantic tokens as a client gets them.
#include <fmt/core.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "server/lsp/server.h"
#include "server/lsp/token_legend.h"
#include "tests/server/memory_host.h"
#include "tests/support/edits.h"

namespace dflint::lsp {
namespace {

constexpr std::string_view fine_types =
    R"(["namespace","class","parameter","variable","property","function","macro","keyword",)"
    R"("modifier","comment","string","number","operator"])";

// A client that knows these token types and counts in UTF-16.
class Editor {
 public:
  explicit Editor(std::string_view types)
      : server_(host_,
                {[this](std::string_view body) { sent_.push_back(json::parse(body)); },
                 {},
                 [](std::chrono::milliseconds, std::function<void()>) {},
                 [](std::function<void()>, std::function<void()>) {}},
                {}) {
    initialized_ =
        ask("initialize", fmt::format(R"({{"capabilities":{{"textDocument":{{"semanticTokens":{{)"
                                      R"("tokenTypes":{},"tokenModifiers":["declaration"]}}}}}}}})",
                                      types));
    tell("initialized", "{}");
  }

  json ask(std::string_view method, std::string_view params) {
    sent_.clear();
    send(fmt::format(R"({{"jsonrpc":"2.0","id":{},"method":"{}","params":{}}})", ++id_, method,
                     params));
    for (const json& message : sent_) {
      if (message.value("id", 0) == id_) return message.value("result", json());
    }
    return {};
  }
  void tell(std::string_view method, std::string_view params) {
    send(fmt::format(R"({{"jsonrpc":"2.0","method":"{}","params":{}}})", method, params));
  }

  void open(std::string_view text) {
    const json params = {
        {"textDocument",
         {{"uri", uri}, {"languageId", "dockerfile"}, {"version", 1}, {"text", text}}}};
    tell("textDocument/didOpen", params.dump());
  }
  void change(std::string_view range, std::string_view text) {
    tell("textDocument/didChange", fmt::format(R"({{"textDocument":{{"uri":"{}","version":{}}},)"
                                               R"("contentChanges":[{{"range":{},"text":{}}}]}})",
                                               uri, ++version_, range, json(text).dump()));
  }

  json full() { return ask("textDocument/semanticTokens/full", document()); }
  json delta(const std::string& previous) {
    return ask(
        "textDocument/semanticTokens/full/delta",
        fmt::format(R"({{"textDocument":{{"uri":"{}"}},"previousResultId":"{}"}})", uri, previous));
  }
  json in_lines(int first, int last) {
    return ask("textDocument/semanticTokens/range",
               fmt::format(R"({{"textDocument":{{"uri":"{}"}},"range":{{)"
                           R"("start":{{"line":{},"character":0}},)"
                           R"("end":{{"line":{},"character":0}}}}}})",
                           uri, first, last));
  }
  std::string text() {
    return std::string(server_.session().find(std::string(uri))->text().bytes());
  }
  const json& initialized() const { return initialized_; }

 private:
  static constexpr std::string_view uri = "file:///work/Dockerfile";

  static std::string document() { return fmt::format(R"({{"textDocument":{{"uri":"{}"}}}})", uri); }
  void send(std::string_view body) {
    server_.receive(body);
    server_.work();
  }

  MemoryHost host_;
  std::vector<json> sent_;
  Server server_;
  int id_ = 0, version_ = 1;
  json initialized_;
};

// "line:character+length type" of each token.
std::string described(const Editor& editor, const json& answer) {
  const json& legend =
      value_at(editor.initialized(), {"capabilities", "semanticTokensProvider", "legend"});
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
  Editor plain(R"(["keyword","parameter","comment"])");
  plain.open("FROM a\nRUN ls -l && b\n");
  EXPECT_EQ(described(plain, plain.full()),
            "0:0+4 keyword, 1:0+3 keyword, 1:4+2 parameter, 1:7+2 parameter, 1:10+2 parameter, "
            "1:13+1 parameter");
  Editor none("[]");
  EXPECT_FALSE(none.initialized()["capabilities"].contains("semanticTokensProvider"));
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
  EXPECT_EQ(editor.delta("7")["data"], (json{0, 0, 4, 0, 0, 0, 5, 1, 1, 0}));
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
    editor.change(fmt::format(R"({{"start":{{"line":{0},"character":{1}}},)"
                              R"("end":{{"line":{0},"character":{2}}}}})",
                              line, character, character + choices.below(3)),
                  texts[choices.below(std::size(texts))]);
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
