// What the parser and the plan know to be wrong, as findings: one rule for each kind.
#pragma once

#include <string>

#include <fmt/core.h>

#include "analysis/document.h"
#include "analysis/plan.h"
#include "rules/report.h"
#include "rules/syntax/swallowed.h"

namespace dflint {

// A file that does not parse is not built, so a correction that leaves no choice is safe.
inline Finding& report_problem(const Instruction& in, const Problem& problem, Report& report) {
  Finding& finding = report.add(Place{&in, problem.span}, problem.message);
  // The builder looks at a trigger only in the build that triggers it.
  if (problem.in_trigger) finding.severity = Severity::warning;
  if (!problem.remove && problem.replacement.empty()) return finding;
  const Safety safety = problem.remove || problem.certain ? Safety::safe : Safety::unsafe;
  std::string title = problem.title;
  if (title.empty()) {
    title = fmt::format("Replace `{}` by `{}`", in.source(problem.span).substr(0, 40),
                        problem.replacement);
  }
  // What ends a line goes with the blanks before it.
  Span span = problem.span;
  const bool last =
      span.end >= in.text.size() || in.text[span.end] == '\n' || in.text[span.end] == '\r';
  while (problem.remove && last && span.begin > 0 &&
         (in.text[span.begin - 1] == ' ' || in.text[span.begin - 1] == '\t')) {
    --span.begin;
  }
  finding.fixes.push_back(replace(Place{&in, span}, problem.replacement, std::move(title), safety));
  return finding;
}

// Leaves out what is wrong only because a continuation swallowed it.
inline void report_problems(const Instruction& in, ProblemKind kind, Report& report) {
  if (in.problems.empty()) return;
  const uint32_t end = swallowed_from(in);
  for (const Problem& problem : in.problems) {
    if (problem.kind == kind && problem.span.begin < end) report_problem(in, problem, report);
  }
}

// Error where the builder fails for certain, warning where build arguments may prevent it, nothing
// where every build has to give an argument that has no default.
inline void report_problem(const BuildProblem& problem, Report& report) {
  if (!problem.certain && problem.unfilled) return;
  Finding& finding = report.add(problem.place, problem.message);
  if (!problem.certain) finding.severity = Severity::warning;
  if (problem.note.in) finding.notes.push_back({problem.note, problem.note_message});
  if (problem.replacement.empty()) return;
  finding.fixes.push_back(replace(
      problem.place, problem.replacement,
      fmt::format("Replace `{}` by `{}`",
                  problem.place.in->source(problem.place.span).substr(0, 40), problem.replacement),
      problem.replacement_certain ? Safety::safe : Safety::unsafe));
}

inline void report_problems(const Plan& plan, BuildProblemKind kind, Report& report) {
  const Instruction* last = nullptr;
  uint32_t end = UINT32_MAX;
  for (const BuildProblem& problem : plan.problems) {
    if (problem.kind != kind) continue;
    if (problem.place.in && problem.place.in != last) {
      last = problem.place.in;
      end = swallowed_from(*last);
    }
    if (problem.place.span.begin < end) report_problem(problem, report);
  }
}

}  // namespace dflint
