// Reads the comments that silence findings.
#include "rules/comments.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "analysis/directives.h"
#include "analysis/unicode.h"
#include "rules/hadolint.h"

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
  Span unknown_verb;  // "disable" of `# dflint disable=…`
};

// What follows `# shellcheck`: some `key=value`, of which `disable=SC2086,SC2046` counts.
Pragma read_disable(Reader reader) {
  Pragma pragma;
  pragma.tool = Tool::shellcheck;
  while (true) {
    reader.skip_blanks();
    const std::string_view key = reader.word();
    if (key.empty() || !reader.take('=')) return pragma;
    const std::vector<Span> values = read_names(reader);
    if (key != "disable") continue;
    for (Span name : values) {
      if (is_shellcheck_code(reader.text.substr(name.begin, name.size()))) {
        pragma.names.push_back(name);
      }
    }
  }
}

// A comment of dflint, hadolint or ShellCheck; no names where it is neither. `comment` starts with
// '#'.
Pragma read_pragma(std::string_view text, Span comment) {
  Reader reader{text, comment.begin + 1, comment.end};
  Pragma pragma;
  reader.skip_blanks();
  const std::string_view tool = reader.word();
  if (tool == "shellcheck") return read_disable(reader);
  if (tool != "dflint" && tool != "hadolint") return pragma;
  reader.skip_blanks();
  Span place{reader.at, 0};
  std::string_view verb = reader.word();
  if (tool == "hadolint") {
    pragma.tool = Tool::hadolint;
    if (verb == "global" || verb == "stage") {
      pragma.scope = verb == "global" ? Scope::file : Scope::stage;
      reader.skip_blanks();
      place.begin = reader.at;
      verb = reader.word();
    }
  } else if (verb == "ignore-file") {
    pragma.scope = Scope::file;
  }
  place.end = reader.at;
  reader.skip_blanks();
  if (!reader.take('=') || verb.empty()) return pragma;
  if (verb == "ignore" || (pragma.tool == Tool::dflint && verb == "ignore-file")) {
    pragma.names = read_names(reader);
  } else if (pragma.tool == Tool::dflint || verb != "shell") {
    pragma.unknown_verb = place;
  }
  return pragma;
}

// The value of a `# check=`; empty where there is none.
struct CheckComment {
  Span comment;
  Span value;
};

