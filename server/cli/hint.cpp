// Options of hadolint in our words, and near names for all others.
#include "server/cli/hint.h"

#include <fmt/core.h>

#include <algorithm>
#include <iterator>

#include "analysis/suggest.h"

namespace dflint {
namespace {

// An option of hadolint. `ours`: what to write, `{}` for its value; `needs`: the option of ours
// that a command must have for that.
struct Foreign {
  std::string_view name, short_name;
  std::string_view ours;
  std::string_view standard;  // where no value is given
  std::string_view needs;
};

constexpr std::string_view in_file = "--config";

constexpr Foreign of_hadolint[] = {
    {"--failure-threshold", "-t", "--fail-on {}", "SEVERITY", "--fail-on"},
    {"--no-fail", "", "--fail-on never", "", "--fail-on"},
    {"--format", "-f", "--format {}", "text", "--format"},
    {"--config", "-c", "--config {}", "FILE", "--config"},
    {"--ignore", "", "--ignore {}", "NAME", "--ignore"},
    {"--no-color", "", "--color never", "", "--color"},
    {"--file-path-in-report", "", "--stdin-filename {}", "PATH", "--stdin-filename"},
    {"--error", "", "`rules: {{{}: error}}` in .dflint.yaml", "RULE", in_file},
    {"--warning", "", "`rules: {{{}: warning}}` in .dflint.yaml", "RULE", in_file},
    {"--info", "", "`rules: {{{}: info}}` in .dflint.yaml", "RULE", in_file},
    {"--style", "", "`rules: {{{}: style}}` in .dflint.yaml", "RULE", in_file},
    {"--trusted-registry", "",
     "`rules: {{trusted-registries: {{trusted-registries: ['{}']}}}}` in .dflint.yaml", "NAME",
     in_file},
    {"--require-label", "", "`rules: {{label-schema: {{labels: {{{}}}}}}}` in .dflint.yaml",
     "NAME:TYPE", in_file},
    {"--strict-labels", "", "`rules: {{label-schema: {{strict-labels: true}}}}` in .dflint.yaml",
     "", in_file},
    {"--disable-ignore-pragma", "", "`comments: false` in .dflint.yaml", "", in_file},
    {"--output", "-o", "> {}", "FILE", "--format"},
    {"--verbose", "", "dflint config", "", "--fail-on"},
};

constexpr std::string_view formats_of_hadolint[] = {
    "tty",       "checkstyle", "codeclimate", "gitlab_codeclimate", "gnu", "codacy",
    "sonarqube", "sarif",      "junit"};

constexpr std::string_view severities[] = {"style", "info", "warning", "error"};

bool is_any_of(std::string_view word, std::span<const std::string_view> words) {
  return std::ranges::find(words, word) != words.end();
}

// A value of hadolint's in our words; empty: any.
std::string value_for(const Foreign& foreign, std::string_view value) {
  if (foreign.name == "--format") return value == "json" ? "json" : "text";
  if (foreign.name == "--failure-threshold") {
    if (value == "ignore") return "style";
    if (value == "none") return "never";
    if (!is_any_of(value, severities)) value = {};
  }
  std::string text(value.empty() ? foreign.standard : value);
  // "author:text", as YAML wants it.
  if (const size_t colon = text.find(':'); foreign.name == "--require-label" && colon != text.npos)
    text.insert(colon + 1, " ");
  return text;
}

}  // namespace

std::string hint_for_option(std::string_view option, std::string_view value,
                            std::span<const std::string_view> known) {
  const auto is_it = [&](const Foreign& one) {
    return (option == one.name || option == one.short_name) && is_any_of(one.needs, known);
  };
  const auto* foreign = std::ranges::find_if(of_hadolint, is_it);
  if (foreign != std::end(of_hadolint)) {
    const std::string ours = fmt::format(fmt::runtime(foreign->ours), value_for(*foreign, value));
    const bool quoted = ours.starts_with('`');
    return fmt::format("for hadolint's, write {}{}{}", quoted ? "" : "`", ours, quoted ? "" : "`");
  }
  const std::string_view near = option.starts_with("--") ? nearest(option, known) : "";
  return near.empty() ? "" : fmt::format("did you mean {}?", near);
}

std::string hint_for_format(std::string_view format) {
  if (!is_any_of(format, formats_of_hadolint)) return {};
  return format == "tty" || format == "gnu" ? "write `--format text`" : "write `--format json`";
}

}  // namespace dflint
