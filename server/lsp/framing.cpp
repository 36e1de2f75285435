// Finds headers, and what to do where there is none.
#include "server/lsp/framing.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "analysis/unicode.h"

namespace dflint::lsp {
namespace {

constexpr std::string_view length_header = "content-length:";
// No client sends longer headers.
constexpr size_t max_header = 8192;

struct Header {
  size_t size = 0;  // with the empty line; 0: it goes on
  std::optional<size_t> length;
};

// Reads the header lines that `bytes` begins with.
Header read_header(std::string_view bytes) {
  Header header;
  for (size_t at = 0;;) {
    const size_t end = bytes.find('\n', at);
    if (end == std::string_view::npos) return header;
    std::string_view line = bytes.substr(at, end - at);
    if (line.ends_with('\r')) line.remove_suffix(1);
    at = end + 1;
    if (line.empty()) {
      header.size = at;
      return header;
    }
    if (!equal_ignoring_case(line.substr(0, length_header.size()), length_header)) continue;
    line.remove_prefix(length_header.size());
    while (line.starts_with(' ') || line.starts_with('\t')) line.remove_prefix(1);
    while (line.ends_with(' ') || line.ends_with('\t')) line.remove_suffix(1);
    size_t length = 0;
    const auto [stop, error] = std::from_chars(line.data(), line.data() + line.size(), length);
    const bool whole = stop == line.data() + line.size() && !line.empty();
    if (error == std::errc() && whole && length <= FrameReader::max_body) header.length = length;
  }
}

// Where the next header that may be one begins, from `from` on.
size_t find_header(std::string_view bytes, size_t from) {
  for (size_t at = from; at + length_header.size() <= bytes.size(); ++at) {
    if (to_lower(bytes[at]) != 'c') continue;
    if (equal_ignoring_case(bytes.substr(at, length_header.size()), length_header)) return at;
  }
  return std::string_view::npos;
}

}  // namespace

void FrameReader::add(std::string_view bytes) {
  if (begin_ > 0) {
    buffer_.erase(0, begin_);
    begin_ = 0;
  }
  buffer_ += bytes;
}

std::optional<std::string_view> FrameReader::next() {
  for (;;) {
    const std::string_view rest = std::string_view(buffer_).substr(begin_);
    const Header header = read_header(rest.substr(0, max_header));
    if (header.size == 0) {
      if (rest.size() < max_header) return std::nullopt;
      drop_to(find_header(rest, 1));
      continue;
    }
    if (!header.length) {
      drop_to(find_header(rest, 1));
      continue;
    }
    if (rest.size() - header.size < *header.length) return std::nullopt;
    begin_ += header.size + *header.length;
    return rest.substr(header.size, *header.length);
  }
}

void FrameReader::drop_to(size_t at) {
  // The start of a header may stand at the end.
  const size_t rest = buffer_.size() - begin_;
  const size_t keep = std::min(rest, length_header.size() - 1);
  const size_t count = at == std::string_view::npos ? std::max(rest - keep, size_t{1}) : at;
  begin_ += count;
  dropped_ += count;
}

size_t FrameReader::take_dropped() { return std::exchange(dropped_, 0); }

void append_header(std::string& out, size_t body_size) {
  out += "Content-Length: ";
  out += std::to_string(body_size);
  out += "\r\n\r\n";
}

void append_frame(std::string& out, std::string_view body) {
  append_header(out, body.size());
  out += body;
}

}  // namespace dflint::lsp
