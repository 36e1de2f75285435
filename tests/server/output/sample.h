// A file with findings made by hand, for tests of the formats.
#pragma once

#include <string>
#include <string_view>

#include "rules/rule.h"
#include "server/output/report.h"

namespace dflint {

inline void check_nothing(const Instruction&, Report&) {}

inline const Rule& sample_rule() {
  static const Rule rule = {.name = "sample-rule",
                            .aliases = {"XX1", "SampleRule"},
                            .category = Category::security,
                            .severity = Severity::warning,
                            .summary = "Do well",
                            .why = "\n",
                            .examples = {},
                            .check = InstructionCheck{check_nothing}};
  return rule;
}

struct Sample {
  std::string path = "a/Dockerfile";
  Document document;
  Plan plan;
  Findings findings;

  explicit Sample(std::string text)
      : document(parse(Text(std::move(text)))), plan(dflint::plan(document)) {}

  // The first occurrence of `words` in the file. They must lie in one instruction.
  Place at(std::string_view words) const {
    const size_t offset = document.text.bytes().find(words);
    return at(static_cast<uint32_t>(offset), static_cast<uint32_t>(offset + words.size()));
  }
  Place at(uint32_t begin, uint32_t end) const {
    size_t i = document.starts.size();
    while (i > 1 && document.starts[i - 1] > begin) --i;
    const uint32_t start = document.starts[i - 1];
    return {document.instructions[i - 1].get(), {begin - start, end - start}};
  }

  Finding& add(Place place, std::string message, Severity severity = Severity::warning) {
    Finding& finding = findings.emplace_back();
    finding.rule = &sample_rule();
    finding.severity = severity;
    finding.place = place;
    finding.message = std::move(message);
    return finding;
  }
  Finding& add(std::string_view words, std::string message, Severity severity = Severity::warning) {
    return add(at(words), std::move(message), severity);
  }

  FileReport report() const { return {path, document, plan, findings}; }
};

}  // namespace dflint
