// Formatting while one types.
#include <algorithm>
#include <optional>

#include "analysis/heredoc.h"
#include "analysis/keywords.h"
#include "server/features/action.h"
#include "server/features/formatting.h"
#include "server/features/instruction_at.h"

namespace dflint {
namespace {

// A physical line of the file, without its line ending.
struct Line {
  uint32_t begin = 0, end = 0;
};

class Typing {
 public:
  Typing(const Snapshot& snapshot, uint32_t offset, const EditorFormat& format)
      : document_(snapshot.document),
        text_(document_.text.bytes()),
        format_(format),
        number_(document_.text.line_of(std::min(offset, document_.text.size()))),
        here_(line(number_)) {}

  std::vector<Edit> newline() const {
    if (number_ < 2) return {};
    const Line above = line(number_ - 1);
    const size_t index = instruction_at(document_, above.begin);
    const Instruction& in = *document_.instructions[index];
    const Range body = document_.range(index, in.body);
    if (above.end < body.begin || in.statement.keyword == Keyword::none) return {};
    // In the middle of a keyword a blank would end it.
    if (document_.range(index, in.statement.word.span).end > above.end) return {};
    if (std::optional<Edit> terminator = heredoc_end(index, above)) return {*terminator};
    if (format_.single_lines || in_heredoc(index, above.begin) || !continues(above, in)) return {};
    const bool first = above.begin <= body.begin;
    const std::string_view before = blanks(above);
    return indent(here_, first ? unit() : std::string(before));
  }

  std::vector<Edit> escape(uint32_t offset) const {
    const size_t index = instruction_at(document_, here_.begin);
    const Instruction& in = *document_.instructions[index];
    const Range body = document_.range(index, in.body);
    if (format_.single_lines || here_.end < body.begin || in.statement.keyword == Keyword::none ||
        in_heredoc(index, here_.begin) || is_comment(here_) ||
        number_ == document_.text.line_count())
      return {};
    const std::string_view rest =
        text_.substr(std::min(offset, here_.end), here_.end - std::min(offset, here_.end));
    const bool typed_yet = rest.size() == 1 && rest[0] == in.dialect.escape;
    if (!typed_yet && rest.find_first_not_of(" \t") != std::string_view::npos) return {};
    if (!ends_word(offset - std::min(offset, here_.begin))) return {};
    const Line next = line(number_ + 1);
    if (next.begin == next.end || !blanks(next).empty() || is_comment(next) || is_keyword(next))
      return {};
    return indent(next, unit());
  }

 private:
  Line line(uint32_t number) const {
    const std::string_view content = document_.text.line(number);
    const uint32_t begin = document_.text.line_start(number);
    return {begin, begin + static_cast<uint32_t>(content.size())};
  }
  std::string_view content(const Line& line) const {
    return text_.substr(line.begin, line.end - line.begin);
  }
  std::string_view blanks(const Line& line) const {
    const std::string_view all = content(line);
    return all.substr(0, std::min(all.find_first_not_of(" \t"), all.size()));
  }
  bool is_comment(const Line& line) const {
    return content(line).substr(blanks(line).size()).starts_with('#');
  }
  bool is_keyword(const Line& line) const {
    const std::string_view all = content(line);
    return keyword_of(all.substr(0, std::min(all.find_first_of(" \t"), all.size()))) >
           Keyword::unknown;
  }

  std::string unit() const {
    return format_.options.tabs ? "\t" : std::string(format_.options.indent, ' ');
  }

  std::vector<Edit> indent(const Line& line, std::string wanted) const {
    const std::string_view now = blanks(line);
    if (now == wanted) return {};
    return {{{line.begin, line.begin + static_cast<uint32_t>(now.size())}, std::move(wanted)}};
  }

  // Whether blanks behind the first `size` bytes of the line mean nothing: others stand there, and
  // no quote is open.
  bool ends_word(uint32_t size) const {
    std::string_view before = content(here_).substr(0, size);
    if (before.ends_with('\\') || before.ends_with('`')) before.remove_suffix(1);
    const auto open = [&](char quote) {
      return std::count(before.begin(), before.end(), quote) % 2;
    };
    return (before.ends_with(' ') || before.ends_with('\t')) && !open('"') && !open('\'');
  }

  bool continues(const Line& line, const Instruction& in) const {
    std::string_view all = content(line);
    if (is_comment(line)) return false;
    while (!all.empty() && (all.back() == ' ' || all.back() == '\t')) all.remove_suffix(1);
    return all.ends_with(in.dialect.escape) &&
           !(all.size() > 1 && all[all.size() - 2] == in.dialect.escape);
  }

  bool in_heredoc(size_t index, uint32_t at) const {
    const Instruction& in = *document_.instructions[index];
    return std::any_of(in.heredocs.begin(), in.heredocs.end(), [&](const Heredoc& heredoc) {
      const Range body = document_.range(index, heredoc.body);
      const Range end = document_.range(index, heredoc.terminator);
      return (at >= body.begin && at < body.end) ||
             (!end.empty() && at <= end.end && at >= body.end);
    });
  }

  // Whether the here-document only ends because a later instruction opens one of the same name.
  bool borrows_end(const Instruction& in, const Heredoc& heredoc) const {
    std::string_view body = in.source(heredoc.body);
    while (!body.empty()) {
      const std::string_view line = body.substr(0, body.find('\n'));
      body.remove_prefix(std::min(line.size() + 1, body.size()));
      const Keyword keyword =
          keyword_of(line.substr(0, std::min(line.find_first_of(" \t"), line.size())));
      if (keyword != Keyword::run && keyword != Keyword::copy && keyword != Keyword::add) continue;
      for (const HeredocMarker& marker : find_heredocs(line).markers) {
        if (marker.name == heredoc.name) return true;
      }
    }
    return false;
  }

  // The terminators that the here-documents opened on the line above lack.
  std::optional<Edit> heredoc_end(size_t index, const Line& above) const {
    const Instruction& in = *document_.instructions[index];
    std::string text;
    for (const Heredoc& heredoc : in.heredocs) {
      const Range marker = document_.range(index, heredoc.marker);
      if (marker.begin < above.begin || marker.end > above.end) return std::nullopt;
      if (heredoc.closed && !borrows_end(in, heredoc)) continue;
      text += text_.substr(0, here_.begin).ends_with("\r\n") ? "\r\n" : "\n";
      text += heredoc.name;
    }
    if (text.empty() || !content(here_).substr(blanks(here_).size()).empty()) return std::nullopt;
    return Edit{{here_.end, here_.end}, std::move(text)};
  }

  const Document& document_;
  std::string_view text_;
  const EditorFormat& format_;
  uint32_t number_;  // of the line that holds the offset
  Line here_;
};

}  // namespace

std::vector<Edit> format_typed_edits(const Snapshot& snapshot, uint32_t offset, char typed,
                                     const EditorFormat& format) {
  const Typing typing(snapshot, offset, format);
  if (typed == '\n') return typing.newline();
  const Document& document = snapshot.document;
  const Instruction& in = *document.instructions[instruction_at(document, offset)];
  return typed == in.dialect.escape ? typing.escape(offset) : std::vector<Edit>();
}

}  // namespace dflint
