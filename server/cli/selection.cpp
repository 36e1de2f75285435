// The message about unknown rules.
#include "server/cli/selection.h"

#include "analysis/unicode.h"
#include "server/cli/run.h"
#include "server/output/utf8.h"

namespace dflint {

int report_unknown(Host& host, const RuleSet& rules, const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) {
    if (name.find_first_not_of(' ') == std::string::npos) {
      text += "dflint: the name of a rule is empty\n";
      continue;
    }
    text += "dflint: no rule is named ";
    append_printable(text, name);
    const std::string_view near = rules.nearest(name);
    if (equal_ignoring_case(near, name))
      text += "; it is a group of rules";
    else if (!near.empty())
      text += "; did you mean ", text += near, text += '?';
    text += '\n';
  }
  text += "`dflint rules` lists all rules.\n";
  host.write(Stream::err, text);
  return status_trouble;
}

}  // namespace dflint
