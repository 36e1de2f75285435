// What a place of a Dockerfile names: a stage, a variable, a here-document; and where else that
// stands.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "rules/snapshot.h"

namespace dflint {

enum class NamedSymbolKind : uint8_t {
  stage,
  image,  // a name of --from that is no stage
  variable,
  script_variable,  // that a script sets itself
  heredoc,
};

// The names of one scope that mean one thing. Of variables: a stage and those built from it; ARGs
// before the first FROM together with the stages that ask for them by `ARG NAME`.
struct NamedSymbol {
  NamedSymbolKind kind = NamedSymbolKind::variable;
  std::string name;
  Range range;               // the name at the place that was asked for
  uint32_t instruction = 0;  // … and the instruction it stands in
  bool by_name = true;       // … and whether it is the name: not for --from=0
  uint32_t stage = none;     // of a stage: its index
  int64_t scope = 0;         // of a variable: which of its name it is; compare only
  bool of_builder = false;   // … whose name means something to the builder: TARGETARCH, PATH
};

// At byte `offset` of the document, the end of a name included. Does not walk the file.
std::optional<NamedSymbol> symbol_at(const Snapshot& snapshot, uint32_t offset);

struct Occurrence {
  Range range;
  uint32_t instruction = 0;
  bool definition = false;  // FROM … AS name; the key of an ARG or ENV; the marker of a heredoc
  bool by_name = true;      // false: --from=0, FROM $VARIABLE
  bool has_value = false;   // of a variable's definition: it gives a value itself
};

// All places of the symbol, in order of the text. Linear in the file.
std::vector<Occurrence> occurrences(const Snapshot& snapshot, const NamedSymbol& symbol);
// Those that define it. Does not walk the file, unless it has no FROM.
std::vector<Occurrence> definitions(const Snapshot& snapshot, const NamedSymbol& symbol);

// Every instruction that may speak of `name`, in order: its bytes hold the name, or a name that is
// broken by a continuation.
std::vector<uint32_t> candidates(const Document& document, std::string_view name);

}  // namespace dflint
