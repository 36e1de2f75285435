// The parser directives at the top of a file: # syntax=, # escape=, # check=.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "analysis/instruction.h"

namespace dflint {

struct Directive {
  enum class Name : uint8_t { syntax, escape, check } name = Name::syntax;
  Span name_span, value_span;
  // Two readers of the builder disagree (indentation, shebang): whether the one that uses this
  // directive sees it.
  bool honoured = true;
};

// What the lines before the first other line say. Offsets count from the start of the text.
struct Directives {
  std::vector<Directive> list;
  uint32_t end = 0;        // one past the last directive line, line ending included
  uint32_t looked_at = 0;  // one past the last byte that was read to find the end
  char escape = '\\';
  std::vector<Problem> problems;
};

// Reads the start of a file. BuildKit's "only one …" and "invalid escape token" are problems here,
// on the line where they are (BuildKit names the line before).
Directives read_directives(std::string_view file);

// One option of `# check=skip=A,B;error=true`, of the directive or of a comment above an
// instruction.
struct CheckOption {
  enum class Name : uint8_t { skip, experimental, error, unknown } name = Name::unknown;
  Span name_span;            // relative to the value
  std::vector<Span> values;  // the comma-separated parts
};

// `value` up to its first space; at most three options, as the builder splits it. A bad option is
// Name::unknown (or has values that are no boolean).
std::vector<CheckOption> read_check_options(std::string_view value);

}  // namespace dflint
