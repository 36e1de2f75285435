// Renames stages, variables and the ends of here-documents.
#include "server/features/rename.h"

#include <algorithm>
#include <utility>

#include <fmt/core.h>

#include "analysis/ascii.h"
#include "analysis/image.h"
#include "analysis/unicode.h"
#include "server/features/stage_mentions.h"
#include "server/features/symbol_at.h"
#include "server/features/variable_scopes.h"

namespace dflint {
namespace {

// Each gives the reason against the new name; empty: there is none.

std::string against_heredoc(const Snapshot& snapshot, const NamedSymbol& symbol,
                            std::string_view name) {
  const bool plain = !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
           c == '-' || c == '.';
  });
  // `<<-` would take the dash.
  if (!plain || name[0] == '-')
    return "the end of a here-document is a word of letters, digits, `_`, `-` and `.`";
  const Document& document = snapshot.document;
  const Instruction& in = *document.instructions[symbol.instruction];
  for (const Heredoc& heredoc : in.heredocs) {
    const Range marker = document.range(symbol.instruction, heredoc.marker);
    const Range end = document.range(symbol.instruction, heredoc.terminator);
    const bool it = (marker.begin <= symbol.range.begin && symbol.range.end <= marker.end) ||
                    end == symbol.range;
    if (!it) continue;
    std::string_view body = in.source(heredoc.body);
    while (!body.empty()) {
      std::string_view line = body.substr(0, body.find('\n'));
      body.remove_prefix(std::min(line.size() + 1, body.size()));
      if (line.ends_with('\r')) line.remove_suffix(1);
      if (heredoc.chomp) line.remove_prefix(std::min(line.find_first_not_of('\t'), line.size()));
      if (line == name) return fmt::format("a line `{}` inside would end the here-document", name);
    }
    break;
  }
  return {};
}

std::string against_used_name(const Snapshot& snapshot, uint32_t stage, std::string_view name) {
  for (const Edge& edge : snapshot.plan.edges) {
    if (edge.to == none && equal_ignoring_case(edge.name, name))
      return fmt::format("`--from={}` would find this stage then", name);
  }
  for (const Stage& other : snapshot.plan.stages) {
    if (other.index > stage && other.parent == none && other.base == to_lower(name))
      return fmt::format("`FROM {}` would find this stage then", name);
  }
  for (const uint32_t index : candidates(snapshot.document, name)) {
    if (!snapshot.document.instructions[index]->statement.trigger) continue;
    for (const StageMention& mention : stage_mentions(snapshot, index)) {
      if (equal_ignoring_case(mention.text, name))
        return fmt::format("`ONBUILD … from={}` would find this stage then", name);
    }
  }
  return {};
}

std::string against_stage(const Snapshot& snapshot, const NamedSymbol& symbol,
                          const std::vector<Occurrence>& places, std::string_view name) {
  if (!can_name_stage(name)) {
    return fmt::format(
        "`{}` cannot name a stage; a name is a letter, then letters, digits, `-`, `_` or `.`",
        name);
  }
  const std::string lower = to_lower(name);
  if (lower == "scratch" || lower == "context") {
    return fmt::format("`{}` already means {}", name,
                       lower == "scratch" ? "the empty image" : "the build context");
  }
  for (const Stage& stage : snapshot.plan.stages) {
    if (stage.index != symbol.stage && stage.lower_name == lower)
      return fmt::format("there is another stage `{}`", stage.name);
  }
  for (const Occurrence& place : places) {
    const Instruction& in = *snapshot.document.instructions[place.instruction];
    if (in.statement.keyword != Keyword::from || place.definition) continue;
    if (!place.by_name)
      return "a FROM finds this stage by the value of a variable; write the name there first";
    if (lower != name) return "FROM finds a stage by its name in lower case only";
  }
  // A change of case alone is no change for --from.
  return lower == to_lower(symbol.name) ? std::string()
                                        : against_used_name(snapshot, symbol.stage, name);
}

std::string against_image(const Snapshot& snapshot, std::string_view name) {
  if (is_number(name) || check_image(name) != ImageError::none)
    return fmt::format("`{}` is neither a stage nor an image", name);
  if (stage_named(snapshot.plan, name) != none)
    return fmt::format("there is a stage `{}`, which this would mean then", name);
  for (const Edge& edge : snapshot.plan.edges) {
    if (edge.to == none && equal_ignoring_case(edge.name, name))
      return fmt::format("`--from={}` is in use already", name);
  }
  return {};
}

std::string no_variable_name(std::string_view name) {
  return fmt::format(
      "`{}` cannot name a variable; a name is a letter or `_`, then letters, digits or `_`", name);
}

bool is_taken_by_builder(const Plan& plan, std::string_view name) {
  return std::any_of(plan.variables.begin(), plan.variables.end(), [&](const Variable& variable) {
    return variable.kind == VariableKind::predefined && variable.name == name;
  });
}

