// Collects the items of a completion.
#include "server/features/completion_items.h"

#include <algorithm>

#include <fmt/core.h>

#include "analysis/unicode.h"

namespace dflint {

void CompletionItems::replace_from(uint32_t begin, uint32_t end) {
  begin = std::min(begin, place.offset);
  typed_ = {begin, place.offset};
  whole_ = {begin, std::max(end, place.offset)};
  word_ = snapshot.document.text.bytes().substr(begin, place.offset - begin);
}

void CompletionItems::replace_last(size_t size, std::string_view stops) {
  size = std::min<size_t>(size, place.typed.size());
  const std::string_view text = snapshot.document.text.bytes();
  uint32_t end = place.offset;
  while (end < place.whole.end && stops.find(text[end]) == std::string_view::npos) ++end;
  replace_from(place.offset - static_cast<uint32_t>(size), size == 0 ? place.offset : end);
}

bool CompletionItems::fits(std::string_view text) const {
  return text.size() >= word_.size() && equal_ignoring_case(text.substr(0, word_.size()), word_);
}

CompletionItem* CompletionItems::add(std::string_view text, CompletionKind kind, Rank rank) {
  if (!fits(text)) return nullptr;
  if (full()) {
    list_.incomplete = true;
    return nullptr;
  }
  if (!seen_.emplace(text).second) return nullptr;
  CompletionItem& item = list_.items.emplace_back();
  item.label = item.text = item.filter = text;
  item.kind = kind;
  item.sort = fmt::format("{}{:04}", static_cast<char>(rank), list_.items.size());
  item.replace = whole_;
  item.insert = typed_;
  return &item;
}

std::string snippet_text(std::string_view text) {
  std::string out;
  for (char c : text) {
    if (c == '$' || c == '}' || c == '\\') out += '\\';
    out += c;
  }
  return out;
}

}  // namespace dflint
