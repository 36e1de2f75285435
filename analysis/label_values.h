// What the value of a label may have to be: a URL, a time, a licence. Nothing is looked up.
#pragma once

#include <string_view>

namespace dflint {

// An absolute URI of RFC 3986: a scheme, a colon, and nothing that would have to be escaped.
bool is_absolute_uri(std::string_view text);
// 2024-01-31T09:30:00Z, with an offset and a fraction of seconds where wanted.
bool is_rfc3339(std::string_view text);
// One identifier of the SPDX list. The list here holds the licences that are used most.
bool is_spdx_id(std::string_view text);
// Identifiers joined by AND, OR, WITH and parentheses.
bool is_spdx_expression(std::string_view text);
// 7 or 40 hexadecimal digits in lower case.
bool is_git_hash(std::string_view text);
// Three numbers, then -pre and +build where wanted, as of semver.org 2.0.
bool is_semver(std::string_view text);
// local@domain.
bool is_email(std::string_view text);

}  // namespace dflint
