// Reports small RUNs that follow each other.
#include <algorithm>
#include <string>

#include "rules/report.h"
#include "rules/rule.h"

namespace dflint {
namespace {

// As hadolint counts: neither tests nor commands whose name hangs on a variable; of exec form, the
// strings joined as a script.
size_t count_commands(const Instruction& in, const Script& script) {
  ScriptPtr read;
  const Script* counted = &script;
  if (script.kind != ShellKind::posix) {
    ScriptSource source;
    source.in = &in;
    source.text = script.text;
    source.span = script.span;
    source.opaque = true;
    read = parse_script(std::move(source), Shell{});
    counted = read.get();
  }
  if (!counted->problems.empty()) return 0;
  const auto& commands = counted->commands;
  return static_cast<size_t>(std::count_if(commands.begin(), commands.end(), [](const Command& c) {
    return !c.words.empty() && !c.words[0].expands && !c.is("[") && !c.is("[[");
  }));
}

bool same_flags(const Instruction& a, const Instruction& b) {
  return std::equal(a.statement.flags.begin(), a.statement.flags.end(), b.statement.flags.begin(),
                    b.statement.flags.end(), [&](const Flag& one, const Flag& other) {
                      return a.value(one.text) == b.value(other.text);
                    });
}

// One script that another can follow behind `&&`.
bool can_be_joined(const Instruction& in, const Script& script) {
  return script.kind == ShellKind::posix && script.problems.empty() && script.comments.empty() &&
         in.heredocs.empty() && in.inner_comments.empty() && !script.commands.empty() &&
         script.text.find_last_of("&;\\`") != script.text.size() - 1;
}

// Both in one RUN; comments above the second would land amid the first.
void mend(const Instruction& first, const Script& one, const Instruction& second,
          const Script& other, Finding& finding) {
  if (!can_be_joined(first, one) || !can_be_joined(second, other) || !second.comments.empty())
    return;
  // What a directory or an option changes would reach the second one, too.
  const auto& commands = one.commands;
  const bool changes = std::any_of(commands.begin(), commands.end(), [](const Command& command) {
    return command.is("cd") || command.is("set") || command.is("export") || command.is("exit") ||
           command.is("exec") || command.is(".") || command.is("source") || command.words.empty() ||
           command.join == Join::background || command.join == Join::or_ || command.conditional;
  });
  if (changes) return;
  const char escape = second.dialect.escape;
  const bool crlf = first.text.ends_with("\r\n");
  Fix fix{"Join both RUNs", Safety::unsafe, {}};
  fix.replacements.push_back({{&first, {one.span.end, static_cast<uint32_t>(first.text.size())}},
                              std::string(" ") + escape + (crlf ? "\r\n" : "\n")});
  fix.replacements.push_back({{&second, {0, other.span.begin}}, "    && "});
  finding.fixes.push_back(std::move(fix));
}

void check(const Plan& plan, const Document& document, Report& report) {
  constexpr size_t few = 1;
  size_t remembered = document.instructions.size();
  size_t commands_of_remembered = 0;
  for (size_t i = 0; i < document.instructions.size(); ++i) {
    const Instruction& in = *document.instructions[i];
    if (in.statement.keyword != Keyword::run || !plan.steps[i].script) {
      remembered = document.instructions.size();
      continue;
    }
    const Script& script = *plan.steps[i].script;
    const size_t count = count_commands(in, script);
    if (remembered < i && count <= few && commands_of_remembered <= few &&
        same_flags(in, *document.instructions[remembered])) {
      Finding& finding =
          report.add({&in, in.statement.word.span}, "this RUN could be part of the one before");
      finding.notes.push_back(
          {{document.instructions[i - 1].get(), document.instructions[i - 1]->statement.word.span},
           "the one before"});
      if (!report.as_hadolint())
        mend(*document.instructions[i - 1], *plan.steps[i - 1].script, in, script, finding);
      continue;
    }
    remembered = i;
    commands_of_remembered = count;
  }
}

}  // namespace

Rule consecutive_runs() {
  return {
      .name = "consecutive-runs",
      .aliases = {"DL3059"},
      .category = Category::size,
      .severity = Severity::info,
      .on_by_default = false,
      .summary = "Join small RUNs that follow each other",
      .why = R"(
Each RUN makes a layer. Small ones that always run together cost a layer each and a little time at
every pull, and what the second one deletes stays in the first. Separate RUNs are better cached and
easier to read, though, so this is a matter of taste where nothing is deleted.
)",
      .examples = {{
          {
              .bad = R"(
FROM debian:12
RUN mkdir /data
[|RUN|] chown app /data
)",
              .good = R"(
FROM debian:12
RUN mkdir /data \
    && chown app /data
)",
          },
          {
              .bad = R"(
FROM debian:12
RUN make build
# check it
[|RUN|] make check
RUN --network=none make test
)",
              .good = R"(
FROM debian:12
RUN make build && make check
RUN --network=none make test
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
