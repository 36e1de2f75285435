// `dflint graph`: each format, and labels that hold anything.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "server/cli/run.h"
#include "server/output/graph.h"
#include "server/output/graph_layout.h"
#include "tests/server/memory_host.h"
#include "tests/support/texts.h"

namespace dflint {
namespace {

constexpr std::string_view sample =
    "FROM golang:1 AS build\nCOPY . .\nRUN make\nFROM build AS test\nRUN check\n"
    "FROM --platform=linux/arm64 debian\nCOPY --from=build /a /b\nRUN --mount=from=0,target=/x y\n";

std::string graph(std::vector<std::string> words, std::string_view text = sample) {
  MemoryHost host;
  host.add("Dockerfile", std::string(text));
  host.add(".dockerignore", "*.md\n");
  words.insert(words.begin(), "graph");
  words.push_back("Dockerfile");
  EXPECT_EQ(run(host, words), 0) << host.err;
  return host.out;
}

TEST(GraphCommand, Text) {
  EXPECT_EQ(graph({"--changed", "x.c"}),
            "0 build (line 1)\n"
            "  from image golang:1\n"
            "1 test (line 4), not needed by the last stage\n"
            "  from stage build\n"
            "2 (line 6), the last stage\n"
            "  from image debian for linux/arm64\n"
            "  copies from stage build (line 7)\n"
            "  mounts image 0 (line 8)\n"
            "\n"
            "A change of x.c runs again:\n"
            "  line 2, build: COPY . .\n"
            "  line 3, build: RUN make\n"
            "  line 7, stage 2: COPY --from=build /a /b (if what it takes changed)\n"
            "  line 8, stage 2: RUN --mount=from=0,target=/x y (if what it takes changed)\n");
  EXPECT_NE(graph({"--changed", "x.md"}).find("leaves it out (*.md)"), std::string::npos);
  EXPECT_NE(graph({"--changed", "x"}, "FROM a\n").find("runs nothing again"), std::string::npos);
  EXPECT_EQ(graph({}, "FROM a\nFROM 0\nFROM a\nCOPY --from=1 b c\n"),
            "0 (line 1), not needed by the last stage\n  from image a\n1 (line 2)\n"
            "  from image 0\n2 (line 3), the last stage\n  from image a\n"
            "  copies from stage 1 (line 4)\n");
  EXPECT_EQ(graph({}, ""), "no stages\n");
}

TEST(GraphCommand, Json) {
  const auto json = nlohmann::json::parse(graph({"--format", "json", "--changed", "x.c"}));
  EXPECT_EQ(json["stages"][0], nlohmann::json::parse(R"({"number": 0, "name": "build",
      "platform": "", "line": 1, "needed": true, "last": false})"));
  EXPECT_EQ(json["images"], nlohmann::json::parse(R"(["golang:1", "debian", "0"])"));
  EXPECT_EQ(json["edges"][3],
            nlohmann::json::parse(R"({"kind": "copy", "stage": 2, "uses_stage": 0, "line": 7})"));
  EXPECT_EQ(json["unused"], nlohmann::json::parse("[1]"));
  EXPECT_EQ(json["changed"]["runs"].size(), 4u);
  EXPECT_FALSE(nlohmann::json::parse(graph({"--format", "json"})).contains("changed"));
}

TEST(GraphCommand, Dot) {
  const std::string dot = graph({"--format", "dot"});
  EXPECT_TRUE(dot.starts_with("digraph stages {\n")) << dot;
  EXPECT_NE(dot.find("  s1 [label=\"test\", style=dashed"), std::string::npos) << dot;
  EXPECT_NE(dot.find("  s0 -> s2 [label=\"COPY\", style=dashed];\n"), std::string::npos) << dot;
  EXPECT_NE(dot.find("  i2 -> s2 [label=\"mount\", style=dotted];\n"), std::string::npos) << dot;
}

TEST(GraphCommand, Mermaid) {
  const std::string mermaid = graph({"--format", "mermaid"});
  EXPECT_TRUE(mermaid.starts_with("flowchart LR\n")) << mermaid;
  EXPECT_NE(mermaid.find("  s0 -. \"COPY\" .-> s2\n"), std::string::npos) << mermaid;
  EXPECT_NE(mermaid.find("  class s1 unused\n"), std::string::npos) << mermaid;
}

TEST(GraphCommand, Svg) {
  const std::string svg = graph({"--format", "svg"});
  EXPECT_TRUE(svg.starts_with("<svg xmlns=")) << svg;
  for (std::string_view piece :
       {"prefers-color-scheme: dark", "role=\"img\"", "<title id=\"title\">",
        "<title>golang:1 is the base of build (line 1)</title>",
        "<title>build is copied from by stage 2 (line 7)</title>",
        "<title>0 is mounted by stage 2 (line 8)</title>", "<g class=\"unused\"><title>test",
        "line 6, linux/arm64, last"}) {
    EXPECT_NE(svg.find(piece), std::string::npos) << piece << "\n" << svg;
  }
}

TEST(GraphCommand, Misuse) {
  MemoryHost host;
  EXPECT_EQ(run(host, {"graph"}), 2);
  EXPECT_EQ(run(host, {"graph", "--format", "png", "x"}), 2);
  EXPECT_EQ(run(host, {"graph", "--format", "svg", "--changed", "a", "x"}), 2);
  EXPECT_EQ(run(host, {"graph", "missing"}), 2);
}

// Stage and image of one name, whatever it holds.
StageGraph named(std::string name) {
  StageGraph graph;
  graph.images = {name};
  graph.stages = {{name, "", 1, true}};
  graph.edges = {{EdgeKind::base, 0, true, 0, 1}};
  return graph;
}

template <typename Write>
std::string written(Write write, std::string name) {
  std::string out;
  write(out, named(std::move(name)));
  return out;
}

constexpr std::string_view nasty = "a\"b<c>]&amp;'\\n`#é\x1b\xff\n-->\xef\xbf\xbe";

TEST(GraphLabels, Json) {
  std::string out;
  write_graph_json(out, named(std::string(nasty)), nullptr);
  const auto json = nlohmann::json::parse(out);
  EXPECT_EQ(json["images"][0].get<std::string>(),
            "a\"b<c>]&amp;'\\n`#é\x1b\xef\xbf\xbd\n-->\xef\xbf\xbe");
}

TEST(GraphLabels, Dot) {
  EXPECT_NE(written(write_graph_dot, std::string(nasty))
                .find("s0 [label=\"a\\\"b<c>]&amp;amp;'\\\\n`#é␛\xef\xbf\xbd␊-->"),
            std::string::npos)
      << written(write_graph_dot, std::string(nasty));
}

TEST(GraphLabels, Mermaid) {
  EXPECT_NE(written(write_graph_mermaid, std::string(nasty))
                .find("s0[\"a#34;b#60;c#62;]#38;amp;'#92;n#96;#35;é␛\xef\xbf\xbd␊--#62;"),
            std::string::npos)
      << written(write_graph_mermaid, std::string(nasty));
}

TEST(GraphLabels, Svg) {
  const std::string svg = written(write_graph_svg, std::string(nasty));
  EXPECT_NE(svg.find(">a&quot;b&lt;c&gt;]&amp;amp;&#39;\\n`#é␛\xef\xbf\xbd␊--&gt;\xef\xbf\xbd<"),
            std::string::npos)
      << svg;
  // A long name is cut in its box, not in its title.
  const std::string name(60, 'x');
  const std::string wide = written(write_graph_svg, name);
  EXPECT_NE(wide.find("<title>image " + name), std::string::npos);
  EXPECT_NE(wide.find(">" + std::string(39, 'x') + "…<"), std::string::npos) << wide;
}

TEST(GraphLabels, TextHasNoControlCharacters) {
  std::string out;
  write_graph_text(out, named(std::string(nasty)), nullptr);
  EXPECT_EQ(out.find('\x1b'), std::string::npos);
  EXPECT_EQ(std::count(out.begin(), out.end(), '\n'), 2);
}

// Every arrow leads to the right, and no two boxes overlap.
TEST(GraphLayout, BoxesDoNotOverlap) {
  for (const NamedText& text : own_texts()) {
    const Document document = parse(Text(text.text));
    const Plan planned = plan(document);
    const StageGraph graph = stage_graph(document, planned);
    const std::vector<uint32_t> widths(graph.images.size() + graph.stages.size(), 100);
    const GraphLayout layout = lay_out(graph, widths, 40);
    for (const Arrow& arrow : layout.arrows) {
      if (arrow.from >= arrow.to) continue;  // refused by the builder
      for (size_t i = 1; i < arrow.points.size(); ++i) {
        ASSERT_LT(arrow.points[i - 1].x, arrow.points[i].x) << text.name;
      }
    }
    for (const Box& a : layout.boxes) {
      ASSERT_LE(a.x + a.width, layout.width) << text.name;
      ASSERT_LE(a.y + a.height, layout.height) << text.name;
      for (const Box& b : layout.boxes) {
        if (&a == &b) continue;
        ASSERT_FALSE(a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height &&
                     b.y < a.y + a.height)
            << text.name;
      }
    }
  }
}

}  // namespace
}  // namespace dflint
