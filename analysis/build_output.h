// Which files are usually made, or fetched, shortly before an image is built.
#pragma once

#include <string_view>

namespace dflint {

// Whether a clean path lies where build tools put what they make (dist/app.js, target/app.jar), or
// is named like such a thing, like a key, or like what only the machine of its owner holds (.env):
// that it is missing now says nothing.
bool is_usual_output(std::string_view path);

}  // namespace dflint
