// Dockerfiles inside Compose files: where they are, how places and edits lead there and back.
#include "server/lsp/compose.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/server/lsp/memory_client.h"
#include "tests/support/edits.h"

namespace dflint::lsp {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> texts(const std::string& yaml) {
  std::vector<std::string> all;
  for (const InlineDockerfile& one : inline_dockerfiles(Text(yaml))) all.push_back(one.text);
  return all;
}

TEST(Compose, Names) {
  for (const char* name : {"compose.yaml", "compose.yml", "docker-compose.yml",
                           "docker-compose.override.yml", "Compose.YAML", "app.compose.yaml"}) {
    EXPECT_TRUE(is_compose_name(name)) << name;
  }
  for (const char* name : {"composer.yaml", "compose.json", "values.yaml", "compose"}) {
    EXPECT_FALSE(is_compose_name(name)) << name;
  }
}

TEST(Compose, BlockScalars) {
  EXPECT_THAT(texts("a:\n  dockerfile_inline: |\n    FROM a\n    RUN b\n  c: d\n"),
              ElementsAre("FROM a\nRUN b\n"));
  EXPECT_THAT(texts("dockerfile_inline: |- # why\n\n FROM a\n   b\n\nx: 1\n"),
              ElementsAre("\nFROM a\n  b\n"));
  EXPECT_THAT(texts("\"dockerfile_inline\": !x |2+\n   FROM a\n"), ElementsAre(" FROM a\n"));
  EXPECT_THAT(texts("- dockerfile_inline: |\r\n    FROM a\r\n    RUN b"),
              ElementsAre("FROM a\r\nRUN b"));
  // Blank lines that are indented like the rest.
  EXPECT_THAT(texts("dockerfile_inline: |\n  FROM a\n\n  \nx: 1\n"), ElementsAre("FROM a\n\n\n"));
}

TEST(Compose, WhatIsNoneOfOurs) {
  EXPECT_THAT(texts("dockerfile_inline: >\n  FROM a\n"), IsEmpty());
  EXPECT_THAT(texts("dockerfile_inline: FROM a\n"), IsEmpty());
  EXPECT_THAT(texts("dockerfile_inline: |\nx: |\n  FROM a\n"), IsEmpty());
  EXPECT_THAT(texts("x: |\n  dockerfile_inline: |\n    FROM a\n"), IsEmpty());
  EXPECT_THAT(texts("# dockerfile_inline\nx: a |\n"), IsEmpty());
}

TEST(Compose, Dollars) {
  const auto found = inline_dockerfiles(Text("dockerfile_inline: |\n  RUN $$a ${b} $c 5$ $$$d\n"));
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].text, "RUN $a ${b} $c 5$ $$d\n");
  EXPECT_THAT(found[0].inset.replaced, ElementsAre(7, 12, 19));
}

// The one block of a document, and the document.
struct Example {
  std::string yaml;
  InlineDockerfile block;
};

Example example(std::string yaml) {
  InlineDockerfile block = inline_dockerfiles(Text(yaml)).at(0);
  return {std::move(yaml), std::move(block)};
}

const std::string nested =
    "services:\n  a:\n    build:\n      dockerfile_inline: |\n        FROM a\n\n"
    "        RUN <<E\n          $$x\n        E\n        CMD b\n    ports: []\n";

TEST(Compose, PlacesLeadOutAndBack) {
  const Example in = example(nested);
  for (uint32_t at = 0; at < in.block.text.size(); ++at) {
    const uint32_t outside = in.block.inset.outside(at);
    EXPECT_EQ(in.yaml[outside], in.block.text[at]) << at;
    EXPECT_EQ(in.block.inset.inside(outside), at);
  }
  for (uint32_t at = 0; at <= in.yaml.size(); ++at)
    EXPECT_LE(in.block.inset.inside(at), in.block.text.size() + 20) << at;
}

// What the edit does outside gives, read again, what it does inside, and touches nothing else.
void expect_alike(const Example& in, const Edit& edit) {
  const Edit outside = in.block.inset.edit_outside(in.yaml, edit);
  const std::string after(Text(in.yaml).with(outside).bytes());
  const std::string wanted(Text(in.block.text).with(edit).bytes());
  EXPECT_TRUE(after.ends_with("\n    ports: []\n")) << after;
  EXPECT_EQ(texts(after), std::vector{wanted}) << after;
}

TEST(Compose, EditsKeepTheIndentation) {
  const Example in = example(nested);
  const auto size = static_cast<uint32_t>(in.block.text.size());
  expect_alike(in, {{5, 6}, "b"});
  expect_alike(in, {{7, 7}, "ARG x\n"});           // on the blank line
  expect_alike(in, {{8, 8}, "ARG x\nARG y\n"});    // above RUN
  expect_alike(in, {{size, size}, "USER $me\n"});  // below all
  expect_alike(in, {{size - 6, size}, ""});        // the last line goes
  expect_alike(in, {{0, 8}, ""});                  // the first two
  expect_alike(in, {{8, size}, "RUN x \\\n\n  y\n"});
  expect_alike(in, {{6, 6}, "\nUSER b"});
}

