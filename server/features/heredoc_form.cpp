// A chain of commands to a here-document, and back.
#include <algorithm>

#include <fmt/core.h>

#include "server/features/chain.h"
#include "server/features/reading.h"
#include "server/features/refactor.h"

namespace dflint {
namespace {

// Whether lines under `set -e` stop where the && chain does: && joins the parts, || stands in the
// first ones only, and nothing is nested.
bool is_flat_chain(const Script& script, const Chain& chain) {
  bool behind_and = false;
  for (size_t i = 0; i < chain.parts.size(); ++i) {
    const Join join = chain.parts[i].join;
    if (!is_flat(script, chain.parts[i])) return false;
    if (i > 0 && join != Join::and_ && (join != Join::or_ || behind_and)) return false;
    behind_and |= join == Join::and_;
  }
  return behind_and && !chain.open_end;
}

bool sets_options(const Script& script) {
  return std::any_of(script.commands.begin(), script.commands.end(),
                     [](const Command& command) { return command.is("set"); });
}

// A name that no line of the body is.
std::string terminator_for(std::string_view body) {
  std::string name = "EOF";
  for (int number = 2; body.find(name) != std::string_view::npos; ++number)
    name = fmt::format("EOF{}", number);
  return name;
}

// The lines of a part below each other, comments before them; continued lines stay such.
void append_lines(std::string& out, const Instruction& in, Span source) {
  std::string code;
  bool first = true;
  for (uint32_t at = source.begin; at < source.end;) {
    const uint32_t close = std::min(line_close(in, at), source.end);
    std::string_view line = in.source({at, close});
    const size_t next = in.text.find('\n', close);
    at = next == std::string::npos ? source.end : static_cast<uint32_t>(next) + 1;
    const size_t begin = line.find_first_not_of(" \t");
    if (begin == std::string_view::npos) continue;
    if (line.substr(begin).starts_with('#') && !first) {
      out += line.substr(begin);
      out += '\n';
      continue;
    }
    const bool last = at >= source.end;
    line.remove_suffix(line.size() - line.find_last_not_of(" \t") - 1);
    if (!last && line.ends_with(in.dialect.escape)) line.remove_suffix(1);
    code += first ? line.substr(begin) : "  " + std::string(line.substr(begin));
    code += last ? "\n" : "\\\n";
    first = false;
  }
  out += code;
}

std::string body_of(const Instruction& in, const Chain& chain) {
  std::string body = "set -e\n";
  uint32_t at = in.body.begin;
  for (size_t i = 0; i < chain.parts.size();) {
    // Parts that || joins are one line.
    size_t last = i;
    while (last + 1 < chain.parts.size() && chain.parts[last + 1].join == Join::or_) ++last;
    const Span source{chain.parts[i].source.begin, chain.parts[last].source.end};
    for (const Span& comment : in.inner_comments) {
      if (comment.begin >= at && comment.end <= source.begin)
        body += fmt::format("{}\n", in.source(comment));
    }
    append_lines(body, in, source);
    at = source.end;
    i = last + 1;
  }
  return body;
}

void to_heredoc(const Spot& spot, size_t index, const Script& script, Actions& actions) {
  const Instruction& in = spot.in(index);
  const Chain chain = chain_of(script);
  if (!is_flat_chain(script, chain) || !script.comments.empty()) return;
  const uint32_t end = chain.parts.back().source.end;
  if (!in.inner_comments.empty() && in.inner_comments.back().begin >= end) return;
  Action action{.title = "Convert to a here-document", .kind = ActionKind::rewrite};
  if (sets_options(script)) {
    action.disabled = "the commands change options of the shell themselves";
  } else if (line_end_of(in) != "\n") {
    action.disabled = "the shell would see the carriage returns";
  } else if (has_older_frontend(spot, 4)) {
    action.disabled = "the frontend of `# syntax=` is too old for here-documents";
  } else {
    const std::string body = body_of(in, chain);
    const std::string name = terminator_for(body);
    const std::string text = fmt::format("<<{}\n{}{}", name, body, name);
    const Span rest{script.span.begin, in.body.end};
    const Reading reading(spot, index,
                          fmt::format("{}{}", in.source({in.body.begin, rest.begin}), text));
    std::vector<std::string> commands = reading.commands();
    if (!reading.is_sound(1) || commands.empty()) return;
    commands.erase(commands.begin());  // set -e
    if (commands != command_texts(script)) return;
    action.edits.push_back(spot.edit(index, rest, text));
  }
  actions.push_back(std::move(action));
}

// What is left of a `set` whose -e the chain makes needless: empty; or nothing where the command is
// no such.
std::optional<std::string> without_errexit(const Command& command) {
  if (!command.is("set") || command.words.size() != 2 || !command.redirections.empty())
    return std::nullopt;
  std::string letters(command.text(command.words[1]));
  const size_t at = letters.find('e');
  if (!letters.starts_with('-') || at == std::string::npos ||
      letters.find_first_not_of("eux", 1) != std::string::npos)
    return std::nullopt;
  letters.erase(at, 1);
  return letters == "-" ? "" : "set " + letters;
}

// Why the lines of the body cannot become a chain; empty: they can.
std::string obstacle_of(const Script& script, const Chain& chain) {
  if (chain.parts.size() < 2 || !without_errexit(script.commands[0]))
    return "without `set -e` the script goes on after a failure";
  for (size_t i = 1; i < chain.parts.size(); ++i) {
    const ChainPart& part = chain.parts[i];
    if (part.join != Join::sequence)
      return "`&&`, `||` and `&` inside the script mean something else in a chain";
    if (!is_flat(script, part)) return "its parts are not single commands";
    const bool sets = std::any_of(script.commands.begin() + 1, script.commands.end(),
                                  [](const Command& command) { return command.is("set"); });
    if (sets) return "the script changes options of the shell";
  }
  if (!script.comments.empty() && script.comments.back().begin > chain.parts.back().source.end)
    return "the comment at the end has no place in a chain";
  return {};
}

// The commands behind `set -e`, on continued lines with their comments.
std::string chain_text(const Instruction& in, const Script& script, const Chain& chain) {
  const char escape = in.dialect.escape;
  std::string text = *without_errexit(script.commands[0]);
  bool needs_and = !text.empty();
  uint32_t at = chain.parts[0].source.end;
  for (size_t i = 1; i < chain.parts.size(); ++i) {
    const ChainPart& part = chain.parts[i];
    std::string above;
    for (const Span& comment : script.comments) {
      if (comment.begin >= at && comment.end <= part.source.begin)
        above += fmt::format("    {}\n", in.source(comment));
    }
    if (needs_and || !above.empty())
      text += fmt::format("{}{}\n{}    ", text.empty() ? "" : " ", escape, above);
    if (needs_and) text += "&& ";
    for (const char c : in.source(part.source)) {
      if (c == '\n' && escape != '\\' && text.ends_with('\\')) text.back() = escape;
      text += c;
    }
    needs_and = true;
    at = part.source.end;
  }
  return text;
}

bool is_only_heredoc(const Instruction& in) {
  return in.heredocs.size() == 1 && in.heredocs[0].closed && in.statement.args.size() == 1 &&
         in.statement.args[0].span == in.heredocs[0].marker && in.problems.empty();
}

void from_heredoc(const Spot& spot, size_t index, Actions& actions) {
  const Instruction& in = spot.in(index);
  const Script* script = spot.step(index).script.get();
  if (!is_only_heredoc(in) || !script || script->kind != ShellKind::posix ||
      script->text.starts_with("#!") || script->commands.empty())
    return;
  const Chain chain = chain_of(*script);
  if (chain.parts.empty()) return;
  Action action{.title = "Convert to a chain with `&&`", .kind = ActionKind::rewrite};
  action.disabled = obstacle_of(*script, chain);
  if (action.disabled.empty()) {
    const std::string text = chain_text(in, *script, chain);
    const Span rest{in.heredocs[0].marker.begin, in.body.end};
    const Reading reading(spot, index,
                          fmt::format("{}{}", in.source({in.body.begin, rest.begin}), text));
    std::vector<std::string> now = reading.commands(), before = command_texts(*script);
    const bool traces = *without_errexit(script->commands[0]) != "";
    before.erase(before.begin());
    if (!reading.is_sound(1) || now.empty()) return;
    if (traces) now.erase(now.begin());
    if (now != before) return;
    action.edits.push_back(spot.edit(index, rest, text));
  }
  actions.push_back(std::move(action));
}

}  // namespace

void append_heredocs(const Spot& spot, Actions& actions) {
  const size_t index = spot.first;
  const Instruction& in = spot.in(index);
  if (in.statement.keyword != Keyword::run || !spot.touches(index, in.body)) return;
  if (const Script* script = shell_script_of_run(spot, index)) {
    to_heredoc(spot, index, *script, actions);
  } else {
    from_heredoc(spot, index, actions);
  }
}

}  // namespace dflint
