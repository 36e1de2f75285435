// Completes instructions, by what is legal at a place, and what ONBUILD may trigger.
#include <algorithm>
#include <string>

#include <fmt/core.h>

#include "analysis/keywords.h"
#include "analysis/unicode.h"
#include "server/features/completion_items.h"

namespace dflint {
namespace {

// What stands behind a keyword; `name` is that of the snippet's label.
struct Form {
  Keyword keyword;
  std::string_view label;    // behind the keyword
  std::string_view snippet;  // behind the keyword
};

constexpr Form forms[] = {
    {Keyword::add, "source dest", "${1:source} ${2:dest}"},
    {Keyword::arg, "name", "${1:name}"},
    {Keyword::arg, "name=defaultValue", "${1:name}=${2:defaultValue}"},
    {Keyword::cmd, R"([ "executable" ])", R"([ "${1:executable}" ])"},
    {Keyword::copy, "source dest", "${1:source} ${2:dest}"},
    {Keyword::copy, "--from=stage source dest", "--from=${1:stage} ${2:source} ${3:dest}"},
    {Keyword::entrypoint, R"([ "executable" ])", R"([ "${1:executable}" ])"},
    {Keyword::env, "key=value", "${1:key}=${2:value}"},
    {Keyword::expose, "port", "${1:port}"},
    {Keyword::from, "image", "${1:image}"},
    {Keyword::from, "image AS stage", "${1:image} AS ${2:stage}"},
    {Keyword::healthcheck, R"(--interval=30s CMD [ "executable" ])",
     R"(--interval=${1:30s} --timeout=${2:30s} --start-period=${3:5s} --retries=${4:3} CMD [ "${5:executable}" ])"},
    {Keyword::healthcheck, "NONE", "NONE"},
    {Keyword::label, R"(key="value")", R"(${1:key}="${2:value}")"},
    {Keyword::maintainer, "name", "${1:name}"},
    {Keyword::onbuild, "INSTRUCTION", "${1:INSTRUCTION}"},
    {Keyword::run, "command", "${1:command}"},
    {Keyword::run, "--mount=type=cache command",
     "--mount=type=cache,target=${1:/root/.cache} ${2:command}"},
    {Keyword::run, "<<EOF", "<<EOF\n${1:command}\nEOF"},
    {Keyword::shell, R"([ "executable" ])", R"([ "${1:executable}" ])"},
    {Keyword::stopsignal, "signal", "${1:signal}"},
    {Keyword::user, "user", "${1:user}"},
    {Keyword::volume, R"([ "/data" ])", R"([ "${1:/data}" ])"},
    {Keyword::workdir, "/the/workdir/path", "${1:/the/workdir/path}"},
};

// Most wanted first.
constexpr Keyword order[] = {
    Keyword::from,  Keyword::run,     Keyword::copy,      Keyword::workdir,     Keyword::env,
    Keyword::arg,   Keyword::expose,  Keyword::cmd,       Keyword::entrypoint,  Keyword::user,
    Keyword::label, Keyword::add,     Keyword::volume,    Keyword::healthcheck, Keyword::stopsignal,
    Keyword::shell, Keyword::onbuild, Keyword::maintainer};

bool is_lower(std::string_view word) {
  return std::none_of(word.begin(), word.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

class Keywords {
 public:
  explicit Keywords(CompletionItems& items) : items_(items), place_(items.place) {
    const auto& stages = items.snapshot.plan.stages;
    lower_ = !stages.empty() && is_lower(stages[0].from->value(stages[0].from->statement.word));
  }

  void run() {
    for (Keyword keyword : order) {
      if (!is_legal(keyword)) continue;
      if (items_.options.snippets) {
        for (const Form& form : forms) {
          if (form.keyword == keyword) with_arguments(form);
        }
      } else {
        alone(keyword);
      }
    }
  }

 private:
  bool is_legal(Keyword keyword) const {
    if (place_.at == CursorAt::trigger) {
      return keyword != Keyword::from && keyword != Keyword::onbuild &&
             keyword != Keyword::maintainer;
    }
    return place_.stage != none || keyword == Keyword::from || keyword == Keyword::arg;
  }

  std::string name_of(Keyword keyword) const {
    return lower_ ? to_lower(info(keyword).name) : std::string(info(keyword).name);
  }

  CompletionItem* item(Keyword keyword, const std::string& text) {
    CompletionItem* item = items_.add(text, CompletionKind::keyword,
                                      keyword == Keyword::maintainer ? Rank::last : Rank::normal);
    if (!item) return nullptr;
    item->detail = info(keyword).summary;
    item->data = fmt::format("keyword:{}", info(keyword).name);
    item->deprecated = keyword == Keyword::maintainer;
    return item;
  }

  void with_arguments(const Form& form) {
    const std::string name = name_of(form.keyword);
    if (CompletionItem* item = this->item(form.keyword, fmt::format("{} {}", name, form.label))) {
      item->text = name + ' ';
      item->snippet = fmt::format("{} {}", name, form.snippet);
      item->filter = item->label;
    }
  }

  void alone(Keyword keyword) {
    if (CompletionItem* item = this->item(keyword, name_of(keyword))) item->commit_characters = " ";
  }

  CompletionItems& items_;
  const CursorPlace& place_;
  bool lower_ = false;
};

}  // namespace

void complete_keyword(CompletionItems& items) {
  // A word that is whole already, where nobody asked: the Enter key should end the line.
  if (!items.options.asked && keyword_of(items.place.word) != Keyword::unknown) return;
  Keywords(items).run();
}

}  // namespace dflint
