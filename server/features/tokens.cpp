// What each byte of a Dockerfile is: one instruction at a time, lent on while it stays.
#include "server/features/tokens.h"

#include <algorithm>

#include "analysis/common_ends.h"
#include "analysis/directives.h"
#include "server/features/token_canvas.h"

namespace dflint {
namespace {

bool is_line_end(char c) { return c == '\n' || c == '\r'; }

// Memory that is used again for one instruction after the other.
struct Scratch {
  std::vector<TokenCell> source, line, script;
  std::vector<SemanticToken> tokens;
};

// Puts together the paint of an instruction's parts.
class InstructionPainter {
 public:
  InstructionPainter(const Instruction& in, const Step& step, Scratch& scratch)
      : in_(in), step_(step), scratch_(scratch), canvas_(in.text, scratch.source) {}

  const TokenCanvas& run() {
    for (const Span& span : in_.comments) canvas_.fill(span.begin, span.end, TokenKind::comment);
    if (in_.dialect.start_of_file) directives();
    if (!in_.pieces.empty()) {
      line();
      for (const Span& span : in_.inner_comments)
        canvas_.fill(span.begin, span.end, TokenKind::comment);
      continuations();
      for (const Heredoc& heredoc : in_.heredocs) body(heredoc);
    }
    return canvas_;
  }

 private:
  void directives() {
    for (const Directive& directive : read_directives(in_.text).list) {
      const Span name = directive.name_span, value = directive.value_span;
      canvas_.paint(name.begin, name.end, TokenKind::directive);
      canvas_.clear(name.end, value.begin);
      for (uint32_t at = name.end; at < value.begin; ++at)
        if (in_.text[at] == '=') canvas_.paint(at, at + 1, TokenKind::operator_);
      canvas_.paint(value.begin, value.end, TokenKind::directive_value);
    }
  }

  void line() {
    TokenCanvas canvas(in_.line(), scratch_.line);
    paint_statement(canvas, in_, in_.statement);
    if (step_.script) script(canvas, *step_.script);
    for (const ScriptPtr& more : step_.more) script(canvas, *more);
    if (!step_.script) unread_script(canvas);
    markers(canvas);
    show(canvas, in_.pieces);
  }

  // A script that is a part of the line.
  void script(TokenCanvas& line, const Script& script) {
    if (script.opaque || script.pieces.empty()) return;
    const uint32_t begin = in_pieces(in_.pieces, in_.line_size, script.pieces[0].source);
    if (in_.line().substr(begin, script.text.size()) != script.text) return;
    TokenCanvas canvas(script.text, scratch_.script);
    paint_script(canvas, script);
    for (uint32_t at = 0; at < canvas.size(); ++at) {
      if (canvas.cell(at) != 0) line.set(begin + at, canvas.cell(at));
    }
  }

  // Before the first FROM nobody knows which shell reads a script.
  void unread_script(TokenCanvas& line) {
    const Statement& statement = in_.effective();
    const bool healthcheck = statement.keyword == Keyword::healthcheck;
    if (statement.exec_form || statement.args.size() <= size_t(healthcheck)) return;
    if (statement.keyword != Keyword::run && statement.keyword != Keyword::cmd &&
        statement.keyword != Keyword::entrypoint && !healthcheck)
      return;
    const Word& word = statement.args[healthcheck];
    if (word.decoded) return;
    TokenCanvas canvas(in_.value(word), scratch_.script);
    paint_unparsed(canvas, ShellKind::other);
    for (uint32_t at = 0; at < canvas.size(); ++at) line.set(word.begin + at, canvas.cell(at));
  }

  void markers(TokenCanvas& canvas) {
    for (const Heredoc& heredoc : in_.heredocs) {
      const auto offset = [&](uint32_t at) { return in_pieces(in_.pieces, in_.line_size, at); };
      if (heredoc.marker.empty()) continue;
      canvas.paint(offset(heredoc.marker.begin), offset(heredoc.marker.end - 1) + 1,
                   TokenKind::operator_);
      if (heredoc.name_span.empty()) continue;
      canvas.paint(offset(heredoc.name_span.begin), offset(heredoc.name_span.end - 1) + 1,
                   TokenKind::heredoc);
    }
  }

  // The lines of a here-document and the name that ends it.
  void body(const Heredoc& heredoc) {
    canvas_.clear(heredoc.body.begin, heredoc.body.end);
    canvas_.paint(heredoc.terminator.begin, heredoc.terminator.end, TokenKind::heredoc);
    if (const Script* script = script_in(heredoc.body)) {
      if (script->kind == ShellKind::other || script->opaque) return;
      TokenCanvas canvas(script->text, scratch_.script);
      paint_script(canvas, *script);
      return show(canvas, script->pieces);
    }
    lines(heredoc.body);
    for (uint32_t at = heredoc.body.begin; heredoc.expand && at < heredoc.body.end;) {
      const char c = in_.text[at];
      const uint32_t after = c == '\\' ? at + 2 : canvas_.paint_variable(at, heredoc.body.end);
      at = std::max(at + 1, after);
    }
  }

  const Script* script_in(Span body) const {
    if (step_.script && step_.script->span == body) return step_.script.get();
    for (const ScriptPtr& more : step_.more) {
      if (more->span == body) return more.get();
    }
    return nullptr;
  }

