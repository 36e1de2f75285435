// Reports sources of COPY and ADD that do not exist in the build context.
#include <algorithm>
#include <iterator>
#include <set>
#include <vector>

#include <fmt/core.h>

#include "analysis/build_output.h"
#include "analysis/suggest.h"
#include "rules/context_source.h"
#include "rules/context_tree.h"
#include "rules/report.h"
#include "rules/rule.h"

namespace dflint {
namespace {

constexpr size_t most_sources = 2000, most_missing = 100;

struct Missing {
  const Source* source = nullptr;
  std::string path;
  ContextPath found;
  std::string near;  // what was probably meant, and exists; may be empty
};

// That it is missing now says that it will be missing when the image is built.
bool must_exist(const BuildContext& context, const std::string& path) {
  const ContextTree& tree = *context.tree;
  // Other rules speak of what the ignore file leaves out, and of what is there in another case.
  if (context.ignore && context.ignore->excludes(path)) return false;
  if (!in_other_case(tree, path).empty() || is_usual_output(path)) return false;
  if (tree.untracked && tree.untracked(path)) return false;
  return tree.certain || !tree.elsewhere || !tree.elsewhere(path);
}

struct Seen {
  std::vector<Missing> missing;
  std::set<std::string> there;  // sources that exist, but for the whole context
};

Seen look(const ContextTree& tree, const Plan& plan) {
  Seen seen;
  size_t looked = 0;
  for (const Source& source : plan.sources) {
    if (++looked > most_sources || seen.missing.size() == most_missing) break;
    std::string path = looked_for(plan, source);
    if (path.empty() || path == ".") continue;
    ContextPath found = look_up(tree, path);
    if (found.presence >= Presence::file) {
      seen.there.insert(std::move(path));
    } else if (found.presence == Presence::missing) {
      seen.missing.push_back({&source, std::move(path), std::move(found), {}});
    }
  }
  return seen;
}

std::string digits_of(std::string_view text) {
  std::string digits;
  std::copy_if(text.begin(), text.end(), std::back_inserter(digits),
               [](char c) { return c >= '0' && c <= '9'; });
  return digits;
}

// The path that was probably meant, empty where none is near: `app1` is not `app2` misspelt.
std::string meant(const Missing& missing) {
  const ContextPath& found = missing.found;
  std::vector<std::string_view> names;
  for (const ContextEntry& entry : *found.entries) {
    if (found.rest.empty() || entry.directory) names.push_back(entry.name);
  }
  const Guess guess = dflint::guess(found.name, names);
  // In a short name another letter is another name: `app` is not `api`.
  const size_t stem = std::min(found.name.find('.', 1), found.name.size());
  if (!guess.certain || stem < 4 || digits_of(guess.word) != digits_of(found.name)) return {};
  const std::string name = std::string(guess.word) + found.rest;
  return found.directory == "." ? name : found.directory + '/' + name;
}

// A program without an ending is often made before the image is.
bool has_ending(std::string_view path) {
  const std::string_view name = path.substr(path.rfind('/') + 1);
  const size_t dot = name.rfind('.');
  return dot != std::string_view::npos && dot > 0 && dot + 1 < name.size();
}

void report_one(const Missing& missing, Report& report) {
  const std::string& near = missing.near;
  const std::string_view directory = missing.found.directory;
  std::string message = fmt::format("`{}` is not in the build context", missing.path);
  if (!near.empty()) {
    message += fmt::format("; is `{}` meant?", near);
  } else if (directory != ".") {
    message += fmt::format(": `{}` holds no `{}`", directory, missing.found.name);
  }
  Finding& finding = report.add(missing.source->place, std::move(message));
  if (near.empty()) return;
  Fix fix = rewrite_source(*missing.source, missing.path, near);
  if (!fix.replacements.empty()) finding.fixes.push_back(std::move(fix));
}

void check(const Plan& plan, const Document&, Report& report) {
  const BuildContext* context = report.context();
  if (!context || !context->tree || plan.sources.empty()) return;
  const ContextTree& tree = *context->tree;
  Seen seen = look(tree, plan);
  for (Missing& missing : seen.missing) {
    missing.near = meant(missing);
    if (!missing.near.empty() && look_up(tree, missing.near).presence < Presence::file) {
      missing.near.clear();
    }
  }
  // Most guesses that are wrong end here, before anybody looks further.
  const bool known = tree.certain || !seen.there.empty();
  std::erase_if(seen.missing, [&](const Missing& missing) {
    return (!known && missing.near.empty()) || !must_exist(*context, missing.path);
  });
  const bool fits = !seen.there.empty() && seen.there.size() >= seen.missing.size();
  for (const Missing& missing : seen.missing) {
    const bool sure = tree.certain || !missing.near.empty();
    if (sure || (fits && has_ending(missing.path))) report_one(missing, report);
  }
}

}  // namespace

Rule missing_copy_source() {
  return {
      .name = "missing-copy-source",
      .category = Category::correctness,
      .severity = Severity::warning,
      .summary = "Copy what exists in the build context",
      .why = R"(
`COPY` and `ADD` of a path that is not in the build context stop the build with "not found".

The directory of the Dockerfile is taken for the build context, which it need not be, and files may be
made before the image is built. So a path is reported only where

- at least as many other sources exist as are missing, or a name one letter away exists,
- it does not exist in a directory above the Dockerfile's either, up to the root of the repository,
- `.gitignore` does not leave it out, and
- it does not look like something that a build tool makes (`dist`, `target`, `*.jar`), a key, or, unless
  a similar name exists, a program: a name without an ending.

A wildcard that matches nothing stops no build; the directory before it must exist. A variable counts
where the Dockerfile gives its value.
)",
      .examples = {{
          {
              .bad = R"(
FROM python:3.12
WORKDIR /srv
COPY [|requirments.txt|] ./
COPY [|soruce/app|] ./app
COPY source/app ./app
)",
              .good = R"(
FROM python:3.12
WORKDIR /srv
COPY requirements.txt ./
COPY source/app ./app
COPY source/app ./app
)",
              .files = R"(
requirements.txt
source/app/main.py
)",
          },
          {
              .bad = R"(
FROM node:22
WORKDIR /srv
COPY package.json [|src/server.ts|] *.lock dist/app.js ./
COPY src/index.ts tsconfig.json [|"conf.d/*.json"|] server ./
COPY --from=busybox etc/passwd ./
)",
              .good = R"(
FROM node:22
WORKDIR /srv
COPY package.json src/index.ts *.lock dist/app.js ./
COPY src/index.ts tsconfig.json "conf/*.json" server ./
COPY --from=busybox etc/passwd ./
)",
              .files = R"(
package.json
conf/app.json
src/index.ts
tsconfig.json
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
