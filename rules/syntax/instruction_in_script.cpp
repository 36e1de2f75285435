// Reports instructions inside the script of RUN.
#include <string_view>

#include <fmt/core.h>

#include "analysis/keywords.h"
#include "rules/report.h"
#include "rules/rule.h"
#include "rules/swallowed.h"

namespace dflint {
namespace {

void check(const Command& command, Report& report) {
  if (command.words.size() < 2) return;
  const std::string_view name = command.name();
  if (name.size() < 3 || name[0] < 'A' || name[0] > 'W') return;
  const ShellWord& word = command.words[0];
  const Script& script = *command.script;
  if (word.quoted || word.expands || script.kind != ShellKind::posix || script.has_functions)
    return;
  const Keyword keyword = keyword_of(name);
  const Instruction& in = *script.in;
  if (keyword == Keyword::unknown || info(keyword).name != name) return;
  if (word.span.begin >= swallowed_from(in)) return;

  Finding& finding = report.add(
      word, fmt::format("`{}` is an instruction of Dockerfiles, but the shell runs it as a program",
                        name));
  if (keyword != Keyword::run) return;
  finding.fixes.push_back(replace({&in, {word.span.begin, command.words[1].span.begin}}, "",
                                  "Remove this RUN", Safety::unsafe));
}

}  // namespace

Rule instruction_in_script() {
  return {
      .name = "instruction-in-script",
      .category = Category::correctness,
      .severity = Severity::warning,
      .summary = "Keep instructions out of scripts",
      .why = R"(
What follows RUN is a script, up to the last line that a `\` or a here-document makes part of it. The
shell knows no RUN, COPY or ENV: it looks for a program of that name and the build fails there.
)",
      .examples = {{
          {
              .bad = R"(
FROM debian:12
RUN apt-get update && \
    [|RUN|] apt-get install -y curl
)",
              .good = R"(
FROM debian:12
RUN apt-get update && \
    apt-get install -y curl
)",
          },
          {
              .bad = R"(
FROM debian:12
RUN <<EOF
[|RUN|] make
make install
EOF
)",
              .good = R"(
FROM debian:12
RUN <<EOF
make
make install
EOF
)",
          },
          {
              .bad = R"(
FROM debian:12
RUN cd /srv && [|COPY|] app .
)",
              .good = R"(
FROM debian:12
COPY app /srv/
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
