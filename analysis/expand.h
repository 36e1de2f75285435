// The builder's own word lexer: quotes, escapes and $variables, as BuildKit's shell/lex.go.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dflint {

struct LexOptions {
  char escape = '\\';
  bool raw_quotes = false;     // keep quotes
  bool raw_escapes = false;    // keep escape characters
  bool keep_unset = false;     // leave $NAME as it is where NAME is unset
  bool split = false;          // fill ExpandedText::words
  bool no_quotes = false;      // quotes are ordinary characters (bodies of here-documents)
  size_t longest = 64 * 1024;  // bytes of the result; one not longer than the text is always whole
};

// $NAME or ${NAME…} in a text: bytes [begin, end) of it.
struct VariableUse {
  uint32_t begin = 0, end = 0;
  uint32_t name_begin = 0, name_end = 0;
  char modifier = 0;   // '-', '+', '?', '#', '%', '/' or 0
  bool colon = false;  // ${NAME:-…}
  bool found = false;
};

// A blank-separated word of the expanded text, and the bytes of the text it came from.
struct ExpandedWord {
  std::string text;
  uint32_t begin = 0, end = 0;
};

struct ExpandedText {
  std::string text;                 // quotes and escapes removed, variables replaced
  std::vector<ExpandedWord> words;  // only where LexOptions::split asks for them
  std::vector<VariableUse> uses;    // in order of evaluation
  std::string error;                // why the builder refuses the text; empty: it does not
  uint32_t error_begin = 0, error_end = 0;
  bool missing_value = false;  // the error is ${NAME:?…} of a variable without a value
  bool gave_up = false;        // nested too deep or grown too long: text is not exact
};

// Answers what a variable is worth; nothing for one that is not set. The answer must stay valid
// for the call of expand(). Without a look-up no variable is set.
struct Environment {
  const void* scope = nullptr;
  std::optional<std::string_view> (*look_up)(const void* scope, std::string_view name) = nullptr;

  std::optional<std::string_view> find(std::string_view name) const {
    return look_up ? look_up(scope, name) : std::nullopt;
  }
};

// Never fails: see ExpandedText::error. Linear; results are cut at LexOptions::longest, nesting at
// 100.
ExpandedText expand(std::string_view text, const LexOptions& options,
                    const Environment& environment = {});

// Whether expansion could change the text: it holds '$', a quote or the escape character.
bool needs_expansion(std::string_view text, char escape);

}  // namespace dflint
