// Commands that fetch a URL: which, and where the result goes.
#pragma once

#include <string_view>

#include "analysis/shell/callee.h"

namespace dflint {

inline bool is_downloader(std::string_view name) {
  return name == "curl" || name == "wget" || name == "aria2c" || name == "fetch";
}

// Whether something in the script looks at what was fetched: a checksum or a signature.
inline bool checks_integrity(const Script& script) {
  for (const Command& command : script.commands) {
    const std::string_view name = callee(command).name;
    const bool sum = name.starts_with("sha") && name.ends_with("sum");
    if (sum || name == "md5sum" || name == "b2sum" || name == "shasum" || name == "cosign" ||
        name == "minisign" || name == "slsa-verifier" || name == "gpgv" || name == "openssl")
      return true;
    if (name.starts_with("gpg") && (command.has_flag("--verify") || command.has_flag("--decrypt")))
      return true;
  }
  return false;
}

}  // namespace dflint
