// Lines of an instruction: what stands on them stays on them, their indentation and the blanks
// between tokens are made anew.
#include "analysis/format/layout.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "analysis/format/script.h"
#include "analysis/format/tokens.h"
#include "analysis/trim.h"

namespace dflint {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\t'; }

// A physical line of an instruction; a comment where it is no code. Bytes in the source.
struct PhysicalLine {
  bool code = true;
  uint32_t begin = 0, end = 0;  // code: without the escape character
  uint32_t line = 0;            // code: where it begins in the joined line

  // What decides about its layout; the last three of code only.
  bool loose_begin = true, loose_end = true;  // blanks there mean nothing
  bool bare = false;                          // nothing but blanks
  bool script = false;                        // its indentation is a part of a shell script's
  uint32_t width = 0;                         // columns of its indentation
};

// The lines up to the bodies of here-documents; blank lines are left out.
struct Lines {
  std::vector<PhysicalLine> all;
  uint32_t next = 0;      // where the first body begins, or the next tile
  bool dangling = false;  // the last line of code asks for another one
};

Lines lines_of(const Instruction& in) {
  Lines lines;
  const std::string_view text = in.text;
  bool goes_on = true;
  uint32_t offset = 0;
  for (uint32_t at = in.body.begin; goes_on && at < text.size();) {
    const auto newline = static_cast<uint32_t>(std::min(text.find('\n', at), text.size()));
    uint32_t end = newline;
    while (end > at && text[end - 1] == '\r') --end;
    const std::string_view content = trimmed(text.substr(at, end - at));
    if (!lines.all.empty() && content.starts_with('#')) {
      const auto begin = static_cast<uint32_t>(content.data() - text.data());
      lines.all.push_back({false, begin, begin + static_cast<uint32_t>(content.size())});
      lines.all.back().width = begin - at;  // as is, where the code below cannot move
    } else if (!content.empty()) {
      uint32_t last = end;
      while (last > at && is_blank(text[last - 1])) --last;
      const char escape = in.dialect.escape;
      goes_on =
          last > at && text[last - 1] == escape && (last - 1 == at || text[last - 2] != escape);
      if (goes_on) end = last - 1;
      lines.all.push_back({true, at, end, offset});
      offset += end - at;
    }
    at = std::min(newline + 1, static_cast<uint32_t>(text.size()));
    lines.next = at;
  }
  lines.dangling = goes_on;
  return lines;
}

class Body {
 public:
  Body(std::string& out, const Instruction& in, const Style& style, std::vector<Token> tokens,
       Lines lines)
      : out_(out), in_(in), style_(style), tokens_(std::move(tokens)), lines_(std::move(lines)) {}

  void write(const Script* script) {
    find_loose(script);
    measure();
    for (size_t i = 0; i < lines_.all.size(); ++i) line(i);
  }

 private:
  // Fills loose_begin and loose_end from the places between lines.
  void find_loose(const Script* script) {
    std::vector<PhysicalLine*> code;
    for (PhysicalLine& line : lines_.all) {
      if (line.code) code.push_back(&line);
    }
    std::vector<Seam> in_script;
    std::vector<size_t> which;
    const Token* script_token = nullptr;
    size_t token = 0;
    for (size_t i = 1; i < code.size(); ++i) {
      const uint32_t at = code[i]->line;
      while (token < tokens_.size() && tokens_[token].end <= at) ++token;
      if (token == tokens_.size() || tokens_[token].begin >= at) continue;
      code[i]->loose_begin = code[i - 1]->loose_end = false;
      if (tokens_[token].kind != Token::Kind::script) continue;
      script_token = &tokens_[token];
      in_script.push_back({at, code[i - 1]->end});
      which.push_back(i);
    }
    if (script_token) mark_loose(in_, *script_token, script, in_script);
    for (size_t i = 0; i < which.size(); ++i) {
      code[which[i]]->loose_begin = code[which[i] - 1]->loose_end = in_script[i].loose;
    }
  }

  // The first token that ends behind `at`, from token number `from` on.
  size_t token_behind(uint32_t at, size_t from) const {
    while (from < tokens_.size() && tokens_[from].end <= at) ++from;
    return from;
  }

  uint32_t tab() const {
    return style_.options.tabs || style_.options.indent == 0 ? 4 : style_.options.indent;
  }
  uint32_t unit() const { return style_.options.tabs ? tab() : style_.options.indent; }

  uint32_t leading_blanks(const PhysicalLine& line) const {
    uint32_t at = line.begin;
    while (at < line.end && is_blank(in_.text[at])) ++at;
    return at - line.begin;
  }