TEST(Compose, RandomEditsKeepTheIndentation) {
  const Example in = example(nested);
  Choices choices(5);
  for (int i = 0; i < 500; ++i) {
    Edit edit = random_edit(choices, in.block.text);
    // The first line that is not blank says how far all are indented, and a block ends its line.
    edit.range.begin = std::max(edit.range.begin, 6u);
    edit.range.end = std::max(edit.range.end, edit.range.begin);
    std::erase_if(edit.text,
                  [](char c) { return c == '\r' || c == '\t' || c == '\0' || c == ' '; });
    const std::string wanted(Text(in.block.text).with(edit).bytes());
    if (!wanted.ends_with("\n") || wanted.ends_with("\n\n")) continue;
    // `${` and the like would be replaced by Compose if they stood there with one dollar only.
    expect_alike(in, edit);
  }
}

const std::string uri = "file:///work/compose.yaml";

json at(int line, int character) {
  return {{"textDocument", {{"uri", uri}}},
          {"position", {{"line", line}, {"character", character}}}};
}

json range(int line, int begin, int end) {
  return {{"start", {{"line", line}, {"character", begin}}},
          {"end", {{"line", line}, {"character", end}}}};
}

constexpr const char* text =
    "services:\n"
    "  a:\n"
    "    build:\n"
    "      dockerfile_inline: |\n"
    "        FROM debian:12 AS b\n"
    "        RNU x\n"
    "        ENV A b\n"
    "        FROM alpine:${TAG}\n"
    "        COPY --from=b /x /$$A\n"
    "\n"
    "  c: {}\n";

TEST(LspCompose, FindsAndMends) {
  MemoryClient client;
  client.start(
      json::parse(R"({"textDocument": {"codeAction": {"codeActionLiteralSupport": {}}}})"));
  client.open(text, uri, "dockercompose");
  EXPECT_THAT(client.found(uri), Contains("5:8-5:11 unknown-instruction"));
  EXPECT_THAT(client.found(uri), Contains(testing::StartsWith("6:")));
  // Compose knows TAG, the Dockerfile does not.
  EXPECT_THAT(client.found(uri), testing::Not(Contains(testing::StartsWith("7:"))));
  json titled;
  const json asked = client.request(
      "textDocument/codeAction",
      {{"textDocument", {{"uri", uri}}}, {"range", range(6, 12, 12)}, {"context", json::object()}});
  for (const json& action : asked["result"]) {
    if (action["title"] == "Write `A=…`") titled = action;
    EXPECT_EQ(action["kind"], "quickfix");
  }
  EXPECT_EQ(titled["edit"]["changes"][uri],
            json::array({{{"range", range(6, 13, 15)}, {"newText", "=b"}}}));
}

TEST(LspCompose, LeadsAndTells) {
  MemoryClient client;
  client.start({{"textDocument", {{"semanticTokens", {{"tokenTypes", {"keyword"}}}}}}});
  client.open(text, uri, "yaml");
  const json definition = client.request("textDocument/definition", at(8, 20))["result"];
  ASSERT_EQ(definition.size(), 1u);
  EXPECT_EQ(definition[0]["range"], range(4, 26, 27));
  EXPECT_EQ(client.request("textDocument/hover", at(4, 9))["result"]["range"], range(4, 8, 12));
  EXPECT_TRUE(client.request("textDocument/hover", at(3, 9))["result"].is_null());
  EXPECT_TRUE(client.request("textDocument/hover", at(10, 2))["result"].is_null());
  const json tokens =
      client.request("textDocument/semanticTokens/full", {{"textDocument", {{"uri", uri}}}});
  const json& data = tokens["result"]["data"];
  ASSERT_GE(data.size(), 5u);
  EXPECT_EQ(data[0], 4);
  EXPECT_EQ(data[1], 8);
  EXPECT_EQ(data[2], 4);
}

TEST(LspCompose, CompletionDoublesDollars) {
  MemoryClient client;
  client.start();
  client.open("x:\n  dockerfile_inline: |\n    FROM a\n    ENV AB=c\n    RUN echo $$A\n", uri,
              "yaml");
  const json items = client.request("textDocument/completion", at(4, 16))["result"]["items"];
  json found;
  for (const json& item : items) {
    if (item["textEdit"]["newText"].get<std::string>().find("AB") != std::string::npos)
      found = item["textEdit"];
  }
  ASSERT_FALSE(found.is_null()) << items;
  EXPECT_EQ(found["range"]["end"], range(4, 16, 16)["start"]);
  EXPECT_EQ(
      Text("$$A")
          .with({{found["range"]["start"]["character"].get<uint32_t>() - 13, 3}, found["newText"]})
          .bytes(),
      "$$AB");
}

TEST(LspCompose, OtherYamlIsLeftAlone) {
  MemoryClient client;
  client.start();
  client.open(text, "file:///work/values.yaml", "yaml");
  EXPECT_THAT(client.found("file:///work/values.yaml"), IsEmpty());
}

}  // namespace
}  // namespace dflint::lsp
