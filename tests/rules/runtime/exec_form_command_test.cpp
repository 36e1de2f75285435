// Which commands run the same without a shell, and what is said of the others.
#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "rules/fix.h"
#include "tests/support/marked_text.h"

namespace dflint {
namespace {

void check(std::string_view text) {
  const Marked marked = marked_by("exec-form-command", text);
  EXPECT_EQ(marked.found, marked.expected);
}

// What fixing makes of `CMD command`.
void check_fix(std::string_view command, std::string_view fixed) {
  RuleSet rules(builtin_rules());
  rules.select({{"exec-form-command"}, {}});
  const std::string before = "FROM a\nCMD ";
  const FixResult result = fix(Text(before + std::string(command) + "\n"), rules, Safety::unsafe);
  EXPECT_EQ(result.text, before + std::string(fixed) + "\n");
}

TEST(ExecFormCommand, WantsTheShellThatSHELLSets) {
  check("FROM a\n[|CMD|]\n[|ENTRYPOINT|]\n");
  check("FROM a\nCMD [|x|]\nSHELL [\"bash\", \"-c\"]\nCMD x\n");
  check("FROM a AS b\nSHELL [\"bash\", \"-c\"]\nFROM b\nCMD x\nFROM a\nCMD [|x|]\n");
  check("FROM a\nCMD []\nENTRYPOINT [\"x\"]\nHEALTHCHECK CMD x\n");
  check("FROM a AS b\nONBUILD CMD x\nFROM [|b|]\n");
}

TEST(ExecFormCommand, MendsPlainWords) {
  check_fix("app --port 80", "[\"app\", \"--port\", \"80\"]");
  check_fix("app 'a b' c\\ d \"e\"", "[\"app\", \"a b\", \"c d\", \"e\"]");
  check_fix("exec app x", "[\"app\", \"x\"]");
  check_fix("app '$HOME'", "[\"app\", \"$HOME\"]");
  check_fix("app \\\n  --port 80", "[\"app\", \"--port\", \"80\"]");
}

TEST(ExecFormCommand, LeavesWhatAShellDoes) {
  for (std::string_view command : {"app $PORT",     "app *.txt",
                                   "app > log",     "A=1 app",
                                   "app && app2",   "app; app",
                                   "app &",         "! app",
                                   "(app)",         "{ app; }",
                                   "cd /app",       "exec",
                                   "exec -a x app", ". ./env",
                                   "app ~/x",       "app {a,b}",
                                   "app `x`",       "app $(x)",
                                   "app 'a\"b'",    "app 'a\\b'",
                                   "app # why",     "app \\\n# why\n  --port 80",
                                   "['app']",       "if a; then b; fi",
                                   "app \"it",      "ulimit -n 9"}) {
    check_fix(command, command);
  }
}

}  // namespace
}  // namespace dflint
