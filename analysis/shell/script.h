// The shell of a RUN, CMD, ENTRYPOINT or HEALTHCHECK: the simple commands it runs.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/instruction.h"

namespace dflint {

enum class ShellKind : uint8_t {
  posix,       // sh, bash, dash, ash, ksh, zsh: parsed
  powershell,  // recognised, kept opaque
  cmd,         // Windows cmd: recognised, kept opaque
  other,       // any other interpreter (#!/usr/bin/env python3): opaque
  exec,        // exec form: no shell, one command
};

// A word of a command. `literal` says whether its value is known without running anything.
struct ShellWord {
  Span span;                  // in the instruction's source, quotes included
  uint32_t begin = 0;         // its value: bytes [begin, end) of Script::values. Quotes and escapes
  uint32_t end = 0;           // removed; a variable is written ${NAME}; a substitution $(…) as is
  bool quoted = false;        // some part stands in quotes
  bool expands = false;       // holds a variable, a substitution or an arithmetic expansion
  bool glob = false;          // holds an unquoted *, ? or [
};

struct Assignment {
  std::string_view name;      // into Script::values
  ShellWord name_word;
  ShellWord value;            // may be empty
};

struct Redirection {
  ShellWord target;           // the file, descriptor or here-document name
  Span span;                  // operator and target
  int fd = -1;                // the number before the operator; -1: the operator's default
  std::string_view op;        // static text: ">", ">>", "<", ">&", "<&", ">|", "<>", "<<", "<<-", "<<<", "&>", "&>>"
};

// How a command is joined to what stands before it in the same list or pipeline.
enum class Join : uint8_t { first, and_, or_, sequence, background, pipe };

struct Script;

// One simple command: assignments, words, redirections. Commands stand in the order of the text;
// those inside $(…), (…), if, loops and functions are commands too.
struct Command {
  const Script* script = nullptr;
  Span span;                       // from the first to the last word, in the source
  std::vector<ShellWord> words;    // the name and its arguments; may be empty (A=1 alone)
  std::vector<Assignment> assignments;
  std::vector<Redirection> redirections;
  Join join = Join::first;
  uint32_t pipeline = 0;           // commands of one pipeline share this number
  bool in_pipe = false;            // stands in a pipeline of two or more commands
  bool piped_to_next = false;      // its output goes into the next command of the pipeline
  bool negated = false;            // the pipeline starts with !
  uint8_t subshell = 0;            // how deep inside ( … )
  uint8_t substitution = 0;        // how deep inside $( … ) or ` … `
  bool conditional = false;        // inside if, while, until, case or after && / || / in a condition
  bool in_loop = false;
  bool in_function = false;        // of a function body

  // "apt-get": the value of the first word, or "" where there is none.
  std::string_view name() const;
  std::string_view text(const ShellWord& word) const;
  // Name and first arguments without flags equal these: is("apt-get", "install") holds for
  // `apt-get -y install x`. Only flags may stand between.
  bool is(std::string_view name) const { return this->name() == name; }
  bool is(std::string_view name, std::string_view subcommand) const;
  // Some argument equals `word`.
  bool has_argument(std::string_view word) const;
  // A flag: long ("--yes", also "--yes=…") or one letter ("-y", also bundled as in "-qy").
  bool has_flag(std::string_view flag) const;
  // The words after the first `skip` ones that do not begin with '-' ("--" and "-" do not count as
  // flags and are left out too).
  std::vector<const ShellWord*> operands(size_t skip = 1) const;
};

// Something the shell would not parse; the commands before it are kept.
struct ShellProblem {
  Span span;
  std::string message;
};

struct Script {
  const Instruction* in = nullptr;  // alive as long as whoever lent the script
  ShellKind kind = ShellKind::posix;
  std::string dialect;              // "sh", "bash", "pwsh" …: the shell's base name
  Span span;                        // the whole script in the source
  std::string text;                 // what the shell reads
  std::string values;               // where words have their values
  std::vector<Command> commands;
  std::vector<ShellProblem> problems;
  bool has_pipe = false;
  bool has_functions = false;

  std::string_view value(const ShellWord& word) const { return std::string_view(values).substr(word.begin, word.end - word.begin); }
};

using ScriptPtr = std::shared_ptr<const Script>;

// Which shell reads a script, from the words of SHELL (or of a here-document's command): base name
// without directories and .exe.
struct Shell {
  ShellKind kind = ShellKind::posix;
  std::string name = "sh";
  bool operator==(const Shell&) const = default;
};
Shell shell_named(std::string_view program);

// What a script is made of: `text` as the shell reads it, and where its bytes stand in the source:
// byte t of the text, for the last piece with piece.line <= t, is at piece.source + t - piece.line.
struct ScriptSource {
  const Instruction* in = nullptr;
  std::string text;
  std::vector<Piece> pieces;
  Span span;
  // Bodies of here-documents that `text` opens (their markers are in `text`, their bodies are not);
  // only so that the parser knows it must not look for them in the text.
  bool external_heredocs = false;
  // The text was decoded from JSON: its bytes stand nowhere in the source, so every span is `span`.
  bool opaque = false;
};

// Never fails. Linear in the text; nesting deeper than 200 is kept as a problem.
ScriptPtr parse_script(ScriptSource source, const Shell& shell);

// Exec form: the strings of the JSON array as the words of one command.
ScriptPtr exec_script(const Instruction& in, const std::vector<Word>& words);

}  // namespace dflint
