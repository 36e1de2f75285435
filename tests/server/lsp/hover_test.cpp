// Hover, hints, lenses and the graph of stages through the protocol.
#include <gtest/gtest.h>

#include "tests/server/lsp/memory_client.h"

namespace dflint::lsp {
namespace {

constexpr const char* uri = "file:///work/Dockerfile";

// Opens a text and asks about it.
json asked(const char* method, const char* text, json params, json capabilities = json::object(),
           json options = json::object()) {
  MemoryClient client;
  client.start(std::move(capabilities), {{"initializationOptions", std::move(options)}});
  client.notify("textDocument/didOpen",
                {{"textDocument",
                  {{"uri", uri}, {"languageId", "dockerfile"}, {"version", 1}, {"text", text}}}});
  params["textDocument"] = {{"uri", uri}};
  return client.request(method, std::move(params))["result"];
}

json position(int line, int character) { return {{"line", line}, {"character", character}}; }

json hovered(const char* text, int line, int character, json capabilities = json::object()) {
  return asked("textDocument/hover", text, {{"position", position(line, character)}},
               std::move(capabilities));
}

TEST(LspHover, SpeaksTheFormatOfTheClient) {
  const char* text = "FROM a\nENV É=1 A=2\nUSER $A\n";
  const json plain = hovered(text, 2, 6);
  EXPECT_EQ(plain["contents"]["kind"], "plaintext");
  EXPECT_TRUE(plain["contents"]["value"].get<std::string>().starts_with("Variable A = 2"));
  EXPECT_EQ(plain["range"], json({{"start", position(2, 5)}, {"end", position(2, 7)}}));
  const json markdown = hovered(
      text, 1, 8, {{"textDocument", {{"hover", {{"contentFormat", {"markdown", "plaintext"}}}}}}});
  EXPECT_EQ(markdown["contents"]["kind"], "markdown");
  EXPECT_EQ(markdown["range"]["start"], position(1, 8));
  EXPECT_TRUE(hovered(text, 9, 0).is_null());
}

TEST(LspHover, AddsTheManualOfWhatIsReported) {
  const json hover = hovered("FROM debian:9\n", 0, 8);
  EXPECT_NE(hover["contents"]["value"].get<std::string>().find("end-of-life"), std::string::npos)
      << hover;
}

constexpr const char* stages = "ARG V=3\nFROM a:$V AS b\nFROM c\nCOPY --from=0 x y\n";

json all() { return {{"range", {{"start", position(0, 0)}, {"end", position(9, 0)}}}}; }

TEST(LspHints, StandBehindWords) {
  const json hints = asked("textDocument/inlayHint", stages, all());
  ASSERT_EQ(hints.size(), 2u) << hints;
  EXPECT_EQ(hints[0]["position"], position(1, 9));
  EXPECT_EQ(hints[0]["label"], "= a:3");
  EXPECT_EQ(hints[1]["label"], "= b");
  EXPECT_EQ(asked("textDocument/inlayHint", stages, all(), json::object(),
                  {{"inlayHints", {{"values", false}, {"stages", false}}}}),
            json::array());
}

TEST(LspHints, LensesStandAboveFrom) {
  const json lenses = asked("textDocument/codeLens", stages, json::object());
  ASSERT_EQ(lenses.size(), 1u);
  EXPECT_EQ(lenses[0]["command"]["title"], "used by 1 stage");
  EXPECT_EQ(lenses[0]["range"]["start"], position(1, 0));
  EXPECT_EQ(asked("textDocument/codeLens", stages, json::object(), json::object(),
                  {{"codeLens", {{"uses", false}}}}),
            json::array());
}

TEST(LspGraph, AnswersInEachFormat) {
  const json graph = asked("dflint/stageGraph", stages, {{"changed", "x"}});
  EXPECT_EQ(graph["stages"].size(), 2u);
  EXPECT_EQ(graph["changed"]["path"], "x");
  const json svg = asked("dflint/stageGraph", stages, {{"format", "svg"}});
  EXPECT_TRUE(svg.get<std::string>().starts_with("<svg")) << svg;
  EXPECT_TRUE(asked("dflint/stageGraph", stages, {{"format", "png"}}).is_null());
}

}  // namespace
}  // namespace dflint::lsp
