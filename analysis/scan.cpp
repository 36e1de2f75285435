// Where an instruction ends: comments, continuations, here-documents.
#include "analysis/scan.h"

#include <algorithm>
#include <cstring>

#include <fmt/core.h>

#include "analysis/directives.h"
#include "analysis/heredoc.h"
#include "analysis/keywords.h"
#include "analysis/parse/statement.h"
#include "analysis/unicode.h"
#include "analysis/words.h"

namespace dflint {
namespace {

constexpr uint32_t longest_line = 65535;

// A physical line: bytes [begin, text_end) without its line ending, the next one at `next`.
struct Line {
  uint32_t begin, text_end, next;
  bool has_newline;
};

class Scanner {
 public:
  Scanner(std::string_view file, const Cursor& cursor, ScanMemory& memory)
      : file_(file),
        start_(cursor.at),
        at_(cursor.at),
        memory_(memory),
        in_(std::make_shared<Instruction>()) {
    in_->dialect = cursor.dialect;
    in_->next_escape = cursor.dialect.escape;
  }

  InstructionPtr run() {
    if (in_->dialect.start_of_file && directives()) return finish(at_);
    if (!leading_lines()) {
      in_->lookahead = 1;  // only the end of the file ended it
      return finish(at_);
    }
    logical_line();
    statement();
    return finish(at_);
  }

 private:
  Line line_at(uint32_t at) const {
    const void* found = std::memchr(file_.data() + at, '\n', file_.size() - at);
    const bool newline = found != nullptr;
    const uint32_t end = newline
                             ? static_cast<uint32_t>(static_cast<const char*>(found) - file_.data())
                             : static_cast<uint32_t>(file_.size());
    uint32_t text_end = end;
    while (text_end > at && file_[text_end - 1] == '\r') --text_end;
    return {at, text_end, newline ? end + 1 : end, newline};
  }

  // The first line of the tile that BuildKit cannot read.
  void long_lines(uint32_t tile_end) {
    for (uint32_t at = start_; at < tile_end && tile_end - at > longest_line;) {
      const Line line = line_at(at);
      const uint32_t size = line.next - line.begin - (line.has_newline ? 1 : 0);
      at = line.next;
      if (size <= longest_line) continue;
      in_->problems.push_back(
          {ProblemKind::line_too_long,
           span(line.begin, line.text_end),
           fmt::format("this line is {} bytes long; BuildKit reads lines of up to {} bytes",
                       line.text_end - line.begin, longest_line),
           {}});
      return;
    }
  }

  Span span(uint32_t begin, uint32_t end) const { return {begin - start_, end - start_}; }
  std::string_view slice(uint32_t begin, uint32_t end) const {
    return file_.substr(begin, end - begin);
  }

  bool directives() {
    Directives read = read_directives(file_);
    if (read.end == 0) return false;
    in_->next_escape = read.escape;
    in_->problems = std::move(read.problems);
    in_->lookahead = read.looked_at > read.end ? read.looked_at - read.end : 0;
    while (at_ < read.end) {
      const Line line = line_at(at_);
      const uint32_t begin = line.begin + (at_ == 0 && has_mark() ? 3 : 0);
      const uint32_t text = begin + leading_space(slice(begin, line.text_end));
      in_->comments.push_back(span(text, line.text_end));
      at_ = line.next;
    }
    return true;
  }

  bool has_mark() const { return file_.starts_with("\xEF\xBB\xBF"); }

  // Comments and blank lines; false where nothing else comes.
  bool leading_lines() {
    while (at_ < file_.size()) {
      const Line line = line_at(at_);
      const uint32_t begin = line.begin + (line.begin == 0 && has_mark() ? 3 : 0);
      const uint32_t text = begin + leading_space(slice(begin, line.text_end));
      if (text < line.text_end && file_[text] != '#') {
        first_ = line;
        text_begin_ = text;
        return true;
      }
      if (text < line.text_end) in_->comments.push_back(span(text, line.text_end));
      at_ = line.next;
    }
    return false;
  }

  // Takes a physical line without its continuation character into the line; whether it goes on.
  bool take(uint32_t begin, uint32_t end) {
    uint32_t last = end;
    while (last > begin && (file_[last - 1] == ' ' || file_[last - 1] == '\t')) --last;
    const char escape = in_->dialect.escape;
    const bool goes_on = last > begin && file_[last - 1] == escape &&
                         (last - 1 == begin || file_[last - 2] != escape);
    if (goes_on) end = last - 1;
    if (end > begin) {
      in_->pieces.push_back({line_size_, begin - start_});
      line_size_ += end - begin;
    }
    return goes_on;
  }

