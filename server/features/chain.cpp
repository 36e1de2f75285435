// Cuts scripts at the operators of their outermost list.
#include "server/features/chain.h"

#include <algorithm>
#include <iterator>

#include <fmt/core.h>

#include "analysis/shell/callee.h"
#include "analysis/shell/lex.h"

namespace dflint {
namespace {

bool is_white(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

// Where a byte of the source stands in the script's text.
uint32_t text_at(const Script& script, uint32_t source) {
  const auto behind =
      std::upper_bound(script.pieces.begin(), script.pieces.end(), source,
                       [](uint32_t at, const Piece& piece) { return at < piece.source; });
  if (behind == script.pieces.begin()) return 0;
  const Piece& piece = *std::prev(behind);
  const uint32_t next =
      behind == script.pieces.end() ? static_cast<uint32_t>(script.text.size()) : behind->line;
  return std::min(piece.line + source - piece.source, next);
}

bool is_whole(const Script& script, uint32_t begin, uint32_t end) {
  ScriptSource source;
  source.in = script.in;
  source.text = script.text.substr(begin, end - begin);
  source.pieces = {{0, 0}};
  const ScriptPtr part = parse_script(std::move(source), {script.kind, script.dialect});
  return part->problems.empty() && !part->commands.empty();
}

// Finds the operators one after the other: what stands before one of the outermost list is a whole
// script, before one that is nested it is not.
class Cutter {
 public:
  explicit Cutter(const Script& script) : script_(script), text_(script.text) {
    for (const Command& command : script.commands) {
      if (command.substitution > 0) continue;
      taken_.push_back({text_at(script, command.span.begin), text_at(script, command.span.end)});
    }
    for (const Span& comment : script.comments) {
      comments_.push_back({text_at(script, comment.begin), text_at(script, comment.end)});
      taken_.push_back(comments_.back());
    }
    std::sort(taken_.begin(), taken_.end(),
              [](const Span& a, const Span& b) { return a.begin < b.begin; });
  }

  Chain run() {
    Chain chain;
    uint32_t begin = 0;
    Join join = Join::first;
    for (uint32_t at = 0; at < text_.size() && tries_ > 0;) {
      if (const uint32_t next = behind_taken(at); next > at) {
        at = next;
        continue;
      }
      const auto [size, found] = operator_at(at);
      if (size == 0) {
        ++at;
        continue;
      }
      if (is_blank(begin, at)) {
        if (text_[at] != '\n') return {};
        begin = at + size;
      } else if (--tries_; is_whole(script_, begin, at)) {
        add(chain, begin, at, join);
        begin = at + size;
        join = found;
        chain.open_end = text_[at] != '\n';
      }
      at += size;
    }
    if (tries_ == 0) return {};
    if (is_blank(begin, static_cast<uint32_t>(text_.size()))) return chain;
    chain.open_end = false;
    if (!is_whole(script_, begin, static_cast<uint32_t>(text_.size()))) return {};
    add(chain, begin, static_cast<uint32_t>(text_.size()), join);
    return chain;
  }

 private:
  // The end of the command or comment that stands at `at`; at most `at` where none does.
  uint32_t behind_taken(uint32_t at) {
    while (next_ < taken_.size() && taken_[next_].end <= at) ++next_;
    return next_ < taken_.size() && taken_[next_].begin <= at ? taken_[next_].end : 0;
  }

  // Size 0: none.
  std::pair<uint32_t, Join> operator_at(uint32_t at) const {
    const std::string_view rest = std::string_view(text_).substr(at);
    if (rest.starts_with("&&")) return {2, Join::and_};
    if (rest.starts_with("||")) return {2, Join::or_};
    if (rest.starts_with(";;")) return {0, Join::first};
    if (rest[0] == ';' || rest[0] == '\n') return {1, Join::sequence};
    const bool redirects =
        rest.starts_with("&>") ||
        (at > 0 && (text_[at - 1] == '>' || text_[at - 1] == '<' || text_[at - 1] == '|'));
    return {rest[0] == '&' && !redirects ? 1 : 0, Join::background};
  }

  // The comment that begins at `at` or ends there; nullptr: none.
  const Span* comment_from(uint32_t at) const {
    const auto found = std::find_if(comments_.begin(), comments_.end(),
                                    [&](const Span& span) { return span.begin == at; });
    return found == comments_.end() ? nullptr : &*found;
  }
  const Span* comment_to(uint32_t at) const {
    const auto found = std::find_if(comments_.begin(), comments_.end(),
                                    [&](const Span& span) { return span.end == at; });
    return found == comments_.end() ? nullptr : &*found;
  }

  // White space and comments only.
  bool is_blank(uint32_t begin, uint32_t end) const {
    while (begin < end) {
      if (is_white(text_[begin])) {
        ++begin;
      } else if (const Span* comment = text_[begin] == '#' ? comment_from(begin) : nullptr) {
        begin = comment->end;
      } else {
        return false;
      }
    }
    return true;
  }

  void add(Chain& chain, uint32_t begin, uint32_t end, Join join) const {
    while (is_white(text_[begin])) ++begin;
    while (is_white(text_[end - 1])) --end;
    while (const Span* comment = comment_to(end)) {
      end = comment->begin;
      while (is_white(text_[end - 1])) --end;
    }
    shell::Input input(text_, script_.pieces, 0);
    chain.parts.push_back({begin, end, join, input.span(begin, end)});
  }

  const Script& script_;
  const std::string& text_;
  std::vector<Span> taken_;  // commands and comments: no operators of the list; in the text
  std::vector<Span> comments_;
  size_t next_ = 0;
  int tries_ = 200;  // each may read the whole text
};

// What changes the shell itself.
bool changes_shell(std::string_view name) {
  constexpr std::string_view names[] = {
      ".",     "alias",  "bind",    "cd",      "declare",  "disown", "enable",
      "eval",  "exec",   "exit",    "export",  "hash",     "let",    "local",
      "popd",  "pushd",  "read",    "return",  "readonly", "set",    "shift",
      "shopt", "source", "trap",    "typeset", "ulimit",   "umask",  "unalias",
      "unset", "wait",   "getopts", "mapfile", "readarray"};
  return std::find(std::begin(names), std::end(names), name) != std::end(names);
}

// What keeps running, or was started by another such program.
bool leaves_running(const Callee& call) {
  constexpr std::string_view names[] = {
      "service",     "systemctl", "pg_ctl",    "pg_ctlcluster", "rc-service",        "nohup",
      "invoke-rc.d", "ssh-agent", "gpg-agent", "Xvfb",          "start-stop-daemon", "dbus-launch",
      "mysqladmin"};
  if (std::find(std::begin(names), std::end(names), call.name) != std::end(names)) return true;
  if (call.words.empty()) return false;
  if (call.text(0).find("/init.d/") != std::string_view::npos) return true;
  // sshd, mysqld, dockerd: what is called like that usually is one.
  const bool daemon = call.name.size() > 3 && call.name.ends_with('d') &&
                      !call.name.ends_with("add") && !call.name.ends_with("mod") &&
                      !call.name.ends_with("passwd") && !call.name.ends_with("build") &&
                      !call.name.ends_with("find");
  return daemon && call.name != "sed" && call.name != "chmod" && call.name != "userd";
}

}  // namespace

Chain chain_of(const Script& script) {
  if (script.kind != ShellKind::posix || !script.problems.empty() || script.has_functions ||
      script.opaque || script.pieces.empty())
    return {};
  for (const Command& command : script.commands) {
    for (const Redirection& redirection : command.redirections) {
      if (redirection.op == "<<" || redirection.op == "<<-") return {};
    }
  }
  return Cutter(script).run();
}

bool only_and(const Chain& chain) {
  return !chain.open_end && !chain.parts.empty() &&
         std::all_of(chain.parts.begin() + 1, chain.parts.end(),
                     [](const ChainPart& part) { return part.join == Join::and_; });
}

std::vector<const Command*> commands_of(const Script& script, const ChainPart& part) {
  std::vector<const Command*> found;
  for (const Command& command : script.commands) {
    if (command.span.begin >= part.source.begin && command.span.end <= part.source.end)
      found.push_back(&command);
  }
  return found;
}

bool leaves_traces(const Script& script, const ChainPart& part) {
  const std::string_view text =
      std::string_view(script.text).substr(part.begin, part.end - part.begin);
  // ${NAME:=value} sets it.
  if (text.find(":=") != std::string_view::npos && text.find("${") != std::string_view::npos)
    return true;
  for (const Command* command : commands_of(script, part)) {
    if (leaves_running(callee(*command))) return true;
    if (command->subshell > 0 || command->substitution > 0) continue;
    if (command->words.empty() || changes_shell(command->name()) ||
        command->join == Join::background || command->in_loop)
      return true;
  }
  return false;
}

bool is_flat(const Script& script, const ChainPart& part) {
  uint32_t at = part.begin;
  for (const Command* command : commands_of(script, part)) {
    if (command->substitution > 0) continue;
    if (command->subshell > 0) return false;
    const uint32_t begin = text_at(script, command->span.begin);
    for (; at < begin; ++at) {
      if (!is_white(script.text[at]) && script.text[at] != '|') return false;
    }
    at = std::max(at, text_at(script, command->span.end));
  }
  return at >= part.end;
}

std::vector<std::string> command_texts(const Script& script) {
  std::vector<std::string> texts;
  for (const Command& command : script.commands) {
    std::string text;
    const auto add = [&](const ShellWord& word) {
      text += fmt::format("{}{}{} {}\n", word.quoted, word.expands, word.glob, script.value(word));
    };
    for (const Assignment& assignment : command.assignments) {
      text += fmt::format("{}{}", assignment.name, assignment.append ? "+=" : "=");
      add(assignment.value);
    }
    for (const ShellWord& word : command.words) add(word);
    for (const Redirection& redirection : command.redirections) {
      text += fmt::format("{}{} ", redirection.fd, redirection.op);
      add(redirection.target);
    }
    texts.push_back(std::move(text));
  }
  return texts;
}

}  // namespace dflint
