// The parser directives at the top of a file.
#include "analysis/directives.h"

#include <algorithm>

#include <fmt/core.h>

#include "analysis/unicode.h"

namespace dflint {
namespace {

bool is_letter_or_digit(char c) {
  return (to_lower(c) >= 'a' && to_lower(c) <= 'z') || (c >= '0' && c <= '9');
}

// RE2's \s.
bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r'; }

struct DirectiveLine {
  bool is_directive = false;
  Directive directive;
};

// `#`, white space, name, `=`, a value that is not empty. `line` stands at `offset`; `strip` drops
// white space before the '#'.
DirectiveLine read_line(std::string_view line, uint32_t offset, bool strip) {
  uint32_t at = strip ? leading_space(line) : 0;
  if (at >= line.size() || line[at] != '#') return {};
  ++at;
  at += leading_space(line.substr(at));
  const uint32_t name_begin = at;
  while (at < line.size() && is_letter_or_digit(line[at])) ++at;
  const std::string name = to_lower(line.substr(name_begin, at - name_begin));
  const uint32_t name_end = at;
  while (at < line.size() && is_blank(line[at])) ++at;
  if (at >= line.size() || line[at] != '=') return {};
  ++at;
  while (at < line.size() && is_blank(line[at])) ++at;
  uint32_t end = static_cast<uint32_t>(line.size());
  while (end > at && is_blank(line[end - 1])) --end;
  if (end == at) return {};

  DirectiveLine read;
  if (name == "syntax")
    read.directive.name = Directive::Name::syntax;
  else if (name == "escape")
    read.directive.name = Directive::Name::escape;
  else if (name == "check")
    read.directive.name = Directive::Name::check;
  else
    return {};
  read.is_directive = true;
  read.directive.name_span = {offset + name_begin, offset + name_end};
  read.directive.value_span = {offset + at, offset + end};
  return read;
}

// One pass over the top of the file, as one of the builder's two readers makes it.
class Reader {
 public:
  explicit Reader(std::string_view file) : file_(file) {}

  // `strip`: the reader that finds escape. Otherwise the one for syntax and check, which skips a
  // shebang line and does not strip.
  std::vector<Directive> read(bool strip, Directives& out) {
    std::vector<Directive> found;
    uint32_t at = file_.starts_with("\xEF\xBB\xBF") ? 3 : 0;
    if (!strip && file_.substr(at).starts_with("#!")) at = line_end(at);
    bool seen[3] = {};
    while (at < file_.size()) {
      const uint32_t next = line_end(at);
      out.looked_at =
          std::max(out.looked_at, next == file_.size() && !ends_line(next) ? next + 1 : next);
      const DirectiveLine line = read_line(trimmed(at, next), at, strip);
      if (!line.is_directive) break;
      auto& repeated = seen[static_cast<size_t>(line.directive.name)];
      if (repeated && strip) {
        out.problems.push_back({ProblemKind::directive,
                                line.directive.name_span,
                                fmt::format("only one `{}` directive may stand in a file",
                                            to_lower(text(line.directive.name_span))),
                                {}});
      }
      if (!repeated) found.push_back(line.directive);
      repeated = true;
      at = next;
      out.end = std::max(out.end, at);
    }
    if (at >= file_.size()) out.looked_at = static_cast<uint32_t>(file_.size()) + 1;
    return found;
  }

  std::string_view text(Span span) const { return file_.substr(span.begin, span.size()); }

 private:
  bool ends_line(uint32_t at) const { return at > 0 && file_[at - 1] == '\n'; }
  uint32_t line_end(uint32_t at) const {
    const size_t newline = file_.find('\n', at);
    return static_cast<uint32_t>(newline == std::string_view::npos ? file_.size() : newline + 1);
  }
  std::string_view trimmed(uint32_t begin, uint32_t end) const {
    while (end > begin && (file_[end - 1] == '\n' || file_[end - 1] == '\r')) --end;
    return file_.substr(begin, end - begin);
  }

  std::string_view file_;
};

}  // namespace

Directives read_directives(std::string_view file) {
  Directives out;
  Reader reader(file);
  std::vector<Directive> stripped = reader.read(true, out);
  const std::vector<Directive> plain = reader.read(false, out);

  for (Directive& directive : stripped) {
    if (directive.name == Directive::Name::escape) {
      const std::string_view value = reader.text(directive.value_span);
      if (value == "`" || value == "\\") {
        out.escape = value[0];
      } else {
        out.problems.push_back(
            {ProblemKind::directive,
             directive.value_span,
             fmt::format("the escape character is `\\` or a backtick, not `{}`", value),
             {}});
      }
    } else {
      directive.honoured = std::any_of(plain.begin(), plain.end(), [&](const Directive& d) {
        return d.name_span == directive.name_span;
      });
    }
    out.list.push_back(directive);
  }
  for (const Directive& directive : plain) {
    const bool known = std::any_of(stripped.begin(), stripped.end(), [&](const Directive& d) {
      return d.name_span == directive.name_span;
    });
    if (known) continue;
    out.list.push_back(directive);
    if (directive.name == Directive::Name::escape) out.list.back().honoured = false;
  }
  return out;
}

std::vector<CheckOption> read_check_options(std::string_view value) {
  std::vector<CheckOption> options;
  value = value.substr(0, value.find(' '));
  size_t at = 0;
  while (options.size() < 3) {
    const size_t semicolon = options.size() == 2 ? std::string_view::npos : value.find(';', at);
    const size_t end = std::min(semicolon, value.size());
    const size_t equals = std::min(value.find('=', at), end);
    CheckOption option;
    option.name_span = {static_cast<uint32_t>(at), static_cast<uint32_t>(equals)};
    const std::string_view name = value.substr(at, equals - at);
    if (equals < end) {
      if (name == "skip") option.name = CheckOption::Name::skip;
      if (name == "experimental") option.name = CheckOption::Name::experimental;
      if (name == "error") option.name = CheckOption::Name::error;
      for (size_t from = equals + 1; from <= end;) {
        const size_t comma =
            option.name == CheckOption::Name::error ? end : std::min(value.find(',', from), end);
        option.values.push_back({static_cast<uint32_t>(from), static_cast<uint32_t>(comma)});
        from = comma + 1;
      }
    }
    options.push_back(std::move(option));
    if (semicolon == std::string_view::npos) break;
    at = semicolon + 1;
  }
  return options;
}

}  // namespace dflint
