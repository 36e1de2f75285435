// Collects the items of a completion: what all contexts of it share.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "server/features/completion.h"
#include "server/features/cursor_place.h"

namespace dflint {

// Groups of items: how near they come in the list.
enum class Rank : char { first = 'a', high = 'b', normal = 'c', low = 'd', last = 'e' };

// One answer. Items that do not begin with what is typed are left out, and so is one whose text a
// better one had.
class CompletionItems {
 public:
  // Longer lists are cut, and incomplete.
  static constexpr size_t most = 200;

  CompletionItems(const Snapshot& snapshot, const CursorPlace& place,
                  const CompletionOptions& options)
      : snapshot(snapshot),
        place(place),
        options(options),
        typed_(place.typed),
        whole_(place.whole),
        word_(place.word) {}

  const Snapshot& snapshot;
  const CursorPlace& place;
  const CompletionOptions& options;

  // What the following items replace: bytes [begin, end) of the file, typed up to the cursor.
  void replace_from(uint32_t begin, uint32_t end);
  // … the last `size` bytes of the word, and what follows up to one of `stops`.
  void replace_last(size_t size, std::string_view stops);
  std::string_view word() const { return word_; }

  // `text` where it begins with what is typed (any case); nullptr where not, or where the list is
  // full. The pointer holds until the next call.
  CompletionItem* add(std::string_view text, CompletionKind kind, Rank rank);
  // Whether `text` begins with what is typed.
  bool fits(std::string_view text) const;
  bool full() const { return list_.items.size() >= most; }

  // A word may be begun here, and nobody asked for help.
  bool unasked() const { return !options.asked && place.word.empty(); }

  // In the order in which they are shown.
  CompletionList take();

 private:
  CompletionList list_;
  Range typed_, whole_;
  std::string_view word_;
  std::vector<size_t> seen_;  // hashes of the texts; the list is short
};

// `text` as a snippet that holds nothing but it.
std::string snippet_text(std::string_view text);

// One file a context: complete_<what>.cpp. They add what fits and return.
void complete_keyword(CompletionItems& items);
void complete_comment(CompletionItems& items);
void complete_directive(CompletionItems& items);
// --name, --name=value; true where the word is a flag.
bool complete_flag(CompletionItems& items);
void complete_flag_names(CompletionItems& items);
// The value of --mount, which is the last `size` bytes of the word.
void complete_mount(CompletionItems& items, size_t size);
// $NAME, ${NAME}, ${NAME:-…}; true where the cursor is in one.
bool complete_variable(CompletionItems& items);
void complete_arg_name(CompletionItems& items);
// Earlier stages, by name or number, for what is typed in the last `size` bytes of the word.
void complete_stage(CompletionItems& items, bool numbers);
void complete_image(CompletionItems& items);
// <<EOF; true where the word holds <<.
bool complete_heredoc(CompletionItems& items);
// What COPY, ADD and bind mounts take: of the build context, or of a stage.
void complete_source(CompletionItems& items, std::string_view from);
// Directories that the stage is known to have.
void complete_directory(CompletionItems& items);
void complete_user(CompletionItems& items, bool with_group);
void complete_port(CompletionItems& items);
void complete_signal(CompletionItems& items);
void complete_label(CompletionItems& items);
void complete_shell(CompletionItems& items);
void complete_health_command(CompletionItems& items);

}  // namespace dflint
