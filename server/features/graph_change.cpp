// Follows a changed file through the steps of a build.
#include <algorithm>

#include "analysis/unicode.h"
#include "server/features/graph.h"
#include "server/features/stage_text.h"

namespace dflint {
namespace {

enum class Again : uint8_t { no, maybe, yes };

// The path as the builder finds it: inside the context, without a slash at its begin.
std::string inside(std::string_view path) {
  std::string clean = clean_path("/" + std::string(path));
  clean.erase(0, 1);
  return clean;
}

// Whether what `pattern` names is `path`, lies in it, or holds it.
bool takes(std::string_view pattern, const std::string& path) {
  const std::string clean = inside(pattern);
  if (clean.empty() || path.empty()) return true;
  if (clean == path || clean.starts_with(path + "/") || path.starts_with(clean + "/")) return true;
  if (clean.find_first_of("*?[") == std::string::npos) return false;
  const IgnorePattern wildcards(clean, 1);
  return !wildcards.is_exception() && wildcards.matches(path);
}

class Changer {
 public:
  Changer(const Document& document, const Plan& plan, const std::string& path)
      : document_(document), plan_(plan), path_(path), changed_(plan.stages.size(), Again::no) {}

  std::vector<Rerun> run() {
    reads_.resize(plan_.steps.size());
    for (const Source& source : plan_.sources) {
      if (source.instruction >= reads_.size()) continue;
      const Again found = !source.exact && source.path.find('$') != std::string_view::npos
                              ? Again::maybe
                          : takes(source.path, path_) ? Again::yes
                                                      : Again::no;
      reads_[source.instruction] = std::max(reads_[source.instruction], found);
    }
    for (const Stage& stage : plan_.stages) walk(stage);
    std::sort(runs_.begin(), runs_.end(),
              [](const Rerun& a, const Rerun& b) { return a.line < b.line; });
    return std::move(runs_);
  }

 private:
  void walk(const Stage& stage) {
    Again state = stage.parent == none ? Again::no : changed_[stage.parent];
    if (state == Again::no && triggered(stage)) state = Again::yes;
    for (uint32_t i = stage.first + 1; i < stage.end; ++i) {
      const Instruction& in = *document_.instructions[i];
      const Keyword keyword = in.statement.keyword;
      const bool makes_layer = keyword == Keyword::run || keyword == Keyword::copy ||
                               keyword == Keyword::add || keyword == Keyword::workdir;
      if (!makes_layer) continue;
      const Again reads = std::max(reads_[i], keyword == Keyword::run ? mounted(in) : Again::no);
      const Again taken = std::max(reads, from_others(i));
      // A layer of its own does not depend on what stands below it.
      const bool linked = (keyword == Keyword::copy || keyword == Keyword::add) && is_linked(in);
      const Again again = linked ? taken : std::max(state, taken);
      if (again != Again::no && stage.needed) {
        runs_.push_back({stage.index, line_of(document_, i), first_line(in), reads != Again::no,
                         again == Again::yes});
      }
      state = std::max(state, taken);
    }
    changed_[stage.index] = state;
  }

  // By an ONBUILD COPY of a stage below.
  bool triggered(const Stage& stage) const {
    if (reads_[stage.first] != Again::no) return true;
    return std::any_of(plan_.triggers.begin(), plan_.triggers.end(), [&](const Trigger& trigger) {
      return trigger.stage == stage.index && reads_[trigger.instruction] != Again::no;
    });
  }

  // COPY --from and mounts of stages that have changed; those after it cannot be used.
  Again from_others(uint32_t index) const {
    Again found = Again::no;
    auto edge = std::lower_bound(plan_.edges.begin(), plan_.edges.end(), index,
                                 [](const Edge& a, uint32_t b) { return a.instruction < b; });
    for (; edge != plan_.edges.end() && edge->instruction == index; ++edge) {
      // The builder compares what is taken, not how it was made.
      if (edge->to != none && changed_[edge->to] != Again::no) found = Again::maybe;
    }
    return found;
  }

  // RUN --mount=type=bind without `from` sees files of the context.
  Again mounted(const Instruction& in) const {
    Again found = Again::no;
    for (const Mount& mount : in.statement.mounts) {
      std::string_view type = "bind", from, source;
      for (const MountField& field : mount.fields) {
        const std::string_view value = field.has_value ? in.value(field.value) : "";
        const std::string key = to_lower(in.value(field.key));
        if (key == "type") type = value;
        if (key == "from") from = value;
        if (key == "source" || key == "src") source = value;
      }
      if (!equal_ignoring_case(type, "bind") || !from.empty()) continue;
      if (source.find('$') != std::string_view::npos)
        found = std::max(found, Again::maybe);
      else if (takes(source, path_))
        found = Again::yes;
    }
    return found;
  }

  static bool is_linked(const Instruction& in) {
    const Flag* link = in.flag("link");
    return link && (!link->has_value || equal_ignoring_case(in.value(link->value), "true"));
  }

  static std::string first_line(const Instruction& in) {
    std::string_view text = in.source({in.statement.word.span.begin, in.body.end});
    text = text.substr(0, text.find('\n'));
    text.remove_suffix(trailing_space(text));
    return std::string(text);
  }

  const Document& document_;
  const Plan& plan_;
  const std::string& path_;
  std::vector<Again> reads_;    // of each instruction, by its words
  std::vector<Again> changed_;  // of each stage, at its end
  std::vector<Rerun> runs_;
};

}  // namespace

Change change_of(const Document& document, const Plan& plan, std::string_view path,
                 const IgnoreFile* ignore) {
  Change change;
  change.path = inside(path);
  if (change.path.empty()) change.path = ".";
  const std::string inner = change.path == "." ? "" : change.path;
  if (const IgnorePattern* pattern = ignore && !inner.empty() ? ignore->excludes(inner) : nullptr) {
    change.ignored_by = pattern->text();
    return change;
  }
  change.runs = Changer(document, plan, inner).run();
  return change;
}

}  // namespace dflint
