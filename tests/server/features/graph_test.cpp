// Stages and what they use; what a change runs again.
#include "server/features/graph.h"

#include <gtest/gtest.h>

#include <fmt/core.h>

#include "tests/support/texts.h"

namespace dflint {
namespace {

std::string edges(std::string_view text) {
  const Document document = parse(Text(std::string(text)));
  const Plan planned = plan(document);
  const StageGraph graph = stage_graph(document, planned);
  constexpr std::string_view kinds[] = {"base", "copy", "mount"};
  std::string result;
  for (const GraphEdge& edge : graph.edges) {
    result += fmt::format("{} {} {}:{}; ", edge.stage, kinds[static_cast<size_t>(edge.kind)],
                          edge.image ? graph.images[edge.to] : std::to_string(edge.to), edge.line);
  }
  for (uint32_t stage : graph.unused()) result += fmt::format("unused {}; ", stage);
  return result;
}

std::string change(std::string_view text, std::string_view path, std::string_view ignore = {}) {
  const Document document = parse(Text(std::string(text)));
  const Plan planned = plan(document);
  const IgnoreFile ignored(ignore);
  const Change found = change_of(document, planned, path, ignore.empty() ? nullptr : &ignored);
  if (!found.ignored_by.empty()) return "ignored by " + found.ignored_by;
  std::string result;
  for (const Rerun& run : found.runs) {
    result += fmt::format("{}{}{} ", run.line, run.reads ? "r" : "", run.certain ? "" : "?");
  }
  return result;
}

TEST(Graph, Edges) {
  EXPECT_EQ(edges("FROM a AS x\nFROM x\nCOPY --from=0 b c\nRUN --mount=from=img,target=/t y\n"
                  "COPY --from=a b c\n"),
            "0 base a:1; 1 base 0:2; 1 copy 0:3; 1 mount img:4; 1 copy a:5; ");
  EXPECT_EQ(edges("FROM a AS x\nFROM b AS y\nFROM scratch\n"),
            "0 base a:1; 1 base b:2; 2 base scratch:3; unused 0; unused 1; ");
  EXPECT_EQ(edges("ARG V=3\nFROM a:$V\n"), "0 base a:3:2; ");
  // What names nothing is left out.
  EXPECT_EQ(edges("FROM a\nCOPY --from=9 b c\nCOPY --from=A:B b c\nCOPY --from=$x b c\n"),
            "0 base a:1; ");
  EXPECT_EQ(edges("RUN x\n"), "");
}

TEST(Graph, ChangesRunWhatFollows) {
  const std::string_view text =
      "FROM a AS b\n"            // 1
      "RUN first\n"              // 2
      "COPY src/ /src/\n"        // 3
      "ENV A=1\n"                // 4
      "RUN make\n"               // 5
      "FROM b AS unused\n"       // 6
      "RUN x\n"                  // 7
      "FROM c\n"                 // 8
      "COPY --from=b /o /o\n"    // 9
      "COPY --link LICENSE /\n"  // 10
      "RUN end\n";               // 11
  EXPECT_EQ(change(text, "src/main.c"), "3r 5 9? 11? ");
  EXPECT_EQ(change(text, "./src/"), "3r 5 9? 11? ");
  EXPECT_EQ(change(text, "LICENSE"), "10r 11 ");
  EXPECT_EQ(change(text, "README"), "");
  EXPECT_EQ(change(text, "."), "3r 5 9? 10r 11 ");
  EXPECT_EQ(change(text, "src/main.c", "*.md\nsrc\n"), "ignored by src");
}

TEST(Graph, ChangesOfWhatIsNamedOtherwise) {
  EXPECT_EQ(change("FROM a\nCOPY *.json ./\nRUN x\n", "package.json"), "2r 3 ");
  EXPECT_EQ(change("FROM a\nCOPY *.json ./\nRUN x\n", "a/package.json"), "");
  EXPECT_EQ(change("FROM a\nARG P=lib\nCOPY /$P ./\n", "lib/x"), "3r ");
  EXPECT_EQ(change("FROM a\nARG P\nCOPY $P/x ./\n", "lib/x"), "");
  EXPECT_EQ(change("FROM a\nRUN --mount=target=/x make\n", "any"), "2r ");
  EXPECT_EQ(change("FROM a\nRUN --mount=source=lib,target=/x make\n", "any"), "");
  EXPECT_EQ(change("FROM a\nRUN --mount=type=cache,target=/x make\n", "any"), "");
  EXPECT_EQ(change("FROM a AS b\nONBUILD COPY x y\nFROM b\nRUN z\n", "x"), "4 ");
  EXPECT_EQ(change("FROM a AS b\nCOPY x y\nFROM b\nWORKDIR /w\nCMD a\n", "x"), "2r 4 ");
  EXPECT_EQ(change("FROM a\nADD https://x/y /z\nCOPY <<E /f\nE\n", "y"), "");
}

TEST(Graph, FitsIntoAnyText) {
  for (const NamedText& text : own_texts()) {
    const Document document = parse(Text(text.text));
    const Plan planned = plan(document);
    const StageGraph graph = stage_graph(document, planned);
    ASSERT_EQ(graph.stages.size(), planned.stages.size()) << text.name;
    uint32_t stage = 0;
    for (const GraphEdge& edge : graph.edges) {
      ASSERT_LE(stage, edge.stage) << text.name;
      stage = edge.stage;
      ASSERT_LT(edge.stage, graph.stages.size()) << text.name;
      ASSERT_LT(edge.to, edge.image ? graph.images.size() : graph.stages.size()) << text.name;
    }
    for (std::string_view path : {"a", "", "../..", "src/x"}) {
      for (const Rerun& run : change_of(document, planned, path, nullptr).runs) {
        ASSERT_TRUE(graph.stages[run.stage].needed) << text.name;
      }
    }
  }
}

}  // namespace
}  // namespace dflint
