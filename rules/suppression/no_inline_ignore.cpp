// Reports comments that silence findings.
#include "rules/report.h"
#include "rules/rule.h"

namespace dflint {
namespace {

std::string_view without_blanks(std::string_view text) {
  return text.substr(std::min(text.find_first_not_of(" \t"), text.size()));
}

// Whether `text` begins with the word and goes on with something else; takes it off.
bool take(std::string_view& text, std::string_view word) {
  if (!text.starts_with(word)) return false;
  text = without_blanks(text.substr(word.size()));
  return true;
}

// `comment` begins with its '#'.
bool silences(std::string_view comment, bool as_hadolint) {
  std::string_view text = without_blanks(comment.substr(1));
  if (take(text, "hadolint ")) {
    // hadolint: what holds for a whole stage or file passes.
    if (!as_hadolint && !take(text, "global ")) take(text, "stage ");
    return take(text, "ignore") && text.starts_with('=');
  }
  if (as_hadolint) return false;
  if (take(text, "dflint ")) {
    return (take(text, "ignore-file") || take(text, "ignore")) && text.starts_with('=');
  }
  return text.starts_with("check=") && text.find("skip=") != std::string_view::npos;
}

void check(const Instruction& in, Report& report) {
  for (const std::vector<Span>* comments : {&in.comments, &in.inner_comments}) {
    for (const Span& comment : *comments) {
      if (silences(in.source(comment), report.as_hadolint()))
        report.add(comment, "a comment that silences findings");
    }
  }
}

}  // namespace

Rule no_inline_ignore() {
  return {
      .name = "no-inline-ignore",
      .aliases = {"DL1001"},
      .category = Category::style,
      .severity = Severity::info,
      .on_by_default = false,
      .summary = "Silence findings in the configuration only",
      .why = R"(
Some teams decide together which findings they accept, and keep the list in one place, the
configuration file. There this rule finds the comments that make exceptions behind its back:
`# dflint ignore=`, `# hadolint ignore=` and `# check=skip=`.
)",
      .examples = {{
          {
              .bad = R"(
FROM alpine:3.20
[|# hadolint ignore=DL3018|]
RUN apk add --no-cache jq
)",
              .good = R"(
FROM alpine:3.20
# a plain remark
RUN apk add --no-cache jq=1.7.1-r0
)",
          },
          {
              .bad = R"(
FROM alpine:3.20
[|# dflint ignore=pin-apk-versions nobody needs this|]
RUN apk add \
      --no-cache jq
)",
              .good = R"(
FROM alpine:3.20
# dflint is asked to ignore nothing here
RUN apk add \
      --no-cache jq
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
