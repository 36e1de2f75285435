// Finds out where in a Dockerfile a cursor stands.
#include "server/features/cursor_place.h"

#include <algorithm>

#include "analysis/directives.h"
#include "analysis/unicode.h"
#include "analysis/words.h"
#include "server/features/instruction_at.h"

namespace dflint {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

bool is_line_end(char c) { return c == '\n' || c == '\r'; }

// One question, from the outside in: the line, the instruction, the word.
class Finder {
 public:
  Finder(const Document& document, const Plan& plan, uint32_t offset)
      : document_(document), plan_(plan), file_(document.text.bytes()) {
    place_.offset = std::min(offset, document.text.size());
  }

  CursorPlace run() {
    if (document_.instructions.empty() || document_.starts.empty()) return place_;
    place_.index = instruction_at(document_, place_.offset);
    place_.in = document_.instructions[place_.index].get();
    at_ = place_.offset - document_.starts[place_.index];
    line_begin_ = place_.offset;
    while (line_begin_ > 0 && file_[line_begin_ - 1] != '\n') --line_begin_;
    if (line_begin_ == 0 && file_.starts_with(byte_order_mark) && place_.offset >= 3)
      line_begin_ = 3;
    text_begin_ =
        line_begin_ + leading_space(file_.substr(line_begin_, place_.offset - line_begin_));
    find_place();
    find_stage();
    return std::move(place_);
  }

 private:
  void find_place() {
    const Instruction& in = *place_.in;
    if (in.statement.keyword == Keyword::none || at_ <= in.body.begin) return outside();
    if (in_heredoc()) return;
    if (at_ > in.body.end && !is_open()) return outside();
    for (Span comment : in.inner_comments) {
      if (at_ >= comment.begin && at_ <= comment.end && at_ > comment.begin) return comment_line();
    }
    inside();
  }

  // Where no instruction holds the cursor: a comment, or the begin of an instruction.
  void outside() {
    if (text_begin_ < place_.offset && file_[text_begin_] == '#') return comment_line();
    word_from(text_begin_);
    if (place_.word.find_first_of(" \t") == std::string_view::npos) place_.at = CursorAt::keyword;
  }

  void comment_line() {
    place_.at = CursorAt::comment;
    if (line_begin_ <= read_directives(file_).end) place_.at = CursorAt::directive;
    if (line_begin_ == 3 && file_.starts_with(byte_order_mark)) place_.at = CursorAt::directive;
    uint32_t end = place_.offset;
    while (end < file_.size() && !is_line_end(file_[end])) ++end;
    const uint32_t begin = text_begin_ + 1;
    place_.word = file_.substr(begin, place_.offset - begin);
    place_.typed = {begin, place_.offset};
    place_.whole = {begin, end};
  }

  // Whether the cursor is behind the line that opens the first here-document.
  bool in_heredoc() {
    const Instruction& in = *place_.in;
    const auto has_begun = [&](const Heredoc& heredoc) {
      return at_ >= heredoc.body.begin && heredoc.body.begin > 0 &&
             in.text[heredoc.body.begin - 1] == '\n';
    };
    for (size_t i = 0; i < in.heredocs.size(); ++i) {
      const Heredoc& heredoc = in.heredocs[i];
      if (!has_begun(heredoc) || (heredoc.closed && at_ > heredoc.terminator.begin)) continue;
      place_.at = CursorAt::heredoc;
      place_.statement = &in.effective();
      place_.heredoc = static_cast<uint32_t>(i);
      word_from(last_blank());
      return true;
    }
    return !in.heredocs.empty() && has_begun(in.heredocs[0]) && at_ <= in.body.end;
  }

  // Whether the instruction would go on in a next line; it does only at the end of the file.
  bool is_open() const {
    const Instruction& in = *place_.in;
    if (!in.heredocs.empty()) return false;
    const uint32_t end = end_of_piece(in.pieces.size() - 1);
    return end < in.text.size() && in.text[end] == in.dialect.escape;
  }

  uint32_t end_of_piece(size_t i) const {
    const Instruction& in = *place_.in;
    const uint32_t end = i + 1 < in.pieces.size() ? in.pieces[i + 1].line : in.line_size;
    return in.pieces[i].source + end - in.pieces[i].line;
  }

