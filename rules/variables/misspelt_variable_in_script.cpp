// Reports variables of RUN that nothing sets, but one that is set has nearly the same name.
#include <iterator>
#include <optional>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/core.h>

#include "analysis/base_facts.h"
#include "analysis/tools.h"
#include "analysis/unicode.h"
#include "analysis/word_filter.h"
#include "rules/report.h"
#include "rules/rule.h"
#include "rules/variables/definitions.h"
#include "rules/variables/script_names.h"

namespace dflint {
namespace {

// Set by shells, by the builder, or usual in the environment of images.
constexpr std::string_view usual =
    "UID EUID GID PPID GROUPS RANDOM SECONDS LINENO HOSTNAME HOSTTYPE MACHTYPE OSTYPE IFS OPTARG "
    "OPTIND PS1 PS2 PS3 PS4 PWD OLDPWD HOME PATH USER USERNAME LOGNAME SHELL TERM LANG LANGUAGE "
    "LC_ALL LC_CTYPE TMPDIR TEMP TMP TZ MAIL EDITOR PAGER REPLY FUNCNAME PIPESTATUS DIRSTACK LINES "
    "COLUMNS CI CC CXX CPP AR AS LD NM CFLAGS CXXFLAGS CPPFLAGS LDFLAGS LIBS MAKE MAKEFLAGS "
    "PREFIX DESTDIR GOPATH GOROOT GOBIN GOOS GOARCH GOARM http_proxy https_proxy ftp_proxy "
    "no_proxy all_proxy HTTP_PROXY HTTPS_PROXY FTP_PROXY NO_PROXY ALL_PROXY ID VERSION_ID "
    "BUILDPLATFORM BUILDOS BUILDARCH BUILDVARIANT TARGETPLATFORM TARGETOS TARGETARCH "
    "TARGETVARIANT SOURCE_DATE_EPOCH PKG_CONFIG_PATH LD_LIBRARY_PATH PYTHONPATH CLASSPATH";

// 1 and 2 of FILE1 and FILE2 are no typing error.
bool differ_in_digits(std::string_view a, std::string_view b) {
  const auto without = [](std::string_view text) {
    std::string letters(text);
    std::erase_if(letters, [](char c) { return c >= '0' && c <= '9'; });
    return letters;
  };
  return equal_ignoring_case(without(a), without(b)) && !equal_ignoring_case(a, b);
}

class Checker {
 public:
  Checker(const Plan& plan, const Document& document, Report& report)
      : plan_(plan), document_(document), report_(report), definitions_(plan) {
    for (const Stage& stage : plan.stages) {
      images_.push_back(stage.parent < stage.index ? images_[stage.parent] : stage.base);
    }
  }

  void script(uint32_t index, const Script& script, bool outer) {
    if (script.kind != ShellKind::posix) return;
    for (const Expansion& expansion : script.expansions) {
      if (expansion.kind != ExpansionKind::variable) continue;
      const std::string_view name = script.name(expansion);
      if (name.size() < 3 || !is_variable_name(name) || has_default(script, expansion)) continue;
      if (definitions_.global(name) || definitions_.in_stages(name)) continue;
      const uint32_t stage = plan_.steps[index].stage;
      if (lists(usual, name) || image_sets(images_[stage], name) || may_be_set(index, name))
        continue;
      if (!told_.insert({stage, name}).second) continue;
      look(index, script, expansion, outer && !script.opaque);
    }
  }

 private:
  bool may_be_set(uint32_t index, std::string_view name) {
    if (names_of_ != index) {
      names_ = names_set_by(plan_.steps[index]);
      names_of_ = index;
    }
    return names_.holds(name);
  }

  // NAME= in a file that some RUN writes, and that a shell may read at its start.
  bool is_written_somewhere(std::string_view name) {
    const std::string_view text = document_.text.bytes();
    for (size_t at = text.find(name); at != std::string_view::npos;
         at = text.find(name, at + name.size())) {
      const size_t end = at + name.size();
      if (end < text.size() && text[end] == '=') return true;
    }
    return false;
  }

