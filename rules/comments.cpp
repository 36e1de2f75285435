// Reads the comments that silence findings.
#include "rules/comments.h"

#include <algorithm>
#include <utility>

namespace dflint {
namespace {

using Scope = Suppression::Scope;
using Tool = Suppression::Dialect;

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\v' || c == '\f'; }

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// Reads one comment from left to right. Offsets count in the text that holds it.
struct Reader {
  std::string_view text;
  uint32_t at = 0;
  uint32_t end = 0;

  void skip_blanks() {
    while (at < end && is_blank(text[at])) ++at;
  }
  bool take(char c) {
    if (at >= end || text[at] != c) return false;
    ++at;
    return true;
  }
  // Letters and '-'; empty where there are none.
  std::string_view word() {
    const uint32_t begin = at;
    while (at < end && (is_letter(text[at]) || text[at] == '-')) ++at;
    return text.substr(begin, at - begin);
  }
};

// "a, b reason": the names before the reason.
std::vector<Span> read_names(Reader& reader) {
  std::vector<Span> names;
  do {
    reader.skip_blanks();
    const uint32_t begin = reader.at;
    while (reader.at < reader.end && reader.text[reader.at] != ',' &&
           !is_blank(reader.text[reader.at])) {
      ++reader.at;
    }
    if (begin == reader.at) return names;
    names.push_back({begin, reader.at});
    reader.skip_blanks();
  } while (reader.take(','));
  return names;
}

struct Pragma {
  Scope scope = Scope::instruction;
  Tool tool = Tool::dflint;
  std::vector<Span> names;
};

// A comment of dflint or hadolint; no names where it is neither. `comment` starts with '#'.
Pragma read_pragma(std::string_view text, Span comment) {
  Reader reader{text, comment.begin + 1, comment.end};
  Pragma pragma;
  reader.skip_blanks();
  const std::string_view tool = reader.word();
  if (tool != "dflint" && tool != "hadolint") return pragma;
  reader.skip_blanks();
  std::string_view verb = reader.word();
  if (tool == "dflint") {
    if (verb == "ignore-file") {
      pragma.scope = Scope::file;
    } else if (verb != "ignore") {
      return pragma;
    }
  } else {
    pragma.tool = Tool::hadolint;
    if (verb == "global" || verb == "stage") {
      pragma.scope = verb == "global" ? Scope::file : Scope::stage;
      reader.skip_blanks();
      verb = reader.word();
    }
    if (verb != "ignore") return pragma;
  }
  reader.skip_blanks();
  if (reader.take('=')) pragma.names = read_names(reader);
  return pragma;
}

// "# key = value" with a key (any case) that a parser directive may have.
struct Directive {
  bool directive = false;  // false: another comment, which ends the directives
  bool check = false;      // the key is `check`
  Span value;              // up to the first space
};

Directive read_directive(std::string_view text, Span comment) {
  Reader reader{text, comment.begin + 1, comment.end};
  reader.skip_blanks();
  const uint32_t begin = reader.at;
  while (reader.at < reader.end &&
         (is_letter(text[reader.at]) ||
          (reader.at > begin && text[reader.at] >= '0' && text[reader.at] <= '9'))) {
    ++reader.at;
  }
  std::string key(text.substr(begin, reader.at - begin));
  for (char& c : key) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 'a' - 'A');
  }
  if (key != "check" && key != "syntax" && key != "escape") return {};
  reader.skip_blanks();
  if (!reader.take('=')) return {};
  reader.skip_blanks();
  const uint32_t value = reader.at;
  while (reader.at < reader.end && text[reader.at] != ' ') ++reader.at;
  while (reader.at > value && is_blank(text[reader.at - 1])) --reader.at;
  if (value == reader.at) return {};
  return {true, key == "check", {value, reader.at}};
}

// The options of a `# check=`, as BuildKit splits them: three at most, the last of a kind counts.
struct CheckOptions {
  std::vector<Span> skip;
  std::vector<Span> experimental;
};

bool is_go_bool(std::string_view value) {
  for (std::string_view known :
       {"1", "t", "T", "TRUE", "true", "True", "0", "f", "F", "FALSE", "false", "False"}) {
    if (value == known) return true;
  }
  return false;
}

