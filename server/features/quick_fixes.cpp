// Fixes of findings as actions.
#include "server/features/quick_fixes.h"

#include <algorithm>
#include <optional>

#include <fmt/core.h>

#include "analysis/directives.h"
#include "rules/comments.h"
#include "rules/rule.h"
#include "rules/shellcheck.h"

namespace dflint {
namespace {

// Finds instructions near the spot without looking at all of them.
class Places {
 public:
  explicit Places(const Spot& spot) : spot_(spot), locator_(spot.document()) {}

  std::optional<size_t> near(const Instruction* in) const {
    for (size_t i = spot_.first; i <= spot_.last; ++i) {
      if (&spot_.in(i) == in) return i;
    }
    return std::nullopt;
  }
  std::optional<size_t> index_of(const Instruction* in) {
    const std::optional<size_t> index = near(in);
    return index ? index : locator_.index_of(in);
  }

  // In order; nothing where a place is unknown or two overlap.
  std::vector<Edit> edits(const Fix& fix) {
    std::vector<Edit> edits;
    for (const Replacement& replacement : fix.replacements) {
      const std::optional<size_t> index = index_of(replacement.place.in);
      if (!index) return {};
      edits.push_back(spot_.edit(*index, replacement.place.span, replacement.text));
    }
    std::stable_sort(edits.begin(), edits.end(), [](const Edit& a, const Edit& b) {
      return std::pair(a.range.begin, a.range.end) < std::pair(b.range.begin, b.range.end);
    });
    const auto overlap = [](const Edit& a, const Edit& b) { return b.range.begin < a.range.end; };
    if (std::adjacent_find(edits.begin(), edits.end(), overlap) != edits.end()) return {};
    return edits;
  }

 private:
  const Spot& spot_;
  Locator locator_;
};

// Calls visit(finding, instruction) for each finding at the spot.
template <typename Visit>
void for_each_finding(const Spot& spot, const Findings& findings, const Places& places,
                      Visit visit) {
  for (const Finding& finding : findings) {
    const std::optional<size_t> index = places.near(finding.place.in);
    if (index && spot.touches(*index, finding.place.span)) visit(finding, *index);
  }
}

// What a comment must name to silence the finding.
std::string_view name_of(const Finding& finding) {
  return shown_code(finding);
}

bool is_about_comments(const Finding& finding) {
  return finding.rule->name == "unknown-suppression" || finding.rule->name == "unused-suppression";
}

// `,NAME` behind the last name of a comment of that scope above the instruction.
std::optional<Edit> joined(const Spot& spot, size_t index, Suppression::Scope scope,
                           std::string_view name) {
  std::optional<Edit> edit;
  for (const Suppression& suppression : suppressions_above(spot.document(), index)) {
    if (suppression.dialect != Suppression::Dialect::dflint || suppression.scope != scope) continue;
    const uint32_t end = suppression.place.span.end;
    edit = spot.edit(index, {end, end}, fmt::format(",{}", name));
  }
  return edit;
}

Edit comment_above(const Spot& spot, size_t index, std::string_view name) {
  const Instruction& in = spot.in(index);
  const uint32_t at = line_begin(in, in.body.begin);
  const std::string_view indent = in.source({at, in.body.begin});
  return spot.edit(index, {in.body.begin, in.body.begin},
                   fmt::format("# dflint ignore={}{}{}", name, line_end_of(in),
                               indent.find_first_not_of(" \t") == indent.npos ? indent : ""));
}

// The end of the parser directives, where a comment for the whole file may stand.
Edit comment_in_file(const Spot& spot, std::string_view name) {
  const Document& document = spot.document();
  for (size_t i = 0; i < document.instructions.size(); ++i) {
    const Instruction& in = *document.instructions[i];
    const bool may_hold =
        std::any_of(in.comments.begin(), in.comments.end(), [&](const Span& comment) {
          return in.source(comment).find("ignore-file") != std::string_view::npos;
        });
    if (!may_hold) continue;
    if (std::optional<Edit> edit = joined(spot, i, Suppression::Scope::file, name)) return *edit;
  }
  const std::string_view text = document.text.bytes();
  uint32_t at = read_directives(text).end;
  if (at == 0 && text.starts_with("\xEF\xBB\xBF")) at = 3;
  const bool open = at > 3 && text[at - 1] != '\n';
  const std::string_view line_end = line_end_of(*document.instructions[0]);
  return {
      {at, at},
      fmt::format("{}# dflint ignore-file={}{}", open ? line_end : "", name, open ? "" : line_end)};
}

}  // namespace

void append_fixes(const Spot& spot, const Findings& findings, Actions& actions) {
  Places places(spot);
  for_each_finding(spot, findings, places, [&](const Finding& finding, size_t) {
    const bool preferred = finding.fixes.size() == 1 && finding.fixes[0].safety == Safety::safe;
    for (const Fix& fix : finding.fixes) {
      std::vector<Edit> edits = places.edits(fix);
      if (edits.empty()) continue;
      actions.push_back({.title = fix.title,
                         .edits = std::move(edits),
                         .preferred = preferred,
                         .finding = &finding});
    }
  });
}

void append_suppressions(const Spot& spot, const Findings& findings, Actions& actions) {
  const Places places(spot);
  std::vector<std::string_view> done;  // one offer a rule
  for_each_finding(spot, findings, places, [&](const Finding& finding, size_t index) {
    const std::string_view name = name_of(finding);
    if (is_about_comments(finding) || std::find(done.begin(), done.end(), name) != done.end())
      return;
    done.push_back(name);
    if (spot.in(index).statement.keyword != Keyword::none) {
      std::optional<Edit> edit = joined(spot, index, Suppression::Scope::instruction, name);
      if (!edit) edit = comment_above(spot, index, name);
      actions.push_back({.title = fmt::format("Ignore `{}` here", name),
                         .edits = {std::move(*edit)},
                         .finding = &finding});
    }
    actions.push_back({.title = fmt::format("Ignore `{}` in this file", name),
                       .edits = {comment_in_file(spot, name)},
                       .finding = &finding});
  });
}

}  // namespace dflint
