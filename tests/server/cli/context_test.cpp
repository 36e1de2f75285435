// What the command line finds in the build context.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "server/cli/run.h"
#include "tests/server/memory_host.h"

namespace dflint {
namespace {

// The first line of each finding, and the exit status.
std::string check(MemoryHost& host, std::vector<std::string> words) {
  words.insert(words.begin(), "check");
  words.insert(words.end(), {"--select", "missing-copy-source,copy-source-casing"});
  host.out = host.err = "";
  const int status = run(host, words);
  std::string found;
  for (size_t at = 0; at < host.out.size();) {
    const size_t end = std::min(host.out.find('\n', at), host.out.size());
    const std::string line = host.out.substr(at, end - at);
    if (line.starts_with("warning[") || line.starts_with(" -->")) found += line + '\n';
    at = end + 1;
  }
  return found + host.err + std::to_string(status);
}

constexpr const char* missing =
    "warning[missing-copy-source]: `b.txt` is not in the build context\n --> d/Dockerfile:2:12\n1";

TEST(CheckContext, TakesTheDirectoryOfTheDockerfile) {
  MemoryHost host;
  host.add("d/Dockerfile", "FROM a\nCOPY a.txt b.txt /x/\n");
  host.add("d/a.txt", "");
  EXPECT_EQ(check(host, {"d/Dockerfile"}), missing);
  EXPECT_EQ(check(host, {"/work/d"}),
            "warning[missing-copy-source]: `b.txt` is not in the build context\n"
            " --> /work/d/Dockerfile:2:12\n1");
  // It may well be the context that is meant.
  host.add("b.txt", "");
  EXPECT_EQ(check(host, {"d/Dockerfile"}), "0");
  host.files.erase("/work/b.txt");
  host.add("d/.git/HEAD", "");
  host.add("d/.gitignore", "b.*\n");
  EXPECT_EQ(check(host, {"d/Dockerfile"}), "0");
}

TEST(CheckContext, TakesWhatTheConfigurationSays) {
  MemoryHost host;
  host.add("d/Dockerfile", "FROM a\nCOPY Any.txt b.txt /x/\n");
  host.add("d/b.txt", "");
  host.add("any.txt", "");
  host.add(".dflint.yaml", "context: .\n");
  EXPECT_EQ(check(host, {"d"}),
            "warning[copy-source-casing]: `Any.txt` is not in the build context, `any.txt` is\n"
            " --> d/Dockerfile:2:6\n"
            "warning[missing-copy-source]: `b.txt` is not in the build context\n"
            " --> d/Dockerfile:2:14\n1");
  host.add(".dflint.yaml", "context: .\noverrides: [{files: d/**, context: d}]\n");
  EXPECT_EQ(check(host, {"d"}),
            "warning[missing-copy-source]: `Any.txt` is not in the build context\n"
            " --> d/Dockerfile:2:6\n1");
  // The ignore file is that of the context.
  host.add(".dockerignore", "b.txt\n");
  host.add(".dflint.yaml", "context: .\n");
  EXPECT_EQ(check(host, {"d"}),
            "warning[copy-source-casing]: `Any.txt` is not in the build context, `any.txt` is\n"
            " --> d/Dockerfile:2:6\n1");
}

TEST(CheckContext, AsksNobodyForStandardInput) {
  MemoryHost host;
  host.add("a.txt", "");
  host.input = "FROM a\nCOPY a.txt b.txt /x/\n";
  EXPECT_EQ(check(host, {"-"}), "0");
  EXPECT_EQ(check(host, {"-", "--stdin-filename", "Dockerfile"}),
            "warning[missing-copy-source]: `b.txt` is not in the build context\n"
            " --> Dockerfile:2:12\n1");
}

}  // namespace
}  // namespace dflint
