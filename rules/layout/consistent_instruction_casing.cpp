// Asks for all instructions in the case that most of them have.
#include <fmt/core.h>

#include "analysis/casing.h"
#include "rules/report.h"
#include "rules/rule.h"

namespace dflint {
namespace {

// FROM and what stands in a stage; global ARGs have no say, as in BuildKit.
bool counts(const Plan& plan, const Document& document, size_t i) {
  const Statement& statement = document.instructions[i]->statement;
  return plan.steps[i].stage != none && statement.keyword > Keyword::unknown &&
         !statement.recovered;
}

void check(const Plan& plan, const Document& document, Report& report) {
  size_t lower = 0, upper = 0, all = 0;
  for (size_t i = 0; i < document.instructions.size(); ++i) {
    if (!counts(plan, document, i)) continue;
    const Instruction& in = *document.instructions[i];
    const Casing casing = casing_of(in.value(in.statement.word));
    lower += casing == Casing::lower;
    upper += casing == Casing::upper;
    ++all;
  }
  if (upper == all) return;
  const Casing want = lower > upper ? Casing::lower : Casing::upper;
  for (size_t i = 0; i < document.instructions.size(); ++i) {
    if (!counts(plan, document, i)) continue;
    const Instruction& in = *document.instructions[i];
    const std::string_view word = in.value(in.statement.word);
    if (casing_of(word) == want) continue;
    const std::string text = with_casing(word, want);
    Finding& finding = report.add(
        Place{&in, in.statement.word.span},
        lower == upper
            ? fmt::format("`{}`: instructions of this file are in lower and in upper case", word)
            : fmt::format("`{}`: most instructions of this file are in {} case", word,
                          want == Casing::lower ? "lower" : "upper"));
    finding.fixes.push_back(replace(finding.place, text, fmt::format("Write `{}`", text)));
  }
}

}  // namespace

Rule consistent_instruction_casing() {
  return {
      .name = "consistent-instruction-casing",
      .aliases = {"ConsistentInstructionCasing"},
      .category = Category::style,
      .severity = Severity::style,
      .summary = "Write all instructions in the same case",
      .why = R"(
Instructions may be written in any case. Upper case is what everybody expects, and one case in a file
lets the eye and a search find every step. What most instructions of the file have counts; at a draw,
upper case.
)",
      .examples = {{
          {
              .bad = R"(
FROM debian:12
RUN true
[|workdir|] /srv
)",
              .good = R"(
FROM debian:12
RUN true
WORKDIR /srv
)",
          },
          {
              .bad = R"(
from debian:12
[|RUN|] true
workdir /srv
)",
              .good = R"(
from debian:12
run true
workdir /srv
)",
          },
          {
              .bad = R"(
[|from|] debian:12
RUN true
)",
              .good = R"(
FROM debian:12
RUN true
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
