// One statement of a stage: what it expands, changes and may not say.
#include <algorithm>
#include <utility>

#include <fmt/core.h>

#include "analysis/builder/mount.h"
#include "analysis/builder/planner.h"
#include "analysis/builder/port.h"
#include "analysis/builder/signal.h"
#include "analysis/builder/source.h"
#include "analysis/suggest.h"
#include "analysis/unicode.h"

namespace dflint {
namespace {

// Longer than any system has them: what WORKDIR after WORKDIR adds to it no longer matters.
constexpr size_t longest_path = 4096;

}  // namespace

void Planner::step(uint32_t index, const Instruction& in, const Statement& statement) {
  index_ = index;
  in_ = &in;
  const bool triggered = trigger_ != nullptr;
  if (!triggered) {
    Step& step = plan_.steps[index];
    step.user = state_.user;
    step.workdir = state_.workdir;
    step.directory = state_.path;
    step.directory_known = state_.path_known;
    step.shell = state_.shell;
    step_shell(step);
  }
  switch (statement.keyword) {
    case Keyword::env:
      env(statement);
      break;
    case Keyword::label:
      label(statement);
      break;
    case Keyword::arg:
      arg(statement);
      break;
    case Keyword::add:
    case Keyword::copy:
      copy(statement);
      break;
    case Keyword::run:
      run_mounts(statement);
      break;
    case Keyword::expose:
      expose(statement);
      break;
    case Keyword::volume:
      volume(statement);
      break;
    case Keyword::workdir:
      workdir(statement);
      break;
    case Keyword::user:
      user(statement);
      break;
    case Keyword::stopsignal:
      stop_signal(statement);
      break;
    case Keyword::cmd:
      state_.cmd = index;
      break;
    case Keyword::entrypoint:
      state_.entrypoint = index;
      break;
    case Keyword::healthcheck:
      state_.healthcheck = index;
      break;
    case Keyword::shell:
      state_.shell = index;
      break;
    default:
      break;
  }
  if (!triggered) scripts(index, in, statement);
}

void Planner::env(const Statement& statement) {
  // Values of the same instruction do not see each other.
  std::vector<Variable> fresh;
  fresh.reserve(statement.pairs.size());
  for (const Pair& pair : statement.pairs) {
    const Expanded key = expand_word(pair.key);
    const Expanded value = expand_word(pair.value);
    if (key.failed || key.text.empty()) continue;
    Variable variable;
    variable.kind = VariableKind::env;
    variable.name = key.text;
    variable.value = value.text;
    variable.has_value = true;
    variable.exact = key.exact && value.exact && !value.failed;
    variable.stage = stage_;
    variable.instruction = index_;
    variable.key = place_of(pair.key.span);
    fresh.push_back(variable);
  }
  for (const Variable& variable : fresh) define(variable);
}

void Planner::label(const Statement& statement) {
  for (const Pair& pair : statement.pairs) {
    expand_word(pair.key);
    expand_word(pair.value);
  }
}

void Planner::arg(const Statement& statement) {
  for (const Pair& pair : statement.pairs) {
    Variable variable;
    variable.kind = VariableKind::arg;
    variable.name = in_->value(pair.key);
    variable.exact = false;  // a build may set it
    variable.stage = stage_;
    variable.instruction = index_;
    variable.key = place_of(pair.key.span);
    if (pair.has_value) {
      const Expanded value = expand_word(pair.value);
      variable.value = value.text;
      variable.has_value = !value.failed;
    } else {
      // Without a default, the global ARG of that name gives the value.
      const uint32_t stage = std::exchange(stage_, none);
      variable.global = find(variable.name);
      stage_ = stage;
      if (variable.global != none) {
        variable.value = plan_.variables[variable.global].value;
        variable.has_value = true;
      }
    }
    if (!variable.name.empty()) define(variable);
  }
}

bool Planner::is_heredoc(Span span) const {
  const auto at = std::lower_bound(
      in_->heredocs.begin(), in_->heredocs.end(), span.begin,
      [](const Heredoc& heredoc, uint32_t begin) { return heredoc.marker.begin < begin; });
  return at != in_->heredocs.end() && at->marker == span;
}

void Planner::copy(const Statement& statement) {
  std::vector<Expanded> words;
  words.reserve(statement.args.size());
  for (const Word& word : statement.args) {
    words.push_back(is_heredoc(word.span) ? Expanded{in_->value(word)} : expand_word(word));
  }
  for (const Flag& flag : statement.flags) {
    const std::string_view name = in_->value(flag.name);
    if (!flag.has_value || (name != "chown" && name != "chmod" && name != "checksum")) continue;
    const Expanded value = expand_word(flag.value);
    if (value.failed || value.text.empty()) continue;
    std::string error;
    if (name == "chmod") error = chmod_error(value.text);
    if (name == "checksum" && words.size() > 1)
      error = checksum_error(value.text, words.size() - 1, words[0].text);
    if (!error.empty()) problem(BuildProblemKind::copy, flag.value.span, std::move(error), value);
  }
  if (!trigger_ && !words.empty()) plan_.steps[index_].value = words.back().text;
  copy_sources(statement, words);
  heredoc_bodies();
}

void Planner::copy_sources(const Statement& statement, const std::vector<Expanded>& words) {
  const Flag* keep_git = in_->flag(statement, "keep-git-dir");
  const std::string_view keep = !keep_git             ? ""
                                : keep_git->has_value ? in_->value(keep_git->value)
                                                      : "true";
  const bool from_context = in_->flag(statement, "from") == nullptr;
  for (size_t i = 0; i + 1 < words.size(); ++i) {
    const std::string_view source = words[i].text;
    const Span span = statement.args[i].span;
    if (from_context && !words[i].failed && !source.empty() && !is_heredoc(span) &&
        !is_git(source) && !is_http(source)) {
      plan_.sources.push_back({index_, place_of(span), source, words[i].exact});
    }
    if (statement.keyword == Keyword::copy) {
      if (is_git(source)) {
        problem(BuildProblemKind::copy, span, "COPY takes no Git repository; use ADD", words[i]);
      } else if (is_http(source)) {
        problem(BuildProblemKind::copy, span, "COPY takes no URL; use ADD", words[i]);
      }
    } else if (is_git(source)) {
      std::string error = git_query_error(source, keep);
      if (!error.empty()) problem(BuildProblemKind::copy, span, std::move(error), words[i]);
    }
  }
}

// Bodies of here-documents that become files are expanded, with quotes as ordinary characters.
void Planner::heredoc_bodies() {
  for (const Heredoc& heredoc : in_->heredocs) {
    if (!heredoc.expand || !heredoc.closed) continue;
    const std::string_view body = in_->source(heredoc.body);
    if (body.find_first_of("$\\") == std::string_view::npos) continue;
    expand_text(body, {.no_quotes = true}, nullptr, heredoc.body.begin);
  }
}

void Planner::run_mounts(const Statement& statement) {
  for (const Mount& m : statement.mounts) mount(statement, m);
}

void Planner::mount(const Statement& statement, const Mount& mount) {
  std::vector<MountOption> options;
  options.reserve(mount.fields.size());
  Expanded all;
  for (const MountField& field : mount.fields) {
    const bool from = equal_ignoring_case(in_->value(field.key), "from");
    const Expanded value = from ? Expanded{in_->value(field.value)} : expand_word(field.value);
    if (value.failed) return;
    all.exact &= value.exact;
    all.unfilled |= value.unfilled;
    options.push_back({in_->value(field.key), value.text, in_->value(field.text), field.has_value});
  }
  if (options.empty()) return;
  const MountSpec spec = read_mount(options);
  for (const MountError& error : spec.errors) {
    if (error.field == SIZE_MAX) {
      problem(BuildProblemKind::mount, statement.flags[mount.flag].text.span, error.message, all);
      continue;
    }
    const MountField& field = mount.fields[error.field];
    const Word& word = error.at_key || field.value.empty() ? field.key : field.value;
    const bool plain = options[error.field].value == in_->value(field.value);
    problem(BuildProblemKind::mount, word.span, error.message, all, plain ? error.near : Guess{});
  }
  all.text = spec.target;
  if (spec.needs_target && spec.errors.empty()) mount_target(statement, mount, all);
}

// A target is looked for from the working directory; the root itself cannot be one.
void Planner::mount_target(const Statement& statement, const Mount& mount, Expanded word) {
  const std::string_view target = word.text;
  const bool absolute = target.starts_with('/') || (target.size() > 1 && target[1] == ':');
  if (!absolute && !(state_.path.empty() || state_.path == "/")) return;
  const std::string_view rest =
      target.substr(std::min(target.find_first_not_of("/."), target.size()));
  if (!rest.empty() || target.find("..") != std::string_view::npos) return;
  word.exact &= absolute || state_.path_known;
  std::string message = target.empty()
                            ? "this mount needs a `target`: without one it would cover `/`"
                            : "a mount cannot cover `/`";
  problem(BuildProblemKind::mount, statement.flags[mount.flag].text.span, std::move(message), word);
}

void Planner::expose(const Statement& statement) {
  for (const Word& word : statement.args) {
    const std::string_view text = in_->value(word);
    if (text.starts_with('#')) {
      problem(BuildProblemKind::port, {word.span.begin, statement.args.back().span.end},
              "a comment must stand on a line of its own");
      plan_.problems.back().remove = !trigger_;
      return;
    }
    std::vector<ExpandedWord> ports{{std::string(text), 0, 0}};
    Expanded hangs;
    if (needs_expansion(text, in_->dialect.escape)) {
      ExpandedText expansion =
          expand_within_budget(text, {.escape = in_->dialect.escape, .split = true});
      hangs.exact = !expansion.gave_up;
      // Undefined variables of EXPOSE go unreported, so they are not references.
      for (const VariableUse& use : expansion.uses) {
        const std::string_view name = text.substr(use.name_begin, use.name_end - use.name_begin);
        const uint32_t found = find(name);
        if (found == none ? is_declared(name) : !plan_.variables[found].exact) {
          hangs.exact = false;
          hangs.unfilled |= found == none || plan_.variables[found].value.empty();
        }
      }
      if (!expansion.error.empty()) {
        problem(BuildProblemKind::expansion,
                in_->span_in(word, expansion.error_begin, expansion.error_end), expansion.error,
                expansion.missing_value ? hangs : Expanded{});
        continue;
      }
      ports = std::move(expansion.words);
    }
    for (ExpandedWord& port : ports) {
      const std::string_view kept = text == port.text ? text : keep(std::move(port.text));
      const PortSpec spec = read_port(kept);
      if (!spec.error.empty()) problem(BuildProblemKind::port, word.span, spec.error, hangs);
      plan_.ports.push_back({index_, place_of(word.span), kept, spec.first, spec.last,
                             spec.protocol, spec.host_part, !spec.error.empty(), hangs.exact});
    }
  }
}

void Planner::volume(const Statement& statement) {
  for (const Word& word : statement.args) {
    if (in_->value(word).empty()) continue;  // the parser's problem
    const Expanded path = expand_word(word);
    if (!path.failed && path.text.empty()) {
      problem(BuildProblemKind::volume, word.span,
              fmt::format("`{}` is empty, and a volume cannot be", in_->value(word)), path);
    }
  }
}

void Planner::workdir(const Statement& statement) {
  if (statement.args.empty()) return;
  const Expanded path = expand_word(statement.args[0]);
  if (!trigger_) plan_.steps[index_].value = path.text;
  const bool absolute = path.text.starts_with('/') || path.text.starts_with('\\') ||
                        (path.text.size() > 1 && path.text[1] == ':');
  if (absolute) {
    state_.path = path.text;
    state_.path_known = path.exact;
  } else if (!path.text.empty() && path.text != "." && state_.path.size() < longest_path) {
    state_.path = keep(fmt::format("{}/{}", state_.path == "/" ? "" : state_.path, path.text));
  }
  state_.workdir = index_;
}

void Planner::user(const Statement& statement) {
  if (statement.args.empty()) return;
  const Expanded user = expand_word(statement.args[0]);
  if (!trigger_) plan_.steps[index_].value = user.text;
  state_.user = index_;
}

void Planner::stop_signal(const Statement& statement) {
  if (statement.args.empty()) return;
  const Expanded signal = expand_word(statement.args[0]);
  if (!trigger_) plan_.steps[index_].value = signal.text;
  if (signal.failed || is_signal(signal.text)) return;
  std::string name = to_lower(signal.text);
  const bool prefixed = name.starts_with("sig");
  Guess near =
      guess(prefixed ? std::string_view(name).substr(3) : std::string_view(name), signal_names());
  std::string replacement;
  for (const char c : near.word)
    replacement += c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
  if (!near.word.empty()) replacement.insert(0, "SIG");
  near.word = replacement;
  if (signal.text != in_->value(statement.args[0])) near = {};
  std::string message = fmt::format("`{}` is no signal", signal.text);
  if (!near.word.empty()) message += fmt::format("; did you mean `{}`?", replacement);
  problem(BuildProblemKind::signal, statement.args[0].span, std::move(message), signal, near);
}

}  // namespace dflint
