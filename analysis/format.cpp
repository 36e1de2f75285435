// Puts the instructions of a file together again, and makes sure that they still say the same.
#include "analysis/format.h"

#include <algorithm>
#include <vector>

#include "analysis/directives.h"
#include "analysis/format/layout.h"
#include "analysis/format/meaning.h"
#include "analysis/unicode.h"

namespace dflint {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

std::string_view line_end_of(std::string_view text) {
  size_t lines = 0, with_return = 0;
  for (size_t at = text.find('\n'); at != std::string_view::npos; at = text.find('\n', at + 1)) {
    ++lines;
    with_return += at > 0 && text[at - 1] == '\r';
  }
  return with_return * 2 > lines ? "\r\n" : "\n";
}

// `# dflint format on` or `off`: true or false; nothing for another comment.
std::optional<bool> switch_of(std::string_view comment) {
  std::vector<std::string_view> words;
  comment.remove_prefix(1);
  while (words.size() < 4) {
    comment.remove_prefix(leading_space(comment));
    if (comment.empty()) break;
    const size_t size = std::min(comment.find_first_of(" \t\r"), comment.size());
    words.push_back(comment.substr(0, size));
    comment.remove_prefix(size);
  }
  if (words.size() < 3 || words[0] != "dflint" || words[1] != "format") return std::nullopt;
  if (words[2] != "on" && words[2] != "off") return std::nullopt;
  return words[2] == "on";
}

// The instructions between `format off` and `format on`: those below a comment, or around it.
std::vector<bool> switched_off(const Document& document) {
  std::vector<bool> off(document.instructions.size(), false);
  bool now = false;
  for (size_t i = 0; i < off.size(); ++i) {
    const Instruction& in = *document.instructions[i];
    for (const Span& comment : in.comments) now = !switch_of(in.source(comment)).value_or(!now);
    off[i] = now;
  }
  return off;
}

class Formatter {
 public:
  Formatter(const Document& document, const Plan& plan, const FormatOptions& options)
      : document_(document), plan_(plan) {
    style_.options = options;
    style_.line_end = line_end_of(document.text.bytes());
    as_is_ = switched_off(document);
  }

  std::string run() {
    const std::string_view text = document_.text.bytes();
    // What comes out is read again: were there a case that nobody thought of, the instructions in
    // question stay as they are.
    for (int attempt = 0; attempt < 4; ++attempt) {
      std::string out = build();
      if (out == text) return out;
      // What stays as it is may tip the balance of mixed line endings.
      if (line_end_of(out) != style_.line_end) {
        style_.line_end = line_end_of(out);
        continue;
      }
      const Document after = parse(Text(out));
      const std::vector<size_t> changed = changed_instructions(document_, after);
      if (changed.empty()) {
        const bool same = same_directives(after) && same_comments(document_, after);
        return same ? out : std::string(text);
      }
      for (const size_t index : changed) as_is_[index] = true;
    }
    return std::string(text);
  }

 private:
  std::string build() const {
    std::string out;
    out.reserve(document_.text.size() + document_.text.size() / 8);
    if (document_.text.bytes().starts_with(byte_order_mark)) out = byte_order_mark;
    const size_t empty = out.size();
    for (size_t i = 0; i < document_.instructions.size(); ++i) {
      const Instruction& in = *document_.instructions[i];
      const bool first = out.size() == empty;
      if (as_is_[i]) {
        std::string_view source = in.text;
        if (i == 0 && source.starts_with(byte_order_mark)) source.remove_prefix(empty);
        out += source;
      } else if (i == 0 && in.statement.keyword == Keyword::none && directives(out)) {
        continue;
      } else {
        append_leading(out, in, style_, first);
        if (first && read_directives(out).end > 0 && i == 0)
          out.insert(empty, style_.line_end);  // a comment below a blank line is no directive
        if (in.statement.keyword != Keyword::none)
          append_body(out, in, plan_.steps[i].script.get(), style_);
      }
    }
    return out;
  }

  // The directives at the top; false where there are none. What the builder would not read the same
  // way in another place stays as it is.
  bool directives(std::string& out) const {
    const std::string_view text = document_.text.bytes();
    const Directives read = read_directives(text);
    if (read.end == 0) return false;
    const bool plain =
        read.problems.empty() &&
        std::ranges::all_of(read.list, [](const Directive& d) { return d.honoured; });
    const size_t begin = text.starts_with(byte_order_mark) ? byte_order_mark.size() : 0;
    if (!plain) {
      out += text.substr(begin, read.end - begin);
      return true;
    }
    for (size_t at = begin; at < read.end;) {
      const size_t newline = std::min(text.find('\n', at), text.size() - 1);
      const auto inside = [&](const Directive& d) {
        return d.name_span.begin >= at && d.name_span.begin <= newline;
      };
      const auto directive = std::ranges::find_if(read.list, inside);
      if (directive != read.list.end()) {
        out += "# " + to_lower(slice(directive->name_span)) + "=";
        out += slice(directive->value_span);
      } else {
        std::string_view line = text.substr(at, newline + 1 - at);
        line.remove_suffix(trailing_space(line));
        out += line;
      }
      out += style_.line_end;
      at = newline + 1;
    }
    return true;
  }

  std::string_view slice(Span span) const {
    return document_.text.bytes().substr(span.begin, span.size());
  }

  bool same_directives(const Document& after) const {
    const std::string_view text = after.text.bytes();
    const auto same = [&](const Directive& a, const Directive& b) {
      return a.name == b.name && a.honoured == b.honoured &&
             slice(a.value_span) == text.substr(b.value_span.begin, b.value_span.size());
    };
    return std::ranges::equal(read_directives(document_.text.bytes()).list,
                              read_directives(text).list, same);
  }

  const Document& document_;
  const Plan& plan_;
  Style style_;
  std::vector<bool> as_is_;  // instructions that stay as they are
};

}  // namespace

std::string formatted(const Document& document, const Plan& plan, const FormatOptions& options) {
  return Formatter(document, plan, options).run();
}

}  // namespace dflint
