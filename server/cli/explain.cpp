// Prints the manual of every rule that one of the names means, each once.
#include "server/cli/explain.h"

#include <algorithm>

#include "rules/manual.h"
#include "rules/rule_set.h"
#include "server/cli/output.h"
#include "server/cli/run.h"
#include "server/cli/selection.h"

namespace dflint {

int explain(Host& host, const ExplainArguments& arguments) {
  const RuleSet rules(builtin_rules());
  std::vector<const Rule*> found;
  std::vector<std::string> unknown;
  for (const std::string& name : arguments.names) {
    const std::vector<const Rule*> meant = rules.find(name);
    if (meant.empty()) unknown.push_back(name);
    for (const Rule* rule : meant) {
      if (std::ranges::find(found, rule) == found.end()) found.push_back(rule);
    }
  }
  Output output(host);
  for (const Rule* rule : found) {
    if (rule != found.front()) output.write("\n");
    output.write(manual(*rule));
  }
  const bool printed = output.finish();
  if (!unknown.empty()) return report_unknown(host, rules, unknown);
  return printed ? status_clean : status_trouble;
}

}  // namespace dflint
