// Reports options of the file's `# check=` that the builder refuses.
#include <string>
#include <string_view>

#include <fmt/core.h>

#include "analysis/builder/mount.h"
#include "analysis/directives.h"
#include "analysis/suggest.h"
#include "rules/report.h"
#include "rules/rule.h"

namespace dflint {
namespace {

constexpr std::string_view names[] = {"skip", "experimental", "error"};

void bad_name(const Instruction& in, Span span, std::string_view option, Report& report) {
  const std::string_view name = in.source(span);
  if (span.empty()) {
    // `skip=A;` promises another option.
    const Span semicolon{span.begin - 1, span.begin};
    report.add(semicolon, "an option must follow this `;`")
        .fixes.push_back(replace({&in, semicolon}, "", "Remove the `;`"));
    return;
  }
  const Guess near = guess(name, names);
  if (option.find('=') == std::string_view::npos) {
    report.add(span, fmt::format("`{}` is no check option; write `skip={}`", name, name))
        .fixes.push_back(replace({&in, span}, fmt::format("skip={}", name),
                                 fmt::format("Replace `{0}` by `skip={0}`", name), Safety::unsafe));
    return;
  }
  Finding& finding = report.add(
      span, fmt::format("`{}` is no check option; there are skip, experimental and error", name));
  if (near.word.empty()) return;
  const std::string lower(near.word);
  finding.fixes.push_back(
      replace({&in, span}, lower, fmt::format("Replace `{}` by `{}`", name, lower)));
}

void check(const Instruction& in, Report& report) {
  if (!in.dialect.start_of_file || in.statement.keyword != Keyword::none) return;
  for (const Directive& directive : read_directives(in.text).list) {
    if (directive.name != Directive::Name::check || !directive.honoured) continue;
    const uint32_t at = directive.value_span.begin;
    const std::string_view value = in.source(directive.value_span);
    for (const CheckOption& option : read_check_options(value)) {
      const Span name{option.name_span.begin + at, option.name_span.end + at};
      if (option.name == CheckOption::Name::unknown) {
        bad_name(in, name, value.substr(option.name_span.begin).substr(0, name.size() + 1), report);
      } else if (option.name == CheckOption::Name::error && !option.values.empty()) {
        const Span given{option.values[0].begin + at, option.values[0].end + at};
        bool ignored = false;
        if (is_go_bool(in.source(given), ignored)) continue;
        report.add(given.empty() ? name : given,
                   fmt::format("`error` must be true or false, not `{}`", in.source(given)));
      }
    }
  }
}

}  // namespace

Rule invalid_check_option() {
  return {
      .name = "invalid-check-option",
      .category = Category::correctness,
      .severity = Severity::error,
      .summary = "Give `# check=` only options that exist",
      .why = R"(
One bad option in the `# check=` line at the top of the file makes the whole build fail, with a message
that names no line. There are `skip=` and `experimental=`, each with `all` or a list of checks, and
`error=` with `true` or `false`, separated by `;` and without blanks: what stands behind the first blank
is not read.
)",
      .examples = {{
          {
              .bad = R"(
# check=[|SKIP|]=StageNameCasing
FROM debian:12
)",
              .good = R"(
# check=skip=StageNameCasing
FROM debian:12
)",
          },
          {
              .bad = R"(
# check=error=[|yes|]
FROM debian:12
)",
              .good = R"(
# check=error=true
FROM debian:12
)",
          },
          {
              .bad = R"(
# check=skip=StageNameCasing[|;|]
FROM debian:12
)",
              .good = R"(
# check=skip=StageNameCasing
FROM debian:12
)",
          },
          {
              .bad = R"(
# check=[|StageNameCasing|]
FROM debian:12
)",
              .good = R"(
# check=skip=StageNameCasing
FROM debian:12
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
