// RUN, CMD, ENTRYPOINT, SHELL and HEALTHCHECK: exec form or shell form.
#include <algorithm>
#include <charconv>

#include <fmt/core.h>

#include "analysis/exec_form.h"
#include "analysis/exec_repair.h"
#include "analysis/parse/duration.h"
#include "analysis/parse/statement.h"
#include "analysis/suggest.h"
#include "analysis/unicode.h"
#include "analysis/words.h"

namespace dflint {

bool read_exec_form(Instruction& in, Statement& statement, uint32_t begin, uint32_t end) {
  const std::string_view text = in.line().substr(begin, end - begin);
  if (text.substr(leading_space(text)).substr(0, 1) != "[") return false;
  ExecArray array = read_exec_form(text);
  if (array.form == ExecForm::mixed) {
    const Span bad = in.span_of_line(begin + array.bad_begin, begin + array.bad_end);
    in.problems.push_back({ProblemKind::json_form, bad, "the exec form may hold strings only", {}});
    const std::string_view value = in.source(bad);
    if (value.find_first_not_of("0123456789.-truefals") == std::string_view::npos) {
      in.problems.back().replacement = fmt::format("\"{}\"", value);
      in.problems.back().certain = true;
    }
    statement.exec_form = true;
  }
  if (array.form != ExecForm::strings) return array.form == ExecForm::mixed;
  const uint32_t base = static_cast<uint32_t>(in.decoded.size());
  in.decoded += array.decoded;
  statement.exec_form = true;
  for (const ExecString& s : array.strings) {
    const uint32_t shift = s.decoded ? base : begin;
    statement.args.push_back({in.span_of_line(begin + s.begin, begin + s.end),
                              shift + s.value_begin, shift + s.value_end, s.decoded});
  }
  return true;
}

void read_command_line(Instruction& in, Statement& statement, uint32_t begin, uint32_t end) {
  if (begin == end || read_exec_form(in, statement, begin, end)) return;
  statement.args.push_back(word_at(in, begin, end));
}

namespace {

// What SHELL was given, as the array that it was probably meant to be; empty where that is unclear.
std::string shell_array(std::string_view text) {
  if (text.starts_with('[')) {
    const auto repair = repair_exec_form(text);
    return repair && !repair->edits.empty() ? repaired(text, *repair) : "";
  }
  if (text.find_first_of("\"'\\$`[]") != std::string_view::npos) return "";
  std::string array;
  while (!text.empty()) {
    const size_t end = std::min(text.find_first_of(" \t"), text.size());
    array += fmt::format("{}\"{}\"", array.empty() ? "[" : ", ", text.substr(0, end));
    text.remove_prefix(std::min(text.find_first_not_of(" \t", end), text.size()));
  }
  return array + "]";
}

}  // namespace

void read_shell(Instruction& in, Statement& statement, uint32_t begin, uint32_t end) {
  read_command_line(in, statement, begin, end);
  if (statement.args.empty() && statement.rest.empty()) {
    missing_argument(in, statement, "a JSON array: SHELL [\"/bin/bash\", \"-c\"]");
  } else if (statement.exec_form && statement.args.empty()) {
    in.problems.push_back(
        {ProblemKind::missing_argument, statement.rest, "SHELL needs at least one string", {}});
  } else if (!statement.exec_form) {
    in.problems.push_back({ProblemKind::json_form,
                           statement.rest,
                           "SHELL needs the exec form: SHELL [\"/bin/bash\", \"-c\"]",
                           {}});
    // `SHELL bash` lacks the option for the script, and which one it is we cannot know.
    const std::string_view text = in.line().substr(begin, end - begin);
    if (text.find_first_of(" \t") == std::string_view::npos) return;
    in.problems.back().replacement = shell_array(text);
    in.problems.back().title = "Write it as an array of strings";
    in.problems.back().certain = true;
  }
}

namespace {

void check_retries(Instruction& in, const Flag& flag) {
  const std::string_view text = in.value(flag.value);
  int64_t value = 0;
  const size_t sign = text.starts_with('+') ? 1 : 0;
  const auto [stop, error] = std::from_chars(text.data() + sign, text.data() + text.size(), value);
  const bool number = error == std::errc() && stop == text.data() + text.size() &&
                      !(sign && text.substr(1, 1) == "-");
  if (number && value >= 0 && value <= INT32_MAX) return;
  in.problems.push_back({ProblemKind::flag_value,
                         flag.value.empty() ? flag.text.span : flag.value.span,
                         fmt::format("`--retries` must be a number from 0 on, not `{}`", text),
                         {}});
}

void check_duration(Instruction& in, const Flag& flag) {
  const std::string_view text = in.value(flag.value), name = in.value(flag.name);
  const Duration duration = read_duration(text);
  if (duration.valid && (duration.nanoseconds == 0 || duration.nanoseconds >= 1'000'000)) return;
  Problem problem{
      ProblemKind::flag_value, flag.value.empty() ? flag.text.span : flag.value.span, {}, {}};
  if (duration.valid) {
    problem.message = fmt::format("`--{}` must be 0 or at least 1ms, not `{}`", name, text);
  } else {
    problem.message =
        fmt::format("`--{}` must be a duration such as 30s or 1m30s, not `{}`", name, text);
    if (!text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos) {
      problem.message += "; the unit is missing";
      problem.replacement = fmt::format("{}s", text);
    }
  }
  in.problems.push_back(std::move(problem));
}

}  // namespace

void read_healthcheck(Instruction& in, Statement& statement, uint32_t begin, uint32_t end) {
  const std::string_view line = in.line();
  uint32_t stop = begin;
  while (stop < end && !is_space(static_cast<unsigned char>(line[stop]))) ++stop;
  if (stop == begin) return missing_argument(in, statement, "NONE, or CMD and a command");
  const Word type = word_at(in, begin, stop);
  statement.args.push_back(type);
  while (stop < end && is_space(static_cast<unsigned char>(line[stop]))) ++stop;
  read_command_line(in, statement, stop, end);

  const std::string_view kind = in.value(type);
  if (equal_ignoring_case(kind, "none")) {
    if (statement.args.size() > 1 || statement.exec_form) {
      in.problems.push_back({ProblemKind::healthcheck,
                             in.span_of_line(stop, end),
                             "HEALTHCHECK NONE takes nothing more",
                             {}});
      in.problems.back().remove = line.substr(stop, 1) == "#";
    }
    return;
  }
  if (!equal_ignoring_case(kind, "cmd")) {
    constexpr std::string_view types[] = {"CMD", "NONE"};
    const Guess near = guess(kind, types);
    Problem problem{ProblemKind::healthcheck,
                    type.span,
                    fmt::format("HEALTHCHECK needs NONE or CMD, not `{}`", kind),
                    {}};
    if (!near.word.empty()) {
      problem.replacement = near.word;
      problem.certain = near.certain;
    } else {
      problem.replacement = fmt::format("CMD {}", in.source(type.span));
      problem.title = "Put CMD before the command";
      problem.certain = true;
    }
    in.problems.push_back(std::move(problem));
    return;
  }
  if (statement.args.size() == 1) {
    in.problems.push_back(
        {ProblemKind::healthcheck, type.span, "no command follows HEALTHCHECK CMD", {}});
  }
  for (const Flag& flag : statement.flags) {
    if (!flag.has_value) continue;
    const std::string_view name = in.value(flag.name);
    if (name == "retries") check_retries(in, flag);
    if (name == "interval" || name == "timeout" || name == "start-period" ||
        name == "start-interval") {
      check_duration(in, flag);
    }
  }
}

}  // namespace dflint
