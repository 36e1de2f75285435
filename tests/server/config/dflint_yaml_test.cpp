// What .dflint.yaml may hold, and what is said about what it may not.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "server/config/file.h"
#include "tests/server/memory_host.h"
#include "tests/support/page.h"

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
  host.add(".dflint.yaml", std::move(text));
  return read_config(host, ".dflint.yaml", rules());
}

// "line:column message" of each problem.
std::vector<std::string> problems(std::string text) {
  std::vector<std::string> all;
  for (const ConfigProblem& problem : read(std::move(text)).problems) {
    EXPECT_EQ(problem.path, ".dflint.yaml");
    all.push_back(std::to_string(problem.line) + ":" + std::to_string(problem.column) + " " +
                  problem.message);
  }
  return all;
}

TEST(DflintYaml, HoldsAllThatTheManualNames) {
  const ConfigFile file = read(R"(
select: [default, DL3008]
ignore: no-sudo
rules:
  label-schema: {severity: info, strict-labels: yes, labels: {a: text}}
  pin-apt-versions: off
  SC2086: error
overrides:
  - files: [legacy/**]
    select: all
    ignore: [style]
    rules: {no-sudo: on}
context: .
exclude: [vendor/**, "*.old"]
fail-on: never
comments: false
shellcheck: off
format: {line-width: 100, indent: tab, keywords: lower, indent-scripts: yes}
)");
  ASSERT_TRUE(file.problems.empty()) << file.problems[0].message;
  ASSERT_EQ(file.layers.size(), 2u);
  const Config& own = file.layers[0].config;
  EXPECT_THAT(own.selection.select, ElementsAre("default", "DL3008"));
  EXPECT_THAT(own.selection.ignore, ElementsAre("no-sudo"));
  EXPECT_THAT(file.layers[0].select_lines, ElementsAre(2, 2));
  EXPECT_THAT(file.layers[0].ignore_lines, ElementsAre(3));
  EXPECT_THAT(file.layers[0].setting_lines, ElementsAre(5, 6, 7));
  ASSERT_EQ(own.settings.size(), 3u);
  EXPECT_EQ(own.settings[0].severity, Severity::info);
  EXPECT_EQ(std::get<bool>(own.settings[0].options.at(0).value), true);
  EXPECT_EQ(own.settings[1].on, false);
  EXPECT_EQ(own.settings[2].severity, Severity::error);
  ASSERT_TRUE(file.layers[1].files);
  EXPECT_TRUE(file.layers[1].files->matches("/work/legacy/a/Dockerfile"));
  EXPECT_FALSE(file.layers[1].files->matches("/work/new/Dockerfile"));
  EXPECT_EQ(file.layers[0].context, "/work");
  EXPECT_EQ(file.layers[1].context, "");
  EXPECT_TRUE(file.exclude.at(0).matches("/work/a.old"));
  ASSERT_TRUE(file.fail_on);
  EXPECT_FALSE(file.fail_on->from);
  EXPECT_EQ(file.comments, false);
  EXPECT_EQ(file.shellcheck, UseShellcheck::off);
  FormatOptions format;
  file.format.apply_to(format);
  EXPECT_EQ(format.width, 100u);
  EXPECT_TRUE(format.tabs && format.indent_scripts);
  EXPECT_EQ(format.keywords, Casing::lower);
}

TEST(DflintYaml, SaysWhatIsWrongAndWhere) {
  const std::pair<const char*, const char*> cases[] = {
      {"selct: [all]", "1:1 no setting is named `selct` here; did you mean `select`?"},
      {"\nignore: [no-sud]", "2:10 no rule is named `no-sud`; did you mean `no-sudo`?"},
      {"ignore: {a: b}", "1:9 `ignore` takes a list, such as [a, b]"},
      {"ignore: [[a]]", "1:10 `ignore` takes a list of words"},
      {"select: []", "1:9 `select` names no rule; leave it out for the default ones"},
      {"rules: [a]",
       "1:8 `rules` takes names of rules with what each shall do, such as `pin-apt-versions: off`"},
      {"ignore: no-sudo\n---\nignore: []", "3:1 only the first document of the file counts"},
      {"rules: {security: error}",
       "1:9 `security` stands for several rules: `select` and `ignore` take it, `rules` takes one "
       "rule"},
      {"rules: {no-sud: off}", "1:9 no rule is named `no-sud`; did you mean `no-sudo`?"},
      {"rules: {no-sudo: loud}",
       "1:18 `no-sudo` takes `off`, `on`, `style`, `info`, `warning`, `error`, or options"},
      {"rules: {no-sudo: {max: 1}}", "1:19 `no-sudo` has no option `max`, only `severity`"},
      {"rules: {label-schema: {label: 1}}",
       "1:24 `label-schema` has no option `label`, only `severity` and `labels` and "
       "`strict-labels`"},
      {"rules: {label-schema: {labels: many}}", "1:32 `labels` takes names with a text each"},
      {"rules: {label-schema: {strict-labels: 7}}", "1:39 `strict-labels` is `true` or `false`"},
      {"rules: {DL3026: {trusted-registries: {a: b}}}",
       "1:38 `trusted-registries` takes a list, such as [a, b]"},
      {"rules: {SC2086: {max: 1}}", "1:18 `SC2086` has no option `max`, only `severity`"},
      {"rules:\n  no-sudo: off\n  no-sudo: on",
       "3:3 `no-sudo` is there twice; the first one counts"},
      {"overrides: {}",
       "1:12 `overrides` takes a list: `- files: legacy/**` with what holds there"},
      {"overrides: [{ignore: style}]", "1:13 an override must name its `files`"},
      {"overrides: [{files: a, fail-on: error}]", "1:24 no setting is named `fail-on` here"},
      {"context: none", "1:10 there is no directory /work/none"},
      {"context: [a]", "1:10 `context` takes a text"},
      {"fail-on: bad", "1:10 `fail-on` takes `style`, `info`, `warning`, `error` or `never`"},
      {"comments: perhaps", "1:11 `comments` is `true` or `false`"},
      {"shellcheck: [on]", "1:13 `shellcheck` takes `auto`, `on` or `off`"},
      {"format: tabs", "1:9 `format` takes settings, such as `line-width: 100`"},
      {"format: {line-width: -1}", "1:22 `line-width` is a number, 0 or more"},
      {"format: {indent: 9}", "1:18 `indent` takes `tab` or a number from 0 to 8"},
      {"format: {keywords: big}", "1:20 `keywords` takes `upper`, `lower` or `keep`"},
      {"format: {width: 9}", "1:10 no setting is named `width` here"},
      {"extends: nowhere.yaml", "1:10 there is no file nowhere.yaml"},
      {"extends: .dflint.yaml", "1:10 these files extend each other in a circle"},
      {"just words", "1:1 should hold keys with values, such as `ignore: [pin-apt-versions]`"},
      {"? [a]\n: b", "1:3 a key must be a word"},
  };
  for (const auto& [text, problem] : cases) {
    EXPECT_THAT(problems(text), ElementsAre(problem)) << text;
  }
  EXPECT_THAT(problems("a: [b"), ElementsAre(HasSubstr("cannot be read as YAML")));
  EXPECT_THAT(problems(std::string(100'000, '[')),
              ElementsAre(HasSubstr("cannot be read as YAML")));
  EXPECT_THAT(problems(std::string(2'000'000, '#')),
              ElementsAre("0:0 is larger than 1 MiB, which no configuration is"));
  EXPECT_THAT(problems(""), ElementsAre());
  EXPECT_THAT(problems("# nothing\n"), ElementsAre());
}

TEST(DflintYaml, TakesTheRestWhereAPartIsWrong) {
  const ConfigFile file = read("ignore: [no-sudo, nonsense]\nfail-on: bad\nshellcheck: on\n");
  EXPECT_EQ(file.problems.size(), 2u);
  EXPECT_THAT(file.layers.at(0).config.selection.ignore, ElementsAre("no-sudo"));
  EXPECT_EQ(file.shellcheck, UseShellcheck::on);
}

TEST(DflintYaml, ExtendsFilesThatCountLess) {
  MemoryHost host;
  host.add("team/base.yaml",
           "ignore: no-sudo\nfail-on: error\nexclude: [old/**]\n"
           "overrides: [{files: x, ignore: all}]\nextends: ../root.yaml\n");
  host.add("root.yaml", "shellcheck: on\nfail-on: info\n");
  host.add(".dflint.yaml", "extends: [team/base.yaml]\nrules: {no-sudo: on}\nshellcheck: off\n");
  const ConfigFile file = read_config(host, ".dflint.yaml", rules());
  EXPECT_TRUE(file.problems.empty());
  EXPECT_THAT(file.files, ElementsAre("team/../root.yaml", "team/base.yaml", ".dflint.yaml"));
  ASSERT_EQ(file.layers.size(), 4u);
  EXPECT_EQ(file.layers[3].path, ".dflint.yaml");
  EXPECT_EQ(file.fail_on->from, Severity::error);
  EXPECT_EQ(file.shellcheck, UseShellcheck::off);
  // Patterns are seen from the file that has them.
  EXPECT_TRUE(file.exclude.at(0).matches("/work/team/old/Dockerfile"));
  EXPECT_FALSE(file.exclude.at(0).matches("/work/old/Dockerfile"));
}

TEST(DflintYaml, ReadsOnlySoMuch) {
  MemoryHost host;
  for (int i = 0; i < 9; ++i) {
    const std::string next = "f" + std::to_string(i + 1);
    host.add("f" + std::to_string(i),
             "extends: [" + next + ", " + next + ", " + next + ", " + next + "]\n");
  }
  host.add("f9", "ignore: no-sudo\n");
  ConfigFile file = read_config(host, "f0", rules());
  EXPECT_LE(file.files.size(), 50u);
  ASSERT_FALSE(file.problems.empty());
  EXPECT_THAT(file.problems[0].message, HasSubstr("more than 50 files"));

  std::string many = "overrides:\n  - &a {files: x, ignore: [";
  for (int i = 0; i < 5000; ++i) many += "no-sudo, ";
  many += "]}\n";
  for (int i = 0; i < 1000; ++i) many += "  - *a\n";
  host.add("many", many);
  file = read_config(host, "many", rules());
  ASSERT_EQ(file.problems.size(), 1u);
  EXPECT_THAT(file.problems[0].message, HasSubstr("more values"));
}

TEST(DflintYaml, ReadsABrokenBaseAsFarAsItGoes) {
  MemoryHost host;
  host.add("base.yaml", "ignore: [no-sudo]\nnonsense: 1\n");
  host.add(".dflint.yaml", "extends: base.yaml\n");
  const ConfigFile file = read_config(host, ".dflint.yaml", rules());
  ASSERT_EQ(file.problems.size(), 1u);
  EXPECT_EQ(file.problems[0].path, "base.yaml");
  EXPECT_EQ(file.problems[0].line, 2u);
  EXPECT_THAT(file.layers.at(0).config.selection.ignore, ElementsAre("no-sudo"));
}

// Editors read the schema from the repository; DFLINT_UPDATE=1 writes it anew.
TEST(ConfigSchema, IsThatOfTheManual) {
  const std::string schema = config_schema(builtin_rules());
  EXPECT_EQ(page("docs/dflint.schema.json", schema), schema)
      << "\nTo write it anew: DFLINT_UPDATE=1 ./dev test schema";
}

TEST(ConfigSchema, KnowsEveryRuleAndOption) {
  const nlohmann::json schema = nlohmann::json::parse(config_schema(builtin_rules()));
  const nlohmann::json& known = schema["$defs"]["rules"]["properties"];
  for (const Rule& rule : builtin_rules()) {
    ASSERT_TRUE(known.contains(rule.name)) << rule.name;
    for (const Option& option : rule.options) {
      if (option.name.empty()) continue;
      EXPECT_TRUE(known[std::string(rule.name)]["oneOf"][1]["properties"].contains(option.name))
          << rule.name << " " << option.name;
    }
  }
}

}  // namespace
}  // namespace dflint
