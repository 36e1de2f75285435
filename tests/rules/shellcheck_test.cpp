// From ShellCheck's comments to findings: which are shown, where, how severe, with which fix.
#include "rules/shellcheck.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include <fmt/core.h>

#include "rules/fix.h"
#include "rules/shown.h"

namespace dflint {
namespace {

using testing::ElementsAre;

struct Said {
  uint32_t code;
  std::string_view words;  // of the script, where it is said
  Severity level = Severity::warning;
  std::vector<ShellcheckComment::Edit> edits = {};  // places relative to the words
};

struct Asked {
  explicit Asked(std::string_view dockerfile, Config config = {})
      : document(parse(Text(std::string(dockerfile)))),
        plan(dflint::plan(document)),
        rules(builtin_rules()) {
    if (config.selection.select.empty()) config.selection.select = {"default"};
    EXPECT_THAT(rules.configure(config), ElementsAre());
    jobs = shellcheck_jobs(document, plan, rules);
  }

  void say(const Said& said) {
    if (jobs.empty()) return;
    const size_t header = jobs.back().text.header;
    const size_t at = jobs.back().text.text.find(said.words, header);
    ASSERT_NE(at, std::string::npos) << said.words;
    ShellcheckComment comment{said.code, said.level, uint32_t(at), uint32_t(at + said.words.size()),
                              "Say it.", said.edits};
    for (auto& edit : comment.edits) edit.begin += uint32_t(at), edit.end += uint32_t(at);
    comments.push_back(std::move(comment));
  }

  // "SC2086 info 2:10" for each finding of ShellCheck that is left.
  std::vector<std::string> found() {
    Findings others;
    if (!jobs.empty()) append_shellcheck(others, jobs.back(), comments, rules);
    findings = all_findings(document, plan, dflint::lint(document, plan, rules), rules, &others);
    std::erase_if(findings, [](const Finding& finding) { return finding.code.empty(); });
    std::vector<std::string> found;
    Locator locator(document);
    for (const Finding& finding : findings) {
      const uint32_t at = locator.range(finding.place).begin;
      found.push_back(fmt::format("{} {} {}:{}", finding.code, to_string(finding.severity),
                                  document.text.line_of(at), document.text.column_of(at)));
    }
    return found;
  }

