// Where a mode of files that the image ships may be set: COPY --chmod, and commands of RUN.
#pragma once

#include <vector>

#include "analysis/document.h"
#include "analysis/plan.h"

namespace dflint {

// Calls at_flag(value, place) for each --chmod, and at_command(command) for each
// command of a RUN, in stages that the last one is made of.
template <typename AtFlag, typename AtCommand>
void visit_shipped_modes(const Plan& plan, const Document& document, AtFlag at_flag,
                         AtCommand at_command) {
  const std::vector<bool> shipped = shipped_stages(plan);
  for (size_t i = 0; i < document.instructions.size(); ++i) {
    const Step& step = plan.steps[i];
    const Instruction& in = *document.instructions[i];
    if (step.stage == none || !shipped[step.stage]) continue;
    const Keyword keyword = in.statement.keyword;
    if (keyword == Keyword::copy || keyword == Keyword::add) {
      const Flag* flag = in.flag("chmod");
      if (flag && flag->has_value) at_flag(in.value(flag->value), Place{&in, flag->value.span});
    } else if (keyword == Keyword::run && step.script) {
      for (const Command& command : step.script->commands) at_command(command);
      for (const ScriptPtr& script : step.more) {
        for (const Command& command : script->commands) at_command(command);
      }
    }
  }
}

}  // namespace dflint
