// Finds caches of package managers that a RUN leaves in the image.
#pragma once

#include <string_view>
#include <utility>
#include <vector>

#include <fmt/core.h>

#include "analysis/package_cache.h"
#include "rules/packages/call.h"

namespace dflint {

// The stages whose layers the image of the last one is made of.
inline std::vector<bool> shipped_stages(const Plan& plan) {
  std::vector<bool> shipped(plan.stages.size());
  uint32_t at = plan.stages.empty() ? none : static_cast<uint32_t>(plan.stages.size() - 1);
  for (; at != none && !shipped[at]; at = plan.stages[at].parent) shipped[at] = true;
  return shipped;
}

// A cache or tmpfs mount of the RUN has a target for which `holds` is true.
template <typename Holds>
bool is_mounted(const Instruction& in, const Statement& run, Holds holds) {
  for (const Mount& mount : run.mounts) {
    bool volatile_mount = false;
    std::string_view target;
    for (const MountField& field : mount.fields) {
      const std::string_view key = in.value(field.key), value = in.value(field.value);
      if (key == "type") volatile_mount = value == "cache" || value == "tmpfs";
      if (is_one_of(key, {"target", "dst", "destination"})) target = value;
    }
    if (volatile_mount && holds(target)) return true;
  }
  return false;
}

inline bool is_under(uint32_t stage, uint32_t ancestor, const Plan& plan) {
  for (; stage != none; stage = plan.stages[stage].parent) {
    if (stage == ancestor) return true;
    // A parent stands before its child.
    if (stage < ancestor) return false;
  }
  return false;
}

// A cache that a command leaves behind.
struct LeftCache {
  const Command* command = nullptr;
  const PackageCache* cache = nullptr;
  Invocation call;
};

namespace left_cache {

// One of the variables is set where the command runs: by ENV or ARG, export or before the command.
inline bool is_configured(const LeftCache& left, uint32_t instruction, const Plan& plan) {
  const Names& names = left.cache->variables;
  const auto set_in = [&](const Command& command) {
    return std::any_of(command.assignments.begin(), command.assignments.end(),
                       [&](const Assignment& a) { return holds_name(names, a.name); });
  };
  for (const Command& command : left.command->script->commands) {
    if (&command == left.command ? set_in(command) : command.words.empty() && set_in(command))
      return true;
    if (command.name() != "export" && command.name() != "env" && &command != left.command) continue;
    for (const ShellWord& word : command.words) {
      const std::string_view text = command.text(word);
      if (holds_name(names, text.substr(0, text.find('=')))) return true;
    }
  }
  const uint32_t stage = plan.steps[instruction].stage;
  return std::any_of(plan.variables.begin(), plan.variables.end(), [&](const Variable& variable) {
    return variable.stage != none && variable.instruction < instruction &&
           holds_name(names, variable.name) && is_under(stage, variable.stage, plan);
  });
}

inline bool is_kept(const LeftCache& left, uint32_t instruction, const Plan& plan) {
  const PackageCache& cache = *left.cache;
  if (std::any_of(cache.flags.begin(), cache.flags.end(),
                  [&](std::string_view flag) { return !flag.empty() && left.call.has_flag(flag); }))
    return false;
  // What downloads nothing to keep.
  if (left.call.has_flag("--help") || left.call.has_flag("--dry-run")) return false;
  const Instruction& in = *left.command->script->in;
  if (is_mounted(in, in.effective(), [&](std::string_view path) { return holds(path, cache); }))
    return false;
  return !is_configured(left, instruction, plan);
}

}  // namespace left_cache

// The commands of a script that leave a cache that `wanted` names: all of them where a flag of each
// is the cure, else the last, behind which the cache can be cleaned.
template <typename Wanted>
std::vector<LeftCache> left_caches(const Script& script, uint32_t instruction, const Plan& plan,
                                   Wanted wanted) {
  std::vector<LeftCache> found;
  for (const Command& command : script.commands) {
    const Invocation call = invocation(command);
    std::erase_if(found, [&](const LeftCache& left) { return cleans(call, *left.cache); });
    const PackageCache* cache = filled_cache(call);
    if (cache == nullptr || !wanted(cache->program)) continue;
    const LeftCache left{&command, cache, call};
    if (!left_cache::is_kept(left, instruction, plan)) continue;
    if (cache->no_cache.empty())
      std::erase_if(found, [&](const LeftCache& other) { return other.cache == cache; });
    found.push_back(left);
  }
  return found;
}

// The scripts of the RUN instructions whose layers end in the image, with their instructions.
template <typename Visit>
void visit_shipped_scripts(const Plan& plan, const Document& document, Visit visit) {
  const std::vector<bool> shipped = shipped_stages(plan);
  for (uint32_t i = 0; i < plan.steps.size(); ++i) {
    const Step& step = plan.steps[i];
    if (!step.script || step.stage == none || !shipped[step.stage]) continue;
    if (document.instructions[i]->statement.keyword != Keyword::run) continue;
    visit(*step.script, i);
    for (const ScriptPtr& script : step.more) visit(*script, i);
  }
}

// From the program to its subcommand.
inline Span call_span(const Invocation& call) {
  const ShellWord* program = call.arguments.data() - 1;
  Span span = program->span;
  for (const ShellWord& word : call.arguments) {
    if (call.text(word).starts_with('-')) continue;
    span.end = std::max(span.end, word.span.end);
    break;
  }
  return span;
}

// Its words stand in the source as they are, not in a decoded string.
inline bool is_in_place(const Command& command) {
  return command.script->kind == ShellKind::posix &&
         (command.words.size() < 2 || command.words[0].span != command.words[1].span);
}

// More commands may follow it with &&, for its place says nothing else.
inline bool can_be_followed(const Command& command) {
  return is_in_place(command) && !command.in_pipe && !command.conditional && !command.negated &&
         command.substitution == 0 && !command.in_function && command.join != Join::background &&
         command.script->problems.empty();
}

// Reports one, with the fix to clean it in the same layer.
inline void report_left(const LeftCache& left, Report& report) {
  const Command& command = *left.command;
  const PackageCache& cache = *left.cache;
  const Instruction* in = command.script->in;
  const Span span = call_span(left.call);
  std::string what(left.call.program);
  const auto verb =
      std::find_if(left.call.arguments.begin(), left.call.arguments.end(),
                   [&](const ShellWord& word) { return !left.call.text(word).starts_with('-'); });
  if (verb != left.call.arguments.end()) what += ' ', what += left.call.text(*verb);
  Finding& finding = report.add(
      {in, span}, fmt::format("`{}` leaves its cache ({}) in the image", what, cache.where));
  if (!cache.no_cache.empty() && is_in_place(command)) {
    finding.fixes.push_back(replace({in, {span.end, span.end}}, fmt::format(" {}", cache.no_cache),
                                    fmt::format("Add `{}`", cache.no_cache), Safety::unsafe));
  } else if (!cache.clean.empty() && can_be_followed(command)) {
    finding.fixes.push_back(
        replace({in, {command.span.end, command.span.end}}, fmt::format(" && {}", cache.clean),
                fmt::format("Run `{}` behind it", cache.clean), Safety::unsafe));
  }
}

}  // namespace dflint
