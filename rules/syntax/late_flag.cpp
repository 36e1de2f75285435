// Reports flags behind the first argument, where they are arguments.
#include <algorithm>
#include <string_view>
#include <utility>

#include <fmt/core.h>

#include "analysis/keywords.h"
#include "rules/report.h"
#include "rules/rule.h"
#include "rules/swallowed.h"

namespace dflint {
namespace {

bool is_known(Keyword keyword, std::string_view word) {
  if (!word.starts_with("--")) return false;
  const size_t equals = word.find('=');
  const std::string_view name =
      word.substr(2, equals == std::string_view::npos ? equals : equals - 2);
  for (const FlagInfo& flag : info(keyword).flags) {
    if (flag.name != name) continue;
    return equals != std::string_view::npos || flag.kind == FlagKind::boolean;
  }
  return false;
}

// `cut`: the flag and the blanks around it that go with it.
void late(const Instruction& in, Span flag, Span cut, uint32_t target, Report& report) {
  const std::string_view text = in.source(flag);
  Finding& finding =
      report.add(flag, fmt::format("`{}` is no flag here: flags stand before the arguments",
                                   text.substr(0, text.find('='))));
  Fix fix{fmt::format("Move `{}` to the front", text.substr(0, 40)), Safety::unsafe, {}};
  fix.replacements.push_back({{&in, {target, target}}, fmt::format("{} ", text)});
  fix.replacements.push_back({{&in, cut}, ""});
  finding.fixes.push_back(std::move(fix));
}

void check_words(const Instruction& in, const Statement& statement, Report& report) {
  for (size_t i = 1; i < statement.args.size(); ++i) {
    const Word& word = statement.args[i];
    if (!is_known(statement.keyword, in.value(word))) continue;
    late(in, word.span, {statement.args[i - 1].span.end, word.span.end},
         statement.args[0].span.begin, report);
  }
}

// HEALTHCHECK CMD --interval=30s curl
void check_healthcheck(const Instruction& in, const Statement& statement, Report& report) {
  if (statement.args.size() < 2 || statement.exec_form) return;
  const std::string_view text = in.value(statement.args[1]);
  for (size_t at = 0; at < text.size();) {
    const size_t end = text.find_first_of(" \t", at);
    if (end == text.npos || !is_known(Keyword::healthcheck, text.substr(at, end - at))) return;
    const size_t next = std::min(text.find_first_not_of(" \t", end), text.size());
    const auto span = [&](size_t to) {
      return in.span_in(statement.args[1], static_cast<uint32_t>(at), static_cast<uint32_t>(to));
    };
    late(in, span(end), span(next), statement.args[0].span.begin, report);
    at = next;
  }
}

// Programs that have such a flag of their own.
bool has_container_tool(std::string_view text) {
  for (const std::string_view tool :
       {"docker", "podman", "nerdctl", "buildah", "bwrap", "unshare"}) {
    if (text.find(tool) != std::string_view::npos) return true;
  }
  return false;
}

// RUN make --mount=type=cache,target=/x
void check_run(const Instruction& in, const Statement& statement, Report& report) {
  if (statement.args.empty() || statement.exec_form) return;
  const std::string_view text = in.value(statement.args[0]);
  const size_t at = text.find(" --mount=type=");
  if (at == std::string_view::npos || has_container_tool(text.substr(0, at))) return;
  swallowed_detail::Quotes quotes;
  if (quotes.open_at(text, at)) return;
  const size_t end = std::min(text.find_first_of(" \t", at + 1), text.size());
  const std::string_view type = text.substr(at + 14, text.find_first_of(", \t", at + 14) - at - 14);
  const auto types = mount_types();
  if (std::find(types.begin(), types.end(), type) == types.end()) return;
  const auto place = [&](size_t from, size_t to) {
    return in.span_in(statement.args[0], static_cast<uint32_t>(from), static_cast<uint32_t>(to));
  };
  late(in, place(at + 1, end), place(at, end), place(0, 0).begin, report);
}

void check(const Instruction& in, Report& report) {
  const Statement& statement = in.effective();
  switch (statement.keyword) {
    case Keyword::add:
    case Keyword::copy:
      if (!statement.exec_form) check_words(in, statement, report);
      break;
    case Keyword::healthcheck:
      check_healthcheck(in, statement, report);
      break;
    case Keyword::run:
      check_run(in, statement, report);
      break;
    default:
      break;
  }
}

}  // namespace

Rule late_flag() {
  return {
      .name = "late-flag",
      .category = Category::correctness,
      .severity = Severity::warning,
      .summary = "Put flags before the arguments",
      .why = R"(
Flags are read between the keyword and the first argument only. Behind it, `--from=build` is the name of
a file to copy, and `--mount=…` an argument of the command that RUN starts. BuildKit says nothing, and
the build fails for a file or an option that does not exist.
)",
      .examples = {{
          {
              .bad = R"(
FROM debian:12
COPY app [|--chown=app:app|] /srv/
)",
              .good = R"(
FROM debian:12
COPY --chown=app:app app /srv/
)",
          },
          {
              .bad = R"(
FROM debian:12
RUN make [|--mount=type=cache,target=/root/.cache|] all
)",
              .good = R"(
FROM debian:12
RUN --mount=type=cache,target=/root/.cache make all
)",
          },
          {
              .bad = R"(
FROM debian:12
HEALTHCHECK CMD [|--interval=30s|] curl -f http://localhost/
)",
              .good = R"(
FROM debian:12
HEALTHCHECK --interval=30s CMD curl -f http://localhost/
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
