// Reports variables that are set nowhere.
#include <algorithm>
#include <iterator>
#include <map>
#include <optional>
#include <vector>

#include <fmt/core.h>

#include "analysis/base_facts.h"
#include "analysis/credentials.h"
#include "analysis/unicode.h"
#include "rules/report.h"
#include "rules/rule.h"
#include "rules/variables/declare.h"
#include "rules/variables/definitions.h"

namespace dflint {
namespace {

// Set by whoever starts a command, so people expect them in the file too.
constexpr std::string_view run_time_names[] = {"HOME", "HOSTNAME", "LOGNAME", "OLDPWD",
                                               "PWD",  "SHELL",    "UID",     "USER"};
constexpr std::string_view proxy_names[] = {"all_proxy", "ftp_proxy", "http_proxy", "https_proxy",
                                            "no_proxy"};

// $1, $@, $$: no name.
bool is_special(std::string_view name) {
  const char c = name.empty() ? '$' : name[0];
  return (c >= '0' && c <= '9') || std::string_view("@*#?-$!").find(c) != std::string_view::npos;
}

// The NAME=value whose value the reference stands in, if the name is the same: `ENV A=x$A`.
const Pair* own_pair(const Reference& reference) {
  const Instruction& in = *reference.place.in;
  const std::vector<Pair>& pairs = in.statement.pairs;
  auto pair = std::upper_bound(
      pairs.begin(), pairs.end(), reference.place.span.begin,
      [](uint32_t at, const Pair& candidate) { return at < candidate.key.span.begin; });
  if (pair == pairs.begin() || in.value((--pair)->key) != reference.name) return nullptr;
  return &*pair;
}

// `ENV A=$A`, in quotes or not.
bool copies_itself(const Reference& reference) {
  const Pair* pair = own_pair(reference);
  if (!pair) return false;
  Span value = pair->value.span;
  if (value.size() > 2 && reference.place.in->text[value.begin] == '"') ++value.begin, --value.end;
  return value == reference.place.span;
}

bool has_default(const Reference& reference) {
  return reference.modifier == '-' || reference.modifier == '+';
}

class Checker {
 public:
  Checker(const Plan& plan, Report& report) : plan_(plan), report_(report), definitions_(plan) {
    for (const Stage& stage : plan.stages) {
      const bool own = stage.parent == none;
      unknown_base_.push_back(own ? stage.base_kind != BaseKind::scratch
                                  : unknown_base_[stage.parent]);
      images_.push_back(own ? std::string_view(stage.base) : images_[stage.parent]);
    }
  }

  void report(const Reference& reference) {
    if (image_sets(images_[reference.stage], reference.name)) return;
    Finding& finding = report_.add(reference.place,
                                   fmt::format("`{}` is set nowhere in this file", reference.name));
    const bool unknown = unknown_base_[reference.stage];
    if (reference.instruction == plan_.stages[reference.stage].first) {
      finding.message =
          fmt::format("a trigger of the base stage uses `{}`, which is not set", reference.name);
      if (unknown) finding.severity = Severity::info;
      return;
    }
    const bool explained = special(reference, finding) || proxy(reference, finding) ||
                           too_late(reference, finding) || global(reference, finding) ||
                           no_argument(reference, finding) || misspelt(reference, finding);
    if (!explained) elsewhere(reference, unknown, finding);
  }

 private:
  // Each says whether it has explained the finding.

  static bool special(const Reference& reference, Finding& finding) {
    if (!is_special(reference.name)) return false;
    const Instruction& in = *reference.place.in;
    const char escape = in.dialect.escape;
    finding.message = fmt::format("`{}` means nothing here and is empty; write `{}$` for a `$`",
                                  in.source(reference.place.span), escape);
    // Behind `\$`, a second `$` would begin a variable.
    if (reference.name == "$" || in.statement.exec_form) return true;
    const uint32_t begin = reference.place.span.begin;
    finding.fixes.push_back(replace({&in, {begin, begin}}, std::string(1, escape),
                                    fmt::format("Write `{}$`", escape), Safety::unsafe));
    return true;
  }

  static bool proxy(const Reference& reference, Finding& finding) {
    const auto is_it = [&](std::string_view name) {
      return equal_ignoring_case(name, reference.name);
    };
    if (std::none_of(std::begin(proxy_names), std::end(proxy_names), is_it)) return false;
    finding.message = fmt::format(
        "a proxy given to the build is seen by RUN only, so `{}` is empty", reference.name);
    finding.severity = Severity::info;
    return true;
  }

  bool too_late(const Reference& reference, Finding& finding) const {
    const Variable* own = definitions_.in_stage(reference.stage, reference.name);
    if (!own || has_default(reference) || own_pair(reference)) return false;
    finding.message =
        own->instruction == reference.instruction
            ? fmt::format("`{}` is not set yet: no value sees what its own instruction sets",
                          reference.name)
            : fmt::format("`{}` is set only further down", reference.name);
    finding.notes.push_back({own->key, "set here"});
    return true;
  }

