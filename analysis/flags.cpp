// The flags between keyword and arguments: --mount=… --from=… and their key=value lists.
#include "analysis/flags.h"

#include <algorithm>

#include <fmt/core.h>

#include "analysis/keywords.h"
#include "analysis/suggest.h"
#include "analysis/unicode.h"
#include "analysis/words.h"

namespace dflint {
namespace {

// One flag word while it is read: its text without quotes, and where each byte of it stood.
struct RawFlag {
  std::string text;
  std::vector<uint32_t> origin;  // line offset of each byte of text
  uint32_t begin = 0, end = 0;   // in the line
  bool quoted = false;

  void put(unsigned char byte, uint32_t at) {
    const size_t before = text.size();
    append_utf8(text, byte);
    origin.resize(origin.size() + text.size() - before, at);
  }
};

// unicode.IsSpace of a single byte taken for a code point.
bool is_byte_space(char c) { return is_space(static_cast<unsigned char>(c)); }

// A part of a flag as a Word. `base` is where the flag's text stands in Instruction::decoded.
Word part(const Instruction& in, const RawFlag& raw, bool decoded, uint32_t base, size_t begin,
          size_t end) {
  if (!decoded) return word_at(in, raw.begin + begin, raw.begin + end);
  const auto at = [&](size_t i) { return i < raw.origin.size() ? raw.origin[i] : raw.end; };
  const uint32_t from = at(begin);
  const uint32_t to = end > begin ? at(end - 1) + 1 : from;
  return {in.span_of_line(from, std::max(from, to)), base + static_cast<uint32_t>(begin),
          base + static_cast<uint32_t>(end), true};
}

// Splits --mount's value at commas, as a CSV reader does: a field may stand in double quotes.
std::vector<std::pair<size_t, size_t>> csv_fields(std::string_view text, size_t from, bool& bad) {
  std::vector<std::pair<size_t, size_t>> fields;
  size_t at = from;
  while (true) {
    const size_t begin = at;
    if (at < text.size() && text[at] == '"') {
      ++at;
      while (at < text.size() &&
             !(text[at] == '"' && (at + 1 == text.size() || text[at + 1] == ',')))
        ++at;
      bad |= at >= text.size();
      fields.emplace_back(begin + 1, std::min(at, text.size()));
      at = std::min(at + 1, text.size());
    } else {
      at = std::min(text.find(',', at), text.size());
      bad |= text.substr(begin, at - begin).find('"') != std::string_view::npos;
      fields.emplace_back(begin, at);
    }
    if (at >= text.size()) return fields;
    ++at;
  }
}

void read_mount(Instruction& in, Statement& statement, const RawFlag& raw, bool decoded,
                uint32_t base, size_t value_at) {
  Mount mount;
  mount.flag = static_cast<uint32_t>(statement.flags.size());
  bool bad = false;
  if (value_at < raw.text.size()) {
    for (const auto& [begin, end] : csv_fields(raw.text, value_at, bad)) {
      const size_t equals =
          begin +
          std::min(std::string_view(raw.text).substr(begin, end - begin).find('='), end - begin);
      MountField field;
      field.has_value = equals < end;
      field.text = part(in, raw, decoded, base, begin, end);
      field.key = part(in, raw, decoded, base, begin, equals);
      field.value = part(in, raw, decoded, base, std::min(equals + 1, end), end);
      mount.fields.push_back(field);
    }
  }
  if (bad) {
    in.problems.push_back({ProblemKind::mount,
                           part(in, raw, decoded, base, value_at, raw.text.size()).span,
                           "a quote in --mount must open and close a whole field",
                           {}});
  }
  statement.mounts.push_back(std::move(mount));
}

void keep_flag(Instruction& in, Statement& statement, const RawFlag& raw) {
  // A plain flag is its own text; one with quotes, escapes or other bytes gets a decoded copy.
  const bool decoded = raw.quoted || raw.text.size() != raw.end - raw.begin;
  const uint32_t base = static_cast<uint32_t>(in.decoded.size());
  if (decoded) in.decoded += raw.text;
  const size_t equals = std::min(raw.text.find('='), raw.text.size());
  Flag flag;
  flag.has_value = equals < raw.text.size();
  flag.text = part(in, raw, decoded, base, 0, raw.text.size());
  flag.text.span = in.span_of_line(raw.begin, raw.end);
  flag.name = part(in, raw, decoded, base, std::min<size_t>(2, raw.text.size()),
                   std::max<size_t>(equals, 2));
  flag.value = part(in, raw, decoded, base, std::min(equals + 1, raw.text.size()), raw.text.size());
  if (statement.keyword == Keyword::run && in.value(flag.name) == "mount" && flag.has_value) {
    read_mount(in, statement, raw, decoded, base, equals + 1);
  }
  statement.flags.push_back(flag);
}

const FlagInfo* known_flag(Keyword keyword, std::string_view name) {
  for (const FlagInfo& flag : info(keyword).flags) {
    if (flag.name == name) return &flag;
  }
  return nullptr;
}

void unknown_flag(Instruction& in, const Statement& statement, const Flag& flag) {
  std::vector<std::string_view> names;
  for (const FlagInfo& known : info(statement.keyword).flags) names.push_back(known.name);
  const Guess near = guess(in.value(flag.name), names);
  std::string message =
      fmt::format("{} has no flag `--{}`", info(statement.keyword).name, in.value(flag.name));
  Problem problem{ProblemKind::unknown_flag, flag.name.span, std::move(message),
                  std::string(near.word)};
  problem.certain = near.certain;
  if (!near.word.empty()) {
    problem.message += fmt::format("; did you mean `--{}`?", near.word);
  } else if (names.empty()) {
    problem.message = fmt::format("{} takes no flags, but has `--{}`", info(statement.keyword).name,
                                  in.value(flag.name));
  }
  if (problem.span.empty()) problem.span = flag.text.span;
  in.problems.push_back(std::move(problem));
}

bool is_one_of(std::string_view value, std::initializer_list<std::string_view> all) {
  return std::find(all.begin(), all.end(), value) != all.end();
}

void bad_value(Instruction& in, const Flag& flag, std::string message, Guess near = {}) {
  const Span span = flag.value.empty() ? flag.text.span : flag.value.span;
  in.problems.push_back(
      {ProblemKind::flag_value, span, std::move(message), std::string(near.word)});
  in.problems.back().certain = near.certain;
}

void check_choice(Instruction& in, const Flag& flag,
                  std::initializer_list<std::string_view> choices, std::string_view list) {
  const std::string_view value = in.value(flag.value);
  if (is_one_of(value, choices)) return;
  bad_value(in, flag, fmt::format("`--{}` must be {}, not `{}`", in.value(flag.name), list, value),
            guess(value, choices));
}

void check_value(Instruction& in, const Flag& flag, const FlagInfo& known) {
  const std::string_view value = in.value(flag.value);
  if (known.kind == FlagKind::boolean) {
    const std::string lower = to_lower(value);
    if (flag.has_value && value.empty()) {
      bad_value(in, flag, fmt::format("`--{0}=` needs a value: true or false", known.name));
    } else if (flag.has_value && lower != "true" && lower != "false") {
      constexpr std::string_view yes[] = {"yes", "on", "1", "t", "y"};
      constexpr std::string_view no[] = {"no", "off", "0", "f", "n"};
      Guess meant;
      if (std::find(std::begin(yes), std::end(yes), lower) != std::end(yes)) meant = {"true", true};
      if (std::find(std::begin(no), std::end(no), lower) != std::end(no)) meant = {"false", true};
      bad_value(in, flag, fmt::format("`--{}` must be true or false, not `{}`", known.name, value),
                meant);
    }
    return;
  }
  if (!flag.has_value) {
    in.problems.push_back({ProblemKind::flag_value,
                           flag.text.span,
                           fmt::format("`--{0}` needs a value: `--{0}=…`", known.name),
                           {}});
    return;
  }
  if (known.name == "network")
    check_choice(in, flag, {"default", "none", "host"}, "default, none or host");
  if (known.name == "security")
    check_choice(in, flag, {"sandbox", "insecure"}, "sandbox or insecure");
  if (known.name == "mount" && value.empty())
    bad_value(in, flag, "`--mount=` needs options: `--mount=type=cache,target=/…`");
}

// NAME[,required[=bool]] or name=NAME,…
void check_device(Instruction& in, const Flag& flag) {
  std::string_view rest = in.value(flag.value);
  bool named = false;
  for (bool first = true; !rest.empty() || first; first = false) {
    const size_t comma = rest.find(',');
    const std::string_view field = rest.substr(0, comma);
    const size_t equals = field.find('=');
    const std::string key = to_lower(field.substr(0, equals));
    if (first && field.find('/') != std::string_view::npos && key != "name") {
      named = true;  // vendor.example/class=device
    } else if (equals == std::string_view::npos) {
      if (first && !field.empty() && key != "required") {
        named = true;
      } else if (key != "required") {
        return bad_value(in, flag, fmt::format("`{}` in --device must be key=value", field));
      }
    } else if (key == "name") {
      if (named) return bad_value(in, flag, "--device names a device twice");
      named = true;
    } else if (key == "required") {
      if (!is_one_of(field.substr(equals + 1), {"1", "t", "T", "TRUE", "true", "True", "0", "f",
                                                "F", "FALSE", "false", "False"})) {
        return bad_value(in, flag,
                         fmt::format("`required` in --device must be true or false, not `{}`",
                                     field.substr(equals + 1)));
      }
    } else {
      return bad_value(in, flag, fmt::format("--device has no option `{}`", key));
    }
    if (comma == std::string_view::npos) return;
    rest.remove_prefix(comma + 1);
  }
}

// The builder refuses a variable in a mount's `from` before anything else.
void check_mount_from(Instruction& in, const Mount& mount) {
  for (const MountField& field : mount.fields) {
    if (!field.has_value || to_lower(in.value(field.key)) != "from") continue;
    const std::string_view value = in.value(field.value);
    const size_t dollar = value.find('$');
    if (dollar == std::string_view::npos || dollar + 1 >= value.size()) continue;
    in.problems.push_back(
        {ProblemKind::mount,
         field.value.span,
         "`from` of a mount cannot hold a variable; name a stage `FROM … AS` that uses it",
         {}});
  }
}

}  // namespace

uint32_t read_flags(Instruction& in, Statement& statement, uint32_t begin, uint32_t end) {
  const std::string_view line = in.line().substr(0, end);
  const char escape = in.dialect.escape;
  uint32_t at = begin;
  while (true) {
    while (at < end && is_byte_space(line[at])) ++at;
    if (at >= end || !line.substr(at).starts_with("--")) return at;
    RawFlag raw;
    raw.begin = at;
    char quote = '\0';
    for (; at < end && (quote != '\0' || !is_byte_space(line[at])); ++at) {
      const char c = line[at];
      if (quote == '\0' ? (c == '"' || c == '\'') : c == quote) {
        quote = quote == '\0' ? c : '\0';
        raw.quoted = true;
      } else if (c == escape) {
        raw.quoted = true;
        if (at + 1 < end) ++at, raw.put(line[at], at);
      } else {
        raw.put(c, at);
      }
    }
    raw.end = at;
    if (raw.text == "--") return at;
    keep_flag(in, statement, raw);
  }
}

void check_flags(Instruction& in, Statement& statement) {
  if (statement.flags.empty() || statement.keyword == Keyword::unknown) return;
  if (!info(statement.keyword).checks_flags) return;
  std::vector<const FlagInfo*> seen;
  for (const Flag& flag : statement.flags) {
    const std::string_view name = in.value(flag.name);
    const FlagInfo* known = known_flag(statement.keyword, name);
    if (!known) {
      unknown_flag(in, statement, flag);
      continue;
    }
    check_value(in, flag, *known);
    if (name == "device" && flag.has_value) check_device(in, flag);
    if (known->kind == FlagKind::list) continue;
    if (std::find(seen.begin(), seen.end(), known) == seen.end()) {
      seen.push_back(known);
    } else {
      in.problems.push_back({ProblemKind::flag_value,
                             flag.text.span,
                             fmt::format("`--{}` stands here twice", name),
                             {}});
    }
  }
  for (const Mount& mount : statement.mounts) check_mount_from(in, mount);
}

}  // namespace dflint
