// Which deleted files stay in the image, and what .dockerignore lets into it.
#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "tests/support/marked_text.h"

namespace dflint {
namespace {

void check(std::string_view text) {
  const Marked marked = marked_by("delete-in-later-layer", text);
  EXPECT_EQ(marked.found, marked.expected);
}

TEST(DeleteInLaterLayer, FollowsPaths) {
  check("FROM a\nCOPY x.zip /tmp/\nRUN rm [|/tmp/x.zip|]\n");
  check("FROM a\nCOPY x.zip /tmp/y\nRUN rm /tmp/x.zip && rm -r [|/tmp/|]\n");
  check("FROM a\nWORKDIR /w\nCOPY x.zip .\nRUN rm -f [|x.zip|]\n");
  check("FROM a\nWORKDIR /w\nCOPY x.zip .\nRUN cd / && rm -f x.zip\n");
  check("FROM a\nCOPY x.zip /tmp/\nRUN rm -rf [|/tmp/*|]\n");
  check("FROM a\nCOPY x.zip /tmp/a/\nRUN rm -f /tmp/*\n");
  check("FROM a\nCOPY x.zip /tmp/\nRUN rm -f /tmp/*.txt $X\n");
  check("FROM a AS b\nCOPY x.zip /tmp/\nFROM b\nRUN rm [|/tmp/x.zip|]\n");
}

TEST(DeleteInLaterLayer, LeavesAloneWhatSavesSpace) {
  check("FROM a\nRUN curl -fo /x.zip https://a.test/x && rm /x.zip\n");
  check(
      "FROM a\nRUN if true; then wget -O /x.zip https://a.test; rm /x.zip; fi\nRUN rm -f /x.zip\n");
  check("FROM a\nCOPY x.sh /tmp/\nRUN rm /tmp/x.sh\n");
  check("FROM a\nADD x.tar.gz /tmp/\nRUN rm /tmp/x.tar.gz\n");
  check("FROM a AS b\nCOPY x.zip /\nRUN rm /x.zip\nFROM c\nCOPY --from=b /y /y\n");
  check("FROM a\nCOPY x.zip /\nRUN if true; then rm /x.zip; fi\n");
  check("FROM a\nCOPY x.zip /\nRUN rm [|/x.zip|]\nRUN rm -f /x.zip\n");
  check(
      "FROM a\nADD https://a.test/x.zip?a=1 /\nRUN wget -qO /y.zip https://a.test/y\n"
      "RUN rm [|/x.zip|] [|/y.zip|]\n");
}

void check_context(std::string_view ignore, std::string_view text) {
  const IgnoreFile file{ignore};
  const BuildContext context{&file};
  RuleSet rules(builtin_rules());
  rules.select({{"unfiltered-context"}, {}});
  const Marked marked = marked_by("unfiltered-context", text, rules, &context);
  EXPECT_EQ(marked.found, marked.expected) << ignore;
}

TEST(UnfilteredContext, ReadsTheIgnoreFile) {
  check_context("*.log\n", "FROM a\nCOPY [|.|] /x\nADD [|./|] /y\nCOPY src /z\n");
  check_context(".git\n.env\n", "FROM a\nCOPY . /x\n");
  check_context(".git/*\n**/.env*\n", "FROM a\nCOPY . /x\n");
  check_context("*\n!src\n", "FROM a\nCOPY . /x\n");
  check_context(".git*\n", "FROM a\nCOPY [|.|] /x\n");
  check_context("dist\n", "FROM a AS b\nCOPY . /x\nFROM c\nCOPY --from=b . /x\n");
}

TEST(UnfilteredContext, LooksAtAHundredCopies) {
  std::string text = "FROM a\n";
  for (int i = 0; i < 100; ++i) text += "COPY [|.|] /x\n";
  check_context("dist\n", text + "COPY . /x\nCOPY . /x\n");
}

TEST(UnfilteredContext, AsksForModulesWhereTheyAreInstalled) {
  const std::string ignore = ".git\n.env\n";
  check_context(ignore, "FROM a AS b\nRUN npm ci\nCOPY [|.|] /x\nFROM c\n");
  check_context(ignore, "FROM a AS b\nRUN yarn\nFROM b\nCOPY [|.|] /x\n");
  check_context(ignore, "FROM a\nCOPY . /x\nRUN npm ci\n");
  check_context(ignore, "FROM a\nRUN npm install -g pnpm\nCOPY . /x\n");
  check_context(ignore + "node_modules/\n", "FROM a\nRUN pnpm install\nCOPY . /x\n");
}

TEST(UnfilteredContext, AsksForTheFileOnlyOnDemand) {
  const BuildContext context;
  RuleSet rules(builtin_rules());
  const std::string_view text = "FROM a\nCOPY . /x\n";
  rules.select({{"unfiltered-context"}, {}});
  EXPECT_EQ(marked_by("unfiltered-context", text, rules, &context).found, text);
  rules.configure(
      {{{"unfiltered-context"}, {}}, {{"unfiltered-context", {}, {{"ask-for-file", true}}}}});
  EXPECT_EQ(marked_by("unfiltered-context", text, rules, &context).found,
            "FROM a\nCOPY [|.|] /x\n");
  EXPECT_EQ(marked_by("unfiltered-context", text, rules).found, text);
}

}  // namespace
}  // namespace dflint
