// A Dockerfile: its text and the instructions that tile it.
#include "analysis/document.h"

#include <algorithm>
#include <functional>
#include <utility>

#include "analysis/scan.h"

namespace dflint {
namespace {

void append(Document& document, InstructionPtr instruction, uint32_t start) {
  document.starts.push_back(start);
  document.read_to.push_back(start + static_cast<uint32_t>(instruction->text.size()) +
                             instruction->lookahead);
  document.instructions.push_back(std::move(instruction));
}

// Appends those of `old` in [begin, end), `shift` bytes further on.
void append(Document& document, const Document& old, size_t begin, size_t end, int64_t shift) {
  const auto some = [&](const auto& of) { return std::pair(of.begin() + begin, of.begin() + end); };
  const auto [first, last] = some(old.instructions);
  document.instructions.insert(document.instructions.end(), first, last);
  const auto move = [&](const std::vector<uint32_t>& from, std::vector<uint32_t>& to) {
    const auto [first, last] = some(from);
    const auto count = static_cast<ptrdiff_t>(to.size());
    to.resize(to.size() + end - begin);
    std::transform(first, last, to.begin() + count,
                   [shift](uint32_t at) { return static_cast<uint32_t>(at + shift); });
  };
  move(old.starts, document.starts);
  move(old.read_to, document.read_to);
}

// An empty file has one empty tile, so that there is a place to say something of it.
void append_empty_tile(Document& document) {
  auto tile = std::make_shared<Instruction>();
  tile->dialect = Cursor().dialect;
  tile->lookahead = 1;
  append(document, std::move(tile), 0);
}

uint32_t end_of(const Document& document, size_t index) {
  return document.starts[index] + static_cast<uint32_t>(document.instructions[index]->text.size());
}

}  // namespace

Document parse(Text text) {
  Document document{std::move(text), {}, {}, {}};
  Cursor cursor;
  ScanMemory memory;
  while (cursor.at < document.text.size()) {
    append(document, scan(document.text.bytes(), cursor, memory), cursor.at);
    const size_t last = document.instructions.size() - 1;
    cursor = after(*document.instructions[last], end_of(document, last));
  }
  if (document.text.size() == 0) append_empty_tile(document);
  return document;
}

Document parse(const Document& old, const Edit& edit) {
  if (edit.range.empty() && edit.text.empty()) return old;
  Document next{old.text.with(edit), {}, {}, {}};
  const int64_t shift = int64_t(next.text.size()) - int64_t(old.text.size());
  const size_t count = old.instructions.size();
  next.instructions.reserve(count + 8);
  next.starts.reserve(count + 8);
  next.read_to.reserve(count + 8);

  // Keep what ends before the edit, counting what it looked at beyond its end.
  const auto touched = std::ranges::find_if(
      old.read_to, [&](uint32_t read_to) { return read_to > edit.range.begin; });
  const auto kept = static_cast<size_t>(touched - old.read_to.begin());
  append(next, old, 0, kept, 0);
  Cursor cursor;
  if (kept > 0) cursor = after(*old.instructions[kept - 1], end_of(old, kept - 1));

  // Scan afresh until an old instruction begins at this very place in the same dialect.
  size_t rest = kept;
  ScanMemory memory;
  while (cursor.at < next.text.size()) {
    while (rest < count &&
           (old.starts[rest] < edit.range.end || old.starts[rest] + shift < cursor.at))
      ++rest;
    if (rest < count && old.starts[rest] + shift == cursor.at &&
        old.instructions[rest]->dialect == cursor.dialect) {
      break;
    }
    append(next, scan(next.text.bytes(), cursor, memory), cursor.at);
    const size_t last = next.instructions.size() - 1;
    cursor = after(*next.instructions[last], end_of(next, last));
  }

  if (next.text.size() == 0) {
    if (old.text.size() == 0)
      append(next, old.instructions[0], 0);
    else
      append_empty_tile(next);
  }

  // From there on both documents are the same.
  if (cursor.at < next.text.size()) append(next, old, rest, count, shift);
  return next;
}

std::optional<size_t> Locator::index_of(const Instruction* instruction) {
  // Questions mostly come in order of the text.
  const size_t near = std::min(last_ + few, document_.instructions.size());
  for (size_t i = last_; i < near; ++i) {
    if (document_.instructions[i].get() == instruction) return last_ = i;
  }
  const std::less<const Instruction*> before;
  if (index_.empty()) {
    index_.reserve(document_.instructions.size());
    for (size_t i = 0; i < document_.instructions.size(); ++i) {
      index_.emplace_back(document_.instructions[i].get(), i);
    }
    std::sort(index_.begin(), index_.end(),
              [&](const auto& a, const auto& b) { return before(a.first, b.first); });
  }
  const auto found = std::lower_bound(
      index_.begin(), index_.end(), instruction,
      [&](const auto& entry, const Instruction* wanted) { return before(entry.first, wanted); });
  if (found == index_.end() || found->first != instruction) return std::nullopt;
  return last_ = found->second;
}

Range Locator::range(Place place) {
  const auto index = index_of(place.in);
  return index ? document_.range(*index, place.span) : Range{};
}

}  // namespace dflint
