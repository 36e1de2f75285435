// The outline of a Dockerfile: its stages and what they do.
#include "server/features/symbols.h"

#include <fmt/core.h>

#include "analysis/directives.h"
#include "analysis/keywords.h"
#include "analysis/unicode.h"

namespace dflint {
namespace {

constexpr size_t longest_detail = 60;

// The beginning of a text in one line: each stretch of white space is a blank.
std::string shortened(std::string_view text) {
  std::string out;
  size_t at = 0;
  while (at < text.size() && out.size() < longest_detail) {
    const unsigned char c = static_cast<unsigned char>(text[at]);
    const uint32_t size = c < 0x80 ? 1 : decode(text.substr(at)).size;
    if (c > ' ')
      out.append(text, at, size);
    else if (!out.empty() && out.back() != ' ')
      out += ' ';
    at += size;
  }
  while (!out.empty() && out.back() == ' ') out.pop_back();
  if (at < text.size()) out += "…";
  return out;
}

SymbolKind kind_of_pair(Keyword keyword) {
  if (keyword == Keyword::arg) return SymbolKind::argument;
  return keyword == Keyword::env ? SymbolKind::environment : SymbolKind::label;
}

// NAME=value, as one symbol.
Symbol pair_symbol(const Instruction& in, uint32_t start, Keyword keyword, const Pair& pair) {
  Symbol symbol;
  symbol.kind = kind_of_pair(keyword);
  symbol.name = in.value(pair.key);
  if (pair.has_value) symbol.detail = shortened(in.value(pair.value));
  const uint32_t end =
      pair.has_value && !pair.value.span.empty() ? pair.value.span.end : pair.key.span.end;
  symbol.selection = {start + pair.key.span.begin, start + pair.key.span.end};
  symbol.range = {symbol.selection.begin, std::max(symbol.selection.end, start + end)};
  return symbol;
}

// What stands behind the keyword, as the builder reads it; of RUN, behind the flags.
std::string_view arguments(const Instruction& in) {
  std::string_view line = in.line();
  const Statement& statement = in.statement;
  const bool flags = statement.keyword != Keyword::run || statement.flags.empty();
  const Word& last = flags ? statement.word : statement.flags.back().text;
  if (!last.decoded) line.remove_prefix(std::min<size_t>(last.end, line.size()));
  line.remove_prefix(leading_space(line));
  return line;
}

std::string names_of(const Instruction& in, const Statement& statement) {
  std::string names;
  for (const Pair& pair : statement.pairs) {
    if (names.size() > longest_detail) return names + ", …";
    names += fmt::format("{}{}", names.empty() ? "" : ", ", in.value(pair.key));
  }
  return names;
}

class Outline {
 public:
  enum class Shape : uint8_t { tree, flat };

  Outline(const Snapshot& snapshot, Shape shape)
      : snapshot_(snapshot), flat_(shape == Shape::flat) {}

  std::vector<Symbol> run() {
    const Document& document = snapshot_.document;
    for (size_t i = 0; i < document.instructions.size(); ++i) {
      const Instruction& in = *document.instructions[i];
      if (in.dialect.start_of_file) directives(in, document.starts[i]);
      if (in.statement.keyword == Keyword::none || in.statement.word.span.empty()) continue;
      if (flat_)
        top_.push_back(keyword(i));
      else
        add(i);
    }
    return std::move(top_);
  }

 private:
  void directives(const Instruction& in, uint32_t start) {
    for (const Directive& directive : read_directives(in.text).list) {
      Symbol symbol;
      symbol.kind = SymbolKind::directive;
      symbol.name = in.source(directive.name_span);
      symbol.detail = shortened(in.source(directive.value_span));
      symbol.selection = {start + directive.name_span.begin, start + directive.name_span.end};
      symbol.range = symbol.selection;
      if (!flat_) symbol.range.end = start + directive.value_span.end;
      top_.push_back(std::move(symbol));
    }
  }

  Range range(size_t index, Span span) const { return snapshot_.document.range(index, span); }

  Symbol keyword(size_t index) const {
    const Instruction& in = *snapshot_.document.instructions[index];
    Symbol symbol;
    symbol.name = in.value(in.statement.word);
    symbol.selection = range(index, in.statement.word.span);
    symbol.range = symbol.selection;
    symbol.deprecated = in.statement.keyword == Keyword::maintainer;
    return symbol;
  }

