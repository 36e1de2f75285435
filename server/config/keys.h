// The keys of .dflint.yaml: for its reader, its schema, and suggestions.
#pragma once

#include <array>
#include <string_view>

namespace dflint {

enum class KeyKind : uint8_t {
  names,  // rules, codes, categories, groups
  text,   // a path
  texts,  // paths or patterns: one, or a list
  rules,  // names with what each shall do
  overrides,
  severity,  // or "never"
  flag,
  shellcheck,  // "auto", "on" or "off"
  layout,
  number,
  indent,  // a number up to 8, or "tab"
  casing,  // "upper", "lower" or "keep"
};

struct ConfigKey {
  std::string_view name;
  KeyKind kind;
  std::string_view summary;
};

constexpr std::string_view select_summary =
    "Run only these: rules, codes of other linters, categories, default, hadolint, buildkit, all";
constexpr std::string_view ignore_summary =
    "Leave these out, however they were asked for above; a group leaves errors alone";
constexpr std::string_view rules_summary = "What single rules shall do";

constexpr std::string_view context_summary =
    "The directory that is given to the builder, relative to this file (default: that of the "
    "Dockerfile, as a guess)";

constexpr auto config_keys = std::to_array<ConfigKey>({
    {"extends", KeyKind::texts,
     "Configuration files that hold where this one says nothing else; relative to this one"},
    {"select", KeyKind::names, select_summary},
    {"ignore", KeyKind::names, ignore_summary},
    {"rules", KeyKind::rules, rules_summary},
    {"overrides", KeyKind::overrides, "What else holds for some files; later ones win"},
    {"context", KeyKind::text, context_summary},
    {"exclude", KeyKind::texts, "Files that are not checked: patterns as in .gitignore"},
    {"fail-on", KeyKind::severity, "The exit status is 1 from this severity on (default: warning)"},
    {"comments", KeyKind::flag,
     "Whether comments such as `# dflint ignore=NAME` silence findings (default: true)"},
    {"shellcheck", KeyKind::shellcheck,
     "Whether ShellCheck reads the scripts (default: auto, where it is installed)"},
    {"format", KeyKind::layout, "How `dflint format` lays files out"},
});

constexpr auto override_keys = std::to_array<ConfigKey>({
    {"files", KeyKind::texts, "The files that this is about: patterns as in .gitignore"},
    {"select", KeyKind::names, select_summary},
    {"ignore", KeyKind::names, ignore_summary},
    {"rules", KeyKind::rules, rules_summary},
    {"context", KeyKind::text, context_summary},
});

constexpr auto format_keys = std::to_array<ConfigKey>({
    {"line-width", KeyKind::number,
     "Break longer lines between flags and between pairs (default: 0, break none)"},
    {"indent", KeyKind::indent, "Blanks before a continued line, or `tab` (default: 4)"},
    {"keywords", KeyKind::casing, "Case of instructions, AS, CMD and NONE (default: upper)"},
    {"indent-scripts", KeyKind::flag,
     "Indent the lines of shell scripts, too: the builder runs them anew (default: false)"},
});

}  // namespace dflint
