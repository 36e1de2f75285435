// Reports options of # check= that BuildKit does not know.
#include "analysis/builder/mount.h"
#include "analysis/directives.h"
#include "rules/problem.h"
#include "rules/report.h"
#include "rules/rule.h"

namespace dflint {
namespace {

// The bad options of one value that stands at `at`.
void report_options(const Document& document, Span value, Report& report) {
  const Instruction& in = *document.instructions[0];
  for (const CheckOption& option : read_check_options(in.source(value))) {
    const auto place = [&](Span span) {
      return Place{&in, {value.begin + span.begin, value.begin + span.end}};
    };
    if (option.name == CheckOption::Name::unknown) {
      const std::string_view name = in.source(place(option.name_span).span);
      report.add(
          place(option.name_span),
          name.empty()
              ? "an option is missing here"
              : fmt::format("`{}` is no option of `# check=`; use skip, experimental or error",
                            name));
      continue;
    }
    bool ignored = false;
    if (option.name != CheckOption::Name::error || option.values.empty()) continue;
    const Place bad = place(option.values[0]);
    if (!is_go_bool(in.source(bad.span), ignored)) {
      report.add(bad, fmt::format("`error` must be true or false, not `{}`", in.source(bad.span)));
    }
  }
}

void check(const Plan&, const Document& document, Report& report) {
  if (document.instructions.empty() || document.instructions[0]->statement.keyword != Keyword::none)
    return;
  for (const Directive& directive : read_directives(document.instructions[0]->text).list) {
    if (directive.name == Directive::Name::check && directive.honoured) {
      report_options(document, directive.value_span, report);
    }
  }
}

}  // namespace

Rule invalid_check_option() {
  return {
      .name = "invalid-check-option",
      .category = Category::correctness,
      .severity = Severity::error,
      .summary = "Write # check= as skip, error and experimental",
      .why = R"(
`# check=skip=A,B;error=true` at the top takes `skip`, `experimental` and `error`, in lower case, without
blanks and without a `;` at the end. A wrong option makes BuildKit fail, without naming a line and before
it looks at anything else. Above an instruction it ignores the comment in silence.
)",
      .examples = {{
          {
              .bad = R"(
# check=[|skipp|]=JSONArgsRecommended
FROM debian:12
)",
              .good = R"(
# check=skip=JSONArgsRecommended
FROM debian:12
)",
          },
          {
              .bad = R"(
# check=error=[|maybe|]
FROM debian:12
)",
              .good = R"(
# check=error=true
FROM debian:12
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
