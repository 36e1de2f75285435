// Reports comments about work that is still to be done.
#include <string_view>

#include <fmt/core.h>

#include "rules/layout/comment_text.h"
#include "rules/report.h"
#include "rules/rule.h"

namespace dflint {
namespace {

// The words that begin such a comment; not inside another word.
std::string_view marker_in(std::string_view text) {
  for (std::string_view marker : {"TODO", "FIXME", "XXX"}) {
    if (!text.starts_with(marker)) continue;
    const char next = marker.size() < text.size() ? text[marker.size()] : ' ';
    if (next == ' ' || next == ':' || next == '(' || next == ',' || next == '!') return marker;
  }
  return {};
}

void check(const Instruction& in, Report& report) {
  for (const std::vector<Span>* comments : {&in.comments, &in.inner_comments}) {
    for (Span span : *comments) {
      const std::string_view text = comment_text(in, span);
      const std::string_view marker = marker_in(text);
      if (marker.empty()) continue;
      const auto begin = span.begin + static_cast<uint32_t>(in.source(span).find(marker));
      report.add(Span{begin, begin + static_cast<uint32_t>(text.size())},
                 fmt::format("`{}`: this is still to be done", marker));
    }
  }
}

}  // namespace

Rule todo_comment() {
  return {
      .name = "todo-comment",
      .category = Category::style,
      .severity = Severity::info,
      .on_by_default = false,
      .summary = "Finish the work that a comment leaves open, or file it as an issue",
      .why = R"(
Comments that begin with `TODO`, `FIXME` or `XXX` are easily forgotten. This rule lists them, for teams that
keep such notes in their issue tracker.
)",
      .examples = {{
          {
              .bad = R"(
FROM debian:12
# [|TODO: run as another user|]
CMD ["app"]
)",
              .good = R"(
FROM debian:12
USER app
CMD ["app"]
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
