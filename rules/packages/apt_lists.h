// What a RUN does with the lists of packages that `apt-get update` fetches.
#pragma once

#include <algorithm>
#include <iterator>
#include <string_view>
#include <vector>

#include "analysis/word_filter.h"
#include "rules/packages/system.h"

namespace dflint::system_packages {

inline constexpr std::string_view apt_lists = "/var/lib/apt/lists";

inline constexpr std::string_view apt_readers[] = {"apt-key", "apt-mark", "apt-cache",
                                                   "apt-config"};
inline constexpr std::string_view script_runners[] = {
    ".",    "source",           "eval",   "make",      "python",          "python3", "perl",
    "ruby", "ansible-playbook", "puppet", "chef-solo", "install_packages"};
inline constexpr std::string_view plain_tools[] = {
    "rm",    "echo", "printf", "true", ":",     "set",   "export",  "unset", "cd",  "mkdir",
    "rmdir", "cp",   "mv",     "ln",   "chmod", "chown", "touch",   "sed",   "cat", "tee",
    "find",  "ls",   "test",   "[",    "sleep", "date",  "apt-key", "dpkg"};
inline constexpr WordFilter script_runners_filter = filter_of(script_runners);
inline constexpr WordFilter plain_tools_filter = filter_of(plain_tools);

template <typename List>
bool is_one_of(std::string_view word, const List& list) {
  return std::find(std::begin(list), std::end(list), word) != std::end(list);
}

// Whether the command may fetch the lists where no word says so: a script, another front end.
inline bool may_fetch_lists(const Command& command) {
  if (command.words.empty()) return false;
  const std::string_view path = command.name();
  if (command.words[0].expands || command.script->has_functions) return true;
  const std::string_view directory = path.substr(0, path.rfind('/') + 1);
  const std::string_view name = path.substr(directory.size());
  if (!directory.empty() && directory != "/bin/" && directory != "/usr/bin/" &&
      directory != "/sbin/" && directory != "/usr/sbin/")
    return true;
  if (is_one_of(name, apt_readers)) return false;
  if (script_runners_filter.may_hold(name) && is_one_of(name, script_runners)) return true;
  return name.find("apt") != std::string_view::npos || name.find("sh") != std::string_view::npos;
}

// Whether the command has no use for the lists.
inline bool leaves_lists_alone(const Command& command) {
  if (command.words.empty()) return true;
  const std::string_view name = command.name();
  return plain_tools_filter.may_hold(name) && is_one_of(name, plain_tools);
}

struct ListUse {
  const Command* update = nullptr;  // the last that fetches lists
  const Command* needs = nullptr;   // the first that works with lists of an earlier layer
  const Command* mends = nullptr;   // … or may do: `apt-get install -f`
  bool alone = false;               // no command behind the update uses what it fetched
  bool shown = false;               // some command of apt does
  bool deleted = false;             // no lists are left at the end
  bool fetched = false;             // some command fetches lists, or may do so
};

inline bool reads_lists(const PackageCall& call) {
  if (call.upgrades()) return true;
  if (call.verb != PackageVerb::install) return false;
  // `install -f` mends what dpkg left, mostly from what is there.
  const std::vector<const ShellWord*> packages = call.packages();
  return std::any_of(packages.begin(), packages.end(), [&](const ShellWord* package) {
    return !is_package_file(call.text(*package)) && !package->glob;
  });
}

inline ListUse list_use(const Step& step) {
  ListUse use;
  bool fetched = false;
  for_each_command(step, [&](const Command& command) {
    const PackageCall call = package_call(command);
    if (call.is_apt()) {
      if (call.verb == PackageVerb::update) {
        use.update = &command;
        use.alone = fetched = true;
        use.deleted = false;
      } else if (call.verb != PackageVerb::clean) {
        const bool installs = call.verb == PackageVerb::install;
        // Newer versions of apt can do both.
        if (call.has_flag("--update") || call.has_flag("-U")) fetched = true;
        if (!fetched && !use.needs && reads_lists(call)) use.needs = &command;
        if (!fetched && !use.mends && installs) use.mends = &command;
        use.alone = false;
        use.shown = use.update != nullptr;
      }
      if (call.subcommand_text() == "distclean") use.deleted = true;
    } else {
      if (may_fetch_lists(command)) fetched = true;
      if (!leaves_lists_alone(command)) use.alone = false;
      if (!use.deleted && may_delete(command, apt_lists)) use.deleted = true;
    }
  });
  use.fetched = fetched;
  return use;
}

}  // namespace dflint::system_packages
