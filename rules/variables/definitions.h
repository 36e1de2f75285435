// The definitions of a plan by name, for rules that say where a variable is set after all.
#pragma once

#include <algorithm>
#include <functional>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "analysis/plan.h"
#include "analysis/suggest.h"

namespace dflint {

class Definitions {
 public:
  explicit Definitions(const Plan& plan) : plan_(plan) {
    stages_.reserve(plan.variables.size());
    stage_.reserve(plan.variables.size());
    env_.reserve(plan.variables.size());
    for (const Variable& variable : plan.variables) {
      if (variable.stage != none) {
        stages_.try_emplace(variable.name, &variable);
        stage_.try_emplace({variable.stage, variable.name}, &variable);
        if (variable.kind == VariableKind::env)
          env_.try_emplace({variable.stage, variable.name}, &variable);
      } else if (variable.name != "PATH" || variable.kind != VariableKind::predefined) {
        globals_[variable.name] = &variable;
      }
    }
  }

  // What FROM sees: the last one, or nullptr.
  const Variable* global(std::string_view name) const { return found(globals_, name); }
  // The first one in any stage.
  const Variable* in_stages(std::string_view name) const { return found(stages_, name); }
  // The first one in this very stage.
  const Variable* in_stage(uint32_t stage, std::string_view name) const {
    return found(stage_, std::pair(stage, name));
  }

  // What the stage and its bases have set when `instruction` runs: an ENV if there is one, else an
  // ARG, with or without value; nullptr: nothing. Very long chains of bases are not walked to their
  // end: `unclear` then.
  const Variable* seen(uint32_t stage, uint32_t instruction, std::string_view name,
                       bool& unclear) const {
    const Variable* arg = nullptr;
    uint32_t s = stage;
    for (int left = 50; s != none && left > 0; --left, s = plan_.stages[s].parent) {
      const auto before = [&](const Variable* variable) {
        return variable && (s != stage || variable->instruction < instruction);
      };
      if (const Variable* env = found(env_, {s, name}); before(env)) return env;
      if (const Variable* any = in_stage(s, name); !arg && before(any)) arg = any;
    }
    unclear = s != none;
    return arg;
  }

  // The variable that the reference sees whose name it probably meant; empty where none is near.
  std::string_view suggestion(const Reference& reference) {
    const Guess near = nearest_seen(reference.stage, reference.instruction, reference.name);
    // Two letters out of five are no typing error.
    return near.certain || reference.name.size() > 5 ? near.word : std::string_view();
  }

  // … that an instruction of the stage sees whose name is nearest.
  Guess nearest_seen(uint32_t stage, uint32_t instruction, std::string_view name) {
    if (guesses_left_ == 0) return {};
    --guesses_left_;
    std::vector<bool> bases(plan_.stages.size());
    for (uint32_t s = stage; s != none; s = plan_.stages[s].parent) bases[s] = true;
    std::vector<std::string_view> names;
    for (const Variable& variable : plan_.variables) {
      // PATH is near to too many names.
      if (names.size() >= 200 || variable.name == "PATH" || !is_plain(variable.name)) continue;
      const bool seen = variable.stage == stage
                            ? stage == none || variable.instruction < instruction
                            : variable.stage != none && bases[variable.stage];
      if (seen) names.push_back(variable.name);
    }
    return guess(name, names);
  }

 private:
  // `$NAME` can mean it.
  static bool is_plain(std::string_view name) {
    return std::all_of(name.begin(), name.end(), [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    });
  }

  using InStage = std::pair<uint32_t, std::string_view>;
  struct InStageHash {
    size_t operator()(const InStage& key) const {
      return std::hash<std::string_view>()(key.second) + key.first * size_t{0x9E3779B97F4A7C15};
    }
  };

  template <typename Map>
  static const Variable* found(const Map& map, const typename Map::key_type& key) {
    const auto entry = map.find(key);
    return entry == map.end() ? nullptr : entry->second;
  }

  const Plan& plan_;
  std::unordered_map<std::string_view, const Variable*> globals_, stages_;
  std::unordered_map<InStage, const Variable*, InStageHash> stage_, env_;
  int guesses_left_ = 100;  // each reads the whole plan
};

// BuildKit reports a name once for each word it stands in. References of one word stand together.
class OnceAWord {
 public:
  bool is_new(const Reference& reference) {
    uint32_t& last = words_[reference.name];
    return std::exchange(last, reference.word) != reference.word;
  }

 private:
  std::unordered_map<std::string_view, uint32_t> words_;  // numbers of words begin at 1
};

}  // namespace dflint
