// The tables of subcommands and flags.
#include "analysis/shell/package_manager.h"

#include <algorithm>
#include <iterator>
#include <span>

#include "analysis/unicode.h"
#include "analysis/word_filter.h"

namespace dflint {
namespace {

using enum PackageManager;

struct Named {
  std::string_view name;
  PackageManager manager;
};

constexpr Named managers[] = {
    {"apt-get", apt_get},   {"apt", apt},       {"apk", apk},           {"yum", yum},  {"dnf", dnf},
    {"microdnf", microdnf}, {"zypper", zypper}, {"aptitude", aptitude}, {"dnf5", dnf},
};
constexpr WordFilter manager_filter = filter_of(managers, &Named::name);

struct Subcommand {
  std::string_view name;
  PackageVerb verb;
};

constexpr Subcommand apt_verbs[] = {
    {"install", PackageVerb::install},
    {"reinstall", PackageVerb::install},
    {"build-dep", PackageVerb::install},
    {"satisfy", PackageVerb::install},
    {"update", PackageVerb::update},
    {"upgrade", PackageVerb::upgrade},
    {"safe-upgrade", PackageVerb::upgrade},
    {"dist-upgrade", PackageVerb::full_upgrade},
    {"full-upgrade", PackageVerb::full_upgrade},
    {"remove", PackageVerb::remove},
    {"purge", PackageVerb::remove},
    {"autoremove", PackageVerb::remove},
    {"autopurge", PackageVerb::remove},
    {"auto-remove", PackageVerb::remove},
    {"clean", PackageVerb::clean},
    {"autoclean", PackageVerb::clean},
    {"auto-clean", PackageVerb::clean},
    {"distclean", PackageVerb::clean},
};

constexpr Subcommand apk_verbs[] = {
    {"add", PackageVerb::install},
    {"update", PackageVerb::update},
    {"upgrade", PackageVerb::upgrade},
    {"del", PackageVerb::remove},
};

constexpr Subcommand rpm_verbs[] = {
    {"install", PackageVerb::install},
    {"in", PackageVerb::install},
    {"localinstall", PackageVerb::install},
    {"groupinstall", PackageVerb::install},
    {"reinstall", PackageVerb::install},
    {"rei", PackageVerb::install},
    {"builddep", PackageVerb::install},
    {"debuginfo-install", PackageVerb::install},
    {"swap", PackageVerb::install},
    {"downgrade", PackageVerb::install},
    {"makecache", PackageVerb::update},
    {"update", PackageVerb::upgrade},
    {"upgrade", PackageVerb::upgrade},
    {"up", PackageVerb::upgrade},
    {"localupdate", PackageVerb::upgrade},
    {"upgrade-minimal", PackageVerb::upgrade},
    {"update-minimal", PackageVerb::upgrade},
    {"up-min", PackageVerb::upgrade},
    {"distro-sync", PackageVerb::full_upgrade},
    {"distribution-synchronization", PackageVerb::full_upgrade},
    {"dist-upgrade", PackageVerb::full_upgrade},
    {"dsync", PackageVerb::full_upgrade},
    {"remove", PackageVerb::remove},
    {"erase", PackageVerb::remove},
    {"autoremove", PackageVerb::remove},
    {"rm", PackageVerb::remove},
    {"groupremove", PackageVerb::remove},
    {"clean", PackageVerb::clean},
};

constexpr Subcommand zypper_verbs[] = {
    {"install", PackageVerb::install},
    {"in", PackageVerb::install},
    {"source-install", PackageVerb::install},
    {"si", PackageVerb::install},
    {"install-new-recommends", PackageVerb::install},
    {"inr", PackageVerb::install},
    {"refresh", PackageVerb::update},
    {"ref", PackageVerb::update},
    {"update", PackageVerb::upgrade},
    {"up", PackageVerb::upgrade},
    {"patch", PackageVerb::upgrade},
    {"dist-upgrade", PackageVerb::full_upgrade},
    {"dup", PackageVerb::full_upgrade},
    {"remove", PackageVerb::remove},
    {"rm", PackageVerb::remove},
    {"clean", PackageVerb::clean},
    {"cc", PackageVerb::clean},
};

constexpr std::string_view apt_valued[] = {"-o",
                                           "--option",
                                           "-c",
                                           "--config-file",
                                           "-t",
                                           "--target-release",
                                           "-a",
                                           "--default-release",
                                           "-P",
                                           "--build-profiles",
                                           "--host-architecture"};
constexpr std::string_view apk_valued[] = {"-X",
                                           "--repository",
                                           "-t",
                                           "--virtual",
                                           "-p",
                                           "--root",
                                           "--arch",
                                           "--cache-dir",
                                           "--cache-max-age",
                                           "--keys-dir",
                                           "--wait",
                                           "--timeout",
                                           "--progress-fd",
                                           "--repositories-file"};
constexpr std::string_view rpm_valued[] = {"-c",
                                           "--config",
                                           "-d",
                                           "--debuglevel",
                                           "-e",
                                           "--errorlevel",
                                           "-R",
                                           "--randomwait",
                                           "--rpmverbosity",
                                           "-x",
                                           "--exclude",
                                           "--excludepkgs",
                                           "--repo",
                                           "--repoid",
                                           "--enablerepo",
                                           "--disablerepo",
                                           "--setopt",
                                           "--releasever",
                                           "--installroot",
                                           "--comment",
                                           "--advisory",
                                           "--advisories",
                                           "--cve",
                                           "--cves",
                                           "--bz",
                                           "--sec-severity",
                                           "--secseverity",
                                           "--forcearch",
                                           "--color",
                                           "--enableplugin",
                                           "--disableplugin",
                                           "--destdir",
                                           "--downloaddir",
                                           "--repofrompath",
                                           "--disableexcludes",
                                           "--from-repo"};
constexpr std::string_view zypper_valued[] = {"-R",
                                              "--root",
                                              "--installroot",
                                              "--config",
                                              "-D",
                                              "-C",
                                              "--reposd-dir",
                                              "--cache-dir",
                                              "--raw-cache-dir",
                                              "--solv-cache-dir",
                                              "-p",
                                              "--plus-repo",
                                              "--pkg-cache-dir",
                                              "--plus-content",
                                              "--releasever",
                                              "-r",
                                              "--repo",
                                              "--from",
                                              "-t",
                                              "--type",
                                              "--download",
                                              "--solver-focus"};

// The subcommands of a manager, and its flags that take a value.
struct Language {
  std::span<const Subcommand> verbs;
  std::span<const std::string_view> valued;
  WordFilter filter = {};  // of `valued`
};

template <size_t verbs, size_t flags>
constexpr Language language(const Subcommand (&names)[verbs],
                            const std::string_view (&valued)[flags]) {
  return {names, valued, filter_of(valued)};
}

constexpr Language no_language;
constexpr Language apt_language = language(apt_verbs, apt_valued);
constexpr Language apk_language = language(apk_verbs, apk_valued);
constexpr Language rpm_language = language(rpm_verbs, rpm_valued);
constexpr Language zypper_language = language(zypper_verbs, zypper_valued);

const Language& language_of(PackageManager manager) {
  switch (manager) {
    case unknown:
      return no_language;
    case apt:
    case apt_get:
    case aptitude:
      return apt_language;
    case apk:
      return apk_language;
    case yum:
    case dnf:
    case microdnf:
      return rpm_language;
    case zypper:
      return zypper_language;
  }
  return no_language;
}

template <typename Table>
const auto* find_named(const Table& table, std::string_view name) {
  const auto* found = std::find_if(std::begin(table), std::end(table),
                                   [&](const auto& entry) { return entry.name == name; });
  return found == std::end(table) ? nullptr : found;
}

bool is_ascii_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// Whether the flag takes the next word: "-t", "--repo", or the last letter of "-yt".
bool takes_next(PackageManager manager, std::string_view word) {
  const auto& [verbs, valued, filter] = language_of(manager);
  if (filter.may_hold(word) && std::find(valued.begin(), valued.end(), word) != valued.end())
    return true;
  if (word.size() < 3 || word[1] == '-' ||
      !std::all_of(word.begin() + 1, word.end(), is_ascii_letter))
    return false;
  return std::any_of(valued.begin(), valued.end(), [&](std::string_view flag) {
    return flag.size() == 2 && flag[1] == word.back();
  });
}

// The next word that is neither a flag nor the value of one; 0: there is none.
uint32_t next_operand(const PackageCall& call, uint32_t at) {
  const std::vector<ShellWord>& words = call.command->words;
  for (++at; at < words.size(); ++at) {
    const std::string_view word = call.text(words[at]);
    if (!word.starts_with('-') || word.size() == 1) return at;
    if (takes_next(call.manager, word)) ++at;
  }
  return 0;
}

void find_verb(PackageCall& call) {
  call.subcommand = next_operand(call, call.tool);
  if (call.subcommand == 0) return;
  std::string_view word = call.subcommand_text();
  const bool grouped =
      (call.is_rpm() && (word == "group" || word == "groups" || word == "module")) ||
      (call.manager == apk && word == "cache");
  if (grouped) {
    const uint32_t inner = next_operand(call, call.subcommand);
    if (inner == 0) return;
    call.subcommand = inner;
    word = call.subcommand_text();
    if (call.manager == apk) {
      if (word == "clean" || word == "purge") call.verb = PackageVerb::clean;
      return;
    }
  }
  for (const Subcommand& known : language_of(call.manager).verbs) {
    if (known.name == word) call.verb = known.verb;
  }
}

}  // namespace

PackageCall package_call(const Command& command) {
  PackageCall call;
  if (command.words.empty()) return call;
  const CalleeAt& runs = command.callee_of_xargs;
  const std::string_view name = command.script->bytes(runs.name, command.words[runs.word].end);
  if (!manager_filter.may_hold(name)) return call;
  const Named* named = find_named(managers, name);
  if (named == nullptr) return call;
  call.manager = named->manager;
  call.command = &command;
  call.tool = runs.word;
  find_verb(call);
  return call;
}

std::string_view PackageCall::name() const {
  const std::string_view path = text(command->words[tool]);
  return path.substr(path.rfind('/') + 1);
}

std::string_view PackageCall::subcommand_text() const {
  return subcommand == 0 ? std::string_view() : text(command->words[subcommand]);
}

bool PackageCall::has_flag(std::string_view flag) const {
  const bool is_letter_flag = flag.size() == 2;
  for (size_t i = tool + 1; i < command->words.size(); ++i) {
    const std::string_view word = text(command->words[i]);
    if (word == "--") return false;
    if (!word.starts_with(is_letter_flag ? "-" : flag)) continue;
    if (word == flag) return true;
    if (is_letter_flag) {
      if (word.starts_with("--")) continue;
      const size_t letters = static_cast<size_t>(
          std::find_if_not(word.begin() + 1, word.end(), is_ascii_letter) - word.begin());
      if (word.substr(0, letters).find(flag[1]) != std::string_view::npos) return true;
    } else if (word.substr(flag.size(), 1) == "=") {
      return true;
    }
  }
  return false;
}

bool PackageCall::mentions(std::string_view what) const {
  return std::any_of(
      command->words.begin() + tool + 1, command->words.end(), [&](const ShellWord& word) {
        const std::string_view value = text(word);
        return std::search(value.begin(), value.end(), what.begin(), what.end(),
                           [](char a, char b) { return to_lower(a) == to_lower(b); }) !=
               value.end();
      });
}

std::vector<const ShellWord*> PackageCall::packages() const {
  std::vector<const ShellWord*> found;
  if (subcommand == 0) return found;
  bool only_operands = false;
  for (size_t i = subcommand + 1; i < command->words.size(); ++i) {
    const std::string_view word = text(command->words[i]);
    if (only_operands || !word.starts_with('-')) {
      found.push_back(&command->words[i]);
    } else if (word == "--") {
      only_operands = true;
    } else if (takes_next(manager, word)) {
      ++i;
    }
  }
  return found;
}

bool has_answers(const PackageCall& call) {
  const Command& command = *call.command;
  const bool by_xargs = call.tool > 0 && command.name() == "xargs";
  if (by_xargs) return false;
  if (command.join == Join::pipe || (command.in_pipe && command.subshell > 0)) return true;
  return std::any_of(
      command.redirections.begin(), command.redirections.end(),
      [](const Redirection& redirection) { return redirection.op.starts_with('<'); });
}

bool is_package_file(std::string_view word) {
  return word.find('/') != std::string_view::npos || word.ends_with(".deb") ||
         word.ends_with(".rpm") || word.ends_with(".apk");
}

bool reaches(std::string_view word, std::string_view directory) {
  if (word.find(directory) != std::string_view::npos) return true;
  const size_t brace = word.find('{');
  if (brace != std::string_view::npos && brace > 0 && !word.substr(0, brace).ends_with('$')) {
    if (!directory.starts_with(word.substr(0, brace))) return false;
    std::string_view rest = directory.substr(brace);
    rest = rest.substr(0, rest.find('/'));
    return word.find(rest, brace) != std::string_view::npos;
  }
  while (!word.empty() && (word.back() == '*' || word.back() == '/' || word.back() == '.'))
    word.remove_suffix(1);
  return word.size() > 1 && word.starts_with('/') && directory.starts_with(word) &&
         directory.substr(word.size()).starts_with('/');
}

}  // namespace dflint
