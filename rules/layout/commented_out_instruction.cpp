// Reports instructions that a comment keeps from being run.
#include <string_view>

#include <fmt/core.h>

#include "analysis/casing.h"
#include "analysis/keywords.h"
#include "rules/layout/comment_text.h"
#include "rules/report.h"
#include "rules/rule.h"

namespace dflint {
namespace {

// What follows the keyword of an instruction, and not the words of a sentence: "# RUN this as
// root".
bool reads_as(Keyword keyword, std::string_view rest) {
  const std::string_view first = rest.substr(0, rest.find(' '));
  const bool one_word = first.size() == rest.size();
  const auto holds = [&](std::string_view some) {
    return rest.find_first_of(some) != std::string_view::npos;
  };
  switch (keyword) {
    case Keyword::env:
    case Keyword::label:
      return first.find('=') != std::string_view::npos;
    case Keyword::arg:
    case Keyword::user:
    case Keyword::workdir:
    case Keyword::stopsignal:
      return one_word;
    case Keyword::expose:
      return first.find_first_not_of("0123456789/tcpudp") == std::string_view::npos;
    case Keyword::from:
      return one_word ? holds(":/")
                      : rest.find(" AS ") != rest.npos || rest.find(" as ") != rest.npos;
    case Keyword::copy:
    case Keyword::add:
      return !one_word && holds("/") && !holds(",;()");
    case Keyword::cmd:
    case Keyword::entrypoint:
    case Keyword::volume:
    case Keyword::shell:
      return rest.starts_with('[');
    case Keyword::run:
      return holds("-&|/=\\") && !rest.ends_with('.');
    default:
      return false;
  }
}

void check(const Instruction& in, Report& report) {
  for (const std::vector<Span>* comments : {&in.comments, &in.inner_comments}) {
    for (Span span : *comments) {
      const std::string_view text = comment_text(in, span);
      const std::string_view word = text.substr(0, text.find(' '));
      if (word.size() == text.size() || casing_of(word) != Casing::upper) continue;
      const Keyword keyword = keyword_of(word);
      if (keyword == Keyword::unknown || keyword == Keyword::none) continue;
      const size_t at = text.find_first_not_of(' ', word.size());
      if (at == std::string_view::npos || !reads_as(keyword, text.substr(at))) continue;
      const auto begin = span.begin + static_cast<uint32_t>(in.source(span).find(word));
      report.add(Span{begin, begin + static_cast<uint32_t>(text.size())},
                 fmt::format("a {} that is commented out", info(keyword).name));
    }
  }
}

}  // namespace

Rule commented_out_instruction() {
  return {
      .name = "commented-out-instruction",
      .category = Category::style,
      .severity = Severity::style,
      .on_by_default = false,
      .summary = "Remove instructions that are commented out",
      .why = R"(
What is commented out is not built, not tested, and soon wrong; readers wonder whether it is missing. The
history of the repository keeps it. Off by default: some files show examples in this way.
)",
      .examples = {{
          {
              .bad = R"(
FROM debian:12
# [|RUN apt-get update && apt-get install -y curl|]
#[|ENV DEBUG=1|]
# RUN is not needed here
CMD ["app"]
)",
              .good = R"(
FROM debian:12
# RUN is not needed here
CMD ["app"]
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
