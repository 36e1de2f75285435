// Reads Markdown as far as fences go.
#include "server/lsp/fences.h"

#include <algorithm>

#include "analysis/unicode.h"

namespace dflint::lsp {
namespace {

struct Fence {
  char mark = 0;  // 0: the line is none
  size_t size = 0;
  std::string_view info;  // what follows, without blanks around it
};

std::string_view without_blanks(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

// Fences stand in lists and quotes too, so any indentation will do.
Fence fence_of(std::string_view line) {
  while (!line.empty() && (line.front() == ' ' || line.front() == '\t' || line.front() == '>')) {
    line.remove_prefix(1);
  }
  if (line.empty() || (line.front() != '`' && line.front() != '~')) return {};
  const char mark = line.front();
  const size_t size = std::min(line.find_first_not_of(mark), line.size());
  const std::string_view info = without_blanks(line.substr(size));
  if (size < 3 || (mark == '`' && info.find('`') != std::string_view::npos)) return {};
  return {mark, size, info};
}

bool is_dockerfile(std::string_view info) {
  if (info.starts_with('{')) info.remove_prefix(1);
  if (info.starts_with('.')) info.remove_prefix(1);
  const std::string_view name = info.substr(0, info.find_first_of(" \t,{}:"));
  for (const char* known : {"dockerfile", "docker", "containerfile"}) {
    if (equal_ignoring_case(name, known)) return true;
  }
  return false;
}

}  // namespace

std::vector<Range> dockerfile_fences(const Text& markdown) {
  std::vector<Range> blocks;
  Fence open;
  uint32_t begin = 0;
  const auto close = [&](uint32_t end) {
    if (is_dockerfile(open.info)) blocks.push_back({begin, end});
    open = {};
  };
  for (uint32_t number = 1; number <= markdown.line_count(); ++number) {
    const Fence fence = fence_of(markdown.line(number));
    if (fence.mark == 0) continue;
    if (open.mark == 0) {
      open = fence;
      begin = markdown.line_start(number + 1);
    } else if (fence.mark == open.mark && fence.size >= open.size && fence.info.empty()) {
      close(markdown.line_start(number));
    }
  }
  if (open.mark != 0) close(markdown.size());
  return blocks;
}

std::optional<InlineDockerfile> indented_block(const Text& markdown, Range block) {
  const uint32_t first = markdown.line_of(block.begin);
  const std::string_view opening = markdown.line(first - 1);
  const std::string_view prefix = opening.substr(0, opening.find_first_of("`~"));
  if (prefix.empty() || block.empty()) return std::nullopt;
  InlineDockerfile found;
  found.inset.prefix = prefix;
  const std::string_view bytes = markdown.bytes();
  for (uint32_t number = first; markdown.line_start(number) < block.end; ++number) {
    const uint32_t begin = markdown.line_start(number);
    const std::string_view line =
        bytes.substr(begin, std::min(markdown.line_start(number + 1), block.end) - begin);
    // Whoever writes a line may leave blanks out, not marks of a quote.
    size_t skipped = 0;
    while (skipped < std::min(prefix.size(), line.size()) && line[skipped] == prefix[skipped]) {
      ++skipped;
    }
    found.inset.pieces.push_back(
        {static_cast<uint32_t>(found.text.size()), begin + static_cast<uint32_t>(skipped)});
    found.text += line.substr(skipped);
  }
  if (found.text.ends_with('\n'))
    found.inset.pieces.push_back({static_cast<uint32_t>(found.text.size()), block.end});
  return found;
}

}  // namespace dflint::lsp
