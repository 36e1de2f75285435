// What a place of a Dockerfile names, and where else that stands.
#include "server/features/symbol_at.h"

#include <algorithm>

#include "analysis/ascii.h"
#include "analysis/unicode.h"
#include "server/features/instruction_at.h"
#include "server/features/stage_mentions.h"
#include "server/features/variable_scopes.h"

namespace dflint {
namespace {

bool holds(Span span, uint32_t at) { return at >= span.begin && at <= span.end; }

// The name without its quotes. Where they stand inside it, all of it.
Span inner_name(const Instruction& in, const Heredoc& heredoc) {
  Span span = heredoc.name_span;
  const std::string_view text = in.source(span);
  if (text.size() == heredoc.name.size() + 2 && (text[0] == '"' || text[0] == '\'') &&
      text.substr(1, heredoc.name.size()) == heredoc.name)
    ++span.begin, --span.end;
  return span;
}

std::optional<NamedSymbol> heredoc_at(const Snapshot& snapshot, uint32_t index, uint32_t at) {
  const Instruction& in = *snapshot.document.instructions[index];
  for (const Heredoc& heredoc : in.heredocs) {
    if (heredoc.name.empty()) continue;
    const Span name = inner_name(in, heredoc);
    const bool ends = heredoc.closed && holds(heredoc.terminator, at);
    if (!holds(name, at) && !ends) continue;
    return NamedSymbol{.kind = NamedSymbolKind::heredoc,
                       .name = heredoc.name,
                       .range = snapshot.document.range(index, ends ? heredoc.terminator : name),
                       .instruction = index,
                       .by_name = in.source(name) == heredoc.name};
  }
  return std::nullopt;
}

bool is_of_builder(const Plan& plan, std::string_view name) {
  for (const Variable& variable : plan.variables) {
    if (variable.kind != VariableKind::predefined) break;  // they are the first ones
    if (variable.name == name) return true;
  }
  return name.starts_with("BUILDKIT_") || name == "SOURCE_DATE_EPOCH" || name.ends_with("_PROXY") ||
         name.ends_with("_proxy");
}

std::optional<NamedSymbol> variable_at(const Snapshot& snapshot, uint32_t index, uint32_t at) {
  for (const VariableMention& mention : variable_mentions(snapshot, index)) {
    if (!holds(mention.span, at)) continue;
    return NamedSymbol{
        .kind = NamedSymbolKind::variable,
        .name = std::string(mention.name),
        .range = snapshot.document.range(index, mention.span),
        .instruction = index,
        .scope = VariableScopes(snapshot, mention.name).scope_of(index, mention.in_from),
        .of_builder = is_of_builder(snapshot.plan, mention.name)};
  }
  return std::nullopt;
}

std::optional<NamedSymbol> script_variable_at(const Snapshot& snapshot, uint32_t index,
                                              uint32_t at) {
  for (const VariableMention& mention : script_variables(snapshot, index)) {
    if (!holds(mention.span, at)) continue;
    return NamedSymbol{.kind = NamedSymbolKind::script_variable,
                       .name = std::string(mention.name),
                       .range = snapshot.document.range(index, mention.span),
                       .instruction = index};
  }
  return std::nullopt;
}

bool names(const StageMention& mention, std::string_view name) {
  return equal_ignoring_case(mention.text, name);
}

std::optional<NamedSymbol> stage_at(const Snapshot& snapshot, uint32_t index, uint32_t at) {
  for (const StageMention& mention : stage_mentions(snapshot, index)) {
    if (!holds(mention.span, at)) continue;
    NamedSymbol symbol{.kind = NamedSymbolKind::stage,
                       .name = {},
                       .range = snapshot.document.range(index, mention.span),
                       .instruction = index,
                       .stage = mention.stage};
    if (mention.stage != none) {
      symbol.name = snapshot.plan.stages[mention.stage].name;
      symbol.by_name = !symbol.name.empty() && names(mention, symbol.name);
      return symbol;
    }
    const bool name =
        mention.kind == StageMentionKind::copy || mention.kind == StageMentionKind::mount;
    if (!name || is_number(mention.text)) return std::nullopt;
    symbol.kind = NamedSymbolKind::image;
    symbol.name = mention.text;
    return symbol;
  }
  return std::nullopt;
}

void sort(std::vector<Occurrence>& list) {
  const auto key = [](const Occurrence& o) { return std::pair(o.range.begin, o.range.end); };
  std::sort(list.begin(), list.end(),
            [&](const Occurrence& a, const Occurrence& b) { return key(a) < key(b); });
  list.erase(
      std::unique(list.begin(), list.end(),
                  [](const Occurrence& a, const Occurrence& b) { return a.range == b.range; }),
      list.end());
}

std::vector<Occurrence> of_heredoc(const Snapshot& snapshot, const NamedSymbol& symbol) {
  std::vector<Occurrence> out;
  const Document& document = snapshot.document;
  const Instruction& in = *document.instructions[symbol.instruction];
  for (const Heredoc& heredoc : in.heredocs) {
    const Range name = document.range(symbol.instruction, inner_name(in, heredoc));
    const Range end = document.range(symbol.instruction, heredoc.terminator);
    if (name != symbol.range && end != symbol.range) continue;
    out.push_back({.range = name,
                   .instruction = symbol.instruction,
                   .definition = true,
                   .by_name = symbol.by_name});
    if (heredoc.closed) out.push_back({.range = end, .instruction = symbol.instruction});
    break;
  }
  return out;
}

std::vector<Occurrence> of_variable(const Snapshot& snapshot, const NamedSymbol& symbol) {
  const VariableScopes scopes(snapshot, symbol.name);
  std::vector<Occurrence> out;
  for (const uint32_t index : candidates(snapshot.document, symbol.name)) {
    for (const VariableMention& mention : variable_mentions(snapshot, index, symbol.name)) {
      if (scopes.scope_of(index, mention.in_from) != symbol.scope) continue;
      out.push_back({.range = snapshot.document.range(index, mention.span),
                     .instruction = index,
                     .definition = mention.definition,
                     .has_value = mention.has_value});
    }
  }
  return out;
}

std::vector<Occurrence> of_script_variable(const Snapshot& snapshot, const NamedSymbol& symbol) {
  std::vector<Occurrence> out;
  for (const VariableMention& mention :
       script_variables(snapshot, symbol.instruction, symbol.name)) {
    out.push_back({.range = snapshot.document.range(symbol.instruction, mention.span),
                   .instruction = symbol.instruction,
                   .definition = mention.definition});
  }
  return out;
}

void add_stage_mention(const Snapshot& snapshot, const NamedSymbol& symbol, uint32_t index,
                       const StageMention& mention, std::vector<Occurrence>& out) {
  const bool same = symbol.kind == NamedSymbolKind::stage
                        ? mention.stage == symbol.stage
                        : mention.stage == none && mention.kind != StageMentionKind::base &&
                              names(mention, symbol.name);
  if (!same) return;
  out.push_back({.range = snapshot.document.range(index, mention.span),
                 .instruction = index,
                 .definition = mention.kind == StageMentionKind::name,
                 .by_name = names(mention, symbol.name)});
}

// Where the edges of the plan say that a stage is used, and behind ONBUILD, of which the plan knows
// no edges.
std::vector<Occurrence> of_stage(const Snapshot& snapshot, const NamedSymbol& symbol) {
  std::vector<uint32_t> instructions;
  const bool stage = symbol.kind == NamedSymbolKind::stage;
  if (stage) instructions.push_back(snapshot.plan.stages[symbol.stage].first);
  for (const Edge& edge : snapshot.plan.edges) {
    if (stage ? edge.to == symbol.stage
              : edge.to == none && equal_ignoring_case(edge.name, symbol.name))
      instructions.push_back(edge.instruction);
  }
  if (!symbol.name.empty()) {
    for (const uint32_t index : candidates(snapshot.document, symbol.name)) {
      if (snapshot.document.instructions[index]->statement.trigger) instructions.push_back(index);
    }
  }
  instructions.push_back(symbol.instruction);
  std::sort(instructions.begin(), instructions.end());
  instructions.erase(std::unique(instructions.begin(), instructions.end()), instructions.end());
  std::vector<Occurrence> out;
  for (const uint32_t index : instructions) {
    for (const StageMention& mention : stage_mentions(snapshot, index))
      add_stage_mention(snapshot, symbol, index, mention, out);
  }
  return out;
}

// Whether the name that ends at `at` goes on behind a continuation.
bool is_broken(std::string_view text, size_t at) {
  const auto name_byte = [](unsigned char c) {
    return c >= 0x80 || c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
           (c >= 'A' && c <= 'Z');
  };
  if (at == 0 || !name_byte(static_cast<unsigned char>(text[at - 1]))) return false;
  const size_t end = text.find_first_not_of(" \t\r", at + 1);
  return end != std::string_view::npos && text[end] == '\n';
}

}  // namespace

std::vector<uint32_t> candidates(const Document& document, std::string_view name) {
  std::vector<uint32_t> out;
  const std::string_view text = document.text.bytes();
  const auto add = [&](size_t at) {
    const uint32_t index = instruction_at(document, static_cast<uint32_t>(at));
    if (out.empty() || out.back() != index) out.push_back(index);
  };
  for (size_t at = text.find(name); at < text.size() && !name.empty();
       at = text.find(name, at + name.size()))
    add(at);
  const char escape = document.instructions.front()->next_escape;
  for (size_t at = text.find(escape); at < text.size(); at = text.find(escape, at + 1)) {
    if (is_broken(text, at)) add(at);
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

std::optional<NamedSymbol> symbol_at(const Snapshot& snapshot, uint32_t offset) {
  const Document& document = snapshot.document;
  if (document.instructions.empty()) return std::nullopt;
  offset = std::min(offset, document.text.size());
  uint32_t index = instruction_at(document, offset);
  while (true) {
    const uint32_t at = offset - document.starts[index];
    if (auto symbol = heredoc_at(snapshot, index, at)) return symbol;
    if (auto symbol = variable_at(snapshot, index, at)) return symbol;
    if (auto symbol = stage_at(snapshot, index, at)) return symbol;
    if (auto symbol = script_variable_at(snapshot, index, at)) return symbol;
    // A name may end with the instruction before.
    if (at != 0 || index == 0) return std::nullopt;
    --index;
  }
}

std::vector<Occurrence> occurrences(const Snapshot& snapshot, const NamedSymbol& symbol) {
  std::vector<Occurrence> out;
  switch (symbol.kind) {
    case NamedSymbolKind::heredoc:
      out = of_heredoc(snapshot, symbol);
      break;
    case NamedSymbolKind::variable:
      out = of_variable(snapshot, symbol);
      break;
    case NamedSymbolKind::script_variable:
      out = of_script_variable(snapshot, symbol);
      break;
    case NamedSymbolKind::stage:
    case NamedSymbolKind::image:
      out = of_stage(snapshot, symbol);
      break;
  }
  sort(out);
  return out;
}

std::vector<Occurrence> definitions(const Snapshot& snapshot, const NamedSymbol& symbol) {
  std::vector<Occurrence> out;
  const Document& document = snapshot.document;
  if (symbol.kind == NamedSymbolKind::variable) {
    const VariableScopes scopes(snapshot, symbol.name);
    for (const auto& [index, mention] : scopes.definitions()) {
      if (scopes.scope_of(index, false) != symbol.scope) continue;
      out.push_back({.range = document.range(index, mention.span),
                     .instruction = index,
                     .definition = true,
                     .has_value = mention.has_value});
    }
  } else if (symbol.kind == NamedSymbolKind::script_variable) {
    for (const Occurrence& place : of_script_variable(snapshot, symbol)) {
      if (place.definition) out.push_back(place);
    }
  } else if (symbol.kind == NamedSymbolKind::heredoc) {
    out = of_heredoc(snapshot, symbol);
    if (out.size() > 1) out.pop_back();
  } else if (symbol.kind == NamedSymbolKind::stage) {
    const Stage& stage = snapshot.plan.stages[symbol.stage];
    const std::vector<Word>& args = stage.from->statement.args;
    const Span span = !stage.name.empty() ? args[2].span
                      : args.empty()      ? stage.from->statement.word.span
                                          : args[0].span;
    out.push_back({.range = document.range(stage.first, span),
                   .instruction = stage.first,
                   .definition = true});
  }
  return out;
}

}  // namespace dflint