  void logical_line() {
    bool goes_on = take(text_begin_, first_.text_end);
    uint32_t body_end = first_.text_end;
    Line line = first_;
    at_ = line.next;
    while (goes_on) {
      if (at_ >= file_.size()) {
        in_->lookahead = 1;
        break;
      }
      line = line_at(at_);
      at_ = line.next;
      const uint32_t text = line.begin + leading_space(slice(line.begin, line.text_end));
      if (text >= line.text_end) {
        in_->empty_lines.push_back(span(line.begin, line.text_end));
      } else if (file_[text] == '#') {
        in_->inner_comments.push_back(span(text, line.text_end));
      } else {
        goes_on = take(line.begin, line.text_end);
      }
      body_end = line.text_end;
    }
    if (!line.has_newline) in_->lookahead = 1;
    in_->body = span(text_begin_, body_end);
    if (in_->pieces.empty()) in_->pieces.push_back({0, text_begin_ - start_});
    in_->line_size = line_size_;
  }

  void statement() {
    Instruction& in = *in_;
    in.text.assign(file_.data() + start_, at_ - start_);
    if (in.pieces.size() > 1) join();
    read_statement(in, in.statement, 0, in.line_size, false);
    if (can_contain_heredoc(in.statement) && in.line().find("<<") != std::string_view::npos)
      heredocs();
  }

  void join() {
    Instruction& in = *in_;
    in.joined.reserve(in.line_size);
    for (size_t i = 0; i < in.pieces.size(); ++i) {
      const uint32_t end = i + 1 < in.pieces.size() ? in.pieces[i + 1].line : in.line_size;
      in.joined.append(in.text, in.pieces[i].source, end - in.pieces[i].line);
    }
  }

  void heredocs() {
    Instruction& in = *in_;
    HeredocMarkers found = find_heredocs(in.line());
    if (found.gave_up) {
      in.heredoc_error = {in.span_of_line(found.error_begin, found.error_end),
                          std::move(found.error)};
      return;
    }
    in.heredocs.reserve(found.markers.size());
    for (HeredocMarker& marker : found.markers) {
      Heredoc heredoc;
      heredoc.name = std::move(marker.name);
      heredoc.marker = in.span_of_line(marker.begin, marker.end);
      heredoc.name_span = in.span_of_line(marker.name_begin, marker.name_end);
      heredoc.fd = marker.fd;
      heredoc.expand = marker.expand;
      heredoc.chomp = marker.chomp;
      in.heredocs.push_back(std::move(heredoc));
    }
    for (size_t i = 0; i < in.heredocs.size(); ++i) {
      if (body(in.heredocs[i])) continue;
      unclosed(i);
      break;
    }
    in.text.assign(file_.data() + start_, at_ - start_);
  }

  std::string_view without_tabs(std::string_view line, bool chomp) const {
    while (chomp && line.starts_with('\t')) line.remove_prefix(1);
    return line;
  }

  // Whether a line that closes `heredoc` can still come, as far as the index of lines knows.
  bool may_close(const Heredoc& heredoc) const {
    if (!memory_.indexed) return true;
    const auto& lines = heredoc.chomp ? memory_.last_line_without_tabs : memory_.last_line;
    const auto last = lines.find(heredoc.name);
    return last != lines.end() && last->second >= at_;
  }

  // Reads up to the closing line; false, with nothing read, where there is none.
  bool body(Heredoc& heredoc) {
    if (!may_close(heredoc)) return false;
    const uint32_t begin = at_;
    for (uint32_t at = begin; at < file_.size();) {
      const Line line = line_at(at);
      const std::string_view text = slice(line.begin, line.text_end);
      const std::string_view name = without_tabs(text, heredoc.chomp);
      if (name == heredoc.name) {
        heredoc.body = span(begin, line.begin);
        heredoc.terminator =
            span(line.text_end - static_cast<uint32_t>(name.size()), line.text_end);
        in_->body.end = line.text_end - start_;
        if (!line.has_newline) in_->lookahead = 1;
        at_ = line.next;
        return true;
      }
      at = line.next;
    }
    index_lines();
    return false;
  }

  void index_lines() {
    if (memory_.indexed) return;
    memory_.indexed = true;
    for (uint32_t at = at_; at < file_.size();) {
      const void* found = std::memchr(file_.data() + at, '\n', file_.size() - at);
      const uint32_t end =
          found ? static_cast<uint32_t>(static_cast<const char*>(found) - file_.data())
                : static_cast<uint32_t>(file_.size());
      std::string_view text = slice(at, end);
      while (text.ends_with('\r')) text.remove_suffix(1);
      memory_.last_line[text] = at;
      memory_.last_line_without_tabs[without_tabs(text, true)] = at;
      at = end + 1;
    }
  }

  // Name without what is glued to it: EOF; EOF) EOF>/file.
  static std::string_view bare_name(std::string_view name) {
    size_t size = 0;
    while (size < name.size() &&
           (is_letter(static_cast<unsigned char>(name[size])) || name[size] == '_' ||
            name[size] == '-' || is_digit(static_cast<unsigned char>(name[size])))) {
      ++size;
    }
    return name.substr(0, size);
  }

