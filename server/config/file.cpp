// Which files a pattern of a configuration means, and what a choice about the layout changes.
#include "server/config/file.h"

namespace dflint {

bool FilePatterns::matches(std::string_view absolute_path) const {
  std::string_view path = absolute_path;
  if (!path.starts_with(directory)) return false;
  path.remove_prefix(directory.size());
  if (!directory.ends_with('/')) {
    if (!path.starts_with('/')) return false;
    path.remove_prefix(1);
  }
  // A directory that matches takes all below it along.
  for (size_t slash = path.find('/'); slash != std::string_view::npos;
       slash = path.find('/', slash + 1)) {
    if (patterns.ignores(path.substr(0, slash), true).value_or(false)) return true;
  }
  return patterns.ignores(path, false).value_or(false);
}

void FormatChoices::apply_to(FormatOptions& options) const {
  options.width = width.value_or(options.width);
  options.indent = indent.value_or(options.indent);
  options.tabs = tabs.value_or(options.tabs);
  options.indent_scripts = indent_scripts.value_or(options.indent_scripts);
  options.keywords = keywords.value_or(options.keywords);
}

}  // namespace dflint
