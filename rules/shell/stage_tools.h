// Walks the stages of a plan and keeps account of which programs each may have got on its way.
//
// Nothing is followed exactly. As soon as something could have brought any program (an installer, a
// script, a directory copied over the system), the stage counts as unclear and rules stay silent.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <vector>

#include "analysis/document.h"
#include "analysis/plan.h"
#include "analysis/shell/callee.h"
#include "analysis/tools.h"

namespace dflint {

// What a stage has got so far.
struct ToolState {
  ImageTools image;
  std::string_view image_name;
  bool unclear = false;   // anything may be there
  bool packages = false;  // packages that may bring others were installed
  uint64_t settled = 0;   // tools that were told of already, or need no telling

  // True the first time.
  bool settle(const Tool& tool) {
    const uint64_t bit = uint64_t{1} << number_of(tool);
    const bool fresh = (settled & bit) == 0;
    settled |= bit;
    return fresh;
  }
};

// A command without sudo, env and the like before it: its name and arguments.
struct Call {
  const Command* command = nullptr;
  size_t first = 0;       // the word that names the program
  std::string_view name;  // without directories where these are the system's; empty: unknown

  std::string_view text(size_t i) const { return command->text(command->words[first + i]); }
  size_t size() const { return command->words.size() - first; }
};

inline Call call_of(const Command& command) {
  Call call{&command, 0, {}};
  const Callee runs = callee(command);
  for (size_t i = 0; i < runs.at(); ++i) {
    const std::string_view word = command.text(command.words[i]);
    if (word == "-v" || word == "busybox") return call;  // command -v NAME asks
  }
  if (runs.words.empty() || runs.words[0].expands) return call;
  call.first = runs.at();
  call.name = runs.text(0);
  for (std::string_view directory : {"/bin/", "/usr/bin/", "/sbin/", "/usr/sbin/"}) {
    if (call.name.starts_with(directory)) call.name.remove_prefix(directory.size());
  }
  return call;
}

// Whether a command installs packages, and where their names begin.
struct Installs {
  bool found = false;
  std::string_view manager;  // "apk", "apt-get", "yum", "dnf", "microdnf"
  size_t first = 0;          // the first word after the subcommand; 0: nobody knows what comes
};

inline Installs installs(const Call& call) {
  const bool apt = call.name == "apt-get" || call.name == "apt" || call.name == "aptitude";
  const bool rpm = call.name == "yum" || call.name == "dnf" || call.name == "microdnf";
  if (!apt && !rpm && call.name != "apk") return {};
  for (size_t i = 1; i < call.size(); ++i) {
    const std::string_view word = call.text(i);
    if (word.starts_with('-')) continue;
    if (word == (call.name == "apk" ? "add" : "install"))
      return {true, apt ? "apt-get" : call.name, i + 1};
    constexpr std::string_view others =
        "update upgrade clean autoclean autoremove remove purge del dist-upgrade fix cache "
        "makecache full-upgrade check-update info search list policy index";
    if (lists(others, word)) return {};
    return {true, {}, 0};  // build-dep, groupinstall, module
  }
  return {};
}

class StageWalk {
 public:
  StageWalk(const Plan& plan, const Document& document)
      : plan_(plan), document_(document), states_(plan.stages.size()) {}

  ToolState& enter(const Stage& stage) {
    ToolState& state = states_[stage.index];
    copied_.clear();
    if (stage.parent < stage.index) {
      state = states_[stage.parent];
      return state;
    }
    if (!stage.from || stage.from->statement.args.empty()) return state;
    if (stage.base_kind == BaseKind::invalid || stage.windows) return state;
    // An image that the build chooses is none that anything is known about.
    const std::string_view written = stage.from->value(stage.from->statement.args[0]);
    if (written.substr(0, written.find(':')).find('$') != std::string_view::npos) return state;
    state.image_name = stage.base;
    state.image = image_tools(stage.base);
    return state;
  }

