// What COPY and ADD take, and where it goes.
#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "rules/fix.h"
#include "tests/support/hadolint_text.h"
#include "tests/support/marked_text.h"

namespace dflint {
namespace {

void check(std::string_view rule, std::string_view text) {
  const Marked marked = marked_by(rule, text);
  EXPECT_EQ(marked.found, marked.expected) << rule;
}

void check_hadolint(std::string_view rule, std::string_view text) {
  const Marked marked = marked_as_hadolint(rule, text);
  EXPECT_EQ(marked.found, marked.expected) << rule;
}

void check_fix(std::string_view rule, std::string_view text, Safety most, std::string_view fixed) {
  RuleSet rules(builtin_rules());
  rules.select({{std::string(rule)}, {}});
  EXPECT_EQ(fix(Text(std::string(text)), rules, most).text, fixed);
}

TEST(CopyInsteadOfAdd, LeavesAloneWhatOnlyAddDoes) {
  check("copy-instead-of-add", "FROM a\nADD a.tar.gz /\nADD https://a.test/b /\n");
  check("copy-instead-of-add", "FROM a\nADD git@github.com:a/b.git /b\nADD a.tgz b.txt /\n");
  check("copy-instead-of-add", "FROM a\nARG U\nADD $U /\n[|ADD|] dir/$U /\n[|ADD|] \"a\" \"/b\"\n");
  check("copy-instead-of-add", "FROM a\n[|ADD|] [\"a b\", \"/\"]\n[|ADD|] <<E /x\nE\n");
  check_hadolint("copy-instead-of-add",
                 "FROM a\nADD a.tar.gz /\n[|ADD|] git@github.com:a/b.git /b\n[|ADD|] $U /\n"
                 "[|ADD|] a.tgz b.txt /\nONBUILD ADD a /\nADD a.tgz https://a.test/b /\n");
}

TEST(CopyInsteadOfAdd, IsSafeOnlyForPlainFiles) {
  const std::string_view text =
      "FROM a\nADD a* /\nADD b.txt /\nadd --keep-git-dir c /\nADD *.py d/\n";
  check_fix("copy-instead-of-add", text, Safety::safe,
            "FROM a\nADD a* /\nCOPY b.txt /\nadd --keep-git-dir c /\nCOPY *.py d/\n");
  check_fix("copy-instead-of-add", text, Safety::unsafe,
            "FROM a\nCOPY a* /\nCOPY b.txt /\nadd --keep-git-dir c /\nCOPY *.py d/\n");
}

// ADD unpacks what is an archive, whatever its name.
TEST(CopyInsteadOfAdd, IsUnsafeWhereTheNameLeavesIt) {
  const std::string_view text = "FROM a\nADD app /\nADD a.gem /\nADD p.1 /\nADD . /\nADD d/ /\n";
  check_fix("copy-instead-of-add", text, Safety::safe,
            "FROM a\nADD app /\nADD a.gem /\nADD p.1 /\nCOPY . /\nCOPY d/ /\n");
  check_fix("copy-instead-of-add", text, Safety::unsafe,
            "FROM a\nCOPY app /\nCOPY a.gem /\nCOPY p.1 /\nCOPY . /\nCOPY d/ /\n");
}

TEST(CopyToDirectory, AcceptsWhatIsADirectoryAnyway) {
  check("copy-to-directory", "FROM a\nCOPY a b ./\nCOPY a b ..\nCOPY a b /x/.\nCOPY a b ${D}\n");
  check("copy-to-directory", "FROM a\nCOPY a b [|$D/x|]\nCOPY [\"a\", \"b\", [|\"/x\"|]]\n");
  check("copy-to-directory", "FROM a\nONBUILD COPY a b [|/x|]\nCOPY a /x\nADD a b [|x|]\n");
  check_hadolint("copy-to-directory",
                 "FROM a\n[|COPY|] a b .\n[|COPY|] a b $D\nCOPY a b \"/x/\"\nADD a b x\n");
}

TEST(CopyToDirectory, IsSafeWhereTheDirectoryExists) {
  check_fix("copy-to-directory", "FROM a\nWORKDIR /x\nCOPY a b /x\nCOPY a b /y\nCOPY a b /tmp\n",
            Safety::safe, "FROM a\nWORKDIR /x\nCOPY a b /x/\nCOPY a b /y\nCOPY a b /tmp/\n");
  check_fix("copy-to-directory", "FROM a\nCOPY a b \\\n  /y\nCOPY a b \"/y\"\n", Safety::unsafe,
            "FROM a\nCOPY a b \\\n  /y/\nCOPY a b \"/y\"\n");
}

TEST(RelativeCopyDestination, NeedsAKnownImage) {
  check("relative-copy-destination", "FROM debian:12\nCOPY a [|b|]\nCOPY a /b\nCOPY a $B\n");
  check("relative-copy-destination", "FROM php:8\nCOPY a b\nFROM acme/debian\nCOPY a b\n");
  check("relative-copy-destination", "FROM scratch\nCOPY a b\nFROM python:3-onbuild\nCOPY a b\n");
  check("relative-copy-destination",
        "FROM debian:12 AS x\nFROM x\nADD a [|b|]\nWORKDIR c\nADD a b\n");
}

TEST(RelativeCopyDestination, RemembersWorkdirAsHadolint) {
  check_hadolint("relative-copy-destination",
                 "FROM php:8\n[|COPY|] a b\nCOPY a C:/b\nCOPY a '/b'\nADD a b\nONBUILD COPY a b\n");
  check_hadolint("relative-copy-destination",
                 "FROM debian:12\nWORKDIR /a\nFROM debian:12\nCOPY a b\nFROM debian:12 AS x\n"
                 "COPY a b\nFROM x\nCOPY a b\n");
  check_hadolint("relative-copy-destination", "FROM a AS b\nWORKDIR /\nFROM B\n[|COPY|] a b\n");
}

TEST(CopyWholeFilesystem, LeavesSmallImagesAlone) {
  const std::string_view text =
      "FROM debian:12 AS a\nFROM tonistiigi/xx AS xx\nFROM debian:12\nCOPY --from=a [|/ /|]\n"
      "COPY --from=xx / /\nCOPY --from=a / /x\nCOPY --from=a /x /\nCOPY / /\n"
      "COPY --from=debian:12 [|/ /|]\nFROM scratch\nCOPY --from=a / /\n";
  check("copy-whole-filesystem", text);
  check_hadolint("copy-whole-filesystem",
                 "FROM x AS a\nFROM scratch\n[|COPY|] --from=a / /\nCOPY / /\n"
                 "COPY --from=a /x /\n");
}

TEST(CopyThenExtract, MatchesNames) {
  const std::string_view copy = "FROM a\nCOPY [|x/a.tgz|] b.txt /tmp/\n";
  check("copy-then-extract", std::string(copy) + "RUN tar xzf /tmp/a.tgz -C /x\n");
  check("copy-then-extract", std::string(copy) + "RUN cd /tmp && tar --extract -f a.tgz\n");
  const std::string_view other = "FROM a\nCOPY x/a.tgz /tmp/\n";
  check("copy-then-extract", std::string(other) + "RUN tar czf /tmp/a.tgz /x\n");
  check("copy-then-extract", std::string(other) + "RUN tar xzf /tmp/a.tgz only/this\n");
  check("copy-then-extract", std::string(other) + "RUN tar xzf /tmp/a.tgz --strip 1\n");
  check("copy-then-extract", std::string(other) + "FROM b\nRUN tar xzf /tmp/a.tgz\n");
  check("copy-then-extract", "FROM a\nCOPY --from=x a.tgz /\nRUN tar xf /a.tgz\n");
  check_hadolint("copy-then-extract", "FROM a\n[|COPY|] x.Z /tmp/y.gz\nRUN gunzip /tmp/y.gz\n");
  check_hadolint("copy-then-extract", "FROM a\nCOPY a.tgz /tmp/\nRUN tar xzf /tmp/a.tgz\n");
  check_hadolint("copy-then-extract", "FROM a\n[|COPY|] a.tgz /\nRUN tar --strip 1 -xf /a.tgz\n");
}

TEST(AbsoluteWorkdir, AnswersHadolint) {
  check_hadolint(
      "absolute-workdir",
      "FROM a\n[|WORKDIR|] x/y\nWORKDIR \"/x\"\n[|WORKDIR|] z\nWORKDIR $X\nWORKDIR C:\\x\n"
      "ONBUILD WORKDIR x\n");
}

TEST(SystemDirectory, IsSureOfItsPaths) {
  check("system-directory", "FROM a\nWORKDIR [|/proc|]\nWORKDIR /processes\nWORKDIR /dev/shm\n");
  check("system-directory", "FROM a\nARG D=/sys\nWORKDIR [|$D/x|]\nCOPY a [|/dev/../proc/a|]\n");
  check("system-directory", "FROM a\nVOLUME [|/|] [|/usr/bin/|] /etc/app /sys/fs/cgroup\n");
}

}  // namespace
}  // namespace dflint
