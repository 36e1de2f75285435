// Goes through the instructions of a range.
#include "server/features/inlay_hints.h"

#include <algorithm>
#include <unordered_map>

#include <fmt/core.h>

#include "rules/copy_words.h"
#include "server/features/instruction_at.h"
#include "server/features/stage_text.h"

namespace dflint {
namespace {

constexpr size_t longest = 80;
constexpr size_t most_sources = 100;  // more than a person writes

std::string shortened(std::string_view text) {
  if (text.size() <= longest) return std::string(text);
  size_t end = longest;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return std::string(text.substr(0, end)) + "…";
}

std::string size_text(uint64_t bytes) {
  constexpr std::string_view units[] = {"kB", "MB", "GB", "TB"};
  if (bytes < 1000) return fmt::format("{} B", bytes);
  double size = static_cast<double>(bytes) / 1000;
  size_t unit = 0;
  for (; size >= 999.5 && unit + 1 < std::size(units); ++unit) size /= 1000;
  return size < 9.95 ? fmt::format("{:.1f} {}", size, units[unit])
                     : fmt::format("{:.0f} {}", size, units[unit]);
}

std::string describe(const TakenFiles& taken) {
  return fmt::format("{}{} {}, {}{}", taken.more ? "over " : "", taken.files,
                     taken.files == 1 ? "file" : "files", taken.more ? "over " : "",
                     size_text(taken.bytes));
}

bool is_number(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

class HintMaker {
 public:
  HintMaker(const Snapshot& snapshot, const HintOptions& options, const ContextFiles& files)
      : document_(snapshot.document), plan_(snapshot.plan), options_(options), files_(files) {}

  std::vector<InlayHint> make(Range range) {
    const auto& starts = document_.starts;
    first_ = instruction_at(document_, range.begin);
    end_ = first_;
    while (end_ < starts.size() && starts[end_] <= range.end) ++end_;
    if (options_.sizes && files_.count) find_sources();
    for (uint32_t i = first_; i < end_; ++i) hints_of(i);
    return std::move(hints_);
  }

 private:
  void hints_of(uint32_t index) {
    const Instruction& in = *document_.instructions[index];
    if (in.statement.keyword == Keyword::from && options_.values) values(index, in);
    if (in.statement.keyword == Keyword::copy && options_.stages) stage(index, in);
    if (const auto found = sources_.find(index); found != sources_.end()) {
      size(index, found->second);
    }
  }

  void add(uint32_t index, Span behind, std::string text, std::string tooltip) {
    hints_.push_back({document_.starts[index] + behind.end, std::move(text), std::move(tooltip)});
  }

  void values(uint32_t index, const Instruction& in) {
    const Stage* stage = plan_.stage_of(index);
    if (!stage || stage->first != index) return;
    constexpr std::string_view tooltip = "With the defaults of the build arguments";
    if (const Flag* platform = in.flag("platform");
        platform && platform->has_value && !stage->platform.empty() &&
        in.value(platform->value).find('$') != std::string_view::npos) {
      add(index, platform->text.span, "= " + shortened(stage->platform),
          "In a build for linux/amd64 on such a machine");
    }
    if (in.statement.args.empty() || stage->base.empty()) return;
    const Word& base = in.statement.args[0];
    if (in.value(base).find('$') == std::string_view::npos) return;
    add(index, base.span, "= " + shortened(stage->base), std::string(tooltip));
  }

  // The name of the stage that a number means, or what it is built from.
  void stage(uint32_t index, const Instruction& in) {
    const Flag* from = in.flag("from");
    if (!from || !from->has_value || !is_number(in.value(from->value))) return;
    auto edge = std::lower_bound(plan_.edges.begin(), plan_.edges.end(), index,
                                 [](const Edge& a, uint32_t b) { return a.instruction < b; });
    for (; edge != plan_.edges.end() && edge->instruction == index; ++edge) {
      if (edge->kind != EdgeKind::copy || edge->to == none) continue;
      const Stage& meant = plan_.stages[edge->to];
      add(index, from->text.span, "= " + shortened(meant.name.empty() ? meant.base : meant.name),
          fmt::format("The stage of line {}", line_of(document_, meant.first)));
    }
  }

  // By instruction; the plan has them in the order of the walk.
  void find_sources() {
    for (const Source& source : plan_.sources) {
      if (source.instruction < first_ || source.instruction >= end_) continue;
      // What a trigger takes has the FROM for its place.
      if (!is_copy_or_add(source.place.in->statement)) continue;
      sources_[source.instruction].push_back(&source);
    }
  }

  void size(uint32_t index, const std::vector<const Source*>& sources) {
    std::vector<std::string_view> paths;
    Span last;
    // Which of the files that leaves depends on where each begins.
    if (document_.instructions[index]->flag("exclude")) return;
    for (const Source* source : sources) {
      if (source->path.empty() || source->path.find('$') != std::string_view::npos) return;
      paths.push_back(source->path);
      if (source->place.span.end >= last.end) last = source->place.span;
    }
    if (paths.size() > most_sources) return;
    const std::optional<TakenFiles> taken = files_.count(files_.scope, paths);
    if (taken) add(index, last, describe(*taken), "What it takes from the build context");
  }

  const Document& document_;
  const Plan& plan_;
  const HintOptions& options_;
  const ContextFiles& files_;
  uint32_t first_ = 0, end_ = 0;
  std::unordered_map<uint32_t, std::vector<const Source*>> sources_;
  std::vector<InlayHint> hints_;
};

}  // namespace

std::vector<InlayHint> inlay_hints(const Snapshot& snapshot, Range range,
                                   const HintOptions& options, const ContextFiles& files) {
  return HintMaker(snapshot, options, files).make(range);
}

}  // namespace dflint
