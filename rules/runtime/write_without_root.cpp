// Reports commands that change what belongs to root while another user runs.
#include <algorithm>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/core.h>

#include "analysis/ascii.h"
#include "analysis/paths.h"
#include "analysis/quotes.h"
#include "analysis/shell/callee.h"
#include "rules/new_line.h"
#include "rules/report.h"
#include "rules/rule.h"
#include "rules/runtime/named_user.h"
#include "rules/working_directory.h"
#include "rules/written_paths.h"

namespace dflint {
namespace {

// Right in a directory that belongs to root in every image. What lies deeper may have come with a
// package that gave it to a user of its own.
bool is_of_system(std::string_view path) {
  constexpr std::string_view directories[] = {
      "",         "/etc",      "/bin",     "/sbin",      "/lib", "/lib64",   "/boot", "/usr",
      "/usr/bin", "/usr/sbin", "/usr/lib", "/usr/share", "/var", "/var/lib", "/opt"};
  return std::find(std::begin(directories), std::end(directories),
                   path.substr(0, path.rfind('/'))) != std::end(directories);
}

// What COPY brought as root's.
struct Copied {
  std::string target;
  const Instruction* in = nullptr;
};

class Check {
 public:
  Check(const Plan& plan, const Document& document, Report& report)
      : plan_(plan), document_(document), report_(report) {}

  void run() {
    for (const Stage& stage : plan_.stages) {
      copied_.clear();
      given_.clear();
      unclear_ = stage.windows || stage.base_kind != BaseKind::image;
      for (uint32_t i = stage.first + 1; i < stage.end && !unclear_; ++i) visit(i);
    }
  }

 private:
  // Files copied one by one are few: more are not remembered, of either kind.
  static constexpr size_t most = 64;

  void visit(uint32_t i) {
    const Instruction& in = *document_.instructions[i];
    const Step& step = plan_.steps[i];
    const Keyword keyword = in.statement.keyword;
    if (keyword == Keyword::onbuild) unclear_ = true;
    if (keyword == Keyword::copy || keyword == Keyword::add) return copy(in, step);
    if (keyword != Keyword::run) return;
    if (!step.script) {
      unclear_ = true;
      return;
    }
    const std::string_view user = named_other_user(plan_, document_, step.user);
    if (!user.empty() && in.statement.mounts.empty()) inspect(i, user);
    remember(*step.script, in);
  }

  void copy(const Instruction& in, const Step& step) {
    if (in.statement.args.size() < 2) return;
    const std::string target =
        absolute_path(without_quotes(in.value(in.statement.args.back())), plan_, step);
    // With owners of their own; also of links.
    if (target.empty() || in.flag("chown") || in.flag("chmod") || in.flag("from") ||
        in.statement.keyword == Keyword::add) {
      if (given_.size() >= most) unclear_ = true;
      given_.push_back(target.empty() ? "/" : target);
    } else if (copied_.size() < most) {
      copied_.push_back({target, &in});
    }
  }

  // Once a RUN of root has given something away, or may have, nothing is certain any more.
  void remember(const Script& script, const Instruction& in) {
    constexpr std::string_view words[] = {"chown", "chmod", "chgrp", "setfacl", "install -",
                                          ".sh",   "su ",   "sudo",  "umask",   "groupadd"};
    unclear_ |= !in.heredocs.empty() ||
                std::any_of(std::begin(words), std::end(words), [&](std::string_view word) {
                  return script.text.find(word) != std::string::npos;
                });
  }

  bool was_given(std::string_view path) const {
    return std::any_of(given_.begin(), given_.end(), [&](const std::string& target) {
      return is_at_or_below(path, target) || is_at_or_below(target, path);
    });
  }

  void inspect(uint32_t i, std::string_view user) {
    const Step& step = plan_.steps[i];
    for (const WrittenPath& written : written_paths(plan_, step, *step.script)) {
      if (written.may_fail || was_given(written.path)) continue;
      const Callee call = callee(*written.command);
      if (call.as_other_user || has_flag(*written.command, call.words, "-f")) continue;
      const Copied* copied = root_file(call, written.path);
      if (!copied && !(is_of_system(written.path) && makes(call, written.path))) continue;
      return add(i, written, user, copied);
    }
  }

