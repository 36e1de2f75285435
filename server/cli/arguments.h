// What the words of the command line ask for, as plain data.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "analysis/format/options.h"
#include "rules/finding.h"
#include "server/config/settings.h"

namespace dflint {

enum class Format : uint8_t { text, json };
enum class When : uint8_t { automatic, always, never };

// What `check` shall mend.
struct FixArguments {
  bool fix = false;     // replace files; else, with diff, only say what would change
  bool unsafe = false;  // apply unsafe fixes too; only with one of the others
  bool diff = false;    // write nothing, print what would change

  bool any() const { return fix || diff; }
};

struct CheckArguments {
  std::vector<std::string> paths;  // "-" is standard input; never empty
  std::string stdin_filename = "-";
  Format format = Format::text;
  std::optional<FailOn> fail_on;  // nothing: as configured
  ConfigChoice config;
  FixArguments fixes;
  int quiet = 0;  // 1: findings only; 2: nothing but the exit status
  When colour = When::automatic;
  std::optional<UseShellcheck> shellcheck;  // nothing: as configured
  unsigned jobs = 0;                        // 0: as many as the machine has use for
};

struct FormatArguments {
  std::vector<std::string> paths;  // "-" is standard input; never empty
  std::string stdin_filename = "-";
  bool check = false;  // write nothing, name what would change
  bool diff = false;   // write nothing, print what would change
  FormatChoices options;
  ConfigChoice config;
};

struct ConfigArguments {
  std::vector<std::string> paths;  // never empty unless `schema`; need not exist
  Format format = Format::text;
  bool schema = false;  // print the schema instead
  ConfigChoice config;
};

struct InitArguments {
  bool from_hadolint = false;  // only from a configuration of hadolint
  std::string hadolint;        // this one; empty: the one that hadolint would read
  bool force = false;          // write over what is there
};

struct ParseArguments {
  std::vector<std::string> paths;
};

enum class GraphFormat : uint8_t { text, dot, mermaid, svg, json };

struct GraphArguments {
  std::string path;  // "-" is standard input
  GraphFormat format = GraphFormat::text;
  std::string changed;  // of the build context; empty: nobody asks
};

struct RulesArguments {
  Format format = Format::text;
};

struct ExplainArguments {
  std::vector<std::string> names;
};

struct LspArguments {
  ConfigChoice config;
  std::optional<UseShellcheck> shellcheck;  // nothing: as configured
};

// There is nothing to do but to say something: help, version, or what was wrong.
struct Answer {
  std::string text;
  int status = 0;  // 2: misuse; the text is for standard error
};

using Arguments =
    std::variant<Answer, CheckArguments, FormatArguments, GraphArguments, ParseArguments,
                 RulesArguments, ExplainArguments, ConfigArguments, InitArguments, LspArguments>;

// `words` without the name of the program.
Arguments read_arguments(const std::vector<std::string>& words);

}  // namespace dflint
