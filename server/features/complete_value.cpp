// Completes values that come from a fixed list: signals, labels, shells, health checks,
// here-documents.
#include <algorithm>
#include <string>

#include <fmt/core.h>

#include "analysis/builder/signal.h"
#include "analysis/unicode.h"
#include "server/features/completion_items.h"
#include "server/features/label_table.h"

namespace dflint {
namespace {

std::string upper(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return out;
}

// What servers end on.
constexpr std::string_view usual_signals[] = {"SIGTERM", "SIGQUIT", "SIGINT", "SIGWINCH",
                                              "SIGKILL", "SIGHUP",  "SIGUSR1"};

struct ShellForm {
  std::string_view text, detail;
};

constexpr ShellForm shells[] = {
    {R"(["/bin/bash", "-o", "pipefail", "-c"])", "a failure in a pipe fails the build"},
    {R"(["/bin/bash", "-euxo", "pipefail", "-c"])", "every failure fails the build, and is shown"},
    {R"(["/bin/bash", "-c"])", "bash"},
    {R"(["/bin/ash", "-eo", "pipefail", "-c"])", "busybox, as in alpine"},
    {R"(["/bin/sh", "-c"])", "what Linux images begin with"},
    {R"(["powershell", "-Command", "$ErrorActionPreference = 'Stop'; $ProgressPreference = 'SilentlyContinue';"])",
     "PowerShell on Windows"},
    {R"(["pwsh", "-Command"])", "PowerShell"},
    {R"(["cmd", "/S", "/C"])", "what Windows images begin with"},
};

constexpr ShellForm health_commands[] = {
    {R"(curl --fail --silent http://localhost:${1:8080}/ || exit 1)", "where the image has curl"},
    {R"(wget -q --spider http://localhost:${1:8080}/ || exit 1)", "where it has busybox or wget"},
    {R"(nc -z localhost ${1:8080} || exit 1)", "whether the port is open"},
    {R"(pg_isready -U ${1:postgres} || exit 1)", "PostgreSQL"},
    {R"(redis-cli ping || exit 1)", "Redis"},
    {R"(mysqladmin ping -h localhost || exit 1)", "MySQL"},
};

// A snippet without its placeholders' syntax.
std::string plain(std::string_view snippet) {
  std::string out;
  for (size_t i = 0; i < snippet.size(); ++i) {
    if (snippet.substr(i, 2) == "${") {
      i = snippet.find(':', i);
      const size_t end = snippet.find('}', i);
      out += snippet.substr(i + 1, end - i - 1);
      i = end;
    } else {
      out += snippet[i];
    }
  }
  return out;
}

}  // namespace

void complete_signal(CompletionItems& items) {
  for (std::string_view name : usual_signals) {
    if (CompletionItem* item = items.add(name, CompletionKind::value, Rank::high))
      item->data = fmt::format("signal:{}", name);
  }
  for (std::string_view name : signal_names()) {
    const std::string text = "SIG" + upper(name);
    CompletionItem* item = items.add(text, CompletionKind::value, Rank::low);
    if (item) item->data = fmt::format("signal:{}", text);
  }
}

void complete_label(CompletionItems& items) {
  const std::string_view word = items.word();
  const bool quoted = word.starts_with('"');
  if (quoted) items.replace_last(word.size() - 1, " \t\r\n=\"");
  const size_t equals = word.find('=');
  if (equals != std::string_view::npos) {
    if (word.substr(0, equals).find("licenses") == std::string_view::npos) return;
    items.replace_last(word.size() - equals - 1, " \t\r\n");
    for (std::string_view licence : usual_licences()) {
      items.add(licence, CompletionKind::value, Rank::normal);
    }
    return;
  }
  items.replace_last(quoted ? word.size() - 1 : word.size(), " \t\r\n=\"");
  for (const LabelKey& label : label_keys()) {
    const auto has_key = [&](std::string_view argument) {
      if (argument.starts_with('"')) argument.remove_prefix(1);
      return argument.starts_with(label.key) &&
             (argument.size() == label.key.size() ||
              argument.substr(label.key.size()).find_first_of("=\"") == 0);
    };
    const auto& given = items.place.arguments;
    if (std::any_of(given.begin(), given.end(), has_key)) continue;
    const std::string text = quoted ? std::string(label.key) : fmt::format("{}=", label.key);
    CompletionItem* item = items.add(text, CompletionKind::value, Rank::normal);
    if (!item) continue;
    item->label = label.key;
    item->detail = label.summary;
    item->data = fmt::format("label:{}", label.key);
    if (!quoted)
      item->snippet = fmt::format("{}=\"${{1:{}}}\"", label.key, snippet_text(label.example));
  }
}

void complete_shell(CompletionItems& items) {
  if (items.place.in_string) return;
  for (const ShellForm& shell : shells) {
    CompletionItem* item = items.add(shell.text, CompletionKind::value, Rank::normal);
    if (item) item->detail = shell.detail;
  }
}

void complete_health_command(CompletionItems& items) {
  const CursorPlace& place = items.place;
  if (place.arguments.empty()) {
    for (std::string_view word : {"CMD", "NONE"}) {
      if (!items.options.asked && equal_ignoring_case(word, place.word)) continue;
      CompletionItem* item = items.add(word, CompletionKind::keyword, Rank::high);
      if (!item) continue;
      item->data = fmt::format("health:{}", word);
      if (word == "NONE") {
        item->detail = "no check, not even that of the base image";
        continue;
      }
      item->detail = "a command that fails where the container is not healthy";
      item->snippet = R"(CMD [ "${1:executable}" ])";
      item->commit_characters = " ";
    }
    return;
  }
  if (place.arguments.size() != 1 || !equal_ignoring_case(place.arguments[0], "cmd") ||
      !items.options.asked || place.json)
    return;
  for (const ShellForm& form : health_commands) {
    CompletionItem* item = items.add(plain(form.text), CompletionKind::value, Rank::normal);
    if (!item) continue;
    item->detail = form.detail;
    // `||` and `$` need no escapes; only placeholders hold braces.
    item->snippet = form.text;
  }
}

bool complete_heredoc(CompletionItems& items) {
  const std::string_view word = items.word();
  const size_t at = word.rfind("<<");
  if (at == std::string_view::npos) return false;
  if (word.substr(at).starts_with("<<<") || (at > 0 && word[at - 1] == '<')) return true;
  const Keyword keyword = items.place.statement->keyword;
  if (keyword == Keyword::run && items.place.before.find("((") != std::string_view::npos)
    return true;
  items.replace_last(word.size() - at, " \t\r\n");
  struct Form {
    std::string_view text, name, detail;
  };
  constexpr Form forms[] = {
      {"<<EOF", "EOF", "lines up to EOF; the builder replaces variables in files"},
      {"<<'EOF'", "EOF", "lines up to EOF, as they are"},
      {"<<-EOF", "EOF", "lines up to EOF, without the tabs they begin with"},
  };
  for (const Form& form : forms) {
    CompletionItem* item = items.add(form.text, CompletionKind::heredoc, Rank::normal);
    if (!item) continue;
    item->detail = form.detail;
    item->data = "heredoc:";
    if (!items.place.after.empty()) continue;
    item->snippet = keyword == Keyword::run
                        ? fmt::format("{}\n${{0}}\n{}", form.text, form.name)
                        : fmt::format("{} ${{1:dest}}\n${{0}}\n{}", form.text, form.name);
  }
  return true;
}

}  // namespace dflint
