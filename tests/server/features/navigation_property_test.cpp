// What must hold of names at every place of every text.
#include <gtest/gtest.h>

#include <map>
#include <set>

#include <fmt/core.h>

#include "analysis/unicode.h"
#include "server/features/call_hierarchy.h"
#include "server/features/links.h"
#include "server/features/navigation.h"
#include "server/features/rename.h"
#include "server/features/stage_mentions.h"
#include "server/features/symbol_at.h"
#include "server/features/variable_mentions.h"
#include "tests/server/features/asked.h"
#include "tests/support/properties.h"
#include "tests/support/texts.h"

namespace dflint {
namespace {

// A text that holds all that names can be.
const std::vector<NamedText>& texts_of_names() {
  static const std::vector<NamedText> texts = [] {
    std::vector<NamedText> all = own_texts();
    all.push_back({"names", R"-(ARG V=1 BASE=x
FROM --platform=$BUILDPLATFORM a:$V AS x
ARG V
ENV A=$V B=${A:-$V} C="${B#"$A"}" D='$A'
LABEL l=$A
RUN <<E
for i in $A; do echo "$i ${A%x}"; done; B=2; echo $B $((A + 1))
E
COPY --chown=$A <<-"E" <<F /$A/
	$A
	E
$A \$A ${A
F
FROM x AS y
USER $A$B
COPY --from=x --link [ "$A", "/b" ]
RUN --mount=from=X,target=/x --mount=type=cache,target=/$A echo $A '$A'
FROM $BASE
ONBUILD COPY --from=y $A /b
ONBUILD ENV A=1
COPY --from=0 a b
COPY --from=nginx a b
EXPOSE $A $\
V ${A
CMD ["sh", "-c", "echo \"$A\""]
)-"});
    return all;
  }();
  return texts;
}

template <typename Check>
void at_each_offset(const Snapshot& at, Check check) {
  const uint32_t size = at.document.text.size();
  for (uint32_t offset = 0; offset <= size + 1; ++offset) check(offset);
}

std::string check_ranges(const Snapshot& at, const std::vector<Range>& ranges) {
  for (const Range range : ranges) {
    if (range.begin > range.end || range.end > at.document.text.size())
      return fmt::format("[{}, {}) lies outside", range.begin, range.end);
  }
  return {};
}

std::string check_calls(const Snapshot& at, uint32_t offset) {
  const auto item = stage_at(at, offset);
  if (!item) return {};
  std::vector<Range> ranges{item->whole, item->selection};
  for (const auto& uses : {users_of(at, item->stage), used_by(at, item->stage)}) {
    for (const StageUse& use : uses) {
      ranges.push_back(use.other.whole);
      ranges.insert(ranges.end(), use.places.begin(), use.places.end());
    }
  }
  if (item->selection.begin < item->whole.begin || item->selection.end > item->whole.end)
    return "the name stands outside of its stage";
  return check_ranges(at, ranges);
}

// The place is one of its places, and each of these gives the same ones.
std::string check_symbol(const Snapshot& at, uint32_t offset) {
  const auto symbol = symbol_at(at, offset);
  if (!symbol) return {};
  if (std::string wrong = check_ranges(at, {symbol->range}); !wrong.empty()) return wrong;
  const std::vector<Occurrence> all = occurrences(at, *symbol);
  bool itself = false;
  for (const Occurrence& one : all) {
    itself |= one.range == symbol->range;
    const auto other = symbol_at(at, one.range.begin);
    // `$NAME` may be a stage whose first byte is none of the variable.
    if (!other) return fmt::format("nothing at {}", one.range.begin);
    if (other->range != one.range) continue;
    if (other->kind != symbol->kind || other->scope != symbol->scope ||
        other->stage != symbol->stage)
      return fmt::format("another thing at {}", one.range.begin);
  }
  if (!itself) return fmt::format("`{}` is none of its places", symbol->name);
  std::vector<Range> defined;
  for (const Occurrence& one : definitions(at, *symbol)) defined.push_back(one.range);
  for (const Target& target : definition_of(at, offset).list) {
    defined.push_back(target.whole);
    if (target.whole.begin > target.name.begin || target.whole.end < target.name.end)
      return "a definition stands outside of its instruction";
  }
  for (const Target& target : declaration_of(at, offset).list) defined.push_back(target.name);
  return check_ranges(at, defined);
}

TEST(NavigationProperties, HoldAtEachPlace) {
  for (const NamedText& text : texts_of_names()) {
    const SnapshotPtr at = without_rules(text.text);
    std::vector<Range> links;
    for (const Link& link : links_of(*at)) links.push_back(link.range);
    EXPECT_EQ(check_ranges(*at, links), "") << text.name;
    at_each_offset(*at, [&](uint32_t offset) {
      EXPECT_EQ(check_symbol(*at, offset), "") << text.name << " at " << offset;
      EXPECT_EQ(check_calls(*at, offset), "") << text.name << " at " << offset;
    });
  }
}

// Whether the plan says all that the builder reads of an instruction.
bool is_read_by_plan(const Snapshot& at, uint32_t index) {
  const Instruction& in = *at.document.instructions[index];
  const Keyword keyword = in.statement.keyword;
  if (keyword == Keyword::run || keyword == Keyword::onbuild || keyword == Keyword::cmd ||
      keyword == Keyword::entrypoint || keyword == Keyword::healthcheck ||
      keyword == Keyword::expose)
    return false;
  if (!at.plan.stage_of(index) && keyword != Keyword::arg) return false;
  return in.problems.empty() && in.decoded.empty();
}

// What the lexer of the builder finds and what DollarNames finds are the same names.
std::string check_against_plan(const Snapshot& at) {
  std::map<uint32_t, std::set<uint32_t>> found, wanted;
  std::set<uint32_t> refused;
  for (const BuildProblem& problem : at.plan.problems) {
    if (problem.kind == BuildProblemKind::expansion) refused.insert(problem.instruction);
  }
  for (const Reference& reference : at.plan.references) {
    const uint32_t index = reference.instruction;
    if (reference.place.in != at.document.instructions[index].get()) continue;
    const bool trigger = reference.place.span == reference.name_span;
    const CodePoint first = decode(reference.name);
    if (!trigger && (is_letter(first.value) || first.value == '_') &&
        at.document.instructions[index]->decoded.empty())
      wanted[index].insert(reference.name_span.begin);
  }
  for (uint32_t i = 0; i < at.document.instructions.size(); ++i) {
    for (const VariableMention& mention : variable_mentions(at, i)) {
      if (!mention.definition) found[i].insert(mention.span.begin);
    }
    for (const uint32_t place : wanted[i]) {
      if (!found[i].contains(place)) return fmt::format("a name is missing in instruction {}", i);
    }
    if (refused.contains(i) || !is_read_by_plan(at, i)) continue;
    for (const uint32_t place : found[i]) {
      if (!wanted[i].contains(place)) return fmt::format("a name too many in instruction {}", i);
    }
  }
  return {};
}

size_t error_count(const Snapshot& at) {
  size_t count = at.plan.problems.size();
  for (const InstructionPtr& in : at.document.instructions) count += in->problems.size();
  return count;
}

std::string applied(std::string text, const std::vector<Edit>& edits) {
  for (size_t i = edits.size(); i-- > 0;)
    text.replace(edits[i].range.begin, edits[i].range.size(), edits[i].text);
  return text;
}

bool is_reserved(std::string_view name) {
  return equal_ignoring_case(name, "scratch") || equal_ignoring_case(name, "context");
}

// Whether the name could be given anew: not that of `ENV a-b=1`, nor one that stages share.
bool is_unique(const Snapshot& at, const NamedSymbol& symbol) {
  if (symbol.kind == NamedSymbolKind::variable || symbol.kind == NamedSymbolKind::script_variable)
    return can_name_variable(symbol.name);
  if (symbol.kind == NamedSymbolKind::heredoc) return can_name_stage(symbol.name);
  if (symbol.kind == NamedSymbolKind::image || is_reserved(symbol.name)) return false;
  size_t count = 0;
  for (const Stage& stage : at.plan.stages) count += equal_ignoring_case(stage.name, symbol.name);
  return count == 1 && can_name_stage(symbol.name);
}

// Renames what stands at `offset` and back again. Gives what is wrong; counts what was renamed.
std::string check_rename(const Snapshot& at, uint32_t offset, size_t& renamed) {
  const Renamable before = prepare_rename(at, offset);
  if (!before.possible) return {};
  const std::string text(at.document.text.bytes());
  const std::string name = "renamed_1";
  const Renaming there = rename(at, offset, name);
  if (!there.refusal.empty()) return {};
  const SnapshotPtr after = without_rules(applied(text, there.edits));
  if (error_count(*after) > error_count(at)) return "new errors";
  // Names that were written in another case, or over two lines, come back tidied up.
  for (const Edit& edit : there.edits) {
    if (text.substr(edit.range.begin, edit.range.size()) != before.name) return {};
  }
  const uint32_t place = before.range.begin;
  size_t earlier = 0;
  for (const Edit& edit : there.edits) earlier += edit.range.begin < place;
  const auto moved =
      static_cast<uint32_t>(place + earlier * name.size() - earlier * before.name.size());
  const Renaming back = rename(*after, moved, before.name);
  if (!back.refusal.empty()) return is_unique(at, *symbol_at(at, offset)) ? back.refusal : "";
  ++renamed;
  return applied(std::string(after->document.text.bytes()), back.edits) == text ? "" : "changed";
}

// Each name once.
std::string check_renames(const Snapshot& at, size_t& renamed) {
  std::set<uint32_t> done;
  for (uint32_t offset = 0; offset <= at.document.text.size(); ++offset) {
    const auto symbol = symbol_at(at, offset);
    if (!symbol || !done.insert(symbol->range.begin).second) continue;
    if (std::string wrong = check_rename(at, offset, renamed); !wrong.empty())
      return fmt::format("`{}` at {}: {}", symbol->name, offset, wrong);
    offset = std::max(offset, symbol->range.end);
  }
  return {};
}

TEST(NavigationProperties, TheBuilderReadsTheSameNames) {
  for (const NamedText& text : texts_of_names())
    EXPECT_EQ(check_against_plan(*without_rules(text.text)), "") << text.name;
}

TEST(NavigationProperties, RenamingThereAndBackChangesNothing) {
  size_t renamed = 0;
  for (const NamedText& text : texts_of_names())
    EXPECT_EQ(check_renames(*without_rules(text.text), renamed), "") << text.name;
  EXPECT_GT(renamed, 30u);
}

TEST(NavigationProperties, HoldForCollectedTexts) {
  const std::vector<NamedText> texts = collected_texts();
  if (texts.empty()) GTEST_SKIP() << "no " << shared("corpus");
  const size_t step = std::max<size_t>(1, texts.size() / number_from("DFLINT_TEXTS", 80));
  size_t renamed = 0;
  for (size_t i = 0; i < texts.size(); i += step) {
    const SnapshotPtr at = without_rules(texts[i].text);
    EXPECT_EQ(check_against_plan(*at), "") << texts[i].name;
    EXPECT_EQ(check_renames(*at, renamed), "") << texts[i].name;
    for (uint32_t offset = 0; offset <= at->document.text.size(); offset += 7)
      EXPECT_EQ(check_symbol(*at, offset), "") << texts[i].name << " at " << offset;
  }
  EXPECT_GT(renamed, texts.size() / step / 2);
}

}  // namespace
}  // namespace dflint
