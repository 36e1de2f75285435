// What a Dockerfile refers to outside of it.
#include "server/features/links.h"

#include <algorithm>

#include "analysis/builder/source.h"
#include "analysis/directives.h"
#include "analysis/expand.h"
#include "analysis/image.h"
#include "analysis/unicode.h"
#include "server/features/registry_pages.h"

namespace dflint {
namespace {

// What variables are worth in one instruction.
class Values {
 public:
  Values(const Plan& plan, uint32_t instruction) : plan_(plan) {
    // Those of global ARGs and FROM come first; both parts are in order of the text.
    const auto stages =
        std::partition_point(plan.references.begin(), plan.references.end(),
                             [](const Reference& reference) { return reference.stage == none; });
    begin_ = std::lower_bound(
        stages, plan.references.end(), instruction,
        [](const Reference& reference, uint32_t index) { return reference.instruction < index; });
    end_ = begin_;
    while (end_ != plan.references.end() && end_->instruction == instruction) ++end_;
  }

  Environment environment() const { return {this, look_up}; }

 private:
  static std::optional<std::string_view> look_up(const void* scope, std::string_view name) {
    const auto& self = *static_cast<const Values*>(scope);
    for (auto at = self.begin_; at != self.end_; ++at) {
      if (at->name == name && at->variable != none) return self.plan_.variables[at->variable].value;
    }
    return std::nullopt;
  }

  const Plan& plan_;
  std::vector<Reference>::const_iterator begin_, end_;
};

class Collector {
 public:
  explicit Collector(const Snapshot& snapshot)
      : document_(snapshot.document), plan_(snapshot.plan) {}

  std::vector<Link> collect() {
    syntax();
    for (const Stage& stage : plan_.stages) base(stage);
    for (const Edge& edge : plan_.edges) {
      if (edge.to == none) image(edge.instruction, edge.place.span, edge.name, edge.name);
    }
    for (const Source& source : plan_.sources) file(source);
    for (uint32_t i = 0; i < document_.instructions.size(); ++i) {
      const Statement& statement = document_.instructions[i]->effective();
      if (statement.keyword == Keyword::add) urls(i, statement);
      if (statement.keyword == Keyword::run && !statement.mounts.empty()) mounts(i, statement);
    }
    std::sort(out_.begin(), out_.end(), [](const Link& a, const Link& b) {
      return std::pair(a.range.begin, a.range.end) < std::pair(b.range.begin, b.range.end);
    });
    return std::move(out_);
  }

 private:
  void syntax() {
    const std::string_view text = document_.text.bytes();
    const Directives directives = read_directives(text);
    for (const Directive& directive : directives.list) {
      if (directive.name != Directive::Name::syntax || !directive.honoured) continue;
      std::string_view value = text.substr(directive.value_span.begin, directive.value_span.size());
      value = value.substr(0, value.find_first_of(" \t\r"));
      add_image({directive.value_span.begin,
                 directive.value_span.begin + static_cast<uint32_t>(value.size())},
                value, value);
    }
  }

  void base(const Stage& stage) {
    const std::vector<Word>& args = stage.from->statement.args;
    if (stage.base_kind != BaseKind::image || args.empty()) return;
    image(stage.first, args[0].span, stage.from->value(args[0]), stage.base);
  }

  // `name` is what `written` means.
  void image(uint32_t instruction, Span span, std::string_view written, std::string_view name) {
    add_image(document_.range(instruction, span), written, name);
  }

  void add_image(Range range, std::string_view written, std::string_view name) {
    if (check_image(name) != ImageError::none) return;
    std::string page = page_of_image(split_image(name));
    if (page.empty()) return;
    // Through a continuation the bytes of the word are not those of the file.
    if (range.size() == written.size()) {
      const std::string_view repository = split_image(written).repository;
      const auto end =
          static_cast<uint32_t>(repository.data() + repository.size() - written.data());
      const bool whole = written.substr(0, end).find('$') != std::string_view::npos;
      if (!whole && !repository.empty()) range.end = range.begin + end;
    }
    out_.push_back({range, std::move(page), {}});
  }

  void file(const Source& source) {
    // Of a trigger it stands elsewhere.
    if (source.place.in->statement.keyword == Keyword::from) return;
    add_path(document_.range(source.instruction, source.place.span), source.path);
  }

  void add_path(Range range, std::string_view path) {
    if (path.find_first_of("*?[") != std::string_view::npos) return;
    while (true) {
      if (path.starts_with('/'))
        path.remove_prefix(1);
      else if (path.starts_with("./"))
        path.remove_prefix(2);
      else
        break;
    }
    if (path.empty() || path == "." || path == ".." || path.starts_with("../")) return;
    out_.push_back({range, {}, std::string(path)});
  }

  std::string value_of(uint32_t instruction, const Word& word) const {
    const Instruction& in = *document_.instructions[instruction];
    const std::string_view text = in.value(word);
    if (!needs_expansion(text, in.dialect.escape)) return std::string(text);
    const Values values(plan_, instruction);
    const ExpandedText value = expand(text, {.escape = in.dialect.escape}, values.environment());
    return value.error.empty() ? value.text : std::string();
  }

  void urls(uint32_t index, const Statement& statement) {
    for (size_t i = 0; i + 1 < statement.args.size(); ++i) {
      std::string url = value_of(index, statement.args[i]);
      if (!is_http(url)) {
        // git@host:owner/project.git
        const size_t at = url.find('@'), colon = url.find(':');
        if (!is_git(url) || at == std::string::npos || colon == std::string::npos || colon < at)
          continue;
        url = "https://" + url.substr(at + 1, colon - at - 1) + "/" + url.substr(colon + 1);
      }
      out_.push_back({document_.range(index, statement.args[i].span), std::move(url), {}});
    }
  }

  // Sources of bind mounts that take them from the context.
  void mounts(uint32_t index, const Statement& statement) {
    const Instruction& in = *document_.instructions[index];
    for (const Mount& mount : statement.mounts) {
      const Word* source = nullptr;
      bool context = true;
      for (const MountField& field : mount.fields) {
        const std::string_view key = in.value(field.key), value = in.value(field.value);
        if (equal_ignoring_case(key, "from")) context = false;
        if (equal_ignoring_case(key, "type") && !equal_ignoring_case(value, "bind"))
          context = false;
        if (equal_ignoring_case(key, "source") || equal_ignoring_case(key, "src"))
          source = &field.value;
      }
      if (context && source && !source->empty())
        add_path(document_.range(index, source->span), value_of(index, *source));
    }
  }

  const Document& document_;
  const Plan& plan_;
  std::vector<Link> out_;
};

}  // namespace

std::vector<Link> links_of(const Snapshot& snapshot) { return Collector(snapshot).collect(); }

}  // namespace dflint
