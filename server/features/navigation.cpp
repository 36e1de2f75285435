// From a name to where it comes from, and to where else it stands.
#include "server/features/navigation.h"

#include <algorithm>

#include "server/features/symbol_at.h"

namespace dflint {
namespace {

Target target_of(const Snapshot& snapshot, const NamedSymbol& symbol,
                 const Occurrence& definition) {
  const Document& document = snapshot.document;
  const Instruction& in = *document.instructions[definition.instruction];
  Range whole = document.range(definition.instruction, in.body);
  if (symbol.kind == NamedSymbolKind::stage) {
    const uint32_t last = snapshot.plan.stages[symbol.stage].end - 1;
    whole.end = std::max(whole.end, document.range(last, document.instructions[last]->body).end);
  }
  // What an open here-document took is no part of the instruction's lines.
  whole.begin = std::min(whole.begin, definition.range.begin);
  whole.end = std::max(whole.end, definition.range.end);
  return {definition.range, whole};
}

// Of definitions in order of the text, the one that holds where the symbol stands.
const Occurrence* in_force(const Snapshot& snapshot, const NamedSymbol& symbol,
                           const std::vector<Occurrence>& definitions) {
  for (const Occurrence& definition : definitions) {
    if (definition.range == symbol.range) return &definition;
  }
  // A stage sees what stands before it in itself, then all of those it is built from, then what
  // stands before the first FROM.
  const Plan& plan = snapshot.plan;
  const size_t outside = plan.stages.size();
  std::vector<uint32_t> distance(outside + 1, none);
  const Stage* own = plan.stage_of(symbol.instruction);
  uint32_t steps = 0;
  for (uint32_t stage = own ? own->index : none; stage != none; stage = plan.stages[stage].parent)
    distance[stage] = steps++;
  distance[outside] = steps;
  const Occurrence* nearest = nullptr;
  uint32_t least = none;
  for (const Occurrence& definition : definitions) {
    const Stage* stage = plan.stage_of(definition.instruction);
    const uint32_t away = distance[stage ? stage->index : outside];
    const bool later = stage == own && definition.instruction >= symbol.instruction;
    if (away == none || away > least || later) continue;
    least = away;
    nearest = &definition;
  }
  return nearest;
}

}  // namespace

Targets definition_of(const Snapshot& snapshot, uint32_t offset) {
  const std::optional<NamedSymbol> symbol = symbol_at(snapshot, offset);
  if (!symbol) return {};
  Targets targets{symbol->range, {}};
  const std::vector<Occurrence> all = definitions(snapshot, *symbol);
  if (all.empty()) return targets;
  targets.list.push_back(target_of(snapshot, *symbol, all.front()));
  const Occurrence* holds = in_force(snapshot, *symbol, all);
  if (holds && holds->has_value && holds != &all.front() && holds->range != symbol->range)
    targets.list.push_back(target_of(snapshot, *symbol, *holds));
  return targets;
}

Targets declaration_of(const Snapshot& snapshot, uint32_t offset) {
  const std::optional<NamedSymbol> symbol = symbol_at(snapshot, offset);
  if (!symbol) return {};
  Targets targets{symbol->range, {}};
  const std::vector<Occurrence> all = definitions(snapshot, *symbol);
  if (all.empty()) return targets;
  const Occurrence* holds = in_force(snapshot, *symbol, all);
  targets.list.push_back(target_of(snapshot, *symbol, holds ? *holds : all.front()));
  return targets;
}

std::vector<Range> references_to(const Snapshot& snapshot, uint32_t offset, bool with_definitions) {
  std::vector<Range> ranges;
  const std::optional<NamedSymbol> symbol = symbol_at(snapshot, offset);
  if (!symbol) return ranges;
  for (const Occurrence& occurrence : occurrences(snapshot, *symbol)) {
    if (with_definitions || !occurrence.definition) ranges.push_back(occurrence.range);
  }
  return ranges;
}

std::vector<Highlight> highlights_of(const Snapshot& snapshot, uint32_t offset) {
  std::vector<Highlight> highlights;
  const std::optional<NamedSymbol> symbol = symbol_at(snapshot, offset);
  if (!symbol) return highlights;
  for (const Occurrence& occurrence : occurrences(snapshot, *symbol))
    highlights.push_back({occurrence.range, occurrence.definition});
  return highlights;
}

LinkedRanges linked_ranges(const Snapshot& snapshot, uint32_t offset) {
  const std::optional<NamedSymbol> symbol = symbol_at(snapshot, offset);
  if (!symbol || !symbol->by_name) return {};
  const bool stage = symbol->kind == NamedSymbolKind::stage;
  if (!stage && symbol->kind != NamedSymbolKind::heredoc) return {};
  LinkedRanges linked{{}, stage ? "[A-Za-z][A-Za-z0-9._-]*" : "[A-Za-z0-9._-]+"};
  const std::string_view text = snapshot.document.text.bytes();
  const auto bytes = [&](Range range) { return text.substr(range.begin, range.size()); };
  for (const Occurrence& occurrence : occurrences(snapshot, *symbol)) {
    if (!occurrence.by_name) continue;
    // Clients want the same text everywhere.
    if (bytes(occurrence.range) != bytes(symbol->range)) return {};
    linked.ranges.push_back(occurrence.range);
  }
  return linked;
}

}  // namespace dflint
