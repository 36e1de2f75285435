// Reports build arguments that nothing in the file can use.
#include <array>
#include <string_view>
#include <unordered_map>

#include <fmt/core.h>

#include "analysis/word_filter.h"
#include "rules/report.h"
#include "rules/rule.h"

namespace dflint {
namespace {

constexpr std::array<bool, 256> name_bytes = [] {
  std::array<bool, 256> in{};
  for (const std::string_view range : {"az", "AZ", "09", "__"}) {
    for (char c = range[0]; c <= range[1]; ++c) in[static_cast<unsigned char>(c)] = true;
  }
  return in;
}();

// How often each of some names stands in what the builder and the shells read.
class Counts {
 public:
  void add(std::string_view name) {
    counts_.emplace(name, 0);
    filter_.add(name);
  }
  bool empty() const { return counts_.empty(); }

  void count(const Document& document) {
    for (const InstructionPtr& in : document.instructions) {
      count(in->line());
      for (const Heredoc& heredoc : in->heredocs) count(in->source(heredoc.body));
    }
  }

  int of(std::string_view name) const { return counts_.find(name)->second; }

 private:
  void count(std::string_view text) {
    const auto is_name_byte = [&](size_t at) {
      return at < text.size() && name_bytes[static_cast<unsigned char>(text[at])];
    };
    for (size_t at = 0; at < text.size();) {
      size_t end = at;
      while (is_name_byte(end)) ++end;
      const std::string_view name = text.substr(at, end - at);
      at = end + 1;
      if (!filter_.may_hold(name)) continue;
      const auto found = counts_.find(name);
      if (found != counts_.end()) ++found->second;
    }
  }

  std::unordered_map<std::string_view, int> counts_;
  WordFilter filter_;
};

// Names that the builder or its tools read without being asked to.
bool is_read_by_builder(std::string_view name) {
  return name.starts_with("BUILDKIT_") || name.starts_with("TARGET") || name.starts_with("BUILD") ||
         name == "SOURCE_DATE_EPOCH" || name.ends_with("_PROXY") || name.ends_with("_proxy");
}

// After an ARG of a stage every RUN has it in its environment, in that stage and in those that are
// built from it.
bool may_be_run_with(const Variable& arg, const Plan& plan, const Document& document) {
  const Stage& stage = plan.stages[arg.stage];
  for (const Stage& other : plan.stages) {
    if (other.parent == arg.stage) return true;
  }
  for (uint32_t i = arg.instruction + 1; i < stage.end; ++i) {
    const Keyword keyword = document.instructions[i]->statement.keyword;
    if (keyword == Keyword::run || keyword == Keyword::onbuild) return true;
  }
  return false;
}

// The whole line goes, with the comments above it that are about it.
Fix remove_line(const Instruction& in, std::string_view name) {
  uint32_t begin = in.body.begin;
  while (begin > 0 && in.text[begin - 1] != '\n') --begin;
  return replace({&in, {begin, static_cast<uint32_t>(in.text.size())}}, "",
                 fmt::format("Remove `ARG {}`", name), Safety::unsafe);
}

// Whether it is an ARG of the file that somebody ought to use.
bool is_asked_for(const Variable& variable) {
  if (variable.kind != VariableKind::global_arg && variable.kind != VariableKind::arg) return false;
  return variable.key.in && variable.key.in->statement.keyword == Keyword::arg &&
         !is_read_by_builder(variable.name);
}

void check(const Plan& plan, const Document& document, Report& report) {
  Counts counts;
  for (const Variable& variable : plan.variables) {
    if (is_asked_for(variable)) counts.add(variable.name);
  }
  if (counts.empty()) return;
  counts.count(document);
  int left = 200;  // each looks through its stage
  for (const Variable& variable : plan.variables) {
    if (!is_asked_for(variable) || counts.of(variable.name) != 1) continue;
    const Statement& statement = variable.key.in->statement;
    const bool global = variable.kind == VariableKind::global_arg;
    if (!global && (left-- <= 0 || may_be_run_with(variable, plan, document))) continue;
    Finding& finding = report.add(
        variable.key,
        global ? fmt::format("no FROM uses `{}`, and no stage asks for it", variable.name)
               : fmt::format("nothing after this uses `{}`", variable.name));
    if (statement.pairs.size() == 1)
      finding.fixes.push_back(remove_line(*variable.key.in, variable.name));
  }
}

}  // namespace

Rule unused_arg() {
  return {
      .name = "unused-arg",
      .category = Category::correctness,
      .severity = Severity::warning,
      .summary = "Remove build arguments that nothing uses",
      .why = R"(
Whoever reads `ARG` believes that `--build-arg` changes something. An ARG before the first FROM is seen
by FROM alone, and by a stage only where that says `ARG NAME` again; an ARG of a stage is in the
environment of each RUN below it. One that no instruction names and no RUN can see is left over, or its
name is misspelt somewhere. An ARG above a RUN is never reported: a script may read it.
)",
      .examples = {{
          {
              .bad = R"(
ARG GO_VERSION=1.23
ARG [|DEBIAN_RELEASE|]=bookworm
FROM golang:${GO_VERSION}
RUN go version
)",
              .good = R"(
ARG GO_VERSION=1.23
FROM golang:${GO_VERSION}
RUN go version
)",
          },
          {
              .bad = R"(
FROM nginx:1.27
RUN nginx -t
ARG [|REVISION|]
ARG CREATED
LABEL org.opencontainers.image.created=$CREATED
)",
              .good = R"(
FROM nginx:1.27
RUN nginx -t
ARG CREATED
LABEL org.opencontainers.image.created=$CREATED
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
