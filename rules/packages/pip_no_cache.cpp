// Reports pip installs whose cache stays in the image.
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

void check(const Plan& plan, const Document& document, Report& report) {
  if (report.as_hadolint()) return check_as_hadolint(plan, document, report);
  const auto is_ours = [](std::string_view program) { return program == "pip"; };
  visit_left_caches(plan, document, is_ours,
                    [&](const LeftCache& left) { report_left(left, report); });
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
reported; their caches are thrown away anyway.
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
 && [|pip3 install|] gunicorn==22.0.0
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
