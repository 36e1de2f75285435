// Tells encodings that no builder reads.
#include "server/cli/source.h"

namespace dflint {

Result<std::string> read_dockerfile(Host& host, const std::string& path) {
  Result<std::string> text = path == "-" ? host.read_stdin() : host.read_file(path);
  if (text.ok() && (text.value.starts_with("\xff\xfe") || text.value.starts_with("\xfe\xff"))) {
    return {{}, "is UTF-16, which BuildKit cannot read; save it as UTF-8"};
  }
  return text;
}

}  // namespace dflint
