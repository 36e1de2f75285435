// What the rules about yum and those about dnf have in common.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include <fmt/core.h>

#include "rules/packages/edit.h"
#include "rules/packages/system.h"
#include "rules/report.h"

namespace dflint::system_packages {

// Which of them a rule is about.
enum class RpmFamily : uint8_t { yum, dnf };

inline bool belongs(const PackageCall& call, RpmFamily family) {
  return family == RpmFamily::yum
             ? call.manager == PackageManager::yum
             : call.manager == PackageManager::dnf || call.manager == PackageManager::microdnf;
}

inline bool belongs(const Literal& literal, RpmFamily family) {
  const std::string_view name = literal.name();
  return family == RpmFamily::yum ? name == "yum" : name == "dnf" || name == "microdnf";
}

// ---- -y

inline bool asks(const PackageCall& call) {
  if (call.verb != PackageVerb::install && call.verb != PackageVerb::remove && !call.upgrades())
    return false;
  // The microdnf of RHEL never asks.
  if (call.manager == PackageManager::microdnf) return false;
  if (call.has_flag("-y") || call.has_flag("--assumeyes") || call.has_flag("--assumeno") ||
      call.has_flag("--assume-yes") || call.mentions("assumeyes") || call.mentions("defaultyes") ||
      call.mentions("assumeno"))
    return false;
  return !has_answers(call);
}

// The word behind which hadolint misses -y; 0: it misses none.
inline size_t asking_by_hadolint(RpmFamily family, const Command& command) {
  const Literal literal(command);
  if (!belongs(literal, family) || literal.has_flag({"y", "assumeyes"})) return 0;
  size_t word = 0;
  for (std::string_view verb : {"install", "groupinstall", "localinstall"}) {
    word = std::max(word, word_equal_to(command, verb));
  }
  return word;
}

inline size_t asking(RpmFamily family, const Command& command) {
  const PackageCall call = package_call(command);
  return belongs(call, family) && asks(call) ? call.subcommand : 0;
}

inline void check_rpm_yes(RpmFamily family, const Script& script, Report& report) {
  if (script.in->effective().keyword != Keyword::run) return;
  const bool as_hadolint = report.as_hadolint();
  if (as_hadolint && !hadolint_reads(script)) return;
  bool first = true;
  for (const Command& command : script.commands) {
    const size_t word = as_hadolint ? asking_by_hadolint(family, command) : asking(family, command);
    if (word == 0) continue;
    // A configuration that answers for all: echo assumeyes=1 >> /etc/dnf/dnf.conf
    if (first && !as_hadolint && script.text.find("assumeyes") != std::string::npos) return;
    first = false;
    Finding& finding = report.add(
        command.words[word],
        fmt::format("`{}` without `-y` asks whether to go on", command.text(command.words[word])));
    offer_argument(finding, command, word, "-y", safety_of_answer(command));
  }
}

// ---- caches

// What hadolint takes for filling and for emptying the cache of one manager.
struct LiteralCache {
  std::string_view manager;
  std::initializer_list<std::string_view> fill, clean, rm;
};

// hadolint: only the first of each counts.
inline const Command* find_uncleaned(const Step& step, const LiteralCache& cache) {
  const Command* filled = nullptr;
  const Command* cleaned = nullptr;
  for (const Command& command : step.script->commands) {
    const Literal literal(command);
    const bool manager = literal.name() == cache.manager;
    if (!filled && manager && literal.has(cache.fill)) filled = &command;
    if (!cleaned && ((manager && literal.has(cache.clean)) ||
                     (literal.name() == "rm" && literal.has(cache.rm))))
      cleaned = &command;
  }
  return filled && !(cleaned > filled) ? filled : nullptr;
}

inline void offer_clean(Finding& finding, const Command& command, std::string clean,
                        const Step& step) {
  if (command.script != step.script.get()) return;
  if (command.name() == "sudo") clean = "sudo " + clean;
  if (auto replacement = appended(*command.script, clean))
    finding.fixes.push_back(
        {fmt::format("Add `{}`", clean), Safety::unsafe, {std::move(*replacement)}});
}

inline void report_uncleaned(const Command& command, std::string_view manager,
                             std::string_view clean, const Step& step, Report& report) {
  Finding& finding = report.add({command.script->in, command.span},
                                fmt::format("`{}` leaves its cache in the image", manager));
  offer_clean(finding, command, std::string(clean), step);
}

// The last command that leaves something in the caches; `counts` says which commands do.
template <typename Counts>
PackageCall last_uncleaned(const Step& step, std::initializer_list<std::string_view> directories,
                           Counts counts) {
  PackageCall filled;
  for_each_command(step, [&](const Command& command) {
    const PackageCall call = package_call(command);
    if (call) {
      if (counts(call)) filled = call;
      // yum may be dnf by another name.
      const bool related =
          filled && (call.manager == filled.manager || (call.is_rpm() && filled.is_rpm()));
      if (call.verb == PackageVerb::clean && related) filled = {};
    } else if (filled && std::any_of(directories.begin(), directories.end(), [&](auto directory) {
                 return may_delete(command, directory);
               })) {
      filled = {};
    }
  });
  return filled;
}

inline bool fills_rpm_cache(const PackageCall& call) {
  if (call.verb != PackageVerb::install && call.verb != PackageVerb::update && !call.upgrades())
    return false;
  return !call.has_flag("--installroot") && !call.has_flag("--downloadonly") &&
         !call.mentions("cachedir");
}

// ---- versions

// NAME-1.2-3: a part behind a dash begins with a digit, and all of them look like versions.
inline bool has_rpm_version(std::string_view package) {
  size_t dash = package.find('-');
  bool digit = false;
  while (dash != std::string_view::npos) {
    const size_t next = package.find('-', dash + 1);
    const std::string_view part = package.substr(
        dash + 1, next == std::string_view::npos ? std::string_view::npos : next - dash - 1);
    for (char c : part) {
      const bool fits = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                        (c >= '0' && c <= '9') ||
                        std::string_view(".~^_:+").find(c) != std::string_view::npos;
      if (!fits) return false;
    }
    if (!part.empty() && part[0] >= '0' && part[0] <= '9') digit = true;
    dash = next;
  }
  return digit;
}

// Which ARGs and ENVs hadolint knows at an instruction.
class KnownVariables {
 public:
  explicit KnownVariables(const Plan& plan) : plan_(plan) {
    for (const Variable& variable : plan.variables) {
      if (variable.instruction == none) continue;
      if (variable.kind == VariableKind::env) {
        envs_[variable.name].insert(variable.stage);
      } else {
        args_.try_emplace(variable.name, variable.instruction);
      }
    }
  }

