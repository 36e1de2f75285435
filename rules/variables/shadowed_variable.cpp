// Reports definitions that take another one's effect away.
#include <algorithm>
#include <map>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/core.h>

#include "rules/report.h"
#include "rules/rule.h"
#include "rules/variables/repeated.h"
#include "rules/variables/script_names.h"

namespace dflint {
namespace {

class Checker {
 public:
  Checker(const Plan& plan, const Document& document, Report& report)
      : plan_(plan), document_(document), report_(report) {
    for (const Reference& reference : plan.references) {
      if (reference.declared) used_.emplace_back(reference.name, reference.instruction);
    }
    std::sort(used_.begin(), used_.end());
    runs_.resize(document.instructions.size() + 1);
    for (size_t i = 0; i < document.instructions.size(); ++i) {
      const Keyword keyword = document.instructions[i]->statement.keyword;
      runs_[i + 1] = runs_[i] + (keyword == Keyword::run || keyword == Keyword::onbuild);
    }
  }

  void check() {
    for (uint32_t v = 0; v < plan_.variables.size(); ++v) {
      const Variable& variable = plan_.variables[v];
      if (variable.stage == none) {
        if (variable.kind == VariableKind::global_arg && variable.key.in)
          globals_[variable.name] = v;
        continue;
      }
      if (variable.kind == VariableKind::arg) global_default(variable);
      const auto [before, fresh] = last_.try_emplace({variable.stage, variable.name}, v);
      if (fresh) continue;
      redefined(plan_.variables[std::exchange(before->second, v)], variable);
    }
  }

 private:
  static bool in_this_file(const Variable& variable) {
    const Keyword keyword = variable.key.in ? variable.key.in->statement.keyword : Keyword::none;
    // Templates leave odd names behind.
    return (keyword == Keyword::arg || keyword == Keyword::env) && is_variable_name(variable.name);
  }

  // Whether an instruction after `from`, `to` included, names it.
  bool is_used(std::string_view name, uint32_t from, uint32_t to) const {
    const auto at = std::upper_bound(used_.begin(), used_.end(), std::pair(name, from));
    return at != used_.end() && at->first == name && at->second <= to;
  }

  // Nothing between them has seen the first: it might as well not be there.
  void redefined(const Variable& first, const Variable& second) {
    const uint32_t instruction = second.instruction;
    if (!in_this_file(first) || !in_this_file(second)) return;
    if (first.instruction >= instruction || is_used(first.name, first.instruction, instruction))
      return;
    if (runs_[instruction] != runs_[first.instruction]) return;
    if (!second.has_value || (second.kind == VariableKind::arg && second.global != none)) return;
    if (first.kind == VariableKind::arg && !first.has_value && second.kind == VariableKind::arg)
      return;
    // At run time the ENV counts, whatever an ARG does to the build.
    if (first.kind == VariableKind::env && second.kind == VariableKind::arg) return;
    const std::string_view what = first.kind == VariableKind::env ? "ENV" : "ARG";
    Finding& finding = report_.add(
        first.key,
        first.kind == VariableKind::arg && second.kind == VariableKind::env
            ? fmt::format("a build argument `{}` has no effect: ENV sets it anew before it is used",
                          first.name)
            : fmt::format("this {} of `{}` has no effect: it is set anew before it is used", what,
                          first.name));
    finding.notes.push_back({second.key, "set anew here"});
  }

  // ARG NAME=other in a stage, while FROM goes by the default of the global one.
  void global_default(const Variable& arg) {
    const auto entry = globals_.find(arg.name);
    if (entry == globals_.end() || !arg.has_value || arg.global != none || !in_this_file(arg))
      return;
    const Variable& global = plan_.variables[entry->second];
    const bool differs = global.has_value && !global.value.empty() && global.value != arg.value;
    const uint32_t first = plan_.stages[arg.stage].first;
    if (!differs || !is_used(arg.name, global.instruction, first)) return;
    Finding& finding = report_.add(
        arg.key,
        fmt::format("`{0}` is `{1}` here and `{2}` for FROM; `ARG {0}` takes the one above",
                    arg.name, arg.value.substr(0, 40), global.value.substr(0, 40)));
    finding.notes.push_back({global.key, "the default for FROM"});
  }

  const Plan& plan_;
  const Document& document_;
  Report& report_;
  // Names and the instructions that use them, in order.
  std::vector<std::pair<std::string_view, uint32_t>> used_;
  std::vector<uint32_t> runs_;  // how many RUN stand before an instruction
  std::map<std::pair<uint32_t, std::string_view>, uint32_t> last_;
  std::map<std::string_view, uint32_t> globals_;
};

void check(const Plan& plan, const Document& document, Report& report) {
  if (!repeats_names(plan)) return;
  Checker(plan, document, report).check();
}

}  // namespace

Rule shadowed_variable() {
  return {
      .name = "shadowed-variable",
      .category = Category::correctness,
      .severity = Severity::warning,
      .summary = "Set a variable once, or use it before it is set anew",
      .why = R"(
ENV hides an ARG of the same name from there on, so `ARG PORT` followed by `ENV PORT=80` ignores
`--build-arg PORT=…`; write `ENV PORT=$PORT`. A second ARG or ENV of the same name, before anything
could use the first, makes the first one void. And an ARG that stands before FROM and again, with another
default, in a stage has two values in one build; `ARG NAME` without a default takes over the first.
)",
      .examples = {{
          {
              .bad = R"(
FROM nginx:1.27
ARG [|SITE|]=example.com
ENV SITE=example.org
RUN sed -i "s/localhost/$SITE/" /etc/nginx/conf.d/default.conf
)",
              .good = R"(
FROM nginx:1.27
ARG SITE=example.com
ENV SITE=$SITE
RUN sed -i "s/localhost/$SITE/" /etc/nginx/conf.d/default.conf
)",
          },
          {
              .bad = R"(
ARG NODE_VERSION=22
FROM node:${NODE_VERSION}
ARG [|NODE_VERSION|]=20
RUN ./configure --node "$NODE_VERSION"
)",
              .good = R"(
ARG NODE_VERSION=22
FROM node:${NODE_VERSION}
ARG NODE_VERSION
RUN ./configure --node "$NODE_VERSION"
)",
          },
          {
              .bad = R"(
FROM debian:12
ENV [|LANG|]=C
ENV LANG=C.UTF-8
)",
              .good = R"(
FROM debian:12
ENV LANG=C.UTF-8
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
