// What a stage is known to contain, from the instructions of the stage and of those it is built
// from.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "analysis/plan.h"
#include "rules/context.h"

namespace dflint {

struct StagePath {
  std::string path;  // clean and absolute
  bool directory = false;
  std::string_view origin;  // "WORKDIR", "COPY", "RUN mkdir": static text
};

// The targets of WORKDIR, COPY and ADD, and what commands make (mkdir, `-o file`), of the
// instructions before number `end`; newest first, each path once, no more than 100. Looks at the
// newest 500 instructions and at no more than 50 scripts. `context`: where what COPY takes is
// looked up; nullptr: nobody knows.
std::vector<StagePath> stage_paths(const Document& document, const Plan& plan, uint32_t stage,
                                   uint32_t end, const BuildContext* context = nullptr);

}  // namespace dflint
