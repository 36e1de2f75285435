// Definitions, rename, links and calls as a client gets them.
#include <gtest/gtest.h>

#include <string>

#include "tests/server/lsp/memory_client.h"

namespace dflint::lsp {
namespace {

const std::string uri = "file:///work/Dockerfile";

json range(int line, int begin, int end) {
  return {{"start", {{"line", line}, {"character", begin}}},
          {"end", {{"line", line}, {"character", end}}}};
}

json ask(MemoryClient& client, const std::string& method, int line, int character, json more = {}) {
  json params = {{"textDocument", {{"uri", uri}}},
                 {"position", {{"line", line}, {"character", character}}}};
  if (more.is_object()) params.update(more);
  return client.request("textDocument/" + method, std::move(params));
}

TEST(NavigationOfLsp, Definition) {
  MemoryClient client;
  client.start();
  client.open("FROM \xC3\xA4 AS x\nFROM x\n");
  const json expected = {{{"uri", uri}, {"range", range(0, 10, 11)}}};
  EXPECT_EQ(ask(client, "definition", 1, 5)["result"], expected);
  EXPECT_EQ(ask(client, "declaration", 1, 5)["result"], expected);
  EXPECT_EQ(ask(client, "definition", 0, 1)["result"], json::array());
}

TEST(NavigationOfLsp, DefinitionAsLink) {
  MemoryClient client;
  client.start({{"textDocument", {{"definition", {{"linkSupport", true}}}}}});
  client.open("ENV A=1\nUSER $A\n");
  const json expected = {{{"originSelectionRange", range(1, 6, 7)},
                          {"targetUri", uri},
                          {"targetRange", range(0, 0, 7)},
                          {"targetSelectionRange", range(0, 4, 5)}}};
  EXPECT_EQ(ask(client, "definition", 1, 6)["result"], expected);
}

TEST(NavigationOfLsp, ReferencesAndHighlights) {
  MemoryClient client;
  client.start();
  client.open("ENV A=1\nUSER $A\n");
  EXPECT_EQ(ask(client, "references", 0, 4)["result"],
            json({{{"uri", uri}, {"range", range(1, 6, 7)}}}));
  EXPECT_EQ(ask(client, "references", 0, 4, {{"context", {{"includeDeclaration", true}}}})["result"]
                .size(),
            2u);
  EXPECT_EQ(
      ask(client, "documentHighlight", 0, 4)["result"],
      json({{{"range", range(0, 4, 5)}, {"kind", 3}}, {{"range", range(1, 6, 7)}, {"kind", 2}}}));
}

TEST(NavigationOfLsp, Rename) {
  MemoryClient client;
  client.start();
  client.open("ENV A=1\nUSER $A\n");
  EXPECT_EQ(ask(client, "prepareRename", 0, 4)["result"],
            json({{"range", range(0, 4, 5)}, {"placeholder", "A"}}));
  EXPECT_EQ(ask(client, "prepareRename", 0, 1)["result"], json());
  EXPECT_EQ(ask(client, "rename", 0, 4, {{"newName", "B"}})["result"],
            json({{"changes",
                   {{uri,
                     {{{"range", range(0, 4, 5)}, {"newText", "B"}},
                      {{"range", range(1, 6, 7)}, {"newText", "B"}}}}}}}));
  const json refused = ask(client, "rename", 0, 4, {{"newName", "1"}})["error"];
  EXPECT_EQ(refused["code"], -32803);
  EXPECT_EQ(refused["message"],
            "`1` cannot name a variable; a name is a letter or `_`, then letters, digits or `_`");
  EXPECT_EQ(ask(client, "rename", 0, 4)["error"]["code"], -32602);
}

TEST(NavigationOfLsp, LinkedRanges) {
  MemoryClient client;
  client.start();
  client.open("RUN <<E\nx\nE\n");
  const json linked = ask(client, "linkedEditingRange", 2, 1)["result"];
  EXPECT_EQ(linked["ranges"], json({range(0, 6, 7), range(2, 0, 1)}));
  EXPECT_TRUE(linked["wordPattern"].is_string());
  EXPECT_EQ(ask(client, "linkedEditingRange", 1, 1)["result"], json());
}

TEST(NavigationOfLsp, LinksToPagesAndFilesThatExist) {
  MemoryClient client;
  client.host.add("/work/a b", "");
  client.host.add("/work/dir/c", "");
  client.start();
  client.open("FROM node:22\nCOPY [\"a b\", \"dir\", \"missing\", \"/\"]\n");
  const json links =
      client.request("textDocument/documentLink", {{"textDocument", {{"uri", uri}}}})["result"];
  EXPECT_EQ(links, json({{{"range", range(0, 5, 9)}, {"target", "https://hub.docker.com/_/node/"}},
                         {{"range", range(1, 6, 11)}, {"target", "file:///work/a%20b"}}}));
}

TEST(NavigationOfLsp, CallsOfStages) {
  MemoryClient client;
  client.start();
  client.open("FROM a AS x\nFROM b AS y\nCOPY --from=x c d\n");
  const json items = ask(client, "prepareCallHierarchy", 2, 12)["result"];
  ASSERT_EQ(items.size(), 1u);
  EXPECT_EQ(items[0]["name"], "x");
  const json incoming =
      client.request("callHierarchy/incomingCalls", {{"item", items[0]}})["result"];
  ASSERT_EQ(incoming.size(), 1u);
  EXPECT_EQ(incoming[0]["from"]["name"], "y");
  EXPECT_EQ(incoming[0]["fromRanges"], json({range(2, 12, 13)}));
  const json outgoing =
      client.request("callHierarchy/outgoingCalls", {{"item", incoming[0]["from"]}})["result"];
  ASSERT_EQ(outgoing.size(), 1u);
  EXPECT_EQ(outgoing[0]["to"], items[0]);
  EXPECT_EQ(client.request("callHierarchy/outgoingCalls", {{"item", 1}})["error"]["code"], -32602);
}

TEST(NavigationOfLsp, InMarkdown) {
  MemoryClient client;
  client.start();
  client.open("# x\n```dockerfile\nFROM a AS x\nFROM x\n```\n", uri, "markdown");
  EXPECT_EQ(ask(client, "definition", 3, 5)["result"],
            json({{{"uri", uri}, {"range", range(2, 10, 11)}}}));
  EXPECT_EQ(ask(client, "definition", 0, 1)["result"], json());
}

}  // namespace
}  // namespace dflint::lsp
