// Code frames: source lines, and rows of signs below them.
#include "server/output/frame.h"

#include <algorithm>
#include <string>

#include "server/output/utf8.h"

namespace dflint {
namespace {

// Longer lines are cut to this many bytes, of which `lead` stand before the mark.
constexpr uint32_t max_line = 160;
constexpr uint32_t lead = 50;
constexpr std::string_view tab = "    ";

// A mark, or an end of one, within a line. Offsets are of the file.
struct Stretch {
  uint32_t line;
  uint32_t begin, end;
  const Mark* mark;
  bool labelled;
};

uint32_t line_end(const Text& text, uint32_t line) {
  return text.line_start(line) + static_cast<uint32_t>(text.line(line).size());
}

// A mark that reaches to the start of a line does not touch that line.
uint32_t last_line(const Text& text, Range range) {
  const uint32_t line = text.line_of(range.end);
  return !range.empty() && range.end == text.line_start(line) ? line - 1 : line;
}

std::vector<Stretch> stretches_of(const Text& text, const std::vector<Mark>& marks) {
  std::vector<Stretch> stretches;
  stretches.reserve(2 * marks.size());
  for (const Mark& mark : marks) {
    const uint32_t first = text.line_of(mark.range.begin), last = last_line(text, mark.range);
    const uint32_t first_end = line_end(text, first);
    if (first == last) {
      const uint32_t end = std::max(std::min(mark.range.end, first_end), mark.range.begin);
      stretches.push_back({first, mark.range.begin, end, &mark, true});
      continue;
    }
    const std::string_view bytes = text.line(last);
    const size_t blank = std::min(bytes.find_first_not_of(" \t"), bytes.size());
    const uint32_t begin = text.line_start(last) + static_cast<uint32_t>(blank);
    const uint32_t end = std::min(mark.range.end, line_end(text, last));
    stretches.push_back(
        {first, mark.range.begin, std::max(first_end, mark.range.begin), &mark, false});
    stretches.push_back({last, std::min(begin, end), end, &mark, true});
  }
  const auto before = [](const Stretch& a, const Stretch& b) {
    return a.line != b.line ? a.line < b.line : a.begin < b.begin;
  };
  // Most are in order, and sorting asks for memory.
  if (!std::ranges::is_sorted(stretches, before)) std::ranges::stable_sort(stretches, before);
  return stretches;
}

// Which bytes of a line are shown.
struct Window {
  uint32_t begin, end;
};

Window window_around(std::string_view line, uint32_t begin, uint32_t end) {
  const uint32_t size = static_cast<uint32_t>(line.size());
  if (size <= max_line) return {0, size};
  const auto boundary = [&](uint32_t at) {
    for (int i = 0; i < 3 && at > 0 && at < size && (line[at] & 0xc0) == 0x80; ++i) --at;
    return at;
  };
  const uint32_t from = end <= max_line - tab.size() ? 0 : boundary(begin - std::min(begin, lead));
  return {from, boundary(std::min(size, from + max_line))};
}

class Frame {
 public:
  Frame(std::string& out, uint32_t gutter, bool coloured)
      : out_(out), painter_(out, coloured), gutter_(gutter) {}

  void empty_row() {
    painter_.begin(Ink::blue);
    out_.append(gutter_ + 1, ' '), out_ += '|';
    painter_.end();
    out_ += '\n';
  }

  void gap() { painter_.paint(Ink::blue, "..."), out_ += '\n'; }

  void source_row(uint32_t number, std::string_view line, Window window) {
    painter_.begin(Ink::blue);
    std::string digits;
    append_number(digits, number);
    out_.append(gutter_ - std::min<size_t>(gutter_, digits.size()), ' ');
    out_ += digits, out_ += " |";
    painter_.end();
    if (!line.empty()) out_ += ' ';
    if (window.begin > 0) out_ += "…";
    append_printable(out_, line.substr(window.begin, window.end - window.begin), tab);
    if (window.end < line.size()) out_ += "…";
    out_ += '\n';
  }

  // Underlines bytes [begin, end) of `line`.
  void sign_row(std::string_view line, Window window, uint32_t begin, uint32_t end, char sign,
                std::string_view label, Ink ink) {
    begin = std::clamp(begin, window.begin, window.end);
    end = std::clamp(end, begin, window.end);
    std::string measured;
    const uint32_t before =
        (window.begin > 0 ? 1 : 0) +
        append_printable(measured, line.substr(window.begin, begin - window.begin), tab);
    const uint32_t marked = append_printable(measured, line.substr(begin, end - begin), tab);
    painter_.begin(Ink::blue);
    out_.append(gutter_ + 1, ' '), out_ += '|';
    painter_.end();
    out_.append(before + 1, ' ');
    painter_.begin(ink);
    out_.append(std::max(marked, 1u), sign);
    if (!label.empty()) out_ += ' ', append_sentence(out_, label);
    painter_.end();
    out_ += '\n';
  }

 private:
  std::string& out_;
  Painter painter_;
  uint32_t gutter_;
};

}  // namespace

uint32_t gutter_width(const Text& text, const std::vector<Mark>& marks) {
  uint32_t line = 1, digits = 1;
  for (const Mark& mark : marks) line = std::max(line, last_line(text, mark.range));
  for (; line >= 10; line /= 10) ++digits;
  return digits;
}

void append_frame(std::string& out, const Text& text, const std::vector<Mark>& marks,
                  uint32_t gutter, bool coloured) {
  const std::vector<Stretch> stretches = stretches_of(text, marks);
  Frame frame(out, gutter, coloured);
  frame.empty_row();
  uint32_t shown = 0;
  Window window{};
  for (const Stretch& stretch : stretches) {
    const std::string_view line = text.line(stretch.line);
    const uint32_t start = text.line_start(stretch.line);
    const uint32_t begin = stretch.begin - start, end = stretch.end - start;
    if (stretch.line != shown || begin > window.end ||
        (window.end < line.size() && end > window.end)) {
      if (shown != 0 && stretch.line > shown + 1) frame.gap();
      window = window_around(line, begin, end);
      frame.source_row(stretch.line, line, window);
      shown = stretch.line;
    }
    frame.sign_row(line, window, begin, end, stretch.mark->sign,
                   stretch.labelled ? stretch.mark->label : std::string_view(), stretch.mark->ink);
  }
}

void append_new_line(std::string& out, std::string_view bytes, uint32_t line,
                     const std::vector<Range>& marks, uint32_t gutter, bool coloured) {
  Frame frame(out, gutter, coloured);
  const uint32_t first = marks.empty() ? 0 : marks.front().begin;
  const uint32_t last = marks.empty() ? 0 : marks.front().end;
  const Window window = window_around(bytes, first, last);
  frame.empty_row();
  frame.source_row(line, bytes, window);
  for (const Range& mark : marks) {
    if (mark.end <= window.end) {
      frame.sign_row(bytes, window, mark.begin, mark.end, '+', {}, Ink::green);
    }
  }
}

}  // namespace dflint
