// When a port counts as exposed, and which instructions of a stage speak of one.
#include <gtest/gtest.h>

#include <string_view>

#include "rules/fix.h"
#include "tests/support/marked_text.h"

namespace dflint {
namespace {

void check(std::string_view text) {
  const Marked marked = marked_by("missing-expose", text);
  EXPECT_EQ(marked.found, marked.expected);
}

TEST(MissingExpose, KnowsWhatIsExposed) {
  check("FROM a\nEXPOSE 80\nCMD x --port 80\n");
  check("FROM a\nEXPOSE 79-81/udp\nCMD x --port 80\n");
  check("FROM a\nEXPOSE 79 81\nCMD x --port [|80|]\n");
  check("FROM a\nCMD x --port 80\nEXPOSE 80\n");
  check("FROM a\nENV P=80\nEXPOSE $P\nCMD x --port 80\n");
  check("FROM a AS b\nEXPOSE 80\nFROM b\nCMD x --port 80\n");
  check("FROM a AS b\nEXPOSE 80\nFROM a\nCOPY --from=b / /\nCMD x --port [|80|]\n");
  check("FROM nginx\nCMD x --port 80\n");
  check("FROM docker.io/library/nginx:1.27\nCMD x --port 80\n");
  check("FROM nginx\nCMD x --port [|81|]\n");
  check("FROM my-nginx\nCMD x --port [|80|]\n");
}

TEST(MissingExpose, IsSilentWhereThatIsUnclear) {
  check("ARG P\nFROM a\nARG P=81\nEXPOSE $P\nCMD x --port 80\n");
  check("FROM a\nEXPOSE $P\nCMD x --port 80\n");
  check("FROM a\nEXPOSE http\nCMD x --port 80\n");
  check("FROM a AS b\nONBUILD EXPOSE 80\nFROM b\nCMD x --port 80\n");
}

TEST(MissingExpose, PutsEntrypointAndCmdTogether) {
  check("FROM a\nENTRYPOINT [\"x\", \"--port\"]\nCMD [\"[|80|]\"]\n");
  check("FROM a\nENTRYPOINT x\nCMD [\"--port\", \"80\"]\n");
  check("FROM a\nENTRYPOINT [\"sh\", \"-c\", \"x --port [|80|]\"]\nCMD [\"--port\", \"81\"]\n");
  check("FROM a\nENTRYPOINT [\"init\"]\nCMD x --port [|80|]\n");
  check("FROM a\nCMD sh -c [|'x --port 80'|]\n");
  check("FROM a\nCMD x --port 79\nCMD x --port [|80|]\n");
  // ENTRYPOINT undoes the CMD of the base, which is reported for itself.
  check("FROM a AS b\nCMD [\"--port\", \"80\"]\nFROM b\nENTRYPOINT [\"x\"]\n");
  check("FROM a AS b\nENTRYPOINT [\"x\", \"--port\"]\nFROM b\nCMD [\"[|80|]\"]\n");
}

TEST(MissingExpose, ReadsEnv) {
  check("FROM node\nENV PORT=[|80|]\nCMD x\n");
  check("FROM node\nENV PORT [|80|]\nCMD x\n");
  check("FROM node\nENV PORT=80\n");
  check("FROM node\nARG PORT=80\nENV PORT=$PORT\nCMD x\n");
  check("FROM node\nENV PORT=80\nENV PORT=http\nCMD x\n");
  check("FROM node AS b\nENV PORT=[|80|]\nFROM b\nCMD x\nFROM b\nCMD x\n");
  check("FROM node\nENV HOST=0.0.0.0\nCMD uvicorn x --port [|80|]\n");
  // What is stated elsewhere is the better witness; an unknown image may expose it.
  check("FROM node\nENV PORT=80\nEXPOSE 81\nCMD x\n");
  check("FROM node\nENV PORT=80\nCMD x --port [|81|]\n");
  check("FROM corp/app\nENV PORT=80\nCMD x\n");
}

TEST(MissingExpose, ReadsHealthChecks) {
  check("FROM node\nHEALTHCHECK CMD [\"curl\", \"http://localhost:[|80|]\"]\n");
  check("FROM node\nHEALTHCHECK NONE\n");
  check("FROM node\nEXPOSE 81\nHEALTHCHECK CMD curl http://localhost:80\n");
  check("FROM corp/app\nHEALTHCHECK CMD curl http://localhost:80\n");
  check("FROM node\nCMD x --port [|80|]\nHEALTHCHECK CMD curl http://localhost:80\n");
  check("FROM node\nCMD x --port [|80|]\nHEALTHCHECK CMD curl http://localhost:81\n");
  check(R"(
# escape=`
FROM mcr.microsoft.com/dotnet/aspnet:8.0-nanoserver-1809
HEALTHCHECK CMD curl -f http://localhost:[|8080|]/ || exit 1
)");
}

// The variable speaks for every stage that is built on its own, so what names the port stands
// there.
TEST(MissingExpose, NamesThePortWhereAllStagesSeeIt) {
  RuleSet rules(builtin_rules());
  rules.select({.select = {"missing-expose"}, .ignore = {}});
  EXPECT_EQ(fix(Text("FROM node AS a\nENV PORT=80\nFROM a\nCMD x\nFROM a\nCMD y\n"), rules,
                Safety::unsafe)
                .text,
            "FROM node AS a\nENV PORT=80\nEXPOSE 80\nFROM a\nCMD x\nFROM a\nCMD y\n");
  EXPECT_EQ(fix(Text("FROM node\nENV PORT=80\nUSER a\nCMD x\n"), rules, Safety::unsafe).text,
            "FROM node\nENV PORT=80\nUSER a\nEXPOSE 80\nCMD x\n");
}

}  // namespace
}  // namespace dflint
