// Backticks, and how to get rid of them.
#include "server/features/markdown.h"

#include <algorithm>

#include "analysis/unicode.h"

namespace dflint {
namespace {

constexpr size_t longest = 300;

// The longest run of backticks.
size_t longest_run(std::string_view text) {
  size_t most = 0, run = 0;
  for (char c : text) {
    run = c == '`' ? run + 1 : 0;
    most = std::max(most, run);
  }
  return most;
}

std::string_view shortened(std::string_view text) {
  if (text.size() <= longest) return text;
  size_t end = longest;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return text.substr(0, end);
}

size_t run_at(std::string_view line, size_t at) {
  return std::min(line.find_first_not_of('`', at), line.size()) - at;
}

// Where the run of exactly `size` backticks from `at` on stands that closes a code span.
size_t closing(std::string_view line, size_t at, size_t size) {
  while ((at = line.find('`', at)) != std::string_view::npos) {
    const size_t run = run_at(line, at);
    if (run == size) return at;
    at += run;
  }
  return at;
}

// One line outside of a fence. Nothing but code spans holds text of a file; in the rest no single
// '*' stands.
void append_plain(std::string& out, std::string_view line) {
  if (line.starts_with('#'))
    line.remove_prefix(std::min(line.find_first_not_of("# "), line.size()));
  for (size_t at = 0; at < line.size();) {
    if (line[at] == '`') {
      const size_t run = run_at(line, at);
      const size_t end = closing(line, at + run, run);
      if (end != std::string_view::npos) {
        std::string_view inside = line.substr(at + run, end - at - run);
        if (inside.size() > 2 && inside.front() == ' ' && inside.back() == ' ') {
          inside = inside.substr(1, inside.size() - 2);
        }
        out += inside;
        at = end + run;
        continue;
      }
      out.append(line.substr(at, run));
      at += run;
    } else if (line[at] == '[') {
      const size_t middle = line.find("](", at), end = line.find(')', at);
      const bool link = middle != std::string_view::npos && end != std::string_view::npos &&
                        middle < end &&
                        line.substr(at + 1, middle - at - 1).find('[') == std::string_view::npos;
      if (link)
        append_plain(out, line.substr(at + 1, middle - at - 1));
      else
        out += '[';
      at = link ? end + 1 : at + 1;
    } else {
      if (line[at] != '*') out += line[at];
      ++at;
    }
  }
}

}  // namespace

std::string code(std::string_view text) {
  if (text.empty()) return "*(empty)*";
  const std::string_view shown = shortened(text);
  const std::string fence(longest_run(shown) + 1, '`');
  // A blank at both ends is taken off again by who reads it.
  const bool padded = shown.front() == '`' || shown.back() == '`' ||
                      (shown.front() == ' ' && shown.back() == ' ' &&
                       shown.find_first_not_of(' ') != std::string_view::npos);
  std::string result = fence + (padded ? " " : "");
  for (char c : shown) result += c == '\n' || c == '\r' ? ' ' : c;
  result += (padded ? " " : "") + fence;
  if (shown.size() < text.size()) result += "…";
  return result;
}

std::string plain_text(std::string_view markdown) {
  std::string plain;
  bool fenced = false;
  while (!markdown.empty()) {
    const size_t end = markdown.find('\n');
    const std::string_view line = markdown.substr(0, end);
    markdown.remove_prefix(end == std::string_view::npos ? markdown.size() : end + 1);
    if (line.starts_with("```")) {
      fenced = !fenced;
      continue;
    }
    if (fenced)
      plain += line;
    else if (line != "---")
      append_plain(plain, line);
    plain += '\n';
  }
  while (plain.ends_with('\n')) plain.pop_back();
  return plain;
}

}  // namespace dflint
