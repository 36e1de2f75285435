// Sorts ShellCheck's findings by instruction.
#include "server/lsp/scripts.h"

#include <optional>
#include <utility>

#include "rules/shellcheck.h"

namespace dflint::lsp {

std::vector<FindingsPtr> script_findings(const Snapshot& snapshot, Shellcheck& program,
                                         const RuleSet& rules, Unread unread) {
  const auto jobs = shellcheck_jobs(snapshot.document, snapshot.plan, rules);
  if (unread == Unread::ask) {
    std::vector<std::string_view> unknown;
    for (const ShellcheckJob& job : jobs) {
      if (!program.known(job.text.text)) unknown.push_back(job.text.text);
    }
    if (!unknown.empty()) program.ask(unknown);
  }
  Findings found;
  for (const ShellcheckJob& job : jobs) {
    if (const auto answer = program.known(job.text.text)) {
      append_shellcheck(found, job, *answer, rules);
    }
  }
  std::vector<Findings> by_instruction(snapshot.document.instructions.size());
  Locator locator(snapshot.document);
  for (Finding& finding : found) {
    if (const auto index = locator.index_of(finding.place.in)) {
      by_instruction[*index].push_back(std::move(finding));
    }
  }
  std::vector<FindingsPtr> shared;
  shared.reserve(by_instruction.size());
  for (Findings& some : by_instruction) {
    shared.push_back(some.empty() ? nullptr : std::make_shared<const Findings>(std::move(some)));
  }
  return shared;
}

}  // namespace dflint::lsp
