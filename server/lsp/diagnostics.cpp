// Writes diagnostics, and answers who asks for them.
#include "server/lsp/diagnostics.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string_view>

#include "analysis/common_ends.h"
#include "rules/shellcheck.h"
#include "server/lsp/areas.h"
#include "server/lsp/method.h"
#include "server/lsp/tour.h"
#include "server/lsp/uri.h"
#include "server/output/report.h"
#include "server/workspace.h"

namespace dflint::lsp {
namespace {

// Of text that has no effect, and of what should not be used any more.
constexpr std::array<std::string_view, 5> unnecessary = {"redundant-target-platform",
                                                         "single-command", "unused-arg",
                                                         "unused-stage", "unused-suppression"};
constexpr std::array<std::string_view, 2> deprecated = {"key-equals-value", "no-maintainer"};

int number_of(Severity severity) {
  switch (severity) {
    case Severity::error:
      return 1;
    case Severity::warning:
      return 2;
    case Severity::info:
      return 3;
    case Severity::style:
      return 4;
  }
  return 2;
}

// Writes the diagnostics of one instruction.
class Writer {
 public:
  Writer(WrittenInstruction& out, View& view, const Part& part, Locator& locator,
         const Client& client)
      : out_(out), json_(out.json), view_(view), part_(part), locator_(locator), client_(client) {}

  void write() {
    for (const Finding& finding : *out_.of) write(finding);
  }

 private:
  void write(const Finding& finding) {
    json_.begin_object();
    json_.key("range"), write(finding.place);
    json_.key("severity"), json_.number(static_cast<uint64_t>(number_of(finding.severity)));
    json_.member("code", shown_code(finding));
    if (client_.code_description) {
      const std::string url = shellcheck_url(finding.code);
      json_.key("codeDescription");
      json_.begin_object();
      json_.member("href", url.empty() ? rule_url(finding.rule->name) : url);
      json_.end_object();
    }
    json_.member("source", "dflint");
    json_.member("message", finding.message);
    write_tags(*finding.rule);
    if (client_.related_information && !finding.notes.empty()) write_notes(finding);
    if (client_.diagnostic_data && !finding.fixes.empty()) {
      json_.key("data");
      json_.begin_object();
      json_.member("fix", to_string(finding.fixes.front().safety));
      json_.end_object();
    }
    json_.end_object();
  }

  void write_tags(const Rule& rule) {
    const bool fades =
        client_.unnecessary_tag && std::ranges::find(unnecessary, rule.name) != unnecessary.end();
    const bool struck =
        client_.deprecated_tag && std::ranges::find(deprecated, rule.name) != deprecated.end();
    if (!fades && !struck) return;
    json_.key("tags");
    json_.raw(fades ? "[1]" : "[2]");
  }

  void write_notes(const Finding& finding) {
    json_.key("relatedInformation");
    json_.begin_array();
    for (const Note& note : finding.notes) {
      json_.begin_object();
      json_.key("location");
      json_.begin_object();
      json_.member("uri", view_.document.uri);
      json_.key("range"), write(note.place);
      json_.end_object();
      json_.member("message", note.message);
      json_.end_object();
    }
    json_.end_array();
  }

  void write(Place place) {
    const size_t index = locator_.index_of(place.in).value_or(0);
    const Document& document = part_.snapshot->document;
    const Range range = locator_.range(place);
    const uint32_t first = view_.positions.line_of(part_.outside(document.starts[index]));
    json_.begin_object();
    for (const bool end : {false, true}) {
      const Position position = view_.positions.of(part_.outside(end ? range.end : range.begin));
      json_.key(end ? "end" : "start");
      json_.begin_object();
      json_.key("line"), json_.raw("");
      out_.holes.push_back({static_cast<uint32_t>(out_.json.size()), position.line - first,
                            document.instructions[index].get(), static_cast<uint32_t>(index)});
      json_.key("character"), json_.number(position.character);
      json_.end_object();
    }
    json_.end_object();
  }

  WrittenInstruction& out_;
  JsonText json_;
  View& view_;
  const Part& part_;
  Locator& locator_;
  const Client& client_;
};

// Writes the diagnostics of a document, instruction by instruction.
class Assembler {
 public:
  Assembler(std::string& out, const OpenDocument& document, const Client& client)
      : out_(out), view_(document, client), client_(client) {}

  void write() {
    const OpenDocument& document = view_.document;
    if (!document.written) document.written = std::make_shared<WrittenDiagnostics>();
    std::vector<Pieces>& written = document.written->parts;
    written.resize(document.parts.size());
    const size_t begin = out_.size();
    out_.reserve(begin + document.written->size + document.written->size / 16 + 4096);
    out_ += '[';
    for (size_t i = 0; i < written.size(); ++i) {
      if (document.parts[i].inset) written[i].clear();  // columns change with the indentation
      written[i] = write(document.parts[i], written[i]);
    }
    out_ += ']';
    document.written->size = out_.size() - begin;
  }

 private:
  using Pieces = std::vector<std::shared_ptr<const WrittenInstruction>>;

