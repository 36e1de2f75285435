// Commands: actions for clients that take no literals, lenses, manuals.
#include <gtest/gtest.h>

#include "tests/server/lsp/memory_client.h"

namespace dflint::lsp {
namespace {

const std::string uri = "file:///work/Dockerfile";
const json applies = {{"workspace", {{"applyEdit", true}}}};

json range(uint32_t line, uint32_t begin, uint32_t end) {
  return {{"start", {{"line", line}, {"character", begin}}},
          {"end", {{"line", line}, {"character", end}}}};
}

json actions(MemoryClient& client, const json& where, json context = json::object()) {
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

// What the command asks of the client, and its answer.
struct Asked {
  json message, answer;
};

Asked execute(MemoryClient& client, const json& command) {
  client.messages.clear();
  Asked asked;
  asked.answer = client.request("workspace/executeCommand", {{"command", command["command"]},
                                                             {"arguments", command["arguments"]}});
  for (const json& message : client.messages) {
    if (message.contains("method")) asked.message = message;
  }
  return asked;
}

json command(std::string_view name, json arguments) {
  return {{"command", name}, {"arguments", std::move(arguments)}};
}

TEST(LspCommands, AreAnnounced) {
  MemoryClient client;
  const json provider = client.start()["capabilities"]["executeCommandProvider"];
  EXPECT_EQ(provider["commands"], json::parse(R"(["dflint.applyEdits", "dflint.fixAll",
                                                  "dflint.showReferences", "dflint.explain"])"));
}

TEST(LspCommands, StandForActionsWithoutLiterals) {
  MemoryClient client;
  client.start(applies);
  client.open("FROM debian:12\nENV A b\n");
  const json action = titled(actions(client, range(1, 4, 4)), "Write `A=…`");
  ASSERT_TRUE(action.is_object());
  EXPECT_FALSE(action.contains("kind"));
  const Asked asked = execute(client, action);
  EXPECT_TRUE(asked.answer["result"].is_null());
  EXPECT_EQ(asked.message["method"], "workspace/applyEdit");
  EXPECT_EQ(asked.message["params"]["label"], "Write `A=…`");
  EXPECT_EQ(asked.message["params"]["edit"]["changes"][uri],
            json::array({{{"range", range(1, 5, 7)}, {"newText", "=b"}}}));
}

TEST(LspCommands, EditsCarryTheVersionWhereTheClientTakesOne) {
  MemoryClient client;
  json capabilities = applies;
  capabilities["workspace"]["workspaceEdit"]["documentChanges"] = true;
  client.start(capabilities);
  client.open("FROM debian:12\nENV A b\n");
  const Asked asked = execute(client, command("dflint.fixAll", {uri}));
  const json& change = asked.message["params"]["edit"]["documentChanges"][0];
  EXPECT_EQ(change["textDocument"], (json{{"uri", uri}, {"version", 1}}));
  EXPECT_EQ(change["edits"].size(), 1u);
}

TEST(LspCommands, WhatWasOfferedForAnotherTextIsRefused) {
  MemoryClient client;
  client.start(applies);
  client.open("FROM debian:12\nENV A b\n");
  const json action = titled(actions(client, range(1, 4, 4)), "Write `A=…`");
  client.change({{{"range", range(0, 0, 0)}, {"text", "# hello\n"}}});
  const Asked asked = execute(client, action);
  EXPECT_EQ(asked.answer["error"]["code"], -32803);
  EXPECT_TRUE(asked.message.is_null());
}

TEST(LspCommands, OfferOnlyTheKindsAskedFor) {
  MemoryClient client;
  client.start(applies);
  client.open("FROM debian:12\nRUN a && b\nENV A b\n");
  const auto title = "Split into 2 RUN instructions";
  EXPECT_TRUE(titled(actions(client, range(1, 4, 4)), title).is_object());
  EXPECT_TRUE(titled(actions(client, range(1, 4, 4), {{"only", {"quickfix"}}}), title).is_null());
}

TEST(LspCommands, FixAllMendsEveryPart) {
  MemoryClient client;
  client.start(applies);
  const std::string page = "file:///work/a.md";
  client.open("```docker\nFROM debian:12\nENV A b\n```\n\n```docker\nFROM a:1\nENV C d\n```\n",
              page, "markdown");
  const Asked asked = execute(client, command("dflint.fixAll", {page}));
  EXPECT_EQ(asked.message["params"]["edit"]["changes"][page],
            json::array({{{"range", range(2, 5, 6)}, {"newText", "="}},
                         {{"range", range(7, 5, 6)}, {"newText", "="}}}));
  client.open("FROM debian:12\nENV A=b\n");
  EXPECT_TRUE(execute(client, command("dflint.fixAll", {uri})).message.is_null());
}

TEST(LspCommands, AreNotOfferedToWhoAppliesNoEdits) {
  MemoryClient client;
  client.start();
  client.open("FROM debian:12\nENV A b\n");
  EXPECT_EQ(actions(client, range(1, 4, 4)), json::array());
}

constexpr const char* stages = "FROM a:1 AS b\nFROM a:2 AS c\nFROM b\nCOPY --from=b /x /y\n";

json lenses(MemoryClient& client) {
  client.open(stages);
  return client.request("textDocument/codeLens", {{"textDocument", {{"uri", uri}}}})["result"];
}

TEST(LspCommands, LensesSayWhereTheirPlacesAre) {
  MemoryClient client;
  client.start();
  const json all = lenses(client);
  ASSERT_EQ(all.size(), 2u);
  Asked asked = execute(client, all[0]["command"]);
  EXPECT_EQ(asked.message["method"], "window/showMessage");
  EXPECT_EQ(asked.message["params"]["message"], "used in lines 3, 4");
  asked = execute(client, all[1]["command"]);
  EXPECT_EQ(asked.message["params"]["message"], "no stage that the last one needs uses this one");
}

TEST(LspCommands, ALensWithOnePlaceLeadsThere) {
  MemoryClient client;
  client.start({{"window", {{"showDocument", {{"support", true}}}}}});
  json lens = lenses(client)[0]["command"];
  lens["arguments"][2].erase(0);
  const Asked asked = execute(client, lens);
  EXPECT_EQ(asked.message["method"], "window/showDocument");
  EXPECT_EQ(asked.message["params"]["selection"], range(3, 12, 13));
}

TEST(LspCommands, AClientThatListsPlacesRunsLensesItself) {
  MemoryClient client;
  client.start(
      {{"experimental", {{"commands", {{"commands", {"dflint.client.showReferences"}}}}}}});
  const json lens = lenses(client)[0]["command"];
  EXPECT_EQ(lens["command"], "dflint.client.showReferences");
  EXPECT_EQ(lens["arguments"][0], uri);
  EXPECT_EQ(lens["arguments"][1], range(0, 0, 0)["start"]);
  EXPECT_EQ(lens["arguments"][2], json::array({{{"uri", uri}, {"range", range(2, 5, 6)}},
                                               {{"uri", uri}, {"range", range(3, 12, 13)}}}));
}

TEST(LspCommands, ExplainARule) {
  MemoryClient client;
  client.start();
  const json text = execute(client, command("dflint.explain", {"DL3007"})).answer["result"];
  ASSERT_TRUE(text.is_string());
  EXPECT_TRUE(text.get<std::string>().starts_with("# no-latest-tag"));
}

TEST(LspCommands, ManualsAreDocuments) {
  MemoryClient client;
  client.start({{"window", {{"showDocument", {{"support", true}}}}},
                {"workspace", {{"textDocumentContent", {{"dynamicRegistration", true}}}}}});
  bool registered = false;
  for (const json& message : client.messages) {
    if (message.value("method", "") != "client/registerCapability") continue;
    registered |=
        message["params"]["registrations"][0]["method"] == "workspace/textDocumentContent";
  }
  EXPECT_TRUE(registered);
  const Asked asked = execute(client, command("dflint.explain", {"pin-image-tag"}));
  EXPECT_EQ(asked.message["method"], "window/showDocument");
  const auto content = [&](const json& of) {
    return client.request("workspace/textDocumentContent", {{"uri", of}});
  };
  EXPECT_EQ(content(asked.message["params"]["uri"])["result"]["text"], asked.answer["result"]);
  for (const char* none : {"dflint:/rules/none.md", "dflint:/rules/.md", "file:///x", ""})
    EXPECT_TRUE(content(none).contains("error")) << none;
}

TEST(LspCommands, TakeAnything) {
  MemoryClient client;
  client.start(applies);
  client.open("FROM debian:12\n");
  for (const char* text : {
           R"({})",
           R"({"command": 7})",
           R"({"command": "dflint.none", "arguments": []})",
           R"({"command": "dflint.applyEdits"})",
           R"({"command": "dflint.applyEdits", "arguments": [{"uri": "file:///work/Dockerfile"}]})",
           R"({"command": "dflint.fixAll", "arguments": [7]})",
           R"({"command": "dflint.fixAll", "arguments": ["file:///none"]})",
           R"({"command": "dflint.showReferences", "arguments": ["", {}, [{}]]})",
           R"({"command": "dflint.explain", "arguments": {"a": 1}})",
           R"({"command": "dflint.explain", "arguments": ["none"]})",
       }) {
    EXPECT_TRUE(client.request("workspace/executeCommand", json::parse(text)).contains("error"))
        << text;
  }
}

}  // namespace
}  // namespace dflint::lsp
