// What the server knows of the files around a Dockerfile.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "tests/server/lsp/memory_client.h"

namespace dflint::lsp {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

json range(uint32_t line, uint32_t begin, uint32_t end) {
  return {{"start", {{"line", line}, {"character", begin}}},
          {"end", {{"line", line}, {"character", end}}}};
}

std::vector<std::string> hints(MemoryClient& client) {
  std::vector<std::string> labels;
  const json whole = {{"start", {{"line", 0}, {"character", 0}}},
                      {"end", {{"line", 99}, {"character", 0}}}};
  const json result = client.request(
      "textDocument/inlayHint",
      {{"textDocument", {{"uri", "file:///work/Dockerfile"}}}, {"range", whole}})["result"];
  for (const json& hint : result) labels.push_back(hint["label"]);
  return labels;
}

size_t asked(const MemoryClient& client, std::string_view method) {
  return static_cast<size_t>(
      std::count_if(client.messages.begin(), client.messages.end(),
                    [&](const json& message) { return message.value("method", "") == method; }));
}

json titled(MemoryClient& client, std::string_view title) {
  const json result = client.request("textDocument/codeAction",
                                     {{"textDocument", {{"uri", "file:///work/Dockerfile"}}},
                                      {"range", range(1, 5, 6)},
                                      {"context", json::object()}})["result"];
  for (const json& action : result) {
    if (action["title"] == title) return action;
  }
  return nullptr;
}

json with_actions(json workspace_edit) {
  return {{"textDocument", {{"codeAction", {{"codeActionLiteralSupport", json::object()}}}}},
          {"workspace", {{"workspaceEdit", std::move(workspace_edit)}}}};
}

TEST(LspContext, HintsHowMuchIsTaken) {
  MemoryClient client;
  client.host.add(".dockerignore", "*.log\n");
  client.host.add("src/a.go", "12345");
  client.host.add("src/b.go", "123");
  client.host.add("c.log", "1");
  client.start({{"workspace", {{"inlayHint", {{"refreshSupport", true}}}}}});
  client.open("FROM a\nCOPY src /x\nCOPY none /x\nCOPY --exclude=*.go src /x\n");
  EXPECT_THAT(hints(client), ElementsAre("2 files, 8 B"));
  EXPECT_EQ(asked(client, "workspace/inlayHint/refresh"), 1u);

  // What is there by then counts after a save.
  client.host.add("src/d.go", "12");
  EXPECT_THAT(hints(client), ElementsAre("2 files, 8 B"));
  client.notify("textDocument/didSave", {{"textDocument", {{"uri", "file:///work/Dockerfile"}}}});
  EXPECT_THAT(hints(client), ElementsAre("3 files, 10 B"));
  EXPECT_EQ(asked(client, "workspace/inlayHint/refresh"), 2u);
}

TEST(LspContext, CountsOutsideOfTheRequest) {
  MemoryHost host;
  host.add("a", "1");
  std::vector<std::pair<std::function<void()>, std::function<void()>>> background;
  std::vector<json> messages;
  Server server(host,
                {[&](std::string_view body) { messages.push_back(json::parse(body)); },
                 {},
                 [](std::chrono::milliseconds, const std::function<void()>&) {},
                 [&](std::function<void()> work, std::function<void()> done) {
                   background.emplace_back(std::move(work), std::move(done));
                 }},
                {});
  const auto send = [&](json message) {
    message["jsonrpc"] = "2.0";
    server.receive(message.dump());
    server.work();
    return messages.back();
  };
  const json document = {{"uri", "file:///work/Dockerfile"}};
  const json ask = {{"id", 2},
                    {"method", "textDocument/inlayHint"},
                    {"params", {{"textDocument", document}, {"range", range(1, 0, 9)}}}};
  send({{"id", 1},
        {"method", "initialize"},
        {"params",
         {{"capabilities", {{"workspace", {{"inlayHint", {{"refreshSupport", true}}}}}}}}}});
  json opened = document;
  opened.update({{"languageId", "dockerfile"}, {"version", 1}, {"text", "FROM a\nCOPY a /x\n"}});
  send({{"method", "textDocument/didOpen"}, {"params", {{"textDocument", opened}}}});
  EXPECT_THAT(send(ask)["result"], IsEmpty());
  EXPECT_THAT(send(ask)["result"], IsEmpty());
  ASSERT_EQ(background.size(), 1u) << "it is not counted twice at a time";
  background[0].first();
  background[0].second();
  EXPECT_EQ(messages.back()["method"], "workspace/inlayHint/refresh");
  EXPECT_EQ(send(ask)["result"][0]["label"], "1 file, 1 B");
  EXPECT_EQ(background.size(), 1u);
}

TEST(LspContext, FindsWhatIsMissingAndWhatCameAfterASave) {
  MemoryClient client;
  client.host.add("there.txt", "");
  client.host.add("too.txt", "");
  client.start();
  client.open("FROM debian:12\nCOPY there.txt b.txt Config.yml too.txt /x/\n");
  EXPECT_THAT(client.found(), Contains("1:15-1:20 missing-copy-source"));
  client.host.add("b.txt", "");
  client.host.add("config.yml", "");
  client.notify("textDocument/didSave", {{"textDocument", {{"uri", "file:///work/Dockerfile"}}}});
  EXPECT_THAT(client.found(), Not(Contains(HasSubstr("missing-copy-source"))));
  EXPECT_THAT(client.found(), Contains("1:21-1:31 copy-source-casing"));
}

TEST(LspContext, AddsToTheIgnoreFile) {
  MemoryClient client;
  client.host.add(".dockerignore", "# mine\n*.log");
  client.start(with_actions({{"documentChanges", true}}));
  client.open("FROM debian:12\nCOPY . /x\n");
  const json action = titled(client, "Add `.git` and `.env` to .dockerignore");
  ASSERT_TRUE(action.is_object());
  EXPECT_EQ(action["kind"], "quickfix");
  const json& changes = action["edit"]["documentChanges"];
  ASSERT_EQ(changes.size(), 1u);
  EXPECT_EQ(changes[0]["textDocument"]["uri"], "file:///work/.dockerignore");
  EXPECT_EQ(changes[0]["edits"],
            json::array({{{"range", range(1, 5, 5)}, {"newText", "\n.git\n.env\n"}}}));

  // What an editor holds counts.
  client.open("a\r\n", "file:///work/.dockerignore", "ignore");
  const json edits = titled(
      client, "Add `.git` and `.env` to .dockerignore")["edit"]["documentChanges"][0]["edits"];
  EXPECT_EQ(edits, json::array({{{"range", range(1, 0, 0)}, {"newText", ".git\r\n.env\r\n"}}}));
}

TEST(LspContext, AddsToTheIgnoreFileOfOneDockerfile) {
  MemoryClient client;
  client.host.add("Dockerfile.dockerignore", ".git\n");
  client.start(with_actions(json::object()));
  client.open("FROM debian:12\nCOPY . /x\n");
  const json action = titled(client, "Add `.env` to Dockerfile.dockerignore");
  ASSERT_TRUE(action.is_object());
  EXPECT_EQ(action["edit"]["changes"]["file:///work/Dockerfile.dockerignore"],
            json::array({{{"range", range(1, 0, 0)}, {"newText", ".env\n"}}}));
}

TEST(LspContext, CreatesTheIgnoreFileWhereTheClientCan) {
  MemoryClient client;
  client.host.add(".git/config", "");
  client.start(with_actions({{"documentChanges", true}, {"resourceOperations", {"create"}}}));
  client.open("FROM debian:12\nCOPY . /x\n");
  const json action = titled(client, "Add `.git` to .dockerignore");
  ASSERT_TRUE(action.is_object());
  const json& changes = action["edit"]["documentChanges"];
  ASSERT_EQ(changes.size(), 2u);
  EXPECT_EQ(changes[0]["kind"], "create");
  EXPECT_EQ(changes[0]["uri"], "file:///work/.dockerignore");
  EXPECT_EQ(changes[1]["edits"], json::array({{{"range", range(0, 0, 0)}, {"newText", ".git\n"}}}));

  MemoryClient plain;
  plain.host.add(".git/config", "");
  plain.start(with_actions({{"documentChanges", true}}));
  plain.open("FROM debian:12\nCOPY . /x\n");
  EXPECT_TRUE(titled(plain, "Add `.git` to .dockerignore").is_null());
}

}  // namespace
}  // namespace dflint::lsp
