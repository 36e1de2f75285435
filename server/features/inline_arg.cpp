// Puts the value of an ARG in the place of the variable, and takes the ARG away.
#include <algorithm>

#include <fmt/core.h>

#include "server/features/reading.h"
#include "server/features/refactor.h"

namespace dflint {
namespace {

bool is_name_part(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

// Means the same with and without quotes, to the builder and to a shell.
bool is_plain(std::string_view value) {
  return !value.empty() && std::all_of(value.begin(), value.end(), [](char c) {
    return is_name_part(c) || std::string_view("./:+@,-").find(c) != std::string_view::npos;
  });
}

// Programs read these from the environment, whatever the Dockerfile says of them.
bool is_read_by_programs(std::string_view name) {
  return name == "PATH" || name == "HOME" || name == "DEBIAN_FRONTEND" ||
         name.ends_with("_PROXY") || name.ends_with("_proxy") || name == "TZ" || name == "LANG" ||
         name.starts_with("LC_") || name == "SOURCE_DATE_EPOCH" || name.starts_with("BUILDKIT_") ||
         name.ends_with("FLAGS");
}

// How often the name stands in the text as a whole word.
size_t count_uses(std::string_view text, std::string_view name) {
  size_t count = 0;
  for (size_t at = text.find(name); at != text.npos; at = text.find(name, at + 1)) {
    const size_t end = at + name.size();
    count += (at == 0 || !is_name_part(text[at - 1])) &&
             (end == text.size() || !is_name_part(text[end]));
  }
  return count;
}

class Inliner {
 public:
  // `variable`: of an ARG with a value.
  Inliner(const Spot& spot, uint32_t variable)
      : spot_(spot), plan_(spot.plan()), number_(variable), of_(plan_.variables[variable]) {}

  // Why it cannot be done; empty: it can, and edits() says how.
  std::string run() {
    if (!is_plain(of_.value)) return "its value needs quotes";
    if (is_read_by_programs(of_.name)) return "programs read it from the environment";
    for (uint32_t v = 0; v < plan_.variables.size(); ++v) {
      const Variable& other = plan_.variables[v];
      if (other.name != of_.name) continue;
      if (v != number_ && other.global != number_) return "it is defined more than once";
      if (other.instruction == none || !other.key.in || other.key.in->statement.trigger)
        return "ONBUILD defines it";
      definitions_.push_back(&other);
    }
    if (std::string why = references(); !why.empty()) return why;
    if (std::string why = scripts(); !why.empty()) return why;
    if (edits_.empty()) return "nothing uses it";
    for (const Variable* definition : definitions_) remove(*definition);
    std::stable_sort(edits_.begin(), edits_.end(),
                     [](const Edit& a, const Edit& b) { return a.range.begin < b.range.begin; });
    return {};
  }

  std::vector<Edit> edits() { return std::move(edits_); }

 private:
  bool is_ours(uint32_t variable) const {
    return variable != none && (variable == number_ || plan_.variables[variable].global == number_);
  }

  std::string references() {
    for (const Reference& reference : plan_.references) {
      if (!is_ours(reference.variable)) continue;
      if (reference.place.in != &spot_.in(reference.instruction) ||
          reference.place.in->statement.trigger)
        return "ONBUILD uses it";
      const std::string_view text = reference.place.in->source(reference.place.span);
      const bool has_default = reference.modifier == '-' && reference.colon;
      if (reference.modifier != 0 && !has_default)
        return fmt::format("`{}` is more than its value", text);
      if (has_default && text.find('$', 1) != text.npos) return "its default is another variable";
      edits_.push_back(
          spot_.edit(reference.instruction, reference.place.span, std::string(of_.value)));
    }
    return {};
  }

  // Whether a RUN of that stage may see one of the definitions.
  bool is_seen(uint32_t stage, size_t instruction) const {
    for (const Variable* definition : definitions_) {
      if (definition->stage == none) continue;
      for (uint32_t s = stage; s != none; s = plan_.stages[s].parent) {
        if (s == definition->stage && definition->instruction < instruction) return true;
      }
    }
    return false;
  }

  std::string scripts() {
    for (size_t i = 0; i < plan_.steps.size(); ++i) {
      const Step& step = plan_.steps[i];
      const Instruction& in = spot_.in(i);
      if (!step.script || step.stage == none || in.statement.keyword != Keyword::run ||
          in.text.find(of_.name) == std::string::npos || !is_seen(step.stage, i))
        continue;
      const size_t uses = count_uses(in.source(in.body), of_.name);
      if (uses == 0) continue;
      const size_t before = edits_.size();
      if (step.more.empty() && step.script->kind == ShellKind::posix && !step.script->opaque)
        script(i, *step.script);
      if (edits_.size() - before != uses) return "a script does more with it than to read it";
    }
    return {};
  }

  // Only what is nothing but the value.
  void script(size_t index, const Script& script) {
    for (const Expansion& expansion : script.expansions) {
      if (expansion.kind != ExpansionKind::variable || script.name(expansion) != of_.name) continue;
      const std::string_view text = script.in->source(expansion.span);
      if (text == fmt::format("${}", of_.name) || text == fmt::format("${{{}}}", of_.name))
        edits_.push_back(spot_.edit(index, expansion.span, std::string(of_.value)));
    }
  }

  // The pair, or the whole instruction where it is the only one.
  void remove(const Variable& definition) {
    const uint32_t index = definition.instruction;
    const Instruction& in = spot_.in(index);
    const std::vector<Pair>& pairs = in.statement.pairs;
    if (pairs.size() == 1) {
      const uint32_t begin = line_begin(in, in.body.begin);
      const size_t newline = in.text.find('\n', in.body.end);
      const auto end =
          static_cast<uint32_t>(newline == std::string::npos ? in.text.size() : newline + 1);
      edits_.push_back(spot_.edit(index, {begin, end}, ""));
      return;
    }
    for (size_t i = 0; i < pairs.size(); ++i) {
      if (pairs[i].key.span != definition.key.span) continue;
      const auto end_of = [](const Pair& pair) {
        return pair.has_value ? pair.value.span.end : pair.key.span.end;
      };
      const Span span = i == 0 ? Span{pairs[0].key.span.begin, pairs[1].key.span.begin}
                               : Span{end_of(pairs[i - 1]), end_of(pairs[i])};
      edits_.push_back(spot_.edit(index, span, ""));
    }
  }

  const Spot& spot_;
  const Plan& plan_;
  uint32_t number_;
  const Variable& of_;
  std::vector<const Variable*> definitions_;
  std::vector<Edit> edits_;
};

}  // namespace

void append_inline_arg(const Spot& spot, Actions& actions) {
  const Instruction& in = spot.in(spot.first);
  if (in.statement.keyword != Keyword::arg || !in.problems.empty()) return;
  const auto& variables = spot.plan().variables;
  // They stand in order of definition.
  for (uint32_t v = 0; v < variables.size(); ++v) {
    const Variable& variable = variables[v];
    if (variable.key.in != &in || !variable.has_value || variable.global != none) continue;
    const auto pair = std::find_if(in.statement.pairs.begin(), in.statement.pairs.end(),
                                   [&](const Pair& p) { return p.key.span == variable.key.span; });
    if (pair == in.statement.pairs.end() || !pair->has_value ||
        !spot.touches(spot.first, {pair->key.span.begin, pair->value.span.end}))
      continue;
    Inliner inliner(spot, v);
    Action action{.title = fmt::format("Inline `{}`", variable.name),
                  .kind = ActionKind::inline_use,
                  .disabled = inliner.run()};
    if (in.value(pair->value).find('$') != std::string_view::npos)
      action.disabled = "its value hangs on another variable";
    if (in.statement.pairs.size() > 1 && !in.inner_comments.empty())
      action.disabled = "comments stand between it and others";
    if (action.disabled == "nothing uses it") return;
    if (action.disabled.empty()) action.edits = inliner.edits();
    actions.push_back(std::move(action));
    return;
  }
}

}  // namespace dflint
