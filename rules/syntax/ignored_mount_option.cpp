// Reports options that a type of mount does not use.
#include <string>
#include <string_view>

#include <fmt/core.h>

#include "rules/report.h"
#include "rules/rule.h"
#include "rules/syntax/mount.h"

namespace dflint {
namespace {

// Whether a mount of the type takes the option without a word, and does nothing with it.
bool is_ignored(std::string_view type, std::string_view key) {
  if (type == "bind") return key == "id" || key == "env";
  if (type == "cache") return key == "env";
  if (type == "tmpfs") return key == "from" || key == "source" || key == "id" || key == "env";
  if (type == "secret") return key == "readonly";
  if (type == "ssh") return key == "readonly" || key == "from" || key == "env";
  return false;
}

// The type in lower case; nothing where a variable gives it.
std::string type_of(const Instruction& in, const Mount& mount) {
  std::string type = "bind";
  for (const MountField& field : mount.fields) {
    if (mount_key(in.value(field.key)) == "type") type = to_lower(in.value(field.value));
  }
  return type;
}

void check(const Instruction& in, Report& report) {
  const Statement& statement = in.effective();
  for (const Mount& mount : statement.mounts) {
    const std::string type = type_of(in, mount);
    for (size_t i = 0; i < mount.fields.size(); ++i) {
      const MountField& field = mount.fields[i];
      const std::string_view key = mount_key(in.value(field.key));
      if (!is_ignored(type, key)) continue;
      Finding& finding =
          report.add(field.text, fmt::format("a {} mount ignores `{}`", type, in.value(field.key)));
      const Span cut = field_with_comma(mount, i);
      if (cut.empty()) continue;
      // An image that is named but not used is fetched all the same.
      finding.fixes.push_back(replace({&in, cut}, "",
                                      fmt::format("Remove `{}`", in.value(field.text)),
                                      key == "from" ? Safety::unsafe : Safety::safe));
    }
  }
}

}  // namespace

Rule ignored_mount_option() {
  return {
      .name = "ignored-mount-option",
      .category = Category::correctness,
      .severity = Severity::warning,
      .summary = "Give a mount only options that it uses",
      .why = R"(
Some options are checked but not used: `env` works for secrets only, `id` does nothing for bind and tmpfs
mounts, a tmpfs is always empty whatever `from` and `source` say, and secrets cannot be made writable.
Often another `type` was meant.
)",
      .examples = {{
          {
              .bad = R"(
FROM debian:12
RUN --mount=type=tmpfs,[|source=data|],target=/data make
)",
              .good = R"(
FROM debian:12
RUN --mount=type=tmpfs,target=/data make
)",
          },
          {
              .bad = R"(
FROM debian:12
RUN --mount=type=secret,id=token,[|ro|] ./fetch
)",
              .good = R"(
FROM debian:12
RUN --mount=type=secret,id=token ./fetch
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
