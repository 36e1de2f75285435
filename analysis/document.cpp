// A Dockerfile: its text and the instructions that tile it.
#include "analysis/document.h"

#include <algorithm>
#include <functional>

#include "analysis/scan.h"

namespace dflint {
namespace {

void append(Document& document, InstructionPtr instruction, uint32_t start) {
  document.instructions.push_back(std::move(instruction));
  document.starts.push_back(start);
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
  Document document{std::move(text), {}, {}};
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
  Document next{old.text.with(edit), {}, {}};
  const int64_t shift = int64_t(next.text.size()) - int64_t(old.text.size());
  const size_t count = old.instructions.size();
  next.instructions.reserve(count + 8);
  next.starts.reserve(count + 8);

  // Keep what ends before the edit, counting what it looked at beyond its end.
  size_t kept = 0;
  Cursor cursor;
  for (; kept < count; ++kept) {
    const uint32_t end = end_of(old, kept);
    if (uint64_t(end) + old.instructions[kept]->lookahead > edit.range.begin) break;
    append(next, old.instructions[kept], old.starts[kept]);
    cursor = after(*old.instructions[kept], end);
  }

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
  if (cursor.at < next.text.size()) {
    for (; rest < count; ++rest) {
      append(next, old.instructions[rest], static_cast<uint32_t>(old.starts[rest] + shift));
    }
  }
  return next;
}

std::optional<size_t> Locator::index_of(const Instruction* instruction) {
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
  return found->second;
}

Range Locator::range(Place place) {
  const auto index = index_of(place.in);
  return index ? document_.range(*index, place.span) : Range{};
}

}  // namespace dflint
