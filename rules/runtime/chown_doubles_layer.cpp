// Reports chown -R and chmod -R over files that an earlier layer has copied.
#include <algorithm>
#include <iterator>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include <fmt/core.h>

#include "analysis/ascii.h"
#include "analysis/image.h"
#include "analysis/paths.h"
#include "analysis/shell/callee.h"
#include "rules/report.h"
#include "rules/rule.h"
#include "rules/runtime/made_paths.h"
#include "rules/working_directory.h"

namespace dflint {
namespace {

// Whether an image brings the account, as these have for years.
bool brings_account(std::string_view image, std::string_view name) {
  constexpr std::pair<std::string_view, std::string_view> accounts[] = {
      {"node", "node"},       {"php", "www-data"},    {"nginx", "nginx"},
      {"debian", "www-data"}, {"ubuntu", "www-data"}, {"wordpress", "www-data"}};
  return std::any_of(std::begin(accounts), std::end(accounts), [&](const auto& account) {
    return account.first == image && account.second == name;
  });
}

// Directories have no dot in their names, and files such as Gemfile and LICENSE a capital.
bool may_be_directory(std::string_view source) {
  const std::string_view name = source.substr(source.rfind('/') + 1);
  if (name.empty() || name == "." || name.find('*') != std::string_view::npos) return true;
  return name.find('.') == std::string_view::npos && !(name[0] >= 'A' && name[0] <= 'Z');
}

// More than a file or two: those cost little.
bool copies_much(const Instruction& in) {
  const Statement& statement = in.statement;
  return std::any_of(statement.args.begin(), statement.args.end() - 1,
                     [&](const Word& word) { return may_be_directory(in.value(word)); });
}

// A COPY or ADD of this stage.
struct Copied {
  uint32_t instruction = 0;
  std::string target;  // absolute, without trailing slash
  bool much = false;
  bool deep = false;  // may bring directories
};

class Check {
 public:
  Check(const Plan& plan, const Document& document, Report& report)
      : plan_(plan), document_(document), report_(report) {}

  // The stages that are shipped are one chain.
  void run() {
    const std::vector<bool> shipped = shipped_stages(plan_);
    for (const Stage& stage : plan_.stages) {
      if (!shipped[stage.index]) continue;
      if (image_.empty()) image_ = split_image(stage.base).repository;
      for (const Copied& copied : copied_) others_.copies(copied.target, copied.deep);
      copied_.clear();
      for (uint32_t i = stage.first + 1; i < stage.end; ++i) visit(i);
    }
  }

 private:
  // Many files are not copied one by one.
  static constexpr size_t most = 64;

  void visit(uint32_t i) {
    const Instruction& in = *document_.instructions[i];
    const Step& step = plan_.steps[i];
    switch (in.statement.keyword) {
      case Keyword::copy:
      case Keyword::add:
        return copy(i, in, step);
      case Keyword::workdir:
        return others_.makes(absolute_path(step.value, plan_, step));
      case Keyword::onbuild:
        return others_.makes("");
      case Keyword::run:
        break;
      default:
        return;
    }
    if (!step.script || !in.heredocs.empty() || !in.statement.mounts.empty() ||
        !step.script->problems.empty() || step.script->commands.empty())
      others_.makes("");
    if (step.script) run(i, *step.script);
  }

  void copy(uint32_t i, const Instruction& in, const Step& step) {
    if (in.statement.args.empty()) return;
    std::string target = absolute_path(in.value(in.statement.args.back()), plan_, step);
    if (target.empty() || copied_.size() >= most) return others_.makes("");
    const bool much = in.statement.args.size() >= 2 && in.heredocs.empty() && copies_much(in);
    copied_.push_back({i, std::move(target), much, much || in.statement.keyword == Keyword::add});
  }

  void run(uint32_t i, const Script& script) {
    bool moved = false;
    for (const Command& command : script.commands) {
      moved |= command.is("cd") || command.is("pushd");
      const Callee call = callee(command);
      if ((call.name == "chown" || call.name == "chmod") && command.words.size() >= 4 &&
          !command.conditional && is_recursive(call))
        inspect(i, call, moved);
      others_.runs(command, call, plan_, plan_.steps[i]);
      if (call.name != "useradd" && call.name != "adduser") continue;
      for (const ShellWord& word : call.arguments()) accounts_.emplace(command.text(word), i);
    }
  }

  void inspect(uint32_t i, const Callee& call, bool moved) {
    const Command& command = *call.command;
    const std::vector<const ShellWord*> operands = call.operands();
    for (size_t k = 1; k < operands.size(); ++k) {
      const std::string_view path = command.text(*operands[k]);
      if (operands[k]->expands || operands[k]->glob || (moved && !path.starts_with('/'))) continue;
      const std::string folder = absolute_path(path, plan_, plan_.steps[i]);
      if (!folder.empty()) report(call, operands, k, folder);
    }
  }

  void report(const Callee& call, const std::vector<const ShellWord*>& operands, size_t k,
              const std::string& folder) {
    std::vector<const Copied*> covered;
    const Copied* last = nullptr;
    for (const Copied& copied : copied_) {
      if (!is_at_or_below(copied.target, folder)) continue;
      covered.push_back(&copied);
      if (copied.much) last = &copied;
    }
    if (!last) return;
    const std::string_view flag = call.name == "chown" ? "chown" : "chmod";
    const bool is_add =
        document_.instructions[last->instruction]->statement.keyword == Keyword::add;
    Finding& finding = report_.add(
        {call.command->script->in, operands[k]->span},
        fmt::format("this puts what was copied to `{}` into the image once more; `--{}` of {} "
                    "costs nothing",
                    last->target, flag, is_add ? "ADD" : "COPY"));
    constexpr size_t most_notes = 8;
    for (const Copied* copied : covered) {
      const Instruction& in = *document_.instructions[copied->instruction];
      if (copied->much && finding.notes.size() < most_notes)
        finding.notes.push_back({{&in, in.statement.word.span}, "copied here"});
    }
    if (operands.size() == 2 && !made_by_others(folder))
      mend(*call.command, *operands[0], flag, covered, finding);
  }

