// Reports packages of the system that are installed behind COPY of everything.
#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/core.h>

#include "rules/new_line.h"
#include "rules/packages/system.h"
#include "rules/report.h"
#include "rules/rule.h"
#include "rules/working_directory.h"

namespace dflint {
namespace {

using namespace system_packages;

bool is_everything(std::string_view source) {
  return source == "." || source == "./" || source == "*" || source == "./*";
}

// Whether the words name no file that a COPY may have brought.
bool names_no_file(const Command& command) {
  return std::none_of(command.words.begin(), command.words.end(), [&](const ShellWord& word) {
    return word.expands || is_package_file(command.text(word));
  });
}

// Deletes lists and caches, or is about the shell itself.
bool is_around_install(const Command& command) {
  const std::string_view name = command.name();
  if (name == "set" || name == "true" || name == ":") return true;
  if (name != "rm") return false;
  return std::all_of(command.words.begin() + 1, command.words.end(), [&](const ShellWord& word) {
    const std::string_view text = command.text(word);
    return text.starts_with('-') || text.starts_with("/var/") || text.starts_with("/tmp/");
  });
}

// The first install of a RUN that does nothing else; nullptr where it does.
const Command* pure_install(const Step& step, const Instruction& in) {
  if (!step.script || step.script->kind != ShellKind::posix || !step.more.empty() ||
      !step.script->problems.empty() || step.script->has_functions || !in.heredocs.empty() ||
      !in.statement.flags.empty())
    return nullptr;
  const Command* install = nullptr;
  for (const Command& command : step.script->commands) {
    if (command.conditional || !command.redirections.empty()) return nullptr;
    if (const PackageCall call = package_call(command); call) {
      if (call.verb == PackageVerb::other || command.name() == "xargs" || !names_no_file(command))
        return nullptr;
      if (call.verb == PackageVerb::install && !install) install = &command;
    } else if (!command.words.empty() && !is_around_install(command)) {
      return nullptr;
    }
  }
  return install;
}

// The lines of the RUN with the comments right above it.
Span lines_of(const Instruction& in) {
  Span lines{in.body.begin, static_cast<uint32_t>(in.text.size())};
  for (size_t i = in.comments.size(); i-- > 0;) {
    const std::string_view between = in.source({in.comments[i].end, lines.begin});
    if (std::count(between.begin(), between.end(), '\n') != 1) break;
    lines.begin = in.comments[i].begin;
  }
  while (lines.begin > 0 && in.text[lines.begin - 1] != '\n') --lines.begin;
  return lines;
}

class Check {
 public:
  Check(const Plan& plan, const Document& document, Report& report)
      : plan_(plan), document_(document), report_(report) {}

  void run() {
    for (const Stage& stage : plan_.stages) {
      copy_ = nullptr;
      done_ = false;
      for (uint32_t i = stage.first + 1; i < stage.end && !done_; ++i) visit(i);
    }
  }

 private:
  void visit(uint32_t i) {
    const Instruction& in = *document_.instructions[i];
    const Keyword keyword = in.statement.keyword;
    if (keyword == Keyword::copy || keyword == Keyword::add) {
      copy(i, in);
    } else if (keyword == Keyword::run && copy_) {
      // What is done there may be needed by all that follows.
      const Command* install = pure_install(plan_.steps[i], in);
      done_ = true;
      if (install) add(in, *install);
    } else if (keyword == Keyword::user || keyword == Keyword::shell || keyword == Keyword::env ||
               keyword == Keyword::arg || keyword == Keyword::onbuild) {
      movable_ = false;
    }
  }

  void copy(uint32_t i, const Instruction& in) {
    const Statement& statement = in.statement;
    if (statement.args.size() < 2) return;
    const std::string target =
        absolute_path(in.value(statement.args.back()), plan_, plan_.steps[i]);
    // It may bring what package managers are set up with.
    if (target.empty() || target == "/" || target.starts_with("/etc")) done_ = true;
    const bool everything =
        !in.flag("from") && in.heredocs.empty() && is_everything(in.value(statement.args[0]));
    if (copy_ || !everything) return;
    copy_ = &in;
    movable_ = true;
  }

  void add(const Instruction& in, const Command& install) {
    const PackageCall call = package_call(install);
    Finding& finding = report_.add(
        {&in, {install.words[call.tool].span.begin, install.words[call.subcommand].span.end}},
        fmt::format("each edit makes `{} {}` run again, which needs nothing of the build context",
                    call.name(), call.subcommand_text()));
    const Statement& copy = copy_->statement;
    finding.notes.push_back({{copy_, copy.args[0].span}, "everything is copied here"});
    if (!movable_) return;
    const Span lines = lines_of(in);
    std::string text(in.source(lines));
    if (!text.ends_with('\n')) text += '\n';
    Place above = line_above(*copy_, "RUN", "").place;
    finding.fixes.push_back(
        {"Install before", Safety::unsafe, {{above, std::move(text)}, {{&in, lines}, {}}}});
  }

  const Plan& plan_;
  const Document& document_;
  Report& report_;
  const Instruction* copy_ = nullptr;  // of everything, in this stage
  bool movable_ = false;  // nothing stands between it and here that changes what a RUN does
  bool done_ = false;
};

void check(const Plan& plan, const Document& document, Report& report) {
  Check(plan, document, report).run();
}

}  // namespace

Rule packages_before_copy() {
  return {
      .name = "packages-before-copy",
      .category = Category::cache,
      .severity = Severity::warning,
      .summary = "Install packages of the system before copying everything",
      .why = R"(
A step is taken from the build cache only if nothing above it has changed. Below `COPY . .` each edit of
any file makes `apt-get install` run again, with all downloads, although it needs none of the files.
Install first what seldom changes, and copy last what often does.
)",
      .examples = {{
          {
              .bad = R"(
FROM python:3.13-slim
WORKDIR /srv
COPY . .

# reads the headers of pictures
RUN apt-get update && [|apt-get install|] -y --no-install-recommends libmagic1 \
    && rm -rf /var/lib/apt/lists/*
RUN pip install --no-cache-dir -r requirements.txt
)",
              .good = R"(
FROM python:3.13-slim
WORKDIR /srv
# reads the headers of pictures
RUN apt-get update && apt-get install -y --no-install-recommends libmagic1 \
    && rm -rf /var/lib/apt/lists/*
COPY . .

RUN pip install --no-cache-dir -r requirements.txt
)",
          },
          {
              .bad = R"(
FROM alpine:3.22
COPY ./ /site
RUN [|apk add|] --no-cache nginx
FROM alpine:3.22
WORKDIR /site
COPY . .
RUN apk add --no-cache $(cat packages.txt)
)",
              .good = R"(
FROM alpine:3.22
RUN apk add --no-cache nginx
COPY ./ /site
FROM alpine:3.22
WORKDIR /site
COPY . .
RUN apk add --no-cache $(cat packages.txt)
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
