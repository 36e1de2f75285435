// A ShellCheck that finds fault with the word BAD.
#pragma once

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>

#include "tests/server/memory_host.h"

namespace dflint::lsp {

// Counts its runs in `runs`, which must outlive the host.
inline void install_fake_shellcheck(MemoryHost& host, int* runs = nullptr) {
  using nlohmann::json;
  host.variables["PATH"] = "/usr/bin";
  host.programs["/usr/bin/shellcheck"] = "1";
  host.runner = [runs](const Process& process) -> Result<ProcessOutput> {
    if (runs) ++*runs;
    json comments = json::array();
    Result<ProcessOutput> output;
    for (size_t i = 0; i < process.files.size(); ++i) {
      output.value.paths.push_back("/dev/fd/" + std::to_string(i));
      const auto& script = process.files[i];
      const size_t at = script.find("BAD");
      if (at == std::string_view::npos) continue;
      const auto line = 1 + std::count(script.begin(), script.begin() + at, '\n');
      const size_t column = at - (script.rfind('\n', at) + 1) + 1;
      comments.push_back({{"file", output.value.paths.back()},
                          {"line", line},
                          {"endLine", line},
                          {"column", column},
                          {"endColumn", column + 3},
                          {"level", "warning"},
                          {"code", 2086},
                          {"message", "BAD is bad"},
                          {"fix", nullptr}});
    }
    output.value.text = json{{"comments", comments}}.dump();
    output.value.status = comments.empty() ? 0 : 1;
    return output;
  };
}

}  // namespace dflint::lsp
