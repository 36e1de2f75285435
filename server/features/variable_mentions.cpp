// Where an instruction speaks of variables.
#include "server/features/variable_mentions.h"

#include <algorithm>
#include <optional>
#include <unordered_map>

#include "server/features/dollar_names.h"

namespace dflint {
namespace {

bool is_ascii_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_name_byte(char c) { return is_ascii_letter(c) || c == '_' || (c >= '0' && c <= '9'); }

// From where on in the source a script has set which names itself.
class OwnNames {
 public:
  void add(const Script& script) {
    for (const Command& command : script.commands) this->command(command);
    for (const std::string_view keyword : {"for ", "select "}) loops(script, keyword);
  }

  // Where they are set.
  const std::vector<VariableMention>& places() const { return places_; }

  // none: never.
  uint32_t since(std::string_view name) const {
    const auto found = set_.find(name);
    return found == set_.end() ? none : found->second;
  }

 private:
  void set(const Script& script, std::string_view name, Span place, uint32_t at) {
    const bool as_written = script.in && script.in->source(place) == name;
    if (as_written && can_name_variable(name))
      places_.push_back({.name = name, .span = place, .definition = true});
    const auto [entry, fresh] = set_.try_emplace(name, at);
    if (!fresh) entry->second = std::min(entry->second, at);
  }

  void command(const Command& command) {
    // In front of a command they hold for that command only, which was expanded before.
    if (command.words.empty()) {
      for (const Assignment& assignment : command.assignments) assign(command, assignment);
      return;
    }
    const std::string_view name = command.name();
    const bool declares = name == "export" || name == "local" || name == "declare" ||
                          name == "typeset" || name == "readonly";
    const bool fills = name == "read" || name == "mapfile" || name == "readarray" ||
                       name == "getopts" || name == "unset";
    if (declares) {
      for (const Assignment& assignment : command.assignments) assign(command, assignment);
    }
    for (size_t i = 1; i < command.words.size() && (declares || fills); ++i) {
      const std::string_view word = command.text(command.words[i]);
      const size_t equals = word.find('=');
      if (equals == std::string_view::npos && declares) continue;
      const std::string_view name = word.substr(0, equals);
      const Span span = command.words[i].span;
      set(*command.script, name, first_of(span, name), span.end);
    }
  }

  // for NAME in …
  void loops(const Script& script, std::string_view keyword) {
    if (script.opaque) return;
    const std::string_view text = script.text;
    for (size_t at = text.find(keyword); at != std::string_view::npos;
         at = text.find(keyword, at)) {
      const bool word = at == 0 || !is_name_byte(text[at - 1]);
      at = std::min(text.find_first_not_of(" \t", at + keyword.size()), text.size());
      const size_t end = std::min(text.find_first_of(" \t\r\n;", at), text.size());
      // What it runs over was expanded before.
      const size_t body = std::min(text.find_first_of(";\n", end), text.size());
      const std::string_view name = text.substr(at, end - at);
      const uint32_t begin = source_of(script, static_cast<uint32_t>(at));
      const Span place{begin, begin + static_cast<uint32_t>(name.size())};
      if (word) set(script, name, place, source_of(script, static_cast<uint32_t>(body)));
    }
  }

  void assign(const Command& command, const Assignment& assignment) {
    const Span span = assignment.name_word.span;
    set(*command.script, assignment.name, first_of(span, assignment.name),
        std::max(assignment.value.span.end, span.end));
  }

  // The name at the begin of a word.
  static Span first_of(Span word, std::string_view name) {
    const uint64_t end = std::min<uint64_t>(word.end, word.begin + name.size());
    return {word.begin, static_cast<uint32_t>(end)};
  }

  static uint32_t source_of(const Script& script, uint32_t at) {
    const auto after =
        std::upper_bound(script.pieces.begin(), script.pieces.end(), at,
                         [](uint32_t a, const Piece& piece) { return a < piece.line; });
    if (after == script.pieces.begin()) return script.span.begin;
    const Piece& piece = *std::prev(after);
    return piece.source + at - piece.line;
  }

  std::unordered_map<std::string_view, uint32_t> set_;
  std::vector<VariableMention> places_;
};

class Reader {
 public:
  // `own`: of the variables that a script sets itself, instead of all others.
  Reader(const Instruction& in, const Step* step, std::string_view only, bool own = false)
      : in_(in), step_(step), only_(only), own_(own) {}

