// What .hadolint.yaml says in our terms, and as a file of our own.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "server/cli/run.h"
#include "server/config/file.h"
#include "tests/server/memory_host.h"

namespace dflint {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const RuleSet& rules() {
  static const RuleSet all(builtin_rules());
  return all;
}

ConfigFile read(std::string text) {
  MemoryHost host;
  host.add(".hadolint.yaml", std::move(text));
  return read_hadolint_config(host, ".hadolint.yaml", rules());
}

constexpr const char* all_keys = R"(---
failure-threshold: error
ignored:
  - DL3008   # the mirror keeps only the newest
  - SC2086
  - DL9999
override:
  error: [DL3002]
  style: [DL3002, DL3059]
trustedRegistries: [docker.io, "*.acme.test"]
label-schema:
  author: text
  built: rfc3339
strict-labels: true
disable-ignore-pragma: true
no-color: true
format: tty
)";

TEST(HadolintYaml, MeansTheSame) {
  const ConfigFile file = read(all_keys);
  EXPECT_TRUE(file.problems.empty());
  ASSERT_EQ(file.layers.size(), 1u);
  const Config& config = file.layers[0].config;
  EXPECT_THAT(config.selection.select, ElementsAre("default", "hadolint"));
  EXPECT_THAT(config.selection.ignore, ElementsAre("DL3008", "SC2086"));
  EXPECT_EQ(file.fail_on->from, Severity::error);
  EXPECT_EQ(file.comments, false);
  EXPECT_EQ(file.coloured, false);
  RuleSet set(builtin_rules());
  EXPECT_TRUE(set.configure(config).empty());
  const auto active = [&](std::string_view name) {
    return set.active(*set.index_of(set.find(name).at(0)));
  };
  // In two lists: the more severe one counts.
  EXPECT_EQ(active("DL3002").severity, Severity::error);
  EXPECT_EQ(active("DL3059").severity, Severity::style);
  EXPECT_EQ(std::get<std::vector<std::string>>(active("DL3026").options->at(0)),
            (std::vector<std::string>{"docker.io", "*.acme.test"}));
  EXPECT_EQ(std::get<OptionMap>(active("label-schema").options->at(0)),
            (OptionMap{{"author", "text"}, {"built", "rfc3339"}}));
  EXPECT_FALSE(set.on(*set.index_of(set.find("DL3008").at(0))));
}

TEST(HadolintYaml, FailsFromInfoOnUnlessToldOtherwise) {
  const auto from = [](const char* text) { return read(text).fail_on->from; };
  EXPECT_EQ(from(""), Severity::info);
  EXPECT_EQ(from("failure-threshold: ignore"), Severity::style);
  EXPECT_EQ(from("failure-threshold: none"), std::nullopt);
  EXPECT_EQ(from("no-fail: true\nfailure-threshold: error"), std::nullopt);
  EXPECT_EQ(from("failure-threshold: error\nno-fail: true"), std::nullopt);
  EXPECT_EQ(from("no-fail: false"), Severity::info);
}

TEST(HadolintYaml, SaysWhatIsWrong) {
  const std::pair<const char*, const char*> cases[] = {
      {"failure-threshold: bad",
       "`failure-threshold` takes `error`, `warning`, `info`, `style`, `ignore` or `none`"},
      {"override: [DL3008]", "`override` takes lists: `error: [DL3008]`"},
      {"override: {loud: [DL3008]}", "`override` takes `error`, `warning`, `info` and `style`"},
      {"label-schema: a", "`label-schema` takes labels with a type each: `author: text`"},
      {"no-fail: 3", "`no-fail` is `true` or `false`"},
      {"ignored: {DL3008: x}", "`ignored` takes a list, such as [a, b]"},
      {"a: [", "cannot be read as YAML"},
  };
  for (const auto& [text, message] : cases) {
    const ConfigFile file = read(text);
    ASSERT_EQ(file.problems.size(), 1u) << text;
    EXPECT_THAT(file.problems[0].message, HasSubstr(message));
    EXPECT_EQ(file.layers.size(), 1u);  // hadolint's rules run all the same
  }
}

