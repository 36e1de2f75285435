// Completes variables: those in scope with their values, and the names of ARG.
#include <algorithm>
#include <string>
#include <unordered_map>

#include <fmt/core.h>

#include "analysis/unicode.h"
#include "server/features/completion_items.h"

namespace dflint {
namespace {

// Visible in FROM and in global ARGs at once, in a stage behind `ARG NAME`.
constexpr std::string_view platform_names[] = {
    "TARGETPLATFORM",  "TARGETOS",       "TARGETARCH",  "TARGETVARIANT",
    "TARGETOSVERSION", "BUILDPLATFORM",  "BUILDOS",     "BUILDARCH",
    "BUILDVARIANT",    "BUILDOSVERSION", "TARGETSTAGE",
};

// Build arguments that RUN has without being declared.
constexpr std::string_view proxies[] = {"HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy",
                                        "FTP_PROXY",  "ftp_proxy",  "NO_PROXY",    "no_proxy",
                                        "ALL_PROXY",  "all_proxy"};

bool is_name_byte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

// What is typed of a reference.
struct Typed {
  bool found = false;
  bool brace = false;    // ${
  bool inside = false;   // ${NAME:- or ${NAME:+: another one may stand there
  size_t name_size = 0;  // bytes typed of the name
};

// Reads backwards from the end of what is typed.
Typed read_typed(std::string_view text, char escape) {
  size_t begin = text.size();
  while (begin > 0 && is_name_byte(text[begin - 1])) --begin;
  Typed typed;
  typed.name_size = text.size() - begin;
  if (typed.name_size == 0 && (text.ends_with(":-") || text.ends_with(":+"))) {
    const Typed outer = read_typed(text.substr(0, text.size() - 2), escape);
    typed.inside = typed.found = outer.found && outer.brace && outer.name_size > 0;
    return typed;
  }
  if (begin > 0 && text[begin - 1] == '{') typed.brace = true, --begin;
  if (begin == 0 || text[begin - 1] != '$') return typed;
  --begin;
  size_t escapes = 0;
  while (escapes < begin && text[begin - escapes - 1] == escape) ++escapes;
  typed.found = escapes % 2 == 0;
  return typed;
}

class Variables {
 public:
  Variables(CompletionItems& items, Typed typed)
      : items_(items), place_(items.place), plan_(items.snapshot.plan), typed_(typed) {
    const std::string_view file = items.snapshot.document.text.bytes();
    name_ = file.substr(place_.offset - typed.name_size, typed.name_size);
    uint32_t end = place_.offset;
    while (end < place_.whole.end && is_name_byte(file[end])) ++end;
    closed_ = end < file.size() && file[end] == '}';
    if (typed.brace && closed_) ++end;
    const size_t size = typed.inside ? 0 : typed.name_size + (typed.brace ? 2 : 1);
    braces_ = typed.brace || typed.name_size == 0;
    items.replace_from(place_.offset - static_cast<uint32_t>(size),
                       typed.inside ? place_.offset : end);
  }

  void run() {
    scope();
    for (const Variable* variable : found_) add(*variable);
    const bool in_run = place_.statement->keyword == Keyword::run;
    if (in_run) {
      for (std::string_view name : proxies) {
        add(name, "from the build argument of this name, where one is given", Rank::last,
            "predefined");
      }
    }
    if (is_from() || place_.stage == none) {
      for (std::string_view name : platform_names) {
        add(name, "set by the builder", Rank::normal, "predefined");
      }
    }
    if (place_.stage != none && !is_from() && !plan_.stages[place_.stage].windows_platform)
      add("PATH", "set by the base image or the builder", Rank::low, "predefined");
    if (in_run) add("HOME", "the home directory of the user", Rank::low, "predefined");
  }

 private:
  bool is_from() const { return place_.statement->keyword == Keyword::from; }

  bool fits(std::string_view name) const {
    return name.size() >= name_.size() && equal_ignoring_case(name.substr(0, name_.size()), name_);
  }

  // The stage and those it is built from, as flags; only global ones without a stage.
  std::vector<bool> chain() const {
    std::vector<bool> in(plan_.stages.size());
    uint32_t stage = is_from() ? none : place_.stage;
    while (stage != none && stage < in.size() && !in[stage]) {
      in[stage] = true;
      stage = plan_.stages[stage].parent;
    }
    return in;
  }

