// Asks for pip install --require-hashes.
#include "rules/packages/left_cache.h"
#include "rules/packages/pip.h"
#include "rules/rule.h"

namespace dflint {
namespace {

constexpr std::string_view variable = "PIP_REQUIRE_HASHES";

// The word of the file of requirements: `r.txt` of -r r.txt, or all of --requirement=r.txt;
// nullptr: none is read.
const ShellWord* requirements_of(const Invocation& call) {
  for (size_t i = 0; i < call.arguments.size(); ++i) {
    const std::string_view text = call.text(call.arguments[i]);
    if ((text == "-r" || text == "--requirement") && i + 1 < call.arguments.size())
      return &call.arguments[i + 1];
    if (text.starts_with("--requirement=") || (text.starts_with("-r") && text.size() > 2))
      return &call.arguments[i];
  }
  return nullptr;
}

void check_command(const Command& command, bool required, Report& report) {
  const Invocation call = invocation(command);
  if (!is_pip(call.program) || !call.has("install") || call.has_flag("--require-hashes") ||
      required)
    return;
  if (std::any_of(command.assignments.begin(), command.assignments.end(),
                  [](const Assignment& a) { return a.name == variable; }))
    return;
  const ShellWord* requirements = requirements_of(call);
  if (requirements == nullptr) return;
  const Instruction* in = command.script->in;
  Finding& finding =
      report.add({in, requirements->span},
                 fmt::format("what `{}` names is installed without a hash to compare it with",
                             call.text(*requirements)));
  const auto install =
      std::find_if(call.arguments.begin(), call.arguments.end(),
                   [&](const ShellWord& word) { return call.text(word) == "install"; });
  if (!is_in_place(command) || install == call.arguments.end()) return;
  finding.fixes.push_back(replace({in, {install->span.end, install->span.end}}, " --require-hashes",
                                  "Add `--require-hashes`", Safety::unsafe));
}

void check(const Plan& plan, const Document& document, Report& report) {
  const auto requires_hashes = [](const Variable& v) -> uint32_t { return v.name == variable; };
  visit_with_variables(plan, requires_hashes, [&](uint32_t i, uint32_t required) {
    const Step& step = plan.steps[i];
    if (document.instructions[i]->statement.keyword != Keyword::run || !step.script) return;
    for (const Command& command : step.script->commands)
      check_command(command, required != 0, report);
    for (const ScriptPtr& script : step.more) {
      for (const Command& command : script->commands) check_command(command, required != 0, report);
    }
  });
}

}  // namespace

Rule pip_require_hashes() {
  return {
      .name = "pip-require-hashes",
      .category = Category::security,
      .severity = Severity::info,
      .on_by_default = false,
      .summary = "Let pip compare what it downloads with hashes",
      .why = R"(
A version in `requirements.txt` says which release, not which bytes. With `--require-hashes` (or `ENV
PIP_REQUIRE_HASHES=1`) pip installs only files whose hash stands beside the version, and nothing that is not listed.
`pip-compile --generate-hashes` and `uv pip compile --generate-hashes` write such a file. One hash in the
file makes pip demand all of them even without the flag; the flag is what notices when the last one is
lost. Off by default, and the fix is unsafe:
without hashes in the file the build fails from then on.
)",
      .examples = {{
          {
              .bad = R"(
FROM python:3.13-slim
COPY requirements.txt .
RUN pip install --no-cache-dir -r [|requirements.txt|]
)",
              .good = R"(
FROM python:3.13-slim
COPY requirements.txt .
RUN pip install --require-hashes --no-cache-dir -r requirements.txt
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
