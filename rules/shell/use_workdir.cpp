// Reports RUNs that begin with cd, where WORKDIR would say it for all that follows.
#include <algorithm>

#include <fmt/core.h>

#include "analysis/shell/callee.h"
#include "rules/new_line.h"
#include "rules/report.h"
#include "rules/rule.h"

namespace dflint {
namespace {

bool is_cd(const Command& command) { return command.is("cd") || command.is("pushd"); }

// The cd that a script begins with, if what follows stays where it leads; else nullptr.
const Command* leading_cd(const Script& script) {
  if (script.kind != ShellKind::posix || script.commands.size() < 2 || !script.problems.empty())
    return nullptr;
  const Command& first = script.commands[0];
  const Command& second = script.commands[1];
  if (!first.is("cd") || first.words.size() != 2 || first.span.begin != script.span.begin ||
      first.in_pipe || first.negated || !first.redirections.empty())
    return nullptr;
  if (second.join != Join::and_ && second.join != Join::sequence) return nullptr;
  const std::string_view path = first.text(first.words[1]);
  if (first.words[1].expands || first.words[1].glob || path.empty() || path[0] == '-' ||
      path[0] == '~')
    return nullptr;
  const bool moves = std::any_of(script.commands.begin() + 1, script.commands.end(), is_cd);
  return moves ? nullptr : &first;
}

// Whether an instruction works in the current directory.
bool depends_on_workdir(const Instruction& in) {
  switch (in.effective().keyword) {
    case Keyword::none:
    case Keyword::env:
    case Keyword::label:
    case Keyword::arg:
    case Keyword::expose:
    case Keyword::user:
    case Keyword::shell:
    case Keyword::stopsignal:
    case Keyword::volume:
    case Keyword::maintainer:
      return false;
    default:
      return true;
  }
}

class Check {
 public:
  Check(const Plan& plan, const Document& document, Report& report)
      : plan_(plan), document_(document), report_(report) {}

  void run() {
    for (size_t i = 0; i < document_.instructions.size(); ++i) {
      const Step& step = plan_.steps[i];
      const Instruction& in = *document_.instructions[i];
      if (in.statement.keyword != Keyword::run || !step.script) continue;
      report_.as_hadolint() ? any(*step.script) : leading(i, *step.script);
    }
  }

 private:
  // hadolint: every cd, wherever it stands.
  void any(const Script& script) {
    const auto& commands = script.commands;
    const auto found = std::find_if(commands.begin(), commands.end(),
                                    [](const Command& command) { return command.is("cd"); });
    if (found == commands.end()) return;
    report_.add({script.in, found->words[0].span}, "WORKDIR changes the directory of a build");
  }

  void leading(size_t i, const Script& script) {
    const Command* cd = leading_cd(script);
    if (!cd) return;
    const std::string_view path = cd->text(cd->words[1]);
    Finding& finding =
        report_.add({script.in, cd->span},
                    fmt::format("this holds for one RUN only; `WORKDIR {}` says it once", path));
    const Command& next = script.commands[1];
    const Instruction& in = *script.in;
    if (path[0] != '/' || next.span.begin <= cd->span.end || !in.heredocs.empty()) return;
    const Step& step = plan_.steps[i];
    const std::string_view back = step.workdir == none ? "" : plan_.steps[step.workdir].value;
    Fix fix{fmt::format("Use `WORKDIR {}`", path), Safety::unsafe, {}};
    if (back != path) {
      if (is_needed_behind(i)) {
        if (!back.starts_with('/')) return;
        const Replacement restore = line_below(in, "WORKDIR", back);
        fix.replacements.push_back({restore.place, restore.text});
      }
      const Replacement line = line_above(in, "WORKDIR", path);
      fix.replacements.insert(fix.replacements.begin(), {line.place, line.text});
    }
    fix.replacements.push_back({{&in, {cd->span.begin, next.span.begin}}, ""});
    std::sort(fix.replacements.begin(), fix.replacements.end(),
              [](const Replacement& a, const Replacement& b) {
                return a.place.span.begin < b.place.span.begin;
              });
    finding.fixes.push_back(std::move(fix));
  }

  // Whether something behind instruction i needs the directory that was.
  bool is_needed_behind(size_t i) const {
    const uint32_t stage = plan_.steps[i].stage;
    for (size_t k = i + 1; k < document_.instructions.size() && plan_.steps[k].stage == stage;
         ++k) {
      const Instruction& in = *document_.instructions[k];
      if (in.statement.keyword == Keyword::workdir && plan_.steps[k].value.starts_with('/'))
        return false;
      if (depends_on_workdir(in)) return true;
    }
    // A stage built on this one, or what starts in it.
    return true;
  }

  const Plan& plan_;
  const Document& document_;
  Report& report_;
};

void check(const Plan& plan, const Document& document, Report& report) {
  Check(plan, document, report).run();
}

}  // namespace

Rule use_workdir() {
  return {
      .name = "use-workdir",
      .aliases = {"DL3003"},
      .category = Category::style,
      .severity = Severity::info,
      .on_by_default = false,
      .summary = "Change the directory with WORKDIR instead of a leading cd",
      .why = R"(
Each RUN starts in the directory that WORKDIR has set, whatever an earlier RUN did. Where one begins
with `cd /app && …`, the next one has to repeat it or works in the wrong place. WORKDIR says it once,
creates the directory, and holds for COPY, CMD and `docker exec` as well. A `cd` in the middle of a
script, or one of several, is left alone.
)",
      .examples = {{
          {
              .bad = R"(
FROM node:22
WORKDIR /srv
COPY . .
RUN [|cd /srv/site|] && npm ci
WORKDIR /srv/api
RUN [|cd /srv/api|] && \
    npm ci
)",
              .good = R"(
FROM node:22
WORKDIR /srv
COPY . .
WORKDIR /srv/site
RUN npm ci
WORKDIR /srv/api
RUN npm ci
)",
          },
          {
              .bad = R"(
FROM golang:1.24
WORKDIR /src
COPY . .
# the tools
RUN [|cd /src/tools|]; go install .
RUN go build -o /app .
RUN mkdir /data && cd /data && ln -s /app app
)",
              .good = R"(
FROM golang:1.24
WORKDIR /src
COPY . .
WORKDIR /src/tools
# the tools
RUN go install .
WORKDIR /src
RUN go build -o /app .
RUN mkdir /data && cd /data && ln -s /app app
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
