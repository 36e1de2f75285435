// Puts a script together for ShellCheck, and finds the way back.
#include "analysis/shell/shellcheck_text.h"

#include <algorithm>
#include <iterator>

#include "analysis/unicode.h"

namespace dflint {
namespace {

constexpr size_t most_bytes = size_t{128} << 10;

// What ShellCheck calls the shell; empty where it does not know it.
std::string_view dialect_of(std::string_view shell) {
  struct Known {
    std::string_view name, as;
  };
  constexpr Known known[] = {{"sh", "sh"},    {"bash", "bash"},    {"dash", "dash"},
                             {"ash", "dash"}, {"busybox", "dash"}, {"ksh", "ksh"},
                             {"mksh", "ksh"}};
  const auto* found = std::find_if(std::begin(known), std::end(known),
                                   [&](const Known& one) { return one.name == shell; });
  return found == std::end(known) ? std::string_view() : found->as;
}

bool begins_name(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }

bool continues_name(char c) { return begins_name(c) || (c >= '0' && c <= '9'); }

// The declared names that occur in the text, sorted.
std::vector<std::string_view> mentioned(std::string_view text, const ShellcheckAround& around) {
  std::vector<std::string_view> names;
  for (size_t at = 0; at < text.size(); ++at) {
    if (!begins_name(text[at])) continue;
    const size_t begin = at;
    while (at < text.size() && continues_name(text[at])) ++at;
    const std::string_view name = text.substr(begin, at - begin);
    if (std::any_of(around.declared.begin(), around.declared.end(),
                    [&](const auto* declared) { return declared->contains(name); })) {
      names.push_back(name);
    }
  }
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

// Puts bytes of the source behind each other.
class Writer {
 public:
  explicit Writer(ShellcheckText& into) : into_(into) {}

  // Bytes of the script's text, which stand in the source from `source` on. A carriage return
  // before the end of a line is the file's, not the script's.
  void add(std::string_view bytes, uint32_t source) {
    while (!bytes.empty()) {
      const size_t cut = bytes.find("\r\n");
      const std::string_view part = bytes.substr(0, cut);
      if (!part.empty()) piece(part, source);
      if (cut == bytes.npos) return;
      bytes.remove_prefix(cut + 1);
      source += static_cast<uint32_t>(cut) + 1;
    }
  }

 private:
  void piece(std::string_view bytes, uint32_t source) {
    into_.pieces.push_back({static_cast<uint32_t>(into_.text.size()) - into_.header, source});
    into_.text += bytes;
  }

  ShellcheckText& into_;
};

void add_script(const Script& script, Writer& writer) {
  const std::string_view text = script.text;
  for (size_t i = 0; i < script.pieces.size(); ++i) {
    const Piece& piece = script.pieces[i];
    const size_t end = i + 1 < script.pieces.size() ? script.pieces[i + 1].line : text.size();
    writer.add(text.substr(piece.line, end - piece.line), piece.source);
  }
}

// The here-documents that the script's own text opens: not the one that it is.
void add_heredocs(const Script& script, Writer& writer) {
  const Instruction& in = *script.in;
  for (const Heredoc& heredoc : in.heredocs) {
    if (!heredoc.closed || script.span.begin >= heredoc.body.begin) return;
    const uint32_t begin = std::max(heredoc.body.begin, 1u) - 1;  // with the newline before it
    writer.add(in.source({begin, heredoc.terminator.end}), begin);
  }
}

}  // namespace

Span ShellcheckText::source(uint32_t begin, uint32_t end) const {
  const uint32_t size = static_cast<uint32_t>(text.size()) - header;
  begin = std::min(std::max(begin, header) - header, size);
  end = std::min(std::max(end, header) - header, size);
  if (script->opaque || pieces.empty() || size == 0) return script->span;
  if (begin >= end) {
    if (begin == size) --begin;
    end = begin + decode(std::string_view(text).substr(header + begin)).size;
  }
  const auto piece_of = [&](uint32_t at) {
    const auto after =
        std::upper_bound(pieces.begin() + 1, pieces.end(), at,
                         [](uint32_t offset, const Piece& piece) { return offset < piece.line; });
    return *std::prev(after);
  };
  const Piece first = piece_of(begin), last = piece_of(end - 1);
  return {first.source + begin - first.line, last.source + end - last.line};
}

bool ShellcheckText::replaceable(uint32_t begin, uint32_t end) const {
  if (script->opaque || begin < header || end > text.size()) return false;
  // Inside a JSON string a quote is written in another way.
  if (script->in->effective().exec_form) return false;
  return begin == end || source(begin, end).size() == end - begin;
}

std::optional<ShellcheckText> shellcheck_text(const Script& script,
                                              const ShellcheckAround& around) {
  const bool told = !around.shell.empty() && script.kind != ShellKind::exec;
  if (!told && script.kind != ShellKind::posix) return std::nullopt;
  const std::string_view shell = dialect_of(told ? around.shell : script.dialect);
  if (shell.empty() || script.text.empty()) return std::nullopt;
  ShellcheckText body;
  body.script = &script;
  Writer writer(body);
  add_script(script, writer);
  add_heredocs(script, writer);
  if (body.text.size() > most_bytes) return std::nullopt;

  // A shebang of the script itself moves to the top, where it must be.
  std::string header;
  if (body.text.starts_with("#!")) {
    header = body.text.substr(0, body.text.find('\n'));
    std::fill_n(body.text.begin(), header.size(), ' ');
  } else {
    header.append("#!/bin/").append(shell).append(around.stops_on_error ? " -e" : "");
  }
  std::string_view between = "\nexport ";
  for (std::string_view name : mentioned(body.text, around)) {
    header.append(between).append(name).append("=1");
    between = " ";
  }
  header += '\n';
  body.header = static_cast<uint32_t>(header.size());
  body.text.insert(0, header);
  return body;
}

uint32_t ShellcheckPlaces::offset(uint32_t line, uint32_t column) {
  if (line < line_ || (line == line_ && column < column_)) line_ = column_ = 1, at_ = 0;
  for (; line_ < line; ++line_, column_ = 1) {
    const size_t newline = text_.find('\n', at_);
    if (newline == text_.npos) return static_cast<uint32_t>(text_.size());
    at_ = static_cast<uint32_t>(newline) + 1;
  }
  for (; column_ < column && at_ < text_.size() && text_[at_] != '\n'; ++column_) {
    at_ += decode(text_.substr(at_)).size;
  }
  return at_;
}

}  // namespace dflint
