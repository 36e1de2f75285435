// Reads the command line; the only file that knows the library which does it.
//
// Each subcommand is a parser of its own, so that a run builds only the one it needs.
#include "server/cli/arguments.h"

#include <CLI/CLI.hpp>

#include <algorithm>

#include "analysis/ascii.h"
#include "analysis/suggest.h"
#include "server/cli/hint.h"

namespace dflint {
namespace {

constexpr std::string_view general_help =
    R"(dflint finds mistakes in Dockerfiles.

Usage: dflint COMMAND [OPTIONS]

Commands:
  check    Report what is wrong in Dockerfiles
  format   Lay Dockerfiles out in one way
  explain  Tell what a rule is about
  rules    List all rules
  parse    Print how the builder reads a Dockerfile, as JSON
  graph    Show the stages of a Dockerfile and what they use
  init     Write a configuration file, from hadolint's where there is one
  config   Show which rules a Dockerfile gets, and why
  lsp      Serve an editor, over standard input and output

Options:
  --help     This text; `dflint COMMAND --help` tells more
  --version  The version of this program
)";

constexpr std::string_view commands[] = {"check", "format", "explain", "rules", "graph",
                                         "parse", "init",   "config",  "lsp"};

std::string misuse(std::string_view what, std::string_view command = {}) {
  std::string text = "dflint: ";
  text += what;
  text += "\nTry `dflint ";
  if (!command.empty()) text += command, text += ' ';
  return text += "--help`.\n";
}

// "--fix", "-q": all that the parser knows.
std::vector<std::string> names_of(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::Option* option : app.get_options()) {
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
    for (const std::string& name : option->get_snames()) names.push_back("-" + name);
  }
  return names;
}

// What is wrong with the first option that the parser does not know; empty where it knows all.
std::string unknown_option(const CLI::App& app, const std::vector<std::string>& words) {
  const std::vector<std::string> names = names_of(app);
  const std::vector<std::string_view> known(names.begin(), names.end());
  for (size_t i = 1; i < words.size() && words[i] != "--"; ++i) {
    const std::string_view word = words[i];
    if (word.size() < 2 || word[0] != '-' || is_number(word.substr(1))) continue;
    const size_t end = word[1] == '-' ? std::min(word.find('='), word.size()) : 2;
    const std::string_view option = word.substr(0, end);
    if (std::ranges::find(known, option) != known.end()) continue;
    std::string_view value = word.substr(end);
    if (value.starts_with('=')) value.remove_prefix(1);
    const bool follows = value.empty() && i + 1 < words.size() && !words[i + 1].starts_with('-');
    if (follows) value = words[i + 1];
    const std::string hint = hint_for_option(option, value, known);
    return "no option is named " + std::string(option) + (hint.empty() ? "" : "; " + hint);
  }
  return {};
}

// Runs the parser; an answer where the words ask for help or make no sense.
std::optional<Answer> parse(CLI::App& app, const std::string& command,
                            const std::vector<std::string>& words) {
  app.name("dflint " + command);
  app.set_help_flag("-h,--help", "This text");
  app.get_formatter()->column_width(30);
  std::vector<std::string> rest(words.rbegin(), words.rend() - 1);  // as the library wants it
  // The library reports through exceptions; they end here.
  try {
    app.parse(std::move(rest));
  } catch (const CLI::CallForHelp&) {
    return Answer{app.help(), 0};
  } catch (const CLI::ParseError& error) {
    const std::string unknown = unknown_option(app, words);
    return Answer{misuse(unknown.empty() ? error.what() : unknown, command), 2};
  }
  return std::nullopt;
}

// "did you mean error?"; empty where none is near.
std::string nearest_of(const std::string& word, const std::vector<std::string>& words) {
  const std::vector<std::string_view> known(words.begin(), words.end());
  const std::string_view near = nearest(word, known);
  return near.empty() ? "" : "did you mean " + std::string(near) + "?";
}

