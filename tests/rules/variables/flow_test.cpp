// Where values come from and where they get lost: scripts, run time, definitions in vain.
#include <gtest/gtest.h>

#include <string_view>

#include "rules/fix.h"
#include "tests/support/marked_text.h"

namespace dflint {
namespace {

void check(std::string_view rule, std::string_view text) {
  const Marked marked = marked_by(rule, text);
  EXPECT_EQ(marked.found, marked.expected);
}

TEST(UnsetVariableInScript, KnowsWhatAScriptSees) {
  for (std::string_view text :
       {"ARG V=1\nFROM alpine\nRUN echo [|$V|] $V\nRUN echo $V\n",
        "ARG V=1\nFROM alpine\nARG V\nRUN echo $V\n",
        "ARG V=1\nFROM alpine AS a\nARG V\nFROM a\nRUN echo $V\nFROM alpine\nRUN echo [|$V|]\n",
        "ARG V=1\nFROM alpine\nENV V=2\nRUN echo $V\n",
        "FROM alpine AS a\nENV V=1\nFROM alpine\nRUN echo \"[|${V}|]\" '$V'\n",
        "FROM alpine\nRUN echo [|$V|]\nENV V=1\n", "FROM alpine\nRUN echo [|$TARGETARCH|]\n",
        "FROM alpine\nRUN echo $V $PATH $1\n",
        "FROM alpine\nRUN <<EOF\necho [|$TARGETOS|]\nEOF\n"}) {
    check("unset-variable-in-script", text);
  }
}

TEST(UnsetVariableInScript, LeavesAloneWhatTheScriptOrTheImageMaySet) {
  for (std::string_view text :
       {"ARG V=1\nFROM alpine\nRUN V=2; echo $V\n", "ARG V=1\nFROM alpine\nRUN echo ${V:-x}\n",
        "ARG V=1\nFROM alpine\nRUN for V in a b; do echo $V; done\n",
        "ARG V=1\nFROM alpine\nRUN read V && echo $V\n",
        "ARG V=1\nFROM alpine\nRUN . ./env && echo $V\n",
        "ARG V=1\nFROM alpine\nRUN export V=1 && echo $V\n",
        "ARG V=1\nFROM alpine\nRUN --mount=type=secret,id=v,env=V echo $V\n",
        "ARG NODE_VERSION=20\nFROM node:$NODE_VERSION\nRUN echo $NODE_VERSION\n",
        "FROM x\nRUN echo $JAVA_HOME\nENV JAVA_HOME=/x\n",
        "ARG V=1\nFROM alpine\nCMD echo $V\nONBUILD RUN echo $V\n"}) {
    check("unset-variable-in-script", text);
  }
}

TEST(ArgAtRunTime, AsksForAnEnv) {
  for (std::string_view text :
       {"FROM x\nARG V\nCMD echo [|$V|] $V\n", "FROM x\nARG V\nENV V=$V\nCMD echo $V\n",
        "FROM x\nARG V\nCMD echo $V\nENV V=1\n", "FROM x\nARG V\nCMD [\"echo\", \"$V\"]\n",
        "FROM x\nARG V\nCMD [\"sh\", \"-c\", \"echo [|$V|]\"]\n",
        "FROM x\nARG V\nCMD V=1; echo $V\n", "FROM x\nARG V\nCMD echo ${V:-1}\n",
        "FROM x AS a\nARG V\nFROM a\nENTRYPOINT echo [|$V|]\n"}) {
    check("arg-at-run-time", text);
  }
}

TEST(UnusedArg, IsCertain) {
  for (std::string_view text :
       {"ARG [|V|]=1\nFROM x\n", "ARG V=1\nFROM x:$V\n", "ARG V=1\nFROM x\nARG V\nRUN y\n",
        "ARG V=1\nFROM x\nRUN echo $V\n", "FROM x\nARG V\nRUN y\n", "FROM x\nRUN y\nARG [|V|]\n",
        "FROM x AS a\nARG V\nFROM a\nRUN y\n", "FROM x\nARG V\nEXPOSE $V\n",
        "FROM x\nARG V\nCOPY <<EOF /y\n$V\nEOF\n", "ARG BUILDKIT_X=1\nARG HTTP_PROXY\nFROM x\n",
        "ARG V=1\nFROM x\nONBUILD ARG V\n", "ARG A=1 [|B|]=2\nFROM x:$A\n"}) {
    check("unused-arg", text);
  }
}

TEST(ShadowedVariable, TellsWhatIsInVain) {
  for (std::string_view text :
       {"FROM x\nARG [|V|]=1\nENV V=2\n", "FROM x\nARG V=1\nENV V=$V\n",
        "FROM x\nARG V\nENV V=$V\n", "FROM x\nARG [|V|]\nENV V=2\n",
        "FROM x\nARG V\nENV V=${V:-2}\n", "FROM x\nARG V=1\nRUN y\nENV V=2\n",
        "FROM x\nENV [|V|]=1\nENV V=2\n", "FROM x\nENV V=1\nENV V=$V:2\n",
        "FROM x\nENV V=1\nARG V=2\n", "FROM x\nARG V\nARG V=2\n",
        "ARG V=1\nFROM x:$V\nARG [|V|]=2\nRUN y\n", "ARG V=1\nFROM x:$V\nARG V=1\nRUN y\n",
        "ARG V=1\nFROM x\nARG V=2\nRUN y\n"}) {
    check("shadowed-variable", text);
  }
}

TEST(StaleValue, NeedsANewValue) {
  for (std::string_view text :
       {"FROM x\nENV A=1\nENV B=[|$A|]\nENV A=2\n", "FROM x\nENV A=1\nENV B=$A\nENV A=1\n",
        "FROM x\nENV PATH=/a:$PATH\nENV B=$PATH\nENV PATH=/b:$PATH\n",
        "FROM x\nENV A=1\nENV A=$A:2\nENV A=$A:3\n",
        "FROM x AS a\nENV A=1\nENV B=$A\nFROM x\nENV A=2\n"}) {
    check("stale-value", text);
  }
}

TEST(UndefinedVariable, DeclaresNoSecret) {
  RuleSet rules(builtin_rules());
  rules.select({{"undefined-variable"}, {}});
  for (std::string_view text :
       {"FROM a\nENV API_KEY=$API_KEY\n", "ARG TOKEN\nFROM a\nENV B=$TOKEN\n"}) {
    EXPECT_EQ(fix(Text(std::string(text)), rules, Safety::unsafe).text, text);
  }
}

}  // namespace
}  // namespace dflint