Span trimmed(std::string_view text, Span span) {
  while (!span.empty() && is_blank(text[span.begin])) ++span.begin;
  while (!span.empty() && is_blank(text[span.end - 1])) --span.end;
  return span;
}

// "A,B" in place of what stood there; "all" stays, whatever else is named.
void take_list(std::string_view text, Span value, std::vector<Span>& list) {
  const auto is_all = [&](Span name) { return text.substr(name.begin, name.size()) == "all"; };
  list.erase(std::remove_if(list.begin(), list.end(), [&](Span name) { return !is_all(name); }),
             list.end());
  while (true) {
    const size_t comma = text.substr(0, value.end).find(',', value.begin);
    const uint32_t end = comma == std::string_view::npos ? value.end : static_cast<uint32_t>(comma);
    const Span name = trimmed(text, {value.begin, end});
    if (!name.empty()) list.push_back(name);
    if (end == value.end) return;
    value.begin = end + 1;
  }
}

// Nothing where BuildKit would refuse the options.
CheckOptions read_check(std::string_view text, Span value) {
  CheckOptions options;
  for (int left = 3; left > 0; --left) {
    const size_t semicolon =
        left == 1 ? std::string_view::npos : text.substr(0, value.end).find(';', value.begin);
    const bool last = semicolon == std::string_view::npos;
    const uint32_t end = last ? value.end : static_cast<uint32_t>(semicolon);
    const size_t equals = text.substr(0, end).find('=', value.begin);
    if (equals == std::string_view::npos) return {};
    const Span key = trimmed(text, {value.begin, static_cast<uint32_t>(equals)});
    const Span argument = trimmed(text, {static_cast<uint32_t>(equals) + 1, end});
    const std::string_view name = text.substr(key.begin, key.size());
    if (name == "skip") {
      take_list(text, argument, options.skip);
    } else if (name == "experimental") {
      take_list(text, argument, options.experimental);
    } else if (name != "error" || !is_go_bool(text.substr(argument.begin, argument.size()))) {
      return {};
    }
    if (last) break;
    value.begin = end + 1;
  }
  return options;
}

bool at_line_start(std::string_view text, uint32_t offset) {
  return offset == 0 || text[offset - 1] == '\n' ||
         (offset == 3 && text.substr(0, 3) == "\xEF\xBB\xBF");
}

struct CheckComment {
  Span comment;
  Span value;
};

// The comment above the instruction that BuildKit reads; an empty value where there is none.
CheckComment check_comment(const Instruction& instruction) {
  CheckComment found;
  for (const Span& comment : instruction.comments) {
    if (!at_line_start(instruction.text, comment.begin)) continue;
    if (trimmed(instruction.text, {comment.begin + 1, comment.end}).empty()) {
      found = {};
    } else if (found.value.empty()) {
      const Directive directive = read_directive(instruction.text, comment);
      if (directive.check) found = {comment, directive.value};
    }
  }
  return found;
}

// The `# check=` of the whole file, in the file; an empty value where there is none. Unlike the
// parser, BuildKit looks for it behind a "#!" line, and not where it is indented.
CheckComment file_check(std::string_view text) {
  uint32_t at = text.substr(0, 3) == "\xEF\xBB\xBF" ? 3 : 0;
  bool first = true;
  // There are three directives; one too many is an error.
  for (int left = 4; left > 0 && at < text.size() && text[at] == '#'; --left) {
    const size_t newline = text.find('\n', at);
    const uint32_t end =
        static_cast<uint32_t>(newline == std::string_view::npos ? text.size() : newline);
    if (!first || text.substr(at, 2) != "#!") {
      Span comment{at, end};
      if (text[end - 1] == '\r') --comment.end;
      const Directive directive = read_directive(text, comment);
      if (directive.check) return {comment, directive.value};
      if (!directive.directive) return {};
    }
    first = false;
    at = end + 1;
  }
  return {};
}

// Collects suppressions; each list of names belongs to one comment.
class Collector {
 public:
  explicit Collector(const Document& document) : document_(document) {}

