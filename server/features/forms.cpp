// Shell form to exec form, and back.
#include <algorithm>

#include <fmt/core.h>

#include "analysis/keywords.h"
#include "analysis/shell/plain_words.h"
#include "server/features/reading.h"
#include "server/features/refactor.h"

namespace dflint {
namespace {

bool has_form(Keyword keyword) {
  return keyword == Keyword::run || keyword == Keyword::cmd || keyword == Keyword::entrypoint;
}

// The stage whose container the command starts; nullptr for a RUN and outside of stages.
const Stage* stage_of_command(const Spot& spot, size_t index) {
  return spot.in(index).statement.keyword == Keyword::run ? nullptr : spot.plan().stage_of(index);
}

// Why the other form of a CMD or ENTRYPOINT would start something else; empty: it would not.
std::string obstacle_of(const Spot& spot, size_t index) {
  const Stage* stage = stage_of_command(spot, index);
  if (!stage) return {};
  if (spot.in(index).statement.keyword == Keyword::entrypoint)
    return stage->cmd == none ? "" : "in exec form the arguments of CMD go to ENTRYPOINT";
  return stage->entrypoint == none ? "" : "ENTRYPOINT would get other arguments";
}

std::string json_array(const Script& script, std::span<const ShellWord> words) {
  std::string array;
  for (const ShellWord& word : words)
    array += fmt::format("{}\"{}\"", array.empty() ? "[" : ", ", script.value(word));
  return array + "]";
}

void to_exec(const Spot& spot, size_t index, Actions& actions) {
  const Instruction& in = spot.in(index);
  const Step& step = spot.step(index);
  if (!step.script || !in.heredocs.empty() || step.shell != none) return;
  const std::span<const ShellWord> words = plain_words(*step.script);
  if (words.empty()) return;
  Action action{.title = "Use the exec form",
                .kind = ActionKind::rewrite,
                .disabled = obstacle_of(spot, index)};
  if (action.disabled.empty()) {
    const std::string array = json_array(*step.script, words);
    const Span rest = in.statement.rest;
    const std::string text = fmt::format("{}{}", in.source({in.body.begin, rest.begin}), array);
    const Reading reading(spot, index, text);
    if (!reading.is_sound(1) || !reading.in(0).statement.exec_form) return;
    action.edits.push_back(spot.edit(index, rest, array));
  }
  actions.push_back(std::move(action));
}

// A word as the shell reads it; empty where it cannot be written on one line.
std::string quoted(std::string_view word) {
  constexpr std::string_view plain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./:,+=@%^-";
  const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; };
  if (std::any_of(word.begin(), word.end(), is_control)) return {};
  if (!word.empty() && word.find_first_not_of(plain) == std::string_view::npos)
    return std::string(word);
  std::string out = "'";
  for (const char c : word) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

// The words in shell form; empty where that is not possible.
std::string shell_text(const Instruction& in) {
  std::string text;
  for (const Word& word : in.statement.args) {
    const std::string one = quoted(in.value(word));
    if (one.empty()) return {};
    text += text.empty() ? one : " " + one;
  }
  return text;
}

// The script of ["/bin/sh", "-c", "script"]; empty where it is another array. The shell form would
// start the same.
std::string_view wrapped_script(const Instruction& in) {
  const std::vector<Word>& args = in.statement.args;
  if (args.size() != 3 || in.value(args[0]) != "/bin/sh" || in.value(args[1]) != "-c") return {};
  const std::string_view script = in.value(args[2]);
  return script.find_first_of("\n\r") == std::string_view::npos ? script : "";
}

void to_shell(const Spot& spot, size_t index, Actions& actions) {
  const Instruction& in = spot.in(index);
  const Step& step = spot.step(index);
  const Statement& statement = in.statement;
  const Stage* stage = spot.plan().stage_of(index);
  if (!stage || stage->windows || step.shell != none || statement.args.empty() ||
      in.value(statement.args[0]).empty())
    return;
  const std::string_view script = wrapped_script(in);
  std::string text = script.empty() ? shell_text(in) : std::string(script);
  if (text.empty()) return;
  // So the program stays process 1 and gets the signals.
  if (script.empty() && statement.keyword != Keyword::run) text.insert(0, "exec ");
  Action action{.title = "Use the shell form", .kind = ActionKind::rewrite};
  if (script.empty()) action.disabled = obstacle_of(spot, index);
  if (stage->base_kind == BaseKind::scratch) action.disabled = "the image may have no shell";
  if (action.disabled.empty()) {
    const Reading reading(
        spot, index, fmt::format("{}{}", in.source({in.body.begin, statement.rest.begin}), text));
    if (!reading.is_sound(1) || !reading.script(0)) return;
    const Statement& now = reading.in(0).statement;
    if (now.exec_form || now.flags.size() != statement.flags.size() ||
        !reading.in(0).heredocs.empty() || reading.script(0)->text != text)
      return;
    action.edits.push_back(spot.edit(index, statement.rest, text));
  }
  actions.push_back(std::move(action));
}

}  // namespace

void append_forms(const Spot& spot, Actions& actions) {
  const size_t index = spot.first;
  const Instruction& in = spot.in(index);
  const Statement& statement = in.statement;
  if (!has_form(statement.keyword) || statement.recovered || !in.problems.empty() ||
      statement.rest.empty() || !in.inner_comments.empty() || !spot.touches(index, in.body))
    return;
  if (statement.exec_form) {
    to_shell(spot, index, actions);
  } else {
    to_exec(spot, index, actions);
  }
}

}  // namespace dflint
