// Completion and signature help as a client sees them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "tests/server/lsp/memory_client.h"
#include "tests/support/cursor.h"

namespace dflint::lsp {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::HasSubstr;
using testing::Not;

json with_item(json item) {
  return {{"textDocument", {{"completion", {{"completionItem", std::move(item)}}}}}};
}

// Opens the text and asks where <|> stands; the lines before it are ASCII or of the BMP.
json ask(MemoryClient& client, std::string_view method, std::string_view marked, int trigger = 1) {
  const AtCursor at = at_cursor(marked);
  client.open(at.text);
  const std::string before = at.text.substr(0, at.offset);
  const auto line = std::count(before.begin(), before.end(), '\n');
  const size_t begin = before.rfind('\n') + 1;
  return client.request(method,
                        {{"textDocument", {{"uri", "file:///work/Dockerfile"}}},
                         {"position", {{"line", line}, {"character", before.size() - begin}}},
                         {"context", {{"triggerKind", trigger}}}})["result"];
}

std::vector<std::string> labels(const json& list) {
  std::vector<std::string> out;
  for (const json& item : list["items"]) out.push_back(item["label"]);
  return out;
}

TEST(CompletionMethod, SaysBehindWhatItOpens) {
  MemoryClient client;
  const json result = client.start();
  EXPECT_THAT(result["capabilities"]["completionProvider"]["triggerCharacters"], Contains("$"));
  EXPECT_EQ(result["capabilities"]["completionProvider"]["resolveProvider"], true);
  EXPECT_THAT(result["capabilities"]["signatureHelpProvider"]["triggerCharacters"], Contains("["));
}

TEST(CompletionMethod, WritesWhatTheClientCanTake) {
  MemoryClient plain;
  plain.start();
  json item = ask(plain, "textDocument/completion", "FROM a\nMAI<|>")["items"][0];
  EXPECT_EQ(item["textEdit"]["newText"], "MAINTAINER");
  EXPECT_EQ(item["textEdit"]["range"]["start"]["character"], 0);
  for (const char* name : {"insertTextFormat", "tags", "deprecated", "commitCharacters"}) {
    EXPECT_FALSE(item.contains(name)) << name;
  }

  MemoryClient rich;
  rich.start(with_item({{"snippetSupport", true},
                        {"insertReplaceSupport", true},
                        {"commitCharactersSupport", true},
                        {"tagSupport", {{"valueSet", {1}}}}}));
  item = ask(rich, "textDocument/completion", "FROM a\nMAI<|>NT x")["items"][0];
  EXPECT_EQ(item["textEdit"]["newText"], "MAINTAINER ${1:name}");
  EXPECT_EQ(item["insertTextFormat"], 2);
  EXPECT_EQ(item["textEdit"]["insert"]["end"]["character"], 3);
  EXPECT_EQ(item["textEdit"]["replace"]["end"]["character"], 5);
  EXPECT_EQ(item["tags"], json({1}));
}

TEST(CompletionMethod, SaysOnceWhatIsTheSameForAll) {
  MemoryClient client;
  json capabilities = with_item({{"insertReplaceSupport", true}, {"labelDetailsSupport", true}});
  capabilities["textDocument"]["completion"]["completionList"]["itemDefaults"] = {"editRange"};
  client.start(capabilities);
  json list = ask(client, "textDocument/completion", "FROM a\nMAI<|>NT x");
  EXPECT_EQ(list["itemDefaults"]["editRange"]["insert"]["end"]["character"], 3);
  EXPECT_EQ(list["itemDefaults"]["editRange"]["replace"]["end"]["character"], 5);
  EXPECT_EQ(list["items"][0]["label"], "MAINTAINER");
  EXPECT_FALSE(list["items"][0].contains("textEdit"));
  EXPECT_FALSE(list["items"][0].contains("textEditText"));
  EXPECT_FALSE(list["items"][0].contains("labelDetails"));
  list = ask(client, "textDocument/completion", "FROM a AS one\nFROM b\nCOPY --from=<|>");
  EXPECT_EQ(list["itemDefaults"]["editRange"]["start"]["character"], 12);
  EXPECT_EQ(list["items"][0]["labelDetails"]["description"], list["items"][0]["detail"]);
}

TEST(CompletionMethod, OpensByItselfOnlyWhereSomethingIsMissing) {
  MemoryClient client;
  client.start();
  EXPECT_TRUE(ask(client, "textDocument/completion", "FROM a <|>", 2)["items"].empty());
  EXPECT_THAT(labels(ask(client, "textDocument/completion", "FROM a <|>", 1)), Contains("AS"));
}

TEST(CompletionMethod, ListsTheBuildContext) {
  MemoryClient client;
  client.host.add("Dockerfile", "");
  client.host.add(".dockerignore", "*.log\n");
  client.host.add("a.log", "");
  client.host.add("src/main.go", "");
  client.start();
  EXPECT_THAT(labels(ask(client, "textDocument/completion", "FROM a\nCOPY <|> /x")),
              AllOf(Contains("src/"), Not(Contains("a.log"))));
  EXPECT_THAT(labels(ask(client, "textDocument/completion", "FROM a\nCOPY src/<|> /x")),
              Contains("main.go"));
}

TEST(CompletionMethod, ResolvesDocumentation) {
  MemoryClient client;
  client.start(with_item({{"documentationFormat", {"markdown"}}}));
  const json item = ask(client, "textDocument/completion", "FROM a\nCOPY --link<|>")["items"][0];
  const json resolved = client.request("completionItem/resolve", item)["result"];
  EXPECT_EQ(resolved["label"], "--link");
  EXPECT_EQ(resolved["documentation"]["kind"], "markdown");
  EXPECT_THAT(resolved["documentation"]["value"].get<std::string>(), HasSubstr("own"));
  // Whatever comes, it comes back.
  EXPECT_EQ(client.request("completionItem/resolve", {{"data", 7}})["result"], json({{"data", 7}}));
}

TEST(SignatureMethod, MarksTheParameter) {
  MemoryClient client;
  client.start({{"textDocument",
                 {{"signatureHelp",
                   {{"signatureInformation",
                     {{"parameterInformation", {{"labelOffsetSupport", true}}}}}}}}}});
  const json help = ask(client, "textDocument/signatureHelp", "FROM a\nCOPY x <|>");
  EXPECT_EQ(help["activeParameter"], 3);
  EXPECT_EQ(help["signatures"][0]["label"], "COPY [flags] source ... dest");
  EXPECT_EQ(help["signatures"][0]["parameters"][3]["label"], json({24, 28}));
  EXPECT_TRUE(ask(client, "textDocument/signatureHelp", "# <|>x").is_null());
}

}  // namespace
}  // namespace dflint::lsp
