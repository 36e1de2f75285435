// One instruction of a Dockerfile: its bytes, and what they say.
//
// Three texts are told apart. The *source* is the instruction's own bytes, comments and
// continuations included; a Span counts in it. The *line* is what the builder reads: the source
// from the keyword on, joined over its continuations, without comment lines, blank lines and
// heredoc bodies. The *decoded* text holds words that differ from both (a JSON string with
// escapes, a flag without its quotes).
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/text.h"

namespace dflint {

enum class Keyword : uint8_t {
  none,     // a tile without instruction: the directives at the top, the comments at the bottom
  unknown,  // a first word that is no instruction
  add,
  arg,
  cmd,
  copy,
  entrypoint,
  env,
  expose,
  from,
  healthcheck,
  label,
  maintainer,
  onbuild,
  run,
  shell,
  stopsignal,
  user,
  volume,
  workdir,
};

// What the parser knew before the first byte of an instruction.
struct Dialect {
  char escape = '\\';          // the escape character: '\\' or '`'
  bool start_of_file = false;  // parser directives and a byte order mark may follow
  bool operator==(const Dialect&) const = default;
};

// A word of an instruction: where it stands in the source, and what it says.
struct Word {
  Span span;           // in the source, quotes included
  uint32_t begin = 0;  // its value: bytes [begin, end) of the line, or of the decoded text
  uint32_t end = 0;
  bool decoded = false;  // which of the two

  bool empty() const { return begin == end; }
};

// --name or --name=value. `text` is the whole flag as the builder sees it: without quotes and
// escapes.
struct Flag {
  Word text;
  Word name;   // without the dashes
  Word value;  // empty where has_value is false
  bool has_value = false;
};

// NAME=value of ENV, LABEL or ARG; `NAME value` of the legacy form of ENV and LABEL.
struct Pair {
  Word key;
  Word value;  // empty where has_value is false (ARG NAME)
  bool has_value = false;
  bool legacy = false;  // separated by white space: the value is the rest of the line
};

// One key[=value] of a --mount.
struct MountField {
  Word text;  // the whole field
  Word key;
  Word value;
  bool has_value = false;
};

// --mount=… of a RUN.
struct Mount {
  uint32_t flag = 0;  // index into Statement::flags
  std::vector<MountField> fields;
};

// A here-document of RUN, COPY or ADD.
struct Heredoc {
  std::string name;    // the terminator, quotes removed
  Span marker;         // <<-"EOF" in the source
  Span name_span;      // "EOF" in the source
  Span body;           // the lines between; in the source
  Span terminator;     // the closing name in the source, without indentation; empty if unclosed
  uint32_t fd = 0;     // the number before << (3<<EOF)
  bool expand = true;  // false where a part of the name is quoted
  bool chomp = false;  // <<-
  bool closed = true;
};

// Keyword, flags and arguments: an instruction, or what follows ONBUILD.
struct Statement {
  Keyword keyword = Keyword::none;
  Word word;  // the first word as written
  // The builder knows no such instruction (a Problem says so), but what was meant is clear:
  // `keyword` and all else is of that. `meant`: the real keyword behind a stray dash.
  bool recovered = false;
  Word meant;
  std::vector<Flag> flags;
  // The arguments as the builder splits them. exec_form: the strings of the JSON array. RUN, CMD,
  // ENTRYPOINT, SHELL otherwise, MAINTAINER, USER, WORKDIR, STOPSIGNAL: one word, the rest of the
  // line, or none. HEALTHCHECK: its type (NONE, CMD), then as for CMD. FROM, EXPOSE, ADD, COPY,
  // VOLUME: words. ENV, LABEL, ARG: none (see pairs). ONBUILD: none (see trigger).
  std::vector<Word> args;
  std::vector<Pair> pairs;
  std::vector<Mount> mounts;
  bool exec_form = false;
  Span rest;                           // everything after keyword and flags, in the source
  std::unique_ptr<Statement> trigger;  // of ONBUILD; not nested further
};

// What the parser could not understand, or the builder would refuse.
enum class ProblemKind : uint8_t {
  directive,      // bad or repeated parser directive
  check_option,   // bad option in # check=
  line_too_long,  // a physical line over 65,535 bytes
  unknown_instruction,
  missing_argument,  // too few arguments
  key_value,         // ENV, LABEL, ARG without = or without a name
  json_form,         // an array that holds more than strings; SHELL without JSON
  heredoc,           // unclosed, or used where none may stand
  unknown_flag,
  flag_value,  // missing, duplicate or invalid
  mount,       // a --mount that the builder refuses
  stage_name,  // FROM … AS name
  onbuild,     // a trigger that may not be one
  healthcheck,
  from_arguments,
};

struct Problem {
  ProblemKind kind;
  Span span;                // the exact token, in the source
  std::string message;      // what is wrong, lower case, no full stop
  std::string replacement;  // what `span` was probably meant to be; empty where unknown
  std::string title = {};   // of the fix; empty: "replace by …"
  bool remove = false;      // the cure is to delete `span`
  bool certain = false;     // `replacement` is the only one that makes sense
  bool in_trigger = false;  // behind ONBUILD: refused only when a later build triggers it
};

// A stretch of the line that stands in one piece in the source.
struct Piece {
  uint32_t line;    // where it begins in the line
  uint32_t source;  // where it begins in the source
};

// Instructions tile the file: their texts, joined, give the file back. An instruction owns its
// text and knows no position, so every document that contains it shares the same object, and its
// address is its identity.
struct Instruction {
  std::string text;  // the source: leading comments and blank lines, the instruction
  Dialect dialect;
  uint32_t lookahead = 0;  // bytes read past the end to find the end; end of file counts as one
  Statement statement;
  // Of ONBUILD: what it triggers; else the statement itself.
  const Statement& effective() const { return statement.trigger ? *statement.trigger : statement; }
  std::vector<Heredoc> heredocs;
  std::vector<Problem> problems;
  // Why the builder sees no here-document although the line holds `<<`; message empty: it does.
  struct {
    Span span;
    std::string message;
  } heredoc_error;
  std::vector<Span> comments;        // each comment line before the keyword, from its '#'
  std::vector<Span> inner_comments;  // … inside the continued instruction
  std::vector<Span> empty_lines;     // blank lines inside the continued instruction
  Span body;                         // keyword to the end of the last line, line ending excluded

