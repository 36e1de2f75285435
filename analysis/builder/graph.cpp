// The edges between stages: COPY --from and mounts, which of them the builder refuses, and what
// the last stage needs.
#include <algorithm>
#include <charconv>

#include <fmt/core.h>

#include "analysis/builder/planner.h"
#include "analysis/image.h"
#include "analysis/suggest.h"
#include "analysis/unicode.h"

namespace dflint {
namespace {

bool is_index(std::string_view text, int64_t& index) {
  const size_t sign = text.starts_with('+') && !text.starts_with("+-") ? 1 : 0;
  const auto [stop, error] = std::from_chars(text.data() + sign, text.data() + text.size(), index);
  return !text.empty() && error == std::errc() && stop == text.data() + text.size();
}

std::string describe(const Stage& stage) {
  return stage.name.empty() ? fmt::format("stage {}", stage.index)
                            : fmt::format("stage `{}`", stage.name.substr(0, 60));
}

// Numbers the strongly connected components of the stage graph (Tarjan, without recursion).
std::vector<uint32_t> components(size_t count, const std::vector<std::vector<uint32_t>>& next) {
  std::vector<uint32_t> component(count, none), number(count, none), low(count, 0), stack;
  uint32_t counter = 0, found = 0;
  struct Frame {
    uint32_t stage;
    size_t edge;
  };
  for (uint32_t root = 0; root < count; ++root) {
    if (number[root] != none) continue;
    std::vector<Frame> frames{{root, 0}};
    number[root] = low[root] = counter++;
    stack.push_back(root);
    while (!frames.empty()) {
      const uint32_t at = frames.back().stage;
      if (frames.back().edge < next[at].size()) {
        const uint32_t to = next[at][frames.back().edge++];
        if (number[to] == none) {
          number[to] = low[to] = counter++;
          stack.push_back(to);
          frames.push_back({to, 0});
        } else if (component[to] == none) {
          low[at] = std::min(low[at], number[to]);
        }
        continue;
      }
      if (low[at] == number[at]) {
        while (component[at] == none) {
          component[stack.back()] = found;
          stack.pop_back();
        }
        ++found;
      }
      frames.pop_back();
      if (!frames.empty()) low[frames.back().stage] = std::min(low[frames.back().stage], low[at]);
    }
  }
  return component;
}

}  // namespace

void Planner::edges() {
  for (const Stage& stage : plan_.stages) {
    if (stage.parent != none) {
      const Word& base = stage.from->statement.args[0];
      plan_.edges.push_back({EdgeKind::base,
                             stage.index,
                             stage.parent,
                             stage.first,
                             {stage.from, base.span},
                             stage.from->value(base)});
    }
    for (uint32_t i = stage.first + 1; i < stage.end; ++i) {
      const Statement& statement = document_.instructions[i]->statement;
      if (statement.keyword == Keyword::copy) copy_edge(i, stage.index);
      if (!statement.mounts.empty()) mount_edges(i, stage.index);
    }
  }
  judge_edges();
}

void Planner::copy_edge(uint32_t index, uint32_t stage) {
  const Instruction& in = *document_.instructions[index];
  const Flag* from = in.flag("from");
  if (!from || !from->has_value || from->value.empty()) return;
  const std::string_view name = in.value(from->value);
  Edge edge{EdgeKind::copy, stage, none, index, {&in, from->value.span}, name};
  index_ = index;
  in_ = &in;
  int64_t number = 0;
  const size_t dollar = name.find('$');
  if (dollar != std::string_view::npos && dollar + 1 < name.size()) {
    problem(BuildProblemKind::copy_from, from->value.span,
            "--from cannot hold a variable; name a stage `FROM … AS` that uses it");
  } else if (is_index(name, number)) {
    if (number >= 0 && number < int64_t(plan_.stages.size())) {
      edge.to = static_cast<uint32_t>(number);
    } else {
      problem(BuildProblemKind::copy_from, from->value.span,
              fmt::format("there is no stage {}; stages here go from 0 to {}", name,
                          plan_.stages.size() - 1));
    }
  } else if (const auto found = stage_names_.find(to_lower(name)); found != stage_names_.end()) {
    edge.to = found->second;
  } else if (check_image(name) != ImageError::none) {
    problem(BuildProblemKind::copy_from, from->value.span,
            fmt::format("`{}` is neither a stage nor an image", name.substr(0, 60)));
  }
  plan_.edges.push_back(edge);
}

void Planner::mount_edges(uint32_t index, uint32_t stage) {
  const Instruction& in = *document_.instructions[index];
  for (const Mount& mount : in.statement.mounts) {
    const MountField* from = nullptr;  // the last one wins
    for (const MountField& field : mount.fields) {
      if (field.has_value && !field.value.empty() &&
          equal_ignoring_case(in.value(field.key), "from"))
        from = &field;
    }
    if (!from) continue;
    const std::string_view name = in.value(from->value);
    Edge edge{EdgeKind::mount, stage, none, index, {&in, from->value.span}, name};
    index_ = index;
    in_ = &in;
    // A number is the name of an image here, not a stage.
    if (const auto found = stage_names_.find(to_lower(name)); found != stage_names_.end()) {
      edge.to = found->second;
    } else if (const size_t dollar = name.find('$');
               dollar != std::string_view::npos && dollar + 1 < name.size()) {
      continue;  // the parser's problem
    } else if (check_image(name) != ImageError::none) {
      problem(BuildProblemKind::mount_from, from->value.span,
              fmt::format("`{}` is neither a stage nor an image", name.substr(0, 60)));
    }
    plan_.edges.push_back(edge);
  }
}

// A stage can use only what stands before it.
void Planner::judge_edges() {
  bool backward = false;
  std::vector<std::vector<uint32_t>> next(plan_.stages.size());
  for (const Edge& edge : plan_.edges) {
    if (edge.to == none) continue;
    next[edge.from].push_back(edge.to);
    backward |= edge.to >= edge.from;
  }
  if (!backward) return;
  const std::vector<uint32_t> component = components(plan_.stages.size(), next);
  for (const Edge& edge : plan_.edges) {
    if (edge.to == none || edge.to < edge.from) continue;
    const Stage& to = plan_.stages[edge.to];
    index_ = edge.instruction;
    in_ = edge.place.in;
    const bool circular = component[edge.from] == component[edge.to];
    std::string message =
        edge.to == edge.from ? fmt::format("{} cannot use itself", describe(to))
        : circular ? fmt::format("{} needs this stage, so this stage cannot use it", describe(to))
                   : fmt::format("{} comes later; a stage can use only earlier ones", describe(to));
    const BuildProblemKind kind = circular                      ? BuildProblemKind::circular
                                  : edge.kind == EdgeKind::copy ? BuildProblemKind::copy_from
                                                                : BuildProblemKind::mount_from;
    problem(kind, edge.place.span, std::move(message));
    plan_.problems.back().note = {to.from, to.from->body};
    plan_.problems.back().note_message = fmt::format("{} begins here", describe(to));
  }
}

std::vector<bool> needed_by(const Plan& plan, uint32_t target) {
  std::vector<bool> needed(plan.stages.size());
  std::vector<std::vector<uint32_t>> next(plan.stages.size());
  for (const Edge& edge : plan.edges) {
    if (edge.to != none) next[edge.from].push_back(edge.to);
  }
  std::vector<uint32_t> open{target};
  while (!open.empty()) {
    const uint32_t stage = open.back();
    open.pop_back();
    if (needed[stage]) continue;
    needed[stage] = true;
    open.insert(open.end(), next[stage].begin(), next[stage].end());
  }
  return needed;
}

std::vector<bool> shipped_stages(const Plan& plan) {
  std::vector<bool> shipped(plan.stages.size());
  uint32_t stage = plan.stages.empty() ? none : plan.stages.back().index;
  for (; stage != none && !shipped[stage]; stage = plan.stages[stage].parent) shipped[stage] = true;
  return shipped;
}

void Planner::mark_needed() {
  if (plan_.stages.empty()) return;
  if (plan_.stages.size() == 1) {
    plan_.stages[0].needed = true;
    return;
  }
  const std::vector<bool> needed = needed_by(plan_, static_cast<uint32_t>(plan_.stages.size() - 1));
  for (Stage& stage : plan_.stages) stage.needed = needed[stage.index];
}

}  // namespace dflint