  std::vector<VariableMention> read() {
    const Statement& statement = in_.effective();
    if (own_ && (!step_ || !step_->script)) return {};
    switch (statement.keyword) {
      case Keyword::arg:
      case Keyword::env:
        definitions(statement);
        break;
      case Keyword::label:
        for (const Pair& pair : statement.pairs) word(pair.key), word(pair.value);
        break;
      case Keyword::from:
        from(statement);
        break;
      case Keyword::add:
      case Keyword::copy:
        copy(statement);
        break;
      case Keyword::expose:
      case Keyword::volume:
      case Keyword::workdir:
      case Keyword::user:
      case Keyword::stopsignal:
        for (const Word& argument : statement.args) word(argument);
        break;
      case Keyword::run:
      case Keyword::cmd:
      case Keyword::entrypoint:
      case Keyword::healthcheck:
        run(statement);
        break;
      default:
        break;
    }
    std::sort(out_.begin(), out_.end(), [](const VariableMention& a, const VariableMention& b) {
      return a.span.begin < b.span.begin;
    });
    return std::move(out_);
  }

 private:
  void add(VariableMention mention) {
    if (!only_.empty() && mention.name != only_) return;
    out_.push_back(mention);
  }

  // A word that the builder expands.
  void word(const Word& word, bool in_from = false) {
    if (word.decoded) return stretch(word.span, NameReader::builder, in_from);
    const std::string_view text = in_.value(word);
    if (text.find('$') == std::string_view::npos) return;
    for (DollarNames names(text, NameReader::builder, in_.dialect.escape); names.next();) {
      add({.name = text.substr(names.begin(), names.end() - names.begin()),
           .span = in_.span_in(word, names.begin(), names.end()),
           .in_from = in_from});
    }
  }

  // Bytes of the source as they are.
  void stretch(Span span, NameReader reader, bool in_from = false) {
    const std::string_view text = in_.source(span);
    if (text.find('$') == std::string_view::npos) return;
    const char escape = reader == NameReader::builder ? in_.dialect.escape : '\\';
    for (DollarNames names(text, reader, escape); names.next();) {
      add({.name = text.substr(names.begin(), names.end() - names.begin()),
           .span = {span.begin + names.begin(), span.begin + names.end()},
           .in_from = in_from});
    }
  }

  void definitions(const Statement& statement) {
    const bool arg = statement.keyword == Keyword::arg;
    for (const Pair& pair : statement.pairs) {
      const std::string_view name = in_.value(pair.key);
      if (name.find_first_of("$'\"\\`") == std::string_view::npos && !name.empty()) {
        add({.name = name,
             .span = pair.key.span,
             .definition = true,
             .arg = arg,
             .has_value = pair.has_value});
      } else if (!arg) {
        word(pair.key);
      }
      word(pair.value);
    }
  }

  void from(const Statement& statement) {
    if (const Flag* platform = in_.flag(statement, "platform")) word(platform->value, true);
    if (!statement.args.empty()) word(statement.args[0], true);
  }

  void copy(const Statement& statement) {
    for (const Flag& flag : statement.flags) {
      const std::string_view name = in_.value(flag.name);
      if (name == "chown" || name == "chmod" || name == "checksum") word(flag.value);
    }
    for (const Word& argument : statement.args) {
      if (!is_marker(argument.span)) word(argument);
    }
    for (const Heredoc& heredoc : in_.heredocs) {
      if (heredoc.expand && heredoc.closed) stretch(heredoc.body, NameReader::plain);
    }
  }

  bool is_marker(Span span) const {
    const auto at = std::lower_bound(
        in_.heredocs.begin(), in_.heredocs.end(), span.begin,
        [](const Heredoc& heredoc, uint32_t begin) { return heredoc.marker.begin < begin; });
    return at != in_.heredocs.end() && at->marker == span;
  }

  void run(const Statement& statement) {
    for (const Mount& mount : statement.mounts) {
      for (const MountField& field : mount.fields) {
        if (!equal_ignoring_case(in_.value(field.key), "from")) word(field.value);
      }
    }
    const size_t before = out_.size();
    const size_t first = statement.keyword == Keyword::healthcheck ? 1 : 0;
    if (statement.args.size() <= first) return own_ ? out_.clear() : void();
    if (statement.exec_form) {
      exec(statement, first);
    } else {
      script(statement.args[first]);
    }
    part_own_names(before);
  }

  // Only what `sh -c` reads is a script.
  void exec(const Statement& statement, size_t first) {
    if (statement.args.size() < first + 3) return;
    const std::string_view option = in_.value(statement.args[first + 1]);
    const ShellKind kind = shell_named(in_.value(statement.args[first])).kind;
    if (kind != ShellKind::posix || !option.starts_with('-') || !option.ends_with('c')) return;
    stretch(statement.args[first + 2].span, NameReader::json);
  }

  static NameReader reader_of(ShellKind kind) {
    return kind == ShellKind::powershell ? NameReader::powershell
           : kind == ShellKind::cmd      ? NameReader::cmd
                                         : NameReader::shell;
  }