  std::string joined;  // the line where it is more than one piece of the source
  std::string decoded;
  std::vector<Piece> pieces;  // never empty where there is a keyword
  uint32_t line_size = 0;
  char next_escape = '\\';  // the escape character of what follows

  // What the builder reads.
  std::string_view line() const {
    if (pieces.size() != 1) return joined;
    return std::string_view(text).substr(pieces[0].source, line_size);
  }
  // Lives as long as this instruction.
  std::string_view value(const Word& word) const {
    const std::string_view from = word.decoded ? std::string_view(decoded) : line();
    return from.substr(word.begin, word.end - word.begin);
  }
  std::string_view source(Span span) const {
    return std::string_view(text).substr(span.begin, span.size());
  }
  // Bytes [begin, end) of the line, in the source. Through continuations it covers them.
  Span span_of_line(uint32_t begin, uint32_t end) const;
  // The first flag of that name (without dashes), or nullptr.
  const Flag* flag(const Statement& of, std::string_view name) const;
  const Flag* flag(std::string_view name) const { return flag(statement, name); }
  // A part of a word: bytes [begin, end) of its value. The whole word where it was decoded.
  Span span_in(const Word& word, uint32_t begin, uint32_t end) const;
};

using InstructionPtr = std::shared_ptr<const Instruction>;

// A place that stays right while the rest of the file changes.
struct Place {
  const Instruction* in = nullptr;
  Span span;
  bool operator==(const Place&) const = default;
};

}  // namespace dflint
