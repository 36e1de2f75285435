// The stages of a file as callers and callees.
#include "server/features/call_hierarchy.h"

#include <algorithm>
#include <map>

#include <fmt/core.h>

#include "server/features/instruction_at.h"
#include "server/features/symbol_at.h"

namespace dflint {
namespace {

StageItem item_of(const Snapshot& snapshot, const Stage& stage) {
  const Document& document = snapshot.document;
  const std::vector<Word>& args = stage.from->statement.args;
  StageItem item;
  item.stage = stage.index;
  item.name = stage.name.empty() ? fmt::format("stage {}", stage.index) : std::string(stage.name);
  if (!args.empty()) item.detail = fmt::format("FROM {}", stage.from->value(args[0]));
  const Span name = !stage.name.empty() ? args[2].span
                    : args.empty()      ? stage.from->statement.word.span
                                        : args[0].span;
  item.selection = document.range(stage.first, name);
  item.whole = document.range(stage.first, stage.from->body);
  for (uint32_t i = stage.end; i-- > stage.first + 1;) {
    // Comments at the end of the file are a tile of their own.
    const Instruction& in = *document.instructions[i];
    if (in.statement.keyword == Keyword::none) continue;
    item.whole.end = std::max(item.whole.end, document.range(i, in.body).end);
    break;
  }
  item.whole.end = std::max(item.whole.end, item.selection.end);
  return item;
}

// By the stage at the other end of the edges for which `counts` holds.
template <typename Counts, typename Other>
std::vector<StageUse> uses(const Snapshot& snapshot, Counts counts, Other other) {
  std::map<uint32_t, std::vector<Range>> places;
  for (const Edge& edge : snapshot.plan.edges) {
    if (edge.to == none || !counts(edge)) continue;
    places[other(edge)].push_back(snapshot.document.range(edge.instruction, edge.place.span));
  }
  std::vector<StageUse> out;
  for (auto& [stage, ranges] : places)
    out.push_back({item_of(snapshot, snapshot.plan.stages[stage]), std::move(ranges)});
  return out;
}

}  // namespace

std::optional<StageItem> stage_at(const Snapshot& snapshot, uint32_t offset) {
  const Plan& plan = snapshot.plan;
  const std::optional<NamedSymbol> symbol = symbol_at(snapshot, offset);
  if (symbol && symbol->kind == NamedSymbolKind::stage)
    return item_of(snapshot, plan.stages[symbol->stage]);
  return stage_around(snapshot, offset);
}

std::optional<StageItem> stage_around(const Snapshot& snapshot, uint32_t offset) {
  const Stage* stage = snapshot.plan.stage_of(instruction_at(snapshot.document, offset));
  if (!stage) return std::nullopt;
  return item_of(snapshot, *stage);
}

std::vector<StageUse> users_of(const Snapshot& snapshot, uint32_t stage) {
  return uses(
      snapshot, [&](const Edge& edge) { return edge.to == stage; },
      [](const Edge& edge) { return edge.from; });
}

std::vector<StageUse> used_by(const Snapshot& snapshot, uint32_t stage) {
  return uses(
      snapshot, [&](const Edge& edge) { return edge.from == stage; },
      [](const Edge& edge) { return edge.to; });
}

}  // namespace dflint
