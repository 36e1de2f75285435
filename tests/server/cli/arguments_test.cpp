// What the command line answers to words that ask for help or make no sense.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "server/cli/run.h"
#include "tests/server/memory_host.h"

namespace dflint {
namespace {

struct Said {
  std::string out, err;
  int status;
};

Said say(std::vector<std::string> words) {
  MemoryHost host;
  const int status = run(host, words);
  return {host.out, host.err, status};
}

TEST(Arguments, Help) {
  for (const std::vector<std::string>& words :
       {std::vector<std::string>{"--help"}, {"-h"}, {"help"}}) {
    const Said said = say(words);
    EXPECT_EQ(said.status, 0);
    EXPECT_NE(said.out.find("Usage: dflint COMMAND"), std::string::npos);
    EXPECT_EQ(said.err, "");
  }
  for (const char* command : {"check", "format", "parse", "rules", "explain", "config", "init"}) {
    const Said said = say({command, "--help"});
    EXPECT_EQ(said.status, 0) << command;
    EXPECT_NE(said.out.find(std::string("Usage: dflint ") + command), std::string::npos)
        << said.out;
  }
}

TEST(Arguments, Version) {
  EXPECT_TRUE(say({"--version"}).out.starts_with("dflint "));
  EXPECT_EQ(say({"--version"}).status, 0);
}

// Misuse says what is wrong on standard error and nothing on standard output.
TEST(Arguments, Misuse) {
  const std::pair<std::vector<std::string>, std::string> cases[] = {
      {{}, "Usage: dflint COMMAND"},
      {{"chekc"}, "no command is named chekc; did you mean check?"},
      {{"Dockerfile"}, "to check a file say `dflint check FILE`"},
      {{"--chekc"}, "unknown option --chekc"},
      {{"check", "--nonsense"}, "--nonsense"},
      {{"check", "--format", "xml"}, "xml is none of text, json"},
      {{"check", "--fail-on", "bad"}, "bad is none of style, info, warning, error, never"},
      {{"check", "--color"}, "--color"},
      {{"check", "--jobs", "many"}, "--jobs"},
      {{"check", "--jobs", "-1"}, "--jobs"},
      {{"parse"}, "FILE"},
      {{"explain"}, "RULE"},
      {{"explain", "unused-supression"}, "did you mean unused-suppression?"},
      {{"rules", "extra"}, "extra"},
  };
  for (const auto& [words, part] : cases) {
    const Said said = say(words);
    EXPECT_EQ(said.status, 2) << part;
    EXPECT_EQ(said.out, "") << part;
    EXPECT_NE(said.err.find(part), std::string::npos) << said.err;
  }
}

TEST(Arguments, OptionsTakeOneWordEach) {
  MemoryHost host;
  host.add("Dockerfile", "FROM debian:12\n");
  EXPECT_EQ(run(host, {"check", "--select", "unused-suppression", "Dockerfile"}), 0) << host.err;
  EXPECT_EQ(host.out, "no findings in 1 file\n");
  host.add("--odd", "FROM debian:12\n");
  EXPECT_EQ(run(host, {"check", "-q", "--", "--odd"}), 0) << host.err;
}

}  // namespace
}  // namespace dflint
