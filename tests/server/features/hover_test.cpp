// What is shown of the word under the cursor.
#include <gtest/gtest.h>

#include <fmt/core.h>

#include "rules/manual.h"
#include "rules/shown.h"
#include "server/features/hover.h"
#include "server/features/markdown.h"
#include "tests/support/cursor.h"
#include "tests/support/marked_text.h"
#include "tests/support/texts.h"

namespace dflint {
namespace {

const RuleSet& rules() {
  static const RuleSet all(builtin_rules());
  return all;
}

std::optional<Hover> hover_at(std::string_view marked, const HoverOptions& options = {}) {
  const AtCursor at = at_cursor(marked);
  return hover(*snapshot(Text(at.text), rules()), at.offset, options);
}

// `marked` holds the cursor and [| |] around what the hover shall cover; `expected` are pieces of
// its text.
void check(std::string_view marked, std::vector<std::string_view> expected) {
  std::string without(marked);
  const size_t cursor = without.find("<|>");
  ASSERT_NE(cursor, std::string::npos) << marked;
  without.erase(cursor, 3);
  const MarkedText text = unmarked(without);
  // The cursor counts in the text without marks.
  uint32_t offset = static_cast<uint32_t>(cursor);
  const std::string_view before = marked.substr(0, cursor);
  for (size_t at = 0; (at = before.find("[|", at)) != std::string_view::npos; at += 2) offset -= 2;
  for (size_t at = 0; (at = before.find("|]", at)) != std::string_view::npos; at += 2) offset -= 2;
  const auto found = hover(*snapshot(Text(text.text), rules()), offset);
  ASSERT_TRUE(found) << marked;
  EXPECT_EQ(with_marks(text.text, {found->range}), with_marks(text.text, text.ranges));
  for (std::string_view piece : expected) {
    EXPECT_NE(found->text.find(piece), std::string::npos) << piece << "\nin\n" << found->text;
  }
}

void check_nothing(std::string_view marked) {
  const auto found = hover_at(marked);
  EXPECT_FALSE(found) << marked << "\n" << (found ? found->text : "");
}

TEST(Hover, Instructions) {
  check("[|FR<|>OM|] a\n", {"**FROM**", "FROM golang:1.25 AS build", "Mind:"});
  check("FROM a\n[|wor\\\n<|>kdir|] /x\n", {"**WORKDIR**"});
  check("FROM a\nONBUILD [|EXP<|>OSE|] 1\n", {"**EXPOSE**"});
  check("\xEF\xBB\xBF[|FROM<|>|] a\r\n", {"**FROM**"});
  check_nothing("FROM a\nUNKN<|>OWN x\n");
  check_nothing("FROM a\nRUN EXP<|>OSE 1\n");
  check_nothing("<|>");
}

TEST(Hover, Flags) {
  check("FROM a\nCOPY --[|li<|>nk|] a b\n", {"**COPY --link**", "Since Dockerfile syntax 1.4."});
  check("FROM a\nADD --[|keep-git-dir<|>|]=true a b\n", {"Since Dockerfile syntax 1.1."});
  check("FROM a\nONBUILD COPY \\\n  --[|ch<|>mod|]=1 a b\n", {"0755"});
  check_nothing("FROM a\nCOPY --LI<|>NK a b\n");
  check_nothing("FROM a\nCOPY a --li<|>nk b\n");
}

TEST(Hover, Mounts) {
  check("FROM a\nRUN --mount=[|ty<|>pe|]=cache,target=/x y\n", {"**type**", "`tmpfs`"});
  check("FROM a\nRUN --mount=type=[|ca<|>che|],target=/x y\n", {"**type=cache**"});
  check("FROM a\nRUN --mount=type=cache,[|d<|>st|]=/x y\n", {"**target**", "dst destination"});
  check("FROM a AS b\nFROM c\nRUN --mount=from=[|<|>b|],target=/x y\n", {"**Stage** `b`"});
  check("FROM c\nRUN --mount=from=[|<|>alpine:3.22|],target=/x y\n", {"**Image** `alpine:3.22`"});
}

TEST(Hover, Directives) {
  check("# [|esc<|>ape|]=`\nFROM a\n", {"**escape**"});
  check("# [|CHECK<|>|]=skip=all\nFROM a\n", {"**check**"});
  check("# syntax=[|docker/docker<|>file:1|] x\nFROM a\n", {"`docker/dockerfile`"});
  check_nothing("FROM a\n# esc<|>ape=`\n");
}

TEST(Hover, Variables) {
  check("ARG A=1\nFROM a:[|$<|>A|]\n",
        {"`A` = `1`", "Global build argument (line 1)", "changes it"});
  check("ARG A=1\nFROM a\nARG A\nUSER u[|${<|>A}|]\n", {"= `1`", "(line 3)", "value of line 1"});
  check("FROM a AS x\nENV A=1 B=\"2 3\"\nFROM x\nUSER [|$B<|>|]\n",
        {"`B` = `2 3`", "inherited from stage `x`", "No build argument changes it."});
  check("FROM a\nENV A=1\nENV A=2\nUSER $A\nENV A=3\nWORKDIR /[|$<|>A|]\n", {"= `3`", "line 5"});
  check("FROM a\nENV A=1\nENV A=2\nUSER [|$<|>A|]\nENV A=3\n", {"= `2`"});
  check("FROM a\nARG B=x\nENV [|A<|>|]=$B\n", {"`A` = `x`", "hangs on build arguments"});
  check("FROM a\nARG [|A<|>|]\n", {"`A`", "sets it; else it is not set."});
  check("FROM a\nENV A=1\nUSER [|$\\\n<|>A|]\n", {"= `1`"});
  check("FROM a\nENV A=1\nENV B=[|${A:-<|>x}|]\n", {"`A` = `1`"});
  check("FROM a\nENV A=1\nCOPY --chown=[|$<|>A|] b c\n", {"= `1`"});
  check("FROM --platform=[|$BUILD<|>PLATFORM|] a\n", {"linux/amd64", "machine that builds"});
  check_nothing("FROM a\nENV A=1\nUSER \\$<|>A\n");
  check_nothing("FROM a\nUSER $<|>A\n");
  check_nothing("FROM a\nENV A=1\nFROM b\nUSER $<|>A\n");
}

TEST(Hover, VariablesOfScripts) {
  check("FROM a\nENV A=1\nRUN echo \\\n  # x\n  \"[|${<|>A}|]\"\n", {"`A` = `1`"});
  check("FROM a\nENV A=1\nRUN A=2; echo [|$<|>A|]\n", {"`A` = `1`", "The script sets it, too."});
  check("FROM a\nENV A=1\nRUN <<E\necho [|$A<|>|]\nE\n", {"`A` = `1`"});
  check("FROM a\nRUN echo [|$HTTP_<|>PROXY|]\n", {"proxy for HTTP"});
  check("FROM a\nRUN echo [|$TARGET<|>ARCH|]\n", {"behind `ARG`"});
  check_nothing("FROM a\nENV A=1\nCOPY <<'E' x\n$<|>A\nE\n");
  check_nothing("FROM a\nENV A=1\nRUN echo \\$<|>A\n");
}

TEST(Hover, VariablesWithoutAStage) {
  check("ENV A=1\nENV B=${A}2\nUSER [|$<|>B|]\n", {"`B` = `12`"});
  check("ENV A=1\nENV A=2 B=$A\nUSER [|$<|>B|]\n", {"`B` = `1`"});
  check("ENV A=$A$A\nENV [|A<|>|]=$A$A$A$A\n", {"`A` = "});
  check_nothing("ENV A=1\nFROM $<|>A\n");
  check_nothing("ARG A\nUSER $<|>A\n");
  check_nothing("FROM a\nENV A\nUSER $<|>A\n");
  check("FROM a\nENV A=\nUSER [|$<|>A|]\n", {"*(empty)*"});
}

TEST(Hover, ValuesThatHoldAnything) {
  check("FROM a\nENV A='`b``c'\nUSER [|$<|>A|]\n", {"``` `b``c ```"});
  check("FROM a\nENV A=\nUSER [|$<|>A|]\n", {"*(empty)*"});
  const std::string big(5000, 'x');
  check("FROM a\nENV A=" + big + "\nUSER [|$<|>A|]\n", {"x`…"});
}

TEST(Hover, Stages) {
  const std::string file =
      "FROM golang:1.22 AS build\nWORKDIR /src\nWORKDIR x\nUSER app\nEXPOSE 80 443/tcp\n"
      "ENTRYPOINT [\"/a\"]\nFROM debian:12\nCOPY --from=[|bu<|>ild|] /a /b\n";
  check(file, {"**Stage** `build`, number 0, built from `golang:1.22`", "- user: `app` (line 4)",
               "- working directory: `/src/x` (line 3)", "- exposes: `80`, `443/tcp`",
               "- entry point: `[\"/a\"]` (line 6)", "- used by: stage 1 (COPY, line 8)"});
  check("FROM a AS [|b<|>|]\nFROM c\n", {"The last stage does not need it."});
  check("FROM a\nFROM c\nCOPY --from=[|0<|>|] a b\n", {"**Stage** 0"});
  check("FROM a AS b\nFROM [|b<|>|]\n", {"**Stage** `b`"});
}

TEST(Hover, Images) {
  check("FROM [|debi<|>an:9|]\n", {": Debian Linux", "`library/debian`", "tag: `9`",
                                   "no security updates since 2022-06", "runs as: root"});
  check("FROM [|ghcr.io/a/b@sha256:<|>0|]\n",
        {"registry: `ghcr.io`", "repository: `a/b`", "digest"});
  check("FROM [|ngi<|>nx|]\n", {"so `latest`", "exposes: `80`"});
  check("FROM [|scr<|>atch|]\n", {"empty image"});
}

TEST(Hover, PortsSignalsHeredocs) {
  check("FROM a\nEXPOSE 1 [|54<|>32/tcp|]\n", {"PostgreSQL"});
  check("FROM a\nSTOPSIGNAL [|sig<|>quit|]\n", {"**SIGQUIT** (3)"});
  check("FROM a\nSTOPSIGNAL [|9<|>|]\n", {"**SIGKILL** (9)"});
  check("FROM a\nRUN cat [|<<-'E<|>'|]\nE\n", {"quoted", "tabs"});
  check("FROM a\nCOPY <<E x\nhi\n[|<|>E|]\n", {"contents of a file"});
  check_nothing("FROM a\nEXPOSE 1<|>2345\n");
}

TEST(Hover, Suppressions) {
  check("FROM a\n# hadolint ignore=[|DL<|>3008|],DL3009\nRUN x\n", {"**pin-apt-versions**"});
  check("FROM a\n# dflint ignore=x,[|a<|>ll|]\nRUN x\n", {"**all**"});
  check("FROM a\n\n# check=skip=[|Stage<|>NameCasing|]\nRUN x\n", {"**lowercase-stage-name**"});
  check_nothing("FROM a\n# dflint ignore=no<|>ne\nRUN x\n");
}

TEST(Hover, ManualsOfFindings) {
  const AtCursor at = at_cursor("FROM debian:12\nRUN s<|>udo ls\n");
  const SnapshotPtr seen = snapshot(Text(at.text), rules());
  const Findings findings = all_findings(seen->document, seen->plan, seen->lint, rules());
  const auto found = hover(*seen, at.offset, {.findings = &findings});
  ASSERT_TRUE(found);
  EXPECT_EQ(at.text.substr(found->range.begin, found->range.size()), "sudo");
  EXPECT_NE(found->text.find("**no-sudo**"), std::string::npos) << found->text;
  EXPECT_FALSE(hover(*seen, at.offset));
  EXPECT_FALSE(hover(*seen, at.offset, {.findings = &findings, .findings_alone = false}));
}

TEST(Hover, PlainText) {
  const auto found = hover_at("FROM a\nENV A='`b'\nUSER $<|>A\n", {.markdown = false});
  ASSERT_TRUE(found);
  EXPECT_EQ(found->text,
            "Variable A = `b\n\nEnvironment variable (line 2). No build argument "
            "changes it.");
  EXPECT_EQ(plain_text("# a\n\n**b** [c `d`](e) `` f`g `` ` [h]\n```x\n# i\n```\n---\nj"),
            "a\n\nb c d f`g ` [h]\n# i\n\nj");
}

TEST(Hover, FitsIntoAnyText) {
  for (const NamedText& text : own_texts()) {
    const SnapshotPtr seen = snapshot(Text(text.text), rules());
    const Findings findings = all_findings(seen->document, seen->plan, seen->lint, rules());
    for (uint32_t offset = 0; offset <= text.text.size() + 2; ++offset) {
      const auto found = hover(*seen, offset, {.findings = &findings});
      if (!found) continue;
      ASSERT_LE(found->range.begin, found->range.end) << text.name;
      ASSERT_LE(found->range.end, text.text.size()) << text.name;
      ASSERT_LE(found->range.begin, offset) << text.name;
      ASSERT_LE(std::min<uint32_t>(offset, seen->document.text.size()), found->range.end)
          << text.name;
      ASSERT_FALSE(found->text.empty());
    }
  }
}

}  // namespace
}  // namespace dflint
