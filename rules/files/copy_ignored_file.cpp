// Reports sources of COPY and ADD that .dockerignore keeps out of the build context.
#include <fmt/core.h>

#include "rules/context_tree.h"
#include "rules/report.h"
#include "rules/rule.h"

namespace dflint {
namespace {

// The whole context is asked for with `.`, which patterns like `.*` match without meaning it.
const IgnorePattern* excludes(const IgnoreFile& ignore, const std::string& path) {
  if (path != "." && path != "/") return ignore.excludes(path.substr(path.starts_with('/')));
  for (const IgnorePattern& pattern : ignore.patterns()) {
    if (pattern.is_everything()) return &pattern;
  }
  return nullptr;
}

bool is_file(const ContextTree& tree, const Source& source) {
  return look_up(tree, context_path(source.path)).presence == Presence::file;
}

void check(const Plan& plan, const Document&, Report& report) {
  const BuildContext* context = report.context();
  if (context == nullptr || context->ignore == nullptr) return;
  const IgnoreFile& ignore = *context->ignore;
  if (ignore.patterns().empty()) return;
  // With exceptions a directory may be left out and files in it not; of a file that is clear.
  const bool files_only = ignore.has_exceptions();
  if (files_only && !context->tree) return;
  uint64_t work = 0;
  for (const Source& source : plan.sources) {
    const std::string path = clean_path(source.path);
    work += uint64_t{ignore.size()} * path.size();
    if (work > uint64_t{1} << 27) return;  // nobody writes such files by hand
    const IgnorePattern* pattern = excludes(ignore, path);
    if (pattern == nullptr || (files_only && !is_file(*context->tree, source))) continue;
    report.add(source.place,
               fmt::format("`{}` is not in the build context: `{}` in {} line {} leaves it out",
                           path, pattern->text(), context->ignore_name, pattern->line()));
  }
}

}  // namespace

Rule copy_ignored_file() {
  return {
      .name = "copy-ignored-file",
      .aliases = {"CopyIgnoredFile"},
      .category = Category::correctness,
      .severity = Severity::warning,
      .summary = "Copy only files that .dockerignore leaves in the build context",
      .why = R"(
What a pattern of `.dockerignore` matches is never sent to the builder, so `COPY` and `ADD` do not
find it and the build stops with "not found", although the file is there on disk. Either the pattern
is too wide, or the file should come from somewhere else, for instance from an earlier stage with
`--from`.

Unlike in `.gitignore`, a pattern begins at the root of the context: `*.log` matches `app.log` and
not `logs/app.log`, for which `**/*.log` is needed.

The file is `NAME.dockerignore` beside the Dockerfile `NAME`, else `.dockerignore` in the build
context, for which the directory of the Dockerfile is taken. Where it holds an exception (`!keep`),
only files that exist are reported: a directory may then be left out while files in it are not.
BuildKit's own check reports nothing then.
)",
      .examples = {{
          {
              .bad = R"(
FROM node:22
WORKDIR /srv
COPY package.json [|dist/server.js|] ./
CMD ["node", "server.js"]
)",
              .good = R"(
FROM node:22
WORKDIR /srv
COPY package.json src/server.js ./
CMD ["node", "server.js"]
)",
              .ignore = R"(
# made by the build
node_modules
dist
)",
          },
          {
              .bad = R"(
FROM debian:12
ARG CONF=etc
COPY [|./$CONF/local.env|] /etc/app/
ADD [[|"secrets"|], "/run/"]
)",
              .good = R"(
FROM debian:12
ARG CONF=etc
COPY ./$CONF/app.env /etc/app/
ADD https://example.net/local.env /etc/app/
COPY --from=busybox /secrets /run/
COPY <<local.env /etc/app/
A=1
local.env
)",
              .ignore = R"(
**/local.env
/secrets/
)",
          },
          {
              .bad = R"(
FROM debian:12
COPY conf conf/a.conf [|conf/b.conf|] made.conf /etc/app/
)",
              .good = R"(
FROM debian:12
COPY conf conf/a.conf made.conf /etc/app/
)",
              .ignore = R"(
conf
made.conf
!conf/a.conf
)",
              .files = R"(
conf/a.conf
conf/b.conf
)",
          },
          {
              .bad = R"(
FROM debian:12
COPY [|.|] /srv
)",
              .good = R"(
FROM debian:12
COPY --from=debian:12 . /srv
)",
              .ignore = R"(
**
)",
          },
          {
              .bad = R"(
FROM debian:12
COPY . /srv
COPY [|.env|] /srv
)",
              .good = R"(
FROM debian:12
COPY . /srv
)",
              .ignore = R"(
.*
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
