// Reports instructions that a line continuation made a part of another one.
#include <algorithm>
#include <set>
#include <vector>

#include <fmt/core.h>

#include "analysis/keywords.h"
#include "rules/report.h"
#include "rules/rule.h"
#include "rules/swallowed.h"

namespace dflint {
namespace {

bool has_problem(const Instruction& in, const std::set<const Instruction*>& refused,
                 uint32_t from) {
  return refused.count(&in) > 0 ||
         std::any_of(in.problems.begin(), in.problems.end(),
                     [&](const Problem& problem) { return problem.span.begin >= from; });
}

void check(const Plan& plan, const Document& document, Report& report) {
  std::set<const Instruction*> refused;  // for something the builder reads behind the continuation
  const Instruction* last = nullptr;
  uint32_t end = UINT32_MAX;
  for (const BuildProblem& problem : plan.problems) {
    const Instruction* in = problem.place.in;
    if (in && in != last) {
      last = in;
      end = swallowed_from(*in);
    }
    if (in && problem.place.span.begin >= end) refused.insert(in);
  }
  for (const InstructionPtr& in : document.instructions) {
    if (in->pieces.size() < 2) continue;
    const std::vector<Swallowed> all = swallowed(*in);
    if (all.empty()) continue;
    const bool error = has_problem(*in, refused, all[0].word.begin);
    for (const Swallowed& one : all) {
      Finding& finding =
          report.add(Place{in.get(), one.word},
                     fmt::format("a `{}` makes this {} a part of the {} above", in->dialect.escape,
                                 info(one.keyword).name, in->value(in->statement.word)));
      if (!error) finding.severity = Severity::warning;
      finding.notes.push_back({{in.get(), one.continuation}, "the instruction goes on here"});
      finding.fixes.push_back(replace({in.get(), one.continuation}, "",
                                      "End the instruction before this one", Safety::unsafe));
    }
  }
}

}  // namespace

Rule swallowed_instruction() {
  return {
      .name = "swallowed-instruction",
      .category = Category::correctness,
      .severity = Severity::error,
      .summary = "End an instruction before the next one begins",
      .why = R"(
A `\` at the end of a line continues the instruction, also over blank lines and comments. Where one is
left over, mostly because the last line of a list was removed, the next instruction becomes a part of
this one: a shell runs it as a command, or COPY takes it for files. Mostly the build goes on for a while
and fails elsewhere, or never: a swallowed CMD or USER is simply missing in the image.
)",
      .examples = {{
          {
              .bad = R"(
FROM debian:12
RUN apt-get update && \
    apt-get install -y curl && \
    # nothing more

[|USER|] app
)",
              .good = R"(
FROM debian:12
RUN apt-get update && \
    apt-get install -y curl
    # nothing more

USER app
)",
          },
          {
              .bad = R"(
FROM debian:12
ENV LANG=C.UTF-8 \
    TZ=UTC \
[|COPY|] app /srv/
)",
              .good = R"(
FROM debian:12
ENV LANG=C.UTF-8 \
    TZ=UTC
COPY app /srv/
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
