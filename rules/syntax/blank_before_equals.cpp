// Reports ENV and LABEL with blanks around the equals sign.
#include <algorithm>
#include <string_view>

#include <fmt/core.h>

#include "rules/report.h"
#include "rules/rule.h"

namespace dflint {
namespace {

void check(const Instruction& in, Report& report) {
  const Statement& statement = in.effective();
  if (statement.pairs.size() != 1 || !statement.pairs[0].legacy) return;
  const Pair& pair = statement.pairs[0];
  const std::string_view value = in.value(pair.value);
  if (!value.starts_with('=') || value.starts_with("==")) return;
  const size_t begin = std::min(value.find_first_not_of(" \t", 1), value.size());
  const std::string_view rest = value.substr(begin);
  const Span equals = in.span_in(pair.value, 0, 1);
  Finding& finding = report.add(
      equals,
      fmt::format("`{}` gets a value that begins with `=`, because a blank stands before it",
                  in.value(pair.key)));
  const Span blanks{
      pair.key.span.end,
      in.span_in(pair.value, static_cast<uint32_t>(begin), static_cast<uint32_t>(begin)).begin};
  if (rest.find_first_of(" \t") == std::string_view::npos) {
    finding.fixes.push_back(
        replace({&in, blanks}, "=", "Remove the blanks around `=`", Safety::unsafe));
  }
}

}  // namespace

Rule blank_before_equals() {
  return {
      .name = "blank-before-equals",
      .category = Category::correctness,
      .severity = Severity::warning,
      .summary = "Write `=` in ENV and LABEL without blanks around it",
      .why = R"(
`ENV NAME = value` is read in the old form without equals sign: the first word is the name, and the value
is all the rest, here `= value`. Nothing complains until a program reads the variable.
)",
      .examples = {{
          {
              .bad = R"(
FROM debian:12
ENV APP_MODE [|=|] production
)",
              .good = R"(
FROM debian:12
ENV APP_MODE=production
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
