// Reads sources, and writes them anew.
#include "rules/context_source.h"

#include <algorithm>
#include <string_view>

#include <fmt/core.h>

#include "rules/context_tree.h"
#include "rules/copy_words.h"

namespace dflint {
namespace {

std::string_view written(const Source& source) {
  return std::string_view(source.place.in->text)
      .substr(source.place.span.begin, source.place.span.size());
}

// Whether all variables in the word have a value that is known.
bool all_known(const Plan& plan, const Source& source) {
  if (written(source).find('$') == std::string_view::npos) return true;
  if (source.path.find('$') != std::string_view::npos) return false;
  return std::none_of(plan.references.begin(), plan.references.end(), [&](const Reference& one) {
    return one.place.in == source.place.in && one.variable == none &&
           one.place.span.begin >= source.place.span.begin &&
           one.place.span.end <= source.place.span.end;
  });
}

}  // namespace

std::string looked_for(const Plan& plan, const Source& source) {
  // The place of what a trigger takes is the FROM that triggers it.
  if (!is_copy_or_add(source.place.in->statement) || !source.exact) return {};
  // What a backslash leaves of a name depends on where it stands, and on the builder's system.
  if (written(source).find('\\') != std::string_view::npos) return {};
  std::string_view path = source.path;
  if (path.starts_with("..")) return {};
  if (const size_t wildcard = path.find_first_of("*?["); wildcard != std::string_view::npos) {
    const size_t slash = path.substr(0, wildcard).rfind('/');
    path = path.substr(0, slash == std::string_view::npos ? 0 : slash);
  }
  if (path.empty() || !all_known(plan, source)) return {};
  return context_path(path);
}

Fix rewrite_source(const Source& source, const std::string& from, const std::string& to) {
  Fix fix{fmt::format("Replace `{}` by `{}`", from, to), Safety::unsafe, {}};
  const size_t at = written(source).find(from);
  if (at == std::string_view::npos) return fix;
  const auto begin = static_cast<uint32_t>(source.place.span.begin + at);
  const auto end = static_cast<uint32_t>(begin + from.size());
  fix.replacements.push_back({Place{source.place.in, {begin, end}}, to});
  return fix;
}

}  // namespace dflint
