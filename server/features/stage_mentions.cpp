// Where an instruction speaks of stages.
#include "server/features/stage_mentions.h"

#include <algorithm>
#include <charconv>

#include "analysis/ascii.h"
#include "analysis/unicode.h"

namespace dflint {
namespace {

// An index, else a name.
uint32_t copied_stage(const Plan& plan, std::string_view text) {
  if (!is_number(text)) return stage_named(plan, text);
  uint32_t index = none;
  const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), index);
  return error == std::errc() && index < plan.stages.size() ? index : none;
}

void add_from(const Snapshot& snapshot, uint32_t instruction, std::vector<StageMention>& out) {
  const Instruction& in = *snapshot.document.instructions[instruction];
  const Stage* stage = snapshot.plan.stage_of(instruction);
  const std::vector<Word>& args = in.statement.args;
  if (!stage || stage->from != &in || args.empty()) return;
  out.push_back({StageMentionKind::base, in.value(args[0]), args[0].span, stage->parent});
  if (!stage->name.empty())
    out.push_back({StageMentionKind::name, stage->name, args[2].span, stage->index});
}

}  // namespace

std::vector<StageMention> stage_mentions(const Snapshot& snapshot, uint32_t instruction) {
  std::vector<StageMention> out;
  if (instruction >= snapshot.document.instructions.size()) return out;
  const Instruction& in = *snapshot.document.instructions[instruction];
  if (in.statement.keyword == Keyword::from) add_from(snapshot, instruction, out);
  const Statement& statement = in.effective();
  if (statement.keyword == Keyword::copy) {
    const Flag* from = in.flag(statement, "from");
    if (from && from->has_value && !from->value.empty()) {
      const std::string_view text = in.value(from->value);
      out.push_back(
          {StageMentionKind::copy, text, from->value.span, copied_stage(snapshot.plan, text)});
    }
  }
  for (const Mount& mount : statement.mounts) {
    for (const MountField& field : mount.fields) {
      if (field.value.empty() || !equal_ignoring_case(in.value(field.key), "from")) continue;
      const std::string_view text = in.value(field.value);
      out.push_back(
          {StageMentionKind::mount, text, field.value.span, stage_named(snapshot.plan, text)});
    }
  }
  return out;
}

uint32_t stage_named(const Plan& plan, std::string_view name) {
  for (size_t i = plan.stages.size(); i-- > 0;) {
    if (!plan.stages[i].name.empty() && equal_ignoring_case(plan.stages[i].lower_name, name))
      return plan.stages[i].index;
  }
  return none;
}

bool can_name_stage(std::string_view name) {
  const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  return !name.empty() && letter(name[0]) && std::all_of(name.begin(), name.end(), [&](char c) {
    return letter(c) || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
  });
}

}  // namespace dflint
