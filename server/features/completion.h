// What could be typed at a place of a Dockerfile.
//
// A list that opens by itself must not be in the way: where nobody asked (a blank was typed, and
// the instruction could end here, or free text follows) there is none. See `asked`.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "rules/context.h"
#include "rules/snapshot.h"

namespace dflint {

struct CompletionOptions {
  // The user asked for a list, or types a word; false: a character such as a blank opened it, or
  // nobody knows.
  bool asked = false;
  // Keywords come with their arguments: `COPY source dest`.
  bool snippets = false;
  const BuildContext* context = nullptr;  // nullptr: no paths of it are offered
};

enum class CompletionKind : uint8_t {
  keyword,
  flag,
  option,  // of a mount
  value,
  variable,
  stage,
  image,
  file,
  directory,
  rule,
  directive,
  heredoc,
};

struct CompletionItem {
  std::string label;
  CompletionKind kind = CompletionKind::value;
  std::string detail;  // one line; may be empty
  std::string text;    // what takes the place of `replace` or `insert`
  // The same as an LSP snippet, with its escapes; empty where it would be the text.
  std::string snippet;
  std::string sort;    // items in order of this, bytewise
  std::string filter;  // what the typed word is compared with; begins with it in any case
  Range replace;       // the word under the cursor
  Range insert;        // … up to the cursor; begins and ends inside `replace`
  bool deprecated = false;
  bool again = false;                  // more can be completed behind it: `--from=`, a directory
  std::string_view commit_characters;  // each byte one; static text
  std::string data;                    // for documentation_of; empty: there is none
};

struct CompletionList {
  std::vector<CompletionItem> items;
  bool incomplete = false;  // more typed letters would bring other items
};

// Characters behind which a list may open by itself.
inline constexpr std::string_view completion_triggers = " =$-{,:/<#";

// Offsets past the end mean the end.
CompletionList complete(const Snapshot& snapshot, uint32_t offset,
                        const CompletionOptions& options = {});

// Markdown for the `data` of an item; empty for anything else.
std::string documentation_of(std::string_view data);

}  // namespace dflint
