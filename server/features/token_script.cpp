// What each part of a shell script is: from the parsed script, and what no command owns from its
// looks.
#include <algorithm>

#include "analysis/ascii.h"
#include "analysis/shell/lex.h"
#include "server/features/token_canvas.h"

namespace dflint {
namespace {

constexpr std::string_view operators = ";&|(){}<>!=";

bool ends_word(char c) {
  return is_token_blank(c) || std::string_view(";&|()<>").find(c) != std::string_view::npos;
}

// Paints what the parser found. Offsets are bytes of the script's text.
class ScriptPainter {
 public:
  ScriptPainter(TokenCanvas& canvas, const Script& script) : canvas_(canvas), script_(script) {}

  // What stands inside a substitution comes after the word around it, and covers it.
  void run() {
    size_t expansion = 0;
    for (const Command& command : script_.commands) {
      while (expansion < script_.expansions.size() &&
             script_.expansions[expansion].span.begin < command.span.begin) {
        open(script_.expansions[expansion++]);
      }
      paint_command(command);
    }
    while (expansion < script_.expansions.size()) open(script_.expansions[expansion++]);
    for (const Span& span : script_.comments) {
      const Bytes all = bytes(span);
      canvas_.fill(all.begin, all.end, TokenKind::comment);
    }
  }

 private:
  struct Bytes {
    uint32_t begin = 0, end = 0;
  };

  uint32_t offset(uint32_t source) const {
    return in_pieces(script_.pieces, canvas_.size(), source);
  }
  Bytes bytes(Span span) const {
    const uint32_t begin = offset(span.begin);
    return {begin, span.empty() ? begin : std::max(begin, offset(span.end - 1) + 1)};
  }
  void paint(Bytes b, TokenKind kind, uint8_t modifiers = 0) {
    canvas_.paint(b.begin, b.end, kind, modifiers);
  }

  void paint_command(const Command& command) {
    for (const Assignment& assignment : command.assignments) {
      const Bytes name = bytes(assignment.name_word.span);
      paint(name, TokenKind::variable, token_declaration);
      const Bytes value = bytes(assignment.value.span);
      for (uint32_t at = name.end; at < std::max(value.begin, name.end + 1); ++at)
        if (canvas_.at(at) == '=' || canvas_.at(at) == '+')
          canvas_.paint(at, at + 1, TokenKind::operator_);
      paint_word(assignment.value, TokenKind::word);
    }
    bool options = true;
    for (size_t i = 0; i < command.words.size(); ++i) {
      const ShellWord& word = command.words[i];
      const std::string_view value = script_.value(word);
      const bool runs = command.callee.word == i && i != 0 && !value.empty();
      if (i == 0 || runs) {
        paint_word(word, TokenKind::command);
      } else if (options && value.size() > 1 && value[0] == '-') {
        paint_option(word);
        options = value != "--";
      } else {
        paint_word(word, is_number(value) ? TokenKind::number : TokenKind::word);
      }
    }
    for (const Redirection& redirection : command.redirections) {
      const Bytes target = bytes(redirection.target.span);
      paint({bytes(redirection.span).begin, target.begin}, TokenKind::shell_operator);
      const bool heredoc = redirection.op == "<<" || redirection.op == "<<-";
      if (heredoc)
        paint(target, TokenKind::heredoc);
      else
        paint_word(redirection.target, TokenKind::word);
    }
  }

  // --name=value
  void paint_option(const ShellWord& word) {
    paint_word(word, TokenKind::option);
    const Bytes all = bytes(word.span);
    for (uint32_t at = all.begin; at < all.end; ++at) {
      if (canvas_.at(at) != '=' || kind_of(canvas_.cell(at)) != TokenKind::option) continue;
      canvas_.paint(at, at + 1, TokenKind::operator_);
      for (++at; at < all.end; ++at)
        if (kind_of(canvas_.cell(at)) == TokenKind::option)
          canvas_.paint(at, at + 1, TokenKind::word);
    }
  }

  void paint_word(const ShellWord& word, TokenKind kind) {
    const Bytes all = bytes(word.span);
    if (!word.quoted) return paint(all, kind);
    paint_text(canvas_, all.begin, all.end, {.plain = kind, .variables = false});
  }

  void variable(Bytes all) {
    if (canvas_.at(all.begin) == '$')
      canvas_.paint_variable(all.begin, all.end);
    else
      paint(all, TokenKind::variable);
  }

