// Package managers of Linux distributions: which one a command calls, to do what, with what.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "analysis/shell/script.h"

namespace dflint {

enum class PackageManager : uint8_t {
  unknown,
  apt,
  apt_get,
  aptitude,
  apk,
  yum,
  dnf,
  microdnf,
  zypper,
};

// What the subcommand does, whatever it is called.
enum class PackageVerb : uint8_t {
  other,
  install,
  update,        // fetch the index of packages: apt-get update, apk update, dnf makecache
  upgrade,       // what is installed
  full_upgrade,  // … removing and replacing packages too: dist-upgrade
  remove,
  clean,  // the manager's own caches
};

// Seen through sudo, env, xargs and the like, without directories.
struct PackageCall {
  PackageManager manager = PackageManager::unknown;
  PackageVerb verb = PackageVerb::other;
  const Command* command = nullptr;
  uint32_t tool = 0;        // number of the word that names the manager
  uint32_t subcommand = 0;  // … of the subcommand's last word; 0: there is none

  explicit operator bool() const { return manager != PackageManager::unknown; }
  bool is_apt() const {
    return manager == PackageManager::apt || manager == PackageManager::apt_get ||
           manager == PackageManager::aptitude;
  }
  bool is_rpm() const {  // yum and what came after it
    return manager == PackageManager::yum || manager == PackageManager::dnf ||
           manager == PackageManager::microdnf;
  }
  bool upgrades() const {
    return verb == PackageVerb::upgrade || verb == PackageVerb::full_upgrade;
  }
  std::string_view text(const ShellWord& word) const { return command->text(word); }
  std::string_view name() const;  // "apt-get"
  std::string_view subcommand_text() const;

  // "--long", also "--long=…"; "-x", also in a bundle of letters.
  bool has_flag(std::string_view flag) const;
  // Whether some argument holds the text, in any case of letters.
  bool mentions(std::string_view text) const;
  // What it works on: the words behind the subcommand that are neither flags nor their values.
  std::vector<const ShellWord*> packages() const;
};

PackageCall package_call(const Command& command);

// Whether someone or something answers the command's questions: `yes |`, `< answers`.
bool has_answers(const PackageCall& call);

// A file of packages or an address of one, not a name: ./a.deb, https://x.test/a.rpm.
bool is_package_file(std::string_view word);

// Whether a command that deletes `word` deletes the directory's contents: the directory itself, a
// part of it, or one around it; globs and {a,b} understood as far as people write them here.
bool reaches(std::string_view word, std::string_view directory);

}  // namespace dflint