  Symbol instruction(size_t index) const {
    const Instruction& in = *snapshot_.document.instructions[index];
    Symbol symbol = keyword(index);
    symbol.range = range(index, in.body);
    const Statement& statement = in.statement;
    if (statement.pairs.size() < 2) {
      symbol.detail = shortened(arguments(in));
      return symbol;
    }
    symbol.detail = names_of(in, statement);
    for (const Pair& pair : statement.pairs) {
      if (!pair.key.empty() && !pair.key.span.empty())
        symbol.children.push_back(
            pair_symbol(in, snapshot_.document.starts[index], statement.keyword, pair));
    }
    return symbol;
  }

  Symbol stage(size_t index) const {
    const Instruction& in = *snapshot_.document.instructions[index];
    const std::vector<Word>& args = in.statement.args;
    Symbol symbol = instruction(index);
    symbol.kind = SymbolKind::stage;
    if (args.empty()) return symbol;
    const bool named = args.size() > 2 && equal_ignoring_case(in.value(args[1]), "as");
    symbol.name = shortened(in.value(args[named ? 2 : 0]));
    symbol.selection = range(index, args[named ? 2 : 0].span);
    const Stage* stage = snapshot_.plan.stage_of(index);
    if (named)
      symbol.detail = shortened(in.value(args[0]));
    else
      symbol.detail = stage ? fmt::format("stage {}", stage->index) : "";
    return symbol;
  }

  void add(size_t index) {
    const Instruction& in = *snapshot_.document.instructions[index];
    if (in.statement.keyword == Keyword::from) {
      top_.push_back(stage(index));
      in_stage_ = true;
    } else if (in_stage_) {
      Symbol symbol = instruction(index);
      top_.back().range.end = std::max(top_.back().range.end, symbol.range.end);
      top_.back().children.push_back(std::move(symbol));
    } else if (in.statement.keyword == Keyword::arg && in.statement.pairs.size() == 1 &&
               !in.statement.pairs[0].key.span.empty() && !in.statement.pairs[0].key.empty()) {
      const Pair& pair = in.statement.pairs[0];
      Symbol symbol = pair_symbol(in, snapshot_.document.starts[index], Keyword::arg, pair);
      symbol.range = range(index, in.body);
      top_.push_back(std::move(symbol));
    } else {
      top_.push_back(instruction(index));
    }
  }

  const Snapshot& snapshot_;
  const bool flat_;
  std::vector<Symbol> top_;
  bool in_stage_ = false;
};

}  // namespace

std::vector<Symbol> symbols(const Snapshot& snapshot) {
  return Outline(snapshot, Outline::Shape::tree).run();
}

std::vector<Symbol> flat_symbols(const Snapshot& snapshot) {
  return Outline(snapshot, Outline::Shape::flat).run();
}

bool matches_query(std::string_view name, std::string_view query) {
  size_t at = 0;
  for (const char c : query) {
    while (at < name.size() && to_lower(name[at]) != to_lower(c)) ++at;
    if (at++ >= name.size()) return false;
  }
  return true;
}

std::vector<FoundSymbol> find_symbols(const Snapshot& snapshot, std::string_view query) {
  const Document& document = snapshot.document;
  std::vector<FoundSymbol> found;
  std::string_view stage;
  for (size_t i = 0; i < document.instructions.size(); ++i) {
    const Instruction& in = *document.instructions[i];
    const Statement& statement = in.statement;
    if (statement.keyword == Keyword::from) {
      const std::vector<Word>& args = statement.args;
      const bool named = args.size() > 2 && equal_ignoring_case(in.value(args[1]), "as");
      stage = named ? in.value(args[2]) : "";
      if (named && matches_query(stage, query))
        found.push_back(
            {SymbolKind::stage, std::string(stage), {}, document.range(i, args[2].span)});
    }
    for (const Pair& pair : statement.pairs) {
      const std::string_view name = in.value(pair.key);
      if (name.empty() || !matches_query(name, query)) continue;
      found.push_back({kind_of_pair(statement.keyword), std::string(name), std::string(stage),
                       document.range(i, pair.key.span)});
    }
  }
  return found;
}

}  // namespace dflint
