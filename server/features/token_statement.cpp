// What each part of an instruction is, from its keyword to its last argument.
#include <algorithm>

#include "analysis/ascii.h"
#include "analysis/unicode.h"
#include "server/features/token_canvas.h"

namespace dflint {
namespace {

class Painter {
 public:
  Painter(TokenCanvas& canvas, const Instruction& in) : canvas_(canvas), in_(in) {}

  void statement(const Statement& s) {
    const bool deprecated = s.keyword == Keyword::maintainer;
    paint(bytes(s.word), TokenKind::keyword, deprecated ? token_deprecated : 0);
    paint(bytes(s.meant), TokenKind::keyword);
    for (const Flag& flag : s.flags) paint_flag(flag);
    for (const Mount& mount : s.mounts) paint_mount(s, mount);
    if (s.trigger) return statement(*s.trigger);
    arguments(s);
  }

 private:
  // Bytes of the line.
  struct Bytes {
    uint32_t begin = 0, end = 0;
    uint32_t size() const { return end - begin; }
  };

  Bytes bytes(Span span) const {
    if (span.empty()) return {};
    const uint32_t begin = in_pieces(in_.pieces, in_.line_size, span.begin);
    return {begin, std::max(begin, in_pieces(in_.pieces, in_.line_size, span.end - 1) + 1)};
  }
  Bytes bytes(const Word& word) const {
    return word.decoded ? bytes(word.span) : Bytes{word.begin, word.end};
  }
  std::string_view text(Bytes b) const { return in_.line().substr(b.begin, b.size()); }

  void paint(Bytes b, TokenKind kind, uint8_t modifiers = 0) {
    canvas_.paint(b.begin, b.end, kind, modifiers);
  }
  void paint_words(Bytes b, TokenKind plain = TokenKind::word, bool variables = true) {
    paint_text(canvas_, b.begin, b.end,
               {.escape = in_.dialect.escape, .plain = plain, .variables = variables});
  }
  void paint_equals(uint32_t begin, uint32_t end) {
    for (uint32_t at = begin; at < end; ++at) {
      if (canvas_.at(at) == '=') return canvas_.paint(at, at + 1, TokenKind::operator_);
    }
  }
  void paint_value(Bytes b, TokenKind plain) {
    paint_words(b, is_number(text(b)) ? TokenKind::number : plain);
  }

  // A name of a stage or an image.
  void paint_source(Bytes b) {
    const bool image = text(b).find_first_of("/:@") != std::string_view::npos;
    image ? paint_image(b) : paint_value(b, TokenKind::stage);
  }

  void paint_image(Bytes b) {
    const std::string_view name = text(b);
    // A colon before the last slash is that of a port; one in ${NAME:-…} is none of the image.
    uint32_t tag = b.size();
    int braces = 0;
    for (uint32_t i = 0; i < name.size(); ++i) {
      if (name[i] == '{') ++braces;
      if (name[i] == '}') --braces;
      if (name[i] == '/' && braces <= 0) tag = b.size();
      if ((name[i] == ':' || name[i] == '@') && braces <= 0) tag = std::min(tag, i);
    }
    paint_words({b.begin, b.begin + tag}, TokenKind::image);
    paint_words({b.begin + tag, b.end}, TokenKind::tag);
    for (uint32_t at = b.begin + tag; at < b.end; ++at) {
      const bool separator = canvas_.at(at) == ':' || canvas_.at(at) == '@';
      if (separator && kind_of(canvas_.cell(at)) == TokenKind::tag &&
          (at == b.begin + tag || canvas_.at(at) == '@'))
        canvas_.clear(at, at + 1);
    }
  }

  void paint_flag(const Flag& flag) {
    const Bytes all = bytes(flag.text);
    if (flag.text.decoded) return paint(all, TokenKind::flag);
    const Bytes name = bytes(flag.name);
    paint({all.begin, name.end}, TokenKind::flag);
    if (!flag.has_value) return;
    const Bytes value = bytes(flag.value);
    paint_equals(name.end, value.begin);
    in_.value(flag.name) == "from" ? paint_source(value)
                                   : paint_value(value, TokenKind::flag_value);
  }

