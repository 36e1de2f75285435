// Reports build arguments that nothing in the file can use.
#include <string_view>
#include <unordered_map>
#include <vector>

#include <fmt/core.h>

#include "rules/report.h"
#include "rules/rule.h"

namespace dflint {
namespace {

bool is_name_byte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

// How often each name stands in what the builder and the shells read.
using Counts = std::unordered_map<std::string_view, int>;

void count(std::string_view text, Counts& counts) {
  for (size_t at = 0; at < text.size();) {
    size_t end = at;
    while (end < text.size() && is_name_byte(text[end])) ++end;
    if (end > at) ++counts[text.substr(at, end - at)];
    at = end + 1;
  }
}

Counts count_names(const Document& document) {
  Counts counts;
  for (const InstructionPtr& in : document.instructions) {
    count(in->line(), counts);
    for (const Heredoc& heredoc : in->heredocs) count(in->source(heredoc.body), counts);
  }
  return counts;
}

// Names that the builder or its tools read without being asked to.
bool is_read_by_builder(std::string_view name) {
  return name.starts_with("BUILDKIT_") || name.starts_with("TARGET") || name.starts_with("BUILD") ||
         name == "SOURCE_DATE_EPOCH" || name.ends_with("_PROXY") || name.ends_with("_proxy");
}

// After an ARG of a stage every RUN has it in its environment, in that stage and in those that are
// built from it.
bool may_be_run_with(const Variable& arg, const Plan& plan, const Document& document) {
  const Stage& stage = plan.stages[arg.stage];
  for (const Stage& other : plan.stages) {
    if (other.parent == arg.stage) return true;
  }
  for (uint32_t i = arg.instruction + 1; i < stage.end; ++i) {
    const Keyword keyword = document.instructions[i]->statement.keyword;
    if (keyword == Keyword::run || keyword == Keyword::onbuild) return true;
  }
  return false;
}

// The whole line goes, with the comments above it that are about it.
Fix remove_line(const Instruction& in, std::string_view name) {
  uint32_t begin = in.body.begin;
  while (begin > 0 && in.text[begin - 1] != '\n') --begin;
  return replace({&in, {begin, static_cast<uint32_t>(in.text.size())}}, "",
                 fmt::format("Remove `ARG {}`", name), Safety::unsafe);
}

void check(const Plan& plan, const Document& document, Report& report) {
  Counts counts;
  int left = 200;  // each looks through its stage
  for (const Variable& variable : plan.variables) {
    const bool global = variable.kind == VariableKind::global_arg;
    if ((!global && variable.kind != VariableKind::arg) || !variable.key.in) continue;
    const Statement& statement = variable.key.in->statement;
    if (statement.keyword != Keyword::arg || is_read_by_builder(variable.name)) continue;
    if (counts.empty()) counts = count_names(document);
    const auto found = counts.find(variable.name);
    if (found == counts.end() || found->second != 1) continue;
    if (!global && (left-- <= 0 || may_be_run_with(variable, plan, document))) continue;
    Finding& finding = report.add(
        variable.key,
        global ? fmt::format("no FROM uses `{}`, and no stage asks for it", variable.name)
               : fmt::format("nothing after this uses `{}`", variable.name));
    if (statement.pairs.size() == 1)
      finding.fixes.push_back(remove_line(*variable.key.in, variable.name));
  }
}

}  // namespace

Rule unused_arg() {
  return {
      .name = "unused-arg",
      .category = Category::correctness,
      .severity = Severity::warning,
      .summary = "Remove build arguments that nothing uses",
      .why = R"(
Whoever reads `ARG` believes that `--build-arg` changes something. An ARG before the first FROM is seen
by FROM alone, and by a stage only where that says `ARG NAME` again; an ARG of a stage is in the
environment of each RUN below it. One that no instruction names and no RUN can see is left over, or its
name is misspelt somewhere. An ARG above a RUN is never reported: a script may read it.
)",
      .examples = {{
          {
              .bad = R"(
ARG GO_VERSION=1.23
ARG [|DEBIAN_RELEASE|]=bookworm
FROM golang:${GO_VERSION}
RUN go version
)",
              .good = R"(
ARG GO_VERSION=1.23
FROM golang:${GO_VERSION}
RUN go version
)",
          },
          {
              .bad = R"(
FROM nginx:1.27
RUN nginx -t
ARG [|REVISION|]
ARG CREATED
LABEL org.opencontainers.image.created=$CREATED
)",
              .good = R"(
FROM nginx:1.27
RUN nginx -t
ARG CREATED
LABEL org.opencontainers.image.created=$CREATED
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
