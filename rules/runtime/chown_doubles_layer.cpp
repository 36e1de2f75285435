// Reports chown -R and chmod -R over files that an earlier layer has copied.
#include <algorithm>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include <fmt/core.h>

#include "analysis/image.h"
#include "analysis/paths.h"
#include "analysis/shell/callee.h"
#include "rules/report.h"
#include "rules/rule.h"
#include "rules/working_directory.h"

namespace dflint {
namespace {

// A COPY or ADD from the build context or another stage.
struct Copied {
  uint32_t instruction = 0;
  std::string target;  // absolute, without trailing slash
};

bool is_number(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// Whether an image brings the account, as these have for years.
bool is_of_image(std::string_view name, const Plan& plan, const Stage& stage) {
  constexpr std::pair<std::string_view, std::string_view> accounts[] = {
      {"node", "node"},       {"php", "www-data"},    {"nginx", "nginx"},
      {"debian", "www-data"}, {"ubuntu", "www-data"}, {"wordpress", "www-data"}};
  const Stage* root = &stage;
  while (root->parent != none && root->parent < root->index) root = &plan.stages[root->parent];
  const std::string_view image = split_image(root->base).repository;
  return std::any_of(std::begin(accounts), std::end(accounts), [&](const auto& account) {
    return account.first == image && account.second == name;
  });
}

bool makes_account(const Script& script, std::string_view name) {
  return std::any_of(script.commands.begin(), script.commands.end(), [&](const Command& command) {
    const std::string_view program = callee(command).name;
    return (program == "useradd" || program == "adduser") && command.has_argument(name);
  });
}

// Whether COPY --chown=name works there: a number, or a name that the image or an earlier RUN
// brings.
bool is_known(std::string_view owner, const Plan& plan, uint32_t before) {
  owner = owner.substr(0, owner.find(':'));
  const Stage* stage = plan.stage_of(before);
  if (is_number(owner) || is_of_image(owner, plan, *stage)) return true;
  while (stage) {
    for (uint32_t i = stage->first; i < std::min(stage->end, before); ++i) {
      if (plan.steps[i].script && makes_account(*plan.steps[i].script, owner)) return true;
    }
    stage = stage->parent < stage->index ? &plan.stages[stage->parent] : nullptr;
  }
  return false;
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

class Check {
 public:
  Check(const Plan& plan, const Document& document, Report& report)
      : plan_(plan), document_(document), report_(report) {}

  void run() {
    const std::vector<bool> shipped = shipped_stages(plan_);
    for (const Stage& stage : plan_.stages) {
      if (!shipped[stage.index]) continue;
      copied_.clear();
      for (uint32_t i = stage.first + 1; i < stage.end; ++i) visit(i);
    }
  }

 private:
  // Many files are not copied one by one.
  static constexpr size_t most = 64;

  void visit(uint32_t i) {
    const Instruction& in = *document_.instructions[i];
    const Statement& statement = in.statement;
    const Step& step = plan_.steps[i];
    if (statement.keyword == Keyword::copy || statement.keyword == Keyword::add) {
      if (statement.args.size() < 2 || !in.heredocs.empty() || copied_.size() >= most ||
          !copies_much(in))
        return;
      std::string target = absolute_path(in.value(statement.args.back()), plan_, step);
      if (!target.empty()) copied_.push_back({i, std::move(target)});
    } else if (statement.keyword == Keyword::run && step.script && !copied_.empty()) {
      run(i, *step.script);
    }
  }

  void run(uint32_t i, const Script& script) {
    bool moved = false;
    for (const Command& command : script.commands) {
      moved |= command.is("cd") || command.is("pushd");
      if (command.words.size() < 4 || command.conditional) continue;
      const Callee call = callee(command);
      if (call.name != "chown" && call.name != "chmod") continue;
      if (!has_flag(command, call.words, "-R") && !has_flag(command, call.words, "--recursive"))
        continue;
      std::vector<const ShellWord*> operands;
      for (const ShellWord& word : call.arguments()) {
        if (!command.text(word).starts_with('-')) operands.push_back(&word);
      }
      for (size_t k = 1; k < operands.size(); ++k) {
        const std::string_view path = command.text(*operands[k]);
        if (operands[k]->expands || operands[k]->glob || (moved && !path.starts_with('/')))
          continue;
        const std::string folder = absolute_path(path, plan_, plan_.steps[i]);
        if (!folder.empty()) report(i, call, operands, k, folder);
      }
    }
  }

  void report(uint32_t i, const Callee& call, const std::vector<const ShellWord*>& operands,
              size_t k, const std::string& folder) {
    std::vector<const Copied*> covered;
    for (const Copied& copied : copied_) {
      if (is_at_or_below(copied.target, folder)) covered.push_back(&copied);
    }
    if (covered.empty()) return;
    const std::string_view flag = call.name == "chown" ? "chown" : "chmod";
    Finding& finding = report_.add(
        {call.command->script->in, operands[k]->span},
        fmt::format("this puts what was copied to `{}` into the image once more; `--{}` of {} "
                    "costs nothing",
                    covered.back()->target, flag, keyword_of(*covered.back())));
    for (const Copied* copied : covered) {
      const Instruction& in = *document_.instructions[copied->instruction];
      finding.notes.push_back({{&in, in.statement.word.span}, "copied here"});
    }
    if (operands.size() == 2) mend(i, *call.command, *operands[0], flag, covered, finding);
  }

  std::string_view keyword_of(const Copied& copied) const {
    const Statement& statement = document_.instructions[copied.instruction]->statement;
    return statement.keyword == Keyword::add ? "ADD" : "COPY";
  }

  // --chown or --chmod for each, and the directory itself without what is in it.
  void mend(uint32_t i, const Command& command, const ShellWord& setting, std::string_view flag,
            const std::vector<const Copied*>& covered, Finding& finding) {
    const std::string_view value = command.text(setting);
    const uint32_t first = covered.front()->instruction;
    if (setting.expands || !fits_flag(flag, value, first)) return;
    for (uint32_t k = first; k < i; ++k) {
      // What a RUN has made there meanwhile would be left out.
      if (document_.instructions[k]->statement.keyword == Keyword::run) return;
    }
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
    return value.find('.') == std::string_view::npos && !value.ends_with(':') &&
           is_known(value, plan_, first);
  }

  const Plan& plan_;
  const Document& document_;
  Report& report_;
  std::vector<Copied> copied_;  // in this stage so far
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
