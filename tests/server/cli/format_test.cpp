// `dflint format` from the words of the command line to what is written.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "server/cli/run.h"
#include "tests/server/memory_host.h"

namespace dflint {
namespace {

constexpr const char* neat = "FROM debian:12\n";
constexpr const char* untidy = "from debian:12\n";

// Both streams and the exit status, as one text.
std::string format(MemoryHost& host, std::vector<std::string> words) {
  words.insert(words.begin(), "format");
  host.out = host.err = "";
  const int status = run(host, words);
  std::string text = "\n" + host.out;
  if (!host.err.empty()) text += "stderr: " + host.err;
  return text + "status " + std::to_string(status) + "\n";
}

TEST(Format, ReplacesFiles) {
  MemoryHost host;
  host.add("a", untidy);
  host.add("b", neat);
  EXPECT_EQ(format(host, {"a", "b"}), "\nstderr: 1 of 2 files changed\nstatus 0\n");
  EXPECT_EQ(host.files["/work/a"], neat);
  EXPECT_EQ(format(host, {"a", "b"}), "\nstderr: 0 of 2 files changed\nstatus 0\n");
  EXPECT_EQ(format(host, {"a"}), "\nstderr: nothing to change\nstatus 0\n");
}

TEST(Format, FindsFilesInDirectories) {
  MemoryHost host;
  host.add("x/Dockerfile", untidy);
  host.add("x/y/api.Dockerfile", untidy);
  host.add("x/README.md", untidy);
  EXPECT_EQ(format(host, {"x", "x/Dockerfile"}), "\nstderr: 2 of 2 files changed\nstatus 0\n");
  EXPECT_EQ(host.files["/work/x/y/api.Dockerfile"], neat);
  EXPECT_EQ(host.files["/work/x/README.md"], untidy);
}

TEST(Format, FiltersStandardInput) {
  MemoryHost host;
  host.input = untidy;
  EXPECT_EQ(format(host, {"-"}), "\nFROM debian:12\nstatus 0\n");
  EXPECT_EQ(format(host, {"-", "--check", "--stdin-filename", "a/Dockerfile"}),
            "\na/Dockerfile\nstderr: 1 file would change\nstatus 1\n");
  host.input = neat;
  EXPECT_EQ(format(host, {"-"}), "\nFROM debian:12\nstatus 0\n");
}

TEST(Format, CheckNamesFilesAndWritesNothing) {
  MemoryHost host;
  host.add("a", untidy);
  host.add("b", neat);
  EXPECT_EQ(format(host, {"--check", "a", "b"}),
            "\na\nstderr: 1 of 2 files would change\nstatus 1\n");
  EXPECT_EQ(host.files["/work/a"], untidy);
  EXPECT_EQ(format(host, {"--check", "b"}), "\nstderr: nothing to change\nstatus 0\n");
}

TEST(Format, DiffShowsWhatWouldChange) {
  MemoryHost host;
  host.add("a", untidy);
  const std::string diff = "\n--- a\n+++ a\n@@ -1 +1 @@\n-from debian:12\n+FROM debian:12\n";
  EXPECT_EQ(format(host, {"--diff", "a"}), diff + "stderr: 1 file would change\nstatus 0\n");
  EXPECT_EQ(format(host, {"--diff", "--check", "a"}),
            diff + "stderr: 1 file would change\nstatus 1\n");
  EXPECT_EQ(host.files["/work/a"], untidy);
}

TEST(Format, GoesOnAfterTrouble) {
  MemoryHost host;
  host.add("a", untidy);
  host.add("b", untidy);
  host.add("utf16", "\xff\xfe");
  host.read_only.insert("/work/a");
  EXPECT_EQ(format(host, {"a", "missing", "utf16", "b"}),
            "\nstderr: dflint: a: is read-only\n"
            "dflint: missing: No such file or directory\n"
            "dflint: utf16: is UTF-16, which BuildKit cannot read; save it as UTF-8\n"
            "1 file changed\nstatus 2\n");
  EXPECT_EQ(host.files["/work/a"], untidy);
  EXPECT_EQ(host.files["/work/b"], neat);
}

TEST(Format, TakesOptions) {
  MemoryHost host;
  host.input = "From a\nRUN a \\\n      b\n";
  EXPECT_EQ(format(host, {"-", "--indent-scripts", "--indent", "2", "--keywords", "lower"}),
            "\nfrom a\nrun a \\\n  b\nstatus 0\n");
  EXPECT_EQ(format(host, {"-", "--indent-scripts", "--indent", "tab", "--keywords", "keep"}),
            "\nFrom a\nRUN a \\\n\tb\nstatus 0\n");
  for (const char* wrong : {"9", "-1", "10", "tabs", ""}) {
    EXPECT_NE(format(host, {"-", "--indent", wrong}).find("status 2"), std::string::npos) << wrong;
  }
  EXPECT_NE(format(host, {}).find("status 2"), std::string::npos);
}

}  // namespace
}  // namespace dflint
