// What rules about the package managers of distributions have in common.
#pragma once

#include <algorithm>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/core.h>

#include "analysis/plan.h"
#include "analysis/shell/package_manager.h"
#include "rules/finding.h"
#include "rules/report.h"

namespace dflint::system_packages {

// Whether hadolint reads the commands of this script: it knows those of RUN, but not what a shell
// started there reads.
inline bool hadolint_reads(const Script& script) {
  const Instruction& in = *script.in;
  const Statement& statement = in.effective();
  if (statement.keyword != Keyword::run || statement.args.empty()) return false;
  if (statement.exec_form) return script.kind == ShellKind::exec;
  return in.heredocs.empty() || script.span.begin < in.heredocs[0].body.begin ||
         in.heredocs[0].marker == statement.args[0].span;
}

// A command as hadolint sees it: named by its first word as written, where any argument may be the
// subcommand and any word with a dash is a flag.
class Literal {
 public:
  explicit Literal(const Command& command) : command_(command) {
    while (tool_ + 1 < command.words.size()) {
      const std::string_view name = text(tool_);
      if (name != "command" && name != "exec" && name != "builtin" && name != "busybox") break;
      ++tool_;
    }
  }

  std::string_view name() const { return tool_ < command_.words.size() ? text(tool_) : ""; }
  bool has(std::initializer_list<std::string_view> any) const {
    for (size_t i = tool_ + 1; i < command_.words.size(); ++i) {
      if (std::find(any.begin(), any.end(), text(i)) != any.end()) return true;
    }
    return false;
  }
  // Names without dashes; those of one letter also in a bundle.
  bool has_flag(std::initializer_list<std::string_view> any) const {
    return std::any_of(any.begin(), any.end(), [&](std::string_view f) { return count(f) > 0; });
  }
  size_t count(std::string_view flag) const {
    size_t count = 0;
    for (size_t i = tool_ + 1; i < command_.words.size(); ++i) {
      const std::string_view word = text(i);
      if (word.starts_with("--")) {
        count += word.substr(2, word.find('=') - 2) == flag;
      } else if (word.starts_with('-') && flag.size() == 1) {
        count += static_cast<size_t>(std::count(word.begin() + 1, word.end(), flag[0]));
      }
    }
    return count;
  }
  // The arguments without a dash, without values of these flags.
  std::vector<const ShellWord*> operands(
      std::initializer_list<std::string_view> valued = {}) const {
    const auto takes = [&](std::string_view word) {
      for (std::string_view flag : valued) {
        if (flag.size() > 1 ? word == fmt::format("--{}", flag)
                            : !word.starts_with("--") && word.find(flag) != std::string_view::npos)
          return true;
      }
      return false;
    };
    std::vector<const ShellWord*> found;
    for (size_t i = tool_ + 1; i < command_.words.size(); ++i) {
      const std::string_view word = text(i);
      if (!word.starts_with('-') || word == "-" || word == "--") {
        found.push_back(&command_.words[i]);
      } else if (takes(word)) {
        ++i;
      }
    }
    return found;
  }

 private:
  std::string_view text(size_t word) const { return command_.text(command_.words[word]); }

