// Reports ADD that does no more than COPY.
#include <fmt/core.h>

#include "analysis/casing.h"
#include "rules/copy_words.h"
#include "rules/report.h"
#include "rules/rule.h"

namespace dflint {
namespace {

enum class Kind : uint8_t {
  plain,    // nothing that ADD would unpack or load
  perhaps,  // may be an archive: ADD looks at the content, not at the name
  special,  // an archive, a URL, a repository
};

// Files that end so are archives of their own kind, or anything.
bool may_be_archive(std::string_view ending) {
  constexpr std::string_view endings[] = {".apk",   ".bin", ".box",  ".conda",
                                          ".crate", ".dat", ".data", ".gem",
                                          ".img",   ".ova", ".pkg",  ".unitypackage"};
  return std::any_of(std::begin(endings), std::end(endings),
                     [&](std::string_view known) { return ending == known; }) ||
         ending.find_first_not_of("0123456789.") == std::string_view::npos;
}

Kind kind_of(const Instruction& in, const Word& word) {
  if (is_heredoc(in, word)) return Kind::plain;
  const std::string_view source = without_quotes(in.value(word));
  if (is_http(source) || is_git(source) || has_archive_ending(source) || source.ends_with(".zst"))
    return Kind::special;
  if (source.starts_with('$')) return Kind::special;  // it may be anything
  const std::string_view name = source.substr(source.find_last_of("/\\") + 1);
  if (name.empty() || name == "." || name == "..") return Kind::plain;  // a directory
  // What stands behind a variable or wildcard says what sort of file it is.
  const size_t open = name.find_last_of("$*?[]}");
  const size_t dot = name.find_last_of('.');
  if (dot == std::string_view::npos || (open != std::string_view::npos && dot < open))
    return Kind::perhaps;
  return may_be_archive(name.substr(dot)) ? Kind::perhaps : Kind::plain;
}

bool fits_copy(const Instruction& in, const Statement& statement) {
  return std::all_of(statement.flags.begin(), statement.flags.end(), [&](const Flag& flag) {
    const std::string_view name = in.value(flag.name);
    return name == "chown" || name == "chmod" || name == "link" || name == "exclude";
  });
}

// hadolint: any source that is no archive by its ending and no URL.
void check_as_hadolint(const Instruction& in, Report& report) {
  const Statement& statement = in.statement;
  if (statement.keyword != Keyword::add) return;
  for (size_t i = 0; i + 1 < statement.args.size(); ++i) {
    const std::string_view source = without_quotes(in.value(statement.args[i]));
    if (has_archive_ending(source) || is_http(source)) continue;
    report.add(statement.args[i], fmt::format("COPY takes `{}` as well", source));
  }
}

void check(const Instruction& in, Report& report) {
  if (report.as_hadolint()) return check_as_hadolint(in, report);
  const Statement& statement = in.effective();
  if (statement.keyword != Keyword::add || statement.recovered || statement.args.size() < 2) return;
  bool certain = true;
  for (size_t i = 0; i + 1 < statement.args.size(); ++i) {
    const Kind kind = kind_of(in, statement.args[i]);
    if (kind == Kind::special) return;
    certain &= kind == Kind::plain;
  }
  Finding& finding =
      report.add(statement.word, "COPY does the same here, without the surprises of ADD");
  if (!fits_copy(in, statement)) return;
  finding.fixes.push_back(replace({&in, statement.word.span},
                                  with_casing("COPY", casing_of(in.value(statement.word))),
                                  "Use COPY", certain ? Safety::safe : Safety::unsafe));
}

}  // namespace

Rule copy_instead_of_add() {
  return {
      .name = "copy-instead-of-add",
      .aliases = {"DL3020"},
      .category = Category::correctness,
      .severity = Severity::warning,
      .summary = "Use COPY for files and directories of the build context",
      .why = R"(
ADD looks at what it is given: it loads URLs, clones Git repositories and unpacks local archives,
by their contents and not by their names. For plain files COPY does the same without surprises,
and a reader need not wonder which of these was meant. Keep ADD for archives that shall be unpacked
and for remote files.
)",
      .examples = {{
          {
              .bad = R"(
FROM debian:12
[|ADD|] conf/app.toml /etc/app.toml
ADD site.tar.gz /srv/
)",
              .good = R"(
FROM debian:12
COPY conf/app.toml /etc/app.toml
ADD site.tar.gz /srv/
)",
          },
          {
              .bad = R"(
from openjdk:17
arg JAR=app
[|add|] --chown=app target/${JAR}*.jar \
  /srv/app.jar
add https://example.com/agent.jar /srv/
)",
              .good = R"(
from openjdk:17
arg JAR=app
copy --chown=app target/${JAR}*.jar \
  /srv/app.jar
add https://example.com/agent.jar /srv/
)",
          },
          {
              .bad = R"(
FROM node:22
ONBUILD [|ADD|] . /srv
)",
              .good = R"(
FROM node:22
ONBUILD COPY . /srv
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
