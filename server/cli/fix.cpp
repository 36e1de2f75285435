// Mends a file as far as it was asked to, and replaces it only where something changed.
#include "server/cli/fix.h"

#include <utility>

#include "rules/fix.h"
#include "server/output/diff.h"

namespace dflint {

Mended mend(Host& host, const FixArguments& arguments, ScriptReader& scripts, const ToMend& file,
            std::string text) {
  const MoreFindings from_shellcheck = [&](const Document& document, const Plan& plan,
                                           Findings& findings) {
    const std::vector<ShellcheckJob> jobs =
        scripts.jobs(document, plan, file.rules, file.shellcheck);
    if (jobs.empty()) return;
    std::vector<std::string_view> texts;
    for (const ShellcheckJob& job : jobs) texts.push_back(job.text.text);
    scripts.ask(texts);
    if (const auto answers = scripts.answers(jobs)) {
      append_answers(findings, jobs, *answers, file.rules);
    }
  };
  const Safety most = arguments.unsafe ? Safety::unsafe : Safety::safe;
  FixResult fixed = fix(Text(text), file.rules, most, &file.context, from_shellcheck);
  const bool changed = fixed.text != text;
  Mended mended;
  mended.count = changed ? fixed.applied : 0;
  if (arguments.diff) {
    mended.diff = unified_diff(file.name, text, fixed.text);
  } else if (file.path == "-") {
    if (!host.write(Stream::out, fixed.text)) mended.error = "could not be written";
  } else if (changed) {
    mended.error = host.write_file_atomically(file.path, fixed.text);
  }
  if (!mended.error.empty()) {
    mended.count = 0;
    fixed.text = std::move(text);
  }
  mended.text = std::move(fixed.text);
  return mended;
}

}  // namespace dflint
