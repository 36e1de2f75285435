// What an array that is no JSON was meant to be: ['a'], ["a",], [a, b].
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dflint {

enum class ExecFault : uint8_t {
  single_quotes,
  curly_quotes,
  trailing_comma,
  missing_comma,
  bare_word,
  bad_escape,  // "\d": JSON knows few escapes
  unclosed,    // without ]
  text_after,
  comment_after,
};

// `text` takes the place of bytes [begin, end).
struct ExecEdit {
  uint32_t begin, end;
  std::string text;
};

struct ExecRepair {
  ExecFault fault;              // the first one
  uint32_t begin, end;          // where it is
  std::vector<ExecEdit> edits;  // all that it takes to make JSON of it; none where that is unclear
  size_t strings = 0;
  size_t commas = 0;
  bool blank_inside = false;  // [ 'a' ]: without a comma that may as well be the command `[`
};

// Nothing for what is JSON, or looks like nothing that was meant to be an array. The shell's
// [ "$a" = b ] is none.
std::optional<ExecRepair> repair_exec_form(std::string_view text);

// The text after the edits.
std::string repaired(std::string_view text, const ExecRepair& repair);

}  // namespace dflint
