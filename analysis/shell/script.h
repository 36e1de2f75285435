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

// A word of a command. Its value is known without running anything where `expands` is false.
struct ShellWord {
  Span span;             // in the instruction's source, quotes included
  uint32_t begin = 0;    // its value, for Script::value: quotes and escapes removed; $NAME is
  uint32_t end = 0;      // written ${NAME}; other expansions and substitutions stay as is
  bool quoted = false;   // some part stands in quotes or is escaped
  bool expands = false;  // holds a variable, a substitution or an arithmetic expansion
  bool glob = false;     // holds an unquoted *, ? or [
};

// NAME=value before a command, also NAME+=value and NAME[i]=value. The value of an array is its
// source text, parentheses included.
struct Assignment {
  std::string_view name;  // lives as long as the script
  ShellWord name_word;
  ShellWord value;      // may be empty
  bool append = false;  // NAME+=
};

struct Redirection {
  ShellWord target;  // the file, descriptor or here-document name
  Span span;         // operator and target
  int fd = -1;       // the number before the operator; -1: the operator's default
  std::string_view
      op;  // static text: ">", ">>", "<", ">&", "<&", ">|", "<>", "<<", "<<-", "<<<", "&>", "&>>"
};

// How a command is joined to what stands before it in the same list or pipeline. The first command
// inside ( … ), { … }, a body or a substitution is `first`.
enum class Join : uint8_t { first, and_, or_, sequence, background, pipe };

struct Script;

// The program that a command runs in the end, behind sudo, env and the like: see callee.h.
struct CalleeAt {
  uint32_t word = 0;  // the number of the word that names it
  uint32_t name = 0;  // where its name begins, for Script::bytes: behind the directories
  bool as_other_user = false;
};

// One simple command: assignments, words, redirections. Commands stand in the order in which they
// begin in the text; those inside $(…), (…), if, loops and functions are commands too. [[ … ]] is a
// command whose words are its tokens, [[ and ]] included; (( … )) is none.
struct Command {
  const Script* script = nullptr;
  Span span;                     // from its first to its last part, in the source
  std::vector<ShellWord> words;  // the name and its arguments; may be empty (A=1 alone)
  std::vector<Assignment> assignments;
  std::vector<Redirection> redirections;
  Join join = Join::first;
  uint32_t pipeline = 0;  // commands of one pipeline share this number
  bool in_pipe = false;   // it, or a ( … ), { … }, if or loop around it, is part of a pipeline
  bool piped_to_next = false;  // … and not the last part: its output goes into the next one
  bool negated = false;        // the pipeline starts with !
  uint8_t subshell = 0;        // how deep inside ( … )
  uint8_t substitution = 0;    // how deep inside $( … ), ` … ` or <( … )
  bool conditional = false;    // in the condition or body of if, while, until or case, or in what
                               // follows ||; what follows && is not conditional
  bool in_loop = false;        // in the body of for, select, while, until, or their condition
  bool in_function = false;    // of a function body
  CalleeAt callee, callee_of_xargs;  // what it runs; the same through xargs too

  // "apt-get": the value of the first word, or "" where there is none.
  std::string_view name() const;
  std::string_view text(const ShellWord& word) const;
  // Name and first arguments without flags equal these: is("apt-get", "install") holds for
  // `apt-get -y install x`. Only flags may stand between.
  bool is(std::string_view name) const { return this->name() == name; }
  bool is(std::string_view name, std::string_view subcommand) const;
  // Some argument equals `word`: any word but the name.
  bool has_argument(std::string_view word) const;
  // A flag: long ("--yes", also "--yes=…"), one letter ("-y", also bundled as in "-qy") or several
  // letters after one dash ("-nv", as is). Words after "--" are none.
  bool has_flag(std::string_view flag) const;
  // The words that do not begin with '-', without the first `skip` of them; the name counts as one.
  // operands(1): all arguments that are no flags; operands(2): without the subcommand too.
  std::vector<const ShellWord*> operands(size_t skip = 1) const;
};

// Something the shell would not parse; the commands before it are kept.
struct ShellProblem {
  Span span;
  std::string message;
};

enum class ExpansionKind : uint8_t {
  variable,    // $NAME, ${NAME…}, $1, $@
  command,     // $(…), `…`
  arithmetic,  // $((…))
  process,     // <(…), >(…)
};

// An expansion, wherever it stands; in the order of the text.
struct Expansion {
  ExpansionKind kind = ExpansionKind::variable;
  Span span;           // $NAME, ${NAME…}, $(…) in the source
  Span name;           // of a variable: NAME in the source
  uint32_t begin = 0;  // … and for Script::name
  uint32_t end = 0;
  uint32_t command = UINT32_MAX;  // the command it is a part of; UINT32_MAX: of none (for, case)
  bool quoted = false;            // inside "…", a here-document or an arithmetic expression
  bool splits = false;  // the shell splits its value into words: not quoted, not in NAME=…,
                        // [[ … ]], case or a redirection
};

struct Script {
  const Instruction* in = nullptr;  // alive as long as whoever lent the script
  ShellKind kind = ShellKind::posix;
  std::string dialect;        // "sh", "bash", "pwsh" …: the shell's base name
  Span span;                  // the whole script in the source
  std::string text;           // what the shell reads; exec form: the strings, joined by blanks
  std::string values;         // values that do not stand in one piece in `text`
  std::vector<Piece> pieces;  // where the bytes of `text` stand (see ScriptSource); exec form: none
  bool opaque = false;        // … nowhere: every span is that of the whole script
  std::vector<Command> commands;
  std::vector<Expansion> expansions;
  std::vector<Span> comments;  // from '#' to the end of the line, in the source
  std::vector<ShellProblem> problems;
  bool has_pipe = false;
  bool has_functions = false;

  std::string_view value(const ShellWord& word) const { return bytes(word.begin, word.end); }
  // "" where it is no variable.
  std::string_view name(const Expansion& expansion) const {
    return bytes(expansion.begin, expansion.end);
  }
  // Bytes [begin, end) of `text` followed by `values`; a range never lies in both.
  std::string_view bytes(uint32_t begin, uint32_t end) const {
    if (begin < text.size()) return std::string_view(text).substr(begin, end - begin);
    return std::string_view(values).substr(begin - text.size(), end - begin);
  }
};

using ScriptPtr = std::shared_ptr<const Script>;

inline std::string_view Command::name() const {
  return words.empty() ? "" : script->value(words[0]);
}

inline std::string_view Command::text(const ShellWord& word) const { return script->value(word); }

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

// Never fails: what the shell would refuse is a problem, and the commands around it are found all
// the same. Linear in the text; what is nested deeper than 200 is a problem too and ends the
// script.
ScriptPtr parse_script(ScriptSource source, const Shell& shell);

// Exec form: the strings of the JSON array as the words of one command.
ScriptPtr exec_script(const Instruction& in, const std::vector<Word>& words);

}  // namespace dflint
