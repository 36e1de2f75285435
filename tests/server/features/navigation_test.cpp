// Definitions, references, highlights and linked ranges.
#include "server/features/navigation.h"

#include <gtest/gtest.h>

#include "tests/server/features/asked.h"

namespace dflint {
namespace {

void check_definition(std::string_view marked) {
  const Asked asked(marked);
  std::vector<Range> ranges;
  for (const Target& target : definition_of(*asked.at, asked.offset).list)
    ranges.push_back(target.name);
  EXPECT_EQ(asked.found(ranges), asked.expected);
}

void check_declaration(std::string_view marked) {
  const Asked asked(marked);
  std::vector<Range> ranges;
  for (const Target& target : declaration_of(*asked.at, asked.offset).list)
    ranges.push_back(target.name);
  EXPECT_EQ(asked.found(ranges), asked.expected);
}

// All places, whichever of them is asked for.
void check_places(std::string_view marked) {
  const Asked asked(marked);
  ASSERT_EQ(asked.found(references_to(*asked.at, asked.offset, true)), asked.expected);
  for (const Range range : references_to(*asked.at, asked.offset, true)) {
    ASSERT_EQ(asked.found(references_to(*asked.at, range.begin, true)), asked.expected);
    ASSERT_EQ(asked.found(references_to(*asked.at, range.end, true)), asked.expected);
  }
}

void check_linked(std::string_view marked) {
  const Asked asked(marked);
  EXPECT_EQ(asked.found(linked_ranges(*asked.at, asked.offset).ranges), asked.expected);
}

TEST(Definition, OfAStage) {
  check_definition("FROM a AS [|build|]\nFROM b\nCOPY --from=bu<|>ild /x /y\n");
  check_definition("FROM a AS [|build|]\nFROM buil<|>d\n");
  check_definition("FROM a AS [|Build|]\nFROM b\nCOPY --from=BUILD<|> /x /y\n");
  check_definition("FROM a AS [|t|]\nFROM b\nRUN --mount=type=bind,from=<|>t,target=/t x\n");
  check_definition("FROM a\nFROM b AS [|x|]\nFROM c\nCOPY --from=<|>1 /x /y\n");
  check_definition("FROM [|a|]\nFROM b\nCOPY --from=<|>0 /x /y\n");
  check_definition("FROM a AS [|x|]\nFROM b\nONBUILD COPY --from=x<|> /x /y\n");
}

TEST(Definition, NothingBehindAnImage) {
  check_definition("FROM al<|>pine\nFROM scratch AS alpine\n");
  check_definition("FROM a\nCOPY --from=ng<|>inx /x /y\n");
  check_definition("FROM a\nCOPY --from=7<|> /x /y\n");
  check_definition("<|>");
}

TEST(Definition, OfAVariable) {
  check_definition("FROM a\nENV [|A|]=1\nRUN echo ${<|>A}\n");
  check_definition("FROM a\nARG [|A|]\nENV A=${A<|>}x\n");
  check_definition("FROM a\nENV A=1\nFROM b\nENV [|A|]=2\nUSER $<|>A\n");
  check_definition("FROM a AS x\nENV [|A|]=1\nFROM x\nUSER $<|>A\n");
  check_definition("ARG [|A|]=1\nFROM a:$A<|>\n");
  check_definition("ARG A=1\nFROM a\nRUN echo $A<|>\n");
  check_definition("ENV [|A|]=1\nRUN echo $A<|>\n");
}

TEST(Definition, OfAnArgThatAStageAsksFor) {
  check_definition("ARG [|A|]=1\nFROM a\nARG A\nRUN echo $A<|>\n");
  check_declaration("ARG A=1\nFROM a\nARG [|A|]\nRUN echo $A<|>\n");
  // With a default of its own it is another one.
  check_definition("ARG A=1\nFROM a\nARG [|A|]=2\nRUN echo $A<|>\n");
}

TEST(Definition, TheOneInForceToo) {
  check_definition("FROM a\nENV [|A|]=1\nENV [|A|]=2\nUSER $A<|>\nENV A=3\n");
  check_declaration("FROM a\nENV A=1\nENV [|A|]=2\nUSER $A<|>\nENV A=3\n");
  check_declaration(
      "FROM a AS x\nENV A=1\nENV [|A|]=2\nFROM x AS y\nFROM y\nUSER $A<|>\nENV A=3\n");
  check_declaration("FROM a\nENV [|A<|>|]=2\nENV A=3\n");
}

TEST(Definition, OfAHeredoc) {
  check_definition("FROM a\nCOPY <<\"[|E|]\" /x\ny\n<|>E\n");
  check_definition("FROM a\nCOPY <<-'[|E|]' <<F /x\ny\n\t<|>E\nz\nF\n");
  check_definition("FROM a\nCOPY <<-'E' <<[|F|] /x\ny\n\tE\nz\nF<|>\n");
}

TEST(Definition, SaysWhereItStandsAndHowFarItReaches) {
  const Asked asked("FROM a AS x\nRUN y\n# end\n\nFROM x\nCOPY --from=<|>x a b\n");
  const Targets targets = definition_of(*asked.at, asked.offset);
  ASSERT_EQ(targets.list.size(), 1u);
  EXPECT_EQ(asked.found({targets.origin}),
            "FROM a AS x\nRUN y\n# end\n\nFROM x\nCOPY --from=[|x|] a b\n");
  EXPECT_EQ(asked.found({targets.list[0].whole}),
            "[|FROM a AS x\nRUN y|]\n# end\n\nFROM x\nCOPY --from=x a b\n");
}

TEST(References, OfAStage) {
  check_places(R"(
FROM a AS [|bu<|>ild|]
FROM [|build|] AS other
COPY --from=[|build|] /build /x
RUN --mount=type=bind,from=[|Build|],target=/t build
ONBUILD COPY --from=[|build|] /a /b
FROM build-x
COPY --from=[|0|] /x /y
)");
}

TEST(References, OfAStageWithoutName) {
  check_places(
      "FROM a\nFROM b\nCOPY --from=[|0<|>|] x y\nCOPY --from=[|0|] x y\nCOPY --from=1 x y\n");
}

TEST(References, OfStagesOfOneName) {
  check_places("FROM a AS [|x|]\nFROM [|x<|>|]\nFROM b AS x\nFROM x\nCOPY --from=x a b\n");
  check_places("FROM a AS x\nFROM x\nFROM b AS [|x|]\nFROM [|x<|>|]\nCOPY --from=[|x|] a b\n");
}

TEST(References, OfAnImage) {
  check_places("FROM nginx\nCOPY --from=[|nginx<|>|] a b\nCOPY --from=[|nginx|] c d\n");
}

TEST(References, OfAVariableInEveryInstruction) {
  check_places(R"-(
FROM a
ARG [|A<|>|]=x
ENV [|A|]=${[|A|]:-y} B="$[|A|]" C='$A' D=\$A
LABEL l=${[|A|]#p} ${[|A|]}=m
ADD --chown=$[|A|] $[|A|] /${[|A|]/x/y}/
COPY --chmod=$[|A|] ["$[|A|]", "/"]
EXPOSE $[|A|]/tcp ${B:-$[|A|]}
USER $[|A|]
WORKDIR /$[|A|]
VOLUME /$[|A|]
STOPSIGNAL $[|A|]
RUN --mount=type=cache,target=/$[|A|] echo "$[|A|]" '$[|A|]' \$A $((1 + [|A|])) ${#[|A|]} # $A
CMD echo $[|A|]
ENTRYPOINT ["sh", "-c", "echo \"$[|A|]\" \\$A"]
HEALTHCHECK CMD test $[|A|]
ONBUILD RUN echo $[|A|]
SHELL ["$A", "-c"]
)-");
}

TEST(References, OfAVariableInHeredocs) {
  check_places(R"-(
FROM a
ENV [|A<|>|]=x
COPY <<E <<'F' /
'$[|A|]' \$A
E
$A
F
RUN <<E
echo "$[|A|]"
E
RUN <<'E'
echo "$[|A|]"
E
RUN cat <<E > x && cat <<'F' > y
$[|A|]
E
$A
F
)-");
}

TEST(References, NotOfWhatAScriptSetsItself) {
  check_places(R"-(
FROM a
ENV [|A<|>|]=x
RUN echo $[|A|] && A=1 && echo $A
RUN A=${[|A|]}x; echo $A
RUN A=1 echo $[|A|]
RUN export A=$[|A|]:1 && echo $A
RUN for A in $[|A|] b; do echo $A; done
RUN read -r B A; echo $A
)-");
}

TEST(References, OfWhatAScriptSetsItself) {
  check_places(
      "FROM a\nENV A=1\nRUN echo $A; [|A|]=${A}x; echo $[|A<|>|] '$[|A|]'; A=2 b\nRUN echo $A\n");
  check_places(
      "FROM a\nRUN for [|i|] in a b; do echo $[|i<|>|]; done; read [|i|]; export [|i|]=$[|i|]\n");
  check_places("FROM a\nRUN <<E\n[|v<|>|]=$(b)\nc $[|v|] # $v\nE\n");
}

TEST(References, ThroughStages) {
  check_places(R"(
ARG [|A<|>|]=1
FROM a:$[|A|] AS x
ARG [|A|]
USER $[|A|]
FROM b
USER $A
FROM x
USER ${[|A|]}
ENV [|A|]=2
FROM c
ARG A=3
USER $A
FROM d
ARG [|A|]
)");
}

TEST(References, OfStagesThatHaveNothingInCommon) {
  check_places("FROM a AS x\nUSER $A\nFROM x\nENV [|A<|>|]=1\nUSER $[|A|]\nFROM x\nENV A=1\n");
}

TEST(References, ThroughContinuations) {
  check_places("FROM a\nENV [|PORT<|>|]=1\nEXPOSE $[|PO\\\nRT|]\nUSER x\\\n$[|PORT|]\n");
  check_places("# escape=`\nFROM a\r\nENV [|PORT<|>|]=1\r\nEXPOSE ${[|PO` \t\r\nRT|]}\r\n");
}

TEST(References, InWindows) {
  check_places(R"-(
FROM mcr.microsoft.com/windows/servercore
ENV [|A<|>|]=1
RUN echo %[|A|]% %AB%
SHELL ["powershell", "-Command"]
RUN echo $env:[|A|] ${Env:[|A|]} $A
)-");
}

TEST(References, BrokenText) {
  check_places(
      "FROM a\nENV [|A<|>|]=1\nUSER ${[|A|]\nRUN echo ${[|A|]\nLABEL a='$[|A|]\nUSER \"$[|A|]");
}

TEST(References, WithoutDefinitions) {
  const Asked asked("FROM a\nENV A=1\nUSER $[|A|]\nENV A=2\nRUN <|>$[|A|]\n");
  EXPECT_EQ(asked.found(references_to(*asked.at, asked.offset + 1, false)), asked.expected);
}

TEST(Highlights, ToldApart) {
  const Asked asked("FROM a\nENV <|>A=1\nUSER $A\nARG A\n");
  std::string kinds;
  for (const Highlight& highlight : highlights_of(*asked.at, asked.offset))
    kinds += highlight.write ? 'w' : 'r';
  EXPECT_EQ(kinds, "wrw");
}

TEST(Linked, EndsOfAHeredoc) {
  check_linked("FROM a\nRUN <<[|E<|>|]\nx\n[|E|]\n");
  check_linked("FROM a\nRUN <<-\"[|E|]\"\nx\n\t[|E<|>|]\n");
}

TEST(Linked, NamesOfAStage) {
  check_linked("FROM a AS [|x<|>|]\nFROM [|x|]\nCOPY --from=[|x|] a b\nCOPY --from=0 a b\n");
  check_linked("FROM a AS x<|>\nFROM b\nCOPY --from=X a b\n");
}

TEST(Linked, NoVariables) { check_linked("FROM a\nENV A<|>=1\nUSER $A\n"); }

}  // namespace
}  // namespace dflint
