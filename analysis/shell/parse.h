// The parser of sh and bash: reads a script once, from left to right, and fills a Script.
//
// Substitutions are read as they are met, by the same grammar, so nothing is scanned twice but the
// contents of backticks. word.cpp and expansion.cpp read words, command.cpp simple commands,
// compound.cpp those that hold others, parse.cpp lists and pipelines.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/shell/lex.h"
#include "analysis/shell/script.h"

namespace dflint::shell {

class Parser {
 public:
  // `script.text` is read and must not change while the parser lives.
  Parser(Script& script, const std::vector<Piece>& pieces, bool external_heredocs);

  void run();

 private:
  // What holds for the commands that are read now.
  struct Context {
    uint32_t group = 0;  // index into groups_; 0: of no compound command
    uint8_t subshell = 0;
    uint8_t substitution = 0;
    bool conditional = false;
    bool in_loop = false;
    bool in_function = false;
  };
  // A compound command: what is true of its pipeline is true of the commands inside.
  struct Group {
    uint32_t parent = 0;
    bool in_pipe = false;
    bool piped_to_next = false;
  };
  // A part of a pipeline: a command, or a compound command with its group.
  struct Part {
    uint32_t command = none_;
    uint32_t group = 0;
  };
  using OpenLists = std::array<uint16_t, reserved_count>;
  // Kept while a substitution is read.
  struct Outer {
    Context context;
    OpenLists open;
    uint32_t command;
  };

  // The value of a word while it is read: a stretch of the text as long as that is possible, then
  // a copy at the top of scratch_.
  struct Value {
    uint32_t from = 0;
    uint32_t to = 0;
    uint32_t mark = 0;
    bool copied = false;
    bool raw = false;  // too deep: the value is the source text
  };
  enum class WordKind : uint8_t { argument, value, test, pattern, regex, target };
  enum class Dollar : uint8_t { literal, variable, other };  // variable: $NAME

  static constexpr uint32_t none_ = UINT32_MAX;
  static constexpr uint32_t depth_limit = 200;
  static constexpr size_t problem_limit = 100;

  // Where we are.
  bool at_end() const { return pos_ >= text_.size(); }
  char peek(uint32_t ahead = 0) const {
    return pos_ + ahead < text_.size() ? text_[pos_ + ahead] : '\0';
  }
  uint32_t clamped(uint32_t at) const {
    return at < text_.size() ? at : static_cast<uint32_t>(text_.size());
  }
  bool at_newline() const { return peek() == '\n'; }
  Span span(uint32_t begin, uint32_t end) { return in_.span(begin, end); }
  void problem(uint32_t begin, uint32_t end, std::string message);
  bool muted() const { return quiet_ || lenient_ || out_.problems.size() >= problem_limit; }
  void unexpected();  // the token at pos_
  // Reports `what` as missing: at the token that stands in its place, or at [begin, end), what
  // opened it, where the text ends.
  void expected(std::string_view what, uint32_t begin, uint32_t end);
  std::string_view token() const;
  bool enter(uint32_t begin);
  void leave() { --depth_; }

  // parse.cpp: between words
  void blanks();
  void newline();
  void newlines();
  void read_heredocs();
  void unclosed_heredocs();
  void heredoc_variables(uint32_t begin, uint32_t end);

  // parse.cpp: lists and pipelines
  bool list();
  bool stray_operator();
  void skip_separator();
  bool skip_operators();
  bool nothing_follows();
  void separator(Join& join);
  void and_or(Join join);
  void pipeline(Join join, bool conditional);
  bool prefixes();
  Part command(Join join, uint32_t pipeline, bool negated);
  void mark(Part part, bool piped_to_next);
  void finish();

  // compound.cpp
  Part compound(ReservedAt word);
  void compound_body(ReservedAt word);
  void empty_list(bool any);
  void body(Reserved close, uint32_t length);
  void if_clause();
  void loop_clause(uint32_t length);
  void loop_body(uint32_t begin, uint32_t length);
  void for_clause(uint32_t length);
  void for_words();
  void case_clause();
  bool case_item();
  bool case_pattern();
  void function_clause();
  void function_body(uint32_t begin, uint32_t end);
  void arithmetic_command(uint32_t expression, uint32_t end);

  // command.cpp
  Part simple_command(Join join, uint32_t pipeline, bool negated);
  bool simple_part(size_t words);
  uint32_t begin_command(Join join, uint32_t pipeline, bool negated);
  void end_command(uint32_t index, size_t words, size_t assignments, size_t redirections);
  void drop_command(uint32_t index);
  void assignment(const AssignmentAt& at);
  void test_command();
  bool redirection();
  ShellWord heredoc_name(Delimiter& delimiter);

  // word.cpp
  ShellWord word(WordKind kind);
  bool word_part(ShellWord& word, Value& value, uint32_t begin);
  bool word_operator(ShellWord& word, Value& value, uint32_t begin);
  void backslash(ShellWord& word, Value& value);
  void dollar_part(ShellWord& word, Value& value);
  void single_quoted(Value* value);
  void ansi_quoted(Value* value);
  void double_quoted(ShellWord* word, Value* value);
  void unclosed(uint32_t begin, uint32_t length);
  void append(Value& value, uint32_t begin, uint32_t end);
  void append_text(Value& value, std::string_view text);
  void copy(Value& value);
  void end_value(const Value& value, ShellWord& word, uint32_t begin);

  // expansion.cpp
  Dollar dollar(bool quoted);
  void parameter(bool quoted);
  void parameter_word(bool single_quotes, bool quoted);
  bool quotes_in_parameter(bool quoted) const;
  void arithmetic(uint32_t expression, uint32_t end);
  void expression(uint32_t end);
  void substitution(ExpansionKind kind, uint32_t opener, bool quoted);
  void backticks(bool quoted);
  void backtick_commands(uint32_t begin, uint32_t end, bool quoted);
  void array();
  void extended_glob();
  uint32_t begin_expansion(ExpansionKind kind, bool quoted);
  void end_expansion(uint32_t index, uint32_t begin);
  void variable(uint32_t begin, uint32_t name_begin, uint32_t name_end, bool quoted);
  Outer enter_substitution();
  void leave_substitution(const Outer& outer);

  Script& out_;
  Input in_;
  std::string_view text_;  // in_.text(), or its beginning while backticks are read
  uint32_t pos_ = 0;
  uint32_t depth_ = 0;
  uint32_t pipelines_ = 0;
  uint32_t command_ = none_;  // the command that is read
  uint64_t arithmetic_budget_ = 0;
  WordKind kind_ = WordKind::argument;
  bool external_heredocs_ = false;
  bool aborted_ = false;  // nested too deeply: nothing more is read
  bool quiet_ = false;    // the rest is swallowed by something unclosed: what is missing is no news
  bool lenient_ = false;  // a shell whose grammar is larger than ours: no problems
  bool inside_substitution_ = false;  // the end of text_ is a closing `
  Context context_;
  OpenLists open_{};                // how many lists wait for this word
  std::vector<Delimiter> pending_;  // here-documents that begin at the next newline

  // Parts of the commands that are read, innermost on top.
  std::vector<ShellWord> words_;
  std::vector<Assignment> assignments_;
  std::vector<Redirection> redirections_;
  std::string scratch_;

  std::vector<Group> groups_;
  std::vector<std::pair<uint32_t, uint32_t>> grouped_;  // command, group
};

}  // namespace dflint::shell