  // What COPY, ADD and ENV bring.
  void instruction(const Instruction& in, ToolState& state) {
    const Keyword keyword = in.statement.keyword;
    if (keyword == Keyword::add || keyword == Keyword::copy) copy(in, state);
    if (keyword == Keyword::env) path(in, state);
  }

  // A COPY or ADD that may be of a shell.
  static bool brings_shell(const Instruction& in) {
    const Keyword keyword = in.statement.keyword;
    if (keyword != Keyword::add && keyword != Keyword::copy) return false;
    if (mentions(in.line(), "sh bash ash dash busybox toybox rootfs")) return true;
    const std::vector<Word>& args = in.statement.args;
    for (size_t i = 0; i + 1 < args.size(); ++i) {
      if (may_hold_programs(in.value(args[i]))) return true;
    }
    return false;
  }

  // /bin, /usr/, bin/*: not /bin/server.
  static bool may_hold_programs(std::string_view path) {
    while (path.ends_with('/')) path.remove_suffix(1);
    const std::string_view name = path.substr(path.find_last_of('/') + 1);
    return name.empty() || lists("bin sbin usr .", name) || name.find_first_of("*?[$") != name.npos;
  }

  // What a command of RUN brings, beyond what its text says.
  static void command(const Command& command, ToolState& state) {
    for (const Assignment& assignment : command.assignments) {
      if (assignment.name == "PATH") state.unclear = true;
    }
    const Call call = call_of(command);
    if (call.name.empty()) {
      if (!command.words.empty() && command.name() != "command") state.unclear = true;
      return;
    }
    const Installs install = installs(call);
    if (install.found) {
      packages(call, install, state);
    } else if (!is_harmless(call)) {
      state.unclear = true;
    }
  }

  // Whether what the stage and its bases did before byte `at` of instruction `index` speaks of the
  // tool.
  bool spoken_of(const Tool& tool, uint32_t stage, uint32_t index, uint32_t at) {
    const Instruction& in = *document_.instructions[index];
    if (at > in.body.begin && mentions(in.source({in.body.begin, at}), tool.providers)) return true;
    uint32_t end = index;
    for (uint32_t s = stage; s != none; s = plan_.stages[s].parent) {
      const Stage& from = plan_.stages[s];
      if (s != stage) end = from.end;
      for (uint32_t i = from.first + 1; i < end; ++i) {
        if (speaks_of(*document_.instructions[i], tool)) return true;
      }
      if (from.parent >= s) break;
    }
    return false;
  }

 private:
  static constexpr size_t most_text = 1U << 22;  // bytes to search in one document

  bool speaks_of(const Instruction& in, const Tool& tool) {
    const Keyword keyword = in.effective().keyword;
    if (keyword != Keyword::run && keyword != Keyword::copy && keyword != Keyword::add &&
        keyword != Keyword::env && keyword != Keyword::arg)
      return false;
    searched_ += in.text.size();
    if (searched_ > most_text || mentions(in.line(), tool.providers)) return true;
    return std::any_of(in.heredocs.begin(), in.heredocs.end(), [&](const Heredoc& heredoc) {
      return mentions(in.source(heredoc.body), tool.providers);
    });
  }

  static bool is_system_directory(std::string_view path) {
    if (path.find("bin") != std::string_view::npos) return true;
    while (path.size() > 1 && path.ends_with('/')) path.remove_suffix(1);
    return lists("/ /usr /usr/local /opt /lib /usr/lib", path);
  }

  void copy(const Instruction& in, ToolState& state) {
    const std::vector<Word>& args = in.statement.args;
    if (args.size() < 2) return;
    const bool add = in.statement.keyword == Keyword::add;
    const std::string_view to = in.value(args.back());
    if ((add || in.flag("from")) && copied_.size() < 32) copied_.push_back(to);
    if (!is_system_directory(to)) return;
    for (size_t i = 0; i + 1 < args.size(); ++i) {
      if (may_be_many(in.value(args[i]), to, add)) state.unclear = true;
    }
  }

