// Places that actions are wanted for, and small questions about their lines.
#include "server/features/action.h"

#include <algorithm>

#include "analysis/casing.h"
#include "server/features/instruction_at.h"

namespace dflint {

std::string_view to_string(ActionKind kind) {
  switch (kind) {
    case ActionKind::quick_fix:
      return "quickfix";
    case ActionKind::rewrite:
      return "refactor.rewrite";
    case ActionKind::extract:
      return "refactor.extract";
    case ActionKind::inline_use:
      return "refactor.inline";
    case ActionKind::fix_all:
      return "source.fixAll.dflint";
  }
  return "";
}

bool Spot::touches(size_t index, Span span) const {
  const Range there = file_range(index, span);
  return there.begin <= range.end && range.begin <= there.end;
}

Spot spot_of(const Snapshot& snapshot, Range range) {
  const uint32_t size = snapshot.document.text.size();
  range.begin = std::min(range.begin, size);
  range.end = std::clamp(range.end, range.begin, size);
  Spot spot{snapshot, range};
  spot.first = instruction_at(snapshot.document, range.begin);
  spot.last = instruction_at(snapshot.document, range.end);
  // A selection of whole lines ends where the next instruction begins.
  if (spot.last > spot.first && snapshot.document.starts[spot.last] == range.end) --spot.last;
  return spot;
}

std::string_view line_end_of(const Instruction& in) {
  return in.text.find("\r\n") == std::string::npos ? "\n" : "\r\n";
}

uint32_t line_begin(const Instruction& in, uint32_t at) {
  const size_t newline = at == 0 ? std::string::npos : in.text.rfind('\n', at - 1);
  return newline == std::string::npos ? 0 : static_cast<uint32_t>(newline) + 1;
}

uint32_t line_close(const Instruction& in, uint32_t at) {
  auto end = static_cast<uint32_t>(std::min(in.text.find('\n', at), in.text.size()));
  while (end > at && in.text[end - 1] == '\r') --end;
  return end;
}

std::string_view indentation_at(const Instruction& in, uint32_t at) {
  const std::string_view line = std::string_view(in.text).substr(line_begin(in, at));
  return line.substr(0, std::min(line.find_first_not_of(" \t"), line.size()));
}

std::string keyword_like(const Instruction& in, std::string_view keyword) {
  const std::string_view word = in.value(in.statement.word);
  const bool lower = !word.empty() && word[0] >= 'a' && word[0] <= 'z';
  return with_casing(keyword, lower ? Casing::lower : Casing::upper);
}

std::string applied(std::string_view text, const std::vector<Edit>& edits) {
  std::string out;
  out.reserve(text.size());
  uint32_t at = 0;
  for (const Edit& edit : edits) {
    out += text.substr(at, edit.range.begin - at);
    out += edit.text;
    at = edit.range.end;
  }
  out += text.substr(at);
  return out;
}

}  // namespace dflint
