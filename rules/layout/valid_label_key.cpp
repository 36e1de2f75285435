// Reports keys of labels that are not as Docker asks for.
#include <algorithm>

#include <fmt/core.h>

#include "analysis/quotes.h"
#include "analysis/unicode.h"
#include "rules/report.h"
#include "rules/rule.h"

namespace dflint {
namespace {

bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

constexpr std::string_view reserved[] = {"com.docker.", "io.docker.", "org.dockerproject."};

// What is wrong with the key; empty: nothing.
std::string_view fault_of(std::string_view key) {
  for (std::string_view prefix : reserved) {
    if (key.starts_with(prefix)) return "begins with a prefix that is Docker's own";
  }
  if (std::any_of(key.begin(), key.end(), [](char c) { return c >= 'A' && c <= 'Z'; }))
    return "has capital letters";
  if (key.empty() || !is_lower(key.front())) return "does not begin with a letter";
  if (!std::all_of(key.begin(), key.end(), [](char c) {
        return is_lower(c) || is_digit(c) ||
               std::string_view(".-_/").find(c) != std::string_view::npos;
      }))
    return "holds more than letters, digits, `.`, `-`, `_` and `/`";
  if (!is_lower(key.back()) && !is_digit(key.back())) return "ends in punctuation";
  if (key.find("..") != std::string_view::npos || key.find("--") != std::string_view::npos)
    return "repeats a `.` or `-`";
  return {};
}

void check(const Instruction& in, Report& report) {
  const Statement& statement = report.as_hadolint() ? in.statement : in.effective();
  if (statement.keyword != Keyword::label) return;
  for (const Pair& pair : statement.pairs) {
    const std::string_view key = without_quotes(in.value(pair.key));
    const std::string_view fault = fault_of(key);
    if (fault.empty()) continue;
    if (!report.as_hadolint() && key.find('$') != std::string_view::npos) continue;
    Finding& finding = report.add(pair.key, fmt::format("the label `{}` {}", key, fault));
    const std::string lower = to_lower(key);
    if (!fault_of(lower).empty() || in.source(pair.key.span) != key) continue;
    finding.fixes.push_back(
        replace({&in, pair.key.span}, lower, fmt::format("Write `{}`", lower), Safety::unsafe));
  }
}

}  // namespace

Rule valid_label_key() {
  return {
      .name = "valid-label-key",
      .aliases = {"DL3048"},
      .category = Category::style,
      .severity = Severity::style,
      .on_by_default = false,
      .summary = "Write keys of labels in lower case, with a prefix of your own",
      .why = R"(
Docker asks that keys of labels hold lower-case letters, digits, `.`, `-`, `_` and `/`, begin with a
letter, end with a letter or digit, and do not repeat `.` or `-`. Keys that begin with
`com.docker.`, `io.docker.` or `org.dockerproject.` belong to Docker. Tools that filter by label
compare keys literally, so `Version` and `version` are two.
)",
      .examples = {{
          {
              .bad = R"(
FROM debian:12
LABEL [|Team|]=web [|org.example.Owner|]=me
)",
              .good = R"(
FROM debian:12
LABEL team=web org.example.owner=me
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