  void script(const Word& word) {
    const bool body_is_script = in_.heredocs.size() == 1 && in_.heredocs[0].marker == word.span;
    const Script* main = step_ ? step_->script.get() : nullptr;
    const ShellKind kind = main ? main->kind : step_ ? step_->shell_kind : ShellKind::posix;
    if (!body_is_script) {
      const std::string_view text = in_.value(word);
      for (DollarNames names(text, reader_of(kind), '\\'); names.next();) {
        add({.name = text.substr(names.begin(), names.end() - names.begin()),
             .span = in_.span_in(word, names.begin(), names.end())});
      }
    }
    for (const Heredoc& heredoc : in_.heredocs) {
      const bool read = body_is_script || is_script(heredoc.body);
      if (!heredoc.closed || !(heredoc.expand || read)) continue;
      if (body_is_script && kind == ShellKind::other) continue;
      stretch(heredoc.body, body_is_script ? reader_of(kind) : NameReader::shell);
    }
    if (!step_) return;
    if (main) arithmetic(*main);
    for (const ScriptPtr& script : step_->more) arithmetic(*script);
  }

  bool is_script(Span body) const {
    return step_ && std::any_of(step_->more.begin(), step_->more.end(),
                                [&](const ScriptPtr& script) { return script->span == body; });
  }

  // Bare names in $((…)).
  void arithmetic(const Script& script) {
    if (script.opaque) return;
    for (const Expansion& expansion : script.expansions) {
      if (expansion.kind != ExpansionKind::arithmetic) continue;
      const std::string_view text = in_.source(expansion.span);
      for (size_t at = 0; at < text.size();) {
        size_t end = at;
        while (end < text.size() && is_name_byte(text[end])) ++end;
        const char before = at == 0 ? ' ' : text[at - 1];
        if (end > at && can_name_variable(text.substr(at, end - at)) && before != '$' &&
            before != '{') {
          const uint32_t begin = expansion.span.begin + static_cast<uint32_t>(at);
          add({.name = text.substr(at, end - at),
               .span = {begin, begin + static_cast<uint32_t>(end - at)}});
        }
        at = std::max(end, at + 1);
      }
    }
  }

  // Takes out what a script has set itself, or all else, and what stands in its comments. What
  // stands before `from` is no script.
  void part_own_names(size_t from) {
    if (!step_ || !step_->script) return;
    if (out_.size() == from && !own_) return;
    OwnNames own;
    own.add(*step_->script);
    for (const ScriptPtr& script : step_->more) own.add(*script);
    const auto script = out_.begin() + static_cast<std::ptrdiff_t>(from);
    const auto drop = [&](const VariableMention& mention) {
      const bool is_own = own.since(mention.name) <= mention.span.begin;
      return is_own != own_ || in_comment(mention.span.begin);
    };
    out_.erase(std::remove_if(script, out_.end(), drop), out_.end());
    if (!own_) return;
    out_.erase(out_.begin(), out_.begin() + static_cast<std::ptrdiff_t>(from));
    for (const VariableMention& place : own.places()) add(place);
  }

  bool in_comment(uint32_t at) const {
    const auto inside = [&](const Script& script) {
      const auto after =
          std::upper_bound(script.comments.begin(), script.comments.end(), at,
                           [](uint32_t a, const Span& comment) { return a < comment.begin; });
      return after != script.comments.begin() && at < std::prev(after)->end;
    };
    return inside(*step_->script) ||
           std::any_of(step_->more.begin(), step_->more.end(),
                       [&](const ScriptPtr& script) { return inside(*script); });
  }

  const Instruction& in_;
  const Step* step_;
  std::string_view only_;
  bool own_;
  std::vector<VariableMention> out_;
};

const Step* step_of(const Snapshot& snapshot, uint32_t instruction) {
  return instruction < snapshot.plan.steps.size() ? &snapshot.plan.steps[instruction] : nullptr;
}

}  // namespace

std::vector<VariableMention> variable_mentions(const Snapshot& snapshot, uint32_t instruction,
                                               std::string_view only) {
  if (instruction >= snapshot.document.instructions.size()) return {};
  const Instruction& in = *snapshot.document.instructions[instruction];
  return Reader(in, step_of(snapshot, instruction), only).read();
}

std::vector<VariableMention> script_variables(const Snapshot& snapshot, uint32_t instruction,
                                              std::string_view only) {
  if (instruction >= snapshot.document.instructions.size()) return {};
  const Instruction& in = *snapshot.document.instructions[instruction];
  return Reader(in, step_of(snapshot, instruction), only, true).read();
}

uint32_t set_by_script(const Snapshot& snapshot, uint32_t instruction, std::string_view name) {
  const Step* step = step_of(snapshot, instruction);
  if (!step || !step->script) return none;
  OwnNames own;
  own.add(*step->script);
  for (const ScriptPtr& script : step->more) own.add(*script);
  return own.since(name);
}

bool can_name_variable(std::string_view name) {
  return !name.empty() && (is_ascii_letter(name[0]) || name[0] == '_') &&
         std::all_of(name.begin(), name.end(), is_name_byte);
}

}  // namespace dflint
