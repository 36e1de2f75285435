// Why a variable is not set, how mild that is, and what would set it.
#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "rules/fix.h"
#include "rules/shown.h"
#include "tests/support/marked_text.h"

namespace dflint {
namespace {

RuleSet only_this() {
  RuleSet rules(builtin_rules());
  rules.select({{"undefined-variable"}, {}});
  return rules;
}

// "severity: message" of each finding, one a line.
std::string said_about(std::string_view text) {
  const RuleSet rules = only_this();
  const SnapshotPtr seen = snapshot(Text(std::string(text)), rules);
  std::string said;
  for (const Finding& finding : all_findings(seen->document, seen->plan, seen->lint, rules)) {
    said += std::string(to_string(finding.severity)) + ": " + finding.message + "\n";
  }
  return said;
}

void check(std::string_view text, std::string_view said) { EXPECT_EQ(said_about(text), said); }

void check_fix(std::string_view text, std::string_view fixed) {
  EXPECT_EQ(fix(Text(std::string(text)), only_this(), Safety::unsafe).text, fixed);
}

void check_marks(std::string_view text) {
  const Marked marked = marked_by("undefined-variable", text);
  EXPECT_EQ(marked.found, marked.expected);
}

TEST(UndefinedVariable, KnowsWhatSomeImagesSet) {
  for (std::string_view text :
       {"FROM mcr.microsoft.com/dotnet/aspnet:9.0\nUSER $APP_UID\n",
        "FROM mcr.microsoft.com/dotnet/aspnet:9.0\nUSER [|$APP|]\n", "FROM a\nUSER [|$APP_UID|]\n",
        "FROM golang:1.25 AS b\nFROM b\nENV A=$GOPATH/bin\n",
        "FROM acme/golang\nENV A=[|$GOPATH|]/bin\n"}) {
    check_marks(text);
  }
}

TEST(UndefinedVariable, SaysWhatIsKnown) {
  check("FROM a\nENV B=/b:$A\n",
        "info: `A` is set nowhere in this file; unless the base image sets it, it is empty\n");
  check("FROM scratch\nENV B=/b:$A\n", "warning: `A` is set nowhere in this file\n");
  check("FROM scratch AS s\nFROM s\nENV B=/b:$A\n", "warning: `A` is set nowhere in this file\n");
  check("FROM a\nENV B=${A:-b}\n", "style: `A` is set nowhere in this file\n");
  check("FROM a\nENV A=/a:$A\n",
        "info: `A` is not set before; unless the base image sets it, it is empty\n");
  check("FROM a\nENV A=$A\n",
        "warning: nothing has set `A` before; only an `ARG A` lets the build give it\n");
  check("FROM a\nENV A=\"${A:-b}\"\n",
        "info: nothing has set `A` before; only an `ARG A` lets the build give it\n");
  check("FROM a\nENV B=$A\nARG A\n", "warning: `A` is set only further down\n");
  check("FROM a\nENV A=1 B=$A\n",
        "warning: `A` is not set yet: no value sees what its own instruction sets\n");
  check("FROM a AS s\nENV A=1\nFROM a\nENV B=$A\n",
        "info: `A` is set in another stage only; unless the base image sets it, it is empty\n");
  check("FROM a\nENV B=$HTTP_PROXY\n",
        "info: a proxy given to the build is seen by RUN only, so `HTTP_PROXY` is empty\n");
  check("FROM a\nWORKDIR $HOME/b\n",
        "warning: `HOME` is set when a command runs, not for the builder; unless the base image "
        "sets it, it is empty\n");
  check("FROM a AS s\nONBUILD ENV B=$A\nFROM s\n",
        "info: a trigger of the base stage uses `A`, which is not set\n");
}

TEST(UndefinedVariable, GuessesWithCare) {
  check("FROM a\nENV VERSION=1\nLABEL v=$VERSON\n",
        "warning: `VERSON` is set nowhere in this file; did you mean `VERSION`?\n");
  check("FROM a\nENV B=$GOPATH\n",
        "info: `GOPATH` is set nowhere in this file; unless the base image sets it, it is empty\n");
  check("FROM a\nENV LANG=C\nENV B=$LAND0\n",
        "info: `LAND0` is set nowhere in this file; unless the base image sets it, it is empty\n");
  // What comes later is no candidate.
  check("FROM scratch\nLABEL v=$VERSON\nENV VERSION=1\n",
        "warning: `VERSON` is set nowhere in this file\n");
}

TEST(UndefinedVariable, ReportsANameOnceAWord) {
  check_marks("FROM a\nLABEL a=[|$u|][|$v|]$u b=[|$u|]\n");
  check_marks("FROM a\nCOPY [|$u|] [|${v}|] [|$w|]$w x\n");
  check_marks("FROM a\nCOPY <<EOF /x\n[|$u|] [|${v:-x}|] \\$w\nEOF\n");
  check_marks("FROM a\nENV a='$u' b=\"[|$u|]\" c=\\$u\n");
  check_marks("FROM a\nARG x\nENV a=$x b=${PATH} c=${x:-[|$y|]}\n");
  check_marks("FROM a\nRUN echo $u\nCMD echo $u\nEXPOSE $u\n");
}

TEST(UndefinedVariable, DeclaresBeforeTheFirstUse) {
  check_fix("ARG V=1\nFROM a\nLABEL a=$V\nLABEL b=$V\n",
            "ARG V=1\nFROM a\nARG V\nLABEL a=$V\nLABEL b=$V\n");
  check_fix("ARG V=1\nARG W=1\nFROM a\nLABEL a=$V$W\n",
            "ARG V=1\nARG W=1\nFROM a\nARG V\nARG W\nLABEL a=$V$W\n");
  check_fix("from a\r\n# about\r\n  label a=$TARGETARCH\r\n",
            "from a\r\n# about\r\n  arg TARGETARCH\r\n  label a=$TARGETARCH\r\n");
  check_fix("ARG V\nFROM a\nLABEL a=$V\nFROM b\nLABEL a=$V\n",
            "ARG V\nFROM a\nARG V\nLABEL a=$V\nFROM b\nARG V\nLABEL a=$V\n");
}

TEST(UndefinedVariable, LeavesAloneWhatItCannotMend) {
  for (std::string_view text :
       {"FROM a\nENV B=$$\n", "FROM a\nVOLUME [\"/$1\"]\n",
        "FROM a AS s\nONBUILD ENV B=$TARGETARCH\nFROM s\n", "FROM a\nENV A=1 B=$A\n"}) {
    check_fix(text, text);
  }
  check_fix("# escape=`\nFROM a\nENV B=\"$1\"\n", "# escape=`\nFROM a\nENV B=\"`$1\"\n");
}

TEST(UndefinedVariable, ProposesOnlyWhatAReferenceCanName) {
  check_fix("FROM a\nENV VERSION-ONE=1\nENV B=$VERSION_ONE\n",
            "FROM a\nENV VERSION-ONE=1\nENV B=$VERSION_ONE\n");
  check_fix("FROM a\nENV VERSION_ONE=1\nENV B=$VERSION_ON\n",
            "FROM a\nENV VERSION_ONE=1\nENV B=$VERSION_ONE\n");
}

}  // namespace
}  // namespace dflint
