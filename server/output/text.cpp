// One finding after the other: what is wrong, where, what belongs to it, what would help.
#include "server/output/text.h"

#include <fmt/core.h>

#include <algorithm>
#include <iterator>

#include "rules/hadolint.h"
#include "rules/rule.h"
#include "server/output/frame.h"
#include "server/output/places.h"
#include "server/output/utf8.h"

namespace dflint {
namespace {

constexpr size_t max_notes = 8;
constexpr uint32_t max_new_line = 4096;  // a longer line is not shown mended

class TextReport {
 public:
  TextReport(std::string& out, const FileReport& report, bool coloured)
      : out_(out),
        text_(report.document.text),
        places_(text_),
        locator_(report.document),
        painter_(out, coloured),
        coloured_(coloured) {
    append_printable(path_, report.path);
  }

  void finding(const Finding& finding) {
    const std::vector<Mark> marks = marks_of(finding);
    const uint32_t gutter = gutter_width(text_, marks);
    head(finding, marks.front().range, gutter);
    append_frame(out_, text_, marks, gutter, coloured_);
    for (size_t i = 0; i < std::min(finding.notes.size(), max_notes); ++i) {
      if (finding.notes[i].place.in == nullptr) help("note", finding.notes[i].message);
    }
    if (finding.notes.size() > max_notes) {
      help("note", fmt::format("and {} more places", finding.notes.size() - max_notes));
    }
    for (const Fix& fix : finding.fixes) {
      help("help", fix.safety == Safety::safe ? fix.title : fix.title + " (unsafe)");
      if (&fix == &finding.fixes.front()) mended_line(fix, gutter);
    }
    out_ += '\n';
  }

 private:
  std::vector<Mark> marks_of(const Finding& finding) {
    std::vector<Mark> marks = {{locator_.range(finding.place), '^', {}, ink_of(finding.severity)}};
    for (const Note& note : finding.notes) {
      if (marks.size() > max_notes) break;
      if (note.place.in == nullptr) continue;
      marks.push_back({locator_.range(note.place), '-', note.message, Ink::blue});
    }
    return marks;
  }

  void head(const Finding& finding, Range range, uint32_t gutter) {
    painter_.begin(ink_of(finding.severity));
    out_ += to_string(finding.severity);
    out_ += '[', out_ += finding.rule->name;
    if (is_shellcheck_code(finding.code)) out_ += ' ', out_ += finding.code;
    out_ += ']';
    painter_.end();
    painter_.begin(Ink::bold);
    out_ += ": ";
    append_sentence(out_, finding.message);
    painter_.end();
    const Position position = places_.of(range.begin);
    out_ += '\n';
    out_.append(gutter, ' ');
    painter_.paint(Ink::blue, "--> ");
    out_ += path_;
    out_ += ':', append_number(out_, position.line);
    out_ += ':', append_number(out_, position.column);
    out_ += '\n';
  }

  void help(std::string_view word, std::string_view text) {
    painter_.paint(Ink::green, word);
    out_ += ": ";
    append_sentence(out_, text);
    out_ += '\n';
  }

  // The line after the fix, where the fix changes just one line and leaves something of it.
  void mended_line(const Fix& fix, uint32_t gutter) {
    const std::vector<Edit> edits = edits_of(locator_, fix);
    if (edits.empty()) return;
    const uint32_t line = text_.line_of(edits.front().range.begin);
    const uint32_t start = text_.line_start(line);
    const std::string_view old = text_.line(line);
    if (old.size() > max_new_line) return;
    std::string mended;
    std::vector<Range> marks;
    uint32_t done = 0;
    for (const Edit& edit : edits) {
      if (edit.range.end > start + old.size() || edit.text.size() > max_new_line) return;
      if (edit.range.begin < start + done || edit.text.find('\n') != std::string::npos) return;
      mended += old.substr(done, edit.range.begin - start - done);
      const uint32_t begin = static_cast<uint32_t>(mended.size());
      mended += edit.text;
      if (!edit.text.empty()) marks.push_back({begin, static_cast<uint32_t>(mended.size())});
      done = edit.range.end - start;
    }
    mended += old.substr(done);
    if (mended.find_first_not_of(" \t") == std::string::npos) return;
    append_new_line(out_, mended, line, marks, gutter, coloured_);
  }

  std::string& out_;
  const Text& text_;
  Places places_;
  Locator locator_;
  Painter painter_;
  std::string path_;
  bool coloured_;
};

// "2 errors"; the two lowest severities are no nouns.
std::string counted(size_t count, Severity severity) {
  const bool plural = severity >= Severity::warning && count != 1;
  return fmt::format("{} {}{}", count, to_string(severity), plural ? "s" : "");
}

std::string counted(size_t count, std::string_view noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

}  // namespace

void append_text_findings(std::string& out, const FileReport& report, bool coloured) {
  if (report.findings.empty()) return;
  TextReport text(out, report, coloured);
  for (const Finding& finding : report.findings) text.finding(finding);
}

void append_text_summary(std::string& out, const Tally& tally, std::string_view rule) {
  std::string kinds;
  for (Severity severity : {Severity::error, Severity::warning, Severity::info, Severity::style}) {
    if (tally.of(severity) == 0) continue;
    if (!kinds.empty()) kinds += ", ";
    kinds += counted(tally.of(severity), severity);
  }
  const std::string excluded =
      tally.excluded == 0 ? "" : fmt::format(", {} excluded", tally.excluded);
  if (tally.fixed) {
    fmt::format_to(std::back_inserter(out), "{} fixed; ", *tally.fixed);
    if (!kinds.empty()) kinds += tally.findings() == 1 ? " remains" : " remain";
  }
  if (kinds.empty()) {
    fmt::format_to(std::back_inserter(out), "no findings in {}{}\n", counted(tally.files, "file"),
                   excluded);
    return;
  }
  if (tally.files == tally.files_with_findings) {
    fmt::format_to(std::back_inserter(out), "{} in {}{}\n", kinds, counted(tally.files, "file"),
                   excluded);
  } else {
    fmt::format_to(std::back_inserter(out), "{} in {} of {}{}\n", kinds, tally.files_with_findings,
                   counted(tally.files, "file"), excluded);
  }
  if (!rule.empty()) {
    fmt::format_to(std::back_inserter(out), "`dflint explain {}` tells more about a rule\n", rule);
  }
}

void append_diff_summary(std::string& out, const Tally& tally) {
  const size_t count = tally.fixed.value_or(0);
  if (count == 0) {
    fmt::format_to(std::back_inserter(out), "nothing to fix in {}\n", counted(tally.files, "file"));
    return;
  }
  fmt::format_to(std::back_inserter(out), "{} in {} of {} would be fixed\n",
                 counted(count, "finding"), tally.files_with_findings,
                 counted(tally.files, "file"));
}

}  // namespace dflint