// One of some words; `value` becomes the index of the one given.
void add_choice(CLI::App& app, const std::string& name, size_t& value,
                const std::vector<std::string>& words, const std::string& help) {
  const auto choose = [&value, words](const std::string& word) {
    value = static_cast<size_t>(std::ranges::find(words, word) - words.begin());
  };
  const auto check = [name, words](std::string& word) {
    if (std::ranges::find(words, word) != words.end()) return std::string();
    std::string message = word + " is none of ";
    for (const std::string& known : words) message += known == words[0] ? known : ", " + known;
    const std::string hint = name == "--format" ? hint_for_format(word) : nearest_of(word, words);
    return hint.empty() ? message : message + "; " + hint;
  };
  std::string names;
  for (const std::string& word : words) names += (names.empty() ? "" : "|") + word;
  app.add_option_function<std::string>(name, choose, help)
      ->check(CLI::Validator(check, ""))
      ->type_name(names);
}

CLI::Option* add_list(CLI::App& app, const std::string& name, std::vector<std::string>& value,
                      const std::string& help) {
  return app.add_option(name, value, help)
      ->delimiter(',')
      ->allow_extra_args(false)
      ->type_name("NAME,...");
}

void add_format(CLI::App& app, size_t& format) {
  add_choice(app, "--format", format, {"text", "json"}, "How to print (default: text)");
}

void add_config(CLI::App& app, ConfigChoice& config) {
  const auto named = [](std::string& path) {
    return path.empty() ? std::string("the name of the file is empty") : std::string();
  };
  app.add_option("--config", config.path, "Read this configuration file and look for no other")
      ->check(CLI::Validator(named, ""))
      ->type_name("FILE");
  app.add_flag("--no-config", config.none, "Read no configuration file");
}

// What makes no sense together.
std::optional<Answer> misused(const ConfigChoice& config, const std::string& command) {
  if (!config.none || config.path.empty()) return std::nullopt;
  return Answer{misuse("--config names a configuration file, --no-config wants none", command), 2};
}

std::optional<Answer> misused(const FixArguments& fixes, size_t format) {
  if (fixes.unsafe && !fixes.any())
    return Answer{misuse("--unsafe-fixes needs --fix or --diff", "check"), 2};
  if (fixes.diff && format != 0)
    return Answer{misuse("--diff prints a diff, not the --format asked for", "check"), 2};
  return std::nullopt;
}

Arguments read_check(const std::vector<std::string>& words) {
  CheckArguments arguments;
  CLI::App app("Report what is wrong in Dockerfiles.");
  app.add_option("PATH", arguments.paths,
                 "Files, directories to search, or - for standard input (default: .)")
      ->type_name("");
  size_t format = 0, colour = 0, fail_on = 5;
  add_format(app, format);
  add_choice(app, "--fail-on", fail_on, {"style", "info", "warning", "error", "never"},
             "Exit with 1 from this severity on (default: warning)");
  add_list(app, "--select", arguments.config.selection.select,
           "Run only these: rules, other linters' codes, categories, hadolint, buildkit, all");
  add_list(app, "--ignore", arguments.config.selection.ignore, "Leave these out");
  app.add_option("--stdin-filename", arguments.stdin_filename, "What to call standard input")
      ->type_name("PATH");
  add_config(app, arguments.config);
  app.add_flag("--fix", arguments.fixes.fix,
               "Mend what can be mended safely, then report what remains");
  app.add_flag("--unsafe-fixes", arguments.fixes.unsafe,
               "With --fix or --diff: also mend where the image may change");
  app.add_flag("--diff", arguments.fixes.diff,
               "Write nothing and report nothing; print what --fix would change");
  app.add_flag("-q,--quiet", arguments.quiet, "No summary; -qq: nothing but the exit status");
  add_choice(app, "--color", colour, {"auto", "always", "never"},
             "Whether to print in colour (default: auto)");
  size_t shellcheck = 3;
  add_choice(app, "--shellcheck", shellcheck, {"auto", "on", "off"},
             "Whether ShellCheck reads the scripts (default: auto, where it is installed)");
  app.add_option("--jobs", arguments.jobs, "How many files to check at once (at most 256)")
      ->type_name("N");
  app.footer(
      "Exit status: 0 no finding at or above --fail-on, 1 findings (with --diff: something would "
      "change), 2 misuse or a file that cannot be read or written.");
  if (auto answer = parse(app, "check", words)) return std::move(*answer);
  if (auto answer = misused(arguments.fixes, format)) return std::move(*answer);
  if (auto answer = misused(arguments.config, "check")) return std::move(*answer);
  if (arguments.paths.empty()) arguments.paths = {"."};
  arguments.format = static_cast<Format>(format);
  arguments.colour = static_cast<When>(colour);
  if (shellcheck < 3) arguments.shellcheck = static_cast<UseShellcheck>(shellcheck);
  if (fail_on < 4) arguments.fail_on = FailOn{static_cast<Severity>(fail_on)};
  if (fail_on == 4) arguments.fail_on = FailOn{};
  return arguments;
}

