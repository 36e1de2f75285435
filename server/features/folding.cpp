// What can be folded away: stages, long instructions, here-documents, comments, regions.
#include "server/features/folding.h"

#include <algorithm>
#include <tuple>

#include "analysis/directives.h"
#include "analysis/unicode.h"

namespace dflint {
namespace {

class Folder {
 public:
  explicit Folder(const Snapshot& snapshot)
      : document_(snapshot.document), text_(snapshot.document.text) {}

  std::vector<Fold> run() {
    for (size_t i = 0; i < document_.instructions.size(); ++i) {
      index_ = i;
      const Instruction& in = *document_.instructions[i];
      if (in.statement.keyword == Keyword::from) stage(in);
      comments(in.comments, in.dialect.start_of_file ? directives_end(in) : 0);
      comments(in.inner_comments, 0);
      if (in.statement.keyword == Keyword::none) continue;
      instruction(in);
      stage_end_ = at(in.body.end);
    }
    end_stage();
    return sorted();
  }

 private:
  uint32_t at(uint32_t offset) const { return document_.starts[index_] + offset; }

  // How much of a tile's start is directives: they stay in sight.
  static uint32_t directives_end(const Instruction& in) {
    const Directives directives = read_directives(in.text);
    return directives.list.empty() ? 0 : directives.end;
  }

  void add(FoldKind kind, uint32_t first, uint32_t last) {
    if (last <= first) return;
    const auto end_of = [&](uint32_t line) {
      return text_.line_start(line) + static_cast<uint32_t>(text_.line(line).size());
    };
    folds_.push_back({kind, {end_of(first), end_of(last)}, first, last});
  }

  void end_stage() {
    if (in_stage_) add(FoldKind::code, text_.line_of(stage_begin_), text_.line_of(stage_end_));
  }

  void stage(const Instruction& in) {
    end_stage();
    in_stage_ = true;
    stage_begin_ = at(in.body.begin);
  }

  // A single here-document that begins where its instruction does leaves its last line in sight.
  void instruction(const Instruction& in) {
    const uint32_t first = text_.line_of(at(in.body.begin));
    const uint32_t last = text_.line_of(at(in.body.end));
    uint32_t before = first;  // the last line before the bodies
    for (const Heredoc& heredoc : in.heredocs) {
      if (&heredoc == in.heredocs.data())
        before = text_.line_of(at(std::max(heredoc.body.begin, 1u) - 1));
      const uint32_t opening =
          &heredoc == in.heredocs.data() ? before : text_.line_of(at(heredoc.body.begin));
      if (heredoc.closed && !heredoc.body.empty())
        add(FoldKind::code, opening, text_.line_of(at(heredoc.body.end - 1)));
    }
    if (in.heredocs.size() != 1 || before != first) add(FoldKind::code, first, last);
  }

  // Runs of comments, and the regions that some of them open and close.
  void comments(const std::vector<Span>& spans, uint32_t begin) {
    uint32_t first = 0, last = 0;  // lines of the run; 0: none
    const auto end_run = [&] {
      if (first != 0) add(FoldKind::comment, first, last);
      first = 0;
    };
    for (const Span& span : spans) {
      if (span.begin < begin) continue;
      const uint32_t line = text_.line_of(at(span.begin));
      const bool mark = region(document_.instructions[index_]->source(span), line);
      if (mark || line != last + 1) end_run();
      if (mark) continue;
      if (first == 0) first = line;
      last = line;
    }
    end_run();
  }

  bool region(std::string_view comment, uint32_t line) {
    comment.remove_prefix(1);
    comment.remove_prefix(std::min(comment.find_first_not_of(" \t"), comment.size()));
    const std::string_view word = comment.substr(0, comment.find_first_of(" \t\r\n:"));
    if (equal_ignoring_case(word, "region")) {
      regions_.push_back(line);
    } else if (equal_ignoring_case(word, "endregion")) {
      if (regions_.empty()) return true;
      add(FoldKind::region, regions_.back(), line);
      regions_.pop_back();
    } else {
      return false;
    }
    return true;
  }

  std::vector<Fold> sorted() {
    std::stable_sort(folds_.begin(), folds_.end(), [](const Fold& a, const Fold& b) {
      return std::tuple(a.first, b.last) < std::tuple(b.first, a.last);
    });
    const auto same = [](const Fold& a, const Fold& b) {
      return a.first == b.first && a.last == b.last;
    };
    folds_.erase(std::unique(folds_.begin(), folds_.end(), same), folds_.end());
    return std::move(folds_);
  }

  const Document& document_;
  const Text& text_;
  size_t index_ = 0;
  bool in_stage_ = false;
  uint32_t stage_begin_ = 0, stage_end_ = 0;
  std::vector<uint32_t> regions_;  // lines of those that are open
  std::vector<Fold> folds_;
};

}  // namespace

std::vector<Fold> folds(const Snapshot& snapshot) { return Folder(snapshot).run(); }

}  // namespace dflint