  const Command& command_;
  size_t tool_ = 0;
};

// Whether the words of the command stand in the source one by one.
inline bool has_places(const Command& command) {
  return command.words.size() < 2 || command.words[0].span != command.words[1].span;
}

// The last word that says this; 0: none does.
inline size_t word_equal_to(const Command& command, std::string_view text) {
  size_t found = 0;
  for (size_t i = 0; i < command.words.size(); ++i) {
    if (command.text(command.words[i]) == text) found = i;
  }
  return found;
}

// Whether the command deletes what is in the directory, as far as words tell: it names the
// directory, or it is called a cleaner. Commands of package managers are not asked.
inline bool may_delete(const Command& command, std::string_view directory) {
  if (command.name().find("clean") != std::string_view::npos) return true;
  return std::any_of(command.words.begin(), command.words.end(),
                     [&](const ShellWord& word) { return reaches(command.text(word), directory); });
}

// An argument put behind word `after` of the command.
inline Replacement argument_behind(const Command& command, size_t after,
                                   std::string_view argument) {
  const uint32_t at = command.words[after].span.end;
  const bool exec = command.script->kind == ShellKind::exec;
  return {{command.script->in, {at, at}},
          exec ? fmt::format(", \"{}\"", argument) : fmt::format(" {}", argument)};
}

// Whether the RUN ends where the command fails, as far as the shell's text tells.
inline bool failure_ends_run(const Command& command) {
  if (command.conditional || command.negated || command.in_pipe || command.substitution > 0 ||
      command.in_loop || command.in_function || command.script->has_functions ||
      command.script->commands.size() > 500)  // each looks at all others
    return false;
  bool behind = false, stops = false;  // `set -e` stands before it
  for (const Command& other : command.script->commands) {
    if (&other == &command) {
      behind = true;
    } else if (!behind) {
      stops |= other.is("set") && (other.has_flag("-e") || other.has_argument("errexit"));
    } else if (other.join == Join::or_ || other.join == Join::background ||
               (other.join == Join::sequence && !stops)) {
      return false;
    }
  }
  return true;
}

// Adding an answer changes no image where the question, which nobody answers, ends the build.
inline Safety safety_of_answer(const Command& command) {
  return failure_ends_run(command) ? Safety::safe : Safety::unsafe;
}

// The fix that puts it there, where the words have places.
inline void offer_argument(Finding& finding, const Command& command, size_t after,
                           std::string_view argument, Safety safety) {
  if (!has_places(command)) return;
  finding.fixes.push_back(
      {fmt::format("Add `{}`", argument), safety, {argument_behind(command, after, argument)}});
}

// The commands of an instruction in their order, then those of the shells that it starts.
template <typename Visit>
void for_each_command(const Step& step, Visit visit) {
  if (step.script) {
    for (const Command& command : step.script->commands) visit(command);
  }
  for (const ScriptPtr& script : step.more) {
    for (const Command& command : script->commands) visit(command);
  }
}

// Looks at one RUN.
using CacheCheck = void (*)(const Step& step, const Instruction& in, Report& report);

// Each RUN as hadolint does, or those alone whose layers are shipped.
inline void check_caches(const Plan& plan, const Document& document, Report& report,
                         CacheCheck as_hadolint, CacheCheck own) {
  const std::vector<bool> shipped = shipped_stages(plan);
  for (size_t i = 0; i < plan.steps.size(); ++i) {
    const Step& step = plan.steps[i];
    const Instruction& in = *document.instructions[i];
    if (step.stage == none || !step.script || in.effective().keyword != Keyword::run) continue;
    if (report.as_hadolint()) {
      as_hadolint(step, in, report);
    } else if (shipped[step.stage]) {
      own(step, in, report);
    }
  }
}

// The targets of the mounts of a RUN; of hadolint's only those that it takes for a cache.
inline std::vector<std::string_view> mount_targets(const Instruction& in, bool as_hadolint) {
  std::vector<std::string_view> targets;
  for (const Mount& mount : in.effective().mounts) {
    std::string_view type = "bind", target;
    for (const MountField& field : mount.fields) {
      const std::string_view key = in.value(field.key);
      if (key == "type") type = in.value(field.value);
      if (key == "target" || key == "dst" || key == "destination") target = in.value(field.value);
    }
    const bool keeps = type == "cache" || type == "tmpfs";
    if (keeps || (type == "bind" && !as_hadolint)) targets.push_back(target);
  }
  return targets;
}

// Whether what is written to the directory does not get into the layer.
inline bool is_mounted(const Instruction& in, std::string_view directory) {
  if (in.effective().mounts.empty()) return false;
  const std::vector<std::string_view> targets = mount_targets(in, false);
  return std::any_of(targets.begin(), targets.end(), [&](std::string_view target) {
    while (target.size() > 1 && target.ends_with('/')) target.remove_suffix(1);
    return directory.starts_with(target) &&
           (directory.size() == target.size() || directory[target.size()] == '/');
  });
}

// … as hadolint has it: some target holds the text.
inline bool is_mounted_for_hadolint(const Instruction& in, std::string_view text) {
  if (in.effective().mounts.empty()) return false;
  const std::vector<std::string_view> targets = mount_targets(in, true);
  return std::any_of(targets.begin(), targets.end(), [&](std::string_view target) {
    return target.find(text) != std::string_view::npos;
  });
}

}  // namespace dflint::system_packages
