// Asks for FROM and AS in the same case.
#include <fmt/core.h>

#include "analysis/casing.h"
#include "rules/report.h"
#include "rules/rule.h"

namespace dflint {
namespace {

void check(const Instruction& in, Report& report) {
  const Statement& from = in.statement;
  if (from.keyword != Keyword::from || from.recovered || from.args.size() < 3) return;
  const std::string_view as = in.value(from.args[1]);
  if (!equal_ignoring_case(as, "as")) return;
  const Casing want = casing_of(in.value(from.word));
  if (want == Casing::mixed || casing_of(as) == want) return;
  Finding& finding = report.add(
      from.args[1],
      fmt::format("`{}` and `{}` are written in different cases", in.value(from.word), as));
  const std::string text = with_casing(as, want);
  finding.fixes.push_back(replace(finding.place, text, fmt::format("Write `{}`", text)));
}

}  // namespace

Rule consistent_as_casing() {
  return {
      .name = "consistent-as-casing",
      .aliases = {"FromAsCasing"},
      .category = Category::style,
      .severity = Severity::style,
      .summary = "Write FROM and AS in the same case",
      .why = R"(
Both are keywords of one instruction. Written alike they read as one, and a search for ` AS ` finds
every named stage.
)",
      .examples = {{
          {
              .bad = R"(
FROM debian:12 [|as|] tools
)",
              .good = R"(
FROM debian:12 AS tools
)",
          },
          {
              .bad = R"(
FROM debian:12 \
  [|As|] tools
)",
              .good = R"(
FROM debian:12 \
  AS tools
)",
          },
          {
              .bad = R"(
from debian:12 [|AS|] tools
)",
              .good = R"(
from debian:12 as tools
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
