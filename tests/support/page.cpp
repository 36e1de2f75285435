// Writes a page only where somebody asked for it.
#include "tests/support/page.h"

#include <cstdlib>
#include <filesystem>
#include <string_view>

#include "tests/support/files.h"

namespace dflint {

std::string page(const std::string& path, const std::string& text) {
  const std::string file = std::string(DFLINT_SOURCE_DIR) + '/' + path;
  const char* update = std::getenv("DFLINT_UPDATE");
  if (update && std::string_view(update) == "1" && read_file(file) != text) {
    std::filesystem::create_directories(std::filesystem::path(file).parent_path());
    write_file(file, text);
  }
  return read_file(file).value_or("(missing)");
}

}  // namespace dflint
