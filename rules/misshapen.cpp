// Reads comments as their authors meant them.
#include "rules/misshapen.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

#include "rules/hadolint.h"

namespace dflint {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r'; }

bool is_name_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '_';
}

// Goes through one comment. Offsets count in the text that holds it.
struct Cursor {
  std::string_view text;
  uint32_t at = 0;
  uint32_t end = 0;

  bool skip_blanks() {
    const uint32_t begin = at;
    while (at < end && is_blank(text[at])) ++at;
    return at > begin;
  }
  bool take(char c) {
    if (at >= end || text[at] != c) return false;
    ++at;
    return true;
  }
  std::string_view word() {
    const uint32_t begin = at;
    while (at < end && is_name_character(text[at])) ++at;
    return text.substr(begin, at - begin);
  }
  bool at_end() const {
    Cursor rest = *this;
    rest.skip_blanks();
    return rest.at == end;
  }
};

// What can be nothing but the name of a rule: "no-sudo", "DL3008"; not "all", nor "security".
bool is_rule(std::string_view word, const RuleSet& rules) {
  return is_hadolint_code(word) || is_shellcheck_code(word) || !rules.find(word).empty();
}

// "no-sudo, DL3008 because": the names before the reason. Empty where the first is none; `certain`:
// it is one, whatever it says.
std::vector<std::string_view> read_names(Cursor& cursor, const RuleSet& rules, bool certain) {
  std::vector<std::string_view> names;
  for (Cursor next = cursor;;) {
    next.skip_blanks();
    const bool comma = !names.empty() && next.take(',');
    if (comma) next.skip_blanks();
    const std::string_view name = next.word();
    const bool whole = next.at == next.end || is_blank(next.text[next.at]) ||
                       next.text[next.at] == ',' || next.text[next.at] == '#';
    if (name.empty() || !whole) return names;
    const bool group = next.at_end() && (name == "all" || category_named(name));
    if (!(names.empty() && certain) && !comma && !group && !is_rule(name, rules)) return names;
    names.push_back(name);
    cursor = next;
  }
}

// `comment` starts with '#'.
std::optional<MisshapenComment> read(const Instruction& in, Span comment, const RuleSet& rules) {
  Cursor cursor{in.text, comment.begin + 1, comment.end};
  cursor.skip_blanks();
  const uint32_t begin = cursor.at;
  const std::string_view tool = cursor.word();
  if (tool != "dflint" && tool != "hadolint") return {};
  const bool blank = cursor.skip_blanks();
  const bool colon = cursor.take(':');
  if (!blank && !colon) return {};
  cursor.skip_blanks();
  std::string form = std::string(tool) + ' ';
  std::string_view verb = cursor.word();
  if (tool == "hadolint" && (verb == "stage" || verb == "global")) {
    form.append(verb) += ' ';
    cursor.skip_blanks();
    verb = cursor.word();
  }
  const bool whole_file = tool == "dflint" && verb == "ignore-file";
  if (verb != "ignore" && verb != "disable" && !whole_file) return {};
  cursor.skip_blanks();
  const bool equals = cursor.take('=');
  if (equals && !colon) return {};  // well formed, or reported for its verb
  if (!equals) cursor.take(':');
  const std::vector<std::string_view> names = read_names(cursor, rules, colon && equals);
  if (names.empty()) return {};
  form += whole_file ? "ignore-file=" : "ignore=";
  for (const std::string_view name : names) {
    if (!form.ends_with('=')) form += ',';
    form += name;
  }
  return MisshapenComment{{&in, {begin, cursor.at}}, std::move(form)};
}

}  // namespace

std::vector<MisshapenComment> misshapen_comments(const Document& document, const RuleSet& rules) {
  std::vector<MisshapenComment> found;
  const auto look = [&](const Instruction& in, Span comment) {
    auto one = read(in, comment, rules);
    if (!one) return;
    // hadolint's do nothing inside an instruction, whatever their form.
    const bool inside = comment.begin > in.body.begin;
    if (!inside || !one->form.starts_with("hadolint")) found.push_back(std::move(*one));
  };
  for (const InstructionPtr& in : document.instructions) {
    for (const Span& comment : in->comments) look(*in, comment);
    for (const Span& comment : in->inner_comments) look(*in, comment);
  }
  return found;
}

}  // namespace dflint
