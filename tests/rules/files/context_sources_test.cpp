// The rules that look for sources of COPY in the build context.
#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "rules/fix.h"
#include "rules/manual.h"
#include "tests/support/marked_text.h"

namespace dflint {
namespace {

struct Around {
  std::string_view files;
  std::string_view ignore = {};
  bool certain = false;
  std::string_view untracked = {};  // a path
  std::string_view elsewhere = {};  // a path
};

void expect(std::string_view rule, std::string_view marked, const Around& around) {
  RuleSet rules(builtin_rules());
  rules.select({.select = {std::string(rule)}, .ignore = {}});
  const IgnoreFile ignore(around.ignore);
  ContextTree tree = tree_of(around.files);
  tree.certain = around.certain;
  tree.untracked = [&](const std::string& path) { return path == around.untracked; };
  tree.elsewhere = [&](const std::string& path) { return path == around.elsewhere; };
  const BuildContext context{&ignore, ".dockerignore", &tree};
  const Marked result = marked_by(rule, marked, rules, &context);
  EXPECT_EQ(result.found, result.expected);
}

void missing(std::string_view marked, const Around& around) {
  expect("missing-copy-source", marked, around);
}

void casing(std::string_view marked, const Around& around) {
  expect("copy-source-casing", marked, around);
}

TEST(MissingCopySource, NeedsToKnowTheContext) {
  // Nothing that is copied lies there: it is another directory.
  missing("FROM a\nCOPY b.txt c.txt /x/\n", {"other.txt"});
  missing("FROM a\nCOPY there.txt b.txt c.txt /x/\n", {"there.txt"});
  missing("FROM a\nCOPY there.txt [|b.txt|] /x/\n", {"there.txt"});
  missing("FROM a\nCOPY . /x/\nCOPY b.txt /x/\n", {"other.txt"});
  missing("FROM a\nCOPY [|b.txt|] [|c|] /x/\n", {.files = "other.txt", .certain = true});
  missing("FROM a\nCOPY there.txt b.txt /x/\n", {.files = "there.txt", .elsewhere = "b.txt"});
  missing("FROM a\nCOPY there.txt [|b.txt|] /x/\n",
          {.files = "there.txt", .certain = true, .elsewhere = "b.txt"});
}

TEST(MissingCopySource, LeavesOutWhatMayBeMade) {
  missing("FROM a\nCOPY there.txt b.txt /x/\n", {.files = "there.txt", .untracked = "b.txt"});
  missing("FROM a\nCOPY there.txt target/b.txt b.jar .env id_rsa certs/x.conf /x/\n",
          {"there.txt"});
  // A program may be made, a misspelt one is not.
  missing("FROM a\nCOPY there.txt server /x/\n", {"there.txt"});
  missing("FROM a\nCOPY there.txt [|sevrer|] /x/\n", {"there.txt\nserver"});
  missing("FROM a\nCOPY there.txt app1 /x/\n", {"there.txt\napp2"});
}

TEST(MissingCopySource, LeavesOutWhatOthersSay) {
  missing("FROM a\nCOPY there.txt b.txt /x/\n", {.files = "there.txt", .ignore = "b.*"});
  missing("FROM a\nCOPY there.txt b.txt /x/\n", {"there.txt\nB.txt"});
}

TEST(MissingCopySource, ReadsSourcesAsTheBuilder) {
  const Around around{"there.txt\nb/c.txt"};
  missing("FROM a\nCOPY ./there.txt /b//c.txt b/../there.txt b/ /x/\n", around);
  missing("FROM a\nCOPY there.txt none*.txt ?.txt [[]x].txt /x/\n", around);
  missing("FROM a\nCOPY there.txt [|d.d/*.txt|] /x/\n", around);
  missing("FROM a\nCOPY [\"there.txt\", [|\"d.txt\"|], \"/x/\"]\n", around);
  missing("FROM a\nCOPY --parents there.txt b/./c.txt /x/\n", around);
  missing("FROM a\nCOPY there.txt \\\n  # why\n  [|d.txt|] /x/\n", around);
  missing("FROM a\nADD there.txt [|d.txt|] https://example.net/e.txt /x/\n", around);
  missing("FROM a\nADD git@github.com:a/b.git /x/\nCOPY there.txt <<e.txt /x/\ne.txt\n", around);
  missing("FROM a\nCOPY --from=b d.txt /x/\nCOPY there.txt /x/\n", around);
  // A name that is no directory has nothing in it, but a link may lead anywhere.
  missing("FROM a\nCOPY there.txt there.txt/d.txt /x/\n", around);
  missing("FROM a\nCOPY there.txt ../d.txt d\\e.txt /x/\n", around);
}

TEST(MissingCopySource, ExpandsWhatIsKnown) {
  const Around around{"there.txt"};
  missing("FROM a\nENV F=d\nCOPY there.txt [|$F.txt|] /x/\n", around);
  missing("FROM a\nARG F=d\nCOPY there.txt $F.txt /x/\n", around);
  missing("FROM a\nARG F\nCOPY there.txt $F.txt /x/\n", around);
  missing("FROM a\nCOPY there.txt ${F}.txt /x/\n", around);
  missing("FROM a\nCOPY there.txt ${F:-d}.txt /x/\n", around);
}

TEST(MissingCopySource, LeavesTriggersAlone) {
  missing("FROM a AS b\nONBUILD COPY d.txt /x/\nFROM b\nCOPY there.txt /x/\n", {"there.txt"});
}

TEST(CopySourceCasing, NeedsNoOtherSource) {
  casing("FROM a\nCOPY [|SRC/Main.go|] /x/\n", {"src/main.go"});
  casing("FROM a\nCOPY SRC/Main.go /x/\n", {"src/main.go\nSRC/Main.go"});
  casing("FROM a\nCOPY Src /x/\n", {"src/a\nSRC/a"});
  casing("FROM a\nCOPY SRC/none.go /x/\n", {"src/main.go"});
  casing("FROM a\nCOPY Src /x/\n", {.files = "src/a", .elsewhere = "Src"});
}

TEST(CopySourceCasing, ReplacesWhatIsWritten) {
  RuleSet rules(builtin_rules());
  rules.select({.select = {"copy-source-casing"}, .ignore = {}});
  const ContextTree tree = tree_of("src/main.go");
  const BuildContext context{nullptr, ".dockerignore", &tree};
  const auto fixed = [&](std::string_view text) {
    return fix(Text(std::string(text)), rules, Safety::unsafe, &context).text;
  };
  EXPECT_EQ(fixed("FROM a\nCOPY [\"./Src/Main.go\",\"/Src/Main.go\"]\n"),
            "FROM a\nCOPY [\"./src/main.go\",\"/Src/Main.go\"]\n");
  // … and leaves alone what is written otherwise.
  const std::string_view other = "FROM a\nENV A=Src\nCOPY $A/main.go /x/\nCOPY Src//main.go /x/\n";
  EXPECT_EQ(fixed(other), other);
}

}  // namespace
}  // namespace dflint