  uint32_t width_of(std::string_view blanks) const {
    const uint32_t stop = mixes_tabs_ && !style_.options.tabs ? 8 : tab();
    uint32_t width = 0;
    for (const char c : blanks) width = c == '\t' ? (width / stop + 1) * stop : width + 1;
    return width;
  }

  // Who indents some lines with tabs and some with blanks sees tabs as the terminal shows them.
  bool mixes_tabs() const {
    bool tabs = false, blanks = false;
    for (size_t i = 1; i < lines_.all.size(); ++i) {
      const PhysicalLine& line = lines_.all[i];
      if (!line.code || !line.loose_begin || line.begin == line.end) continue;
      const std::string_view leading = in_.source({line.begin, line.begin + leading_blanks(line)});
      const bool tab = leading.find('\t') != std::string_view::npos;
      tabs |= tab;
      blanks |= !tab && !leading.empty();
    }
    return tabs && blanks;
  }

  // Which lines belong to a script, and how far all of them stand from the margin.
  void measure() {
    mixes_tabs_ = mixes_tabs();
    size_t token = 0;
    bool first = true;
    for (PhysicalLine& line : lines_.all) {
      if (!line.code) continue;
      const uint32_t blanks = leading_blanks(line);
      line.bare = line.begin + blanks == line.end;
      token = token_behind(line.line + blanks, token);
      if (!first && line.loose_begin && !line.bare && token < tokens_.size() &&
          in_script(tokens_[token])) {
        line.script = true;
        line.width = width_of(in_.source({line.begin, line.begin + blanks}));
        margin_ = std::min(margin_, line.width);
      }
      first = false;
    }
  }

  // The type of a HEALTHCHECK counts: a command stands behind it.
  bool in_script(const Token& token) const {
    return token.kind == Token::Kind::script ||
           (token.kind == Token::Kind::keyword && &token != tokens_.data() &&
            !in_.statement.trigger && in_.statement.keyword == Keyword::healthcheck);
  }

  void indent(uint32_t width) {
    if (style_.options.tabs) out_.append(width / tab(), '\t'), width %= tab();
    out_.append(width, ' ');
  }

  // The indentation of a line of code whose beginning is loose. `token`: the first one on it.
  uint32_t indentation(const PhysicalLine& line, size_t token) const {
    if (line.script) return unit() + line.width - margin_;
    const bool closes = !line.bare && token < tokens_.size() &&
                        tokens_[token].kind == Token::Kind::close &&
                        tokens_[token].begin >= line.line;
    return closes ? 0 : unit();
  }

  void line(size_t index) {
    const PhysicalLine& line = lines_.all[index];
    if (!line.code) return comment(index);
    const uint32_t size = line.end - line.begin;
    uint32_t begin = line.line, end = line.line + size;
    const bool continued = next_code(index) < lines_.all.size();
    if (line.loose_begin) begin += std::min(leading_blanks(line), size);
    if (!continued || line.loose_end) {
      while (end > begin && is_blank(in_.text[line.begin + (end - line.line) - 1])) --end;
      // A blank behind a backslash may be a part of a word.
      const size_t token = token_behind(end, token_);
      if (token < tokens_.size() && tokens_[token].begin < end && !inside_script(token))
        end = std::min(tokens_[token].end, line.line + size);
    }
    token_ = token_behind(begin, token_);
    const size_t start = out_.size();
    if (index > 0 && line.loose_begin) indent(indentation(line, token_));
    const size_t text = out_.size();
    const bool breakable = tokens(line, begin, end, false);
    if (breakable && is_long(start, continued)) {
      out_.resize(text);
      tokens(line, begin, end, true);
    }
    if (continued) {
      if (line.loose_end && out_.size() > text) out_ += ' ';
      out_ += in_.dialect.escape;
    }
    out_ += style_.line_end;
    token_ = token_behind(end, token_);
  }

  bool inside_script(size_t token) const { return tokens_[token].kind == Token::Kind::script; }

  bool is_long(size_t start, bool continued) const {
    const uint32_t width = count_code_points(std::string_view(out_).substr(start));
    return style_.options.width > 0 && width + (continued ? 2 : 0) > style_.options.width;
  }

