// Pages of the repository that the program itself could write.
#pragma once

#include <string>

namespace dflint {

// The file `path`, from the root of the project, after DFLINT_UPDATE=1 had its chance to make it
// hold `text`; "(missing)" where there is none.
std::string page(const std::string& path, const std::string& text);

}  // namespace dflint
