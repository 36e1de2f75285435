// Reports WORKDIR, VOLUME, COPY and ADD on directories that belong to the system.
#include <algorithm>
#include <string>

#include <fmt/core.h>

#include "analysis/ignore_file.h"
#include "analysis/paths.h"
#include "rules/copy_words.h"
#include "rules/report.h"
#include "rules/rule.h"

namespace dflint {
namespace {

// What the kernel's own file systems cover once the container runs; empty: nothing.
std::string_view kernel_directory(std::string_view path) {
  constexpr std::string_view directories[] = {"/proc", "/sys", "/dev"};
  constexpr std::string_view useful[] = {"/dev/shm", "/dev/mqueue", "/sys/fs/cgroup"};
  for (std::string_view directory : useful) {
    if (is_at_or_below(path, directory)) return {};
  }
  for (std::string_view directory : directories) {
    if (is_at_or_below(path, directory)) return directory;
  }
  return {};
}

// Where a volume would hide the system itself.
bool holds_system(std::string_view path) {
  constexpr std::string_view directories[] = {"/",    "/bin",     "/boot",    "/dev",     "/etc",
                                              "/lib", "/lib64",   "/proc",    "/sbin",    "/sys",
                                              "/usr", "/usr/bin", "/usr/lib", "/usr/sbin"};
  return std::find(std::begin(directories), std::end(directories), path) != std::end(directories);
}

void check_volume(const Instruction& in, Report& report) {
  for (const Word& word : in.statement.args) {
    const std::string path = clean_path(without_quotes(in.value(word)));
    if (holds_system(path))
      report.add(Place{&in, word.span},
                 fmt::format("a volume on `{}` takes the place of the system's own files", path));
  }
}

void check(const Plan& plan, const Document& document, Report& report) {
  for (size_t i = 0; i < document.instructions.size(); ++i) {
    const Instruction& in = *document.instructions[i];
    const Statement& statement = in.statement;
    if (statement.args.empty() || plan.steps[i].stage == none) continue;
    std::string_view path;
    if (statement.keyword == Keyword::workdir) {
      path = plan.steps[i].value;
    } else if (is_copy_or_add(statement)) {
      path = destination_of(in, statement);
    } else if (statement.keyword == Keyword::volume) {
      check_volume(in, report);
      continue;
    }
    if (!path.starts_with('/')) continue;
    const std::string clean = clean_path(path);
    const std::string_view directory = kernel_directory(clean);
    if (directory.empty()) continue;
    report.add(Place{&in, statement.args.back().span},
               fmt::format("`{}` lies in `{}`, where a running container sees the kernel's files "
                           "and not the image's",
                           clean, directory));
  }
}

}  // namespace

Rule system_directory() {
  return {
      .name = "system-directory",
      .category = Category::correctness,
      .severity = Severity::warning,
      .summary = "Keep files and volumes out of the system's own directories",
      .why = R"(
`/proc`, `/sys` and `/dev` are mounted anew when a container starts: files that the image holds there
are never seen. A volume on `/etc`, `/usr` or the root takes the place of the system's own files: an
old copy of them outlives every update of the image, or there are none at all. `/dev/shm` and
`/sys/fs/cgroup` are left alone.
)",
      .examples = {{
          {
              .bad = R"(
FROM debian:12
WORKDIR [|/proc/app|]
COPY tool.conf [|/dev/tool.conf|]
VOLUME ["/data", [|"/etc/"|]]
)",
              .good = R"(
FROM debian:12
WORKDIR /srv/app
COPY tool.conf /etc/tool.conf
VOLUME ["/data", "/etc/app", "/sys/fs/cgroup"]
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