// The names of a `# check=`, as BuildKit reads them: the last option of a kind counts, but "all"
// stays.
struct CheckNames {
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

void take_names(std::string_view text, const CheckOption& option, uint32_t offset,
                std::vector<Span>& names) {
  const auto is_all = [&](Span name) { return text.substr(name.begin, name.size()) == "all"; };
  names.erase(std::remove_if(names.begin(), names.end(), [&](Span name) { return !is_all(name); }),
              names.end());
  for (const Span& value : option.values) {
    const Span name = trimmed(text, {value.begin + offset, value.end + offset});
    if (!name.empty()) names.push_back(name);
  }
}

// Nothing where BuildKit would refuse an option.
CheckNames read_check(std::string_view text, Span value) {
  CheckNames names;
  const std::string_view options = text.substr(value.begin, value.size());
  for (const CheckOption& option : read_check_options(options)) {
    switch (option.name) {
      case CheckOption::Name::skip:
        take_names(text, option, value.begin, names.skip);
        break;
      case CheckOption::Name::experimental:
        take_names(text, option, value.begin, names.experimental);
        break;
      case CheckOption::Name::error: {
        const Span given = option.values.empty() ? Span{} : trimmed(options, option.values[0]);
        if (!is_go_bool(options.substr(given.begin, given.size()))) return {};
        break;
      }
      case CheckOption::Name::unknown:
        return {};
    }
  }
  return names;
}

bool at_line_start(std::string_view text, uint32_t offset) {
  return offset == 0 || text[offset - 1] == '\n' ||
         (offset == 3 && text.starts_with("\xEF\xBB\xBF"));
}

// The first directive that the builder honours as `check`.
Span check_value(std::string_view text) {
  for (const Directive& directive : read_directives(text).list) {
    if (directive.name == Directive::Name::check && directive.honoured) return directive.value_span;
  }
  return {};
}

// The comment above the instruction that BuildKit reads.
CheckComment check_comment(const Instruction& instruction) {
  CheckComment found;
  for (const Span& comment : instruction.comments) {
    if (!at_line_start(instruction.text, comment.begin)) continue;
    const Span words = trimmed(instruction.text, {comment.begin + 1, comment.end});
    if (words.empty()) {
      found = {};
    } else if (found.value.empty() && (instruction.text[words.begin] | 0x20) == 'c') {
      const Span value = check_value(instruction.source(comment));
      if (value.empty()) continue;
      found = {comment, {comment.begin + value.begin, comment.begin + value.end}};
    }
  }
  return found;
}

// The `# check=` of the whole file, in the file.
CheckComment file_check(std::string_view text) {
  const Span value = check_value(text);
  if (value.empty()) return {};
  const size_t newline = text.substr(0, value.begin).rfind('\n');
  uint32_t begin = newline == std::string_view::npos ? 0 : static_cast<uint32_t>(newline) + 1;
  while (text[begin] != '#') ++begin;  // behind a byte order mark
  return {{begin, value.end}, value};
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

  // A comment line inside the instruction; hadolint's do nothing there.
  void add_inner(size_t index, Span comment) {
    const Pragma pragma = read_pragma(document_.instructions[index]->text, comment);
    if (pragma.tool != Tool::hadolint) add(index, comment, pragma.scope, pragma.tool, pragma.names);
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
    for (const Span& comment : in.inner_comments) collector.add_inner(i, comment);
  }
  std::vector<Suppression> all = collector.take();
  const auto place = [&](const Suppression& suppression) {
    return std::pair(suppression.instruction, suppression.place.span.begin);
  };
  std::stable_sort(all.begin(), all.end(),
                   [&](const Suppression& a, const Suppression& b) { return place(a) < place(b); });
  return all;
}

bool may_silence(const Instruction& instruction) {
  const auto speaks_of_linters = [&](Span comment) {
    const std::string lower = to_lower(instruction.source(comment));
    return lower.find("lint") != std::string::npos || lower.find("check") != std::string::npos;
  };
  return std::ranges::any_of(instruction.comments, speaks_of_linters) ||
         std::ranges::any_of(instruction.inner_comments, speaks_of_linters);
}

std::vector<Suppression> suppressions_above(const Document& document, size_t instruction) {
  Collector collector(document);
  for (const Span& comment : document.instructions[instruction]->comments)
    collector.add_pragma(instruction, comment);
  return collector.take();
}

namespace {

bool asks_for(std::string_view check, std::string_view text, const CheckComment& comment) {
  if (comment.value.empty()) return false;
  const std::vector<Span> names = read_check(text, comment.value).experimental;
  return std::any_of(names.begin(), names.end(), [&](Span span) {
    const std::string_view name = text.substr(span.begin, span.size());
    return name == "all" || name == check;
  });
}

// Goes through the comments of a document for those that look like suppressions and are none.
class DeadComments {
 public:
  explicit DeadComments(const Document& document) : document_(document) {}

  std::vector<DeadComment> run() {
    for (index_ = 0; index_ < document_.instructions.size(); ++index_) {
      in_ = document_.instructions[index_].get();
      for (const Span& comment : in_->comments) verb(comment);
      for (const Span& comment : in_->inner_comments) verb(comment);
      if (index_ == 0 && in_->statement.keyword == Keyword::none) {
        directives();
      } else {
        checks();
      }
    }
    return std::move(dead_);
  }

 private:
  DeadComment& add(Span span, std::string_view message) {
    return dead_.emplace_back(DeadComment{{in_, span}, message, {}, {}, false});
  }

  void verb(Span comment) {
    const Pragma pragma = read_pragma(in_->text, comment);
    if (pragma.unknown_verb.empty()) return;
    DeadComment& dead = add(pragma.unknown_verb, "only `ignore=` silences findings");
    dead.misspelt = true;
    dead.replacement = "ignore";
    if (pragma.tool == Tool::dflint)
      dead.message = "only `ignore=` and `ignore-file=` silence findings";
  }

