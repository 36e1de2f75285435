// Decides what could be typed at a place; the answers are in complete_*.cpp.
#include "server/features/completion.h"

#include <algorithm>

#include "analysis/unicode.h"
#include "server/features/completion_items.h"
#include "server/features/cursor_place.h"

namespace dflint {
namespace {

void complete_arguments(CompletionItems& items) {
  const CursorPlace& place = items.place;
  const Statement& statement = *place.statement;
  // The words so far would do for the instruction, so that the Enter key should end it.
  const bool may_end = items.unasked() && !place.arguments.empty();
  const bool silent = may_end || (items.unasked() && place.new_line);
  switch (statement.keyword) {
    case Keyword::from:
      if (place.arguments.size() == 1 && !silent && !equal_ignoring_case(place.word, "AS")) {
        if (CompletionItem* as = items.add("AS", CompletionKind::keyword, Rank::high)) {
          as->text = "AS ";
          as->snippet = "AS ${1:stage}";
        }
      }
      if (!place.arguments.empty() || silent) return;
      complete_stage(items, false);
      return complete_image(items);
    case Keyword::copy:
    case Keyword::add: {
      if (complete_heredoc(items)) return;
      const bool last = !place.arguments.empty() && place.after.empty();
      if (last) complete_directory(items);
      if (may_end) return;
      std::string_view from;
      for (std::string_view flag : place.flags) {
        if (flag.starts_with("--from=")) from = flag.substr(7);
      }
      return complete_source(items, from);
    }
    case Keyword::workdir:
    case Keyword::volume:
      if (!silent && (statement.keyword == Keyword::volume || place.arguments.empty()))
        complete_directory(items);
      return;
    case Keyword::user:
      if (!silent && place.arguments.empty()) complete_user(items, true);
      return;
    case Keyword::expose:
      if (!silent) complete_port(items);
      return;
    case Keyword::stopsignal:
      if (!silent && place.arguments.empty()) complete_signal(items);
      return;
    case Keyword::label:
      if (!silent) complete_label(items);
      return;
    case Keyword::arg:
      if (!silent) complete_arg_name(items);
      return;
    case Keyword::shell:
      if (!silent && place.arguments.empty()) complete_shell(items);
      return;
    case Keyword::healthcheck:
      complete_health_command(items);
      return;
    default:
      return;
  }
}

// Whether the builder, or a shell, reads variables at the cursor.
bool reads_variables(const CursorPlace& place) {
  switch (place.statement->keyword) {
    case Keyword::shell:
    case Keyword::maintainer:
      return false;
    case Keyword::run:
    case Keyword::cmd:
    case Keyword::entrypoint:
    case Keyword::healthcheck:
      return !place.json;
    default:
      return !place.word.starts_with("--from=") && !place.word.starts_with("--exclude=");
  }
}

void complete_argument(CompletionItems& items) {
  const CursorPlace& place = items.place;
  if (place.closed || place.cut) return;
  if (reads_variables(place) && complete_variable(items)) return;
  if (place.in_flags) {
    if (place.word.starts_with('-')) {
      complete_flag(items);
      return;
    }
    if (place.statement->keyword == Keyword::run && items.unasked()) return;
    if (place.word.empty()) complete_flag_names(items);
  }
  if (place.json && !place.in_string) return;
  if (place.statement->keyword == Keyword::run) {
    complete_heredoc(items);
    return;
  }
  complete_arguments(items);
}

}  // namespace

CompletionList complete(const Snapshot& snapshot, uint32_t offset,
                        const CompletionOptions& options) {
  const CursorPlace place = cursor_place(snapshot.document, snapshot.plan, offset);
  CompletionItems items(snapshot, place, options);
  switch (place.at) {
    case CursorAt::nowhere:
      break;
    case CursorAt::comment:
      complete_comment(items);
      break;
    case CursorAt::directive:
      complete_directive(items);
      break;
    case CursorAt::keyword:
    case CursorAt::trigger:
      if (!place.cut) complete_keyword(items);
      break;
    case CursorAt::heredoc: {
      const Heredoc& heredoc = place.in->heredocs[place.heredoc];
      if (heredoc.expand) complete_variable(items);
      break;
    }
    case CursorAt::argument:
      complete_argument(items);
      break;
  }
  return items.take();
}

}  // namespace dflint
