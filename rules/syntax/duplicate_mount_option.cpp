// Reports options of a mount that a later one overrides.
#include <string_view>
#include <unordered_map>

#include <fmt/core.h>

#include "rules/report.h"
#include "rules/rule.h"
#include "rules/syntax/mount.h"

namespace dflint {
namespace {

void check(const Instruction& in, Report& report) {
  const Statement& statement = in.effective();
  for (const Mount& mount : statement.mounts) {
    std::unordered_map<std::string_view, size_t> last;
    for (size_t i = 0; i < mount.fields.size(); ++i) {
      last[mount_key(in.value(mount.fields[i].key))] = i;
    }
    for (size_t i = 0; i < mount.fields.size(); ++i) {
      const MountField& field = mount.fields[i];
      const std::string_view key = mount_key(in.value(field.key));
      if (key.empty() || last[key] == i) continue;
      const MountField& later = mount.fields[last[key]];
      Finding& finding = report.add(field.text, fmt::format("`{}` has no effect: `{}` overrides it",
                                                            in.value(field.text).substr(0, 60),
                                                            in.value(later.text).substr(0, 60)));
      finding.notes.push_back({{&in, later.text.span}, "this one counts"});
      const Span cut = field_with_comma(mount, i);
      if (!cut.empty() && key != "type") {
        finding.fixes.push_back(
            replace({&in, cut}, "", fmt::format("Remove `{}`", in.value(field.text))));
      }
    }
  }
}

}  // namespace

Rule duplicate_mount_option() {
  return {
      .name = "duplicate-mount-option",
      .category = Category::correctness,
      .severity = Severity::warning,
      .summary = "Set each option of a mount once",
      .why = R"(
Where a mount sets an option twice, also by two names such as `src` and `source`, BuildKit takes the last
one and says nothing. One of the two is not what somebody meant.
)",
      .examples = {{
          {
              .bad = R"(
FROM debian:12
RUN --mount=type=bind,[|source=app|],target=/app,src=lib ls /app
)",
              .good = R"(
FROM debian:12
RUN --mount=type=bind,target=/app,src=lib ls /app
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
