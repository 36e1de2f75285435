// Calls of pip and of what installs like it.
#pragma once

#include "rules/packages/call.h"

namespace dflint {

// pip, pip3, pip3.12; not pipenv, pipx.
inline bool is_pip(std::string_view program) {
  return program.starts_with("pip") &&
         program.find_first_not_of("0123456789.-", 3) == std::string_view::npos;
}

// hadolint: `pip…` with `install` anywhere, or `python…` with `-m pip install`.
inline bool is_literal_pip_install(const Invocation& call) {
  if (call.program.starts_with("pip") && !call.program.starts_with("pipenv"))
    return call.has("install");
  if (!call.program.starts_with("python")) return false;
  for (size_t i = 0; i + 2 < call.arguments.size(); ++i) {
    if (call.text(call.arguments[i]) == "-m" && call.text(call.arguments[i + 1]) == "pip" &&
        call.text(call.arguments[i + 2]) == "install")
      return true;
  }
  return false;
}

}  // namespace dflint