  // An indented line of the directive block.
  void directives() {
    for (const Directive& directive : read_directives(in_->text).list) {
      if (directive.name != Directive::Name::check || directive.honoured) continue;
      const auto comment = std::find_if(in_->comments.begin(), in_->comments.end(), [&](Span line) {
        return line.begin < directive.name_span.begin && directive.name_span.end <= line.end;
      });
      if (comment != in_->comments.end()) indented(*comment, directive.value_span);
    }
  }

  void indented(Span comment, Span value) {
    add(value, "BuildKit reads a `# check=` only where its line begins with `#`").cut =
        indentation(comment);
  }

  Span indentation(Span comment) const {
    uint32_t begin = comment.begin;
    while (begin > 0 && is_blank(in_->text[begin - 1])) --begin;
    return at_line_start(in_->text, begin) ? Span{begin, comment.begin} : Span{};
  }

  void checks() {
    CheckComment live;
    for (const Span& comment : in_->comments) {
      const Span words = trimmed(in_->text, {comment.begin + 1, comment.end});
      const bool first_column = at_line_start(in_->text, comment.begin);
      if (words.empty()) {
        if (first_column && !live.value.empty()) {
          add(live.value, "BuildKit forgets this for the empty comment below it");
          live = {};
        }
        continue;
      }
      const Span value = value_of(comment, words);
      if (value.empty()) continue;
      if (in_->statement.keyword == Keyword::none) {
        add(value, "no instruction follows that this could be about");
      } else if (!first_column) {
        indented(comment, value);
      } else if (!live.value.empty()) {
        add(value, "BuildKit reads only the first `# check=` above an instruction");
      } else {
        live = {comment, value};
        options(live);
      }
    }
    for (const Span& comment : in_->inner_comments) {
      const Span value = value_of(comment, trimmed(in_->text, {comment.begin + 1, comment.end}));
      if (!value.empty()) {
        add(value, "BuildKit reads a `# check=` only above an instruction, not inside");
      }
    }
  }

  // Of a comment that can only be meant for BuildKit; empty for prose and for the file's own.
  Span value_of(Span comment, Span words) {
    const std::string_view text = std::string_view(in_->text).substr(0, words.end);
    for (std::string_view start : {"check=skip=", "check=error=", "check=experimental="}) {
      if (!text.substr(words.begin).starts_with(start)) continue;
      const uint32_t begin = words.begin + 6;
      const Span value{begin, static_cast<uint32_t>(std::min(text.find(' ', begin), text.size()))};
      const uint32_t at = document_.starts[index_] + comment.begin;
      return at_line_start(in_->text, comment.begin) && is_file_check(at) ? Span{} : value;
    }
    return {};
  }

  bool is_file_check(uint32_t at) {
    if (index_ > 1) return false;
    if (!file_) file_ = file_check(document_.text.bytes());
    return !file_->value.empty() && file_->comment.begin == at;
  }

  void options(const CheckComment& check) {
    const CheckNames names = read_check(in_->text, check.value);
    if (!names.skip.empty() || !names.experimental.empty()) return;
    const std::string_view value = in_->source(check.value);
    if (value.starts_with("error=") && value.find(';') == std::string_view::npos) {
      add(check.value, "BuildKit reads `error` only in a `# check=` at the top of the file");
    } else if (value.find("=") + 1 < value.size()) {
      add(check.value, "BuildKit does not understand these options");
    }
  }

  const Document& document_;
  size_t index_ = 0;
  const Instruction* in_ = nullptr;
  std::optional<CheckComment> file_;
  std::vector<DeadComment> dead_;
};

}  // namespace

bool experimental_in_file(std::string_view check, const Document& document) {
  const std::string_view file = document.text.bytes();
  return asks_for(check, file, file_check(file));
}

bool experimental_above(std::string_view check, const Instruction& instruction) {
  return asks_for(check, instruction.text, check_comment(instruction));
}

std::vector<DeadComment> dead_comments(const Document& document) {
  return DeadComments(document).run();
}

bool is_directive(std::string_view line) { return !read_directives(line).list.empty(); }

}  // namespace dflint
