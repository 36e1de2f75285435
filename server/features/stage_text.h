// Stages and images in a few lines of Markdown.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "rules/snapshot.h"

namespace dflint {

// "`build`", or "2" for a stage without name.
std::string stage_label(const Stage& stage);
// The 1-based line of instruction number `index`: that of its keyword.
uint32_t line_of(const Document& document, uint32_t index);

// What the stage is built from and who uses it; its user, working directory, ports and command.
std::string stage_text(const Snapshot& snapshot, const Stage& stage);

// The parts of an image reference, and what is known of the image. Empty for an empty reference;
// what holds a variable or is no reference is split all the same.
std::string image_text(std::string_view reference);

}  // namespace dflint
