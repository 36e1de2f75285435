// Splits a RUN at &&, and merges RUNs that follow each other.
#include <algorithm>

#include <fmt/core.h>

#include "analysis/shell/callee.h"
#include "analysis/shell/package_manager.h"
#include "server/features/chain.h"
#include "server/features/reading.h"
#include "server/features/refactor.h"

namespace dflint {
namespace {

// Where a RUN can be cut: parts that || joins stay together.
struct Cuts {
  std::vector<size_t> parts;  // numbers of those that may begin a RUN of their own
  std::string obstacle;       // why not all of them may; empty: all may
};

bool updates_index(const Script& script, const ChainPart& part) {
  const std::vector<const Command*> commands = commands_of(script, part);
  return std::any_of(commands.begin(), commands.end(), [](const Command* command) {
    return package_call(*command).verb == PackageVerb::update;
  });
}

std::string_view first_name(const Script& script, const ChainPart& part) {
  const std::vector<const Command*> commands = commands_of(script, part);
  return commands.empty() ? std::string_view() : commands[0]->name();
}

// What was left behind is gone only where it was made.
bool cleans_up(const Script& script, const ChainPart& part) {
  const std::vector<const Command*> commands = commands_of(script, part);
  return std::ranges::any_of(commands, [](const Command* command) {
    const PackageVerb verb = package_call(*command).verb;
    return command->name() == "rm" || verb == PackageVerb::clean || verb == PackageVerb::remove;
  });
}

Cuts cuts_of(const Script& script, const Chain& chain) {
  Cuts cuts;
  for (size_t i = 1; i < chain.parts.size(); ++i) {
    const ChainPart& before = chain.parts[i - 1];
    if (leaves_traces(script, before)) {
      const std::string_view name = first_name(script, before);
      cuts.obstacle = name.empty() ? "what follows needs a variable that is set here"
                                   : fmt::format("what follows may need what `{}` leaves", name);
      return cuts;
    }
    // An index of packages must be as old as what is installed from it.
    if (chain.parts[i].join == Join::and_ && !updates_index(script, before) &&
        !cleans_up(script, chain.parts[i]))
      cuts.parts.push_back(i);
  }
  return cuts;
}

// Whether && joins all parts but some first ones.
bool is_chain(const Chain& chain) {
  bool behind_and = false;
  for (size_t i = 1; i < chain.parts.size(); ++i) {
    const Join join = chain.parts[i].join;
    if (join != Join::and_ && (join != Join::or_ || behind_and)) return false;
    behind_and |= join == Join::and_;
  }
  return chain.parts.size() > 1 && behind_and && !chain.open_end;
}

class Splitter {
 public:
  Splitter(const Spot& spot, size_t index, const Script& script, const Chain& chain,
           std::string flags)
      : spot_(spot), index_(index), in_(spot.in(index)), script_(script), chain_(chain) {
    begin_ = fmt::format("{} {}", keyword_like(in_, "RUN"), flags);
  }

  // Nothing where what comes out would not say the same.
  std::vector<Edit> split(const std::vector<size_t>& parts) const {
    std::vector<Edit> edits, local;
    for (const size_t part : parts) {
      const Span gap{chain_.parts[part - 1].source.end, chain_.parts[part].source.begin};
      const std::string text = between(gap);
      edits.push_back(spot_.edit(index_, gap, text));
      local.push_back({{gap.begin - in_.body.begin, gap.end - in_.body.begin}, text});
    }
    const Reading reading(spot_, index_, applied(in_.source(in_.body), local));
    const bool same =
        reading.is_sound(parts.size() + 1) && reading.commands() == command_texts(script_);
    return same ? edits : std::vector<Edit>();
  }

 private:
  std::string between(Span gap) const {
    const std::string_view line_end = line_end_of(in_);
    std::string text(line_end);
    for (const Span& comment : in_.inner_comments) {
      if (comment.begin < gap.begin || comment.end > gap.end) continue;
      text += in_.source(comment);
      text += line_end;
    }
    return text + begin_;
  }

