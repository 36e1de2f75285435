// Makes stages, names them, and uses the names.
#include <algorithm>

#include <fmt/core.h>

#include "rules/new_line.h"
#include "server/features/refactor.h"

namespace dflint {
namespace {

bool is_number(std::string_view text) {
  return !text.empty() && text.size() < 6 &&
         text.find_first_not_of("0123456789") == std::string_view::npos;
}

// Whether a stage of that name would be found where something else is meant now.
bool is_taken(const Plan& plan, std::string_view name) {
  const auto same = [&](const Stage& stage) {
    return stage.lower_name == name || stage.base == name;
  };
  return std::any_of(plan.stages.begin(), plan.stages.end(), same) ||
         std::any_of(plan.edges.begin(), plan.edges.end(),
                     [&](const Edge& edge) { return edge.name == name; });
}

std::string free_name(const Plan& plan, std::string_view wanted) {
  std::string name(wanted);
  for (int number = 2; is_taken(plan, name); ++number) name = fmt::format("{}-{}", wanted, number);
  return name;
}

// COPY --from=N of a stage at or behind `stage`, as number and place.
struct Numbered {
  uint32_t number = 0;
  uint32_t stage = 0;
  Range range;
};

std::vector<Numbered> numbered(const Spot& spot) {
  std::vector<Numbered> found;
  for (const Edge& edge : spot.plan().edges) {
    if (edge.kind != EdgeKind::copy || edge.to == none || !is_number(edge.name) ||
        edge.place.in != &spot.in(edge.instruction) ||
        edge.place.in->source(edge.place.span) != edge.name)
      continue;
    found.push_back({static_cast<uint32_t>(std::stoul(std::string(edge.name))), edge.to,
                     spot.file_range(edge.instruction, edge.place.span)});
  }
  return found;
}

// Whether a trigger copies from a numbered stage: nobody knows of which file.
bool triggers_count_stages(const Document& document) {
  return std::any_of(document.instructions.begin(), document.instructions.end(),
                     [](const InstructionPtr& in) {
                       if (!in->statement.trigger) return false;
                       const Flag* from = in->flag(*in->statement.trigger, "from");
                       return from && is_number(in->value(from->value));
                     });
}

void sort(std::vector<Edit>& edits) {
  std::stable_sort(edits.begin(), edits.end(),
                   [](const Edit& a, const Edit& b) { return a.range.begin < b.range.begin; });
}

// `FROM base AS name` above an instruction, below a blank line.
Edit from_above(const Spot& spot, size_t index, const std::string& arguments) {
  const Instruction& in = spot.in(index);
  Replacement line = line_above(in, "FROM", arguments);
  const uint32_t at = line.place.span.begin;
  if (in.source({0, at}).find('\n') == std::string_view::npos) line.text.insert(0, line_end_of(in));
  return spot.edit(index, line.place.span, std::move(line.text));
}

// Why the stage cannot be cut above the instruction; empty: it can.
std::string obstacle_of(const Spot& spot, const Stage& stage, size_t index) {
  bool cmd = false;
  for (size_t i = stage.first + 1; i < stage.end; ++i) {
    const Keyword keyword = spot.in(i).statement.keyword;
    if (i < index && keyword == Keyword::onbuild) return "ONBUILD above would run in the new stage";
    cmd |= i < index && keyword == Keyword::cmd;
    if (i >= index && cmd && keyword == Keyword::entrypoint)
      return "ENTRYPOINT would forget the CMD of the new stage";
  }
  if (triggers_count_stages(spot.document())) return "ONBUILD counts stages";
  return {};
}

bool is_named(const Instruction& from) { return from.statement.args.size() == 3; }

// `AS name` behind the base image.
Edit name_edit(const Spot& spot, const Stage& stage, std::string_view name) {
  const Instruction& from = *stage.from;
  const uint32_t end = from.statement.args[0].span.end;
  return spot.edit(stage.first, {end, end}, fmt::format(" {} {}", keyword_like(from, "AS"), name));
}

bool is_plain_from(const Instruction& from) {
  const size_t count = from.statement.args.size();
  return from.problems.empty() && !from.statement.recovered && (count == 1 || count == 3);
}

}  // namespace

void append_extract_stage(const Spot& spot, Actions& actions) {
  const size_t index = spot.first;
  const Stage* stage = spot.plan().stage_of(index);
  const Instruction& in = spot.in(index);
  if (!stage || index <= stage->first + 1 || in.statement.keyword <= Keyword::unknown ||
      !spot.touches(index, in.body) || !is_plain_from(*stage->from))
    return;
  const bool named = is_named(*stage->from);
  const std::string name =
      free_name(spot.plan(), named ? stage->lower_name + "-base" : std::string("base"));
  Action action{.title = fmt::format("Extract what stands above as stage `{}`", name),
                .kind = ActionKind::extract,
                .disabled = obstacle_of(spot, *stage, index)};
  if (action.disabled.empty()) {
    std::vector<Edit>& edits = action.edits;
    if (named) {
      edits.push_back(spot.edit(stage->first, stage->from->statement.args[2].span, name));
    } else {
      edits.push_back(name_edit(spot, *stage, name));
    }
    const std::string as =
        named ? fmt::format(" {} {}", keyword_like(*stage->from, "AS"), stage->name)
              : std::string();
    edits.push_back(from_above(spot, index, name + as));
    for (const Numbered& use : numbered(spot)) {
      if (use.stage >= stage->index) edits.push_back({use.range, std::to_string(use.number + 1)});
    }
    sort(edits);
  }
  actions.push_back(std::move(action));
}

void append_name_stage(const Spot& spot, Actions& actions) {
  const Plan& plan = spot.plan();
  const Instruction& in = spot.in(spot.first);
  const Keyword keyword = in.statement.keyword;
  if ((keyword != Keyword::from && keyword != Keyword::copy) || !spot.touches(spot.first, in.body))
    return;
  const std::vector<Numbered> uses = numbered(spot);
  const auto is_here = [&](const Numbered& use) {
    if (keyword == Keyword::from) return plan.stages[use.stage].first == spot.first;
    const Range body = spot.file_range(spot.first, in.body);
    return use.range.begin >= body.begin && use.range.end <= body.end;
  };
  const auto use = std::find_if(uses.begin(), uses.end(), is_here);
  if (use == uses.end()) return;
  const Stage& stage = plan.stages[use->stage];
  if (!is_plain_from(*stage.from)) return;
  const bool named = is_named(*stage.from);
  const auto same_name = [&](const Stage& other) { return other.lower_name == stage.lower_name; };
  if (named && std::count_if(plan.stages.begin(), plan.stages.end(), same_name) > 1) return;
  const std::string name = named ? stage.lower_name : free_name(plan, "build");
  Action action{
      .title = named ? fmt::format("Use the name `{}` of stage {}", name, stage.index)
                     : fmt::format("Name stage {} `{}` and use the name", stage.index, name),
      .kind = ActionKind::rewrite};
  if (!named) action.edits.push_back(name_edit(spot, stage, name));
  for (const Numbered& other : uses) {
    if (other.stage == stage.index) action.edits.push_back({other.range, name});
  }
  sort(action.edits);
  actions.push_back(std::move(action));
}

}  // namespace dflint
