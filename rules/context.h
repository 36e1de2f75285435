// What is known about the build that a document belongs to, beside the document.
#pragma once

#include <string_view>

#include "analysis/ignore_file.h"

namespace dflint {

struct ContextTree;  // context_tree.h

struct BuildContext {
  const IgnoreFile* ignore = nullptr;              // nullptr: the builder leaves nothing out
  std::string_view ignore_name = ".dockerignore";  // without directories
  const ContextTree* tree = nullptr;              // nullptr: nobody can say what lies there
};

}  // namespace dflint
