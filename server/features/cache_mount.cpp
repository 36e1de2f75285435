// Adds cache mounts to RUNs that download packages.
#include <algorithm>

#include <fmt/core.h>

#include "analysis/image.h"
#include "analysis/paths.h"
#include "analysis/shell/invocation.h"
#include "analysis/shell/package_manager.h"
#include "server/features/cache_table.h"
#include "server/features/refactor.h"

namespace dflint {
namespace {

template <size_t size>
bool holds(const std::array<std::string_view, size>& names, std::string_view name) {
  return !name.empty() && std::find(names.begin(), names.end(), name) != names.end();
}

bool is_command_of(const Invocation& call, const ToolCache& cache) {
  const std::string_view program = call.program.starts_with("pip") ? "pip" : call.program;
  return program == cache.program;
}

bool fills(const Invocation& call, const ToolCache& cache) {
  if (!is_command_of(call, cache)) return false;
  if (cache.verbs[0].empty()) return true;
  const std::vector<const ShellWord*> words = operands(call);
  return !words.empty() && holds(cache.verbs, call.text(*words[0]));
}

std::string directory(const ToolCache& cache) {
  return cache.target.starts_with('~') ? "/root" + std::string(cache.target.substr(1))
                                       : std::string(cache.target);
}

std::string_view mount_target(const Instruction& in, const Mount& mount) {
  for (const std::string_view key : {"target", "dst", "destination"}) {
    if (const std::string_view value = mount_value(in, mount, key); !value.empty()) return value;
  }
  return {};
}

// Whether something is mounted there, or around or inside it.
bool is_mounted(const Instruction& in, std::string_view path) {
  return std::any_of(in.statement.mounts.begin(), in.statement.mounts.end(),
                     [&](const Mount& mount) {
                       const std::string_view target = mount_target(in, mount);
                       return is_at_or_below(target, path) || is_at_or_below(path, target);
                     });
}

// Whether a command deletes what is in the directory.
bool is_emptied(const Script& script, const ToolCache& cache, std::string_view path) {
  return std::any_of(script.commands.begin(), script.commands.end(), [&](const Command& command) {
    const Invocation call = invocation(command);
    if (call.program == "rm" || call.program == "find")
      return std::any_of(call.arguments.begin(), call.arguments.end(),
                         [&](const ShellWord& word) { return reaches(call.text(word), path); });
    if (!is_command_of(call, cache)) return false;
    return call.has("clean") || call.has("autoclean") || (call.has("cache") && !call.has("add"));
  });
}

class CacheMounts {
 public:
  CacheMounts(const Spot& spot, size_t index)
      : spot_(spot), index_(index), stage_(*spot.plan().stage_of(index)) {}

  void append(Actions& actions) {
    const Script* script = spot_.step(index_).script.get();
    if (!script || script->kind != ShellKind::posix) return;
    std::string why;
    for (const ToolCache& cache : tool_caches()) consider(cache, *script, why);
    if (chosen_.empty()) {
      if (!why.empty())
        actions.push_back(
            {.title = "Add a cache mount", .kind = ActionKind::rewrite, .disabled = why});
      return;
    }
    std::vector<Edit> edits = this->edits();
    if (edits.empty()) return;
    actions.push_back({.title = fmt::format("Add a cache mount for {}", chosen_.front()->program),
                       .kind = ActionKind::rewrite,
                       .edits = std::move(edits)});
  }

 private:
  void consider(const ToolCache& cache, const Script& script, std::string& why) {
    const auto filling = [&](const Command& command) { return fills(invocation(command), cache); };
    if (std::none_of(script.commands.begin(), script.commands.end(), filling)) return;
    if (!chosen_.empty() && chosen_.front()->program != cache.program) return;
    const std::string path = directory(cache);
    if (is_mounted(spot_.in(index_), path) || !fits_image(cache)) return;
    if (std::string obstacle = obstacle_of(cache, script, path); obstacle.empty()) {
      chosen_.push_back(&cache);
    } else {
      why = std::move(obstacle);
    }
  }

  // The image that the chain of stages begins with.
  bool fits_image(const ToolCache& cache) const {
    if (cache.image.empty()) return true;
    const Stage* stage = &stage_;
    while (stage->parent != none) stage = &spot_.plan().stages[stage->parent];
    const std::string_view repository = split_image(stage->base).repository;
    return repository.substr(repository.rfind('/') + 1) == cache.image;
  }