  // Each line as one string, from its first to its last visible character.
  void lines(Span span) {
    for (uint32_t at = span.begin; at < span.end;) {
      uint32_t end = at;
      while (end < span.end && in_.text[end] != '\n') ++end;
      const uint32_t next = end + 1;
      while (at < end && is_token_blank(in_.text[at])) ++at;
      while (at < end && is_token_blank(in_.text[end - 1])) --end;
      canvas_.fill(at, end, TokenKind::string);
      at = next;
    }
  }

  // Puts the paint of a text where its pieces stand in the source.
  void show(const TokenCanvas& from, const std::vector<Piece>& pieces) {
    for (size_t i = 0; i < pieces.size(); ++i) {
      const uint32_t end = i + 1 < pieces.size() ? pieces[i + 1].line : from.size();
      for (uint32_t at = pieces[i].line; at < end; ++at) {
        const uint32_t source = pieces[i].source + at - pieces[i].line;
        if (source < canvas_.size()) canvas_.set(source, from.cell(at));
      }
    }
  }

  // Escape characters that end lines: they stand between the pieces of the line.
  void continuations() {
    for (size_t i = 0; i < in_.pieces.size(); ++i) {
      const Piece& piece = in_.pieces[i];
      const bool last = i + 1 == in_.pieces.size();
      const uint32_t piece_end = last ? in_.line_size : in_.pieces[i + 1].line;
      const uint32_t begin = piece.source + piece_end - piece.line;
      uint32_t end = last ? in_.body.end : in_.pieces[i + 1].source;
      if (last && !in_.heredocs.empty()) end = std::min(end, in_.heredocs[0].body.begin);
      for (uint32_t at = begin; at < end && at < in_.text.size(); ++at) {
        if (in_.text[at] == in_.dialect.escape && canvas_.cell(at) == 0)
          canvas_.paint(at, at + 1, TokenKind::continuation);
      }
    }
  }

  const Instruction& in_;
  const Step& step_;
  Scratch& scratch_;
  TokenCanvas canvas_;
};

void read_tokens(const TokenCanvas& canvas, std::vector<SemanticToken>& tokens,
                 InstructionTokens& out) {
  tokens.clear();
  const std::string_view text = canvas.text();
  uint32_t line_begin = 0;
  for (uint32_t at = 0; at < text.size();) {
    const TokenCell cell = canvas.cell(at);
    if (cell == 0 || is_line_end(text[at])) {
      if (is_line_end(text[at]) && (text[at] == '\n' || text.substr(at + 1, 1) != "\n")) {
        ++out.lines;
        line_begin = at + 1;
      }
      ++at;
      continue;
    }
    uint32_t end = at + 1;
    while (end < text.size() && canvas.cell(end) == cell && !is_line_end(text[end])) ++end;
    tokens.push_back({at, end - at, out.lines, at - line_begin, kind_of(cell), modifiers_of(cell)});
    at = end;
  }
  out.tokens.assign(tokens.begin(), tokens.end());
  out.ascii = std::all_of(text.begin(), text.end(),
                          [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

bool made_from(const InstructionTokens& tokens, const Snapshot& snapshot, size_t index) {
  return tokens.in == snapshot.document.instructions[index] &&
         tokens.script == snapshot.plan.steps[index].script;
}

InstructionTokensPtr make(const InstructionPtr& in, const Step& step, Scratch& scratch) {
  auto made = std::make_shared<InstructionTokens>();
  made->in = in;
  made->script = step.script;
  InstructionPainter painter(*in, step, scratch);
  read_tokens(painter.run(), scratch.tokens, *made);
  return made;
}

}  // namespace

InstructionTokensPtr tokens_of(const InstructionPtr& in, const Step& step) {
  Scratch scratch;
  return make(in, step, scratch);
}

Tokens semantic_tokens(const Snapshot& snapshot) { return next(Tokens(), snapshot); }

Tokens next(const Tokens& old, const Snapshot& snapshot) {
  const size_t count = snapshot.document.instructions.size();
  const auto [front, back] = common_ends(count, old.list.size(), [&](size_t now, size_t then) {
    return made_from(*old.list[then], snapshot, now);
  });
  Tokens made;
  made.list.reserve(count);
  made.list.assign(old.list.begin(), old.list.begin() + front);
  Scratch scratch;
  for (size_t i = front; i < count - back; ++i) {
    made.list.push_back(make(snapshot.document.instructions[i], snapshot.plan.steps[i], scratch));
  }
  made.list.insert(made.list.end(), old.list.end() - back, old.list.end());
  return made;
}

TokenDelta token_delta(std::span<const uint32_t> old, std::span<const uint32_t> now,
                       uint32_t group) {
  const size_t common = std::min(old.size(), now.size());
  size_t front = 0;
  while (front < common && old[front] == now[front]) ++front;
  front -= front % group;
  size_t back = 0;
  while (back < common - front && old[old.size() - 1 - back] == now[now.size() - 1 - back]) ++back;
  back -= back % group;
  return {static_cast<uint32_t>(front), static_cast<uint32_t>(old.size() - back),
          static_cast<uint32_t>(now.size() - back)};
}

}  // namespace dflint
