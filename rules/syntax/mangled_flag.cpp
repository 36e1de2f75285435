// Reports flags beyond ASCII, which the builder reads wrongly.
#include <algorithm>
#include <string_view>

#include <fmt/core.h>

#include "rules/problem.h"
#include "rules/rule.h"

namespace dflint {
namespace {

void check(const Instruction& in, Report& report) {
  const Statement& statement = in.effective();
  for (const Flag& flag : statement.flags) {
    const std::string_view text = in.source(flag.text.span);
    const bool ascii =
        std::all_of(text.begin(), text.end(), [](unsigned char c) { return c < 0x80; });
    if (ascii) continue;
    report.add(whole_characters({&in, flag.text.span}),
               fmt::format("the builder reads this flag as `{}`", in.value(flag.text)));
  }
}

}  // namespace

Rule mangled_flag() {
  return {
      .name = "mangled-flag",
      .category = Category::correctness,
      .severity = Severity::warning,
      .summary = "Write flags in ASCII",
      .why = R"(
BuildKit reads flags byte by byte and takes each byte for a character of its own, so every letter beyond
ASCII turns into two or three others: `--chown=josé` becomes `--chown=josÃ©`. Arguments are not affected:
a path with such letters is safe behind the flags.
)",
      .examples = {{
          {
              .bad = R"(
FROM debian:12
COPY [|--chown=josé|] . /srv
)",
              .good = R"(
FROM debian:12
COPY --chown=1000 . /srv
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
