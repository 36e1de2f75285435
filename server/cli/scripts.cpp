// Asks only where there is somebody to ask.
#include "server/cli/scripts.h"

namespace dflint {

std::vector<ShellcheckJob> ScriptReader::jobs(const Document& document, const Plan& plan,
                                              const RuleSet& rules, UseShellcheck use) {
  if (use == UseShellcheck::off) return {};
  if (use == UseShellcheck::on) urgent_ = true;
  std::vector<ShellcheckJob> jobs = shellcheck_jobs(document, plan, rules);
  if (jobs.empty() || program_.installed()) return jobs;
  missed_ = true;
  return {};
}

std::optional<std::vector<ShellcheckAnswer>> ScriptReader::answers(
    const std::vector<ShellcheckJob>& jobs) {
  std::vector<ShellcheckAnswer> answers;
  answers.reserve(jobs.size());
  for (const ShellcheckJob& job : jobs) {
    answers.push_back(program_.known(job.text.text));
    if (!answers.back()) return std::nullopt;
  }
  return answers;
}

std::string ScriptReader::note() const {
  if (missed_) {
    return "shellcheck is not installed, so scripts are checked less thoroughly "
           "(--shellcheck off silences this)";
  }
  if (program_.failures() == 0) return {};
  return "shellcheck could not read " + std::to_string(program_.failures()) +
         " scripts: " + program_.failure();
}

void append_answers(Findings& findings, const std::vector<ShellcheckJob>& jobs,
                    const std::vector<ShellcheckAnswer>& answers, const RuleSet& rules) {
  for (size_t i = 0; i < jobs.size(); ++i) {
    append_shellcheck(findings, jobs[i], *answers[i], rules);
  }
}

}  // namespace dflint
