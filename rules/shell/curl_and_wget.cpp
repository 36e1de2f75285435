// Reports stages that use both curl and wget.
#include <fmt/core.h>

#include "analysis/shell/callee.h"
#include "rules/report.h"
#include "rules/rule.h"

namespace dflint {
namespace {

struct Use {
  const Instruction* in = nullptr;
  Span span;
};

// What one stage has used so far.
struct Seen {
  Use curl, wget;
  bool told = false;
};

// Adds what a RUN uses. hadolint: the name as written.
void look(const Script& script, bool as_hadolint, Seen& now) {
  for (const Command& command : script.commands) {
    if (command.words.empty()) continue;
    const Callee call = as_hadolint ? literal_callee(command) : callee(command);
    Use* use = call.name == "curl" ? &now.curl : call.name == "wget" ? &now.wget : nullptr;
    if (use && !use->in) *use = {script.in, call.words[0].span};
  }
}

void check(const Plan& plan, const Document& document, Report& report) {
  Seen stage, triggers;
  for (size_t i = 0; i < document.instructions.size(); ++i) {
    const Instruction& in = *document.instructions[i];
    if (in.statement.keyword == Keyword::from) stage = {};
    if (in.effective().keyword != Keyword::run || !plan.steps[i].script) continue;
    Seen now;
    look(*plan.steps[i].script, report.as_hadolint(), now);
    if (!now.curl.in && !now.wget.in) continue;
    Seen& all = in.statement.trigger ? triggers : stage;
    const Seen before = all;
    if (!all.curl.in) all.curl = now.curl;
    if (!all.wget.in) all.wget = now.wget;
    if (!all.curl.in || !all.wget.in) continue;
    // hadolint: every RUN from there on.
    if (all.told && !report.as_hadolint()) continue;
    all.told = true;
    // The one that came second; within one RUN curl is taken for it.
    const bool curl = now.curl.in && !(before.curl.in && now.wget.in);
    const Use& here = curl ? now.curl : now.wget;
    const Use& other = curl ? all.wget : all.curl;
    Finding& finding = report.add({here.in, here.span},
                                  fmt::format("the stage uses `{}` and `{}`; one of them would do",
                                              curl ? "wget" : "curl", curl ? "curl" : "wget"));
    finding.notes.push_back({{other.in, other.span}, "the other one"});
  }
}

}  // namespace

Rule curl_and_wget() {
  return {
      .name = "curl-and-wget",
      .aliases = {"DL4001"},
      .category = Category::size,
      .severity = Severity::info,
      .on_by_default = false,
      .summary = "Download with curl or with wget, not with both in one stage",
      .why = R"(
Both do the same, and each brings its package, its libraries and its options to know. Where neither
is in the base image, one of them is room and updates for nothing. `ADD https://…` with `--checksum`
needs neither.
)",
      .examples = {{
          {
              .bad = R"(
FROM debian:12
RUN curl -fsSLO https://example.com/a.tgz
RUN [|wget|] -q https://example.com/b.tgz
RUN curl -fsSLO https://example.com/c.tgz
)",
              .good = R"(
FROM debian:12
RUN curl -fsSLO https://example.com/a.tgz
RUN curl -fsSLO https://example.com/b.tgz
RUN curl -fsSLO https://example.com/c.tgz
)",
          },
          {
              .bad = R"(
FROM debian:12 AS get
RUN wget -q https://example.com/a.tgz && sudo [|curl|] -fsSLO https://example.com/b.tgz
FROM debian:12
RUN curl -fsSLO https://example.com/c.tgz
)",
              .good = R"(
FROM debian:12 AS get
RUN wget -q https://example.com/a.tgz https://example.com/b.tgz
FROM debian:12
RUN curl -fsSLO https://example.com/c.tgz
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
