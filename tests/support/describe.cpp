// Documents, plans and findings as complete text.
#include "tests/support/describe.h"

#include <fmt/core.h>

#include <iterator>

#include "rules/rule.h"

namespace dflint {
namespace {

class Writer {
 public:
  template <typename... Arguments>
  void line(fmt::format_string<Arguments...> format, Arguments&&... arguments) {
    fmt::format_to(std::back_inserter(text_), format, std::forward<Arguments>(arguments)...);
    text_ += '\n';
  }
  std::string take() { return std::move(text_); }

 private:
  std::string text_;
};

std::string show(Span span) { return fmt::format("{}-{}", span.begin, span.end); }
std::string show(Range range) { return fmt::format("{}-{}", range.begin, range.end); }

std::string show(const Instruction& in, const Word& word) {
  return fmt::format("{} {}-{}{} '{}'", show(word.span), word.begin, word.end,
                     word.decoded ? " decoded" : "", in.value(word));
}

void write(Writer& out, const Instruction& in, const Statement& statement) {
  out.line("keyword {} {}", int(statement.keyword), show(in, statement.word));
  out.line("meant {} {} rest {} exec {}", show(in, statement.meant), statement.recovered,
           show(statement.rest), statement.exec_form);
  for (const Flag& flag : statement.flags) {
    out.line("flag {} name {} value {} {}", show(in, flag.text), show(in, flag.name),
             show(in, flag.value), flag.has_value);
  }
  for (const Word& word : statement.args) out.line("arg {}", show(in, word));
  for (const Pair& pair : statement.pairs) {
    out.line("pair {} = {} {} legacy {}", show(in, pair.key), show(in, pair.value), pair.has_value,
             pair.legacy);
  }
  for (const Mount& mount : statement.mounts) {
    out.line("mount {}", mount.flag);
    for (const MountField& field : mount.fields) {
      out.line("field {} key {} value {} {}", show(in, field.text), show(in, field.key),
               show(in, field.value), field.has_value);
    }
  }
  if (statement.trigger != nullptr) {
    out.line("trigger");
    write(out, in, *statement.trigger);
  }
}

std::string show(const Script& script, const ShellWord& word) {
  return fmt::format("{} '{}' {}{}{}", show(word.span), script.value(word), int(word.quoted),
                     int(word.expands), int(word.glob));
}

void write(Writer& out, const Command& command, const Script& script) {
  out.line("command {} join {} pipeline {} {}{}{} depth {} {} {}{}{}", show(command.span),
           int(command.join), command.pipeline, int(command.in_pipe), int(command.piped_to_next),
           int(command.negated), command.subshell, command.substitution, int(command.conditional),
           int(command.in_loop), int(command.in_function));
  for (const ShellWord& word : command.words) out.line("word {}", show(script, word));
  for (const Assignment& set : command.assignments) {
    out.line("set {} {} {} {}", set.name, show(script, set.name_word), show(script, set.value),
             set.append);
  }
  for (const Redirection& to : command.redirections) {
    out.line("redirect {} {} {} {}", show(to.span), to.fd, to.op, show(script, to.target));
  }
}

void write(Writer& out, const ScriptPtr& script) {
  if (script == nullptr) return;
  out.line("script {} {} {} pipe {} functions {}\n{}", int(script->kind), script->dialect,
           show(script->span), script->has_pipe, script->has_functions, script->text);
  for (const Command& command : script->commands) write(out, command, *script);
  for (const Expansion& use : script->expansions) {
    out.line("expansion {} {} {} '{}' of {} {}{}", int(use.kind), show(use.span), show(use.name),
             script->name(use), use.command, int(use.quoted), int(use.splits));
  }
  for (const Span& comment : script->comments) out.line("shell comment {}", show(comment));
  for (const ShellProblem& problem : script->problems) {
    out.line("shell problem {} {}", show(problem.span), problem.message);
  }
}

// Where a place stands in the file.
std::string show(Locator& locator, Place place) {
  return place.in == nullptr ? "nowhere" : show(locator.range(place));
}

}  // namespace

std::string describe(const Instruction& in) {
  Writer out;
  out.line("text '{}'", in.text);
  out.line("escape {} start {} lookahead {} body {} next {}", in.dialect.escape,
           in.dialect.start_of_file, in.lookahead, show(in.body), in.next_escape);
  out.line("line '{}'", in.line());
  out.line("decoded '{}'", in.decoded);
  write(out, in, in.statement);
  for (const Heredoc& doc : in.heredocs) {
    out.line("heredoc '{}' {} {} {} {} fd {} {}{}{}", doc.name, show(doc.marker),
             show(doc.name_span), show(doc.body), show(doc.terminator), doc.fd, int(doc.expand),
             int(doc.chomp), int(doc.closed));
  }
  out.line("no heredoc {} {}", show(in.heredoc_error.span), in.heredoc_error.message);
  for (const Problem& problem : in.problems) {
    out.line("problem {} {} {} '{}' '{}' {} {}", int(problem.kind), show(problem.span),
             problem.message, problem.replacement, problem.title, problem.remove,
             problem.in_trigger);
  }
  for (const Span& span : in.comments) out.line("comment {}", show(span));
  for (const Span& span : in.inner_comments) out.line("inner comment {}", show(span));
  for (const Span& span : in.empty_lines) out.line("empty line {}", show(span));
  for (const Piece& piece : in.pieces) out.line("piece {} {}", piece.line, piece.source);
  return out.take();
}

std::string describe(const Document& document, const Plan& plan) {
  Writer out;
  Locator at(document);
  for (const Step& step : plan.steps) {
    out.line("step stage {} shell {} user {} workdir {} '{}' {} {}", step.stage, step.shell,
             step.user, step.workdir, step.value, int(step.shell_kind), step.shell_name);
    write(out, step.script);
    for (const ScriptPtr& script : step.more) write(out, script);
  }
  for (const Stage& stage : plan.stages) {
    out.line("stage {} {}-{} '{}' '{}' base '{}' {} parent {} platform '{}' {}{}{}", stage.index,
             stage.first, stage.end, stage.name, stage.lower_name, stage.base, int(stage.base_kind),
             stage.parent, stage.platform, int(stage.windows), int(stage.windows_platform),
             int(stage.needed));
    out.line("ends {} {} {} {} {} {}", stage.user, stage.workdir, stage.cmd, stage.entrypoint,
             stage.healthcheck, stage.shell);
  }
  for (const Edge& edge : plan.edges) {
    out.line("edge {} {} -> {} at {} {} '{}'", int(edge.kind), edge.from, edge.to, edge.instruction,
             show(at, edge.place), edge.name);
  }
  for (const Variable& variable : plan.variables) {
    out.line("variable {} '{}'='{}' {} exact {} stage {} at {} {} global {}", int(variable.kind),
             variable.name, variable.value, variable.has_value, variable.exact, variable.stage,
             variable.instruction, show(at, variable.key), variable.global);
  }
  for (const Reference& use : plan.references) {
    out.line("reference '{}' {} {} at {} stage {} variable {} word {} {} {}", use.name,
             show(at, use.place), show(use.name_span), use.instruction, use.stage, use.variable,
             use.word, int(use.modifier), use.colon);
    if (use.declared) out.line("declared");
  }
  for (const Trigger& trigger : plan.triggers) {
    out.line("trigger stage {} of {}", trigger.stage, trigger.instruction);
  }
  for (const Port& port : plan.ports) {
    out.line("port {} {} '{}' {}-{} '{}' {} {}", port.instruction, show(at, port.place), port.text,
             port.first, port.last, port.protocol, port.host_part, port.exact);
    if (port.invalid) out.line("invalid");
  }
  for (const Source& source : plan.sources) {
    out.line("source {} {} '{}' {}", source.instruction, show(at, source.place), source.path,
             source.exact);
  }
  for (const BuildProblem& problem : plan.problems) {
    out.line("build problem {} at {} {} '{}' '{}' {} '{}' {}", int(problem.kind),
             problem.instruction, show(at, problem.place), problem.message, problem.replacement,
             show(at, problem.note), problem.note_message, problem.certain);
  }
  return out.take();
}

std::string describe(const Document& document, const Findings& findings) {
  Writer out;
  Locator at(document);
  for (const Finding& finding : findings) {
    out.line("{} {} {} {}", show(at, finding.place), finding.rule->name,
             to_string(finding.severity), finding.message);
    for (const Note& note : finding.notes) out.line("  {} {}", show(at, note.place), note.message);
    for (const Fix& fix : finding.fixes) {
      out.line("  {} {}", to_string(fix.safety), fix.title);
      for (const Replacement& replacement : fix.replacements) {
        out.line("    {} '{}'", show(at, replacement.place), replacement.text);
      }
    }
  }
  return out.take();
}

std::string first_difference(std::string_view a, std::string_view b) {
  if (a == b) return "";
  size_t at = 0;
  while (at < a.size() && at < b.size() && a[at] == b[at]) ++at;
  const size_t newline = at == 0 ? a.npos : a.rfind('\n', at - 1);
  const size_t start = newline == a.npos ? 0 : newline + 1;
  const auto line = [&](std::string_view text) {
    text = text.substr(std::min(start, text.size()));
    return text.substr(0, std::min(text.find('\n'), at - start + 200));
  };
  return fmt::format("'{}' is not '{}'", line(a), line(b));
}

}  // namespace dflint
