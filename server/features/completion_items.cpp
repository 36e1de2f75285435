// Collects the items of a completion.
#include "server/features/completion_items.h"

#include <algorithm>
#include <functional>

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
  const size_t hash = std::hash<std::string_view>()(text);
  if (std::find(seen_.begin(), seen_.end(), hash) != seen_.end()) return nullptr;
  if (list_.items.empty()) list_.items.reserve(most), seen_.reserve(most);
  seen_.push_back(hash);
  CompletionItem& item = list_.items.emplace_back();
  item.label = item.text = item.filter = text;
  item.kind = kind;
  const size_t number = list_.items.size();
  item.sort = {static_cast<char>(rank), static_cast<char>('0' + number / 100),
               static_cast<char>('0' + number / 10 % 10), static_cast<char>('0' + number % 10)};
  item.replace = whole_;
  item.insert = typed_;
  return &item;
}

CompletionList CompletionItems::take() {
  std::sort(list_.items.begin(), list_.items.end(),
            [](const CompletionItem& a, const CompletionItem& b) { return a.sort < b.sort; });
  return std::move(list_);
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