  // The tokens of bytes [begin, end) of the line, which stand in `line`. Gives whether the line may
  // be broken; `broken`: it is.
  bool tokens(const PhysicalLine& line, uint32_t begin, uint32_t end, bool broken) {
    bool first = true, breakable = false;
    for (size_t i = token_; i < tokens_.size() && tokens_[i].begin < end; ++i) {
      const Token& token = tokens_[i];
      const uint32_t from = std::max(token.begin, begin), to = std::min(token.end, end);
      if (from >= to) continue;
      const bool glued = token.kind == Token::Kind::comma || token.kind == Token::Kind::close ||
                         (i > 0 && tokens_[i - 1].kind == Token::Kind::open);
      if (!first && !glued) out_ += ' ';
      if (!first && token.may_break) {
        breakable = true;
        if (broken) break_line();
      }
      first = false;
      const std::string_view text =
          in_.source({line.begin + from - line.line, line.begin + to - line.line});
      if (token.kind == Token::Kind::keyword)
        out_ += with_casing(text, style_.options.keywords);
      else
        out_ += text;
    }
    return breakable;
  }

  void break_line() {
    out_ += in_.dialect.escape;
    out_ += style_.line_end;
    indent(unit());
  }

  // The line of code behind line number `index`.
  size_t next_code(size_t index) {
    if (next_code_ <= index || next_code_ == 0) {
      next_code_ = index + 1;
      while (next_code_ < lines_.all.size() && !lines_.all[next_code_].code) ++next_code_;
    }
    return next_code_;
  }

  // A comment stands where the code below it does.
  void comment(size_t index) {
    const PhysicalLine& line = lines_.all[index];
    size_t below = next_code(index);
    if (below < lines_.all.size() && !lines_.all[below].loose_begin) {
      out_ += in_.source({line.begin - line.width, line.begin});
    } else {
      const PhysicalLine& code = lines_.all[std::min(below, lines_.all.size() - 1)];
      const uint32_t at = code.line + (code.code ? leading_blanks(code) : 0);
      indent(code.code ? indentation(code, token_behind(at, token_)) : unit());
    }
    out_ += in_.source({line.begin, line.end});
    out_ += style_.line_end;
  }

  std::string& out_;
  const Instruction& in_;
  const Style& style_;
  std::vector<Token> tokens_;
  Lines lines_;
  size_t token_ = 0;  // the first one that was not written whole
  size_t next_code_ = 0;
  bool mixes_tabs_ = false;
  uint32_t margin_ = UINT32_MAX;  // the least indentation of a script's line
};

// Where the line with the keyword begins; blanks may stand before it.
uint32_t body_line(const Instruction& in) {
  uint32_t at = in.body.begin;
  while (at > 0 && in.text[at - 1] != '\n') --at;
  return at == 0 && in.text.starts_with("\xEF\xBB\xBF") ? 3 : at;
}

bool is_open(const Instruction& in) {
  return std::ranges::any_of(in.heredocs, [](const Heredoc& heredoc) { return !heredoc.closed; });
}

// Whether one of the parser's guesses stands behind what it says of the instruction.
bool is_broken(const Instruction& in) {
  return is_open(in) || std::ranges::any_of(in.problems, [](const Problem& problem) {
           return problem.kind == ProblemKind::unknown_instruction ||
                  problem.kind == ProblemKind::json_form ||
                  problem.kind == ProblemKind::line_too_long;
         });
}

}  // namespace

void append_leading(std::string& out, const Instruction& in, const Style& style, bool first) {
  const bool none = in.statement.keyword == Keyword::none;
  std::string_view rest =
      std::string_view(in.text).substr(0, none ? in.text.size() : body_line(in));
  if (rest.starts_with("\xEF\xBB\xBF")) rest.remove_prefix(3);
  bool blank = false;
  const auto write = [&](std::string_view text) {
    if (blank && !first) out += style.line_end;
    first = blank = false;
    out += text;
    if (!text.empty()) out += style.line_end;
  };
  while (!rest.empty()) {
    const size_t size = std::min(rest.find('\n'), rest.size() - 1) + 1;
    const std::string_view comment = trimmed(rest.substr(0, size));
    rest.remove_prefix(size);
    if (comment.empty())
      blank = true;
    else
      write(comment);
  }
  if (!none) write({});
}

void append_body(std::string& out, const Instruction& in, const Script* script,
                 const Style& style) {
  Lines lines = lines_of(in);
  std::optional<std::vector<Token>> tokens;
  if (!lines.dangling && !is_broken(in)) tokens = tokens_of(in);
  uint32_t at = body_line(in);
  if (tokens) {
    at = lines.next;
    Body(out, in, style, std::move(*tokens), std::move(lines))
        .write(style.options.indent_scripts ? script : nullptr);
  }
  out.append(in.text, at);
  if (!out.ends_with('\n') && !is_open(in)) out += style.line_end;
}

}  // namespace dflint
