// Reports volumes that belong to root while the container runs as somebody else.
#include <algorithm>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/core.h>

#include "analysis/ascii.h"
#include "analysis/ignore_file.h"
#include "analysis/shell/callee.h"
#include "rules/copy_words.h"
#include "rules/new_line.h"
#include "rules/report.h"
#include "rules/rule.h"
#include "rules/runtime/named_user.h"
#include "rules/runtime/ownership.h"
#include "rules/working_directory.h"

namespace dflint {
namespace {

// "10001" or "10001:10001": what an image needs no names for.
bool has_no_name(std::string_view user) {
  const size_t colon = std::min(user.find(':'), user.size());
  return is_number(user.substr(0, colon)) &&
         (colon == user.size() || is_number(user.substr(colon + 1)));
}

// "/srv" of "/srv/files".
std::string_view top_of(std::string_view path) { return path.substr(0, path.find('/', 1)); }

class Check {
 public:
  Check(const Plan& plan, const Document& document, Report& report)
      : plan_(plan), document_(document), report_(report), facts_(base_facts(plan)) {}

  void run() {
    if (plan_.stages.empty()) return;
    const Stage& last = plan_.stages.back();
    user_ = named_other_user(plan_, document_, last.user);
    if (user_.empty() || last.windows || (last.cmd == none && last.entrypoint == none)) return;
    if (facts_[last.index].user != DefaultUser::root) return;
    shipped_ = shipped_stages(plan_);
    for (uint32_t i = 0; i < document_.instructions.size(); ++i) {
      const Instruction& in = *document_.instructions[i];
      if (in.statement.keyword == Keyword::volume && is_shipped(i)) volume(i, in);
    }
  }

 private:
  // More volumes are not looked at: each needs a walk through the file.
  static constexpr size_t most = 16;

  bool is_shipped(uint32_t i) const {
    const uint32_t stage = plan_.steps[i].stage;
    return stage != none && shipped_[stage];
  }

  void volume(uint32_t i, const Instruction& in) {
    for (const Word& word : in.statement.args) {
      const std::string_view written = without_quotes(in.value(word));
      if (!written.starts_with('/') || written.find('$') != std::string_view::npos) continue;
      const std::string path = clean_path(written);
      // Here the plain /data is nobody's but the volume's.
      if ((may_be_given(path) && top_of(path) != "/data") || ++seen_ > most ||
          may_be_given_away(path))
        continue;
      Finding& finding = report_.add(
          {&in, word.span},
          fmt::format("the volume belongs to root, and `{}` cannot write to it", user_));
      const Instruction& set = *document_.instructions[plan_.stages.back().user];
      finding.notes.push_back(
          {{&set, set.statement.args[0].span}, "the container runs as this user"});
      mend(i, in, path, finding);
    }
  }

  // Whether any instruction may have to do with the owner of the directory.
  bool may_be_given_away(std::string_view path) const {
    const std::string_view top = top_of(path);
    for (uint32_t i = 0; i < document_.instructions.size(); ++i) {
      if (is_shipped(i) && may_give(*document_.instructions[i], plan_.steps[i], top)) return true;
    }
    return false;
  }

  bool may_give(const Instruction& in, const Step& step, std::string_view top) const {
    const Keyword keyword = in.statement.keyword;
    if (keyword == Keyword::workdir)
      return !runs_as_root(plan_, step, facts_) && top_of(step.value) == top;
    if (keyword == Keyword::copy || keyword == Keyword::add) {
      if (in.statement.args.size() < 2) return false;
      const std::string target = absolute_path(in.value(in.statement.args.back()), plan_, step);
      // Whole trees, with owners of their own.
      if (target.empty() || target == "/") return true;
      const bool keeps_owner = keyword == Keyword::add || in.flag("from") != nullptr;
      return top_of(target) == top && (keeps_owner || may_change_owner(in, step));
    }
    if (keyword == Keyword::onbuild) return may_change_owner(in, step);
    if (keyword != Keyword::run) return false;
    if (!runs_as_root(plan_, step, facts_) || !step.script || !in.heredocs.empty() ||
        in.statement.exec_form || !step.more.empty())
      return true;
    return script_may_give(*step.script, top, top_of(step.directory) == top);
  }

