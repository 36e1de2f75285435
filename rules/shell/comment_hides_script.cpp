// Reports comments that hide the rest of a script.
#include "rules/problem.h"
#include "rules/report.h"
#include "rules/rule.h"

namespace dflint {
namespace {

void check(const Plan& plan, const Document& document, Report& report) {
  for (size_t i = 0; i < document.instructions.size(); ++i) {
    const Script* script = plan.steps[i].script.get();
    if (!script || script->comments.empty()) continue;
    const Instruction& in = *document.instructions[i];
    for (const Span& comment : script->comments) {
      // It goes on over a line continuation: what stands on the next lines is lost.
      const std::string_view text = in.source(comment);
      const size_t newline = text.find('\n');
      if (newline == std::string_view::npos) continue;
      size_t end = text.find_last_not_of(" \t\r", newline - 1);
      if (end != std::string_view::npos && text[end] == in.dialect.escape && end > 0)
        end = text.find_last_not_of(" \t", end - 1);
      const uint32_t size =
          static_cast<uint32_t>(end == std::string_view::npos ? newline : end + 1);
      report.add(
          Place{&in, {comment.begin, comment.begin + size}},
          "this comment hides the lines after it from the shell: they are joined to this one");
    }
  }
}

}  // namespace

Rule comment_hides_script() {
  return {
      .name = "comment-hides-script",
      .category = Category::correctness,
      .severity = Severity::warning,
      .summary = "Put comments of a continued RUN on lines of their own",
      .why = R"(
The builder joins the lines of a continued instruction into one. A `#` behind a command therefore turns
everything after it into a comment, the following lines too. A line of its own that begins with `#` is
taken out before and harms nothing.
)",
      .examples = {{
          {
              .bad = R"(
FROM debian:12
RUN apt-get update [|# refresh|] \
    && apt-get install -y jq
)",
              .good = R"(
FROM debian:12
# refresh
RUN apt-get update \
    && apt-get install -y jq
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
