// Messages of the base protocol in a stream of bytes.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace dflint::lsp {

// Cuts a stream into message bodies: "Content-Length: N", other header lines, an empty line, N
// bytes. Lines may end with "\n" alone. Where no header can be made of the bytes, those before the
// next "Content-Length:" are thrown away, so that one broken message loses no other.
class FrameReader {
 public:
  // A longer body is no message: its header is thrown away.
  static constexpr size_t max_body = size_t{512} << 20;

  void add(std::string_view bytes);
  // The next whole body, or nothing until more bytes come. Valid until the next call of any
  // function.
  std::optional<std::string_view> next();
  // How many bytes were thrown away since the last call.
  size_t take_dropped();

 private:
  void drop_to(size_t at);

  std::string buffer_;
  size_t begin_ = 0;  // what stands before it was handed out
  size_t dropped_ = 0;
};

// Appends `body` with its header.
void append_header(std::string& out, size_t body_size);
void append_frame(std::string& out, std::string_view body);

}  // namespace dflint::lsp
