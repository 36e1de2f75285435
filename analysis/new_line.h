// Where a new instruction can stand beside another one, and how it is written there.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

#include "analysis/casing.h"
#include "analysis/instruction.h"

namespace dflint {

// An insertion: `place` is empty.
struct NewLine {
  Place place;
  std::string text;
};

// "USER root" in the casing and with the line ending of the instruction beside it.
inline std::string line_like(const Instruction& beside, std::string_view keyword,
                             std::string_view arguments) {
  const std::string_view word = beside.value(beside.statement.word);
  const bool lower = !word.empty() && word[0] >= 'a' && word[0] <= 'z';
  std::string line = lower ? to_lower(keyword) : std::string(keyword);
  line += ' ';
  line += arguments;
  line += beside.text.find("\r\n") == std::string::npos ? "\n" : "\r\n";
  return line;
}

// Above the instruction and the comment that stands right above it.
inline NewLine line_above(const Instruction& in, std::string_view keyword,
                          std::string_view arguments) {
  const auto line_start = [&](uint32_t at) {
    const size_t newline = at == 0 ? std::string::npos : in.text.rfind('\n', at - 1);
    return newline == std::string::npos ? 0 : static_cast<uint32_t>(newline) + 1;
  };
  uint32_t at = line_start(in.body.begin);
  for (auto comment = in.comments.rbegin(); comment != in.comments.rend(); ++comment) {
    const std::string_view between = in.source({comment->end, at});
    if (std::count(between.begin(), between.end(), '\n') > 1) break;
    at = line_start(comment->begin);
  }
  return {{&in, {at, at}}, line_like(in, keyword, arguments)};
}

// Below the last line of the instruction.
inline NewLine line_below(const Instruction& in, std::string_view keyword,
                          std::string_view arguments) {
  const auto end = static_cast<uint32_t>(in.text.size());
  std::string line = line_like(in, keyword, arguments);
  if (!in.text.ends_with('\n')) {
    line.insert(0, "\n");
    line.resize(line.find_last_not_of("\r\n") + 1);
  }
  return {{&in, {end, end}}, std::move(line)};
}

}  // namespace dflint
