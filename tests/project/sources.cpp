// The files of this repository, read once.
#include "tests/project/sources.h"

#include <fmt/core.h>

#include <filesystem>

#include "tests/support/files.h"

namespace dflint {
namespace {

std::vector<Include> includes_of(std::string_view text) {
  std::vector<Include> includes;
  int line = 0;
  for (size_t at = 0; at < text.size();) {
    ++line;
    const size_t end = std::min(text.find('\n', at), text.size());
    std::string_view rest = text.substr(at, end - at);
    at = end + 1;
    if (!rest.starts_with("#include ")) continue;
    rest.remove_prefix(9);
    const char closing = rest[0] == '<' ? '>' : '"';
    includes.push_back(
        {std::string(rest.substr(1, rest.rfind(closing) - 1)), closing == '>', line});
  }
  return includes;
}

void append(std::vector<SourceFile>& sources, const std::string& path) {
  std::string text = read_file(fmt::format("{}/{}", DFLINT_SOURCE_DIR, path)).value_or("");
  std::vector<Include> includes;
  if (path.ends_with(".h") || path.ends_with(".cpp")) includes = includes_of(text);
  sources.push_back({path, std::move(text), std::move(includes)});
}

void append_below(std::vector<SourceFile>& sources, const char* folder, bool code_only) {
  const size_t root = std::string_view(DFLINT_SOURCE_DIR).size() + 1;
  for (const std::string& path : files_below(fmt::format("{}/{}", DFLINT_SOURCE_DIR, folder))) {
    if (!code_only || path.ends_with(".h") || path.ends_with(".cpp")) {
      append(sources, path.substr(root));
    }
  }
}

}  // namespace

const std::vector<SourceFile>& code_files() {
  static const std::vector<SourceFile> sources = [] {
    std::vector<SourceFile> found;
    for (const char* folder : {"analysis", "rules", "server", "tests"}) {
      append_below(found, folder, true);
    }
    return found;
  }();
  return sources;
}

const std::vector<SourceFile>& project_files() {
  static const std::vector<SourceFile> sources = [] {
    std::vector<SourceFile> found;
    for (const char* folder : {"analysis", "rules", "server", "tests", "docs", "editors", ".ci"}) {
      append_below(found, folder, false);
    }
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator(DFLINT_SOURCE_DIR, error)) {
      if (entry.is_regular_file(error)) append(found, entry.path().filename().string());
    }
    return found;
  }();
  return sources;
}

}  // namespace dflint
