// Code actions and formatting as the protocol has them.
#include <gtest/gtest.h>

#include "tests/server/lsp/memory_client.h"

namespace dflint::lsp {
namespace {

const json literals = json::parse(R"({"textDocument": {"codeAction": {
    "codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["quickfix"]}},
    "isPreferredSupport": true, "disabledSupport": true,
    "resolveSupport": {"properties": ["edit"]}, "dataSupport": true}},
    "workspace": {"workspaceEdit": {"documentChanges": true}}})");

json range(uint32_t line, uint32_t begin, uint32_t end) {
  return {{"start", {{"line", line}, {"character", begin}}},
          {"end", {{"line", line}, {"character", end}}}};
}

json actions(MemoryClient& client, const json& where, json context = json::object(),
             const std::string& uri = "file:///work/Dockerfile") {
  return client.request("textDocument/codeAction", {{"textDocument", {{"uri", uri}}},
                                                    {"range", where},
                                                    {"context", std::move(context)}})["result"];
}

json titled(const json& actions, std::string_view title) {
  for (const json& action : actions) {
    if (action["title"] == title) return action;
  }
  return nullptr;
}

TEST(LspActions, FixWithItsDiagnostic) {
  MemoryClient client;
  const json capabilities = client.start(literals)["capabilities"];
  EXPECT_EQ(capabilities["codeActionProvider"]["resolveProvider"], true);
  client.open("FROM debian:12\nENV A b\n");
  const json diagnostics = client.diagnostics()["diagnostics"];
  const json action =
      titled(actions(client, range(1, 4, 4), {{"diagnostics", diagnostics}}), "Write `A=…`");
  ASSERT_TRUE(action.is_object());
  EXPECT_EQ(action["kind"], "quickfix");
  EXPECT_EQ(action["isPreferred"], true);
  ASSERT_EQ(action["diagnostics"].size(), 1u);
  EXPECT_EQ(action["diagnostics"][0]["code"], "key-equals-value");
  const json& change = action["edit"]["documentChanges"][0];
  EXPECT_EQ(change["textDocument"]["version"], 1);
  EXPECT_EQ(change["edits"], json::array({{{"range", range(1, 5, 7)}, {"newText", "=b"}}}));
}

TEST(LspActions, OnlyTheKindsAskedFor) {
  MemoryClient client;
  client.start(literals);
  client.open("FROM debian:12\nRUN cd /x && make\nENV A b\n");
  const json refactor = actions(client, range(1, 4, 4), {{"only", {"refactor"}}});
  ASSERT_FALSE(refactor.empty());
  for (const json& action : refactor)
    EXPECT_TRUE(action["kind"].get<std::string>().starts_with("refactor."));
  const json split = titled(refactor, "Split this RUN at `&&`");
  EXPECT_EQ(split["disabled"]["reason"], "what follows may need what `cd` leaves");
  EXPECT_FALSE(split.contains("edit"));
  EXPECT_TRUE(actions(client, range(1, 4, 4), {{"only", {"refactor.move"}}}).empty());
}

TEST(LspActions, FixAllIsMadeWhenItIsChosen) {
  MemoryClient client;
  client.start(literals);
  client.open("FROM debian:12\nENV A b\n");
  const json action = titled(actions(client, range(0, 0, 0)), "Fix all that is safe to fix");
  EXPECT_EQ(action["kind"], "source.fixAll.dflint");
  EXPECT_FALSE(action.contains("edit"));
  const json resolved = client.request("codeAction/resolve", action)["result"];
  EXPECT_EQ(resolved["title"], action["title"]);
  EXPECT_EQ(resolved["edit"]["documentChanges"][0]["edits"][0]["newText"], "=");
}

TEST(LspActions, FixAllAtOnceForClientsThatDoNotResolve) {
  MemoryClient client;
  client.start(json::parse(
      R"({"textDocument": {"codeAction": {"codeActionLiteralSupport": {"codeActionKind": {}}}}})"));
  client.open("FROM debian:12\nENV A b\n");
  EXPECT_TRUE(titled(actions(client, range(0, 0, 0)), "Fix all that is safe to fix").is_null());
  const json all = actions(client, range(0, 0, 0), {{"only", {"source.fixAll"}}});
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(all[0]["edit"]["changes"]["file:///work/Dockerfile"].size(), 1u);
}

TEST(LspActions, ResolveTakesAnything) {
  MemoryClient client;
  client.start(literals);
  for (const char* text : {"{}", R"({"title": "x", "data": {"uri": 1, "part": -1}})",
                           R"({"title": "x", "data": {"uri": "file:///none", "part": 9}})"}) {
    EXPECT_EQ(client.request("codeAction/resolve", json::parse(text))["result"], json::parse(text));
  }
}

TEST(LspActions, InsideMarkdown) {
  MemoryClient client;
  client.start(literals);
  client.open("# A\n\n```dockerfile\nFROM debian:12\nENV A b\n```\n", "file:///work/a.md",
              "markdown");
  const json action =
      titled(actions(client, range(4, 4, 4), json::object(), "file:///work/a.md"), "Write `A=…`");
  EXPECT_EQ(action["edit"]["documentChanges"][0]["edits"][0]["range"], range(4, 5, 7));
}

json formatting(MemoryClient& client, std::string_view method, json more = json::object()) {
  json params = {{"textDocument", {{"uri", "file:///work/Dockerfile"}}},
                 {"options", {{"tabSize", 2}, {"insertSpaces", true}}}};
  params.update(more);
  return client.request(method, params)["result"];
}

TEST(LspFormatting, UsesTheEditorsIndentation) {
  MemoryClient client;
  client.start();
  client.open("from debian:12\nENV A=1 \\\nB=2\n");
  const json edits = formatting(client, "textDocument/formatting");
  ASSERT_EQ(edits.size(), 2u);
  EXPECT_EQ(edits[0]["newText"], "FROM");
  EXPECT_EQ(edits[1], (json{{"range", range(2, 0, 0)}, {"newText", "  "}}));
  const json few = formatting(client, "textDocument/rangeFormatting", {{"range", range(1, 0, 0)}});
  ASSERT_EQ(few.size(), 1u);
  EXPECT_EQ(few[0], edits[1]);
  EXPECT_EQ(formatting(client, "textDocument/rangesFormatting",
                       {{"ranges", {range(0, 0, 1), range(2, 0, 0), range(1, 0, 0)}}}),
            edits);
}

TEST(LspFormatting, OnType) {
  MemoryClient client;
  client.start();
  client.open("FROM debian:12\nRUN a \\\n\n");
  const json edits = formatting(client, "textDocument/onTypeFormatting",
                                {{"position", {{"line", 2}, {"character", 0}}}, {"ch", "\n"}});
  EXPECT_EQ(edits, json::array({{{"range", range(2, 0, 0)}, {"newText", "  "}}}));
}

}  // namespace
}  // namespace dflint::lsp
