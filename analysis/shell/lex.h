// What can be said of shell text by looking at it, without knowing where in the grammar one stands.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/instruction.h"

namespace dflint::shell {

// Bytes that matter to the reader of words; everything else is an ordinary part of a word.
enum CharClass : uint8_t {
  special = 1,     // may end a word or be more than itself
  meta = 2,        // ends a word: blank, newline and ; & | ( ) < >
  name_start = 4,  // letter or _
  name_part = 8,   // letter, digit or _
};
constexpr std::array<uint8_t, 256> make_classes() {
  std::array<uint8_t, 256> table{};
  for (unsigned char c : std::string_view(" \t\n;&|()<>")) table[c] = special | meta;
  for (unsigned char c : std::string_view("\r\\'\"$`*?[")) table[c] = special;
  for (int c = 'a'; c <= 'z'; ++c) table[c] = name_start | name_part;
  for (int c = 'A'; c <= 'Z'; ++c) table[c] = name_start | name_part;
  for (int c = '0'; c <= '9'; ++c) table[c] = name_part;
  table['_'] = name_start | name_part;
  return table;
}
inline constexpr std::array<uint8_t, 256> class_table = make_classes();
inline uint8_t classes(char c) { return class_table[static_cast<unsigned char>(c)]; }

inline bool is_blank(char c) { return c == ' ' || c == '\t'; }
inline bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Words with a meaning of their own where a command may begin.
enum class Reserved : uint8_t {
  none,
  if_,
  for_,
  select,
  while_,
  until,
  case_,
  function,
  time,
  not_,
  test,   // [[
  brace,  // {
  // What ends a list of commands.
  then,
  elif,
  else_,
  fi,
  do_,
  done,
  esac,
  close_brace,
  close_paren,  // not a word, but it ends a list too
  end_case,     // ;; ;& ;;&
};
constexpr size_t reserved_count = size_t(Reserved::end_case) + 1;
constexpr bool ends_list(Reserved word) { return word >= Reserved::then; }
std::string_view spelling(Reserved word);

// The text that is read, and where its bytes stand in the instruction's source.
class Input {
 public:
  Input() = default;
  // `base`: what to add to a place in `text` to get a place for Script::bytes.
  Input(std::string_view text, const std::vector<Piece>& pieces, uint32_t base)
      : text_(text), first_(pieces.data()), count_(uint32_t(pieces.size())), base_(base) {}

  std::string_view text() const { return text_; }
  uint32_t size() const { return uint32_t(text_.size()); }
  char operator[](uint32_t at) const { return text_[at]; }
  uint32_t base() const { return base_; }
  std::string_view slice(uint32_t begin, uint32_t end) const {
    return std::string_view(text_.data() + begin, end - begin);
  }

  // Where byte `at` stands in the source. Fast for questions in the order of the text.
  uint32_t source(uint32_t at);
  // Bytes [begin, end) in the source; through whatever stands between their pieces.
  Span span(uint32_t begin, uint32_t end);

 private:
  std::string_view text_;
  const Piece* first_ = nullptr;
  uint32_t count_ = 0;
  uint32_t last_ = 0;  // the piece of the last answer
  uint32_t base_ = 0;
};

// The reserved word at `at`; close_paren and end_case are found too. `length` is its size.
struct ReservedAt {
  Reserved word = Reserved::none;
  uint32_t length = 0;
};
ReservedAt reserved_at(std::string_view text, uint32_t at);

// Whether no byte of a word stands at `at`: the end of the text, or a byte that ends words.
bool ends_word(std::string_view text, uint32_t at);

// Where a name that begins at `at` ends; `at` where none does.
uint32_t end_of_name(std::string_view text, uint32_t at);

// NAME=, NAME+= or NAME[…]= at `at`. `value` is where the value begins; 0: no assignment.
struct AssignmentAt {
  uint32_t name_end = 0;
  uint32_t value = 0;
  bool append = false;
};
AssignmentAt assignment_at(std::string_view text, uint32_t at);

// Whether the expression that begins at `at`, after ((, ends with )), and where that stands.
// Looks at no more than `budget` bytes and takes what it looked at from it.
struct ArithmeticAt {
  bool found = false;
  uint32_t end = 0;  // of the expression: where )) stands
};
ArithmeticAt arithmetic_at(std::string_view text, uint32_t at, uint64_t& budget);

// The closing ` of the one before `at`; text.size() where it is missing.
uint32_t end_of_backticks(std::string_view text, uint32_t at);

// The operator of a redirection at `at`, without the number before it; empty where there is none.
// <( and >( are none.
std::string_view redirection_at(std::string_view text, uint32_t at);

// A here-document whose lines begin at `at`.
struct HeredocAt {
  bool closed = false;
  uint32_t body_end = 0;
  uint32_t next = 0;  // after the line with the name
};
struct Delimiter {
  std::string name;
  Span span;                // operator and name, in the source
  bool strip_tabs = false;  // <<-
  bool quoted = false;      // its body is taken as is
};
HeredocAt heredoc_at(std::string_view text, uint32_t at, const Delimiter& delimiter);

// Decodes one escape of $'…' that begins at text[at] == '\\', appends what it means to `out` and
// returns where it ends.
uint32_t decode_escape(std::string_view text, uint32_t at, std::string& out);

}  // namespace dflint::shell
