// Which paths the commands of a script write, as far as their words tell for certain.
#include "rules/written_paths.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "analysis/shell/callee.h"
#include "rules/working_directory.h"

namespace dflint {
namespace {

// Whether each command may fail and the build goes on all the same.
std::vector<bool> may_fail(const Script& script) {
  std::vector<bool> result(script.commands.size());
  bool forgiven = false;  // what stands before the next command, and is joined to it
  for (size_t i = script.commands.size(); i-- > 0;) {
    const Command& command = script.commands[i];
    result[i] = forgiven || command.conditional || command.in_pipe || command.negated;
    if (command.join == Join::or_) forgiven = true;
    if (command.join == Join::sequence) forgiven = false;
  }
  return result;
}

class Collector {
 public:
  Collector(const Plan& plan, const Step& step, const Script& script)
      : plan_(plan), step_(step), may_fail_(may_fail(script)) {}

  void add(const Command& command, bool may_fail) {
    moved_ |= command.is("cd") || command.is("pushd");
    if (command.in_function) return;
    command_ = &command;
    forgiven_ = may_fail;
    for (const Redirection& redirection : command.redirections) {
      if (redirection.op == ">" || redirection.op == ">>" || redirection.op == ">|" ||
          redirection.op == "&>" || redirection.op == "&>>")
        tell(redirection.target);
    }
    if (command.words.size() < 2) return;
    const Callee call = callee(command);
    if (call.name == "cp" || call.name == "mv" || call.name == "install" || call.name == "ln") {
      last(call);
    } else if (call.name == "chown" || call.name == "chmod" || call.name == "chgrp") {
      each(call, 1);
    } else if (call.name == "mkdir" || call.name == "touch" || call.name == "tee") {
      each(call, 0);
    }
  }

  std::vector<WrittenPath> run(const Script& script) {
    for (size_t i = 0; i < script.commands.size() && found_.size() < most; ++i) {
      add(script.commands[i], may_fail_[i]);
    }
    return std::move(found_);
  }

 private:
  static constexpr size_t most = 1000;

  void tell(const ShellWord& word) {
    const std::string_view text = command_->text(word);
    if (word.expands || word.glob || text.starts_with('~') || found_.size() >= most) return;
    if (moved_ && !text.starts_with('/')) return;
    std::string path = absolute_path(text, plan_, step_);
    if (path.size() > 1) found_.push_back({command_, &word, std::move(path), forgiven_});
  }

  // Of several operands the last one. `ln -s /x` makes x where it stands.
  void last(const Callee& call) {
    // With these the last word is something else.
    for (std::string_view flag : {"-t", "--target-directory", "-d", "--directory"}) {
      if (has_flag(*command_, call.words, flag)) return;
    }
    const auto arguments = call.arguments();
    const auto operands = std::count_if(
        arguments.begin(), arguments.end(),
        [&](const ShellWord& word) { return !command_->text(word).starts_with('-'); });
    if (operands >= 2) tell(call.words.back());
  }

  // Every operand but the first `skip`.
  void each(const Callee& call, size_t skip) {
    for (size_t i = 1; i < call.words.size(); ++i) {
      const std::string_view text = call.text(i);
      if (takes_value(call.name, text)) {
        ++i;
      } else if (!text.starts_with('-') && skip > 0) {
        --skip;
      } else if (!text.starts_with('-')) {
        tell(call.words[i]);
      }
    }
  }

  // Whether the next word belongs to the flag: `mkdir -m 755`, `touch -cr file`.
  static bool takes_value(std::string_view program, std::string_view flag) {
    if (program != "mkdir" && program != "touch") return false;
    if (flag.starts_with("--"))
      return flag == (program == "mkdir" ? "--mode" : "--reference") ||
             (program == "touch" && (flag == "--date" || flag == "--time"));
    if (!flag.starts_with('-')) return false;
    return flag.find_first_of(program == "mkdir" ? "m" : "rdt") == flag.size() - 1;
  }

  const Plan& plan_;
  const Step& step_;
  const std::vector<bool> may_fail_;
  const Command* command_ = nullptr;  // the one looked at, and whether it may fail
  bool forgiven_ = false;
  bool moved_ = false;
  std::vector<WrittenPath> found_;
};

}  // namespace

std::vector<WrittenPath> written_paths(const Plan& plan, const Step& step, const Script& script) {
  if (script.kind != ShellKind::posix && script.kind != ShellKind::exec) return {};
  return Collector(plan, step, script).run(script);
}

}  // namespace dflint
