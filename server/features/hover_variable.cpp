// Asks the builder's lexer where variables stand; in scripts looks for $NAME alone.
#include "server/features/hover_variable.h"

#include <algorithm>
#include <vector>

#include <fmt/core.h>

#include "analysis/expand.h"
#include "analysis/reference.h"
#include "server/features/markdown.h"
#include "server/features/stage_text.h"
#include "server/features/variable_at.h"

namespace dflint {
namespace {

bool holds(Span span, uint32_t at) { return span.begin <= at && at <= span.end; }

bool is_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

// $NAME or ${NAME of a shell in which byte `at` lies.
std::optional<VariableUse> shell_use(std::string_view text, uint32_t at) {
  uint32_t name = std::min(at, static_cast<uint32_t>(text.size()));
  // On the '$' or the brace: the name follows.
  if (name < text.size() && text[name] == '$') ++name;
  if (name < text.size() && text[name] == '{') ++name;
  while (name > 0 && is_name(text[name - 1])) --name;
  uint32_t begin = name;
  if (begin > 0 && text[begin - 1] == '{') --begin;
  if (begin == 0 || text[begin - 1] != '$') return std::nullopt;
  --begin;
  uint32_t escapes = 0;
  while (escapes < begin && text[begin - 1 - escapes] == '\\') ++escapes;
  if (escapes % 2 == 1) return std::nullopt;
  uint32_t end = name;
  while (end < text.size() && is_name(text[end])) ++end;
  if (end == name || (text[name] >= '0' && text[name] <= '9')) return std::nullopt;
  VariableUse use{.begin = begin, .end = end, .name_begin = name, .name_end = end};
  if (text[name - 1] == '{' && end < text.size() && text[end] == '}') ++use.end;
  return use;
}

// Where byte `at` of the source stands in the line; nothing in a comment or a here-document.
std::optional<uint32_t> in_line(const Instruction& in, uint32_t at) {
  auto piece = std::upper_bound(in.pieces.begin(), in.pieces.end(), at,
                                [](uint32_t a, const Piece& b) { return a < b.source; });
  if (piece == in.pieces.begin()) return std::nullopt;
  const uint32_t end = piece == in.pieces.end() ? in.line_size : piece->line;
  --piece;
  const uint32_t line = piece->line + (at - piece->source);
  if (line > end) return std::nullopt;
  return line;
}

class UseFinder {
 public:
  UseFinder(const Instruction& in, uint32_t at) : in_(in), at_(at), statement_(in.effective()) {}

  std::optional<VariableUseAt> find() {
    for (const Heredoc& heredoc : in_.heredocs) {
      if (holds(heredoc.body, at_) && !heredoc.body.empty()) return in_body(heredoc);
    }
    if (auto found = in_pairs()) return found;
    if (auto found = in_flags()) return found;
    switch (statement_.keyword) {
      case Keyword::from:
        return statement_.args.empty() ? std::nullopt : in_word(statement_.args[0]);
      case Keyword::add:
      case Keyword::copy:
      case Keyword::expose:
      case Keyword::user:
      case Keyword::volume:
      case Keyword::workdir:
      case Keyword::stopsignal:
        return in_words();
      case Keyword::run:
      case Keyword::cmd:
      case Keyword::entrypoint:
      case Keyword::healthcheck:
        return in_script();
      default:
        return std::nullopt;
    }
  }

 private:
  VariableUseAt made(std::string_view text, const VariableUse& use, Span span) const {
    return {std::string(text.substr(use.name_begin, use.name_end - use.name_begin)), span};
  }

  std::optional<VariableUseAt> in_word(const Word& word) const {
    if (!holds(word.span, at_)) return std::nullopt;
    const std::string_view text = in_.value(word);
    if (text.find('$') == std::string_view::npos) return std::nullopt;
    if (word.decoded) return in_source(word.span);
    const ExpandedText expanded = expand(text, {.escape = in_.dialect.escape});
    const VariableUse* best = nullptr;  // the innermost one
    for (const VariableUse& use : expanded.uses) {
      if (!holds(in_.span_in(word, use.begin, use.end), at_)) continue;
      if (!best || use.end - use.begin <= best->end - best->begin) best = &use;
    }
    if (!best) return std::nullopt;
    return made(text, *best, in_.span_in(word, best->begin, best->end));
  }

  std::optional<VariableUseAt> in_words() const {
    for (const Word& word : statement_.args) {
      if (auto found = in_word(word)) return found;
    }
    return std::nullopt;
  }

  std::optional<VariableUseAt> in_pairs() const {
    for (const Pair& pair : statement_.pairs) {
      if (pair.has_value && statement_.keyword != Keyword::maintainer) {
        if (auto found = in_word(pair.value)) return found;
      }
      if (!holds(pair.key.span, at_)) continue;
      if (auto found = in_word(pair.key)) return found;
      if (statement_.keyword == Keyword::label) continue;
      return VariableUseAt{std::string(in_.value(pair.key)), pair.key.span, true};
    }
    return std::nullopt;
  }

