// Reports files that become Dockerfiles only when a template engine has rendered them.
#include <algorithm>
#include <iterator>
#include <string_view>
#include <unordered_set>

#include <fmt/core.h>

#include "rules/report.h"
#include "rules/rule.h"

namespace dflint {
namespace {

// How Jinja, Go, Handlebars and ERB begin.
constexpr std::string_view marks[] = {"{{", "{%", "{#", "<%"};

// Where the first mark stands, in a text.
size_t find_mark(std::string_view text) {
  size_t first = std::string_view::npos;
  for (const std::string_view mark : marks) first = std::min(first, text.find(mark));
  return first;
}

// A line of a template in the place of an instruction, or a value that it fills in. Other words
// that are no instruction may be text which merely holds such marks.
bool is_of_template(const Instruction& in) {
  if (in.statement.keyword == Keyword::unknown) return find_mark(in.value(in.statement.word)) == 0;
  const std::string_view text = in.source(in.body);
  return std::any_of(std::begin(marks), std::end(marks), [&](std::string_view mark) {
    const size_t at = text.find(mark);
    const char end[] = {mark == "<%" || mark == "{%" ? '%'
                        : mark[1] == '{'             ? '}'
                                                     : '#',
                        mark == "<%" ? '>' : '}'};
    return at != text.npos && text.find({end, 2}, at + 2) != text.npos;
  });
}

void check(const Plan& plan, const Document& document, Report& report) {
  std::unordered_set<const Instruction*> refused;
  for (const BuildProblem& problem : plan.problems) refused.insert(problem.place.in);
  const Instruction* first = nullptr;
  bool is_template = false;
  for (const InstructionPtr& in : document.instructions) {
    if (in->problems.empty() && !refused.contains(in.get())) continue;
    if (find_mark(in->source(in->body)) == std::string_view::npos) continue;
    if (!first) first = in.get();
    is_template |= is_of_template(*in);
  }
  if (!is_template) return;
  const uint32_t at = static_cast<uint32_t>(find_mark(first->source(first->body)));
  const uint32_t begin = first->body.begin + at;
  const std::string_view rest = first->source({begin, first->body.end});
  const auto length = static_cast<uint32_t>(std::min(rest.find_first_of("\r\n"), rest.size()));
  report.add({first, {begin, begin + length}},
             fmt::format("`{}` is of a template, which must be rendered before it is built",
                         rest.substr(0, 2)));
}

}  // namespace

Rule unrendered_template() {
  return {
      .name = "unrendered-template",
      .category = Category::correctness,
      .severity = Severity::error,
      .summary = "Render a template before it is built",
      .why = R"(
Templates for Jinja, Go, Handlebars or ERB have lines of their own between the instructions, and BuildKit refuses the first
of them. What such a file will be is not known here: this is the only error that is reported from there on, and other
findings may be wrong. Check the rendered file instead; call the template `Dockerfile.j2`, `.tmpl` or
`.erb`, so that `dflint check` of a directory leaves it out; or silence this rule in the file.
)",
      .examples = {{{
          .bad = R"(
FROM debian:12
[|{% if proxy %}|]
ENV http_proxy={{ proxy }}
{% endif %}
)",
          .good = R"(
FROM debian:12
ENV http_proxy=http://proxy.example.com:3128
)",
      }}},
      .check = check,
  };
}

}  // namespace dflint
