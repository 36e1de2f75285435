// Markdown that quotes what stands in a file, and Markdown as plain text.
#pragma once

#include <string>
#include <string_view>

namespace dflint {

// As a code span, whatever it holds: `a`, ``a`b``. Line breaks become blanks; of a text longer than
// 300 bytes the rest is left out. "*(empty)*" for nothing.
std::string code(std::string_view text);

// What a person would read of it: without the marks of headings, code, emphasis, links and tables.
std::string plain_text(std::string_view markdown);

}  // namespace dflint
