// What must hold for every text, whatever its bytes.
#include "tests/support/properties.h"

#include <fmt/core.h>

#include <algorithm>
#include <vector>

#include "rules/shown.h"
#include "tests/support/describe.h"

namespace dflint {
namespace {

// Collects what is wrong with one instruction; keeps the first.
class Wrong {
 public:
  template <typename... Arguments>
  void check(bool holds, fmt::format_string<Arguments...> format, Arguments&&... arguments) {
    if (!holds && text_.empty()) text_ = fmt::format(format, std::forward<Arguments>(arguments)...);
  }
  std::string take() { return std::move(text_); }

 private:
  std::string text_;
};

void check_span(Wrong& wrong, const Instruction& in, Span span, const char* what) {
  wrong.check(span.begin <= span.end && span.end <= in.text.size(), "{} {}-{} outside of {} bytes",
              what, span.begin, span.end, in.text.size());
}

void check_word(Wrong& wrong, const Instruction& in, const Word& word, const char* what) {
  check_span(wrong, in, word.span, what);
  const size_t size = word.decoded ? in.decoded.size() : in.line().size();
  wrong.check(word.begin <= word.end && word.end <= size, "value of {} {}-{} outside of {} bytes",
              what, word.begin, word.end, size);
}

void check_statement(Wrong& wrong, const Instruction& in, const Statement& statement) {
  check_word(wrong, in, statement.word, "keyword");
  check_word(wrong, in, statement.meant, "keyword that was meant");
  check_span(wrong, in, statement.rest, "rest");
  for (const Flag& flag : statement.flags) {
    check_word(wrong, in, flag.text, "flag");
    check_word(wrong, in, flag.name, "flag name");
    check_word(wrong, in, flag.value, "flag value");
  }
  uint32_t end = statement.word.span.end;
  for (const Word& word : statement.args) {
    check_word(wrong, in, word, "argument");
    wrong.check(word.span.begin >= end, "argument at {} overlaps the one before", word.span.begin);
    end = word.span.end;
  }
  for (const Pair& pair : statement.pairs) {
    check_word(wrong, in, pair.key, "key");
    check_word(wrong, in, pair.value, "value");
  }
  for (const Mount& mount : statement.mounts) {
    wrong.check(mount.flag < statement.flags.size(), "mount of flag {}", mount.flag);
    for (const MountField& field : mount.fields) {
      check_word(wrong, in, field.text, "mount field");
      check_word(wrong, in, field.key, "mount key");
      check_word(wrong, in, field.value, "mount value");
    }
  }
  if (statement.trigger == nullptr) return;
  wrong.check(statement.keyword == Keyword::onbuild, "trigger outside of ONBUILD");
  wrong.check(statement.trigger->trigger == nullptr, "trigger of a trigger");
  if (statement.trigger->trigger == nullptr) check_statement(wrong, in, *statement.trigger);
}

std::string check_instruction(const Instruction& in) {
  Wrong wrong;
  wrong.check(!in.text.empty() || in.dialect.start_of_file, "empty instruction");
  check_span(wrong, in, in.body, "body");
  check_statement(wrong, in, in.statement);
  for (const Heredoc& heredoc : in.heredocs) {
    check_span(wrong, in, heredoc.marker, "heredoc marker");
    check_span(wrong, in, heredoc.name_span, "heredoc name");
    check_span(wrong, in, heredoc.body, "heredoc body");
    check_span(wrong, in, heredoc.terminator, "heredoc terminator");
    wrong.check(heredoc.closed || heredoc.terminator.empty(), "open heredoc with an end");
  }
  for (const Problem& problem : in.problems) {
    check_span(wrong, in, problem.span, "problem");
    wrong.check(!problem.message.empty(), "problem without message");
  }
  check_span(wrong, in, in.heredoc_error.span, "heredoc error");
  for (const auto* comments : {&in.comments, &in.inner_comments}) {
    for (const Span& span : *comments) {
      check_span(wrong, in, span, "comment");
      wrong.check(!span.empty() && span.begin < in.text.size() && in.text[span.begin] == '#',
                  "comment at {} without #", span.begin);
    }
  }
  for (const Span& span : in.empty_lines) check_span(wrong, in, span, "empty line");
  for (size_t i = 0; i < in.pieces.size(); ++i) {
    const Piece& piece = in.pieces[i];
    wrong.check(piece.source <= in.text.size() && piece.line <= in.line().size(),
                "piece {} outside of the text", i);
    wrong.check(
        i == 0 || (in.pieces[i - 1].line <= piece.line && in.pieces[i - 1].source <= piece.source),
        "piece {} before the one before it", i);
  }
  return wrong.take();
}

// Whether a well-formed UTF-8 character reaches over `offset`.
bool cuts_character(std::string_view text, uint32_t offset) {
  const auto byte = [&](uint32_t at) { return static_cast<unsigned char>(text[at]); };
  if (offset == 0 || offset >= text.size() || (byte(offset) & 0xC0) != 0x80) return false;
  for (uint32_t back = 1; back <= 3 && back <= offset; ++back) {
    const unsigned char lead = byte(offset - back);
    if ((lead & 0xC0) == 0x80) continue;
    const uint32_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC2 ? 2 : 1;
    if (lead > 0xF4 || length <= back || offset - back + length > text.size()) return false;
    for (uint32_t i = 1; i < length; ++i) {
      if ((byte(offset - back + i) & 0xC0) != 0x80) return false;
    }
    return true;
  }
  return false;
}

void check_place(Wrong& wrong, const Document& document, Locator& locator, Place place,
                 std::string_view what) {
  wrong.check(place.in != nullptr && locator.index_of(place.in).has_value(),
              "{} in an instruction of another document", what);
  if (place.in == nullptr) return;
  check_span(wrong, *place.in, place.span, "place");
  const Range range = locator.range(place);
  for (const uint32_t offset : {range.begin, range.end}) {
    wrong.check(!cuts_character(document.text.bytes(), offset), "{} cuts a character at {}", what,
                offset);
  }
}

void check_fix(Wrong& wrong, const Document& document, Locator& locator, const Finding& finding,
               const Fix& fix) {
  wrong.check(!fix.title.empty(), "{}: fix without title", finding.rule->name);
  std::vector<Range> ranges;
  for (const Replacement& replacement : fix.replacements) {
    check_place(wrong, document, locator, replacement.place, finding.rule->name);
    ranges.push_back(locator.range(replacement.place));
  }
  const auto before = [](Range a, Range b) { return a.begin < b.begin; };
  std::stable_sort(ranges.begin(), ranges.end(), before);
  for (size_t i = 1; i < ranges.size(); ++i) {
    wrong.check(ranges[i - 1].end <= ranges[i].begin, "{}: replacements overlap at {}",
                finding.rule->name, ranges[i].begin);
  }
}

// An index that may be `none`.
bool known(uint32_t index, size_t count) { return index == none || index < count; }

void check_script(Wrong& wrong, const Instruction& in, const ScriptPtr& script) {
  if (script == nullptr) return;
  wrong.check(script->in == &in, "script of another instruction");
  check_span(wrong, in, script->span, "script");
  for (const Command& command : script->commands) {
    wrong.check(command.script == script.get(), "command of another script");
    check_span(wrong, in, command.span, "command");
    for (const ShellWord& word : command.words) {
      check_span(wrong, in, word.span, "shell word");
      wrong.check(word.begin <= word.end &&
                      word.end <= script->text.size() + script->values.size() &&
                      (word.begin >= script->text.size() || word.end <= script->text.size()),
                  "value {}-{} of a shell word", word.begin, word.end);
    }
  }
  for (const Expansion& use : script->expansions) {
    check_span(wrong, in, use.span, "expansion");
    check_span(wrong, in, use.name, "name of an expansion");
    wrong.check(known(use.command, script->commands.size()), "expansion of command {}",
                use.command);
  }
  for (const Span& comment : script->comments) check_span(wrong, in, comment, "shell comment");
  for (const ShellProblem& problem : script->problems) {
    check_span(wrong, in, problem.span, "shell problem");
  }
}

}  // namespace

std::string check_document(const Document& document) {
  const std::string_view text = document.text.bytes();
  if (document.instructions.size() != document.starts.size())
    return "starts and instructions differ";
  size_t at = 0;
  for (size_t i = 0; i < document.instructions.size(); ++i) {
    const Instruction& in = *document.instructions[i];
    if (document.starts[i] != at) return fmt::format("{} starts at {}", i, document.starts[i]);
    if (text.substr(std::min(at, text.size()), in.text.size()) != in.text) {
      return fmt::format("instruction {} at {} holds another text", i, at);
    }
    at += in.text.size();
    if (at + in.lookahead > text.size() + 1) return fmt::format("{} looks past the end", i);
    const std::string wrong = check_instruction(in);
    if (!wrong.empty()) return fmt::format("instruction {}: {}", i, wrong);
  }
  return at == text.size() ? "" : fmt::format("{} of {} bytes covered", at, text.size());
}

std::string same_document(const Document& a, const Document& b) {
  if (a.text.bytes() != b.text.bytes()) return "texts differ";
  const size_t count = std::min(a.instructions.size(), b.instructions.size());
  for (size_t i = 0; i < count; ++i) {
    if (a.starts[i] != b.starts[i]) {
      return fmt::format("instruction {} starts at {} and {}", i, a.starts[i], b.starts[i]);
    }
    if (a.instructions[i] == b.instructions[i]) continue;
    const std::string difference =
        first_difference(describe(*a.instructions[i]), describe(*b.instructions[i]));
    if (!difference.empty()) return fmt::format("instruction {}: {}", i, difference);
  }
  if (a.instructions.size() == b.instructions.size()) return "";
  return fmt::format("{} and {} instructions", a.instructions.size(), b.instructions.size());
}

std::string check_shared(const Document& old, const Edit& edit, const Document& next) {
  const int64_t shift = int64_t(edit.text.size()) - int64_t(edit.range.size());
  size_t at = 0;
  bool kept = true;  // nothing before was touched
  for (size_t i = 0; i < old.instructions.size(); ++i) {
    const Instruction& in = *old.instructions[i];
    const uint64_t end = old.starts[i] + in.text.size();
    kept = kept && end + in.lookahead <= edit.range.begin;
    if (kept) {
      if (i >= next.instructions.size() || next.instructions[i] != old.instructions[i]) {
        return fmt::format("instruction {} stands before the edit and was made anew", i);
      }
    } else if (old.starts[i] >= edit.range.end) {
      const uint64_t start = old.starts[i] + shift;
      while (at < next.starts.size() && next.starts[at] < start) ++at;
      if (at < next.starts.size() && next.starts[at] == start &&
          next.instructions[at]->dialect == in.dialect &&
          next.instructions[at] != old.instructions[i]) {
        return fmt::format("instruction {} stands behind the edit and was made anew", i);
      }
    }
  }
  return "";
}

std::string check_plan(const Document& document, const Plan& plan) {
  Wrong wrong;
  Locator locator(document);
  const size_t count = document.instructions.size(), stages = plan.stages.size();
  const auto inside = [&](Place place, const char* what) {
    if (place.in == nullptr) return;
    wrong.check(locator.index_of(place.in).has_value(), "{} in another document", what);
    check_span(wrong, *place.in, place.span, what);
  };
  wrong.check(plan.steps.size() == count, "{} steps for {} instructions", plan.steps.size(), count);
  for (size_t i = 0; i < std::min(plan.steps.size(), count); ++i) {
    const Step& step = plan.steps[i];
    wrong.check(known(step.stage, stages) && known(step.shell, count) && known(step.user, count) &&
                    known(step.workdir, count),
                "step {} refers to what does not exist", i);
    check_script(wrong, *document.instructions[i], step.script);
    for (const ScriptPtr& script : step.more)
      check_script(wrong, *document.instructions[i], script);
  }
  for (size_t i = 0; i < stages; ++i) {
    const Stage& stage = plan.stages[i];
    wrong.check(stage.index == i && stage.first < stage.end && stage.end <= count, "stage {}", i);
    wrong.check(known(stage.parent, i), "stage {} is built from a later one", i);
    wrong.check(i == 0 || plan.stages[i - 1].end <= stage.first, "stage {} overlaps", i);
  }
  for (const Edge& edge : plan.edges) {
    wrong.check(edge.from < stages && known(edge.to, stages) && edge.instruction < count, "edge");
    inside(edge.place, "edge");
  }
  for (const Variable& variable : plan.variables) {
    wrong.check(known(variable.stage, stages) && known(variable.instruction, count) &&
                    known(variable.global, plan.variables.size()),
                "variable {}", variable.name);
    inside(variable.key, "variable");
  }
  for (const Reference& reference : plan.references) {
    wrong.check(known(reference.stage, stages) && reference.instruction < count &&
                    known(reference.variable, plan.variables.size()),
                "reference {}", reference.name);
    inside(reference.place, "reference");
  }
  for (const Trigger& trigger : plan.triggers) {
    wrong.check(trigger.stage < stages && trigger.instruction < count, "trigger");
  }
  for (const Port& port : plan.ports) inside(port.place, "port");
  for (const Source& source : plan.sources) inside(source.place, "source");
  for (const BuildProblem& problem : plan.problems) {
    inside(problem.place, "build problem");
    inside(problem.note, "note of a build problem");
    wrong.check(!problem.message.empty(), "build problem without message");
  }
  return wrong.take();
}

std::string check_findings(const Document& document, const Findings& findings) {
  Wrong wrong;
  Locator locator(document);
  for (const Finding& finding : findings) {
    wrong.check(finding.rule != nullptr, "finding without rule");
    if (finding.rule == nullptr) continue;
    check_place(wrong, document, locator, finding.place, finding.rule->name);
    wrong.check(!finding.message.empty(), "{}: no message", finding.rule->name);
    for (const Note& note : finding.notes) {
      check_place(wrong, document, locator, note.place, finding.rule->name);
    }
    for (const Fix& fix : finding.fixes) check_fix(wrong, document, locator, finding, fix);
  }
  return wrong.take();
}

std::string check_reparse(const Document& old, const Edit& edit, Document& next) {
  next = parse(old, edit);
  const Document full = parse(old.text.with(edit));
  std::string wrong = same_document(next, full);
  if (wrong.empty()) wrong = check_document(next);
  if (wrong.empty()) wrong = check_shared(old, edit, next);
  return wrong;
}

namespace {

// That what is shown of a snapshot does not hang on what was shown of the one before.
std::string check_show(const Snapshot& old, const SnapshotPtr& now, const RuleSet& rules) {
  const auto flat = [](const Shown& shown) {
    Findings all;
    for (const FindingsPtr& list : shown.findings) {
      if (list) all.insert(all.end(), list->begin(), list->end());
    }
    return all;
  };
  const Shown before = show(SnapshotPtr(SnapshotPtr(), &old), {}, rules);
  const std::string wrong =
      first_difference(describe(now->document, flat(show(now, {}, rules, &before))),
                       describe(now->document, flat(show(now, {}, rules))));
  return wrong.empty() ? "" : "shown again: " + wrong;
}

}  // namespace

std::string check_next(const Snapshot& old, const Edit& edit, const RuleSet& rules,
                       SnapshotPtr& after) {
  after = next(old, edit, rules);
  const SnapshotPtr full = snapshot(old.document.text.with(edit), rules);
  const auto all = [&](const Snapshot& from) {
    return all_findings(from.document, from.plan, from.lint, rules);
  };
  std::string wrong = same_document(after->document, full->document);
  if (wrong.empty()) wrong = check_plan(after->document, after->plan);
  if (wrong.empty()) {
    wrong = first_difference(describe(after->document, after->plan),
                             describe(full->document, full->plan));
  }
  if (wrong.empty()) {
    const Findings findings = all(*after);
    wrong = check_findings(after->document, findings);
    if (wrong.empty()) {
      wrong = first_difference(describe(after->document, findings),
                               describe(full->document, all(*full)));
    }
  }
  if (wrong.empty()) wrong = check_show(old, after, rules);
  if (wrong.empty()) {
    wrong = check_show(old, next(old, edit, rules, nullptr, Reach::edited), rules);
  }
  return wrong;
}

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '\n') {
      out += "\\n";
    } else if (c == '"' || c == '\\') {
      out += {'\\', c};
    } else if (byte < 0x20 || byte >= 0x7F) {
      out += fmt::format("\\{:03o}", byte);
    } else {
      out += c;
    }
  }
  return out + "\"";
}

}  // namespace dflint