  // `inside`: the script begins in the directory or beside it.
  static bool script_may_give(const Script& script, std::string_view top, bool inside) {
    constexpr std::string_view givers[] = {"chown", "chmod", "chgrp",   "setfacl", "install",
                                           "rsync", "cp",    "mv",      "ln",      "tar",
                                           "unzip", "mkdir", "useradd", "adduser", "usermod"};
    for (const Command& command : script.commands) {
      const Callee call = callee_of_xargs(command);
      inside |= call.name == "cd" || call.name == "pushd";
      // A script that only the build context knows may do anything.
      if (call.as_other_user || call.name == "su" || call.name == "make" || is_shell(call.name) ||
          call.name.ends_with(".sh") || call.name == "find")
        return true;
      if (std::find(std::begin(givers), std::end(givers), call.name) == std::end(givers)) continue;
      // Without a mode what it makes is root's.
      if (call.name == "mkdir" && !has_flag(command, call.words, "-m")) continue;
      for (const ShellWord& word : call.arguments()) {
        const std::string_view text = command.text(word);
        if (word.expands || text.find(top) != std::string_view::npos) return true;
        if (inside && !text.starts_with('/') && !text.starts_with('-')) return true;
      }
    }
    return false;
  }

  void mend(uint32_t i, const Instruction& in, const std::string& path, Finding& finding) const {
    const Stage& stage = *plan_.stage_of(i);
    if (!has_no_name(user_) || !is_plain_word(path) ||
        !runs_as_root(plan_, plan_.steps[i], facts_) || stage.shell != none)
      return;
    const BaseFacts facts = facts_[stage.index];
    if (!facts.bash && !facts.busybox) return;
    finding.fixes.push_back(
        {fmt::format("Give the directory to `{}` first", user_),
         Safety::unsafe,
         {line_above(in, "RUN", fmt::format("mkdir -p {0} && chown {1} {0}", path, user_))}});
  }

  const Plan& plan_;
  const Document& document_;
  Report& report_;
  const std::vector<BaseFacts> facts_;  // of the stages
  std::string_view user_;
  std::vector<bool> shipped_;
  size_t seen_ = 0;
};

void check(const Plan& plan, const Document& document, Report& report) {
  Check(plan, document, report).run();
}

}  // namespace

Rule unwritable_volume() {
  return {
      .name = "unwritable-volume",
      .category = Category::correctness,
      .severity = Severity::warning,
      .summary = "Give a volume to the user who writes to it",
      .why = R"(
A new volume gets the owner and the mode that its directory has in the image; a directory that VOLUME
or `mkdir` makes belongs to root. A container that runs as another user then fails with `Permission
denied` as soon as it writes there. Make the directory and `chown` it above VOLUME: what happens to it
below may be lost.
)",
      .examples = {{
          {
              .bad = R"(
FROM debian:12
COPY server /usr/local/bin/
VOLUME [|/data|]
USER 10001:10001
CMD ["server", "--state", "/data"]
)",
              .good = R"(
FROM debian:12
COPY server /usr/local/bin/
RUN mkdir -p /data && chown 10001:10001 /data
VOLUME /data
USER 10001:10001
CMD ["server", "--state", "/data"]
)",
          },
          {
              .bad = R"(
FROM alpine:3.22
RUN adduser -D app && mkdir -p /srv/files /opt/cache && chown app /opt/cache
VOLUME ["/opt/cache", [|"/srv/files"|]]
USER app
ENTRYPOINT ["/usr/bin/serve"]
)",
              .good = R"(
FROM alpine:3.22
RUN adduser -D app && mkdir -p /srv/files /opt/cache && chown app /opt/cache /srv/files
VOLUME ["/opt/cache", "/srv/files"]
USER app
ENTRYPOINT ["/usr/bin/serve"]
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
