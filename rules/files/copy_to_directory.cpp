// Reports COPY and ADD of several sources to what does not look like a directory.
#include <fmt/core.h>

#include "rules/copy_words.h"
#include "rules/report.h"
#include "rules/rule.h"

namespace dflint {
namespace {

// Directories that every image of a system has.
bool is_known_directory(std::string_view path) {
  constexpr std::string_view known[] = {
      "/",         "/bin",       "/etc",           "/home", "/opt",
      "/root",     "/srv",       "/tmp",           "/usr",  "/usr/bin",
      "/usr/lib",  "/usr/local", "/usr/local/bin", "/var",  "/usr/local/lib",
      "/usr/share"};
  return std::find(std::begin(known), std::end(known), path) != std::end(known);
}

bool names_directory(std::string_view path) {
  const std::string_view last = path.substr(path.find_last_of("/\\") + 1);
  return last.empty() || last == "." || last == "..";
}

// hadolint: COPY only, and nothing but a slash at the end will do.
bool concerns(const Statement& statement, bool as_hadolint) {
  if (statement.args.size() < 3) return false;
  return statement.keyword == Keyword::copy || (statement.keyword == Keyword::add && !as_hadolint);
}

void check(const Plan& plan, const Document& document, Report& report) {
  for (size_t i = 0; i < document.instructions.size(); ++i) {
    const Instruction& in = *document.instructions[i];
    const Statement& statement = report.as_hadolint() ? in.statement : in.effective();
    if (!concerns(statement, report.as_hadolint())) continue;
    const Word& word = statement.args.back();
    const std::string_view path = destination_of(in, statement);
    if (path.ends_with('/')) continue;
    if (!report.as_hadolint() && (names_directory(path) || path.ends_with('}') ||
                                  path.find('$', path.rfind('/') + 1) != std::string_view::npos))
      continue;
    Finding& finding =
        report.add(Place{&in, word.span},
                   fmt::format("several sources go to `{}`, which has no slash at its end", path));
    if (word.decoded || in.source(word.span) != in.value(word) || word.empty()) continue;
    const Step& step = plan.steps[i];
    const bool exists = is_known_directory(path) ||
                        (step.workdir != none && plan.steps[step.workdir].value == path);
    const bool quoted = path.size() != in.value(word).size();
    if (quoted || path.empty()) continue;
    finding.fixes.push_back(replace({&in, {word.span.end, word.span.end}}, "/",
                                    "Add a slash at the end",
                                    exists ? Safety::safe : Safety::unsafe));
  }
}

}  // namespace

Rule copy_to_directory() {
  return {
      .name = "copy-to-directory",
      .aliases = {"DL3021"},
      .category = Category::correctness,
      .severity = Severity::warning,
      .summary = "End the destination of several sources with a slash",
      .why = R"(
Several files need a directory to go to, and a slash at the end says that it is one. Without it the
old builder stops; BuildKit goes on, and where the directory does not exist yet, writes one source
after the other to a file of that name, so that only the last is left.
)",
      .examples = {{
          {
              .bad = R"(
FROM node:22
WORKDIR /srv/app
COPY package.json package-lock.json [|/srv/app|]
)",
              .good = R"(
FROM node:22
WORKDIR /srv/app
COPY package.json package-lock.json /srv/app/
)",
          },
          {
              .bad = R"(
FROM debian:12
ARG DIR=/srv
ADD a.conf b.conf [|/etc/app|]
COPY a b .
COPY a b $DIR
)",
              .good = R"(
FROM debian:12
ARG DIR=/srv
ADD a.conf b.conf /etc/app/
COPY a b .
COPY a b $DIR
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