Arguments read_format(const std::vector<std::string>& words) {
  FormatArguments arguments;
  CLI::App app("Lay Dockerfiles out in one way, without changing what they say.");
  app.add_option("PATH", arguments.paths,
                 "Files, directories to search, or - for standard input to standard output")
      ->required()
      ->type_name("");
  app.add_flag("--check", arguments.check, "Write nothing; name what would change, exit with 1");
  app.add_flag("--diff", arguments.diff, "Write nothing; print what would change");
  app.add_option("--stdin-filename", arguments.stdin_filename, "What to call standard input")
      ->type_name("PATH");
  app.add_option("--line-width", arguments.options.width,
                 "Break longer lines between flags and between pairs (default: 0, break none)")
      ->type_name("N");
  const auto indent = [&](const std::string& word) {
    arguments.options.tabs = word == "tab";
    if (word != "tab") arguments.options.indent = static_cast<uint32_t>(word[0] - '0');
  };
  const auto known = [](std::string& word) {
    const bool fits = word == "tab" || (word.size() == 1 && word[0] >= '0' && word[0] <= '8');
    return fits ? std::string() : word + " is neither tab nor a number from 0 to 8";
  };
  app.add_option_function<std::string>("--indent", indent,
                                       "Blanks before a continued line (default: 4)")
      ->check(CLI::Validator(known, ""))
      ->type_name("N|tab");
  bool indent_scripts = false;
  app.add_flag("--indent-scripts", indent_scripts,
               "Indent the lines of shell scripts, too: the builder runs them anew");
  add_config(app, arguments.config);
  size_t keywords = 3;
  add_choice(app, "--keywords", keywords, {"upper", "lower", "keep"},
             "Case of instructions, AS, CMD and NONE (default: upper)");
  app.footer(
      "Exit status: 0 all is well, 1 --check found a file that would change, 2 misuse or a file "
      "that cannot be read or written.");
  if (auto answer = parse(app, "format", words)) return std::move(*answer);
  if (auto answer = misused(arguments.config, "format")) return std::move(*answer);
  constexpr Casing casings[] = {Casing::upper, Casing::lower, Casing::mixed};
  if (keywords < 3) arguments.options.keywords = casings[keywords];
  if (indent_scripts) arguments.options.indent_scripts = true;
  return arguments;
}

Arguments read_parse(const std::vector<std::string>& words) {
  ParseArguments arguments;
  CLI::App app("Print how the builder reads a Dockerfile, one JSON object a line for each file.");
  app.add_option("FILE", arguments.paths, "Dockerfiles, or - for standard input")
      ->required()
      ->type_name("");
  if (auto answer = parse(app, "parse", words)) return std::move(*answer);
  return arguments;
}

Arguments read_graph(const std::vector<std::string>& words) {
  GraphArguments arguments;
  CLI::App app("Show the stages of a Dockerfile and what they use.");
  app.add_option("FILE", arguments.path, "A Dockerfile, or - for standard input")
      ->required()
      ->type_name("");
  size_t format = 0;
  add_choice(app, "--format", format, {"text", "dot", "mermaid", "svg", "json"},
             "How to print (default: text)");
  app.add_option("--changed", arguments.changed,
                 "Also say what a change of this file of the build context runs again")
      ->type_name("PATH");
  if (auto answer = parse(app, "graph", words)) return std::move(*answer);
  arguments.format = static_cast<GraphFormat>(format);
  const bool says = arguments.format == GraphFormat::text || arguments.format == GraphFormat::json;
  if (!arguments.changed.empty() && !says) {
    return Answer{misuse("--changed needs --format text or json", "graph"), 2};
  }
  return arguments;
}

Arguments read_rules(const std::vector<std::string>& words) {
  RulesArguments arguments;
  CLI::App app("List all rules.");
  size_t format = 0;
  add_format(app, format);
  if (auto answer = parse(app, "rules", words)) return std::move(*answer);
  arguments.format = static_cast<Format>(format);
  return arguments;
}

