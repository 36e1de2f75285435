// Reports WORKDIR and USER with several words.
#include <string_view>

#include <fmt/core.h>

#include "rules/report.h"
#include "rules/rule.h"
#include "rules/swallowed.h"

namespace dflint {
namespace {

// Where the second word begins; npos where there is one word only.
size_t second_word(std::string_view text, char escape) {
  char quote = '\0';
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == escape && quote != '\'') {
      ++i;
    } else if (quote == '\0' ? c == '"' || c == '\'' : c == quote) {
      quote = quote == '\0' ? c : '\0';
    } else if ((c == ' ' || c == '\t') && quote == '\0') {
      return text.find_first_not_of(" \t", i);
    }
  }
  return std::string_view::npos;
}

void check(const Instruction& in, Report& report) {
  const Statement& statement = in.effective();
  const bool user = statement.keyword == Keyword::user;
  if ((!user && statement.keyword != Keyword::workdir) || statement.args.empty()) return;
  const Word& word = statement.args[0];
  const std::string_view text = in.value(word);
  // C:\Program Files
  if (in.dialect.escape == '`' || text.find(":\\") != std::string_view::npos) return;
  const size_t at = second_word(text, in.dialect.escape);
  if (at == std::string_view::npos || text[at] == '#') return;
  // ${name:-a b} is one word.
  if (text.substr(0, at).find("${") != std::string_view::npos) return;
  const Span place =
      in.span_in(word, static_cast<uint32_t>(at), static_cast<uint32_t>(text.size()));
  if (place.begin >= swallowed_from(in)) return;
  report.add(place, user ? fmt::format("USER takes all of `{}` for the name of one user", text)
                         : fmt::format("WORKDIR takes all of `{}` for one path", text));
}

}  // namespace

Rule blank_in_argument() {
  return {
      .name = "blank-in-argument",
      .category = Category::correctness,
      .severity = Severity::warning,
      .summary = "Give WORKDIR and USER one word",
      .why = R"(
WORKDIR and USER take the rest of the line, blanks included, for one path or name. `WORKDIR /a /b` makes
a directory called `a ` with `b` in it; `USER app staff` fails only when a command runs, since there is
no such user. A group follows a colon: `USER app:staff`. Where a blank is meant, quotes make that clear.
)",
      .examples = {{
          {
              .bad = R"(
FROM debian:12
USER app [|staff|]
)",
              .good = R"(
FROM debian:12
USER app:staff
)",
          },
          {
              .bad = R"(
FROM debian:12
WORKDIR /srv/My [|App|]
)",
              .good = R"(
FROM debian:12
WORKDIR "/srv/My App"
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
