// What an editor selects when the selection is widened step by step.
#include "server/features/selection.h"

#include <algorithm>

#include "server/features/instruction_at.h"

namespace dflint {
namespace {

bool is_blank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

// Letters, digits, _ and whatever is not ASCII.
bool is_name(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}

// What paths, versions and names of packages consist of beside that.
bool is_part(char c) {
  return is_name(c) || std::string_view("-./@+~%").find(c) != std::string_view::npos;
}

// Collects the stretches of one instruction that hold a byte of it.
class Collector {
 public:
  Collector(const Instruction& in, const Step& step, uint32_t at)
      : in_(in), step_(step), text_(in.text), at_(at) {}

  std::vector<Span> run() {
    add(run_of(is_name));
    add(run_of(is_part));
    comments(in_.comments);
    comments(in_.inner_comments);
    if (!in_.pieces.empty()) {
      add(in_.body);
      statement(in_.statement);
      if (step_.script) script(*step_.script);
      for (const ScriptPtr& more : step_.more) script(*more);
      for (const Heredoc& heredoc : in_.heredocs) body(heredoc);
      if (!in_.comments.empty()) add(in_.comments.front(), in_.body);
    }
    return std::move(spans_);
  }

 private:
  void add(Span span) {
    if (span.begin <= at_ && at_ <= span.end && !span.empty() && span.end <= text_.size())
      spans_.push_back(span);
  }
  void add(Span first, Span last) {
    if (!last.empty()) add(Span{first.begin, last.end});
  }

  // The stretch of such characters around the cursor.
  template <typename Fits>
  Span run_of(Fits fits) const {
    uint32_t begin = at_, end = at_;
    while (begin > 0 && fits(text_[begin - 1])) --begin;
    while (end < text_.size() && fits(text_[end])) ++end;
    return {begin, end};
  }

  // A word, and what stands between its quotes.
  void word(Span span) {
    add(span);
    if (span.end > text_.size() || span.size() < 2) return;
    const char quote = text_[span.begin];
    if ((quote == '"' || quote == '\'') && text_[span.end - 1] == quote)
      add(Span{span.begin + 1, span.end - 1});
  }

  void comments(const std::vector<Span>& comments) {
    const auto after = std::upper_bound(comments.begin(), comments.end(), at_,
                                        [](uint32_t at, Span span) { return at < span.begin; });
    if (after == comments.begin()) return;
    const Span& line = *std::prev(after);
    if (at_ > line.end) return;
    add(line);
    uint32_t text = line.begin;
    while (text < line.end && (text_[text] == '#' || is_blank(text_[text]))) ++text;
    add({text, line.end});
    if (&comments == &in_.comments) add(comments.front(), comments.back());
  }

  void statement(const Statement& s) {
    add(s.word.span);
    add(s.word.span, {in_.body.begin, rest_end(s)});
    for (const Flag& flag : s.flags) {
      add(flag.text.span);
      add(flag.name.span);
      if (flag.has_value) word(flag.value.span);
    }
    if (!s.flags.empty()) add(s.flags.front().text.span, s.flags.back().text.span);
    for (const Mount& mount : s.mounts) {
      for (const MountField& field : mount.fields) {
        add(field.text.span);
        add(field.key.span);
        if (field.has_value) add(field.value.span);
      }
    }
    for (const Word& argument : s.args) word(argument.span);
    for (const Pair& pair : s.pairs) {
      add(pair.key.span);
      if (!pair.has_value) continue;
      word(pair.value.span);
      add(pair.key.span, pair.value.span);
    }
    add(s.rest);
    if (s.trigger) statement(*s.trigger);
  }

  // Without the bodies of here-documents.
  static uint32_t rest_end(const Statement& s) {
    return std::max(s.word.span.end, s.trigger ? rest_end(*s.trigger) : s.rest.end);
  }

  void script(const Script& script) {
    if (script.opaque) return;
    add(script.span);
    uint32_t inner = UINT32_MAX;  // the innermost pipeline
    for (const Command& command : script.commands) {
      if (command.span.begin > at_) break;
      if (command.span.end < at_) continue;
      add(command.span);
      inner = command.pipeline;
      for (const Assignment& assignment : command.assignments) {
        add(assignment.name_word.span);
        word(assignment.value.span);
        add(assignment.name_word.span, assignment.value.span);
      }
      for (const ShellWord& argument : command.words) word(argument.span);
      if (!command.words.empty()) add(command.words.front().span, command.words.back().span);
      for (const Redirection& redirection : command.redirections) {
        add(redirection.span);
        word(redirection.target.span);
      }
    }
    pipeline(script, inner);
    for (const Expansion& expansion : script.expansions) {
      if (expansion.span.begin > at_) break;
      add(expansion.span);
      add(expansion.name);
    }
  }

  // The commands of the pipeline that the cursor stands in.
  void pipeline(const Script& script, uint32_t number) {
    Span whole;
    for (const Command& command : script.commands) {
      if (command.pipeline != number) continue;
      if (whole.empty()) whole = command.span;
      whole.end = std::max(whole.end, command.span.end);
    }
    add(whole);
  }

  void body(const Heredoc& heredoc) {
    add(heredoc.marker);
    add(heredoc.name_span);
    add(heredoc.terminator);
    add(heredoc.body);
    if (heredoc.body.begin > at_ || heredoc.body.end < at_) return;
    Span line = run_of([](char c) { return c != '\n' && c != '\r'; });
    while (line.begin < line.end && is_blank(text_[line.begin])) ++line.begin;
    add(line);
  }

  const Instruction& in_;
  const Step& step_;
  std::string_view text_;
  uint32_t at_;
  std::vector<Span> spans_;
};

}  // namespace

std::vector<Range> selection_ranges(const Snapshot& snapshot, uint32_t offset) {
  const Document& document = snapshot.document;
  const uint32_t size = document.text.size();
  offset = std::min(offset, size);
  const size_t index = instruction_at(document, offset);

  std::vector<Range> all;
  const Instruction& in = *document.instructions[index];
  const uint32_t at = std::min(offset - document.starts[index], uint32_t(in.text.size()));
  for (const Span& span : Collector(in, snapshot.plan.steps[index], at).run())
    all.push_back(document.range(index, span));
  if (const Stage* stage = snapshot.plan.stage_of(index); stage && stage->end > stage->first) {
    const uint32_t last = stage->end - 1;
    all.push_back({document.range(stage->first, document.instructions[stage->first]->body).begin,
                   document.range(last, document.instructions[last]->body).end});
  }
  std::stable_sort(all.begin(), all.end(),
                   [](const Range& a, const Range& b) { return a.size() < b.size(); });
  all.push_back({0, size});

  std::vector<Range> ranges;
  for (const Range& range : all) {
    if (range.begin > offset || range.end < offset) continue;
    const bool first = ranges.empty();
    const bool holds =
        first || (range.begin <= ranges.back().begin && range.end >= ranges.back().end &&
                  range.size() > ranges.back().size());
    if (holds) ranges.push_back(range);
  }
  return ranges;
}

}  // namespace dflint