// hadolint itself is silent, so this is no reason to fail.
TEST(HadolintYaml, WarnsOfKeysThatNobodyReads) {
  MemoryHost host;
  host.add(".hadolint.yaml", "ignored: [DL3002]\n\nfailure-treshold: error\nsomething:\n");
  host.add("Dockerfile", "FROM debian:12-slim\nUSER root\nCMD [\"/app\"]\n");
  EXPECT_EQ(run(host, {"check", "--shellcheck", "off", "--select", "DL3002", "--ignore", "DL3002"}),
            0);
  EXPECT_EQ(host.err,
            "dflint: .hadolint.yaml:3:1: hadolint has no setting `failure-treshold`; did you mean "
            "`failure-threshold`?\n"
            "dflint: .hadolint.yaml:4:1: hadolint has no setting `something`\n");
  EXPECT_EQ(run(host, {"init"}), 0);
  EXPECT_THAT(host.files["/work/.dflint.yaml"], HasSubstr("last-user-not-root"));
}

TEST(Init, WritesHadolintsConfigurationInOurWords) {
  MemoryHost host;
  host.add(".hadolint.yaml", all_keys);
  EXPECT_EQ(run(host, {"init", "--from-hadolint"}), 0) << host.err;
  EXPECT_EQ(host.out, "wrote .dflint.yaml from .hadolint.yaml\n");
  EXPECT_EQ(host.files["/work/.dflint.yaml"],
            R"(# Made from .hadolint.yaml, which is no longer read.

# dflint's own rules and all of hadolint's; `default` alone is quieter.
select: [default, hadolint]
ignore:
  - pin-apt-versions  # DL3008: the mirror keeps only the newest
  - SC2086
rules:
  last-user-not-root: error
  consecutive-runs: style
  trusted-registries:
    trusted-registries: [docker.io, '*.acme.test']
  label-schema:
    labels: {author: text, built: rfc3339}
    strict-labels: true
fail-on: error
comments: false
# For `no-color: true` say --color never, or set NO_COLOR.
)");
}

// What was written means what was read.
TEST(Init, KeepsTheMeaning) {
  MemoryHost host;
  host.add(".hadolint.yaml", all_keys);
  host.add("Dockerfile", "FROM debian\nUSER root\nCMD [\"/app\"]\n");
  const std::vector<std::string> words = {"check", "--format", "json", "--shellcheck", "off"};
  run(host, words);
  const std::string before = host.out;
  EXPECT_THAT(before, HasSubstr("DL3002"));
  run(host, {"init"});
  host.out.clear();
  run(host, words);
  EXPECT_EQ(host.out, before);
}

TEST(Init, WritesNothingOfABrokenFile) {
  MemoryHost host;
  host.add(".hadolint.yaml", "ignored: [a");
  EXPECT_EQ(run(host, {"init"}), 2);
  EXPECT_THAT(host.err, HasSubstr("nothing was written; mend .hadolint.yaml first"));
  EXPECT_FALSE(host.files.contains("/work/.dflint.yaml"));
}

TEST(Init, WritesOverNothing) {
  MemoryHost host;
  host.add(".dflint.yaml", "ignore: no-sudo\n");
  EXPECT_EQ(run(host, {"init"}), 2);
  EXPECT_EQ(host.err, "dflint: .dflint.yaml is there already; --force writes over it\n");
  EXPECT_EQ(host.files["/work/.dflint.yaml"], "ignore: no-sudo\n");
  EXPECT_EQ(run(host, {"init", "--force"}), 0);
  EXPECT_THAT(host.files["/work/.dflint.yaml"], HasSubstr("select: [default]"));
}

TEST(Init, BeginsWithAFileThatIsRight) {
  MemoryHost host;
  EXPECT_EQ(run(host, {"init"}), 0);
  EXPECT_EQ(run(host, {"config"}), 0) << host.err;
  EXPECT_EQ(run(host, {"init", "--from-hadolint", "--force"}), 2);
  EXPECT_THAT(host.err, HasSubstr("there is no .hadolint.yaml"));
}

}  // namespace
}  // namespace dflint
