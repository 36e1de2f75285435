// Reports pip installs whose cache stays in the image.
#include <algorithm>
#include <span>
#include <string_view>

#include "analysis/base_facts.h"
#include "analysis/image.h"
#include "rules/packages/edit.h"
#include "rules/packages/left_cache.h"
#include "rules/packages/pip.h"
#include "rules/rule.h"

namespace dflint {
namespace {

// hadolint: the values that turn the cache off.
constexpr std::string_view yes[] = {"1",  "true", "True", "TRUE", "on",
                                    "On", "ON",   "yes",  "Yes",  "YES"};

bool is_yes(std::string_view value) {
  return std::find(std::begin(yes), std::end(yes), value) != std::end(yes);
}

bool starts_with_yes(std::string_view text) {
  return std::any_of(std::begin(yes), std::end(yes),
                     [&](std::string_view value) { return text.starts_with(value); });
}

bool installs_with_cache(const Command& command) {
  const Invocation call = literal_invocation(command);
  if (!starts_with_one_of(call.program, {"pip", "python"}) || !is_literal_pip_install(call))
    return false;
  if (contains(call.program, "pipx") || call.has("--no-cache-dir")) return false;
  return !(call.has("-m") && (call.has("pipx") || call.has("pipenv")));
}

// hadolint: each stage counts, only ENV and the text of the RUN turn the cache off.
void check_as_hadolint(const Plan& plan, const Document& document, Report& report) {
  const auto turns_off = [](const Variable& variable) -> uint32_t {
    return variable.kind == VariableKind::env && variable.name == "PIP_NO_CACHE_DIR" &&
           is_yes(variable.value);
  };
  visit_with_variables(plan, turns_off, [&](uint32_t i, uint32_t is_off) {
    const Instruction& in = *document.instructions[i];
    const Statement& run = in.effective();
    const ScriptPtr& script = plan.steps[i].script;
    if (run.keyword != Keyword::run || !script || is_off != 0) return;
    const auto installs =
        std::find_if(script->commands.begin(), script->commands.end(), installs_with_cache);
    if (installs == script->commands.end()) return;
    const size_t set = script->text.find("PIP_NO_CACHE_DIR=");
    if (set != std::string::npos &&
        starts_with_yes(std::string_view(script->text).substr(set + 17)))
      return;
    if (is_mounted(in, run, [](std::string_view path) { return contains(path, ".cache/pip"); }))
      return;
    report.add({&in, installs->words[0].span}, "pip leaves its cache in the image");
  });
}

// Whether the release's own pip is older than 6: that keeps no cache unless told to, and refuses
// the flag.
bool brings_old_pip(const Stage& stage) {
  if (stage.base_kind != BaseKind::image) return false;
  const ImageReference image = split_image(stage.base);
  const std::string_view release = image.tag.substr(0, image.tag.find('-'));
  if (image.repository == "ubuntu")
    return is_one_of(release, {"12.04", "precise", "14.04", "trusty"});
  if (image.repository != "debian") return false;
  return is_one_of(release, {"wheezy", "jessie", "oldoldoldstable"}) ||
         is_one_of(release.substr(0, release.find('.')), {"7", "8"});
}

// `pip install --upgrade pip`, `easy_install pip`, `python get-pip.py`.
bool renews_pip(const Command& command) {
  const Invocation call = invocation(command);
  if (call.program.starts_with("python") || call.program.starts_with("curl") ||
      call.program == "wget") {
    return std::any_of(call.arguments.begin(), call.arguments.end(), [&](const ShellWord& word) {
      return contains(call.text(word), "get-pip.py");
    });
  }
  if (!is_pip(call.program) && !call.program.starts_with("easy_install")) return false;
  return std::any_of(call.arguments.begin(), call.arguments.end(), [&](const ShellWord& word) {
    const std::string_view text = call.text(word);
    return text.starts_with("pip") && (text.size() == 3 || contains("=<>~!", text.substr(3, 1)));
  });
}

// Whether pip was renewed before the command, in its stage or one below.
bool is_renewed(const Plan& plan, const Command& command, const Stage& stage) {
  const Script* until = command.script;
  for (const Stage* at = &stage;; at = &plan.stages[at->parent]) {
    for (uint32_t i = at->first; i < at->end; ++i) {
      const Script* script = plan.steps[i].script.get();
      if (!script) continue;
      const size_t count = script == until ? static_cast<size_t>(&command - until->commands.data())
                                           : script->commands.size();
      const std::span<const Command> before(script->commands.data(), count);
      if (std::any_of(before.begin(), before.end(), renews_pip)) return true;
      if (script == until) break;
    }
    if (at->parent == none || at->parent >= at->index) return false;
  }
}

// One finding for a RUN, whose fix mends all of it.
void check(const Plan& plan, const Document& document, Report& report) {
  if (report.as_hadolint()) return check_as_hadolint(plan, document, report);
  const auto is_ours = [](std::string_view program) { return program == "pip"; };
  Finding* first = nullptr;
  visit_left_caches(plan, document, is_ours, [&](const LeftCache& left, const Stage& stage) {
    if (brings_old_pip(root_of(plan, stage)) && !is_renewed(plan, *left.command, stage)) return;
    const Instruction* in = left.command->script->in;
    if (!first || first->place.in != in) {
      first = &report_left(left, report);
      return;
    }
    first->notes.push_back({{in, call_span(left.call, *left.cache)}, "and here"});
    system_packages::add_to_fix(*first, fix_of(left));
  });
}

}  // namespace

Rule pip_no_cache() {
  return {
      .name = "pip-no-cache",
      .aliases = {"DL3042"},
      .category = Category::size,
      .severity = Severity::warning,
      .summary = "Keep the cache of pip out of the image",
      .why = R"(
pip keeps what it downloads and builds below `~/.cache/pip`. In a layer of the image nobody will use that again,
and it may weigh as much as the packages themselves. Say `--no-cache-dir`, set
`ENV PIP_NO_CACHE_DIR=1`, or better for the next build, mount a cache:
`RUN --mount=type=cache,target=/root/.cache/pip pip install …`. Removing the cache in a later RUN does
not help: its bytes stay in the earlier layer. Stages that only lend files to the last one are not
reported; their caches are thrown away anyway. Nor is the pip of Ubuntu 14.04 and Debian 8, which is too old to keep
a cache by itself.
)",
      .examples = {{
          {
              .bad = R"(
FROM python:3.12-slim
COPY requirements.txt .
RUN [|pip install|] -r requirements.txt
)",
              .good = R"(
FROM python:3.12-slim
COPY requirements.txt .
RUN pip install --no-cache-dir -r requirements.txt
)",
          },
          {
              .bad = R"(
FROM python:3.12-slim
RUN python3 -m [|pip install|] \
      --upgrade flask==3.0.3 \
 && pip3 install gunicorn==22.0.0
)",
              .good = R"(
FROM python:3.12-slim
RUN python3 -m pip install --no-cache-dir \
      --upgrade flask==3.0.3 \
 && pip3 install --no-cache-dir gunicorn==22.0.0
)",
          },
          {
              .bad = R"(
FROM python:3.12 AS build
RUN pip install build && python -m build

FROM python:3.12-slim
COPY --from=build /dist /dist
RUN [|pip install|] /dist/*.whl
)",
              .good = R"(
FROM python:3.12 AS build
RUN pip install build && python -m build

FROM python:3.12-slim
COPY --from=build /dist /dist
RUN pip install --no-cache-dir /dist/*.whl
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