  // Known to FROM; the stage has to ask for it.
  bool global(const Reference& reference, Finding& finding) {
    const Variable* global = definitions_.global(reference.name);
    if (!global) return false;
    finding.message =
        global->kind == VariableKind::predefined
            ? fmt::format("`{0}` is set in a stage only after `ARG {0}`", reference.name)
            : fmt::format(
                  "the ARG `{0}` before FROM is not seen in a stage without another `ARG {0}`",
                  reference.name);
    if (global->key.in) finding.notes.push_back({global->key, "declared for FROM only"});
    // One ARG at the first use is enough for the stage.
    const auto key = std::pair(reference.stage, reference.name);
    const Instruction* first = first_uses_.try_emplace(key, reference.place.in).first->second;
    if (!names_secret(reference.name)) finding.fixes.push_back(declare(*first, reference.name));
    return true;
  }

  // Whoever writes `ENV A=$A` means to take A from the build.
  static bool no_argument(const Reference& reference, Finding& finding) {
    if (!copies_itself(reference)) return false;
    finding.message = fmt::format(
        "nothing has set `{0}` before; only an `ARG {0}` lets the build give it", reference.name);
    if (has_default(reference)) finding.severity = Severity::info;
    // A secret given as build argument stays in the image's history.
    if (!names_secret(reference.name))
      finding.fixes.push_back(declare(*reference.place.in, reference.name));
    return true;
  }

  bool misspelt(const Reference& reference, Finding& finding) {
    if (definitions_.in_stages(reference.name)) return false;
    const std::string_view near = definitions_.suggestion(reference);
    if (near.empty()) return false;
    finding.message += fmt::format("; did you mean `{}`?", near);
    finding.fixes.push_back(replace({reference.place.in, reference.name_span}, std::string(near),
                                    fmt::format("Write `{}`", near), Safety::unsafe));
    return true;
  }

  // A default, the base image or whoever runs the command may give what the file does not.
  void elsewhere(const Reference& reference, bool unknown, Finding& finding) const {
    const Variable* other = definitions_.in_stages(reference.name);
    const bool run_time = std::find(std::begin(run_time_names), std::end(run_time_names),
                                    reference.name) != std::end(run_time_names);
    if (other && other->stage == reference.stage) {
      finding.message = fmt::format("`{}` is not set before", reference.name);
    } else if (other) {
      finding.message = fmt::format("`{}` is set in another stage only", reference.name);
      finding.notes.push_back({other->key, "set here"});
    } else if (run_time) {
      finding.message =
          fmt::format("`{}` is set when a command runs, not for the builder", reference.name);
    }
    if (has_default(reference)) {
      finding.severity = Severity::style;
    } else if (unknown) {
      finding.message += "; unless the base image sets it, it is empty";
      if (!run_time) finding.severity = Severity::info;
    }
  }

  const Plan& plan_;
  Report& report_;
  Definitions definitions_;
  std::map<std::pair<uint32_t, std::string_view>, const Instruction*> first_uses_;
  // Of each stage: whether its environment may come from an image that nobody has looked at.
  std::vector<bool> unknown_base_;        // by stage
  std::vector<std::string_view> images_;  // that the chains of stages begin with
};

void check(const Plan& plan, const Document&, Report& report) {
  std::optional<Checker> checker;
  OnceAWord once;
  for (const Reference& reference : plan.references) {
    if (reference.stage == none || reference.declared || !once.is_new(reference)) continue;
    if (!checker) checker.emplace(plan, report);
    checker->report(reference);
  }
}

}  // namespace

Rule undefined_variable() {
  return {
      .name = "undefined-variable",
      .aliases = {"UndefinedVar"},
      .category = Category::correctness,
      .severity = Severity::warning,
      .summary = "Use only variables that are set",
      .why = R"(
BuildKit puts nothing in the place of a variable that no ARG or ENV sets, and goes on. Three things
often surprise: an ARG before the first FROM is seen by FROM only, until a stage repeats `ARG NAME`;
platform variables such as `TARGETARCH` need an ARG too; and within one ENV a value does not see the
names that the same ENV sets. What the base image sets is known for some images only, so a variable that
may come from another one is reported mildly; and so is one that has a default: `${NAME:-default}`.
)",
      .examples = {{
          {
              .bad = R"(
FROM debian:12
ENV APP_HOME=/srv/app
WORKDIR [|${AP_HOME}|]/bin
)",
              .good = R"(
FROM debian:12
ENV APP_HOME=/srv/app
WORKDIR ${APP_HOME}/bin
)",
          },
          {
              .bad = R"(
FROM debian:12
COPY bin/[|$TARGETARCH|]/app /usr/bin/
)",
              .good = R"(
FROM debian:12
ARG TARGETARCH
COPY bin/$TARGETARCH/app /usr/bin/
)",
          },
          {
              .bad = R"(
FROM debian:12
ENV BASE=/opt BIN=[|$BASE|]/bin
)",
              .good = R"(
FROM debian:12
ENV BASE=/opt
ENV BIN=$BASE/bin
)",
          },
          {
              .bad = R"(
FROM debian:12
ENV PORT=[|${PORT}|]
)",
              .good = R"(
FROM debian:12
ARG PORT
ENV PORT=${PORT}
)",
          },
          {
              .bad = R"(
FROM debian:12
ENV FIRST="awk '{print [|$1|]}'"
)",
              .good = R"(
FROM debian:12
ENV FIRST="awk '{print \$1}'"
)",
          },
          {
              .bad = R"(
ARG VERSION=1.2
FROM debian:12
ADD https://example.com/app-[|${VERSION}|].tar /srv/
LABEL version=[|$VERSION|]
)",
              .good = R"(
ARG VERSION=1.2
FROM debian:12
ARG VERSION
ADD https://example.com/app-${VERSION}.tar /srv/
LABEL version=$VERSION
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
