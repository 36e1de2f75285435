// What labels must be there, and what they may hold.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/label_values.h"
#include "rules/shown.h"
#include "tests/support/marked_text.h"

namespace dflint {
namespace {

std::string codes(std::string_view text, OptionMap labels, bool strict, std::string_view select) {
  RuleSet rules(builtin_rules());
  rules.configure(
      {{{std::string(select)}, {}},
       {{"label-schema", {}, {{"labels", std::move(labels)}, {"strict-labels", strict}}}}});
  const SnapshotPtr seen = snapshot(Text(std::string(text)), rules);
  std::string found;
  for (const Finding& finding : all_findings(seen->document, seen->plan, seen->lint, rules)) {
    if (finding.rule->name != "label-schema") continue;
    Locator locator(seen->document);
    const uint32_t line = seen->document.text.line_of(locator.range(finding.place).begin);
    found += (found.empty() ? "" : " ") + std::to_string(line) + ":" + finding.code;
    const bool mild = finding.code == "DL3049" || finding.code == "DL3050";
    EXPECT_EQ(finding.severity, mild ? Severity::info : Severity::warning);
  }
  return found;
}

std::string own(std::string_view text, OptionMap labels, bool strict = false) {
  return codes(text, std::move(labels), strict, "label-schema");
}

std::string hadolint(std::string_view text, OptionMap labels, bool strict = false) {
  return codes(text, std::move(labels), strict, "hadolint");
}

TEST(LabelSchema, AsksForLabelsOfTheImage) {
  const OptionMap schema = {{"a", "text"}};
  const std::string_view inherited = "FROM x AS b\nLABEL a=1\nFROM b\nRUN true\n";
  EXPECT_EQ(own(inherited, schema), "");
  EXPECT_EQ(hadolint(inherited, schema), "");
  const std::string_view elsewhere = "FROM x AS b\nLABEL a=1\nFROM y:1\nRUN true\n";
  EXPECT_EQ(own(elsewhere, schema), "3:DL3049");
  EXPECT_EQ(hadolint(elsewhere, schema), "3:DL3049");
  const std::string_view two = "FROM x AS b\nFROM y AS c\nFROM z\nCOPY --from=c /a /a\nLABEL a=1\n";
  EXPECT_EQ(own(two, schema), "");
  EXPECT_EQ(hadolint(two, schema), "1:DL3049");
  EXPECT_EQ(own("LABEL a=1\n", schema), "");
}

TEST(LabelSchema, JudgesValues) {
  const OptionMap schema = {{"u", "url"}, {"l", "spdx"}};
  EXPECT_EQ(own("FROM x\nLABEL u=\"\" l=MIT\n", schema), "2:DL3051");
  EXPECT_EQ(hadolint("FROM x\nLABEL u=\"\" l=MIT\n", schema), "2:DL3051 2:DL3052");
  EXPECT_EQ(own("FROM x\nLABEL u=$U l=\"MIT OR ISC\"\n", schema), "");
  EXPECT_EQ(hadolint("FROM x\nLABEL u=$U l=\"MIT OR ISC\"\n", schema), "2:DL3052 2:DL3054");
}

TEST(LabelSchema, IsStrictOnDemand) {
  EXPECT_EQ(own("FROM x\nLABEL a=1 b=2\n", {{"a", "text"}}), "");
  EXPECT_EQ(own("FROM x\nLABEL a=1 b=2\n", {{"a", "text"}}, true), "2:DL3050");
  EXPECT_EQ(hadolint("FROM x\nLABEL a=1 b=2\n", {}, true), "2:DL3050");
}

TEST(LabelValues, AreOfTheirTypes) {
  EXPECT_TRUE(is_absolute_uri("https://example.org/a?b=%20#c"));
  EXPECT_TRUE(is_absolute_uri("urn:x"));
  EXPECT_FALSE(is_absolute_uri("example.org/a"));
  EXPECT_FALSE(is_absolute_uri("https://example.org/a b"));
  EXPECT_FALSE(is_absolute_uri("https://example.org/%2"));
  EXPECT_TRUE(is_rfc3339("2024-01-31T09:30:00Z"));
  EXPECT_TRUE(is_rfc3339("2024-01-31T09:30:00.125+01:00"));
  EXPECT_FALSE(is_rfc3339("2024-01-31"));
  EXPECT_FALSE(is_rfc3339("2024-13-31T09:30:00Z"));
  EXPECT_FALSE(is_rfc3339("2024-01-31T09:30:00."));
  EXPECT_FALSE(is_rfc3339("2024-01-31T09:30:00"));
  EXPECT_TRUE(is_semver("1.2.0-rc.1+b.07"));
  EXPECT_FALSE(is_semver("v1.2.0"));
  EXPECT_FALSE(is_semver("1.2"));
  EXPECT_FALSE(is_semver("1.02.0"));
  EXPECT_FALSE(is_semver("1.2.0-"));
  EXPECT_TRUE(
      is_spdx_expression("(MIT OR Apache-2.0) AND GPL-2.0-only WITH Classpath-exception-2.0"));
  EXPECT_FALSE(is_spdx_expression("MIT OR"));
  EXPECT_FALSE(is_spdx_expression("(MIT"));
  EXPECT_FALSE(is_spdx_expression("MIT, ISC"));
  EXPECT_TRUE(is_git_hash("0123abc"));
  EXPECT_FALSE(is_git_hash("0123ABC"));
  EXPECT_TRUE(is_email("a.b+c@example.org"));
  EXPECT_FALSE(is_email("a.b"));
  EXPECT_FALSE(is_email("a b@example.org"));
  EXPECT_FALSE(is_email("a@b@example..org"));
}

TEST(ValidLabelKey, FindsFaults) {
  const auto check = [](std::string_view text) {
    const Marked marked = marked_by("valid-label-key", text);
    EXPECT_EQ(marked.found, marked.expected);
  };
  check("FROM x\nLABEL a.b-c/d_e1=1 [|a--b|]=1 [|a..b|]=1 [|1a|]=1 [|a-|]=1 [|a:b|]=1 \"$a\"=1\n");
  check("FROM x\nLABEL [|io.docker.a|]=1 [|org.dockerproject.a|]=1 io.dockers=1\n");
}

}  // namespace
}  // namespace dflint
