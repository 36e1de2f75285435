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
      {{"--chekc"}, "--chekc stands where a command should; to check files say `dflint check`"},
      {{"--hlep"}, "no option is named --hlep; did you mean --help?"},
      {{"check", "--nonsense"}, "no option is named --nonsense\n"},
      {{"check", "--unsave-fixes"},
       "no option is named --unsave-fixes; did you mean --unsafe-fixes?"},
      {{"format", "x", "--dif"}, "no option is named --dif; did you mean --diff?"},
      {{"check", "--fail-on", "eror"}, "never; did you mean error?"},
      {{"check", "--no-config", "--config", "x"},
       "--config names a configuration file, --no-config wants none"},
      {{"format", "x", "--no-config", "--config", "x"}, "--no-config wants none"},
      {{"config", "--no-config", "--config", "x"}, "--no-config wants none"},
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

// What users of hadolint write is answered with what to write here.
TEST(Arguments, OptionsOfHadolint) {
  const std::pair<std::vector<std::string>, std::string> cases[] = {
      {{"--failure-threshold", "error"}, "`--fail-on error`"},
      {{"--failure-threshold=none"}, "`--fail-on never`"},
      {{"-t", "ignore"}, "`--fail-on style`"},
      {{"-t"}, "`--fail-on SEVERITY`"},
      {{"--no-fail", "Dockerfile"}, "`--fail-on never`"},
      {{"-f", "json"}, "`--format json`"},
      {{"-c", "ci.yaml"}, "`--config ci.yaml`"},
      {{"--no-color"}, "`--color never`"},
      {{"--error", "DL3002"}, "`rules: {DL3002: error}` in .dflint.yaml"},
      {{"--style=DL3059"}, "`rules: {DL3059: style}` in .dflint.yaml"},
      {{"--trusted-registry", "*.acme.test"},
       "`rules: {trusted-registries: {trusted-registries: ['*.acme.test']}}` in .dflint.yaml"},
      {{"--require-label", "author:text"},
       "`rules: {label-schema: {labels: {author: text}}}` in .dflint.yaml"},
      {{"--strict-labels"}, "`rules: {label-schema: {strict-labels: true}}` in .dflint.yaml"},
      {{"--disable-ignore-pragma"}, "`comments: false` in .dflint.yaml"},
  };
  for (auto [words, part] : cases) {
    const std::string option = words[0].substr(0, words[0].find('='));
    words.insert(words.begin(), "check");
    const Said said = say(words);
    EXPECT_EQ(said.status, 2) << part;
    EXPECT_EQ(said.err, "dflint: no option is named " + option + "; for hadolint's, write " + part +
                            "\nTry `dflint check --help`.\n");
  }
  EXPECT_NE(say({"check", "--format", "tty"}).err.find("json; write `--format text`\n"),
            std::string::npos);
  EXPECT_NE(say({"check", "--format", "checkstyle"}).err.find("json; write `--format json`\n"),
            std::string::npos);
  // Only where the command has what stands for it.
  EXPECT_EQ(say({"parse", "--no-fail", "x"}).err,
            "dflint: no option is named --no-fail\nTry `dflint parse --help`.\n");
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
