// Finds caches of package managers that a RUN leaves in the image.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/core.h>

#include "analysis/package_cache.h"
#include "analysis/plan.h"
#include "analysis/shell/callee.h"
#include "rules/packages/call.h"

namespace dflint {

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

// A cache that a command leaves behind.
struct LeftCache {
  const Command* command = nullptr;
  const PackageCache* cache = nullptr;
  Invocation call;
};

namespace left_cache {

// The caches that the script itself moves or turns off, for more than one of its commands.
inline uint32_t set_in(const Script& script) {
  uint32_t bits = 0;
  for (const Command& command : script.commands) {
    if (command.words.empty()) {
      for (const Assignment& assignment : command.assignments) bits |= set_by(assignment.name);
    }
    if (command.name() != "export") continue;
    for (const ShellWord& word : command.words) {
      const std::string_view text = command.text(word);
      bits |= set_by(text.substr(0, text.find('=')));
    }
  }
  return bits;
}

// … for this command only: NAME=value before it, or behind `env`.
inline bool is_set_for(const Command& command, const Names& variables) {
  if (std::any_of(command.assignments.begin(), command.assignments.end(),
                  [&](const Assignment& a) { return holds_name(variables, a.name); }))
    return true;
  return std::any_of(command.words.begin(), command.words.end(), [&](const ShellWord& word) {
    const std::string_view text = command.text(word);
    return contains(text, "=") && holds_name(variables, text.substr(0, text.find('=')));
  });
}

inline bool is_kept(const LeftCache& left) {
  const PackageCache& cache = *left.cache;
  if (std::any_of(cache.flags.begin(), cache.flags.end(),
                  [&](std::string_view flag) { return !flag.empty() && left.call.has_flag(flag); }))
    return false;
  // What downloads nothing to keep.
  if (left.call.has_flag("--help") || left.call.has_flag("--dry-run")) return false;
  const Instruction& in = *left.command->script->in;
  if (is_mounted(in, in.effective(), [&](std::string_view path) { return holds(path, cache); }))
    return false;
  return !is_set_for(*left.command, cache.variables);
}

}  // namespace left_cache

// The commands of a script that leave a cache that `wanted` names: all of them where a flag of each
// is the cure, else the last, behind which the cache can be cleaned. `set`: the caches that are
// moved or turned off where it runs.
template <typename Wanted>
std::vector<LeftCache> left_caches(const Script& script, uint32_t set, Wanted wanted) {
  std::vector<LeftCache> found;
  std::vector<const PackageCache*> filled;  // no more than there are
  for (const Command& command : script.commands) {
    const Invocation call = invocation(command);
    std::erase_if(filled, [&](const PackageCache* cache) {
      if (!cleans(call, *cache)) return false;
      std::erase_if(found, [&](const LeftCache& left) { return left.cache == cache; });
      return true;
    });
    const PackageCache* cache = filled_cache(call);
    if (cache == nullptr || !wanted(cache->program)) continue;
    const LeftCache left{&command, cache, call};
    if ((set & bit_of(*cache)) != 0 || !left_cache::is_kept(left)) continue;
    found.push_back(left);
    if (std::find(filled.begin(), filled.end(), cache) == filled.end()) filled.push_back(cache);
  }
  if (found.empty()) return found;
  uint32_t seen = left_cache::set_in(script);
  std::vector<LeftCache> kept;
  for (size_t i = found.size(); i-- > 0;) {
    const uint32_t bit = bit_of(*found[i].cache);
    if ((seen & bit) != 0) continue;
    if (found[i].cache->no_cache.empty()) seen |= bit;
    kept.push_back(found[i]);
  }
  std::reverse(kept.begin(), kept.end());
  return kept;
}

// Calls visit(instruction, bits) for each instruction, with the bits that the variables of its
// stage chain before it have; `bits_of` gives those of one variable.
template <typename BitsOf, typename Visit>
void visit_with_variables(const Plan& plan, BitsOf bits_of, Visit visit) {
  std::vector<uint32_t> defined(plan.steps.size()), at_end(plan.stages.size());
  for (const Variable& variable : plan.variables) {
    if (variable.stage != none && variable.instruction < defined.size())
      defined[variable.instruction] |= bits_of(variable);
  }
  for (const Stage& stage : plan.stages) {
    uint32_t bits = stage.parent != none ? at_end[stage.parent] : 0;
    for (uint32_t i = stage.first; i < stage.end; ++i) {
      visit(i, bits);
      bits |= defined[i];
    }
    at_end[stage.index] = bits;
  }
}

// What the scripts of RUN leave in layers that end in the image, of the caches that are wanted.
template <typename Wanted, typename Visit>
void visit_left_caches(const Plan& plan, const Document& document, Wanted wanted, Visit visit) {
  // Most files hold no such command, and many variables.
  const auto leaves = [&](const ScriptPtr& script) {
    return script && !left_caches(*script, 0, wanted).empty();
  };
  const bool any = std::any_of(plan.steps.begin(), plan.steps.end(), [&](const Step& step) {
    return leaves(step.script) || std::any_of(step.more.begin(), step.more.end(), leaves);
  });
  if (!any) return;
  const std::vector<bool> shipped = shipped_stages(plan);
  const auto bits_of = [](const Variable& variable) { return set_by(variable.name); };
  visit_with_variables(plan, bits_of, [&](uint32_t i, uint32_t set) {
    const Step& step = plan.steps[i];
    if (!step.script || !shipped[step.stage]) return;
    if (document.instructions[i]->statement.keyword != Keyword::run) return;
    const Stage& stage = plan.stages[step.stage];
    for (const LeftCache& left : left_caches(*step.script, set, wanted)) visit(left, stage);
    for (const ScriptPtr& script : step.more) {
      for (const LeftCache& left : left_caches(*script, set, wanted)) visit(left, stage);
    }
  });
}

// Its subcommand: the one that builds, else the first word that is no flag; of pacman, the flag -S.
inline const ShellWord* verb_of(const Invocation& call, const PackageCache& cache) {
  if (const ShellWord* builds = building_word(call, cache)) return builds;
  const auto verb =
      std::find_if(call.arguments.begin(), call.arguments.end(), [&](const ShellWord& word) {
        const std::string_view text = call.text(word);
        return call.program == "pacman" ? text.starts_with("-S") : !text.starts_with('-');
      });
  return verb == call.arguments.end() ? nullptr : &*verb;
}

// From the program to its subcommand.
inline Span call_span(const Invocation& call, const PackageCache& cache) {
  const ShellWord* program = call.arguments.data() - 1;
  Span span = program->span;
  if (const ShellWord* verb = verb_of(call, cache)) span.end = std::max(span.end, verb->span.end);
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

// `sudo ` where that is all that stands before the program; nothing where another user runs it in
// another way.
inline std::optional<std::string_view> prefix_of(const Invocation& call) {
  const Command& command = *call.command;
  const auto at = static_cast<size_t>(call.arguments.data() - 1 - command.words.data());
  if (at == 1 && command.is("sudo")) return "sudo ";
  if (callee(command).as_other_user) return {};
  return "";
}

// How to clean it in the same layer; no replacements where that is unknown. `only`: no earlier
// layer holds a part of the cache.
inline Fix fix_of(const LeftCache& left, bool only = true) {
  const Command& command = *left.command;
  const PackageCache& cache = *left.cache;
  const Instruction* in = command.script->in;
  if (!cache.no_cache.empty() && is_in_place(command)) {
    const uint32_t end = call_span(left.call, cache).end;
    return replace({in, {end, end}}, fmt::format(" {}", cache.no_cache),
                   fmt::format("Add `{}`", cache.no_cache), Safety::unsafe);
  }
  if (cache.clean.empty() || !only || !can_be_followed(command)) return {};
  const std::optional<std::string_view> prefix = prefix_of(left.call);
  if (!prefix) return {};
  return replace({in, {command.span.end, command.span.end}},
                 fmt::format(" && {}{}", *prefix, cache.clean),
                 fmt::format("Run `{}` behind it", cache.clean), Safety::unsafe);
}

// Reports one, with the fix.
inline Finding& report_left(const LeftCache& left, Report& report, bool only = true) {
  const PackageCache& cache = *left.cache;
  const Instruction* in = left.command->script->in;
  const Span span = call_span(left.call, cache);
  std::string what(left.call.program);
  if (const ShellWord* verb = verb_of(left.call, cache)) what += ' ', what += left.call.text(*verb);
  Finding& finding = report.add(
      {in, span}, fmt::format("`{}` leaves its cache ({}) in the image", what, cache.where));
  if (Fix fix = fix_of(left, only); !fix.replacements.empty()) {
    finding.fixes.push_back(std::move(fix));
  }
  return finding;
}

}  // namespace dflint