  Pieces write(const Part& part, const Pieces& old) {
    const std::vector<FindingsPtr>& lists = view_.document.shown(part);
    const CommonEnds same = common_ends(lists.size(), old.size(), [&](size_t i, size_t k) {
      return lists[i] == (old[k] ? old[k]->of : nullptr);
    });
    Locator locator(part.snapshot->document);
    Pieces pieces(lists.size());
    for (size_t i = 0; i < lists.size(); ++i) {
      if (!lists[i]) continue;
      if (i < same.front) {
        pieces[i] = old[i];
      } else if (i >= lists.size() - same.back) {
        pieces[i] = old[i + old.size() - lists.size()];
      } else {
        auto piece = std::make_shared<WrittenInstruction>(lists[i]);
        Writer(*piece, view_, part, locator, client_).write();
        pieces[i] = std::move(piece);
      }
      append(part, locator, *pieces[i]);
    }
    return pieces;
  }

  void append(const Part& part, Locator& locator, const WrittenInstruction& piece) {
    if (out_.back() != '[') out_ += ',';
    size_t from = 0;
    for (const WrittenInstruction::Hole& hole : piece.holes) {
      out_.append(piece.json, from, hole.at - from);
      from = hole.at;
      char digits[16];
      const uint32_t line = first_line(part, locator, hole) + hole.line;
      const auto end = std::to_chars(std::begin(digits), std::end(digits), line);
      out_.append(digits, static_cast<size_t>(end.ptr - digits));
    }
    out_.append(piece.json, from);
  }

  // Of the instruction that the hole counts from; from 0, in the document.
  uint32_t first_line(const Part& part, Locator& locator, const WrittenInstruction::Hole& hole) {
    const Document& document = part.snapshot->document;
    if (hole.index >= document.instructions.size() ||
        document.instructions[hole.index].get() != hole.in) {
      hole.index = static_cast<uint32_t>(locator.index_of(hole.in).value_or(0));
    }
    const uint32_t start = part.outside(document.starts[hole.index]);
    if (start != start_) line_ = view_.positions.line_of(start);
    start_ = start;
    return line_;
  }

  std::string& out_;
  View view_;
  const Client& client_;
  // The last answer of first_line().
  uint32_t start_ = 0, line_ = 0;
};

// Of a Dockerfile that is not open, as it lies on the disk.
void pull_closed(Call& call) {
  const std::string path = path_of_uri(text_at(call.params, {"textDocument", "uri"}));
  JsonText& out = call.result;
  Look look;
  look.items = "[]";
  if (is_dockerfile_name(path.substr(path.rfind('/') + 1))) {
    look = call.server.closed_files().look(path, call.session.folders.of(path));
    const std::string& known = text_at(call.params, {"previousResultId"});
    looker_of(call.server).find_diagnostics(look, known);
    call.server.closed_files().take(look);
  }
  out.begin_object();
  out.member("kind", look.items.empty() ? "unchanged" : "full");
  if (!look.result_id.empty()) out.member("resultId", look.result_id);
  if (!look.items.empty()) out.key("items"), out.raw(look.items);
  out.end_object();
}

// The result id changes with all that may change the diagnostics.
void pull(Call& call) {
  OpenDocument* document = document_of(call);
  if (!document) return pull_closed(call);
  // Else what a settled document has to say is asked for once it is known.
  if (!call.client.refreshes_diagnostics) call.session.settle(*document);
  JsonText& out = call.result;
  out.begin_object();
  const std::string id = std::to_string(document->revision);
  if (text_at(call.params, {"previousResultId"}) == id) {
    out.member("kind", "unchanged");
    out.member("resultId", id);
  } else {
    out.member("kind", "full");
    out.member("resultId", id);
    out.key("items");
    std::string items;
    append_diagnostics(items, *document, call.client);
    out.raw(items);
  }
  out.end_object();
}

constexpr Method methods[] = {{"textDocument/diagnostic", pull}};

void capabilities(JsonText& out, const Client& client) {
  if (!client.pull_diagnostics) return;
  out.key("diagnosticProvider");
  out.begin_object();
  out.member("identifier", "dflint");
  out.key("interFileDependencies"), out.boolean(false);
  out.key("workspaceDiagnostics"), out.boolean(true);
  out.key("workDoneProgress"), out.boolean(true);
  out.end_object();
}

}  // namespace

Area diagnostics_area() { return {methods, capabilities}; }

void append_diagnostics(std::string& out, const OpenDocument& document, const Client& client) {
  Assembler(out, document, client).write();
}

void append_configuration_diagnostics(std::string& out,
                                      const std::vector<ConfigProblem>& problems) {
  JsonText json(out);
  json.begin_array();
  for (const ConfigProblem& problem : problems) {
    const uint32_t line = problem.line > 0 ? problem.line - 1 : 0;
    const uint32_t column = problem.column > 0 ? problem.column - 1 : 0;
    json.begin_object();
    json.key("range");
    json.begin_object();
    for (const bool end : {false, true}) {
      json.key(end ? "end" : "start");
      json.begin_object();
      json.key("line"), json.number(line + (end && column == 0 ? 1 : 0));
      json.key("character"), json.number(column + (end && column > 0 ? 1 : 0));
      json.end_object();
    }
    json.end_object();
    json.key("severity"), json.number(1);
    json.member("source", "dflint");
    json.member("message", problem.message);
    json.end_object();
  }
  json.end_array();
}

}  // namespace dflint::lsp
