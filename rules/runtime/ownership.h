// Which instructions may give files to somebody other than root.
#pragma once

#include <algorithm>
#include <iterator>
#include <string_view>

#include "analysis/plan.h"

namespace dflint {

// Whether the instruction may change who owns or may write files that are there, or make some for
// another user. Rather once too often: scripts that only the build context knows may do anything.
inline bool may_change_owner(const Instruction& in, const Step& step) {
  const Keyword keyword = in.effective().keyword;
  if (keyword == Keyword::copy || keyword == Keyword::add)
    return in.flag("chown") != nullptr || in.flag("chmod") != nullptr;
  if (keyword == Keyword::onbuild) return true;
  if (keyword != Keyword::run) return false;
  if (!step.script || !in.heredocs.empty() || in.statement.exec_form) return true;
  constexpr std::string_view words[] = {"chown",  "chmod", "chgrp", "setfacl", "install -",
                                        "umask",  "rsync", "cp ",   "mv ",     "ln ",
                                        "--home", "-d ",   ".sh",   "su ",     "sudo"};
  return std::any_of(std::begin(words), std::end(words), [&](std::string_view word) {
    return step.script->text.find(word) != std::string::npos;
  });
}

// Directories that images and packages bring, or that belong to a user anyhow.
inline bool may_be_given(std::string_view path) {
  constexpr std::string_view known[] = {
      "/home",    "/tmp",       "/var",       "/go",     "/data", "/opt/app-root", "/root", "/mnt",
      "/srv/www", "/usr/share", "/workspace", "/github", "/etc",  "/dev",          "/run",  "/nix"};
  return path == "/" || std::any_of(std::begin(known), std::end(known),
                                    [&](std::string_view top) { return path.starts_with(top); });
}

}  // namespace dflint
