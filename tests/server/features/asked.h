// Texts with a cursor and the ranges that a feature should answer with.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "rules/snapshot.h"
#include "tests/support/cursor.h"
#include "tests/support/marked_text.h"

namespace dflint {

inline SnapshotPtr without_rules(std::string text) {
  static const std::vector<Rule> none;
  static const RuleSet rules(none);
  return snapshot(Text(std::move(text)), rules);
}

// <|> is the cursor, [| |] are the ranges.
struct Asked {
  explicit Asked(std::string_view marked) {
    AtCursor cursor = at_cursor(marked);
    expected = cursor.text;
    offset = cursor.offset;
    std::string text = std::move(cursor.text);
    for (const std::string_view mark : {"[|", "|]"}) {
      for (size_t at = text.find(mark); at != std::string::npos; at = text.find(mark, at)) {
        text.erase(at, mark.size());
      }
    }
    for (const std::string_view mark : {"[|", "|]"}) {
      const std::string_view before = std::string_view(expected).substr(0, cursor.offset);
      for (size_t at = before.find(mark); at != std::string_view::npos;
           at = before.find(mark, at + mark.size()))
        offset -= static_cast<uint32_t>(mark.size());
    }
    at = without_rules(std::move(text));
  }

  std::string found(const std::vector<Range>& ranges) const {
    return with_marks(at->document.text.bytes(), ranges);
  }

  SnapshotPtr at;
  uint32_t offset = 0;
  std::string expected;  // without the cursor
};

}  // namespace dflint
