// Puts the packages that a command installs on lines of their own, in order.
#include <algorithm>

#include <fmt/core.h>

#include "analysis/shell/package_manager.h"
#include "server/features/reading.h"
#include "server/features/refactor.h"

namespace dflint {
namespace {

// Words of a command that stand side by side.
struct Packages {
  const Command* command = nullptr;
  size_t first = 0, last = 0;  // [first, last] of its words
};

// The packages of the install command at the spot, where nothing but packages stands among them.
std::optional<Packages> packages_at(const Spot& spot, size_t index, const Script& script) {
  for (const Command& command : script.commands) {
    if (!spot.touches(index, command.span)) continue;
    const PackageCall call = package_call(command);
    if (call.verb != PackageVerb::install) continue;
    const std::vector<const ShellWord*> words = call.packages();
    if (words.size() < 2) return std::nullopt;
    const auto number = [&](const ShellWord* word) {
      return static_cast<size_t>(word - command.words.data());
    };
    const Packages packages{&command, number(words.front()), number(words.back())};
    if (packages.last - packages.first + 1 != words.size()) return std::nullopt;
    return packages;
  }
  return std::nullopt;
}

class Layout {
 public:
  Layout(const Instruction& in, const Packages& packages) : in_(in) {
    const std::vector<ShellWord>& words = packages.command->words;
    for (size_t i = packages.first; i <= packages.last; ++i)
      words_.emplace_back(in.source(words[i].span));
    span_ = {words[packages.first - 1].span.end, words[packages.last].span.end};
    const bool in_body = !in.heredocs.empty();
    escape_ = in_body ? '\\' : in.dialect.escape;
    const uint32_t begin = packages.command->span.begin;
    const bool first_line = in_body || line_begin(in, begin) <= in.body.begin;
    outer_ = first_line && !in_body ? "    " : std::string(indentation_at(in, begin));
    inner_ = first_line && !in_body ? "    " : outer_ + (outer_.ends_with('\t') ? "\t" : "    ");
  }

  // Whether the words may be moved: no comment among them, each in one piece.
  bool is_movable() const {
    const auto inside = [&](const Span& comment) {
      return comment.begin >= span_.begin && comment.end <= span_.end;
    };
    return std::none_of(in_.inner_comments.begin(), in_.inner_comments.end(), inside) &&
           std::none_of(words_.begin(), words_.end(), [](const std::string& word) {
             return word.find('\n') != std::string::npos;
           });
  }

  Span span() const { return {span_.begin, span_.end + static_cast<uint32_t>(tail().size())}; }

  std::string text() {
    std::stable_sort(words_.begin(), words_.end());
    std::string out;
    for (const std::string& word : words_) out += line_break() + inner_ + word;
    // What follows on the same line begins one of its own.
    return tail().empty() ? out : out + line_break() + outer_;
  }

 private:
  std::string line_break() const { return fmt::format(" {}{}", escape_, line_end_of(in_)); }

  // The blanks behind the last package, where && or || follows on its line.
  std::string_view tail() const {
    const std::string_view rest = std::string_view(in_.text).substr(span_.end);
    const size_t blanks = std::min(rest.find_first_not_of(" \t"), rest.size());
    const std::string_view next = rest.substr(blanks);
    const bool joins = next.starts_with("&&") || next.starts_with("||");
    return joins ? rest.substr(0, blanks) : std::string_view();
  }

  const Instruction& in_;
  std::vector<std::string> words_;
  Span span_;
  char escape_ = '\\';
  std::string outer_, inner_;
};

// The words of each command in order of their texts.
std::vector<std::string> sorted_words(const Script& script) {
  std::vector<std::string> words;
  for (const Command& command : script.commands) {
    for (const ShellWord& word : command.words) words.emplace_back(script.value(word));
  }
  std::sort(words.begin(), words.end());
  return words;
}

}  // namespace

void append_sort_packages(const Spot& spot, Actions& actions) {
  const size_t index = spot.first;
  const Instruction& in = spot.in(index);
  const Script* script = spot.step(index).script.get();
  if (in.statement.keyword != Keyword::run || !in.problems.empty() || !script ||
      script->kind != ShellKind::posix || script->opaque || !script->problems.empty())
    return;
  const std::optional<Packages> packages = packages_at(spot, index, *script);
  if (!packages) return;
  Layout layout(in, *packages);
  if (!layout.is_movable()) return;
  const Span span = layout.span();
  std::string text = layout.text();
  if (in.source(span) == text) return;
  const std::string whole = fmt::format("{}{}{}", in.source({in.body.begin, span.begin}), text,
                                        in.source({span.end, in.body.end}));
  const Reading reading(spot, index, whole);
  if (!reading.is_sound(1) || !reading.script(0) ||
      sorted_words(*reading.script(0)) != sorted_words(*script))
    return;
  actions.push_back({.title = "Sort packages, one a line",
                     .kind = ActionKind::rewrite,
                     .edits = {spot.edit(index, span, std::move(text))}});
}

}  // namespace dflint
