// The part of `dflint check` that has ShellCheck read the scripts.
#pragma once

#include <atomic>
#include <optional>
#include <string>
#include <vector>

#include "rules/config.h"
#include "rules/shellcheck.h"
#include "server/shellcheck.h"

namespace dflint {

// May be used from several threads.
class ScriptReader {
 public:
  explicit ScriptReader(Host& host) : program_(host, shellcheck_cache_directory(host)) {}

  // What is to be asked about a document; nothing where nobody wants to, or can.
  std::vector<ShellcheckJob> jobs(const Document& document, const Plan& plan, const RuleSet& rules,
                                  UseShellcheck use);
  // One for each job; nothing where not all are known.
  std::optional<std::vector<ShellcheckAnswer>> answers(const std::vector<ShellcheckJob>& jobs);
  // Afterwards all are known.
  void ask(const std::vector<std::string_view>& texts) { program_.ask(texts); }

  // What the user should know at the end; empty: nothing.
  std::string note() const;
  // The user must hear it even where only findings are wanted.
  bool is_urgent() const { return urgent_; }

 private:
  Shellcheck program_;
  std::atomic<bool> missed_ = false;  // there were scripts, and no program
  std::atomic<bool> urgent_ = false;
};

// Adds what the answers say about the jobs.
void append_answers(Findings& findings, const std::vector<ShellcheckJob>& jobs,
                    const std::vector<ShellcheckAnswer>& answers, const RuleSet& rules);

}  // namespace dflint