  const Spot& spot_;
  size_t index_;
  const Instruction& in_;
  const Script& script_;
  const Chain& chain_;
  std::string begin_;
};

}  // namespace

void append_split_run(const Spot& spot, Actions& actions) {
  const size_t index = spot.first;
  const Script* script = shell_script_of_run(spot, index);
  if (!script || !spot.touches(index, spot.in(index).body)) return;
  const Chain chain = chain_of(*script);
  const std::optional<std::string> flags = flags_text(spot.in(index));
  if (!is_chain(chain) || !flags) return;
  Cuts cuts = cuts_of(*script, chain);
  if (forgets_writes(spot.in(index)))
    cuts = {{}, "what is written to a mount would be gone for the next RUN"};
  if (cuts.parts.empty()) {
    if (!cuts.obstacle.empty())
      actions.push_back({.title = "Split this RUN at `&&`",
                         .kind = ActionKind::rewrite,
                         .disabled = cuts.obstacle});
    return;
  }
  const Splitter splitter(spot, index, *script, chain, *flags);
  std::vector<Edit> edits = splitter.split(cuts.parts);
  if (edits.empty()) return;
  actions.push_back({.title = fmt::format("Split into {} RUN instructions", cuts.parts.size() + 1),
                     .kind = ActionKind::rewrite,
                     .edits = std::move(edits)});
  if (cuts.parts.size() < 2) return;
  for (const size_t part : cuts.parts) {
    if (!spot.touches(index, chain.parts[part].source)) continue;
    const std::string_view name = first_name(*script, chain.parts[part]);
    if (std::vector<Edit> one = splitter.split({part}); !one.empty() && !name.empty())
      actions.push_back({.title = fmt::format("Split this RUN before `{}`", name),
                         .kind = ActionKind::rewrite,
                         .edits = std::move(one)});
    return;
  }
}

namespace {

// Two RUNs, the second right behind the first, as one.
class Merger {
 public:
  Merger(const Spot& spot, size_t first, size_t last) : spot_(spot), first_(first), last_(last) {}

  // Why they cannot be merged; empty: they can. `scripts` and `chains` are filled.
  std::string obstacle() {
    for (size_t i = first_; i <= last_; ++i) {
      const Script* script = shell_script_of_run(spot_, i);
      const std::optional<std::string> flags = flags_text(spot_.in(i));
      if (!script || !flags) return "not both are commands for the shell";
      if (*flags != *flags_text(spot_.in(first_))) return "their flags differ";
      if (forgets_writes(spot_.in(i))) return "what the first one writes to a mount would be seen";
      scripts_.push_back(script);
      if (std::string why = obstacle_of(i, *script); !why.empty()) return why;
    }
    return {};
  }

  std::vector<Edit> edits() const {
    std::vector<Edit> edits, local;
    const uint32_t start = spot_.file_range(first_, spot_.in(first_).body).begin;
    const uint32_t end = spot_.file_range(last_, spot_.in(last_).body).end;
    for (size_t i = first_ + 1; i <= last_; ++i) {
      const Range gap{spot_.file_range(i - 1, spot_.in(i - 1).body).end,
                      spot_.file_range(i, scripts_[i - first_]->span).begin};
      edits.push_back({gap, between(i)});
      local.push_back({{gap.begin - start, gap.end - start}, edits.back().text});
    }
    const std::string_view text = spot_.document().text.bytes().substr(start, end - start);
    const Reading reading(spot_, first_, applied(text, local));
    std::vector<std::string> commands;
    for (const Script* script : scripts_) {
      for (std::string& command : command_texts(*script)) commands.push_back(std::move(command));
    }
    return reading.is_sound(1) && reading.commands() == commands ? edits : std::vector<Edit>();
  }

 private:
  std::string obstacle_of(size_t index, const Script& script) const {
    const Chain chain = chain_of(script);
    if (chain.parts.empty() || chain.open_end || !script.comments.empty())
      return "the end of the first one is unclear";
    if (index > first_) {
      const bool plain = std::all_of(chain.parts.begin(), chain.parts.end(), [](const auto& part) {
        return part.join == Join::first || part.join == Join::and_;
      });
      if (!plain) return "the second one goes on after a failure";
    }
    if (index == last_) return {};
    for (const ChainPart& part : chain.parts) {
      if (leaves_traces(script, part))
        return fmt::format("the next one would see what `{}` leaves", first_name(script, part));
    }
    return {};
  }

  // What stands between RUN number `index` and the one before it.
  std::string between(size_t index) const {
    const Instruction& in = spot_.in(index);
    const std::string_view line_end = line_end_of(spot_.in(first_));
    const std::string indent = continued_indentation(spot_.in(first_));
    std::string text = fmt::format(" {}{}", in.dialect.escape, line_end);
    for (const Span& comment : in.comments) {
      text += indent;
      text += in.source(comment);
      text += line_end;
    }
    return text + indent + "&& ";
  }

  const Spot& spot_;
  size_t first_, last_;
  std::vector<const Script*> scripts_;
};

bool is_run(const Spot& spot, size_t index) {
  return spot.in(index).statement.keyword == Keyword::run;
}

}  // namespace

void append_merge_runs(const Spot& spot, Actions& actions) {
  const size_t first = spot.first;
  size_t last = spot.last;
  if (!spot.touches(first, spot.in(first).body)) return;
  if (first == last) ++last;
  if (last >= spot.document().instructions.size()) return;
  for (size_t i = first; i <= last; ++i) {
    if (!is_run(spot, i)) return;
  }
  Action action{.title = last == first + 1
                             ? "Merge with the next RUN"
                             : fmt::format("Merge {} RUN instructions", last - first + 1),
                .kind = ActionKind::rewrite};
  Merger merger(spot, first, last);
  action.disabled = merger.obstacle();
  if (action.disabled.empty()) action.edits = merger.edits();
  if (!action.disabled.empty() || !action.edits.empty()) actions.push_back(std::move(action));
}

}  // namespace dflint
