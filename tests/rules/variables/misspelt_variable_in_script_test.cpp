// Which names in scripts are typing errors.
#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "rules/fix.h"
#include "tests/support/marked_text.h"

namespace dflint {
namespace {

void check(std::string_view text) {
  const Marked marked = marked_by("misspelt-variable-in-script", text);
  EXPECT_EQ(marked.found, marked.expected);
}

TEST(MisspeltVariable, OneLetterFromWhatTheStageSets) {
  check("FROM a\nARG APP_HOME\nRUN x [|$APP_HOEM|] $APP_HOEM $OTHER\n");
  check("FROM a AS b\nENV APP_HOME=/x\nFROM b\nRUN x \"[|${APPHOME}|]\"\n");
  check("FROM a\nARG APP_HOME\nRUN <<E\nx [|$APP_HOEM|]\nE\n");
}

TEST(MisspeltVariable, NotWhatSomethingElseSets) {
  check("FROM a\nARG APP_HOME\nRUN APP_HOMES=1; x $APP_HOMES\n");
  check("FROM a\nARG APP_HOME\nRUN for APP_HOMES in a b; do x $APP_HOMES; done\n");
  check("FROM a\nARG APP_HOME\nRUN . /env && x $APP_HOMES\n");
  check("FROM a\nARG APP_HOME\nRUN x ${APP_HOMES:-1}\n");
  check("FROM a\nARG APP_HOME\nRUN x '$APP_HOMES'\n");
  check("FROM a\nARG APP_HOME\nRUN echo 'export APP_HOMES=1' >> ~/.bashrc\nRUN x $APP_HOMES\n");
  check("FROM a\nARG APP_HOME\nRUN --mount=type=secret,id=a,env=APP_HOMES x $APP_HOMES\n");
  check("FROM a\nRUN x $APP_HOMES\nARG APP_HOME\n");
  check("FROM a\nARG GIDS\nARG FILE1\nRUN x $GID $UID $FILE2 $FI\n");
  check("FROM python:3.13\nARG PYTHON_VERSIONS\nRUN x $PYTHON_VERSION\n");
  check("FROM a\nARG AB\nRUN x $AC\n");
}

TEST(MisspeltVariable, IsCorrectedWhereItStands) {
  RuleSet rules(builtin_rules());
  rules.select({{"misspelt-variable-in-script"}, {}});
  const std::string head = "FROM a\nARG APP_HOME\nRUN ";
  EXPECT_EQ(fix(Text(head + "x ${APP_HOEM%/}/y"), rules, Safety::unsafe).text,
            head + "x ${APP_HOME%/}/y");
}

}  // namespace
}  // namespace dflint
