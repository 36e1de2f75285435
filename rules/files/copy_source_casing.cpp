// Reports sources of COPY and ADD that exist in the build context only in another case.
#include <fmt/core.h>

#include "rules/context_source.h"
#include "rules/context_tree.h"
#include "rules/report.h"
#include "rules/rule.h"

namespace dflint {
namespace {

constexpr size_t most_sources = 2000, most_missing = 100;

void check(const Plan& plan, const Document&, Report& report) {
  const BuildContext* context = report.context();
  if (!context || !context->tree) return;
  const ContextTree& tree = *context->tree;
  size_t looked = 0, missing = 0;
  for (const Source& source : plan.sources) {
    if (++looked > most_sources) return;
    const std::string path = looked_for(plan, source);
    if (path.empty() || look_up(tree, path).presence != Presence::missing) continue;
    if (++missing > most_missing) return;
    const std::string there = in_other_case(tree, path);
    if (there.empty() || (!tree.certain && tree.elsewhere && tree.elsewhere(path))) continue;
    Finding& finding = report.add(
        source.place, fmt::format("`{}` is not in the build context, `{}` is", path, there));
    Fix fix = rewrite_source(source, path, there);
    if (!fix.replacements.empty()) finding.fixes.push_back(std::move(fix));
  }
}

}  // namespace

Rule copy_source_casing() {
  return {
      .name = "copy-source-casing",
      .category = Category::correctness,
      .severity = Severity::warning,
      .summary = "Write the sources of COPY in the case that the files have",
      .why = R"(
The builder tells `Src` from `src`, whatever the disk does on which the files lie. Where only the
other spelling exists, the build stops with "not found".

The directory of the Dockerfile is taken for the build context. Nothing is reported where the path
exists as written in a directory above it, up to the root of the repository.
)",
      .examples = {{
          {
              .bad = R"(
FROM node:22
WORKDIR /srv
COPY package.json [|./Src/app|] ./
COPY ["package.json", [|"readme.md"|], "./"]
CMD ["node", "app.js"]
)",
              .good = R"(
FROM node:22
WORKDIR /srv
COPY package.json ./src/App ./
COPY ["package.json", "README.md", "./"]
CMD ["node", "app.js"]
)",
              .files = R"(
README.md
package.json
src/App/app.js
)",
          },
          {
              .bad = R"(
FROM debian:12
ARG WHICH=Etc
COPY [|Conf/*.conf|] /etc/app/
COPY $WHICH/motd $SET_BY_THE_IMAGE/motd /etc/
COPY --from=busybox Etc/motd /etc/
)",
              .good = R"(
FROM debian:12
ARG WHICH=Etc
COPY conf/*.conf /etc/app/
COPY $WHICH/motd $SET_BY_THE_IMAGE/motd /etc/
COPY --from=busybox Etc/motd /etc/
)",
              .files = R"(
conf/app.conf
etc/motd
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
