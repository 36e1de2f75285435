// The scripts of an instruction, and which shell reads them.
#include <algorithm>

#include "analysis/builder/planner.h"
#include "analysis/unicode.h"

namespace dflint {
namespace {

// Bytes [begin, end) of the line as a script.
ScriptSource from_line(const Instruction& in, uint32_t begin, uint32_t end) {
  ScriptSource source;
  source.in = &in;
  source.text = in.line().substr(begin, end - begin);
  source.span = in.span_of_line(begin, end);
  for (size_t i = 0; i < in.pieces.size(); ++i) {
    const Piece& piece = in.pieces[i];
    const uint32_t piece_end = i + 1 < in.pieces.size() ? in.pieces[i + 1].line : in.line_size;
    if (piece_end <= begin || piece.line >= end) continue;
    const uint32_t from = std::max(piece.line, begin);
    source.pieces.push_back({from - begin, piece.source + from - piece.line});
  }
  source.external_heredocs = !in.heredocs.empty();
  return source;
}

// The body of a here-document; <<- takes the leading tabs of each line away.
ScriptSource from_body(const Instruction& in, const Heredoc& heredoc) {
  ScriptSource source;
  source.in = &in;
  source.span = heredoc.body;
  const std::string_view body = in.source(heredoc.body);
  if (!heredoc.chomp) {
    source.text = body;
    source.pieces.push_back({0, heredoc.body.begin});
    return source;
  }
  for (size_t at = 0; at < body.size();) {
    const size_t begin = std::min(body.find_first_not_of('\t', at), body.size());
    const size_t end = std::min(body.find('\n', at), body.size() - 1) + 1;
    const size_t from = std::min(begin, end);
    source.pieces.push_back({static_cast<uint32_t>(source.text.size()),
                             heredoc.body.begin + static_cast<uint32_t>(from)});
    source.text += body.substr(from, end - from);
    at = end;
  }
  return source;
}

// The program behind #!, or nothing.
std::string_view shebang(std::string_view script) {
  if (!script.starts_with("#!")) return {};
  std::string_view line = script.substr(2, script.find('\n') - 2);
  const auto word = [&line] {
    line.remove_prefix(std::min(line.find_first_not_of(" \t\r"), line.size()));
    const std::string_view first = line.substr(0, line.find_first_of(" \t\r"));
    line.remove_prefix(first.size());
    return first;
  };
  std::string_view program = word();
  if (program.ends_with("/env")) {
    program = word();
    while (program.starts_with('-') || program.find('=') != std::string_view::npos)
      program = word();
  }
  return program;
}

bool is_shell_call(const Command& command) {
  if (command.words.empty() || shell_named(command.name()).kind != ShellKind::posix) return false;
  for (size_t i = 1; i < command.words.size(); ++i) {
    if (!command.text(command.words[i]).starts_with('-')) return false;
    if (command.text(command.words[i]).find('c') != std::string_view::npos) return false;
  }
  return true;
}

// The heredoc that a redirection opens.
const Heredoc* heredoc_at(const Instruction& in, const Redirection& redirection) {
  for (const Heredoc& heredoc : in.heredocs) {
    const Span& name = heredoc.name_span;
    if (heredoc.closed && name.begin >= redirection.span.begin && name.end <= redirection.span.end)
      return &heredoc;
  }
  return nullptr;
}

// sh -c "script" in exec form: the script.
void nested_exec(const Instruction& in, const std::vector<Word>& words,
                 std::vector<ScriptPtr>& out) {
  if (words.size() < 3) return;
  const Shell shell = shell_named(in.value(words[0]));
  const std::string_view option = in.value(words[1]);
  if (shell.kind != ShellKind::posix || !option.starts_with('-') || !option.ends_with('c')) return;
  const Word& word = words[2];
  ScriptSource source;
  source.in = &in;
  source.span = word.span;
  if (!word.decoded) {
    source = from_line(in, word.begin, word.end);
    source.external_heredocs = false;
  } else {
    // Its bytes stand nowhere in the source as they are: every one points at the word's start.
    source.text = in.value(word);
    source.pieces.push_back({0, word.span.begin});
    source.opaque = true;
  }
  out.push_back(parse_script(std::move(source), shell));
}

}  // namespace

void Planner::step_shell(Step& step) const {
  const Stage& stage = plan_.stages[stage_];
  if (state_.shell != none) {
    const Instruction& shell = *document_.instructions[state_.shell];
    const Statement& statement = shell.effective();
    if (statement.exec_form && !statement.args.empty()) {
      const std::string_view program = shell.value(statement.args[0]);
      step.shell_kind = shell_named(program).kind;
      step.shell_name = program;
      return;
    }
  }
  step.shell_kind = stage.windows ? ShellKind::cmd : ShellKind::posix;
  step.shell_name = stage.windows ? "cmd" : "sh";
}

// Whether the old plan's scripts of this instruction serve again.
bool Planner::reuse(uint32_t index) {
  if (!old_) return false;
  const size_t count = document_.instructions.size();
  size_t old_index = index;
  if (index >= same_front_) {
    if (index < count - same_back_) return false;
    old_index = index + old_document_->instructions.size() - count;
  }
  const Step& old = old_->steps[old_index];
  Step& step = plan_.steps[index];
  const bool same_shell = old.shell_kind == step.shell_kind && old.shell_name == step.shell_name;
  if (!old.script || (!same_shell && old.script->kind != ShellKind::exec)) return false;
  step.script = old.script;
  step.more = old.more;
  return true;
}

void Planner::scripts(uint32_t index, const Instruction& in, const Statement& outer) {
  const Statement& statement = outer.trigger ? *outer.trigger : outer;
  const bool healthcheck = statement.keyword == Keyword::healthcheck;
  const bool runs = statement.keyword == Keyword::run || statement.keyword == Keyword::cmd ||
                    statement.keyword == Keyword::entrypoint || healthcheck;
  const size_t first = healthcheck ? 1 : 0;
  if (!runs || statement.args.size() <= first) return;
  if (healthcheck && !equal_ignoring_case(in.value(statement.args[0]), "cmd")) return;
  if (reuse(index)) return;

  Step& step = plan_.steps[index];
  if (statement.exec_form) {
    const std::vector<Word> words(statement.args.begin() + first, statement.args.end());
    step.script = exec_script(in, words);
    nested_exec(in, words, step.more);
    return;
  }
  const Word& word = statement.args[first];
  Shell shell = shell_named(step.shell_name);
  const bool body_is_script =
      in.heredocs.size() == 1 && in.heredocs[0].closed && in.heredocs[0].marker == word.span;
  if (body_is_script) {
    ScriptSource source = from_body(in, in.heredocs[0]);
    if (const std::string_view program = shebang(source.text); !program.empty())
      shell = shell_named(program);
    step.script = parse_script(std::move(source), shell);
    return;
  }
  step.script = parse_script(from_line(in, word.begin, word.end), shell);
  for (const Command& command : step.script->commands) {
    if (in.heredocs.empty() || !is_shell_call(command)) continue;
    for (const Redirection& redirection : command.redirections) {
      const Heredoc* heredoc = heredoc_at(in, redirection);
      if (heredoc)
        step.more.push_back(parse_script(from_body(in, *heredoc), shell_named(command.name())));
    }
  }
}

}  // namespace dflint
