// Reports mount options that stand there twice.
#include "analysis/unicode.h"
#include "rules/problem.h"
#include "rules/report.h"
#include "rules/rule.h"

namespace dflint {
namespace {

// target, dst and destination are one option.
std::string canonical(std::string_view key) {
  const std::string lower = to_lower(key);
  if (lower == "dst" || lower == "destination") return "target";
  if (lower == "src") return "source";
  if (lower == "ro") return "readonly";
  if (lower == "rw") return "readwrite";
  return lower;
}

void check(const Instruction& in, Report& report) {
  for (const Mount& mount : in.statement.mounts) {
    std::unordered_map<std::string, size_t> last;
    for (size_t i = 0; i < mount.fields.size(); ++i)
      last[canonical(in.value(mount.fields[i].key))] = i;
    for (size_t i = 0; i < mount.fields.size(); ++i) {
      const MountField& field = mount.fields[i];
      const size_t counts = last[canonical(in.value(field.key))];
      if (counts == i) continue;
      Finding& finding = report.add(
          field.text,
          fmt::format("this `{}` has no effect: the mount has a later one", in.value(field.key)));
      finding.notes.push_back({{&in, mount.fields[counts].text.span}, "this one counts"});
      if (field.text.decoded) continue;
      finding.fixes.push_back(
          replace({&in, {field.text.span.begin, field.text.span.end + 1}}, {}, "Remove it"));
    }
  }
}

}  // namespace

Rule duplicate_mount_option() {
  return {
      .name = "duplicate-mount-option",
      .category = Category::correctness,
      .severity = Severity::warning,
      .summary = "Give each mount option once",
      .why = R"(
Of an option that stands in a `--mount` twice, the last one counts; the others are dropped in silence.
)",
      .examples = {{
          {
              .bad = R"(
FROM debian:12
RUN --mount=type=cache,[|target=/a|],target=/b true
)",
              .good = R"(
FROM debian:12
RUN --mount=type=cache,target=/b true
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
