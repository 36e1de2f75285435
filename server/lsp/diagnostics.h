// Findings as the protocol's diagnostics.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "server/config/file.h"
#include "server/lsp/client.h"
#include "server/lsp/session.h"

namespace dflint::lsp {

// The diagnostics of one instruction, but for its line numbers.
struct WrittenInstruction {
  // A line number that belongs at byte `at` of `json`.
  struct Hole {
    uint32_t at = 0;
    uint32_t line = 0;  // from the first line of `in`
    const Instruction* in = nullptr;
    mutable uint32_t index = 0;  // where `in` stood the last time
  };
  FindingsPtr of;
  std::string json;
  std::vector<Hole> holes;
};

struct WrittenDiagnostics {
  // Of each part, for each instruction; null: nothing is said of it.
  std::vector<std::vector<std::shared_ptr<const WrittenInstruction>>> parts;
  size_t size = 0;  // of the text
};

// [Diagnostic, …] of all findings, in order of the text. What was written of a list of findings
// before is written again, with the lines where it stands now.
void append_diagnostics(std::string& out, const OpenDocument& document, const Client& client);

// [Diagnostic, …] of one configuration file.
void append_configuration_diagnostics(std::string& out, const std::vector<ConfigProblem>& problems);

}  // namespace dflint::lsp
