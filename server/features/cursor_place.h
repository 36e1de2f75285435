// Where in a Dockerfile a cursor stands, and what it is typing there: what completion and signature
// help both ask first.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "analysis/document.h"
#include "analysis/plan.h"

namespace dflint {

enum class CursorAt : uint8_t {
  nowhere,  // behind a continuation character, in a word that a continuation cuts, in an
            // instruction that is none
  comment,
  directive,  // a comment line at the top that is, or could become, a parser directive
  keyword,    // the first word of an instruction, or where one may begin
  trigger,    // the word behind ONBUILD
  argument,   // behind the keyword, flags included
  heredoc,    // the body of a here-document
};

// Views point into the document, which must outlive this.
struct CursorPlace {
  CursorAt at = CursorAt::nowhere;
  uint32_t offset = 0;
  // The instruction that holds the cursor, or the last one before it.
  uint32_t index = 0;
  const Instruction* in = nullptr;
  // argument, heredoc: the instruction, or what ONBUILD triggers; else nullptr.
  const Statement* statement = nullptr;
  // The stage of what is written here; none before the first FROM.
  uint32_t stage = none;
  uint32_t heredoc = 0;  // heredoc: which of the instruction's

  // What is typed already: the bytes before the cursor back to a blank, the quote of a JSON string
  // or the begin of the line. comment, directive: everything behind the '#'.
  std::string_view word;
  Range typed;  // of `word`
  Range whole;  // … and what follows without a blank; `typed` where that is empty
  // The line, as the builder reads it, between the keyword and the word.
  std::string_view before;
  // The words of `before`; in a JSON array its strings, with their quotes.
  std::vector<std::string_view> flags, arguments;
  bool in_flags = false;   // no argument stands before: a flag may
  bool json = false;       // the arguments are a JSON array that is open
  bool in_string = false;  // … and the cursor is in one of its strings
  bool closed = false;     // an array ends before the cursor
  bool new_line = false;   // a continued line that is blank up to the cursor
  bool cut = false;        // the word begins before a continuation character: `word` is its end
  std::string_view glued;  // what follows the cursor in the line without a blank
  std::string_view after;  // … and behind that, without the blanks
  uint32_t element = 0;    // the number of the JSON array's element, from 0
};

// Any offset; those past the end mean the end.
CursorPlace cursor_place(const Document& document, const Plan& plan, uint32_t offset);

// Whether a shell would see a variable at the end of `text`: not in single quotes.
bool in_single_quotes(std::string_view text);

}  // namespace dflint
