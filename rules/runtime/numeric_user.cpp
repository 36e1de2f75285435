// Asks for a number in USER.
#include <algorithm>
#include <string>
#include <unordered_set>

#include <fmt/core.h>

#include "analysis/ascii.h"
#include "analysis/shell/callee.h"
#include "rules/report.h"
#include "rules/rule.h"

namespace dflint {
namespace {

bool is_name_byte(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

// Whether the text holds $NAME or ${NAME} of one of the names.
bool refers_to(std::string_view text, const std::unordered_set<std::string_view>& names) {
  for (size_t at = text.find('$'); at != std::string_view::npos; at = text.find('$', at + 1)) {
    size_t begin = at + 1;
    if (begin < text.size() && text[begin] == '{') ++begin;
    size_t end = begin;
    while (end < text.size() && is_name_byte(text[end])) ++end;
    if (names.count(text.substr(begin, end - begin)) != 0) return true;
  }
  return false;
}

// hadolint: every USER; an ARG above excuses it.
void check_as_hadolint(const Document& document, Report& report) {
  std::unordered_set<std::string_view> arguments;
  for (const InstructionPtr& in : document.instructions) {
    const Statement& statement = in->statement;
    if (statement.keyword == Keyword::arg) {
      for (const Pair& pair : statement.pairs) arguments.insert(in->value(pair.key));
    }
    if (statement.keyword != Keyword::user || statement.args.empty()) continue;
    const std::string_view user = in->value(statement.args[0]);
    const std::string_view name = user.substr(0, user.find(':'));
    if (is_number(name) || name.empty() || refers_to(user, arguments)) continue;
    report.add({in.get(), statement.args[0].span}, "the USER is a name, not a number");
  }
}

// The number that `useradd -u N name` or `adduser -u N name` gives to a name; empty where none
// does.
std::string_view number_of(const Command& command, std::string_view name) {
  const Callee call = callee(command);
  if (call.name != "useradd" && call.name != "adduser") return {};
  const auto words = call.arguments();
  std::string_view number;
  bool names = false;
  for (size_t i = 0; i < words.size(); ++i) {
    const std::string_view word = command.text(words[i]);
    if ((word == "-u" || word == "--uid") && i + 1 < words.size())
      number = command.text(words[i + 1]);
    if (word.starts_with("--uid=")) number = word.substr(6);
    names |= word == name;
  }
  return names && is_number(number) ? number : std::string_view();
}

// In the stages that lead to the last one.
std::string_view number_in_chain(const Plan& plan, const Stage& last, std::string_view name) {
  for (const Stage* stage = &last;;) {
    for (uint32_t i = stage->first; i < stage->end; ++i) {
      if (!plan.steps[i].script) continue;
      for (const Command& command : plan.steps[i].script->commands) {
        if (const auto number = number_of(command, name); !number.empty()) return number;
      }
    }
    if (stage->parent == none || stage->parent >= stage->index) return {};
    stage = &plan.stages[stage->parent];
  }
}

void check(const Plan& plan, const Document& document, Report& report) {
  if (report.as_hadolint()) return check_as_hadolint(document, report);
  if (plan.stages.empty()) return;
  const Stage& stage = plan.stages.back();
  if (stage.user == none || stage.windows) return;
  const Instruction& in = *document.instructions[stage.user];
  const std::string_view user = plan.steps[stage.user].value;
  const std::string_view name = user.substr(0, user.find(':'));
  if (in.statement.args.empty() || name.empty() || is_number(name) || name == "root" ||
      user.find('$') != std::string_view::npos)
    return;
  const Word& word = in.statement.args[0];
  Finding& finding = report.add(
      {&in, word.span},
      fmt::format("an orchestrator cannot tell whether `{}` is root; a number says it", name));
  if (in.value(word) != user) return;
  const std::string_view number = number_in_chain(plan, stage, name);
  if (number.empty()) return;
  finding.fixes.push_back(replace({&in, in.span_in(word, 0, static_cast<uint32_t>(name.size()))},
                                  std::string(number), fmt::format("Write `{}`", number),
                                  Safety::unsafe));
}

}  // namespace

Rule numeric_user() {
  return {
      .name = "numeric-user",
      .aliases = {"DL3066"},
      .category = Category::security,
      .severity = Severity::info,
      .on_by_default = false,
      .summary = "Give the last USER as a number",
      .why = R"(
Kubernetes refuses to start an image with `runAsNonRoot: true` where USER is a name: only the number
says that it is not root, and the name is looked up in the image when it is too late. A number also
matches the owner of mounted files. Which number belongs to a name is decided by `useradd -u` or by
the base image.
)",
      .examples = {{
          {
              .bad = R"(
FROM debian:12
RUN useradd --system --uid 10001 app
USER [|app|]
CMD ["/app"]
)",
              .good = R"(
FROM debian:12
RUN useradd --system --uid 10001 app
USER 10001
CMD ["/app"]
)",
          },
          {
              .bad = R"(
FROM node:22
USER root
RUN npm install -g serve@14
USER [|node|]
)",
              .good = R"(
FROM node:22
USER root
RUN npm install -g serve@14
USER 1000
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