  // The builder reads to the end of the file and fails. Here the body ends before the next
  // instruction, or with the line that was probably meant to close it, so that the rest stays.
  void unclosed(size_t first) {
    Heredoc& heredoc = in_->heredocs[first];
    const std::string_view bare = bare_name(heredoc.name);
    const uint32_t begin = at_;
    uint32_t end = begin;
    Span almost;
    for (uint32_t at = begin; at < file_.size();) {
      const Line line = line_at(at);
      const std::string_view text = slice(line.begin, line.text_end);
      if (starts_instruction(text)) break;
      at = end = line.next;
      std::string_view trimmed = text.substr(leading_space(text));
      trimmed.remove_suffix(trailing_space(trimmed));
      if (trimmed == heredoc.name || (!bare.empty() && trimmed == bare)) {
        almost = span(line.begin, line.text_end);
        break;
      }
    }
    heredoc.body = span(begin, almost.empty() ? end : almost.begin + start_);
    for (size_t i = first; i < in_->heredocs.size(); ++i) {
      in_->heredocs[i].closed = false;
      if (i > first) in_->heredocs[i].body = span(end, end);
    }
    if (end > begin) in_->body.end = trimmed_end(begin, end) - start_;
    at_ = end;
    in_->lookahead = static_cast<uint32_t>(file_.size()) - end + 1;
    report_unclosed(heredoc, bare, almost);
  }

  uint32_t trimmed_end(uint32_t begin, uint32_t end) const {
    while (end > begin && (file_[end - 1] == '\n' || file_[end - 1] == '\r')) --end;
    return end;
  }

  static bool starts_instruction(std::string_view text) {
    size_t size = 0;
    while (size < text.size() && text[size] >= 'A' && text[size] <= 'Z') ++size;
    if (size == 0 || size == text.size() || !is_separator(text[size])) return false;
    return keyword_of(text.substr(0, size)) != Keyword::unknown;
  }

  // $((1 << 2)) is an expression for the shell, but `<< 2))` a here-document for the builder; only
  // without blanks around `<<` it is none.
  void shift_operator(const Heredoc& heredoc, Problem& problem) const {
    problem.message =
        fmt::format("BuildKit takes `{}` for a here-document; write `<<` without blanks around it",
                    in_->source(heredoc.marker).substr(0, 60));
    Span blanks{heredoc.marker.begin, heredoc.name_span.begin};
    while (blanks.begin > 0 &&
           (in_->text[blanks.begin - 1] == ' ' || in_->text[blanks.begin - 1] == '\t'))
      --blanks.begin;
    problem.span = blanks;
    problem.replacement = "<<";
    problem.title = "Remove the blanks around `<<`";
    problem.certain = true;
  }

  void report_unclosed(const Heredoc& heredoc, std::string_view bare, Span almost) {
    Problem problem{ProblemKind::heredoc,
                    heredoc.marker,
                    fmt::format("here-document `{}` is never closed", heredoc.name.substr(0, 60)),
                    {}};
    if (heredoc.name.ends_with("))")) {
      shift_operator(heredoc, problem);
    } else if (bare.size() < heredoc.name.size()) {
      problem.message +=
          bare.empty()
              ? "; BuildKit takes any word with `<<` for one"
              : fmt::format("; BuildKit takes all of `{}` for its name: put a blank after `{}`",
                            heredoc.name.substr(0, 60), bare);
      if (!bare.empty() && !almost.empty()) {
        problem.span = heredoc.name_span;
        problem.replacement = in_->source(heredoc.name_span);
        problem.replacement.insert(bare.size(), " ");
        problem.certain = problem.replacement.starts_with(bare);  // else the name is quoted
        if (!problem.certain) problem.replacement.clear();
        problem.title = fmt::format("Put a blank after `{}`", bare);
      }
    } else if (!almost.empty()) {
      problem.span = almost;
      problem.replacement = heredoc.name;
      problem.certain = true;
      problem.message = fmt::format(
          "here-document `{0}` is never closed: `{0}` must stand alone on its line, without blanks "
          "around it",
          heredoc.name.substr(0, 60));
    }
    in_->problems.push_back(std::move(problem));
  }

  InstructionPtr finish(uint32_t end) {
    if (in_->text.empty()) in_->text.assign(file_.data() + start_, end - start_);
    long_lines(end);
    return std::move(in_);
  }

  std::string_view file_;
  uint32_t start_;
  uint32_t at_;
  ScanMemory& memory_;
  std::shared_ptr<Instruction> in_;
  Line first_{};
  uint32_t text_begin_ = 0;
  uint32_t line_size_ = 0;
};

}  // namespace

InstructionPtr scan(std::string_view file, const Cursor& cursor, ScanMemory& memory) {
  return Scanner(file, cursor, memory).run();
}

Cursor after(const Instruction& instruction, uint32_t end) {
  return {end, {instruction.next_escape, false}};
}

}  // namespace dflint
