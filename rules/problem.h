// What the parser and the plan know to be wrong, as findings: one rule for each kind.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include <fmt/core.h>

#include "analysis/document.h"
#include "analysis/plan.h"
#include "rules/report.h"
#include "rules/swallowed.h"

namespace dflint {

// A file that does not parse is not built, so a correction that leaves no choice is safe.
inline Safety safety_of(bool certain) { return certain ? Safety::safe : Safety::unsafe; }

// Deletes a place; what ends a line goes with the blanks before it.
inline Fix remove(Place place, std::string title) {
  const std::string& text = place.in->text;
  Span& span = place.span;
  const bool last = span.end >= text.size() || text[span.end] == '\n' || text[span.end] == '\r';
  while (last && span.begin > 0 && (text[span.begin - 1] == ' ' || text[span.begin - 1] == '\t'))
    --span.begin;
  return replace(place, "", std::move(title));
}

inline std::string replacement_title(Place place, std::string_view text) {
  return fmt::format("Replace `{}` by `{}`", place.in->source(place.span).substr(0, 40), text);
}

// The builder splits some texts at bytes, also in the middle of a character.
inline Place whole_characters(Place place) {
  const std::string& text = place.in->text;
  const auto inside = [&](uint32_t at) {
    return at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80;
  };
  for (int i = 0; i < 3 && place.span.begin > 0 && inside(place.span.begin); ++i)
    --place.span.begin;
  for (int i = 0; i < 3 && inside(place.span.end); ++i) ++place.span.end;
  return place;
}

inline Finding& report_problem(const Instruction& in, const Problem& problem, Report& report) {
  const Place place = whole_characters({&in, problem.span});
  Finding& finding = report.add(place, problem.message);
  // The builder looks at a trigger only in the build that triggers it.
  if (problem.in_trigger) finding.severity = Severity::warning;
  if (problem.remove) {
    finding.fixes.push_back(remove(place, problem.title.empty() ? "Remove it" : problem.title));
  } else if (!problem.replacement.empty()) {
    finding.fixes.push_back(replace(
        place, problem.replacement,
        problem.title.empty() ? replacement_title(place, problem.replacement) : problem.title,
        safety_of(problem.certain)));
  }
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
  const Place place = problem.place.in ? whole_characters(problem.place) : problem.place;
  Finding& finding = report.add(place, problem.message);
  if (!problem.certain) finding.severity = Severity::warning;
  if (problem.note.in) finding.notes.push_back({problem.note, problem.note_message});
  if (problem.remove) {
    finding.fixes.push_back(remove(place, "Remove the comment"));
  } else if (!problem.replacement.empty()) {
    finding.fixes.push_back(replace(place, problem.replacement,
                                    replacement_title(place, problem.replacement),
                                    safety_of(problem.replacement_certain)));
  }
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