Arguments read_explain(const std::vector<std::string>& words) {
  ExplainArguments arguments;
  CLI::App app("Tell what a rule is about.");
  app.add_option("RULE", arguments.names, "Names of rules, or what other linters call them")
      ->required()
      ->type_name("");
  if (auto answer = parse(app, "explain", words)) return std::move(*answer);
  return arguments;
}

Arguments read_config(const std::vector<std::string>& words) {
  ConfigArguments arguments;
  CLI::App app("Show which rules a Dockerfile gets, and why.");
  app.add_option("FILE", arguments.paths, "Dockerfiles, which need not exist (default: Dockerfile)")
      ->type_name("");
  size_t format = 0;
  add_format(app, format);
  app.add_flag("--schema", arguments.schema, "Print the JSON schema of .dflint.yaml instead");
  add_config(app, arguments.config);
  if (auto answer = parse(app, "config", words)) return std::move(*answer);
  if (auto answer = misused(arguments.config, "config")) return std::move(*answer);
  if (arguments.paths.empty()) arguments.paths = {"Dockerfile"};
  arguments.format = static_cast<Format>(format);
  return arguments;
}

Arguments read_init(const std::vector<std::string>& words) {
  InitArguments arguments;
  CLI::App app("Write .dflint.yaml, from hadolint's configuration where there is one.");
  const CLI::Option* hadolint =
      app.add_option("--from-hadolint", arguments.hadolint,
                     "From this configuration of hadolint (default: the one it would read)")
          ->expected(0, 1)
          ->type_name("FILE");
  app.add_flag("--force", arguments.force, "Write over the .dflint.yaml that is there");
  if (auto answer = parse(app, "init", words)) return std::move(*answer);
  arguments.from_hadolint = hadolint->count() > 0;
  return arguments;
}

Arguments read_lsp(const std::vector<std::string>& words) {
  LspArguments arguments;
  CLI::App app("Serve an editor: the Language Server Protocol over standard input and output.");
  bool stdio = true;
  app.add_flag("--stdio", stdio, "The only way to talk to it; here for clients that say so");
  std::string process;
  app.add_option("--clientProcessId", process, "Ignored: the protocol says it too")->type_name("N");
  add_config(app, arguments.config);
  size_t shellcheck = 3;
  add_choice(app, "--shellcheck", shellcheck, {"auto", "on", "off"},
             "Whether ShellCheck reads the scripts (default: as configured)");
  if (auto answer = parse(app, "lsp", words)) return std::move(*answer);
  if (shellcheck < 3) arguments.shellcheck = static_cast<UseShellcheck>(shellcheck);
  return arguments;
}

// An option where a command should stand.
std::string option_first(const std::string& word) {
  constexpr std::string_view known[] = {"--help", "--version"};
  const std::string_view near = nearest(word, known);
  if (!near.empty())
    return misuse("no option is named " + word + "; did you mean " + std::string(near) + "?");
  return misuse(word + " stands where a command should; to check files say `dflint check`");
}

std::string unknown_command(const std::string& word) {
  if (word.starts_with('-')) return option_first(word);
  const std::string_view near = nearest(word, commands);
  if (near.empty())
    return misuse("no command is named " + word + "; to check a file say `dflint check FILE`");
  return misuse("no command is named " + word + "; did you mean " + std::string(near) + "?");
}

}  // namespace

Arguments read_arguments(const std::vector<std::string>& words) {
  if (words.empty()) return Answer{std::string(general_help), 2};
  const std::string& command = words.front();
  if (command == "--version" || command == "-V") return Answer{"dflint " DFLINT_VERSION "\n"};
  if (command == "--help" || command == "-h" || command == "help") {
    return Answer{std::string(general_help)};
  }
  if (command == "check") return read_check(words);
  if (command == "format") return read_format(words);
  if (command == "parse") return read_parse(words);
  if (command == "graph") return read_graph(words);
  if (command == "rules") return read_rules(words);
  if (command == "explain") return read_explain(words);
  if (command == "config") return read_config(words);
  if (command == "init") return read_init(words);
  if (command == "lsp") return read_lsp(words);
  return Answer{unknown_command(command), 2};
}

}  // namespace dflint
