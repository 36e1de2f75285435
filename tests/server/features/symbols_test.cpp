// The outline of Dockerfiles.
#include "server/features/symbols.h"

#include <fmt/core.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/server/features/snapshot_of.h"
#include "tests/support/texts.h"

namespace dflint {
namespace {

std::string_view name_of(SymbolKind kind) {
  constexpr std::string_view names[] = {"directive", "stage", "instruction", "arg", "env", "label"};
  return names[size_t(kind)];
}

void append(std::string& out, std::string_view text, const std::vector<Symbol>& symbols,
            size_t depth) {
  for (const Symbol& symbol : symbols) {
    out += fmt::format("{}{} {}", std::string(depth * 2, ' '), name_of(symbol.kind), symbol.name);
    if (!symbol.detail.empty()) out += fmt::format(" ({})", symbol.detail);
    if (symbol.deprecated) out += " deprecated";
    const std::string_view selection = text.substr(symbol.selection.begin, symbol.selection.size());
    const std::string_view all = text.substr(symbol.range.begin, symbol.range.size());
    if (selection != symbol.name) out += fmt::format(" at {}", selection);
    out += fmt::format(" to {}\n", all.substr(all.rfind('\n') + 1));
    append(out, text, symbol.children, depth + 1);
  }
}

// One symbol a line: kind, name, (detail), what is selected where that is not the name, and the
// last line of its range.
std::string outline(std::string_view text) {
  const SnapshotPtr seen = snapshot_of(text);
  std::string out;
  append(out, seen->document.text.bytes(), symbols(*seen), 0);
  return out;
}

TEST(Symbols, StagesHoldTheirInstructions) {
  EXPECT_EQ(outline(R"(
# syntax=docker/dockerfile:1
ARG V=1.22
FROM golang:$V AS builder
RUN --mount=type=ssh --network=none go build \
    && go test
COPY . /src

# The image that runs.
FROM scratch
MAINTAINER me
CMD ["/app"]
# the end
)"),
            R"(directive syntax (docker/dockerfile:1) to syntax=docker/dockerfile:1
arg V (1.22) to ARG V=1.22
stage builder (golang:$V) to COPY . /src
  instruction RUN (go build && go test) to     && go test
  instruction COPY (. /src) to COPY . /src
stage scratch (stage 1) to CMD ["/app"]
  instruction MAINTAINER (me) deprecated to MAINTAINER me
  instruction CMD (["/app"]) to CMD ["/app"]
)");
}

TEST(Symbols, SeveralPairsAreChildren) {
  EXPECT_EQ(outline("FROM a AS b\nENV A=1 B=\"x y\"\nARG C\nLABEL d=e f=\nENV G h i\n"),
            R"(stage b (a) to ENV G h i
  instruction ENV (A, B) to ENV A=1 B="x y"
    env A (1) to A=1
    env B ("x y") to B="x y"
  instruction ARG (C) to ARG C
  instruction LABEL (d, f) to LABEL d=e f=
    label d (e) to d=e
    label f to f
  instruction ENV (G h i) to ENV G h i
)");
}

TEST(Symbols, HeredocsBelongToTheirInstruction) {
  EXPECT_EQ(outline("FROM a AS b\nRUN <<EOF\nls\nEOF\n"),
            "stage b (a) to EOF\n  instruction RUN (<<EOF) to EOF\n");
}

TEST(Symbols, WhatIsBrokenIsThereToo) {
  EXPECT_EQ(outline("RNU ls\nARG\nFROM\nFROM a AS\nONBUILD RUN x\n"),
            "instruction RNU (ls) to RNU ls\ninstruction ARG to ARG\nstage FROM to FROM\n"
            "stage a (stage 1) to ONBUILD RUN x\n  instruction ONBUILD (RUN x) to ONBUILD RUN x\n");
}

TEST(Symbols, LongDetailsAreCutBetweenCharacters) {
  std::string text = "FROM a AS b\nRUN ";
  for (int i = 0; i < 50; ++i) text += "é ";
  std::string detail;
  for (int i = 0; i < 20; ++i) detail += "é ";
  detail.pop_back();
  const SnapshotPtr seen = snapshot_of(text);
  EXPECT_EQ(symbols(*seen)[0].children[0].detail, detail + "…");
}

TEST(Symbols, FlatOnesAreKeywords) {
  const SnapshotPtr seen =
      snapshot_of("#escape=`\nARG A=1\nFROM a AS b\nFR\\om x\nHEALTHCHECK`\nNONE");
  std::string out;
  append(out, seen->document.text.bytes(), flat_symbols(*seen), 0);
  EXPECT_EQ(out, R"(directive escape (`) to escape
instruction ARG to ARG
instruction FROM to FROM
instruction FR\om to FR\om
instruction HEALTHCHECKNONE at HEALTHCHECK`
NONE to NONE
)");
}

std::string found(std::string_view text, std::string_view query) {
  const SnapshotPtr seen = snapshot_of(text);
  std::string out;
  for (const FoundSymbol& symbol : find_symbols(*seen, query)) {
    const std::string_view bytes = seen->document.text.bytes();
    EXPECT_EQ(bytes.substr(symbol.range.begin, symbol.range.size()), symbol.name);
    out += fmt::format("{} {} in '{}'\n", name_of(symbol.kind), symbol.name, symbol.container);
  }
  return out;
}

TEST(Symbols, AreFoundByTheirCharactersInOrder) {
  const std::string_view text =
      "ARG GO_VERSION=1\nFROM a AS builder\nENV GOPATH=/go PATH=/bin\nLABEL org.vendor=x\n"
      "FROM b AS final\nARG GOOS\n";
  EXPECT_EQ(found(text, ""),
            "arg GO_VERSION in ''\nstage builder in ''\nenv GOPATH in 'builder'\n"
            "env PATH in 'builder'\nlabel org.vendor in 'builder'\nstage final in ''\n"
            "arg GOOS in 'final'\n");
  EXPECT_EQ(found(text, "go"),
            "arg GO_VERSION in ''\nenv GOPATH in 'builder'\nlabel org.vendor in 'builder'\n"
            "arg GOOS in 'final'\n");
  EXPECT_EQ(found(text, "bdr"), "stage builder in ''\n");
  EXPECT_EQ(found(text, "rdb"), "");
}

TEST(Symbols, QueriesAreSubsequences) {
  EXPECT_TRUE(matches_query("GO_VERSION", "gv"));
  EXPECT_TRUE(matches_query("a", ""));
  EXPECT_FALSE(matches_query("", "a"));
  EXPECT_FALSE(matches_query("ab", "abb"));
}

// Inside the text and their parents, one after the other, with names.
std::string wrong_with(const std::vector<Symbol>& symbols, Range parent) {
  uint32_t end = parent.begin;
  for (const Symbol& symbol : symbols) {
    if (symbol.name.empty()) return "a symbol without a name";
    if (symbol.range.begin < end || symbol.range.end > parent.end)
      return fmt::format("{} is outside of its parent or before its sibling", symbol.name);
    if (symbol.selection.begin < symbol.range.begin || symbol.selection.end > symbol.range.end ||
        symbol.selection.begin > symbol.selection.end)
      return fmt::format("the name {} is outside of it", symbol.name);
    if (std::string wrong = wrong_with(symbol.children, symbol.range); !wrong.empty()) return wrong;
    end = symbol.range.end;
  }
  return "";
}

TEST(SymbolsProperties, StandInOrderInsideOfTheirParents) {
  std::vector<NamedText> texts = own_texts();
  for (NamedText& each : collected_texts()) texts.push_back(std::move(each));
  for (const NamedText& each : texts) {
    const SnapshotPtr seen = snapshot(Text(each.text), no_rules());
    const Range all{0, seen->document.text.size()};
    ASSERT_EQ(wrong_with(symbols(*seen), all), "") << each.name;
    ASSERT_EQ(wrong_with(flat_symbols(*seen), all), "") << each.name;
    for (const FoundSymbol& symbol : find_symbols(*seen, "")) {
      ASSERT_LE(symbol.range.begin, symbol.range.end) << each.name;
      ASSERT_LE(symbol.range.end, all.end) << each.name;
    }
  }
}

}  // namespace
}  // namespace dflint