  // Whether the word holds ${NAME} of one of them.
  bool in_word(std::string_view word, size_t instruction, uint32_t stage) const {
    for (size_t at = word.find("${"); at != std::string_view::npos; at = word.find("${", at + 2)) {
      const size_t end = word.find('}', at);
      if (end == std::string_view::npos) return false;
      if (knows(word.substr(at + 2, end - at - 2), instruction, stage)) return true;
    }
    return false;
  }

 private:
  bool knows(std::string_view name, size_t instruction, uint32_t stage) const {
    const auto arg = args_.find(name);
    if (arg != args_.end() && arg->second < instruction) return true;
    const auto env = envs_.find(name);
    if (env == envs_.end()) return false;
    // No further up than anybody builds, so that it takes no time in made-up files.
    for (int up = 0; up < 100 && stage != none; ++up, stage = plan_.stages[stage].parent) {
      if (env->second.contains(stage)) return true;
    }
    return false;
  }

  const Plan& plan_;
  std::unordered_map<std::string_view, size_t> args_;
  std::unordered_map<std::string_view, std::unordered_set<uint32_t>> envs_;
};

inline void add_unpinned(const Instruction& in, const ShellWord& word, std::string_view package,
                         Report& report) {
  report.add({&in, word.span}, fmt::format("package `{}` has no version", package));
}

inline void check_literal_versions(RpmFamily family, const Command& command, size_t instruction,
                                   uint32_t stage, const KnownVariables& known, Report& report) {
  const Literal literal(command);
  if (!belongs(literal, family) || !literal.has({"install"})) return;
  if (family == RpmFamily::dnf && literal.has({"group"})) return;
  const bool module = literal.has({"module"});
  for (const ShellWord* word : literal.operands()) {
    const std::string_view package = command.text(*word);
    if (package == "install" || (module && package == "module")) continue;
    const bool dash = package.find('-') != std::string_view::npos;
    const bool pinned = module ? package.find(':') != std::string_view::npos
                               : dash && (package.ends_with(".rpm") || has_rpm_version(package) ||
                                          known.in_word(package, instruction, stage));
    if (!pinned) add_unpinned(*command.script->in, *word, package, report);
  }
}

inline void check_own_versions(RpmFamily family, const Command& command, Report& report) {
  const PackageCall call = package_call(command);
  if (!belongs(call, family) || call.subcommand_text() != "install") return;
  const std::string_view kind =
      call.subcommand == 0 ? std::string_view() : call.text(command.words[call.subcommand - 1]);
  if (kind == "group" || kind == "groups") return;
  for (const ShellWord* word : call.packages()) {
    const std::string_view package = command.text(*word);
    // A group, a file, or what some package provides: dnf-command(copr).
    if (word->expands || package.starts_with('@') || package.ends_with(')') ||
        is_package_file(package))
      continue;
    const bool pinned = kind == "module" ? package.find(':') != std::string_view::npos
                                         : word->glob || has_rpm_version(package);
    if (!pinned) add_unpinned(*command.script->in, *word, package, report);
  }
}

inline void check_rpm_versions(RpmFamily family, const Plan& plan, const Document& document,
                               Report& report) {
  std::optional<KnownVariables> known;
  for (size_t i = 0; i < plan.steps.size(); ++i) {
    const Step& step = plan.steps[i];
    if (step.stage == none || !step.script) continue;
    if (document.instructions[i]->effective().keyword != Keyword::run) continue;
    if (!report.as_hadolint()) {
      for_each_command(step, [&](const Command& c) { check_own_versions(family, c, report); });
      continue;
    }
    for (const Command& command : step.script->commands) {
      if (!belongs(Literal(command), family)) continue;
      if (!known) known.emplace(plan);
      check_literal_versions(family, command, i, step.stage, *known, report);
    }
  }
}

}  // namespace dflint::system_packages