  // $( … ): the signs at its ends, and nothing yet between them.
  void open(const Expansion& expansion) {
    const Bytes all = bytes(expansion.span);
    if (all.begin >= all.end) return;
    if (expansion.kind == ExpansionKind::variable) return variable(all);
    canvas_.clear(all.begin, all.end);
    const bool arithmetic = expansion.kind == ExpansionKind::arithmetic;
    const uint32_t closing = arithmetic ? 2 : 1;
    const uint32_t opening = canvas_.at(all.begin) == '`' ? 1 : closing + 1;
    canvas_.paint(all.begin, std::min(all.begin + opening, all.end), TokenKind::shell_operator);
    const char last = canvas_.at(all.end - 1);
    if (all.end - all.begin < opening + closing || (last != ')' && last != '`')) return;  // open
    canvas_.paint(all.end - closing, all.end, TokenKind::shell_operator);
  }

  TokenCanvas& canvas_;
  const Script& script_;
};

// Paints what is left: what joins commands, reserved words, names and lists of loops and cases,
// and everything where the parser gave up or knows no grammar.
class RestPainter {
 public:
  RestPainter(TokenCanvas& canvas, ShellKind kind)
      : canvas_(canvas), text_(canvas.text()), kind_(kind) {}

  void run() {
    for (at_ = 0; at_ < text_.size();) {
      const char c = text_[at_];
      if (canvas_.cell(at_) != 0 || is_token_blank(c)) {
        if (c == '\n') begins_command_ = true;
        if (canvas_.cell(at_) != 0) begins_command_ = false;
        ++at_;
      } else if (operators.find(c) != std::string_view::npos) {
        canvas_.paint(at_, at_ + 1, TokenKind::shell_operator);
        begins_command_ = c != ')' && c != '<' && c != '>' && c != '=';
        ++at_;
      } else if (c == '#' && parsed() && (at_ == 0 || is_token_blank(text_[at_ - 1]))) {
        const uint32_t end = std::min<size_t>(text_.find('\n', at_), text_.size());
        canvas_.fill(at_, end, TokenKind::comment);
        at_ = end;
      } else {
        word();
      }
    }
  }

 private:
  bool parsed() const { return kind_ == ShellKind::posix || kind_ == ShellKind::other; }
  char escape() const {
    return kind_ == ShellKind::powershell ? '`' : kind_ == ShellKind::cmd ? '^' : '\\';
  }

  void word() {
    const uint32_t begin = at_;
    uint32_t end = begin;
    char quote = '\0';
    for (; end < text_.size() && canvas_.cell(end) == 0; ++end) {
      const char c = text_[end];
      if (c == escape() && quote != '\'' && end + 1 < text_.size()) {
        ++end;
      } else if (quote != '\0') {
        if (c == quote) quote = '\0';
      } else if (c == '"' || (c == '\'' && kind_ != ShellKind::cmd)) {
        quote = c;
      } else if (ends_word(c)) {
        break;
      }
    }
    end = std::min<uint32_t>(end, text_.size());
    at_ = std::max(end, begin + 1);
    paint_word(begin, at_);
  }

  void paint_word(uint32_t begin, uint32_t end) {
    const std::string_view word = text_.substr(begin, end - begin);
    const bool command = begins_command_;
    begins_command_ = false;
    if (parsed() && is_reserved(word, begin)) {
      names_ = word == "for" || word == "select" || word == "function";
      lists_ |= word == "for" || word == "case" || word == "select";
      if (word == "in") lists_ = false;
      begins_command_ = word != "in" && !names_ && word != "case";
      return canvas_.paint(begin, end, TokenKind::reserved);
    }
    const bool function = parsed() && text_.substr(end).starts_with("()");
    if (names_ || function) {
      names_ = false;
      return canvas_.paint(begin, end, function ? TokenKind::command : TokenKind::variable,
                           token_declaration);
    }
    const bool runs = command && kind_ != ShellKind::posix;
    const bool option =
        word.size() > 1 &&
        (word[0] == '-' || (kind_ == ShellKind::cmd && word[0] == '/' && word.size() < 4));
    const TokenKind plain = is_number(word) ? TokenKind::number
                            : runs          ? TokenKind::command
                            : option        ? TokenKind::option
                                            : TokenKind::word;
    paint_text(canvas_, begin, end,
               {.escape = escape(), .plain = plain, .variables = kind_ != ShellKind::cmd});
  }

  bool is_reserved(std::string_view word, uint32_t at) const {
    if (word == "in") return lists_;
    const shell::ReservedAt found = shell::reserved_at(text_, at);
    return found.word != shell::Reserved::none && found.length == word.size();
  }

  TokenCanvas& canvas_;
  std::string_view text_;
  ShellKind kind_;
  uint32_t at_ = 0;
  bool begins_command_ = true;
  bool names_ = false;  // the next word is the name of a variable or function
  bool lists_ = false;  // an `in` may follow
};

}  // namespace

void paint_script(TokenCanvas& canvas, const Script& script) {
  if (script.kind == ShellKind::posix) ScriptPainter(canvas, script).run();
  paint_unparsed(canvas, script.kind);
}

void paint_unparsed(TokenCanvas& canvas, ShellKind kind) { RestPainter(canvas, kind).run(); }

}  // namespace dflint
