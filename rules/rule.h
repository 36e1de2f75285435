// A rule is one file that returns one of these: name, check, documentation and tests in one value.
#pragma once

#include <array>
#include <string_view>
#include <variant>

#include "analysis/document.h"
#include "analysis/plan.h"
#include "analysis/shell/script.h"
#include "rules/finding.h"
#include "rules/option.h"

namespace dflint {

class Report;

// The parameter of a check is its cache policy: what sees one instruction, script or command is
// kept until that changes, what sees a stage or the plan runs each time. A script is that of a RUN,
// CMD, ENTRYPOINT, HEALTHCHECK or SHELL-less ONBUILD RUN, or one inside it (bash <<EOF).
using InstructionCheck = void (*)(const Instruction&, Report&);
using ScriptCheck = void (*)(const Script&, Report&);
using CommandCheck = void (*)(const Command&, Report&);
using StageCheck = void (*)(const Stage&, const Plan&, Report&);
using PlanCheck = void (*)(const Plan&, const Document&, Report&);
using Check = std::variant<InstructionCheck, ScriptCheck, CommandCheck, StageCheck, PlanCheck>;

// A Dockerfile that shows the rule at work. [| |] mark where it reports; `good` is the same file
// mended, without findings of the rule. Where the rule has a fix, fixing `bad` (unsafe fixes
// included) gives `good`, byte for byte. All begin with a newline that is not part of them.
struct Example {
  std::string_view bad;
  std::string_view good;
  std::string_view ignore = {};   // the .dockerignore beside both; empty: none
  std::string_view options = {};  // "name=value; name=value": of the rule, for both
  std::string_view files = {};    // of the build context, one path a line; empty: unknown
};

// Empty slots are left out.
using Aliases = std::array<std::string_view, 9>;
using Examples = std::array<Example, 6>;
using Options = std::array<Option, 3>;

struct Rule {
  std::string_view name;  // kebab-case, as its file
  Aliases aliases{};      // what other linters call it: "DL3008", "StageNameCasing"
  Category category;
  Severity severity;
  bool on_by_default = true;
  std::string_view summary;  // one imperative sentence without full stop
  std::string_view why;      // Markdown; begins with a newline
  // Rules that say less about the same place: they are silent where this one speaks, unless they
  // were asked for by name, or by the group of another linter.
  std::array<std::string_view, 2> covers{};
  Options options{};
  Examples examples;
  Check check;
};

}  // namespace dflint
