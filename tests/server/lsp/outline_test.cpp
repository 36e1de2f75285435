// Symbols, folds and selection ranges as a client gets them.
#include <gtest/gtest.h>

#include <string>

#include "tests/server/lsp/memory_client.h"

namespace dflint::lsp {
namespace {

const json here = {{"uri", "file:///work/Dockerfile"}};

json range(int line, int begin, int end_line, int end) {
  return {{"start", {{"line", line}, {"character", begin}}},
          {"end", {{"line", end_line}, {"character", end}}}};
}

json about_here(MemoryClient& client, const std::string& method) {
  return client.request("textDocument/" + method, {{"textDocument", here}})["result"];
}

TEST(OutlineOfLsp, StagesHoldInstructions) {
  MemoryClient client;
  client.start(
      {{"textDocument", {{"documentSymbol", {{"hierarchicalDocumentSymbolSupport", true}}}}}});
  client.open("FROM a AS b\nMAINTAINER c \\\n d\n");
  const json expected = {{{"name", "b"},
                          {"detail", "a"},
                          {"kind", 5},
                          {"range", range(0, 0, 2, 2)},
                          {"selectionRange", range(0, 10, 0, 11)},
                          {"children",
                           {{{"name", "MAINTAINER"},
                             {"detail", "c d"},
                             {"kind", 12},
                             {"tags", {1}},
                             {"range", range(1, 0, 2, 2)},
                             {"selectionRange", range(1, 0, 1, 10)}}}}}};
  EXPECT_EQ(about_here(client, "documentSymbol"), expected);
}

TEST(OutlineOfLsp, KeywordsForClientsWithoutHierarchy) {
  MemoryClient client;
  client.start();
  client.open("FROM a AS b\n");
  const json expected = {{{"name", "FROM"},
                          {"kind", 12},
                          {"location", {{"uri", here["uri"]}, {"range", range(0, 0, 0, 4)}}}}};
  EXPECT_EQ(about_here(client, "documentSymbol"), expected);
}

TEST(OutlineOfLsp, SymbolsOfAllOpenDocuments) {
  MemoryClient client;
  client.start();
  client.open("FROM a AS build\nARG \xC3\xA9=1\n");
  client.open("```dockerfile\nFROM a AS builder\n```\n", "file:///work/README.md", "markdown");
  const json found = client.request("workspace/symbol", {{"query", "bld"}})["result"];
  const json expected = {
      {{"name", "build"},
       {"kind", 5},
       {"location", {{"uri", here["uri"]}, {"range", range(0, 10, 0, 15)}}}},
      {{"name", "builder"},
       {"kind", 5},
       {"location", {{"uri", "file:///work/README.md"}, {"range", range(1, 10, 1, 17)}}}}};
  EXPECT_EQ(found, expected);
}

TEST(OutlineOfLsp, FoldsAsTheClientWantsThem) {
  const std::string text = "# a\n# b\nFROM c\nRUN d \\\n e\n";
  MemoryClient client;
  client.start();
  client.open(text);
  const json expected = {
      {{"startLine", 0},
       {"endLine", 1},
       {"startCharacter", 3},
       {"endCharacter", 3},
       {"kind", "comment"}},
      {{"startLine", 2}, {"endLine", 4}, {"startCharacter", 6}, {"endCharacter", 2}},
      {{"startLine", 3}, {"endLine", 4}, {"startCharacter", 7}, {"endCharacter", 2}}};
  EXPECT_EQ(about_here(client, "foldingRange"), expected);

  MemoryClient limited;
  limited.start(
      {{"textDocument", {{"foldingRange", {{"lineFoldingOnly", true}, {"rangeLimit", 2}}}}}});
  limited.open(text);
  const json fewer = {{{"startLine", 0}, {"endLine", 1}, {"kind", "comment"}},
                      {{"startLine", 2}, {"endLine", 4}}};
  EXPECT_EQ(about_here(limited, "foldingRange"), fewer);
}

TEST(OutlineOfLsp, OneChainForEachPosition) {
  MemoryClient client;
  client.start();
  client.open("FROM a\nUSER bc\n");
  const json chains = client.request(
      "textDocument/selectionRange",
      {{"textDocument", here},
       {"positions",
        {{{"line", 1}, {"character", 6}}, {{"line", 0}, {"character", 0}}}}})["result"];
  ASSERT_EQ(chains.size(), 2u);
  EXPECT_EQ(chains[0]["range"], range(1, 5, 1, 7));
  EXPECT_EQ(chains[0]["parent"]["range"], range(1, 0, 1, 7));
  EXPECT_EQ(chains[0]["parent"]["parent"]["range"], range(0, 0, 1, 7));
  EXPECT_EQ(chains[0]["parent"]["parent"]["parent"]["range"], range(0, 0, 2, 0));
  EXPECT_EQ(chains[1]["range"], range(0, 0, 0, 4));
}

TEST(OutlineOfLsp, TextAroundBlocksOfMarkdownIsNoDockerfile) {
  MemoryClient client;
  client.start();
  client.open("# x\n```dockerfile\nFROM a\n```\n", here["uri"], "markdown");
  const json chains = client.request(
      "textDocument/selectionRange",
      {{"textDocument", here}, {"positions", {{{"line", 0}, {"character", 2}}}}})["result"];
  const json expected = {{{"range", range(0, 2, 0, 2)}}};
  EXPECT_EQ(chains, expected);
}

TEST(OutlineOfLsp, WhatIsNotOpenHasNone) {
  MemoryClient client;
  client.start();
  for (const char* method : {"documentSymbol", "foldingRange", "selectionRange"}) {
    EXPECT_EQ(about_here(client, method), nullptr) << method;
  }
}

}  // namespace
}  // namespace dflint::lsp
