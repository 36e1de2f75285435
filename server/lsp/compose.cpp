// Reads YAML as far as block scalars go.
#include "server/lsp/compose.h"

#include <algorithm>

#include "analysis/unicode.h"

namespace dflint::lsp {
namespace {

uint32_t blanks_of(std::string_view line) {
  return static_cast<uint32_t>(std::min(line.find_first_not_of(' '), line.size()));
}

bool is_blank(std::string_view line) {
  return line.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

// What opens a block: `key: |2-`.
struct Header {
  bool literal = false, folded = false;
  uint32_t key_indent = 0;  // of the key, behind the dashes of lists
  uint32_t given = 0;       // the number, if there is one
  std::string_view key;
};

// Comments behind the header go; a # in quotes cannot stand there.
Header header_of(std::string_view line) {
  Header header;
  if (const size_t comment = line.find(" #"); comment != std::string_view::npos)
    line = line.substr(0, comment);
  while (!line.empty() && is_blank(line.substr(line.size() - 1))) line.remove_suffix(1);
  const size_t mark = line.find_last_not_of("0123456789+-");
  if (mark == std::string_view::npos || mark == 0) return header;
  if ((line[mark] != '|' && line[mark] != '>') || line[mark - 1] != ' ') return header;
  for (const char c : line.substr(mark + 1)) {
    if (c >= '1' && c <= '9') header.given = static_cast<uint32_t>(c - '0');
  }
  size_t begin = blanks_of(line);
  while (line.substr(begin, 2) == "- ") begin += 2 + blanks_of(line.substr(begin + 2));
  header.key_indent = static_cast<uint32_t>(begin);
  std::string_view key = line.substr(begin, std::max(mark, begin) - begin);
  key = key.substr(0, key.find(':'));
  if (key.size() > 1 && (key.front() == '"' || key.front() == '\'') && key.back() == key.front())
    key = key.substr(1, key.size() - 2);
  header.key = key;
  (line[mark] == '|' ? header.literal : header.folded) = true;
  return header;
}

// As Compose reads it: `$$` is a dollar, `$a` and `${…}` are replaced.
bool is_replaced(std::string_view rest) {
  if (rest.size() < 2) return false;
  const char c = rest[1];
  return c == '{' || c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// Takes up one line of a block, its end included.
void append_line(InlineDockerfile& out, std::string_view line, uint32_t begin) {
  const uint32_t skipped =
      std::min(static_cast<uint32_t>(out.inset.prefix.size()), blanks_of(line));
  const auto piece = [&](size_t at) {
    out.inset.pieces.push_back(
        {static_cast<uint32_t>(out.text.size()), begin + static_cast<uint32_t>(at)});
  };
  piece(skipped);
  for (size_t at = skipped; at < line.size(); ++at) {
    out.text += line[at];
    if (line[at] != '$') continue;
    if (line.substr(at, 2) == "$$") {
      ++at;
      piece(at + 1);
    } else if (is_replaced(line.substr(at))) {
      out.inset.replaced.push_back(static_cast<uint32_t>(out.text.size() - 1));
    }
  }
}

class Reader {
 public:
  explicit Reader(const Text& text) : text_(text) {}

  std::vector<InlineDockerfile> read() {
    std::vector<InlineDockerfile> all;
    while (next_ <= text_.line_count()) {
      const Header header = header_of(line(next_++));
      if (!header.literal && !header.folded) continue;
      const uint32_t first = next_;
      const uint32_t indent = indent_of(header);
      const uint32_t end = end_of_block(indent);
      if (!header.literal || header.key != "dockerfile_inline" || end == first) continue;
      InlineDockerfile& one = all.emplace_back();
      one.inset.prefix.assign(indent, ' ');
      one.inset.doubles_dollars = true;
      for (uint32_t number = first; number < end; ++number)
        append_line(one, line(number), text_.line_start(number));
      if (one.text.ends_with('\n')) {
        one.inset.pieces.push_back({static_cast<uint32_t>(one.text.size()), text_.line_start(end)});
      }
    }
    return all;
  }

 private:
  // With its ending; numbers from 1.
  std::string_view line(uint32_t number) const {
    const uint32_t begin = text_.line_start(number);
    return text_.bytes().substr(begin, text_.line_start(number + 1) - begin);
  }

  // The header may say; else the first line that is not blank does. Of a block of blank lines it
  // is what the longest has.
  uint32_t indent_of(const Header& header) const {
    if (header.given > 0) return header.key_indent + header.given;
    uint32_t longest = header.key_indent + 1;
    for (uint32_t number = next_; number <= text_.line_count(); ++number) {
      longest = std::max(longest, blanks_of(without_end(line(number))));
      if (!is_blank(line(number))) return std::max(blanks_of(line(number)), header.key_indent + 1);
    }
    return longest;
  }

  // Behind the last line of the block, which is read. Blank lines at its end are part of it where
  // they are indented as it is: somebody may be about to write there.
  uint32_t end_of_block(uint32_t indent) {
    uint32_t end = next_;
    for (; next_ <= text_.line_count(); ++next_) {
      const std::string_view now = without_end(line(next_));
      if (!is_blank(now) && blanks_of(now) < indent) break;
      if (!is_blank(now) || blanks_of(now) >= indent) end = next_ + 1;
    }
    return end;
  }

  static std::string_view without_end(std::string_view line) {
    while (line.ends_with('\n') || line.ends_with('\r')) line.remove_suffix(1);
    return line;
  }

  const Text& text_;
  uint32_t next_ = 1;
};

}  // namespace

bool is_compose_name(std::string_view name) {
  const std::string lower = to_lower(name);
  if (!lower.ends_with(".yaml") && !lower.ends_with(".yml")) return false;
  return lower.starts_with("compose.") || lower.starts_with("docker-compose.") ||
         lower.find(".compose.") != std::string::npos || lower.starts_with("compose-") ||
         lower.starts_with("docker-compose-");
}

std::vector<InlineDockerfile> inline_dockerfiles(const Text& compose) {
  // Most files have none.
  if (compose.bytes().find("dockerfile_inline") == std::string_view::npos) return {};
  return Reader(compose).read();
}

}  // namespace dflint::lsp