  void look(uint32_t index, const Script& script, const Expansion& expansion, bool in_place) {
    const std::string_view name = script.name(expansion);
    const uint32_t stage = plan_.steps[index].stage;
    const Guess near = definitions_.nearest_seen(stage, index, name);
    const bool other_case = !near.word.empty() && equal_ignoring_case(near.word, name);
    if (!near.certain && !other_case) return;
    if (differ_in_digits(name, near.word) || is_written_somewhere(name)) return;
    bool unclear = false;
    const Variable* meant = definitions_.seen(stage, index, near.word, unclear);
    if (!meant || unclear || !meant->key.in) return;
    Finding& finding = report_.add(Place{script.in, expansion.span},
                                   fmt::format("`{}` is set nowhere; `{}` is", name, near.word));
    finding.notes.push_back({meant->key, fmt::format("`{}` is set here", near.word)});
    if (in_place && script.in->source(expansion.name) == name)
      finding.fixes.push_back(replace({script.in, expansion.name}, std::string(near.word),
                                      fmt::format("Replace `{}` by `{}`", name, near.word),
                                      Safety::unsafe));
  }

  const Plan& plan_;
  const Document& document_;
  Report& report_;
  Definitions definitions_;
  std::vector<std::string_view> images_;  // that the chain of each stage begins with
  NamesSet names_;                        // of the scripts of instruction `names_of_`
  uint32_t names_of_ = none;
  std::set<std::pair<uint32_t, std::string_view>> told_;
};

// What a script may mean: an ARG or ENV of the file.
bool defines_any(const Plan& plan) {
  return std::any_of(plan.variables.begin(), plan.variables.end(), [](const Variable& variable) {
    return variable.kind != VariableKind::predefined && variable.stage != none;
  });
}

void check(const Plan& plan, const Document& document, Report& report) {
  std::optional<Checker> checker;
  for (uint32_t i = 0; i < plan.steps.size(); ++i) {
    const Step& step = plan.steps[i];
    if (!step.script || step.stage == none) continue;
    if (document.instructions[i]->statement.keyword != Keyword::run) continue;
    if (step.script->expansions.empty() && step.more.empty()) continue;
    if (!checker && !defines_any(plan)) return;
    if (!checker) checker.emplace(plan, document, report);
    checker->script(i, *step.script, true);
    for (const ScriptPtr& inner : step.more) checker->script(i, *inner, false);
  }
}

}  // namespace

Rule misspelt_variable_in_script() {
  return {
      .name = "misspelt-variable-in-script",
      .category = Category::correctness,
      .severity = Severity::warning,
      .summary = "Spell variables of RUN as ARG and ENV do",
      .why = R"(
The builder does not look at the variables of a RUN, and the shell puts an empty string in the place of one
that nobody sets. `useradd --uid "$UDI"` with `ARG UID` above it fails in the best case; `rm -rf "$APP_HOEM/tmp"`
does not. Reported are names that neither the file nor the script sets, that shells and
known images do not set either, and that are one letter away from a variable which is set here.
)",
      .examples = {{
          {
              .bad = R"(
FROM debian:12
ARG APP_UID=10001
RUN useradd --uid "[|${APP_UDI}|]" --no-log-init app
)",
              .good = R"(
FROM debian:12
ARG APP_UID=10001
RUN useradd --uid "${APP_UID}" --no-log-init app
)",
          },
          {
              .bad = R"(
FROM node:22
ENV APP_HOME=/srv/app
RUN mkdir -p $APP_HOME \
 && rm -rf [|$APP_HOEM|]/tmp
)",
              .good = R"(
FROM node:22
ENV APP_HOME=/srv/app
RUN mkdir -p $APP_HOME \
 && rm -rf $APP_HOME/tmp
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