  // Where in the line the cursor is; false where the builder reads nothing at that place.
  bool find_in_line() {
    const Instruction& in = *place_.in;
    const auto behind =
        std::upper_bound(in.pieces.begin(), in.pieces.end(), at_,
                         [](uint32_t at, const Piece& piece) { return at < piece.source; });
    if (behind == in.pieces.begin()) return false;
    const size_t i = static_cast<size_t>(behind - in.pieces.begin() - 1);
    const uint32_t begin = document_.starts[place_.index] + in.pieces[i].source;
    const uint32_t end = end_of_piece(i);
    const bool same_line = begin >= line_begin_;
    if (same_line && at_ > end) return false;
    const uint32_t stop = std::min(at_, end);
    in_line_ = in.pieces[i].line + stop - in.pieces[i].source;
    continued_ = i > 0 || !same_line;
    place_.new_line = continued_ && text_begin_ == place_.offset;
    return true;
  }

  void inside() {
    const Instruction& in = *place_.in;
    if (!find_in_line()) return;
    const Statement& statement = in.statement;
    const std::string_view read = in.line().substr(0, in_line_);
    const bool first_word = leading_space(read) + place_.offset - last_blank() >= read.size();
    if (statement.keyword == Keyword::unknown) {
      if (first_word || (at_ <= statement.word.span.end && !continued_)) keyword_here();
      return;
    }
    place_.cut = cuts_word();
    const Span keyword = statement.recovered && !statement.meant.empty() ? statement.meant.span
                                                                         : statement.word.span;
    if (at_ <= keyword.end) {
      if (!place_.cut) keyword_here();
      return;
    }
    arguments(statement, keyword);
  }

  void keyword_here() {
    place_.at = CursorAt::keyword;
    word_from(last_blank());
  }

  // A word that begins before the continuation character of the line above.
  bool cuts_word() const {
    if (!continued_) return false;
    const std::string_view line = place_.in->line().substr(0, in_line_);
    const size_t here = place_.offset - std::max(line_begin_, last_blank());
    if (here > line.size()) return true;
    if (last_blank() > line_begin_) return false;
    return line.size() > here && !is_separator(line[line.size() - here - 1]);
  }

  void arguments(const Statement& statement, Span keyword) {
    if (statement.keyword == Keyword::onbuild) {
      const Statement* trigger = statement.trigger.get();
      if (!trigger || at_ <= trigger->word.span.end || at_ < trigger->word.span.begin) {
        place_.at = CursorAt::trigger;
        word_from(last_blank());
        if (!trigger) place_.new_line = false;
        return;
      }
      if (trigger->keyword == Keyword::unknown || trigger->keyword == Keyword::onbuild) return;
      return arguments(*trigger, trigger->word.span);
    }
    const std::string_view line = place_.in->line();
    const uint32_t from = std::min(line_offset(keyword.end), in_line_);
    // The keyword itself, cut by a continuation.
    if (place_.cut && from + (place_.offset - last_blank()) >= in_line_) return;
    place_.at = CursorAt::argument;
    place_.statement = &statement;
    word_from(last_blank());
    const uint32_t size = std::min<uint32_t>(place_.typed.size(), in_line_ - from);
    place_.before = line.substr(from, in_line_ - size - from);
    read_before();
    if (place_.json) read_array();
    find_after();
  }

  // Where source offset `at` of the instruction is in its line.
  uint32_t line_offset(uint32_t at) const {
    const std::vector<Piece>& pieces = place_.in->pieces;
    const auto behind =
        std::upper_bound(pieces.begin(), pieces.end(), at,
                         [](uint32_t value, const Piece& piece) { return value < piece.source; });
    if (behind == pieces.begin()) return 0;
    const size_t i = static_cast<size_t>(behind - pieces.begin() - 1);
    return pieces[i].line + std::min(at, end_of_piece(i)) - pieces[i].source;
  }

