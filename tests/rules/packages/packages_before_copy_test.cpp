// Packages of the system behind COPY of everything.
#include <gtest/gtest.h>

#include <string_view>

#include "rules/fix.h"
#include "tests/support/marked_text.h"

namespace dflint {
namespace {

TEST(PackagesBeforeCopy, SpeaksOfInstallsThatNeedNoFile) {
  for (std::string_view text :
       {"FROM a\nCOPY . /s\nRUN set -e; apt-get update; [|apt-get install|] -y x; apt-get clean\n",
        "FROM a\nCOPY * /s/\nENV A=1\nRUN [|dnf -y install|] x\nRUN yum -y install y\n",
        "FROM a\nCOPY x /s/\nRUN apk add x\n", "FROM a\nCOPY --from=b . /s\nRUN apk add x\n",
        "FROM a\nCOPY . /\nRUN apk add x\n", "FROM a\nCOPY . .\nRUN apk add x\n",
        "FROM a\nCOPY . /s\nCOPY x.list /etc/apt/\nRUN apt-get install x\n",
        "FROM a\nCOPY . /s\nRUN apk add x && make\n", "FROM a\nCOPY . /s\nRUN apk add ./x.apk\n",
        "FROM a\nCOPY . /s\nRUN ./set-up\nRUN apk add x\n", "FROM a\nCOPY . /s\nRUN apk update\n",
        "FROM a\nCOPY . /s\nRUN apk add $X\n", "FROM a\nCOPY . /s\nRUN xargs apk add < /s/x\n",
        "FROM a\nRUN apk add x\nCOPY . /s\n"}) {
    const Marked marked = marked_by("packages-before-copy", text);
    EXPECT_EQ(marked.found, marked.expected);
  }
}

TEST(PackagesBeforeCopy, MovesOnlyWhatStaysTheSame) {
  RuleSet rules(builtin_rules());
  rules.select({{"packages-before-copy"}, {}});
  const auto fixed = [&](std::string_view text) {
    return fix(Text(std::string(text)), rules, Safety::unsafe).text;
  };
  EXPECT_EQ(fixed("FROM a\n# all\nCOPY . /s\nRUN apk add x"),
            "FROM a\nRUN apk add x\n# all\nCOPY . /s\n");
  for (std::string_view text : {"FROM a\nCOPY . /s\nUSER root\nRUN apk add x\n",
                                "FROM a\nCOPY . /s\nARG A\nRUN apk add x\n"}) {
    EXPECT_EQ(fixed(text), text);
  }
}

}  // namespace
}  // namespace dflint