  void paint_mount(const Statement& s, const Mount& mount) {
    const Flag& flag = s.flags[mount.flag];
    if (flag.text.decoded) return;
    const Bytes whole = bytes(flag.value);
    canvas_.clear(whole.begin, whole.end);
    for (const MountField& field : mount.fields) {
      if (field.text.decoded || field.key.decoded || field.value.decoded) {
        paint(bytes(field.text), TokenKind::flag_value);
        continue;
      }
      const Bytes key = bytes(field.key);
      paint(key, TokenKind::flag);
      if (!field.has_value) continue;
      const Bytes value = bytes(field.value);
      paint_equals(key.end, value.begin);
      in_.value(field.key) == "from" ? paint_source(value)
                                     : paint_value(value, TokenKind::flag_value);
    }
  }

  void arguments(const Statement& s) {
    if (s.exec_form) return exec_form(s);
    switch (s.keyword) {
      case Keyword::from:
        return from(s);
      case Keyword::arg:
      case Keyword::env:
      case Keyword::label:
        return pairs(s);
      case Keyword::expose:
        return expose(s);
      case Keyword::healthcheck:
        if (!s.args.empty()) paint(bytes(s.args[0]), TokenKind::keyword);
        return;
      case Keyword::run:
      case Keyword::cmd:
      case Keyword::entrypoint:
        return;  // a script
      case Keyword::unknown:
      case Keyword::maintainer:
        return paint(bytes(s.rest), TokenKind::word);
      default:
        for (const Word& word : s.args) paint_value(bytes(word), TokenKind::word);
        if (s.args.empty()) paint_words(bytes(s.rest));
    }
  }

  void exec_form(const Statement& s) {
    const bool builder_expands =
        s.keyword == Keyword::copy || s.keyword == Keyword::add || s.keyword == Keyword::volume;
    for (size_t i = 0; i < s.args.size(); ++i) {
      const Bytes all = bytes(s.args[i].span);
      if (s.keyword == Keyword::healthcheck && i == 0) {
        paint(all, TokenKind::keyword);
        continue;
      }
      paint(all, TokenKind::string);
      for (uint32_t at = all.begin; at < all.end;) {
        uint32_t after = at + 1;
        if (canvas_.at(at) == '\\')
          after = canvas_.paint_escape(at, all.end, TokenKind::string_escape);
        else if (builder_expands)
          after = std::max(after, canvas_.paint_variable(at, all.end));
        at = after;
      }
    }
  }

  void from(const Statement& s) {
    for (size_t i = 0; i < s.args.size(); ++i) {
      const Bytes word = bytes(s.args[i]);
      const bool as = i > 0 && equal_ignoring_case(in_.value(s.args[1]), "as");
      if (i == 0)
        paint_image(word);
      else if (i == 1 && as)
        paint(word, TokenKind::keyword);
      else
        paint_words(word, i == 2 && as ? TokenKind::stage : TokenKind::word);
    }
  }

  void pairs(const Statement& s) {
    const bool label = s.keyword == Keyword::label;
    for (const Pair& pair : s.pairs) {
      const Bytes key = bytes(pair.key);
      label ? paint_words(key, TokenKind::label)
            : paint(key, TokenKind::variable, token_declaration);
      if (!pair.has_value) continue;
      const Bytes value = bytes(pair.value);
      if (!pair.legacy) paint_equals(key.end, std::max(value.begin, key.end + 1));
      paint_value(value, TokenKind::word);
    }
    if (s.pairs.empty()) paint_words(bytes(s.rest));
  }

  // 127.0.0.1:80-90:8080/tcp
  void expose(const Statement& s) {
    for (const Word& word : s.args) {
      const Bytes all = bytes(word);
      paint_words(all);
      bool protocol = false;
      for (uint32_t at = all.begin; at < all.end; ++at) {
        if (kind_of(canvas_.cell(at)) != TokenKind::word) continue;
        const char c = canvas_.at(at);
        protocol |= c == '/';
        if (protocol) continue;
        if (c >= '0' && c <= '9') canvas_.paint(at, at + 1, TokenKind::number);
        if (c == '-' || c == ':') canvas_.paint(at, at + 1, TokenKind::operator_);
      }
    }
  }

  TokenCanvas& canvas_;
  const Instruction& in_;
};

}  // namespace

void paint_statement(TokenCanvas& canvas, const Instruction& in, const Statement& statement) {
  Painter(canvas, in).statement(statement);
}

}  // namespace dflint
