// Reads what a refactoring is about to write.
#include "server/features/reading.h"

#include <fmt/core.h>

#include "server/features/chain.h"

namespace dflint {
namespace {

std::string around(const Spot& spot, size_t index) {
  const Instruction& in = spot.in(index);
  std::string text;
  if (in.dialect.escape == '`') text += "# escape=`\n";
  text += "FROM x\n";
  const uint32_t shell = spot.step(index).shell;
  if (shell < spot.document().instructions.size()) {
    const Instruction& set = spot.in(shell);
    if (!set.statement.trigger) text += fmt::format("{}\n", set.source(set.body));
  }
  return text;
}

}  // namespace

Reading::Reading(const Spot& spot, size_t index, std::string_view text) {
  std::string whole = around(spot, index);
  const auto begin = static_cast<uint32_t>(whole.size());
  whole += text;
  document_ = parse(Text(std::move(whole)));
  plan_ = plan(document_);
  while (first_ < document_.instructions.size() && document_.starts[first_] < begin) ++first_;
}

bool Reading::is_sound(size_t instructions) const {
  size_t found = 0;
  for (size_t i = first_; i < document_.instructions.size(); ++i) {
    const Instruction& in = *document_.instructions[i];
    if (!in.problems.empty() || !in.heredoc_error.message.empty()) return false;
    if (in.statement.keyword == Keyword::none) continue;
    if (in.statement.keyword == Keyword::unknown) return false;
    ++found;
    const ScriptPtr& script = plan_.steps[i].script;
    if (script && !script->problems.empty()) return false;
  }
  return found == instructions;
}

std::vector<std::string> Reading::commands() const {
  std::vector<std::string> all;
  for (size_t i = first_; i < document_.instructions.size(); ++i) {
    if (!plan_.steps[i].script) continue;
    for (std::string& text : command_texts(*plan_.steps[i].script)) all.push_back(std::move(text));
  }
  return all;
}

}  // namespace dflint