  // Whether anything in the folder may have come with another instruction than `covered` ones.
  bool made_by_others(const std::string& folder) const {
    return others_.may_have_made(folder) ||
           std::any_of(copied_.begin(), copied_.end(), [&](const Copied& copied) {
             return copied.deep && copied.target != folder && is_at_or_below(folder, copied.target);
           });
  }

  // --chown or --chmod for each, and the directory itself without what is in it.
  void mend(const Command& command, const ShellWord& setting, std::string_view flag,
            const std::vector<const Copied*>& covered, Finding& finding) const {
    const std::string_view value = command.text(setting);
    if (setting.expands || !fits_flag(flag, value, covered.front()->instruction)) return;
    const auto recursive =
        std::find_if(command.words.begin(), command.words.end(), [&](const ShellWord& word) {
          const std::string_view text = command.text(word);
          return text == "-R" || text == "--recursive";
        });
    if (recursive == command.words.end() || recursive + 1 == command.words.end() ||
        recursive->span == setting.span)
      return;
    Fix fix{fmt::format("Copy with `--{}={}`", flag, value), Safety::unsafe, {}};
    for (const Copied* copied : covered) {
      const Instruction& in = *document_.instructions[copied->instruction];
      // With --link the names of the image are not known.
      if (in.flag(flag) || (in.flag("link") && !is_number(value.substr(0, value.find(':')))))
        return;
      // The mode of what ADD unpacks is its own.
      if (flag == "chmod" && in.statement.keyword == Keyword::add) return;
      const uint32_t at = in.statement.word.span.end;
      fix.replacements.push_back({{&in, {at, at}}, fmt::format(" --{}={}", flag, value)});
    }
    fix.replacements.push_back(
        {{command.script->in, {recursive->span.begin, (recursive + 1)->span.begin}}, ""});
    finding.fixes.push_back(std::move(fix));
  }

  // --chmod takes octal numbers everywhere, letters only with new builders.
  bool fits_flag(std::string_view flag, std::string_view value, uint32_t first) const {
    if (flag == "chmod") return is_number(value) && (value.size() == 3 || value.size() == 4);
    return is_plain_word(value) && value.find('.') == std::string_view::npos &&
           !value.ends_with(':') && is_known(value.substr(0, value.find(':')), first);
  }

  // Whether COPY --chown=name works there: a number, or a name that the image or an earlier RUN
  // brings.
  bool is_known(std::string_view owner, uint32_t before) const {
    if (is_number(owner) || brings_account(image_, owner)) return true;
    const auto account = accounts_.find(owner);
    return account != accounts_.end() && account->second < before;
  }

  const Plan& plan_;
  const Document& document_;
  Report& report_;
  std::string_view image_;      // that the chain begins with
  std::vector<Copied> copied_;  // in this stage so far
  MadePaths others_;            // what everything else may have made so far
  std::unordered_map<std::string_view, uint32_t> accounts_;  // the first RUN that names each
};

void check(const Plan& plan, const Document& document, Report& report) {
  Check(plan, document, report).run();
}

}  // namespace

Rule chown_doubles_layer() {
  return {
      .name = "chown-doubles-layer",
      .category = Category::size,
      .severity = Severity::warning,
      .summary = "Set owner and mode with COPY instead of chown -R in another layer",
      .why = R"(
A layer holds each file that it changes, whole, even if only the owner changes. So `chown -R app /app`
behind `COPY . /app` puts everything into the image twice, and again at each build. `COPY
--chown=app:app` and `--chmod=` set owner and mode while they copy, at no cost. The directory itself
may need a `chown` without `-R`, which costs nothing.
)",
      .examples = {{
          {
              .bad = R"(
FROM debian:12
RUN useradd --uid 10001 app
WORKDIR /srv
COPY site .
COPY --from=assets /out ./static
RUN chown -R app:app [|/srv|]
USER app
)",
              .good = R"(
FROM debian:12
RUN useradd --uid 10001 app
WORKDIR /srv
COPY --chown=app:app site .
COPY --chown=app:app --from=assets /out ./static
RUN chown app:app /srv
USER app
)",
          },
          {
              .bad = R"(
FROM python:3.13 AS build
COPY . /src
RUN chown -R nobody /src && make -C /src
FROM python:3.13
COPY . /app/src/
RUN pip install --no-cache-dir -r /app/src/requirements.txt && \
    chmod -R g+w [|/app|] && chown -R www-data /var/lib/app
)",
              .good = R"(
FROM python:3.13 AS build
COPY . /src
RUN chown -R nobody /src && make -C /src
FROM python:3.13
COPY --chmod=775 . /app/src/
RUN pip install --no-cache-dir -r /app/src/requirements.txt && \
    chown -R www-data /var/lib/app
)",
          },
          {
              .bad = R"(
FROM php:8.4-apache
ADD --link --chown=www-data site.tar.gz /var/www/old/
copy ./ /var/www/html/
RUN chmod -R 0755 [|/var/www/html/|] && a2enmod rewrite
)",
              .good = R"(
FROM php:8.4-apache
ADD --link --chown=www-data site.tar.gz /var/www/old/
copy --chmod=0755 ./ /var/www/html/
RUN chmod 0755 /var/www/html/ && a2enmod rewrite
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