  // --from and --exclude are taken as they are.
  std::optional<VariableUseAt> in_flags() const {
    for (const Flag& flag : statement_.flags) {
      const std::string_view name = in_.value(flag.name);
      if (!flag.has_value || name == "from" || name == "exclude") continue;
      if (auto found = in_word(flag.value)) return found;
      // Flags are decoded where they hold quotes; their parts still stand in the source.
    }
    return std::nullopt;
  }

  std::optional<VariableUseAt> in_source(Span span) const {
    const std::string_view text = in_.source(span);
    const auto use = shell_use(text, at_ - span.begin);
    if (!use) return std::nullopt;
    return made(text, *use, {span.begin + use->begin, span.begin + use->end});
  }

  std::optional<VariableUseAt> in_script() const {
    const auto at = in_line(in_, at_);
    if (!at || at_ < statement_.rest.begin) return std::nullopt;
    const auto use = shell_use(in_.line(), *at);
    if (!use) return std::nullopt;
    return made(in_.line(), *use, in_.span_of_line(use->begin, use->end));
  }

  std::optional<VariableUseAt> in_body(const Heredoc& heredoc) const {
    const bool script = statement_.keyword == Keyword::run;
    if (!script && !heredoc.expand) return std::nullopt;
    return in_source(heredoc.body);
  }

  const Instruction& in_;
  const uint32_t at_;
  const Statement& statement_;
};

std::string where(const Snapshot& snapshot, uint32_t instruction) {
  return fmt::format("line {}", line_of(snapshot.document, instruction));
}

std::string stage_of(const Snapshot& snapshot, const VariableAt& found, uint32_t index) {
  const Stage* here = snapshot.plan.stage_of(index);
  if (found.stage == none || !here || here->index == found.stage) return {};
  return fmt::format(", inherited from stage {}", stage_label(snapshot.plan.stages[found.stage]));
}

// Whether a command of the script gives the variable another value.
bool set_by_script(const Plan& plan, uint32_t index, std::string_view name) {
  const auto sets = [&](const ScriptPtr& script) {
    return script &&
           std::any_of(
               script->commands.begin(), script->commands.end(), [&](const Command& command) {
                 return std::any_of(command.assignments.begin(), command.assignments.end(),
                                    [&](const Assignment& one) { return one.name == name; });
               });
  };
  const Step& step = plan.steps[index];
  return sets(step.script) || std::any_of(step.more.begin(), step.more.end(), sets);
}

std::string by_argument(const VariableAt& found, std::string_view name) {
  const std::string argument = fmt::format("`--build-arg {}=…`", name);
  return found.has_value ? argument + " changes it." : argument + " sets it; else it is not set.";
}

std::string origin(const Snapshot& snapshot, const VariableAt& found, uint32_t index,
                   std::string_view name) {
  const std::string line =
      found.instruction == none ? std::string() : where(snapshot, found.instruction);
  switch (found.kind) {
    case VariableKind::predefined:
      return name == "PATH" ? "Where nothing else is set, the builder sets it.\n"
                            : "Set by the builder; this is its value in a build for "
                              "`linux/amd64`.\n";
    case VariableKind::global_arg:
      return fmt::format("Global build argument ({}). {}\n", line, by_argument(found, name));
    case VariableKind::arg:
      return fmt::format("Build argument ({}){}{}. {}\n", line,
                         found.global == none
                             ? std::string()
                             : ", with the value of " + where(snapshot, found.global),
                         stage_of(snapshot, found, index), by_argument(found, name));
    case VariableKind::env:
      break;
  }
  return fmt::format("Environment variable ({}){}. {}\n", line, stage_of(snapshot, found, index),
                     found.exact ? "No build argument changes it."
                                 : "Its value hangs on build arguments, or on what the base image "
                                   "sets.");
}

std::string builtin_text(const BuiltinVariable& variable) {
  constexpr std::string_view where[] = {
      "Known in `FROM`; a stage sees it behind `ARG` with its name.",
      "Known in `RUN` only.",
      "A build argument for the builder itself.",
  };
  return fmt::format("{} {}\n", variable.text, where[static_cast<size_t>(variable.where)]);
}

}  // namespace

std::optional<VariableUseAt> variable_use_at(const Snapshot& snapshot, uint32_t index,
                                             uint32_t at) {
  return UseFinder(*snapshot.document.instructions[index], at).find();
}

std::string variable_text(const Snapshot& snapshot, uint32_t index, const VariableUseAt& use) {
  const BuiltinVariable* builtin = builtin_variable(use.name);
  const auto found = variable_at(snapshot, index, use.name, use.definition);
  const Keyword keyword = snapshot.document.instructions[index]->effective().keyword;
  if (!found) {
    // A proxy is known in RUN without a definition; the others must be declared first.
    if (!builtin || (builtin->where == BuiltinVariable::Where::run && keyword != Keyword::run)) {
      return {};
    }
    return "**Variable** " + code(use.name) + "\n\n" + builtin_text(*builtin);
  }
  std::string text = "**Variable** " + code(use.name);
  if (found->has_value) text += " = " + code(found->value);
  text += "\n\n" + origin(snapshot, *found, index, use.name);
  if (builtin) text += "\n" + builtin_text(*builtin);
  if (!use.definition && set_by_script(snapshot.plan, index, use.name)) {
    text += "\nThe script sets it, too.\n";
  }
  return text;
}

}  // namespace dflint
