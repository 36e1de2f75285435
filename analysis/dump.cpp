// Documents and plans as text, for tests.
#include "analysis/dump.h"

#include <fmt/core.h>

#include "analysis/keywords.h"

namespace dflint {
namespace {

std::string visible(std::string_view bytes) {
  std::string out;
  for (const char c : bytes) {
    if (c == '\n')
      out += "\\n";
    else if (c == '\r')
      out += "\\r";
    else if (c == '\t')
      out += "\\t";
    else
      out += c;
  }
  return out;
}

std::string_view name_of(Keyword keyword) {
  if (keyword == Keyword::none) return "-";
  if (keyword == Keyword::unknown) return "?";
  return info(keyword).name;
}

std::string words_of(const Instruction& in, const Statement& statement) {
  std::string out(name_of(statement.keyword));
  if (statement.recovered) out += " (guessed)";
  for (const Flag& flag : statement.flags) out += fmt::format(" {}", visible(in.value(flag.text)));
  if (statement.exec_form) out += " exec";
  for (const Word& word : statement.args) out += fmt::format(" ‹{}›", visible(in.value(word)));
  for (const Pair& pair : statement.pairs) {
    out += fmt::format(" ‹{}›", visible(in.value(pair.key)));
    if (pair.has_value)
      out += fmt::format("{}‹{}›", pair.legacy ? " " : "=", visible(in.value(pair.value)));
  }
  if (statement.trigger) out += " " + words_of(in, *statement.trigger);
  return out;
}

std::string at(const Document& document, Place place) {
  Locator locator(document);
  const Range range = locator.range(place);
  return fmt::format("{}:{} ‹{}›", document.text.line_of(range.begin),
                     document.text.column_of(range.begin),
                     place.in ? visible(place.in->source(place.span)) : "");
}

constexpr std::string_view edge_names[] = {"base", "copy", "mount"};
constexpr std::string_view variable_names[] = {"predefined", "global", "arg", "env"};

}  // namespace

std::string dump(const Document& document) {
  std::string out;
  for (size_t i = 0; i < document.instructions.size(); ++i) {
    const Instruction& in = *document.instructions[i];
    const Range body = document.range(i, in.statement.keyword == Keyword::none
                                             ? Span{0, static_cast<uint32_t>(in.text.size())}
                                             : in.body);
    const uint32_t last = body.empty() ? body.begin : body.end - 1;
    out += fmt::format("{}-{} {}\n", document.text.line_of(body.begin), document.text.line_of(last),
                       words_of(in, in.statement));
    for (const Heredoc& heredoc : in.heredocs) {
      out += fmt::format("  <<{}{} fd {}{}{} ‹{}›\n", heredoc.chomp ? "-" : "", heredoc.name,
                         heredoc.fd, heredoc.expand ? "" : " literal",
                         heredoc.closed ? "" : " unclosed", visible(in.source(heredoc.body)));
    }
    for (const Problem& problem : in.problems) {
      out += fmt::format("  ! {} {}{}\n", at(document, {&in, problem.span}), problem.message,
                         problem.remove                ? " -> remove"
                         : problem.replacement.empty() ? ""
                                                       : " -> " + problem.replacement);
    }
  }
  return out;
}

std::string dump(const Plan& plan, const Document& document) {
  std::string out;
  for (const Stage& stage : plan.stages) {
    out += fmt::format("stage {}", stage.index);
    if (!stage.name.empty()) out += fmt::format(" {}", stage.name);
    out += stage.parent != none ? fmt::format(" from stage {}", stage.parent)
                                : fmt::format(" from ‹{}›", stage.base);
    if (!stage.platform.empty()) out += fmt::format(" on {}", stage.platform);
    if (stage.windows) out += " windows";
    if (!stage.needed) out += " unneeded";
    out += '\n';
  }
  for (const Edge& edge : plan.edges) {
    out += fmt::format("{} {} -> {} {}\n", edge_names[static_cast<size_t>(edge.kind)], edge.from,
                       edge.to == none ? std::string(edge.name) : fmt::format("{}", edge.to),
                       at(document, edge.place));
  }
  for (const Variable& variable : plan.variables) {
    if (!variable.key.in) continue;
    out += fmt::format("{} {}{}", variable_names[static_cast<size_t>(variable.kind)], variable.name,
                       variable.has_value ? fmt::format("=‹{}›", visible(variable.value)) : "");
    out += variable.stage == none
               ? "\n"
               : fmt::format(" in {}{}\n", variable.stage, variable.exact ? "" : " open");
  }
  for (const Reference& reference : plan.references) {
    out += fmt::format("use {} {}{}\n", reference.name, at(document, reference.place),
                       reference.variable != none ? ""
                       : reference.declared       ? " unset"
                                                  : " undefined");
  }
  for (const Port& port : plan.ports) {
    out += fmt::format("port {}-{} ‹{}›{}\n", port.first, port.last, port.protocol,
                       port.host_part ? " host part" : "");
  }
  for (const BuildProblem& problem : plan.problems) {
    out += fmt::format("! {} {}{}\n", at(document, problem.place), problem.message,
                       problem.certain ? "" : " (open)");
  }
  return out;
}

}  // namespace dflint