  // Anything but one file, whose name is in the text.
  static bool may_be_many(std::string_view from, std::string_view to, bool add) {
    const std::string_view name = from.substr(from.find_last_of('/') + 1);
    if (add && name.find(".t") != std::string_view::npos) return true;
    if (name.empty() || name.find_first_of("*?[$") != std::string_view::npos) return true;
    // A name with an extension is a file; so is one that gets that very name where it goes.
    const size_t dot = name.find('.', 1);
    if (dot != std::string_view::npos && dot + 1 < name.size()) return false;
    return !to.ends_with(name) || name.find("bin") != std::string_view::npos;
  }

  // A directory of PATH may be one that was copied from elsewhere.
  void path(const Instruction& in, ToolState& state) const {
    for (const Pair& pair : in.statement.pairs) {
      if (in.value(pair.key) != "PATH") continue;
      for (std::string_view to : copied_) {
        if (to.size() > 1 && in.value(pair.value).find(to) != std::string_view::npos)
          state.unclear = true;
      }
    }
  }

  static void packages(const Call& call, const Installs& install, ToolState& state) {
    if (install.first == 0) state.unclear = true;
    for (size_t i = install.first; i < call.size() && !state.unclear; ++i) {
      const ShellWord& word = call.command->words[call.first + i];
      const std::string_view package = call.text(i);
      if (package.starts_with('-')) continue;
      state.unclear = word.expands || word.glob || package.find('/') != std::string_view::npos ||
                      package.ends_with(".deb") || package.ends_with(".rpm") ||
                      package.starts_with('@');
      state.packages |= !is_leaf_package(package);
    }
  }

  // Puts no program into a place where the shell would look for it, or only one that its words
  // name.
  static bool is_harmless(const Call& call) {
    constexpr std::string_view harmless =
        "set echo printf cd mkdir rm rmdir chmod chown chgrp touch ls cat grep egrep fgrep sed awk "
        "cut sort uniq head tail tr wc test [ [[ true false : sleep export unset umask exit return "
        "id whoami date uname df du which type hash useradd groupadd usermod adduser addgroup "
        "deluser passwd chpasswd npm npx yarn pnpm corepack bower gulp grunt bundle gem pip pip3 "
        "pipenv poetry composer go cargo mvn gradle dotnet node python python3 ruby php java javac "
        "jar make cmake gcc g++ git curl wget gunzip gzip apt-key apt-cache apt-mark tee gpg "
        "add-apt-repository apt-add-repository debconf-set-selections locale-gen update-locale "
        "dpkg-reconfigure update-ca-certificates ldconfig sha256sum md5sum sha1sum sha512sum strip "
        "nginx service a2enmod a2dismod a2ensite a2dissite docker-php-ext-install pwd shopt trap "
        "docker-php-ext-configure docker-php-ext-enable pecl mktemp basename dirname readlink "
        "nproc getent rc-update setcap ssh-keygen ssh-keyscan pushd popd local read apt-get apt "
        "apk yum dnf microdnf diff jq xz openssl file envsubst tsc ng ps kill expr seq bzip2 "
        "base64 "
        "stat mysql psql update-alternatives phpenmod easy_install virtualenv rake rails more less "
        "django-admin patch zip sync visudo hostname";
    if (lists(harmless, call.name)) return true;
    if (!lists("ln cp mv install tar unzip rsync find", call.name)) return false;
    for (size_t i = 1; i < call.size(); ++i) {
      const ShellWord& word = call.command->words[call.first + i];
      const std::string_view text = call.text(i);
      const bool bin = text.find("bin") != std::string_view::npos;
      if (bin && (word.glob || word.expands)) return false;
      if (lists("/ /usr /usr/ /bin /usr/local /usr/local/ -exec -execdir", text)) return false;
    }
    return true;
  }

  const Plan& plan_;
  const Document& document_;
  std::vector<ToolState> states_;
  std::vector<std::string_view> copied_;  // where the stage has copied things from elsewhere to
  size_t searched_ = 0;
};

}  // namespace dflint
