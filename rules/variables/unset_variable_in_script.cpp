// Reports variables of RUN that the file sets, but not where this stage could see it.
#include <optional>
#include <set>
#include <utility>

#include <fmt/core.h>

#include "analysis/credentials.h"
#include "analysis/tools.h"
#include "analysis/word_filter.h"
#include "rules/report.h"
#include "rules/rule.h"
#include "rules/variables/declare.h"
#include "rules/variables/definitions.h"
#include "rules/variables/script_names.h"

namespace dflint {
namespace {

class Checker {
 public:
  Checker(const Plan& plan, Report& report) : plan_(plan), report_(report) {
    for (const Variable& variable : plan.variables) set_somewhere_.add(variable.name);
  }

  void script(uint32_t index, const Script& script) {
    for (const Expansion& expansion : script.expansions) {
      if (expansion.kind != ExpansionKind::variable) continue;
      const std::string_view name = script.name(expansion);
      if (!set_somewhere_.may_hold(name)) continue;
      if (!is_variable_name(name) || has_default(script, expansion)) continue;
      if (!definitions_) look_around();
      use(index, script, expansion, name);
    }
  }

 private:
  void look_around() {
    definitions_.emplace(plan_);
    for (const Stage& stage : plan_.stages) {
      bare_.push_back(stage.parent != none
                          ? bare_[stage.parent]
                          : stage.base_kind == BaseKind::scratch || image_tools(stage.base).plain);
    }
  }

  void use(uint32_t index, const Script& script, const Expansion& expansion,
           std::string_view name) {
    const uint32_t stage = plan_.steps[index].stage;
    const Variable* global = definitions_->global(name);
    const Variable* other = global ? global : definitions_->in_stages(name);
    if (!other) return;
    bool unclear = false;
    if (definitions_->seen(stage, index, name, unclear) || unclear) return;
    if (may_be_set(index, name) || !told_.insert({stage, name}).second) return;
    explain(stage, *script.in, expansion.span, name);
  }

  // By the script itself, or by a secret that is handed to it.
  bool may_be_set(uint32_t index, std::string_view name) {
    if (names_of_ != index) {
      names_ = names_set_by(plan_.steps[index]);
      names_of_ = index;
    }
    return names_.holds(name);
  }

  void explain(uint32_t stage, const Instruction& in, Span span, std::string_view name) {
    const Variable* own = definitions_->in_stage(stage, name);
    const Variable* global = definitions_->global(name);
    const Variable* other = own ? own : global ? global : definitions_->in_stages(name);
    // An image brings variables of its own; what a stage repeats further down may be one of them.
    if (!bare_[stage] && (own || !global || may_come_from_image(stage, name))) return;
    Finding& finding = report_.add(Place{&in, span}, message(name, own, global));
    if (other->key.in) finding.notes.push_back({other->key, "set here"});
    if (!own && global && !names_secret(name)) finding.fixes.push_back(declare(in, name));
  }

  static std::string message(std::string_view name, const Variable* own, const Variable* global) {
    if (own) return fmt::format("`{}` is set only further down", name);
    if (!global) return fmt::format("`{}` is set in a stage that this one is not built from", name);
    if (global->kind == VariableKind::predefined)
      return fmt::format("`{0}` is set in a stage only after `ARG {0}`", name);
    return fmt::format("the ARG `{0}` before FROM is not seen in a stage without another `ARG {0}`",
                       name);
  }

  // NODE_VERSION of node, PYTHON_VERSION of python: images say what they hold.
  bool may_come_from_image(uint32_t stage, std::string_view name) const {
    if (definitions_->global(name)->kind == VariableKind::predefined) return false;
    return name.find("VERSION") != std::string_view::npos ||
           name.find("HOME") != std::string_view::npos ||
           name.find("PATH") != std::string_view::npos || stage == none;
  }

  const Plan& plan_;
  Report& report_;
  WordFilter set_somewhere_;
  std::optional<Definitions> definitions_;  // once a variable of that kind is used
  std::vector<bool> bare_;                  // of each stage: its image sets nothing but PATH
  NamesSet names_;                          // of the script of instruction `names_of_`
  uint32_t names_of_ = none;
  std::set<std::pair<uint32_t, std::string_view>> told_;
};

void check(const Plan& plan, const Document& document, Report& report) {
  std::optional<Checker> checker;
  for (uint32_t i = 0; i < plan.steps.size(); ++i) {
    const Step& step = plan.steps[i];
    if (!step.script || step.stage == none || step.script->kind == ShellKind::exec) continue;
    if (document.instructions[i]->statement.keyword != Keyword::run) continue;
    if (step.script->expansions.empty() && step.more.empty()) continue;
    if (!checker) checker.emplace(plan, report);
    checker->script(i, *step.script);
    for (const ScriptPtr& inner : step.more) checker->script(i, *inner);
  }
}

}  // namespace

Rule unset_variable_in_script() {
  return {
      .name = "unset-variable-in-script",
      .category = Category::correctness,
      .severity = Severity::warning,
      .summary = "Declare the variables of RUN in the stage that uses them",
      .why = R"(
The shell of RUN sees what ARG and ENV of its own stage set above it, and what the stages set that it
is built from. An ARG before the first FROM is for FROM alone until the stage repeats `ARG NAME`, the
same holds for `TARGETARCH` and its like, and what another stage sets stays there. The builder says
nothing: the shell puts an empty string in the place, and `app-$VERSION.tar.gz` becomes `app-.tar.gz`.
A name that the script sets itself, or gives a default (`${NAME:-x}`), is left alone; so is what the
base image probably sets.
)",
      .examples = {{
          {
              .bad = R"(
ARG APP_VERSION=1.4.2
FROM alpine:3.20
RUN wget https://example.com/app-[|${APP_VERSION}|].tar.gz
)",
              .good = R"(
ARG APP_VERSION=1.4.2
FROM alpine:3.20
ARG APP_VERSION
RUN wget https://example.com/app-${APP_VERSION}.tar.gz
)",
          },
          {
              .bad = R"(
FROM golang:1.23 AS build
COPY . .
RUN set -eux; \
    GOARCH=[|$TARGETARCH|] go build -o /app
)",
              .good = R"(
FROM golang:1.23 AS build
COPY . .
ARG TARGETARCH
RUN set -eux; \
    GOARCH=$TARGETARCH go build -o /app
)",
          },
          {
              .bad = R"(
FROM debian:12 AS build
ENV PREFIX=/opt/app
RUN make install PREFIX="$PREFIX"

FROM debian:12
COPY --from=build /opt/app /opt/app
RUN ln -s "[|$PREFIX|]/bin/app" /usr/bin/app
)",
              .good = R"(
FROM debian:12 AS build
ENV PREFIX=/opt/app
RUN make install PREFIX="$PREFIX"

FROM debian:12
ENV PREFIX=/opt/app
COPY --from=build /opt/app /opt/app
RUN ln -s "$PREFIX/bin/app" /usr/bin/app
)",
          },
          {
              .bad = R"(
FROM debian:12
RUN <<EOF
useradd --uid "[|$APP_UID|]" app
EOF
ARG APP_UID=1000
)",
              .good = R"(
FROM debian:12
ARG APP_UID=1000
RUN <<EOF
useradd --uid "$APP_UID" app
EOF
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
