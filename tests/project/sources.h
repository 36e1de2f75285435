// The files of this repository, read once, for the tests that look at the code itself.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace dflint {

struct Include {
  std::string name;     // as written, without <> or ""
  bool angled = false;  // <name>
  int line = 0;
};

struct SourceFile {
  std::string path;  // from the repository root
  std::string text;
  std::vector<Include> includes;  // of C++ files

  bool is_header() const { return path.ends_with(".h"); }
};

// Every .h and .cpp of analysis/, rules/, server/ and tests/.
const std::vector<SourceFile>& code_files();

// Every text of the project: the code, documentation, scripts and build files.
const std::vector<SourceFile>& project_files();

}  // namespace dflint