  std::string obstacle_of(const ToolCache& cache, const Script& script,
                          const std::string& path) const {
    if (is_emptied(script, cache, path)) return fmt::format("the commands empty `{}`", path);
    for (const Command& command : script.commands) {
      const Invocation call = invocation(command);
      if (!fills(call, cache)) continue;
      for (const std::string_view flag : cache.off) {
        if (!flag.empty() && (call.has(flag) || call.has_prefix(fmt::format("{}=", flag))))
          return fmt::format("`{}` turns the cache off or moves it", flag);
      }
    }
    for (const Variable& variable : spot_.plan().variables) {
      if (holds(cache.variables, variable.name))
        return fmt::format("`{}` turns the cache off or moves it", variable.name);
    }
    const uint32_t user = spot_.step(index_).user;
    const std::string_view name = user == none ? "root" : spot_.step(user).value;
    if (name != "root" && name != "0" && !name.starts_with("0:") && !name.starts_with("root:"))
      return "the commands run as another user than root";
    return cache.store ? obstacle_of_store(path) : std::string();
  }

  // What a mount hides from all that does not mount it too.
  std::string obstacle_of_store(const std::string& path) const {
    const Plan& plan = spot_.plan();
    if (shipped_stages(plan)[stage_.index]) return "the image itself may need what is in the cache";
    for (const Stage& stage : plan.stages) {
      if (stage.parent == stage_.index) return "another stage may need what is in the cache";
    }
    for (const Edge& edge : plan.edges) {
      if (edge.to != stage_.index || edge.kind == EdgeKind::base) continue;
      const Instruction& in = spot_.in(edge.instruction);
      for (const Word& word : in.statement.args) {
        const std::string_view source = in.value(word);
        if (is_at_or_below(source, path) || is_at_or_below(path, source))
          return "another stage copies what is in the cache";
      }
      if (edge.kind == EdgeKind::mount) return "another stage mounts this one";
    }
    return {};
  }

  std::vector<Edit> edits() const {
    std::vector<Edit> edits;
    const bool store = std::any_of(chosen_.begin(), chosen_.end(),
                                   [](const ToolCache* cache) { return cache->store; });
    for (size_t i = store ? stage_.first : index_; i < (store ? stage_.end : index_ + 1); ++i) {
      const Instruction& in = spot_.in(i);
      if (in.statement.keyword != Keyword::run || !in.problems.empty()) continue;
      std::vector<const ToolCache*> wanted;
      for (const ToolCache* cache : chosen_) {
        if ((i == index_ || (cache->store && calls(i, *cache))) &&
            !is_mounted(in, directory(*cache)))
          wanted.push_back(cache);
      }
      if (!wanted.empty()) edits.push_back(mounts(i, wanted));
    }
    return edits;
  }

  bool calls(size_t index, const ToolCache& cache) const {
    const Script* script = spot_.step(index).script.get();
    return script && std::any_of(script->commands.begin(), script->commands.end(),
                                 [&](const Command& command) {
                                   return is_command_of(invocation(command), cache);
                                 });
  }

  // Behind the keyword: one on the same line, several on lines of their own.
  Edit mounts(size_t index, const std::vector<const ToolCache*>& wanted) const {
    const Instruction& in = spot_.in(index);
    const std::string line_break = fmt::format(" {}{}   ", in.dialect.escape, line_end_of(in));
    const bool several =
        wanted.size() > 1 || in.source(in.body).find('\n') != std::string_view::npos;
    std::string text;
    for (const ToolCache* cache : wanted) {
      text += fmt::format(" --mount=type=cache,target={}{}", directory(*cache),
                          cache->locked ? ",sharing=locked" : "");
      if (several) text += line_break;
    }
    const uint32_t at = in.statement.word.span.end;
    return spot_.edit(index, {at, at}, std::move(text));
  }

  const Spot& spot_;
  size_t index_;
  const Stage& stage_;
  std::vector<const ToolCache*> chosen_;  // of one program
};

}  // namespace

void append_cache_mount(const Spot& spot, Actions& actions) {
  const size_t index = spot.first;
  const Instruction& in = spot.in(index);
  if (in.statement.keyword != Keyword::run || in.statement.recovered || !in.problems.empty() ||
      !spot.touches(index, in.body) || !spot.plan().stage_of(index) || has_older_frontend(spot, 2))
    return;
  CacheMounts(spot, index).append(actions);
}

}  // namespace dflint