  void add(size_t index, Span comment, Scope scope, Tool tool, const std::vector<Span>& names) {
    const Instruction& in = *document_.instructions[index];
    for (const Span& name : names) {
      all_.push_back(
          {scope, tool, in.source(name), {&in, name}, comment, static_cast<uint32_t>(index)});
    }
  }

  void add_pragma(size_t index, Span comment) {
    const Pragma pragma = read_pragma(document_.instructions[index]->text, comment);
    add(index, comment, pragma.scope, pragma.tool, pragma.names);
  }

  // Comment lines inside the instruction; hadolint's do nothing there.
  void add_inner(size_t index) {
    const Instruction& in = *document_.instructions[index];
    const uint32_t end = in.heredocs.empty() ? in.body.end : in.heredocs.front().body.begin;
    const std::string_view text =
        std::string_view(in.text).substr(0, std::min<size_t>(end, in.text.size()));
    if (text.find("dflint", in.body.begin) == std::string_view::npos) return;
    size_t newline = text.find('\n', in.body.begin);
    while (newline != std::string_view::npos) {
      size_t at = newline + 1;
      newline = text.find('\n', at);
      uint32_t stop = static_cast<uint32_t>(std::min(newline, text.size()));
      if (stop > at && text[stop - 1] == '\r') --stop;
      while (at < stop && is_blank(text[at])) ++at;
      if (at >= stop || text[at] != '#') continue;
      const Span comment{static_cast<uint32_t>(at), stop};
      const Pragma pragma = read_pragma(in.text, comment);
      if (pragma.tool == Tool::dflint) {
        add(index, comment, pragma.scope, pragma.tool, pragma.names);
      }
    }
  }

  void add_file_check() {
    const std::string_view text = document_.text.bytes();
    const CheckComment check = file_check(text);
    if (check.value.empty()) return;
    const auto after =
        std::upper_bound(document_.starts.begin(), document_.starts.end(), check.comment.begin);
    const size_t index = static_cast<size_t>(after - document_.starts.begin()) - 1;
    const uint32_t start = document_.starts[index];
    const auto shifted = [&](Span span) { return Span{span.begin - start, span.end - start}; };
    std::vector<Span> names = read_check(text, check.value).skip;
    for (Span& name : names) name = shifted(name);
    add(index, shifted(check.comment), Scope::file, Tool::buildkit, names);
  }

  std::vector<Suppression> take() { return std::move(all_); }

 private:
  const Document& document_;
  std::vector<Suppression> all_;
};

}  // namespace

std::vector<Suppression> suppressions(const Document& document) {
  Collector collector(document);
  collector.add_file_check();
  for (size_t i = 0; i < document.instructions.size(); ++i) {
    const Instruction& in = *document.instructions[i];
    for (const Span& comment : in.comments) collector.add_pragma(i, comment);
    if (in.statement.keyword == Keyword::none) continue;
    if (const CheckComment check = check_comment(in); !check.value.empty()) {
      collector.add(i, check.comment, Scope::instruction, Tool::buildkit,
                    read_check(in.text, check.value).skip);
    }
    collector.add_inner(i);
  }
  std::vector<Suppression> all = collector.take();
  const auto place = [&](const Suppression& suppression) {
    return std::pair(suppression.instruction, suppression.place.span.begin);
  };
  std::stable_sort(all.begin(), all.end(),
                   [&](const Suppression& a, const Suppression& b) { return place(a) < place(b); });
  return all;
}

bool experimental_on(std::string_view check, const Document& document, const Instruction* in) {
  const auto named = [&](std::string_view text, const CheckComment& comment) {
    if (comment.value.empty()) return false;
    const std::vector<Span> names = read_check(text, comment.value).experimental;
    return std::any_of(names.begin(), names.end(), [&](Span span) {
      const std::string_view name = text.substr(span.begin, span.size());
      return name == "all" || name == check;
    });
  };
  const std::string_view file = document.text.bytes();
  return named(file, file_check(file)) || (in && named(in->text, check_comment(*in)));
}

bool is_directive(std::string_view line) {
  return !line.empty() && line[0] == '#' &&
         read_directive(line, {0, static_cast<uint32_t>(line.size())}).directive;
}

}  // namespace dflint
