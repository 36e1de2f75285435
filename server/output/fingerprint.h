// A name for a finding that stays the same while the lines above it change.
#pragma once

#include <cstdint>
#include <unordered_map>

#include "server/output/report.h"

namespace dflint {

// Ask for the findings of a file in order: equal ones are told apart by counting.
class Fingerprints {
 public:
  explicit Fingerprints(const FileReport& report) : report_(report) {}

  // Made of rule, message, stage name and the marked lines without the blanks around them; not of
  // path and line numbers. `range` and `instruction` say where the finding is.
  uint64_t of(const Finding& finding, Range range, size_t instruction);

 private:
  const FileReport& report_;
  std::unordered_map<uint64_t, uint32_t> seen_;
};

}  // namespace dflint