  Document document;
  Plan plan;
  RuleSet rules;
  std::vector<ShellcheckJob> jobs;
  ShellcheckComments comments;
  Findings findings;
};

std::vector<std::string> found(std::string_view dockerfile, const std::vector<Said>& all,
                               Config config = {}) {
  Asked asked(dockerfile, std::move(config));
  for (const Said& said : all) asked.say(said);
  return asked.found();
}

Config selecting(std::vector<std::string> select, std::vector<std::string> ignore = {}) {
  return {{std::move(select), std::move(ignore)}, {}};
}

constexpr std::string_view sample = "FROM debian\nRUN a \\\n  $b c\n";
const std::vector<Said> three = {{2086, "$b", Severity::info}, {2164, "a"}, {2046, "c"}};

TEST(Shellcheck, ShowsWhatAReviewerWouldSay) {
  EXPECT_THAT(found(sample, three), ElementsAre("SC2164 warning 2:5"));
  EXPECT_THAT(found(sample, three, selecting({"all"})), ElementsAre("SC2164 warning 2:5"));
  EXPECT_THAT(found(sample, three, selecting({"shellcheck"})),
              ElementsAre("SC2164 warning 2:5", "SC2086 info 3:3", "SC2046 warning 3:6"));
  EXPECT_THAT(found(sample, three, selecting({"security"})), ElementsAre());
}

TEST(Shellcheck, TakesCodesForRules) {
  EXPECT_THAT(found(sample, three, selecting({"SC2086"})), ElementsAre("SC2086 info 3:3"));
  EXPECT_THAT(found(sample, three, selecting({"default", "sc2086"})),
              ElementsAre("SC2164 warning 2:5", "SC2086 info 3:3"));
  EXPECT_THAT(found(sample, three, selecting({"shellcheck"}, {"SC2046", "SC2164"})),
              ElementsAre("SC2086 info 3:3"));
  EXPECT_THAT(found(sample, three, selecting({}, {"shellcheck"})), ElementsAre());
  Config config;
  config.settings = {{"SC2086", Severity::error, {}}, {"SC2164", Severity::style, {}}};
  EXPECT_THAT(found(sample, three, config), ElementsAre("SC2164 style 2:5", "SC2086 error 3:3"));
  config.settings = {{"shellcheck", {}, {{"minimum-severity", std::string("info")}}}};
  EXPECT_THAT(found(sample, three, config), ElementsAre("SC2164 warning 2:5", "SC2086 info 3:3"));
  config.settings = {{"shellcheck", Severity::error, {}}};
  EXPECT_THAT(found(sample, three, config), ElementsAre("SC2164 error 2:5"));
}

TEST(Shellcheck, ReportsAsHadolint) {
  EXPECT_THAT(found(sample, three, selecting({"hadolint"})),
              ElementsAre("SC2086 info 2:1", "SC2164 warning 2:1", "SC2046 warning 2:1"));
  EXPECT_TRUE(Asked("FROM a\nCMD b\n", selecting({"hadolint"})).jobs.empty());
}

TEST(Shellcheck, ObeysComments) {
  struct Case {
    std::string_view dockerfile;
    std::vector<std::string> found;
  };
  const std::string other = "SC2164 warning", both = "SC2086 info";
  const std::vector<Said> two = {{2086, "$b", Severity::info}, {2164, "a"}};
  const auto left = [&](std::string comment, std::string inner = {}) {
    std::vector<std::string> codes;
    for (const std::string& line :
         found("FROM debian\n" + comment + "RUN a \\\n" + inner + "  $b\n", two,
               selecting({"shellcheck"})))
      codes.push_back(line.substr(0, 6));
    return codes;
  };
  EXPECT_THAT(left(""), ElementsAre("SC2164", "SC2086"));
  EXPECT_THAT(left("# hadolint ignore=SC2086\n"), ElementsAre("SC2164"));
  EXPECT_THAT(left("# dflint ignore=sc2086\n"), ElementsAre("SC2164"));
  EXPECT_THAT(left("# dflint ignore=SC9999\n"), ElementsAre("SC2164", "SC2086"));
  EXPECT_THAT(left("# dflint ignore=shellcheck\n"), ElementsAre());
  EXPECT_THAT(left("# dflint ignore=correctness\n"), ElementsAre());
  EXPECT_THAT(left("# hadolint global ignore=SC2164\n"), ElementsAre("SC2086"));
  EXPECT_THAT(left("# shellcheck disable=SC2086\n"), ElementsAre("SC2164"));
  EXPECT_THAT(left("# shellcheck shell=sh disable=SC2086,SC2164 # why\n"), ElementsAre());
  EXPECT_THAT(left("# shellcheck source=x\n"), ElementsAre("SC2164", "SC2086"));
  EXPECT_THAT(left("", "# shellcheck disable=SC2164\n"), ElementsAre("SC2086"));
  EXPECT_THAT(left("", "# hadolint ignore=SC2164\n"), ElementsAre("SC2164", "SC2086"));
}

TEST(Shellcheck, NeverCallsACommentUnused) {
  const std::string_view dockerfile =
      "FROM debian\n# hadolint ignore=SC2086\nRUN a\n# dflint ignore=shellcheck\nRUN b\n"
      "# shellcheck disable=SC1234\nRUN c\n";
  Asked asked(dockerfile);
  const Lint lint = dflint::lint(asked.document, asked.plan, asked.rules);
  for (const Finding& finding : all_findings(asked.document, asked.plan, lint, asked.rules)) {
    EXPECT_FALSE(finding.rule->name.ends_with("-suppression")) << finding.message;
  }
}

TEST(Shellcheck, TellsOneMistakeOnce) {
  const std::vector<Said> said = {{1046, "if", Severity::error},
                                  {1073, "if", Severity::error},
                                  {1072, "done", Severity::error},
                                  {2164, "a"}};
  const std::string_view dockerfile = "FROM debian\nRUN if a; done\n";
  Asked asked(dockerfile);
  for (const Said& one : said) asked.say(one);
  EXPECT_THAT(asked.found(), ElementsAre("SC1046 warning 2:5", "SC2164 warning 2:8"));
  EXPECT_EQ(asked.findings[0].notes.size(), 2u);
  EXPECT_EQ(found(dockerfile, said, selecting({"shellcheck"})).size(), 4u);
}

TEST(Shellcheck, KnowsWhatADockerfileMakesDifferent) {
  const Severity error = Severity::error;
  EXPECT_THAT(found("FROM debian\nCMD a $b\n", {{2154, "$b"}}), ElementsAre());
  EXPECT_THAT(found("FROM debian\nRUN a $b\n", {{2154, "$b"}}), ElementsAre("SC2154 warning 2:7"));
  EXPECT_THAT(found("FROM debian\nRUN {{ a }} (\n", {{1036, "(", error}}), ElementsAre());
  EXPECT_THAT(found("FROM debian\nCMD ['a', 'b']\n", {{1020, "]", error}}), ElementsAre());
  // Which shell `sh` is.
  const std::vector<Said> bashism = {{3020, "&>"}};
  for (std::string_view base :
       {"debian", "docker.io/library/ubuntu:22.04", "python:3-bookworm", "debian@sha256:0"}) {
    EXPECT_THAT(found(fmt::format("FROM {}\nRUN a &>b\n", base), bashism),
                ElementsAre("SC3020 warning 2:7"))
        << base;
  }
  for (std::string_view base : {"alpine", "fedora", "my/debian-tools", "scratch", "$x"}) {
    EXPECT_THAT(found(fmt::format("FROM {}\nRUN a &>b\n", base), bashism), ElementsAre()) << base;
  }
  EXPECT_THAT(found("FROM debian AS x\nFROM x\nRUN a &>b\n", bashism),
              ElementsAre("SC3020 warning 3:7"));
  EXPECT_THAT(found("FROM debian\nRUN echo -n\n", {{3037, "-n"}}), ElementsAre());
  EXPECT_THAT(found("FROM debian\nRUN echo -e\n", {{3037, "-e"}}).size(), 1u);
}

std::string header(std::string_view dockerfile) {
  const Asked asked(dockerfile);
  if (asked.jobs.empty()) return "";
  return asked.jobs.back().text.text.substr(0, asked.jobs.back().text.header);
}

TEST(Shellcheck, KnowsTheVariables) {
  EXPECT_EQ(header("ARG a\nFROM x\nRUN $a $b\n"), "#!/bin/sh\n");
  EXPECT_EQ(header("FROM x\nARG a\nENV b=1\nRUN $a $b $c\nARG c\n"), "#!/bin/sh\nexport a=1 b=1\n");
  EXPECT_EQ(header("FROM x\nARG a\nENV b=1\nCMD $a $b\n"), "#!/bin/sh\nexport b=1\n");
  EXPECT_EQ(header("FROM x AS y\nARG a\nENV b=1\nFROM z\nENV c=1\nFROM y\nRUN $a $b $c\n"),
            "#!/bin/sh\nexport b=1\n");
  EXPECT_EQ(header("FROM x\nRUN $http_proxy\n"), "#!/bin/sh\nexport http_proxy=1\n");
}

TEST(Shellcheck, KnowsTheShell) {
  EXPECT_EQ(header("FROM x\nSHELL [\"/bin/bash\", \"-euo\", \"pipefail\", \"-c\"]\nRUN a\n"),
            "#!/bin/bash -e\n");
  EXPECT_EQ(header("# hadolint shell=bash\nFROM x\nRUN a\nFROM y\nRUN a\n"), "#!/bin/bash\n");
  EXPECT_EQ(header("FROM x\n# hadolint shell=/bin/bash\nRUN a\n"), "#!/bin/bash\n");
  EXPECT_EQ(header("FROM x\n# hadolint shell=bash\nRUN a\nFROM y\nRUN a\n"), "#!/bin/sh\n");
  EXPECT_EQ(header("FROM x\n# hadolint shell=powershell\nRUN a\n"), "");
}

TEST(Shellcheck, MendsAcrossContinuations) {
  struct Case {
    std::string_view before, after;
    Said said;
  };
  const auto quote = [](uint32_t size) {
    return std::vector<ShellcheckComment::Edit>{{0, 0, false, "\""}, {size, size, true, "\""}};
  };
  const Case cases[] = {
      {"FROM debian\nRUN a \\\n  $b\\\n  c\n",
       "FROM debian\nRUN a \\\n  \"$b\"\\\n  c\n",
       {2086, "$b", Severity::info, quote(2)}},
      {"FROM debian\nRUN <<EOF\na\n$b\nEOF\n",
       "FROM debian\nRUN <<EOF\na\n\"$b\"\nEOF\n",
       {2086, "$b", Severity::info, quote(2)}},
      {"FROM debian\nRUN a `b`\n",
       "FROM debian\nRUN a $(b)\n",
       {2006, "`b`", Severity::style, {{0, 1, false, "$("}, {2, 3, false, ")"}}}},
      // What reaches over a continuation stays.
      {"FROM debian\nRUN a b\\\nc\n",
       "FROM debian\nRUN a b\\\nc\n",
       {2006, "bc", Severity::style, {{0, 2, false, "d"}}}},
  };
  for (const Case& c : cases) {
    RuleSet rules(builtin_rules());
    rules.select({{"shellcheck"}, {}});
    bool first = true;
    const MoreFindings more = [&](const Document& document, const Plan& plan, Findings& findings) {
      if (!std::exchange(first, false)) return;
      Asked asked(document.text.bytes(), selecting({"shellcheck"}));
      asked.say(c.said);
      const std::vector<ShellcheckJob> jobs = shellcheck_jobs(document, plan, rules);
      append_shellcheck(findings, jobs.back(), asked.comments, rules);
    };
    const FixResult fixed = fix(Text(std::string(c.before)), rules, Safety::unsafe, nullptr, more);
    EXPECT_EQ(fixed.text, c.after);
    first = true;
    EXPECT_EQ(fix(Text(std::string(c.before)), rules, Safety::safe, nullptr, more).applied, 0u);
  }
}

TEST(Shellcheck, IsLinearInVariables) {
  std::string text = "FROM a\n";
  for (int i = 0; i < 10'000; ++i) text += fmt::format("ENV v{}=1\nRUN echo $v{}\n", i, i);
  EXPECT_EQ(Asked(text).jobs.size(), 10'000u);
}

TEST(Shellcheck, IsLinearInStages) {
  std::string text = "FROM a AS s0\n";
  for (int i = 1; i < 2000; ++i) {
    text += fmt::format("ENV v{}=1\nRUN echo $v{}\nFROM s{} AS s{}\n", i, i, i - 1, i);
  }
  EXPECT_EQ(Asked(text).jobs.size(), 1999u);
}

TEST(Shellcheck, Url) {
  EXPECT_EQ(shellcheck_url("SC2086"), "https://www.shellcheck.net/wiki/SC2086");
  EXPECT_EQ(shellcheck_url("DL3008"), "");
}

}  // namespace
}  // namespace dflint
