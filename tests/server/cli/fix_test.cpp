// `dflint check --fix` from the words of the command line to what is written.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "server/cli/run.h"
#include "tests/server/memory_host.h"

namespace dflint {
namespace {

constexpr const char* clean = "FROM debian:12\n";
constexpr const char* safe = "FROM debian:12\nRUN apt-get install gcc\n";
constexpr const char* safe_fixed = "FROM debian:12\nRUN apt-get install -y gcc\n";
constexpr const char* unsafe = "FROM debian:12\nRUN sudo make\n";
constexpr const char* unsafe_fixed = "FROM debian:12\nRUN make\n";

// What was printed on both streams and the exit status, as one text. Few rules run, so that new
// ones do not change what is expected here.
std::string check(MemoryHost& host, std::vector<std::string> words,
                  const std::string& select = "apt-get-yes,no-sudo") {
  words.insert(words.begin(), {"check", "--select", select});
  host.out = host.err = "";
  const int status = run(host, words);
  std::string text = "\n" + host.out;
  if (!host.err.empty()) text += "stderr: " + host.err;
  return text + "status " + std::to_string(status) + "\n";
}

TEST(Fix, MendsFilesAndReportsWhatRemains) {
  MemoryHost host;
  host.add("a", safe);
  host.add("b", unsafe);
  host.add("c", clean);
  host.read_only.insert("/work/c");  // nobody writes it
  EXPECT_EQ(check(host, {"--fix", "a", "b", "c"}), R"(
warning[no-sudo]: a build needs no `sudo`: USER says who runs a command
 --> b:2:5
  |
2 | RUN sudo make
  |     ^^^^
help: Run the command itself (unsafe)
  |
2 | RUN make

1 fixed; 1 warning remains in 1 of 3 files
`dflint explain no-sudo` tells more about a rule
status 1
)");
  EXPECT_EQ(host.files["/work/a"], safe_fixed);
  EXPECT_EQ(host.files["/work/b"], unsafe);
  EXPECT_EQ(check(host, {"--fix", "--unsafe-fixes", "a", "b", "c"}),
            "\n1 fixed; no findings in 3 files\nstatus 0\n");
  EXPECT_EQ(host.files["/work/b"], unsafe_fixed);
  EXPECT_EQ(check(host, {"--fix", "-q", "a"}), "\nstatus 0\n");
  EXPECT_EQ(check(host, {"--fix", "a"}), "\n0 fixed; no findings in 1 file\nstatus 0\n");
}

TEST(Fix, KeepsEveryOtherByte) {
  MemoryHost host;
  host.add("a", "\xEF\xBB\xBF# x \r\nFROM debian:12\r\n\r\nRUN  apt-get install gcc \xFF");
  EXPECT_EQ(check(host, {"--fix", "-qq", "a"}), "\nstatus 0\n");
  EXPECT_EQ(host.files["/work/a"],
            "\xEF\xBB\xBF# x \r\nFROM debian:12\r\n\r\nRUN  apt-get install -y gcc \xFF");
}

TEST(Fix, FiltersStandardInput) {
  MemoryHost host;
  host.input = safe;
  EXPECT_EQ(check(host, {"--fix", "-"}),
            "\n" + std::string(safe_fixed) + "stderr: 1 fixed; no findings in 1 file\nstatus 0\n");
  host.input = unsafe;
  const std::string shown = check(host, {"--fix", "-"});
  EXPECT_EQ(host.out, unsafe);
  EXPECT_NE(host.err.find("warning[no-sudo]"), std::string::npos);
  EXPECT_TRUE(shown.ends_with("status 1\n")) << shown;
  host.full = true;
  EXPECT_EQ(check(host, {"--fix", "-qq", "-"}),
            "\nstderr: dflint: -: could not be written\nstatus 2\n");
}

TEST(Fix, DiffPrintsWhatWouldChangeAndNothingElse) {
  MemoryHost host;
  host.add("a", safe);
  host.add("b", unsafe);
  host.add("c", clean);
  const std::string diff_a =
      "\n--- a\n+++ a\n@@ -1,2 +1,2 @@\n FROM debian:12\n-RUN apt-get install gcc\n"
      "+RUN apt-get install -y gcc\n";
  EXPECT_EQ(check(host, {"--diff", "a", "b", "c"}),
            diff_a + "stderr: 1 finding in 1 of 3 files would be fixed\nstatus 1\n");
  EXPECT_EQ(check(host, {"--diff", "--fix", "-q", "--unsafe-fixes", "a", "b"}),
            diff_a +
                "--- b\n+++ b\n@@ -1,2 +1,2 @@\n FROM debian:12\n-RUN sudo make\n"
                "+RUN make\nstatus 1\n");
  EXPECT_EQ(check(host, {"--diff", "b"}), "\nstderr: nothing to fix in 1 file\nstatus 0\n");
  EXPECT_EQ(host.files["/work/a"], safe);
  EXPECT_EQ(host.files["/work/b"], unsafe);
}

TEST(Fix, GoesOnAfterAReadOnlyFile) {
  MemoryHost host;
  host.add("a", safe);
  host.add("b", safe);
  host.read_only.insert("/work/a");
  EXPECT_EQ(check(host, {"--fix", "a", "missing", "b"}), R"(
warning[apt-get-yes]: `install` without `-y` asks whether to go on
 --> a:2:13
  |
2 | RUN apt-get install gcc
  |             ^^^^^^^
help: Add `-y`
  |
2 | RUN apt-get install -y gcc
  |                    +++

1 fixed; 1 warning remains in 1 of 2 files
`dflint explain apt-get-yes` tells more about a rule
stderr: dflint: a: is read-only
dflint: missing: No such file or directory
status 2
)");
  EXPECT_EQ(host.files["/work/a"], safe);
  EXPECT_EQ(host.files["/work/b"], safe_fixed);
}

TEST(Fix, CountsInJson) {
  MemoryHost host;
  host.add("a", safe);
  check(host, {"--fix", "--format", "json", "a"});
  const nlohmann::json report = nlohmann::json::parse(host.out);
  EXPECT_EQ(report["summary"]["fixed"], 1);
  EXPECT_EQ(report["findings"].size(), 0u);
}

TEST(Fix, MakesSenseOfItsOptions) {
  MemoryHost host;
  host.add("a", safe);
  EXPECT_EQ(check(host, {"--unsafe-fixes", "a"}),
            "\nstderr: dflint: --unsafe-fixes needs --fix or --diff\n"
            "Try `dflint check --help`.\nstatus 2\n");
  EXPECT_EQ(check(host, {"--diff", "--format", "json", "a"}),
            "\nstderr: dflint: --diff prints a diff, not the --format asked for\n"
            "Try `dflint check --help`.\nstatus 2\n");
  EXPECT_EQ(host.files["/work/a"], safe);
}

TEST(Fix, HeedsTheConfiguration) {
  MemoryHost host;
  host.add(".dflint.yaml", "ignore: [apt-get-yes]\nexclude: [old/]\n");
  host.add("Dockerfile", safe);
  host.add("old/Dockerfile", unsafe);
  host.out = host.err = "";
  EXPECT_EQ(run(host, {"check", "--fix", "--unsafe-fixes", "-qq", "--fail-on", "never"}), 0);
  EXPECT_EQ(host.files["/work/Dockerfile"].find("-y"), std::string::npos);
  EXPECT_EQ(host.files["/work/old/Dockerfile"], unsafe);
  host.input = unsafe;
  EXPECT_EQ(
      check(host, {"--fix", "--unsafe-fixes", "-q", "--stdin-filename", "old/Dockerfile", "-"}),
      "\n" + std::string(unsafe) + "status 0\n");
}

TEST(Fix, LooksAtTheIgnoreFile) {
  MemoryHost host;
  host.add("d/Dockerfile", "FROM scratch\nCOPY a b c\n");
  host.add("d/.dockerignore", "a\n");
  EXPECT_NE(check(host, {"--fix", "d"}, "copy-ignored-file").find("remain"), std::string::npos);
}

}  // namespace
}  // namespace dflint
