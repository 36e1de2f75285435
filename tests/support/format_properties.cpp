// Tells what a text says without its layout, in a way of its own: the formatter checks itself too.
#include "tests/support/format_properties.h"

#include <fmt/core.h>

#include <algorithm>
#include <map>

#include "analysis/directives.h"
#include "analysis/unicode.h"
#include "rules/shown.h"
#include "rules/rule.h"
#include "tests/support/describe.h"
#include "tests/support/properties.h"

namespace dflint {
namespace {

// Messages name keywords as they are written.
std::string plain_message(std::string_view text) {
  std::string out = to_lower(text);
  std::erase_if(out, [](char c) { return c == ' ' || c == '\t'; });
  return out;
}

std::string without_blanks(std::string_view text) {
  std::string out(text);
  std::erase_if(out, [](char c) { return c == ' ' || c == '\t'; });
  return out;
}

class Meaning {
 public:
  // `exact`: blanks in scripts count.
  Meaning(const Document& document, const Plan& plan, bool exact)
      : document_(document), plan_(plan), exact_(exact) {}

  std::string text() {
    directives();
    for (size_t i = 0; i < document_.instructions.size(); ++i) {
      const Instruction& in = *document_.instructions[i];
      for (const Span& comment : in.comments) add(in, "comment", comment);
      if (in.statement.keyword == Keyword::none) continue;
      for (const Span& comment : in.inner_comments) add(in, "inner comment", comment);
      const Step& step = plan_.steps[i];
      statement(in, in.statement, step.script.get());
      for (const Heredoc& heredoc : in.heredocs) {
        out_ += fmt::format("heredoc {} {} {} {} {}\n{}\n", heredoc.name, heredoc.fd,
                            heredoc.expand, heredoc.chomp, heredoc.closed, in.source(heredoc.body));
      }
      for (const Problem& problem : in.problems)
        out_ += fmt::format("problem {}\n", plain_message(problem.message));
      if (step.script) script(*step.script);
      for (const ScriptPtr& more : step.more) script(*more);
    }
    for (const Stage& stage : plan_.stages)
      out_ +=
          fmt::format("stage {} {} {} {}\n", stage.name, stage.base, stage.platform, stage.parent);
    for (const BuildProblem& problem : plan_.problems)
      out_ += fmt::format("build problem {}\n", plain_message(problem.message));
    return std::move(out_);
  }

 private:
  void directives() {
    const std::string_view text = document_.text.bytes();
    for (const Directive& d : read_directives(text).list) {
      out_ += fmt::format("directive {} {} {}\n", static_cast<int>(d.name), d.honoured,
                          text.substr(d.value_span.begin, d.value_span.size()));
    }
  }

  void add(const Instruction& in, std::string_view what, Span comment) {
    std::string_view text = in.source(comment);
    // Directives may be written in another way, and have been said already.
    if (read_directives(std::string(text) + "\n").end > 0) return;
    text.remove_suffix(trailing_space(text));
    out_ += fmt::format("{} {}\n", what, text);
  }

  void statement(const Instruction& in, const Statement& s, const Script* script) {
    out_ += fmt::format("{} exec {}", to_lower(in.value(s.word)), s.exec_form);
    if (s.keyword == Keyword::unknown) out_ += in.line();
    for (const Flag& flag : s.flags) out_ += fmt::format(" ‹{}›", in.value(flag.text));
    const bool shell = !exact_ && script && script->kind == ShellKind::posix;
    for (size_t i = 0; i < s.args.size(); ++i) {
      const std::string_view value = in.value(s.args[i]);
      const bool keyword =
          (s.keyword == Keyword::from && i == 1) || (s.keyword == Keyword::healthcheck && i == 0);
      out_ += fmt::format(" ‹{}›", keyword ? to_lower(value)
                                   : shell ? without_blanks(value)
                                           : std::string(value));
    }
    for (const Pair& pair : s.pairs) {
      out_ += fmt::format(" {}{}{}", in.value(pair.key),
                          !pair.has_value ? ""
                          : pair.legacy   ? " "
                                          : "=",
                          in.value(pair.value));
    }
    out_ += '\n';
    if (s.trigger) statement(in, *s.trigger, script);
  }

  // Blanks inside $(…) are the business of the commands in it.
  void word(const Script& script, const ShellWord& word) {
    const std::string_view value = script.value(word);
    const bool nested = word.expands && value.find('(') != std::string_view::npos;
    out_ += fmt::format(" ‹{}›{}{}{}", nested ? without_blanks(value) : std::string(value),
                        word.quoted, word.expands, word.glob);
  }

  void script(const Script& script) {
    out_ += fmt::format("script {} {}\n", static_cast<int>(script.kind), script.dialect);
    for (const Command& command : script.commands) {
      out_ +=
          fmt::format("  {} {} {} {} {} {}", static_cast<int>(command.join), command.pipeline,
                      command.negated, command.subshell, command.substitution, command.conditional);
      for (const Assignment& assignment : command.assignments) {
        out_ += fmt::format(" {}=", assignment.name);
        word(script, assignment.value);
      }
      for (const ShellWord& w : command.words) word(script, w);
      for (const Redirection& redirection : command.redirections) {
        out_ += fmt::format(" {}{}", redirection.fd, redirection.op);
        word(script, redirection.target);
      }
      out_ += '\n';
    }
    for (const Expansion& expansion : script.expansions) {
      out_ += fmt::format("  {} {} {}\n", static_cast<int>(expansion.kind), script.name(expansion),
                          expansion.command);
    }
    for (const ShellProblem& problem : script.problems)
      out_ += fmt::format("  problem {}\n", plain_message(problem.message));
  }

  const Document& document_;
  const Plan& plan_;
  const bool exact_;
  std::string out_;
};

std::map<std::string_view, int> errors(std::string_view text, const RuleSet& rules) {
  const SnapshotPtr all = snapshot(Text(std::string(text)), rules);
  std::map<std::string_view, int> found;
  for (const Finding& finding : all_findings(all->document, all->plan, all->lint, rules)) {
    if (finding.severity == Severity::error) ++found[finding.rule->name];
  }
  return found;
}

}  // namespace

std::string check_format(std::string_view text, const FormatOptions& options) {
  const Document before = parse(Text(std::string(text)));
  const Plan before_plan = plan(before);
  const std::string once = formatted(before, before_plan, options);
  if (once == text) return "";
  const Document after = parse(Text(once));
  const Plan after_plan = plan(after);
  const std::string twice = formatted(after, after_plan, options);
  if (twice != once) return "formatting again: " + first_difference(once, twice);
  const std::string changed =
      first_difference(Meaning(before, before_plan, !options.indent_scripts).text(),
                       Meaning(after, after_plan, !options.indent_scripts).text());
  return changed.empty() ? "" : "meaning: " + changed;
}

std::string check_format_findings(std::string_view text, const RuleSet& rules) {
  const Document document = parse(Text(std::string(text)));
  const std::string after = formatted(document, plan(document));
  if (after == text) return "";
  std::map<std::string_view, int> allowed = errors(text, rules);
  for (const auto& [rule, count] : errors(after, rules)) {
    if (count > allowed[rule])
      return fmt::format("{} findings of {} instead of {}", count, rule, allowed[rule]);
  }
  return "";
}

}  // namespace dflint