  // Whether the command makes the path itself, or changes a file of it. Directories such as /data
  // may be there already, and be somebody's.
  static bool makes(const Callee& call, std::string_view path) {
    const bool top = path.rfind('/') == 0;
    if (call.name == "mkdir") return !has_flag(*call.command, call.words, "-p");
    if (call.name == "chown" || call.name == "chmod" || call.name == "chgrp") return !top;
    return !top && call.name != "cp" && call.name != "mv" && call.name != "ln" &&
           call.name != "install";
  }

  // What chmod or chown would change that COPY brought as root's.
  const Copied* root_file(const Callee& call, const std::string& path) const {
    if (call.name != "chown" && call.name != "chmod") return nullptr;
    const bool deep = has_flag(*call.command, call.words, "-R");
    const auto found = std::find_if(copied_.begin(), copied_.end(), [&](const Copied& copied) {
      return copied.target == path || (deep && is_at_or_below(copied.target, path));
    });
    // `COPY x /dir/`: the directory may be another's.
    return found == copied_.end() ? nullptr : &*found;
  }

  void add(uint32_t i, const WrittenPath& written, std::string_view user, const Copied* copied) {
    const Instruction& in = *document_.instructions[i];
    Finding& finding =
        report_.add({written.command->script->in, written.word->span},
                    fmt::format("`{}` belongs to root, and this runs as `{}`", written.path, user));
    const Instruction& set = *document_.instructions[plan_.steps[i].user];
    finding.notes.push_back({{&set, set.statement.args[0].span}, "since here"});
    if (copied)
      finding.notes.push_back(
          {{copied->in, copied->in->statement.word.span}, "COPY without --chown makes it root's"});
    if (!is_plain_word(user)) return;
    finding.fixes.push_back({"Be root for this RUN",
                             Safety::unsafe,
                             {line_above(in, "USER", "root"), line_below(in, "USER", user)}});
  }

  const Plan& plan_;
  const Document& document_;
  Report& report_;
  std::vector<Copied> copied_;      // in this stage so far
  std::vector<std::string> given_;  // targets with owners that are not known
  bool unclear_ = false;            // anything may belong to anybody
};

void check(const Plan& plan, const Document& document, Report& report) {
  const bool any =
      std::any_of(document.instructions.begin(), document.instructions.end(),
                  [](const InstructionPtr& in) { return in->statement.keyword == Keyword::user; });
  if (any) Check(plan, document, report).run();
}

}  // namespace

Rule write_without_root() {
  return {
      .name = "write-without-root",
      .category = Category::correctness,
      .severity = Severity::warning,
      .summary = "Change files of root before USER or after going back to it",
      .why = R"(
A USER holds for every RUN behind it. Another user than root may not write to `/etc` and the like, and
may not change the mode or the owner of files that COPY has brought, for those belong to root whatever
USER says, unless `--chown` names somebody else: the build fails with `Permission denied` or `Operation
not permitted`. Do it before USER, copy with `--chown=` or `--chmod=`, or go back with `USER root`.
)",
      .examples = {{
          {
              .bad = R"(
FROM debian:12
RUN useradd -m app
USER app
COPY start /home/app/start
RUN chmod +x [|/home/app/start|]
CMD ["/home/app/start"]
)",
              .good = R"(
FROM debian:12
RUN useradd -m app
USER app
COPY start /home/app/start
USER root
RUN chmod +x /home/app/start
USER app
CMD ["/home/app/start"]
)",
          },
          {
              .bad = R"(
FROM node:22
USER node
COPY --chown=node site /srv/site
RUN chmod -R g+w /srv/site && mkdir -p /home/node/cache && \
    echo "127.0.0.1 api" >> [|/etc/hosts.extra|]
)",
              .good = R"(
FROM node:22
USER node
COPY --chown=node site /srv/site
USER root
RUN chmod -R g+w /srv/site && mkdir -p /home/node/cache && \
    echo "127.0.0.1 api" >> /etc/hosts.extra
USER node
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
