// Writes JSON straight into a string, piece by piece, without building a tree first.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace dflint {

// Quoted and escaped; what is not valid UTF-8 becomes U+FFFD, a byte at a time.
void append_json_string(std::string& out, std::string_view text);

// Sets the commas. The caller closes what it opens.
class JsonText {
 public:
  explicit JsonText(std::string& out) : out_(out) {}

  void begin_object() { open('{'); }
  void end_object() { close('}'); }
  void begin_array() { open('['); }
  void end_array() { close(']'); }
  // Only names of our own: nothing in them needs an escape.
  void key(std::string_view name);
  void string(std::string_view text);
  void number(uint64_t value);
  void boolean(bool value);
  // A whole value that is JSON already.
  void raw(std::string_view json);
  void null();
  // Puts the next value on a line of its own.
  void new_line();

  void member(std::string_view name, std::string_view text) { key(name), string(text); }

 private:
  void value_begins();
  void open(char bracket);
  void close(char bracket);

  std::string& out_;
  bool comma_ = false;  // the next value comes after another one
};

}  // namespace dflint
