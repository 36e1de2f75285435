// Writes new instructions like those that stand beside them.
#include "rules/new_line.h"

#include <algorithm>
#include <string>

#include <fmt/core.h>

#include "analysis/casing.h"

namespace dflint {
namespace {

std::string line_like(const Instruction& beside, std::string_view keyword,
                      std::string_view arguments) {
  const std::string_view word = beside.value(beside.statement.word);
  const bool lower = !word.empty() && word[0] >= 'a' && word[0] <= 'z';
  return fmt::format("{} {}{}", with_casing(keyword, lower ? Casing::lower : Casing::upper),
                     arguments, beside.text.find("\r\n") == std::string::npos ? "\n" : "\r\n");
}

uint32_t line_start(const Instruction& in, uint32_t at) {
  const size_t newline = at == 0 ? std::string::npos : in.text.rfind('\n', at - 1);
  return newline == std::string::npos ? 0 : static_cast<uint32_t>(newline) + 1;
}

}  // namespace

Replacement line_above(const Instruction& in, std::string_view keyword,
                       std::string_view arguments) {
  uint32_t at = line_start(in, in.body.begin);
  for (auto comment = in.comments.rbegin(); comment != in.comments.rend(); ++comment) {
    const std::string_view between = in.source({comment->end, at});
    if (std::count(between.begin(), between.end(), '\n') > 1) break;
    at = line_start(in, comment->begin);
  }
  return {{&in, {at, at}}, line_like(in, keyword, arguments)};
}

Replacement line_before(const Instruction& in, std::string_view keyword,
                        std::string_view arguments) {
  const uint32_t begin = in.body.begin;
  std::string line = line_like(in, keyword, arguments);
  line += in.source({line_start(in, begin), begin});
  return {{&in, {begin, begin}}, std::move(line)};
}

Replacement line_below(const Instruction& in, std::string_view keyword,
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
