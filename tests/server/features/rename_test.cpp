// Renaming: what changes, and what is refused.
#include "server/features/rename.h"

#include <gtest/gtest.h>

#include "tests/server/features/asked.h"

namespace dflint {
namespace {

std::string applied(std::string text, const std::vector<Edit>& edits) {
  for (size_t i = edits.size(); i-- > 0;)
    text.replace(edits[i].range.begin, edits[i].range.size(), edits[i].text);
  return text;
}

void check(std::string_view marked, std::string_view name, std::string_view expected) {
  const Asked asked(marked);
  const std::string text(asked.at->document.text.bytes());
  const Renaming result = rename(*asked.at, asked.offset, name);
  EXPECT_EQ(result.refusal, "");
  EXPECT_EQ(applied(text, result.edits), expected);
}

void check_refusal(std::string_view marked, std::string_view name, std::string_view reason) {
  const Asked asked(marked);
  const Renaming result = rename(*asked.at, asked.offset, name);
  EXPECT_TRUE(result.edits.empty());
  EXPECT_EQ(result.refusal, reason);
}

TEST(Rename, AStage) {
  check("FROM a AS x\nFROM <|>x AS y\nCOPY --from=X /x /x\nRUN --mount=from=x,target=/x x\n",
        "build",
        "FROM a AS build\nFROM build AS y\nCOPY --from=build /x /x\n"
        "RUN --mount=from=build,target=/x x\n");
  check("FROM a AS x<|>\nFROM b\nCOPY --from=0 /x /y\n", "y",
        "FROM a AS y\nFROM b\nCOPY --from=0 /x /y\n");
  check("FROM a AS x<|>\nFROM b\nCOPY --from=x /x /y\n", "X1.b-c_d",
        "FROM a AS X1.b-c_d\nFROM b\nCOPY --from=X1.b-c_d /x /y\n");
  check("FROM a AS x<|>\nFROM b\nCOPY --from=x /x /y\n", "X",
        "FROM a AS X\nFROM b\nCOPY --from=X /x /y\n");
}

TEST(Rename, AVariable) {
  check("ARG V=1\nFROM a:$V\nARG V\nRUN echo ${<|>V:-x} \"$V\" '$V'\nENV V=$V\n", "VERSION",
        "ARG VERSION=1\nFROM a:$VERSION\nARG VERSION\nRUN echo ${VERSION:-x} \"$VERSION\" "
        "'$VERSION'\nENV VERSION=$VERSION\n");
  check("FROM a\nENV V 1\nRUN echo $V<|> && V=2 && echo $V\n", "W",
        "FROM a\nENV W 1\nRUN echo $W && V=2 && echo $V\n");
  check("FROM a\nENV NF=3\nRUN ls $NF<|> | awk '{print $NF}' && sh -c 'a $NF'\n", "N",
        "FROM a\nENV N=3\nRUN ls $N | awk '{print $NF}' && sh -c 'a $N'\n");
  check("FROM a\nENV PORT=1\nEXPOSE $PO\\\nRT<|>\n", "P", "FROM a\nENV P=1\nEXPOSE $P\n");
}

TEST(Rename, AVariableOfAScript) {
  check("FROM a\nRUN for i in $A; do echo $i<|>; done\nRUN echo $i\n", "file",
        "FROM a\nRUN for file in $A; do echo $file; done\nRUN echo $i\n");
  check_refusal("FROM a\nRUN A=1; B=2; echo $A<|>\n", "B", "the script sets `B` already");
  check_refusal("FROM a\nRUN A=1; echo $A<|> $B\n", "B", "`B` is in the environment already");
  check_refusal("FROM a\nENV B=1\nRUN A=1; echo $A<|>\n", "B", "`B` is in the environment already");
  constexpr std::string_view seen =
      "`PATH` is in the environment: programs that the script starts see what it sets";
  check_refusal("FROM a\nRUN PATH<|>=/x; y\n", "B", seen);
  check_refusal("FROM a\nRUN PATH=$PATH:/x; echo $PATH<|>\n", "B", seen);
}

TEST(Rename, AHeredoc) {
  check("FROM a\nRUN <<-'E<|>'\n\tx\n\tE\n", "END", "FROM a\nRUN <<-'END'\n\tx\n\tEND\n");
  check("FROM a\nCOPY <<A <<B<|> /\nx\nA\ny\nB\n", "C", "FROM a\nCOPY <<A <<C /\nx\nA\ny\nC\n");
}

TEST(Rename, AnImageOfCopy) {
  check("FROM a\nCOPY --from=ng<|>inx /x /y\nRUN --mount=from=nginx,target=/x x\n", "nginx:1.27",
        "FROM a\nCOPY --from=nginx:1.27 /x /y\nRUN --mount=from=nginx:1.27,target=/x x\n");
}

TEST(Rename, NothingWhereNothingIs) {
  check("FROM a<|>\n", "b", "FROM a\n");
  check("FROM a AS <|>x\n", "x", "FROM a AS x\n");
}

TEST(Rename, RefusesNamesOfStages) {
  check_refusal("FROM a AS x<|>\n", "1x",
                "`1x` cannot name a stage; a name is a letter, then letters, digits, `-`, `_` or "
                "`.`");
  check_refusal("FROM a AS x<|>\n", "",
                "`` cannot name a stage; a name is a letter, then letters, digits, `-`, `_` or "
                "`.`");
  check_refusal("FROM a AS x<|>\n", "Scratch", "`Scratch` already means the empty image");
  check_refusal("FROM a AS x<|>\n", "context", "`context` already means the build context");
  check_refusal("FROM a AS x<|>\nFROM b AS Y\n", "y", "there is another stage `Y`");
  check_refusal("FROM a AS x<|>\nFROM x\n", "X",
                "FROM finds a stage by its name in lower case only");
  check_refusal("FROM a AS x<|>\nFROM b\n", "b", "`FROM b` would find this stage then");
  check_refusal("FROM a AS x<|>\nCOPY --from=b /x /y\n", "B",
                "`--from=B` would find this stage then");
  check_refusal("FROM a AS x<|>\nONBUILD COPY --from=b /x /y\n", "b",
                "`ONBUILD … from=b` would find this stage then");
  check_refusal("ARG B=x\nFROM a AS x<|>\nFROM $B\n", "y",
                "a FROM finds this stage by the value of a variable; write the name there first");
}

TEST(Rename, RefusesNamesOfVariables) {
  check_refusal("FROM a\nENV A<|>=1\n", "a-b",
                "`a-b` cannot name a variable; a name is a letter or `_`, then letters, digits or "
                "`_`");
  check_refusal("FROM a\nENV A<|>=1\n", "PATH", "`PATH` means something to the builder");
  check_refusal("FROM a\nENV A<|>=1\nENV B=2\n", "B", "there is another variable `B`");
  check_refusal("FROM a AS x\nENV B=2\nFROM x\nENV A<|>=1\n", "B", "there is another variable `B`");
  check_refusal("FROM a AS x\nENV A<|>=1\nFROM x\nENV B=2\n", "B",
                "`$B` is used already where `A` is seen");
  check_refusal("FROM a\nENV A<|>=1\nRUN echo $B\n", "B", "`$B` is used already where `A` is seen");
  check_refusal("FROM a\nENV A<|>=1\nRUN B=1; echo $A\n", "B",
                "a script that uses `A` sets `B` itself");
  check_refusal("ARG A<|>=1\nFROM a\nARG B\n", "B", "a stage asks for another `B`");
  check_refusal("ARG B=1\nFROM a\nARG A<|>\n", "B", "there is an ARG `B` before the first FROM");
  check_refusal("ARG TARGETARCH\nFROM a:$TARGETARCH<|>\n", "B",
                "`TARGETARCH` means something to the builder under this name only");
}

TEST(Rename, TakesNamesThatAScriptSetsLater) {
  check("FROM a\nENV A<|>=1\nRUN B=$A:x; echo $B\n", "B", "FROM a\nENV B=1\nRUN B=$B:x; echo $B\n");
}

TEST(Rename, TakesNamesOfOtherStages) {
  check("FROM a\nENV A<|>=1\nFROM b\nENV B=2\nUSER $B\n", "B",
        "FROM a\nENV B=1\nFROM b\nENV B=2\nUSER $B\n");
  check("ARG A<|>=1\nFROM a\nENV B=2\n", "B", "ARG B=1\nFROM a\nENV B=2\n");
}

TEST(Rename, RefusesEndsOfHeredocs) {
  constexpr std::string_view reason =
      "the end of a here-document is a word of letters, digits, `_`, `-` and `.`";
  check_refusal("FROM a\nRUN <<E<|>\nx\nE\n", "a b", reason);
  check_refusal("FROM a\nRUN <<E<|>\nx\nE\n", "", reason);
  check_refusal("FROM a\nRUN <<E<|>\nx\nE\n", "-x", reason);
  check_refusal("FROM a\nRUN <<E<|>\nx\nE\n", "x", "a line `x` inside would end the here-document");
  check_refusal("FROM a\nRUN <<-E<|>\n\tx\n\tE\n", "x",
                "a line `x` inside would end the here-document");
}

TEST(Rename, PreparesWithTheName) {
  const Asked asked("FROM a\nENV AB=1\nUSER ${[|A<|>B|]}\n");
  const Renamable place = prepare_rename(*asked.at, asked.offset);
  EXPECT_TRUE(place.possible);
  EXPECT_EQ(place.name, "AB");
  EXPECT_EQ(asked.found({place.range}), asked.expected);
}

TEST(Rename, PreparesNothingForANumber) {
  const auto refusal = [](std::string_view marked) {
    const Asked asked(marked);
    const Renamable place = prepare_rename(*asked.at, asked.offset);
    EXPECT_FALSE(place.possible);
    return place.refusal;
  };
  EXPECT_EQ(refusal("FROM a\nFROM b\nCOPY --from=0<|> /x /y\n"),
            "this stage has no name; give it one with `FROM … AS name`");
  EXPECT_EQ(refusal("FROM a AS x\nFROM b\nCOPY --from=0<|> /x /y\n"),
            "this is no name; rename `x` where it stands");
  EXPECT_EQ(refusal("FROM a\nRUN <<E\"O\"F<|>\nEOF\n"),
            "write the name in one pair of quotes, or in none, first");
  EXPECT_EQ(refusal("FROM a<|>\n"), "");
}

}  // namespace
}  // namespace dflint
