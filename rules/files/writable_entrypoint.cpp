// Reports programs that the user who runs them could replace.
#include <string>
#include <string_view>
#include <vector>

#include <fmt/core.h>

#include "analysis/base_facts.h"
#include "analysis/shell/callee.h"
#include "rules/report.h"
#include "rules/rule.h"

namespace dflint {
namespace {

std::string_view base_name(std::string_view path) { return path.substr(path.rfind('/') + 1); }

// ":group" leaves the files to whom they belong.
bool keeps_root(std::string_view owner) {
  return owner.empty() || owner[0] == ':' || is_root(owner);
}

// The program that the stage starts, as written in an ENTRYPOINT or CMD of exec form: "app.sh".
std::string_view started(const Instruction* in) {
  if (!in || !in->statement.exec_form || in->statement.args.empty()) return {};
  const std::string_view path = in->value(in->statement.args[0]);
  return path.find('/') == path.npos && path.find(".sh") == path.npos ? std::string_view()
                                                                      : base_name(path);
}

// `RUN chown app /run.sh` of just the program that the last stage starts.
void check_chown(const Plan& plan, const Document& document, Report& report) {
  if (plan.stages.empty()) return;
  const Stage& last = plan.stages.back();
  const uint32_t start = last.entrypoint != none ? last.entrypoint : last.cmd;
  if (start == none) return;
  const Instruction& starter = *document.instructions[start];
  if (started(&starter).empty()) return;
  const std::string_view program = starter.value(starter.statement.args[0]);
  if (!program.starts_with('/')) return;
  for (uint32_t i = last.first + 1; i < last.end; ++i) {
    if (document.instructions[i]->statement.keyword != Keyword::run || !plan.steps[i].script)
      continue;
    for (const Command& command : plan.steps[i].script->commands) {
      const Callee call = callee(command);
      if (call.name != "chown") continue;
      const std::vector<const ShellWord*> operands = call.operands();
      for (size_t k = 1; k < operands.size(); ++k) {
        if (command.text(*operands[k]) != program || keeps_root(command.text(*operands[0])))
          continue;
        Finding& finding =
            report.add({command.script->in, operands[0]->span},
                       fmt::format("`{}` can be replaced by `{}`, whom it is started for",
                                   base_name(program), command.text(*operands[0])));
        finding.notes.push_back({{&starter, starter.statement.args[0].span}, "started here"});
      }
    }
  }
}

void check(const Plan& plan, const Document& document, Report& report) {
  check_chown(plan, document, report);
  for (const Source& source : plan.sources) {
    const Instruction& in = *document.instructions[source.instruction];
    const Flag* chown = in.flag("chown");
    const uint32_t at = plan.steps[source.instruction].stage;
    if (!chown || at == none || in.statement.trigger || keeps_root(in.value(chown->value)))
      continue;
    const Stage& stage = plan.stages[at];
    const uint32_t start = stage.entrypoint != none ? stage.entrypoint : stage.cmd;
    const std::string_view program =
        start == none ? std::string_view() : started(document.instructions[start].get());
    if (program.empty() || base_name(source.path) != program) continue;
    Finding& finding = report.add(
        {&in, chown->text.span}, fmt::format("`{}` can be replaced by `{}`, whom it is started for",
                                             program, in.value(chown->value)));
    finding.notes.push_back(
        {{document.instructions[start].get(), document.instructions[start]->statement.args[0].span},
         "started here"});
    // Others of the same COPY may have to be owned.
    if (in.statement.args.size() != 2 || chown->text.decoded) continue;
    Span span = chown->text.span;
    while (span.begin > in.body.begin && in.text[span.begin - 1] == ' ') --span.begin;
    finding.fixes.push_back(replace({&in, span}, {}, "Leave it to root", Safety::unsafe));
  }
}

}  // namespace

Rule writable_entrypoint() {
  return {
      .name = "writable-entrypoint",
      .category = Category::security,
      .severity = Severity::info,
      .on_by_default = false,
      .summary = "Leave the program that the container starts to root",
      .why = R"(
A program that belongs to the user it runs as can be rewritten by whoever takes over the process, and
then starts again with the container. To run a file one need not own it: files that COPY brings belong
to root, and are readable and executable for all if they are in the build context.
)",
      .examples = {{
          {
              .bad = R"(
FROM debian:12
COPY [|--chown=app:app|] docker-entrypoint.sh /usr/local/bin/
USER app
ENTRYPOINT ["/usr/local/bin/docker-entrypoint.sh"]
)",
              .good = R"(
FROM debian:12
COPY docker-entrypoint.sh /usr/local/bin/
USER app
ENTRYPOINT ["/usr/local/bin/docker-entrypoint.sh"]
)",
          },
          {
              .bad = R"(
FROM debian:12
COPY run.sh /run.sh
RUN mkdir /data && chown [|app:app|] /data /run.sh
USER app
CMD ["/run.sh"]
)",
              .good = R"(
FROM debian:12
COPY run.sh /run.sh
RUN mkdir /data && chown app:app /data
USER app
CMD ["/run.sh"]
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
