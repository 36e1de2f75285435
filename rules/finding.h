// What a rule found, and how to mend it.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "analysis/instruction.h"

namespace dflint {

struct Rule;

// From least to most severe.
enum class Severity : uint8_t { style, info, warning, error };
std::string_view to_string(Severity severity);

enum class Category : uint8_t { correctness, security, reproducibility, cache, size, style };
std::string_view to_string(Category category);

// safe: the image stays the same, bit for bit as far as the Dockerfile decides.
// unsafe: probably what was meant, but a person should look.
enum class Safety : uint8_t { safe, unsafe };
std::string_view to_string(Safety safety);

// `text` takes the place of `place`.
struct Replacement {
  Place place;
  std::string text;
  bool operator==(const Replacement&) const = default;
};

// One way to mend a finding. Its replacements do not overlap.
struct Fix {
  std::string title;  // an imperative sentence: "Replace `RNU` by `RUN`"
  Safety safety = Safety::safe;
  std::vector<Replacement> replacements;
  bool operator==(const Fix&) const = default;
};

// Another place that belongs to a finding.
struct Note {
  Place place;
  std::string message;
  bool operator==(const Note&) const = default;
};

struct Finding {
  const Rule* rule = nullptr;  // lives as long as the RuleSet
  // Which of several codes of hadolint this is, where the rule stands for more than one: "DL4003",
  // "SC2086"; else empty.
  std::string code = {};
  Severity severity = Severity::warning;
  Place place;
  std::string message;  // what is wrong here: lower case, no full stop
  std::vector<Note> notes;
  std::vector<Fix> fixes;  // alternatives, best first
  // Lines for the ignore file of the build context that mend it.
  std::vector<std::string> ignore = {};
  // Above which instruction BuildKit looks for the `# check=` comment that silences this; nullptr:
  // above place.in. Other suppression comments work above both.
  const Instruction* suppress_at = nullptr;
  bool operator==(const Finding&) const = default;
};

using Findings = std::vector<Finding>;
// Those of one instruction, shared by all that hold them; null where there are none.
using FindingsPtr = std::shared_ptr<const Findings>;

}  // namespace dflint
