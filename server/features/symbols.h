// The outline of a Dockerfile: its stages and what they do.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "rules/snapshot.h"

namespace dflint {

enum class SymbolKind : uint8_t {
  directive,  // # syntax=…
  stage,
  instruction,
  argument,     // a name that ARG defines
  environment,  // … ENV
  label,        // the key of a LABEL
};

struct Symbol {
  SymbolKind kind = SymbolKind::instruction;
  std::string name;    // never empty
  std::string detail;  // a short piece of what it says; may be empty
  Range range;         // all of it, continuations and here-documents included
  Range selection;     // its name, or its keyword; inside of range
  bool deprecated = false;
  std::vector<Symbol> children;
};

// Directives, what stands before the first stage, and stages with their instructions. A global ARG
// is named by its variable, a stage by its name or, where it has none, by what it is built from;
// anything else by its keyword.
std::vector<Symbol> symbols(const Snapshot& snapshot);

// Directives and keywords one after the other, without children: for clients that know no
// hierarchy. The range is that of the name.
std::vector<Symbol> flat_symbols(const Snapshot& snapshot);

struct FoundSymbol {
  SymbolKind kind = SymbolKind::stage;
  std::string name;
  std::string container;  // the stage it stands in; empty outside of stages and for these
  Range range;
};

// The stages, ARGs, ENVs and labels whose names hold the characters of `query` in this order, in
// either case: all of them for an empty query. In order of the text.
std::vector<FoundSymbol> find_symbols(const Snapshot& snapshot, std::string_view query);

// Whether `name` holds the characters of `query` in this order; ASCII letters in either case.
bool matches_query(std::string_view name, std::string_view query);

}  // namespace dflint