  bool is_visible(const Variable& variable, const std::vector<bool>& chain, bool global) const {
    if (variable.stage == none) {
      return global && variable.kind == VariableKind::global_arg &&
             variable.instruction < place_.index;
    }
    if (variable.stage >= chain.size() || !chain[variable.stage]) return false;
    return variable.stage != place_.stage || variable.instruction < place_.index;
  }

  // The last definition of each name before the cursor, newest first.
  void scope() {
    const std::vector<bool> chain = this->chain();
    const bool global = is_from() || place_.stage == none;
    std::unordered_map<std::string_view, size_t> places;
    for (size_t i = plan_.variables.size(); i-- > 0;) {
      const Variable& variable = plan_.variables[i];
      if (!fits(variable.name) || !is_visible(variable, chain, global)) continue;
      const auto [entry, fresh] = places.try_emplace(variable.name, found_.size());
      if (fresh) {
        found_.push_back(&variable);
        // One more makes the list incomplete.
        if (found_.size() > CompletionItems::most) return;
      } else if (variable.has_value && !found_[entry->second]->has_value) {
        // ARG NAME does not take away the value that NAME has.
        found_[entry->second] = &variable;
      }
    }
  }

  void add(const Variable& variable) {
    std::string_view value = variable.value;
    bool has_value = variable.has_value;
    if (!has_value && variable.global != none && variable.global < plan_.variables.size()) {
      value = plan_.variables[variable.global].value;
      has_value = plan_.variables[variable.global].has_value;
    }
    const bool env = variable.kind == VariableKind::env;
    std::string detail = has_value ? fmt::format("= {}", value.substr(0, 200))
                                   : std::string("without a value of its own");
    if (!variable.exact && has_value && !env) detail += " (may be set by the build)";
    add(variable.name, detail, Rank::high, env ? "ENV" : "ARG");
  }

  void add(std::string_view name, std::string_view detail, Rank rank, std::string_view kind) {
    const std::string text = braces_ ? fmt::format("${{{}}}", name) : fmt::format("${}", name);
    CompletionItem* item = items_.add(text, CompletionKind::variable, rank);
    if (!item) return;
    item->detail = detail;
    item->data = fmt::format("variable:{}:{}:{}", kind, name, detail);
  }

  CompletionItems& items_;
  const CursorPlace& place_;
  const Plan& plan_;
  Typed typed_;
  std::string_view name_;  // what is typed of the name
  bool braces_ = false, closed_ = false;
  std::vector<const Variable*> found_;
};

}  // namespace

bool complete_variable(CompletionItems& items) {
  const CursorPlace& place = items.place;
  const std::string_view file = items.snapshot.document.text.bytes();
  // Far enough for any name, and not over the line.
  uint32_t begin = place.offset - std::min<uint32_t>(place.offset, 300);
  const std::string_view text = file.substr(begin, place.offset - begin);
  const Typed typed = read_typed(text, place.in->dialect.escape);
  if (!typed.found) return false;
  if (place.at == CursorAt::argument && place.before.size() < 65536 &&
      in_single_quotes(std::string(place.before) + std::string(place.word)))
    return true;
  Variables(items, typed).run();
  return true;
}

void complete_arg_name(CompletionItems& items) {
  const CursorPlace& place = items.place;
  if (place.word.find('=') != std::string_view::npos) return;
  if (place.stage != none) {
    for (const Variable& variable : items.snapshot.plan.variables) {
      if (variable.kind != VariableKind::global_arg) continue;
      CompletionItem* item = items.add(variable.name, CompletionKind::variable, Rank::first);
      if (!item) continue;
      item->detail = variable.has_value ? fmt::format("= {}, declared before FROM", variable.value)
                                        : std::string("declared before FROM");
    }
    for (std::string_view name : platform_names) {
      CompletionItem* item = items.add(name, CompletionKind::variable, Rank::normal);
      if (!item) continue;
      item->detail = "set by the builder";
      item->data = fmt::format("variable:predefined:{}:set by the builder", name);
    }
  }
}

}  // namespace dflint
