// What ShellCheck is asked about a document, and how its answers become findings.
//
// Nothing here starts a program: who can do so takes the texts, has them read, and hands the
// comments back.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/document.h"
#include "analysis/plan.h"
#include "analysis/shell/shellcheck_text.h"
#include "rules/finding.h"
#include "rules/rule_set.h"

namespace dflint {

// One comment of ShellCheck on a text; places count bytes of that text.
struct ShellcheckComment {
  struct Edit {
    uint32_t begin = 0, end = 0;
    bool before = false;  // an empty one belongs to the character before it, not after
    std::string text;
  };
  uint32_t code = 0;  // 2086
  Severity level = Severity::warning;
  uint32_t begin = 0, end = 0;
  std::string message;
  std::vector<Edit> edits;  // all of one fix
};
using ShellcheckComments = std::vector<ShellcheckComment>;

// A script to be read.
struct ShellcheckJob {
  ShellcheckText text;
  bool plain_sh = false;  // its shell certainly knows nothing beyond POSIX
};

// The scripts of the document that ShellCheck can read. None where the rule is off.
std::vector<ShellcheckJob> shellcheck_jobs(const Document& document, const Plan& plan,
                                           const RuleSet& rules);

// Adds the findings that the rules want of the comments on the job's text.
void append_shellcheck(Findings& findings, const ShellcheckJob& job,
                       const ShellcheckComments& comments, const RuleSet& rules);

// What a finding is known by: the code of ShellCheck, else the name of the rule.
std::string_view shown_code(const Finding& finding);

// Where ShellCheck explains a code ("SC2086"); empty for other codes.
std::string shellcheck_url(std::string_view code);

}  // namespace dflint