// Whether a script finds the variable set when it begins, as far as the file says or uses it.
bool is_in_environment(const Snapshot& snapshot, uint32_t instruction, std::string_view name) {
  return is_taken_by_builder(snapshot.plan, name) ||
         VariableScopes(snapshot, name).is_defined(instruction, false) ||
         !variable_mentions(snapshot, instruction, name).empty();
}

std::string against_script_variable(const Snapshot& snapshot, const NamedSymbol& symbol,
                                    std::string_view name) {
  if (!can_name_variable(name)) return no_variable_name(name);
  if (is_in_environment(snapshot, symbol.instruction, symbol.name)) {
    return fmt::format(
        "`{}` is in the environment: programs that the script starts see what it sets",
        symbol.name);
  }
  if (is_in_environment(snapshot, symbol.instruction, name))
    return fmt::format("`{}` is in the environment already", name);
  const bool used = !script_variables(snapshot, symbol.instruction, name).empty();
  return used ? fmt::format("the script sets `{}` already", name) : std::string();
}

std::string against_variable(const Snapshot& snapshot, const NamedSymbol& symbol,
                             const std::vector<Occurrence>& places, std::string_view name) {
  if (!can_name_variable(name)) return no_variable_name(name);
  if (is_taken_by_builder(snapshot.plan, name))
    return fmt::format("`{}` means something to the builder", name);
  const VariableScopes old(snapshot, symbol.name), others(snapshot, name);
  bool asks = false, global = false;
  uint32_t looked_at = none, own_since = none;
  for (const Occurrence& place : places) {
    const Keyword keyword = snapshot.document.instructions[place.instruction]->effective().keyword;
    if (others.is_defined(place.instruction, keyword == Keyword::from))
      return fmt::format("there is another variable `{}`", name);
    if (std::exchange(looked_at, place.instruction) != place.instruction)
      own_since = set_by_script(snapshot, place.instruction, name);
    const uint32_t at = place.range.begin - snapshot.document.starts[place.instruction];
    if (own_since <= at)
      return fmt::format("a script that uses `{}` sets `{}` itself", symbol.name, name);
    if (!place.definition || keyword != Keyword::arg) continue;
    global |= !snapshot.plan.stage_of(place.instruction);
    asks |= !place.has_value;
  }
  if (asks && others.has_global_arg())
    return fmt::format("there is an ARG `{}` before the first FROM", name);
  for (const auto& [index, mention] : others.definitions()) {
    if (global && mention.arg && !mention.has_value)
      return fmt::format("a stage asks for another `{}`", name);
  }
  for (const uint32_t index : candidates(snapshot.document, name)) {
    for (const VariableMention& mention : variable_mentions(snapshot, index, name)) {
      if (old.scope_of(index, mention.in_from) == symbol.scope)
        return fmt::format("`${}` is used already where `{}` is seen", name, symbol.name);
    }
  }
  return {};
}

// Why the thing cannot be renamed at all.
std::string refusal_of(const NamedSymbol& symbol) {
  if (symbol.kind == NamedSymbolKind::stage && !symbol.by_name) {
    return symbol.name.empty()
               ? "this stage has no name; give it one with `FROM … AS name`"
               : fmt::format("this is no name; rename `{}` where it stands", symbol.name);
  }
  if (symbol.kind == NamedSymbolKind::heredoc && !symbol.by_name)
    return "write the name in one pair of quotes, or in none, first";
  if (symbol.of_builder)
    return fmt::format("`{}` means something to the builder under this name only", symbol.name);
  return {};
}

}  // namespace

Renamable prepare_rename(const Snapshot& snapshot, uint32_t offset) {
  const std::optional<NamedSymbol> symbol = symbol_at(snapshot, offset);
  if (!symbol) return {};
  std::string refusal = refusal_of(*symbol);
  return {refusal.empty(), symbol->range, symbol->name, std::move(refusal)};
}

Renaming rename(const Snapshot& snapshot, uint32_t offset, std::string_view new_name) {
  const std::optional<NamedSymbol> symbol = symbol_at(snapshot, offset);
  if (!symbol) return {};
  Renaming result{{}, refusal_of(*symbol)};
  if (!result.refusal.empty() || new_name == symbol->name) return result;
  const std::vector<Occurrence> places = occurrences(snapshot, *symbol);
  switch (symbol->kind) {
    case NamedSymbolKind::heredoc:
      result.refusal = against_heredoc(snapshot, *symbol, new_name);
      break;
    case NamedSymbolKind::stage:
      result.refusal = against_stage(snapshot, *symbol, places, new_name);
      break;
    case NamedSymbolKind::image:
      result.refusal = against_image(snapshot, new_name);
      break;
    case NamedSymbolKind::script_variable:
      result.refusal = against_script_variable(snapshot, *symbol, new_name);
      break;
    case NamedSymbolKind::variable:
      result.refusal = against_variable(snapshot, *symbol, places, new_name);
      break;
  }
  if (!result.refusal.empty()) return result;
  for (const Occurrence& place : places) {
    if (place.by_name) result.edits.push_back({place.range, std::string(new_name)});
  }
  return result;
}

}  // namespace dflint
