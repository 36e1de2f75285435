// Holds labels to the names and types that the configuration asks for.
#include <algorithm>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include <fmt/core.h>

#include "analysis/expand.h"
#include "analysis/label_values.h"
#include "analysis/quotes.h"
#include "rules/report.h"
#include "rules/rule.h"

namespace dflint {
namespace {

struct Type {
  std::string_view name;
  std::string_view code;
  bool (*holds)(std::string_view value);
  std::string_view what;
};

constexpr Type types[] = {
    {"url", "DL3052", is_absolute_uri, "a URL"},
    {"rfc3339", "DL3053", is_rfc3339, "a time as in `2024-01-31T09:30:00Z`"},
    {"spdx", "DL3054", is_spdx_expression, "a licence of the SPDX list"},
    {"hash", "DL3055", is_git_hash, "a hash of Git, 7 or 40 digits"},
    {"semver", "DL3056", is_semver, "a version as in `1.2.3`"},
    {"email", "DL3058", is_email, "an e-mail address"},
};

// nullptr for `text`, and for what nobody knows.
const Type* type_named(std::string_view name) {
  const auto* found = std::find_if(std::begin(types), std::end(types),
                                   [&](const Type& type) { return type.name == name; });
  return found == std::end(types) ? nullptr : found;
}

using Schema = std::unordered_map<std::string_view, const Type*>;

Finding& add(Place place, std::string message, std::string_view code, Report& report) {
  Finding& finding = report.add(place, std::move(message));
  finding.code = code;
  return finding;
}

// What is missing or too much is milder than what is wrong, unless severities are configured.
void make_milder(Finding& finding) {
  if (finding.severity == Severity::warning) finding.severity = Severity::info;
}

// Without quotes and escapes; nothing where a variable gives a part of it.
std::optional<std::string> known_value(const Instruction& in, const Pair& pair) {
  ExpandedText text =
      expand(in.value(pair.value), {.escape = in.dialect.escape, .keep_unset = true});
  if (!text.uses.empty() || !text.error.empty()) return std::nullopt;
  return std::move(text.text);
}

void check_value(const Instruction& in, const Pair& pair, std::string_view key, const Type* type,
                 Report& report) {
  const bool as_hadolint = report.as_hadolint();
  std::optional<std::string> value = known_value(in, pair);
  if (!value && as_hadolint) value = without_quotes(in.value(pair.value));
  if (!value) return;
  const Span span = pair.value.empty() ? pair.key.span : pair.value.span;
  if (value->empty()) {
    add({&in, span}, fmt::format("the label `{}` is empty", key), "DL3051", report);
    if (!as_hadolint) return;
  }
  if (!type || type->holds(*value)) {
    // hadolint: a single identifier.
    const bool single = !as_hadolint || !type || type->name != "spdx" || is_spdx_id(*value);
    if (single) return;
  }
  add({&in, span}, fmt::format("the label `{}` is not {}", key, type->what), type->code, report);
}

void check_labels(const Instruction& in, const Schema& schema, Report& report) {
  for (const Pair& pair : in.statement.pairs) {
    const std::string_view key = without_quotes(in.value(pair.key));
    const auto known = schema.find(key);
    if (known != schema.end()) {
      check_value(in, pair, key, known->second, report);
    } else if (report.flag("strict-labels") && key.find('$') == std::string_view::npos) {
      make_milder(add({&in, pair.key.span},
                      fmt::format("the label `{}` is none of those allowed", key), "DL3050",
                      report));
    }
  }
}

bool sets(const Plan& plan, const Document& document, const Stage& stage, std::string_view key) {
  for (uint32_t i = stage.first + 1; i < stage.end; ++i) {
    const Instruction& in = *document.instructions[i];
    if (in.statement.keyword != Keyword::label || plan.steps[i].stage == none) continue;
    for (const Pair& pair : in.statement.pairs) {
      if (without_quotes(in.value(pair.key)) == key) return true;
    }
  }
  return false;
}

void report_missing(const Stage& stage, std::string_view key, Report& report) {
  if (stage.from->statement.args.empty()) return;
  make_milder(add({stage.from, stage.from->statement.args[0].span},
                  fmt::format("the label `{}` is missing", key), "DL3049", report));
}

// The image that the file makes is the last stage, with what it is built from.
void check_missing(const Plan& plan, const Document& document, std::string_view key,
                   Report& report) {
  for (uint32_t at = static_cast<uint32_t>(plan.stages.size() - 1);;) {
    const Stage& stage = plan.stages[at];
    if (sets(plan, document, stage, key)) return;
    if (stage.parent == none || stage.parent >= at) break;
    at = stage.parent;
  }
  report_missing(plan.stages.back(), key, report);
}

// hadolint: every stage, but for those that others are copied from, and those above or below one
// that has the label.
void check_missing_as_hadolint(const Plan& plan, const Document& document, std::string_view key,
                               Report& report) {
  const size_t count = plan.stages.size();
  std::vector<bool> fine(count), has(count);
  for (const Stage& stage : plan.stages) {
    const bool inherits = stage.parent < stage.index && has[stage.parent];
    has[stage.index] = inherits || sets(plan, document, stage, key);
  }
  for (const Edge& edge : plan.edges) {
    if (edge.kind == EdgeKind::copy && edge.to < edge.from &&
        plan.stages[edge.to].name == edge.name)
      fine[edge.to] = true;
  }
  for (size_t i = count; i-- > 0;) {
    const uint32_t parent = plan.stages[i].parent;
    if (has[i]) fine[i] = true;
    if (has[i] && parent < i) has[parent] = true;
  }
  for (const Stage& stage : plan.stages) {
    if (!fine[stage.index]) report_missing(stage, key, report);
  }
}

void check(const Plan& plan, const Document& document, Report& report) {
  const OptionMap& labels = report.map("labels");
  if (labels.empty() && !report.flag("strict-labels")) return;
  Schema schema;
  for (const auto& [key, type] : labels) schema[key] = type_named(type);
  for (size_t i = 0; i < document.instructions.size(); ++i) {
    if (document.instructions[i]->statement.keyword == Keyword::label)
      check_labels(*document.instructions[i], schema, report);
  }
  if (plan.stages.empty()) return;
  for (const auto& [key, type] : labels) {
    if (report.as_hadolint()) {
      check_missing_as_hadolint(plan, document, key, report);
    } else {
      check_missing(plan, document, key, report);
    }
  }
}

}  // namespace

Rule label_schema() {
  return {
      .name = "label-schema",
      .aliases = {"DL3051", "DL3049", "DL3050", "DL3052", "DL3053", "DL3054", "DL3055", "DL3056",
                  "DL3058"},
      .category = Category::correctness,
      .severity = Severity::warning,
      .summary = "Give the image the labels that the configuration asks for",
      .why = R"(
Labels are how a registry, a scanner or a colleague learns who owns an image, where it comes from and
which version it is. With this rule a team says which labels its images must have and what they hold:
`text`, `url`, `rfc3339` (a time), `semver` (a version), `hash` (of Git), `spdx` (a licence) or `email`.
Reported are labels that the image of the last stage lacks, values that are empty or of another type,
and, with `strict-labels`, labels that nobody asked for. Values with variables are taken on trust.
Nothing is reported without options.
)",
      .options = {{{"labels", OptionKind::map, "",
                    "Labels that images must have, each with the type of its value"},
                   {"strict-labels", OptionKind::flag, "false",
                    "Whether other labels are reported too"}}},
      .examples = {{
          {
              .bad = R"(
FROM [|debian:12|]
LABEL org.example.docs=[|docs.example.org|]
LABEL org.example.version=[|v1.2|] org.example.note=draft
)",
              .good = R"(
FROM debian:12
LABEL org.example.docs=https://docs.example.org
LABEL org.example.version=1.2.0 org.example.note=draft
LABEL org.example.owner=web
)",
              .options = "labels=org.example.docs: url, org.example.version: semver, "
                         "org.example.owner: text",
          },
          {
              .bad = R"(
FROM debian:12 AS build
RUN make
FROM debian:12
ARG COMMIT
LABEL built=[|2024-01-31|] commit=$COMMIT [|colour|]=red licence=[|Apache|] contact=[|ops|] owner=[|""|]
COPY --from=build /app /app
)",
              .good = R"(
FROM debian:12 AS build
RUN make
FROM debian:12
ARG COMMIT
LABEL built=2024-01-31T09:30:00Z commit=$COMMIT licence="MIT OR Apache-2.0" contact=ops@example.org
LABEL owner=web
COPY --from=build /app /app
)",
              .options = "labels=built: rfc3339, commit: hash, licence: spdx, contact: email, "
                         "owner: text; strict-labels=true",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
