// Where the instructions of a stage may have made files, as a bound: rather too much than too
// little.
#pragma once

#include <algorithm>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/ignore_file.h"
#include "analysis/paths.h"
#include "analysis/shell/callee.h"
#include "rules/working_directory.h"

namespace dflint {

inline bool is_recursive(const Callee& call) {
  return has_flag(*call.command, call.words, "-R") ||
         has_flag(*call.command, call.words, "--recursive");
}

class MadePaths {
 public:
  // The path and the directories above it; "": anything.
  void makes(std::string path) { add(std::move(path), false); }
  // `deep`: also directories in the target.
  void copies(std::string target, bool deep) {
    add(std::move(target), deep);
    if (!anything_) made_.back().filled = true;
  }

  void runs(const Command& command, const Callee& call, const Plan& plan, const Step& step) {
    for (const Redirection& redirection : command.redirections) {
      const std::string_view target = command.text(redirection.target);
      if (redirection.op.find('>') == std::string_view::npos || redirection.op == ">&" ||
          target.starts_with("/dev/"))
        continue;
      add(redirection.target.expands ? "" : absolute_path(target, plan, step), false);
    }
    if (command.words.empty() || is_one_of(call.name, idle)) return;
    if (is_one_of(call.name, managers)) {
      packages_ = true;
      // As with --root=/x.
      return operands(call, plan, step, false);
    }
    if (call.name == "chown" || call.name == "chmod") {
      if (is_recursive(call)) operands(call, plan, step, false);
    } else if (call.name == "mkdir" || call.name == "touch") {
      operands(call, plan, step, true);
    } else if (is_one_of(call.name, accounts)) {
      add("/home", true);
      operands(call, plan, step, false);
    } else {
      anything_ = true;
    }
  }

  // Whether anything below the folder, or the folder as a whole, may be among it. The directory
  // alone does not count.
  bool may_have_made(std::string_view folder) const {
    if (anything_ || folder == "/") return true;
    if (packages_ && is_one_of(folder.substr(1, folder.find('/', 1) - 1), system)) return true;
    return std::any_of(made_.begin(), made_.end(), [&](const Made& made) {
      if (made.path == folder) return made.deep || made.filled;
      return is_at_or_below(made.path, folder) || (made.deep && is_at_or_below(folder, made.path));
    });
  }

 private:
  struct Made {
    std::string path;
    bool deep = false;    // and anything below it
    bool filled = false;  // and files right in it
  };

  static constexpr size_t most = 64;
  static constexpr std::string_view idle[] = {"set", "true", ":", "echo", "printf", "cat", "rm"};
  static constexpr std::string_view managers[] = {"apt-get", "apt", "apk",
                                                  "yum",     "dnf", "microdnf"};
  static constexpr std::string_view accounts[] = {"useradd", "adduser", "usermod", "groupadd",
                                                  "addgroup"};
  static constexpr std::string_view system[] = {
      "bin",  "boot", "dev",  "etc",  "home", "lib", "lib64", "media", "mnt", "opt",
      "proc", "run",  "root", "sbin", "srv",  "sys", "tmp",   "usr",   "var"};

  template <size_t size>
  static bool is_one_of(std::string_view name, const std::string_view (&names)[size]) {
    return std::find(std::begin(names), std::end(names), name) != std::end(names);
  }

  void add(std::string path, bool deep) {
    if (path.empty() || made_.size() >= most) anything_ = true;
    if (!anything_) made_.push_back({std::move(path), deep});
  }

  // The words that name paths: those with a slash, and with `relative` those without as well.
  void operands(const Callee& call, const Plan& plan, const Step& step, bool relative) {
    for (const ShellWord& word : call.arguments()) {
      const std::string_view text = call.command->text(word);
      const size_t slash = text.find('/');
      if (anything_) return;
      if (word.expands || text.starts_with('~')) {
        anything_ = true;
      } else if (text.starts_with('/') || (text.starts_with('-') && slash != text.npos)) {
        add(clean_path(text.substr(slash)), call.name != "mkdir" && call.name != "touch");
      } else if (!text.starts_with('-') && (relative || slash != text.npos)) {
        add(absolute_path(text, plan, step), false);
      }
    }
  }

  std::vector<Made> made_;
  bool packages_ = false;  // the packages of a distribution
  bool anything_ = false;
};

}  // namespace dflint
