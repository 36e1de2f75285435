// The exec form: ["json", "array"] of strings.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace dflint {

enum class ExecForm : uint8_t {
  none,     // not a JSON array: the builder takes it for shell form
  strings,  // an array of strings
  mixed,    // an array that holds something else: the builder refuses it
};

struct ExecString {
  uint32_t begin, end;  // in the text, quotes included
  uint32_t value_begin, value_end;
  bool decoded = false;  // the value stands in ExecArray::decoded, not in the text
};

struct ExecArray {
  ExecForm form = ExecForm::none;
  std::vector<ExecString> strings;
  std::string decoded;     // values of strings with escapes
  uint32_t bad_begin = 0;  // mixed: the first element that is no string
  uint32_t bad_end = 0;
};

// As Go's encoding/json reads `text`: strict JSON (RFC 8259), at most 10,000 levels deep, nothing
// but white space after it. White space before the array may be any Unicode one.
ExecArray read_exec_form(std::string_view text);

}  // namespace dflint