  void read_before() {
    const std::string_view text = place_.before;
    place_.in_flags = true;
    for (size_t at = 0; at < text.size();) {
      while (at < text.size() && is_separator(text[at])) ++at;
      size_t end = at;
      while (end < text.size() && !is_separator(text[end])) ++end;
      if (end == at) break;
      const std::string_view word = text.substr(at, end - at);
      if (place_.in_flags && word.starts_with("--")) {
        place_.flags.push_back(word);
      } else {
        if (place_.arguments.empty() && word.starts_with('[')) {
          array_ = static_cast<uint32_t>(at);
          place_.json = true;
        }
        place_.in_flags = false;
        place_.arguments.push_back(word);
      }
      at = end;
    }
    if (place_.arguments.empty() && place_.word.starts_with('[')) {
      array_ = static_cast<uint32_t>(text.size());
      place_.json = true;
    }
  }

  // Reads the array that begins before the cursor; it may be closed there already.
  void read_array() {
    const std::string_view line = place_.in->line().substr(0, in_line_);
    size_t at = in_line_ - place_.word.size() - place_.before.size() + array_ + 1;
    place_.arguments.clear();
    place_.in_flags = false;
    size_t string = at;
    for (; at < line.size(); ++at) {
      if (place_.in_string && line[at] == '\\') {
        ++at;
      } else if (!place_.in_string && line[at] == ',') {
        ++place_.element;
      } else if (line[at] == '"') {
        if (place_.in_string) place_.arguments.push_back(line.substr(string, at + 1 - string));
        string = at;
        place_.in_string = !place_.in_string;
      } else if (!place_.in_string && line[at] == ']') {
        place_.json = false;
        place_.closed = true;
        return;
      }
    }
    if (!place_.in_string) return word_from(place_.offset);
    place_.cut = false;
    const size_t size = std::min<size_t>(line.size() - string - 1, place_.offset - line_begin_);
    word_from(place_.offset - static_cast<uint32_t>(size));
    uint32_t end = place_.offset;
    while (end < file_.size() && !is_line_end(file_[end]) && file_[end] != '"') ++end;
    place_.whole.end = end < file_.size() && file_[end] == '"' ? end : place_.offset;
  }

  void find_after() {
    const std::string_view line = place_.in->line();
    size_t end = in_line_;
    while (end < line.size() && !is_separator(line[end])) ++end;
    place_.glued = line.substr(in_line_, end - in_line_);
    const std::string_view rest = line.substr(end);
    place_.after = rest.substr(leading_space(rest));
  }

  // Where the word under the cursor begins.
  uint32_t last_blank() const {
    uint32_t begin = place_.offset;
    while (begin > line_begin_ && !is_separator(file_[begin - 1])) --begin;
    return begin;
  }

  void word_from(uint32_t begin) {
    place_.word = file_.substr(begin, place_.offset - begin);
    place_.typed = place_.whole = {begin, place_.offset};
    if (place_.word.empty()) return;
    uint32_t end = place_.offset;
    while (end < file_.size() && !is_separator(file_[end]) && file_[end] != '\n') ++end;
    place_.whole.end = end;
  }

  void find_stage() {
    uint32_t index = place_.index;
    const Instruction& in = *place_.in;
    const bool before = in.statement.keyword != Keyword::none && at_ <= in.body.end &&
                        (place_.at == CursorAt::keyword || place_.at == CursorAt::comment);
    if (before) {
      if (index == 0) return;
      --index;
    }
    if (index < plan_.steps.size()) place_.stage = plan_.steps[index].stage;
  }

  const Document& document_;
  const Plan& plan_;
  const std::string_view file_;
  CursorPlace place_;
  uint32_t at_ = 0;          // the cursor in the source of the instruction
  uint32_t line_begin_ = 0;  // of the physical line, in the file
  uint32_t text_begin_ = 0;  // … behind its blanks; the cursor where there is nothing else
  uint32_t in_line_ = 0;     // the cursor in the instruction's line
  uint32_t array_ = 0;       // where in `before` and `word` the '[' stands
  bool continued_ = false;   // a physical line of the instruction behind its first
};

}  // namespace

CursorPlace cursor_place(const Document& document, const Plan& plan, uint32_t offset) {
  return Finder(document, plan, offset).run();
}

bool in_single_quotes(std::string_view text) {
  char quote = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\' && quote != '\'') {
      ++i;
    } else if (quote == 0 && (text[i] == '\'' || text[i] == '"')) {
      quote = text[i];
    } else if (text[i] == quote) {
      quote = 0;
    }
  }
  return quote == '\'';
}

}  // namespace dflint
