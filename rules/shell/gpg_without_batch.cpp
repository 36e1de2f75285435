// Asks for gpg --batch, which never waits for an answer.
#include <string_view>

#include "analysis/shell/callee.h"
#include "rules/report.h"
#include "rules/rule.h"
#include "rules/shell/without_words.h"

namespace dflint {
namespace {

void check(const Command& command, Report& report) {
  const Callee call = callee(command);
  if (call.name != "gpg" && call.name != "gpg2") return;
  if (command.script->in->effective().keyword != Keyword::run || command.has_flag("--batch") ||
      command.has_flag("--version") || command.has_flag("--dearmor"))
    return;
  Finding& finding =
      report.add({command.script->in, call.words[0].span},
                 "without `--batch`, gpg asks questions that nobody answers in a build");
  if (!has_places(command)) return;
  const uint32_t end = call.words[0].span.end;
  finding.fixes.push_back(
      replace({command.script->in, {end, end}}, " --batch", "Add `--batch`", Safety::unsafe));
}

}  // namespace

Rule gpg_without_batch() {
  return {
      .name = "gpg-without-batch",
      .category = Category::correctness,
      .severity = Severity::style,
      .on_by_default = false,
      .summary = "Run gpg with --batch",
      .why = R"(
Without `--batch` gpg behaves as if a person sat before it: it opens `/dev/tty`, may ask whether to
overwrite a file or to use a key, and prints for people. In a build there is nobody, so it fails, at
times only on another builder. With `--batch` it fails or goes on by rules that are documented.
)",
      .examples = {{
          {
              .bad = R"(
FROM debian:12
RUN [|gpg|] --keyserver keys.openpgp.org --recv-keys 0123456789ABCDEF0123456789ABCDEF01234567
)",
              .good = R"(
FROM debian:12
RUN gpg --batch --keyserver keys.openpgp.org --recv-keys 0123456789ABCDEF0123456789ABCDEF01234567
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
