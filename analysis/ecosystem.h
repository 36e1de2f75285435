// Commands that fetch what a project depends on, and which of its files they need for that.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/shell/invocation.h"

namespace dflint {

struct Ecosystem {
  std::string_view name;
  std::string_view manifests;  // for people: "package.json and its lock file"
  // Sources of a COPY, blank-separated; what may be missing is a pattern. Empty: which files are
  // needed hangs on the project.
  std::string_view sources;
};

// A command that downloads or compiles dependencies.
struct DependencyStep {
  const Ecosystem* ecosystem = nullptr;
  std::string_view verb;  // "ci"; empty: the bare program
  // It works on the sources too (go build), so dependencies must be fetched by a command before it.
  bool needs_sources = false;
  std::string fetch = {};  // … this one, which needs the manifests only; empty: there is none
  std::string_view directory =
      {};  // where the project is, from the working directory: npm --prefix DIR
  std::vector<std::string_view> files =
      {};               // files of requirements it names; then these are needed
  bool certain = true;  // false: whether the manifests are enough is anyone's guess
};

// Nothing where the command is none, or where it hangs on the project's own files in any case
// (pip install .).
std::optional<DependencyStep> dependency_step(const Invocation& call);

}  // namespace dflint
