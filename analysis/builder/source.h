// Sources and options of COPY and ADD, as the builder judges them once variables are expanded.
#pragma once

#include <string>
#include <string_view>

namespace dflint {

bool is_http(std::string_view source);
// https://host/path.git[#ref:dir][?query], git@host:path, git://…, ssh://….
bool is_git(std::string_view source);

// Each returns why the builder refuses the value; empty: it does not.
std::string chmod_error(std::string_view mode);
// Of ADD --checksum. `sources` is how many there are, `source` the first one.
std::string checksum_error(std::string_view checksum, size_t sources, std::string_view source);
// The options behind '?' of a Git source. `keep_git_dir`: the flag, "" where absent.
std::string git_query_error(std::string_view source, std::string_view keep_git_dir);

}  // namespace dflint
