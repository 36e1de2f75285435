// Commas, escapes and digits of JSON.
#include "server/output/json_text.h"

#include <charconv>

#include "server/output/utf8.h"

namespace dflint {
namespace {

void append_escape(std::string& out, unsigned char c) {
  constexpr char digits[] = "0123456789abcdef";
  switch (c) {
    case '"':
      out += "\\\"";
      return;
    case '\\':
      out += "\\\\";
      return;
    case '\n':
      out += "\\n";
      return;
    case '\r':
      out += "\\r";
      return;
    case '\t':
      out += "\\t";
      return;
    default:
      out += "\\u00", out += digits[c >> 4], out += digits[c & 15];
  }
}

}  // namespace

void append_json_string(std::string& out, std::string_view text) {
  out += '"';
  size_t plain = 0;  // where what is not yet appended begins
  for (size_t at = 0; at < text.size();) {
    const unsigned char c = static_cast<unsigned char>(text[at]);
    if (c >= 0x20 && c < 0x7f && c != '"' && c != '\\') {
      ++at;
      continue;
    }
    const CodePoint point = decode(text.substr(at));
    if (point.valid && point.value >= 0x80) {
      at += point.size;
      continue;
    }
    out.append(text.substr(plain, at - plain));
    if (point.valid)
      append_escape(out, c);
    else
      append_utf8(out, point.value);
    plain = ++at;
  }
  out.append(text.substr(plain));
  out += '"';
}

void JsonText::value_begins() {
  if (comma_) out_ += ',';
  comma_ = true;
}

void JsonText::open(char bracket) {
  value_begins();
  out_ += bracket;
  comma_ = false;
}

void JsonText::close(char bracket) {
  out_ += bracket;
  comma_ = true;
}

void JsonText::key(std::string_view name) {
  if (comma_) out_ += ',';
  out_ += '"', out_ += name, out_ += "\":";
  comma_ = false;
}

void JsonText::string(std::string_view text) {
  value_begins();
  append_json_string(out_, text);
}

void JsonText::number(uint64_t value) {
  value_begins();
  char digits[20];
  out_.append(digits, std::to_chars(digits, digits + sizeof digits, value).ptr);
}

void JsonText::raw(std::string_view json) {
  value_begins();
  out_ += json;
}

void JsonText::boolean(bool value) {
  value_begins();
  out_ += value ? "true" : "false";
}

void JsonText::null() {
  value_begins();
  out_ += "null";
}

void JsonText::new_line() {
  if (comma_) out_ += ",\n";
  comma_ = false;
}

}  // namespace dflint
