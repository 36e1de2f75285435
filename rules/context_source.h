// Sources of COPY and ADD as paths that can be looked for in the build context.
#pragma once

#include <string>

#include "analysis/plan.h"
#include "rules/finding.h"

namespace dflint {

// The clean path that must exist in the context for the source to be found: with wildcards, which
// may match nothing, the directory before them. Empty where that cannot be told: it hangs on a
// build argument or on a variable that the base image may set, holds a backslash, leads out of the
// context, or stands in a trigger.
std::string looked_for(const Plan& plan, const Source& source);

// Writes `to` in the place of `from`, its looked_for(). No replacements where it is not written so.
Fix rewrite_source(const Source& source, const std::string& from, const std::string& to);

}  // namespace dflint
