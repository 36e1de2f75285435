// Writes diagnostics, and answers who asks for them.
#include "server/lsp/diagnostics.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <string_view>

#include "rules/shellcheck.h"
#include "server/lsp/areas.h"
#include "server/lsp/method.h"
#include "server/output/report.h"

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

class Writer {
 public:
  Writer(std::string& out, const OpenDocument& document, const Client& client)
      : json_(out), view_(document, client), client_(client) {}

  void write() {
    json_.begin_array();
    for (size_t part = 0; part < view_.document.parts.size(); ++part) {
      const Part& in = view_.document.parts[part];
      Locator locator(in.snapshot->document);
      for (const Finding& finding : view_.document.findings(part)) write(in, locator, finding);
    }
    json_.end_array();
  }

 private:
  void write(const Part& part, Locator& locator, const Finding& finding) {
    json_.begin_object();
    view_.write_member(json_, "range", part, locator.range(finding.place));
    json_.key("severity"), json_.number(static_cast<uint64_t>(number_of(finding.severity)));
    json_.member("code", finding.code.empty() ? finding.rule->name : finding.code);
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
    if (client_.related_information && !finding.notes.empty()) write_notes(part, locator, finding);
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

  void write_notes(const Part& part, Locator& locator, const Finding& finding) {
    json_.key("relatedInformation");
    json_.begin_array();
    for (const Note& note : finding.notes) {
      json_.begin_object();
      json_.key("location");
      json_.begin_object();
      json_.member("uri", view_.document.uri);
      view_.write_member(json_, "range", part, locator.range(note.place));
      json_.end_object();
      json_.member("message", note.message);
      json_.end_object();
    }
    json_.end_array();
  }

  JsonText json_;
  View view_;
  const Client& client_;
};

// The result id changes with all that may change the diagnostics.
void pull(Call& call) {
  OpenDocument* document = document_of(call);
  if (document) call.session.settle(*document);
  JsonText& out = call.result;
  out.begin_object();
  const std::string id = document ? std::to_string(document->revision) : "";
  if (document && text_at(call.params, {"previousResultId"}) == id) {
    out.member("kind", "unchanged");
    out.member("resultId", id);
  } else {
    out.member("kind", "full");
    if (document) out.member("resultId", id);
    out.key("items");
    std::string items = "[]";
    if (document) items.clear(), append_diagnostics(items, *document, call.client);
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
  out.key("workspaceDiagnostics"), out.boolean(false);
  out.end_object();
}

}  // namespace

Area diagnostics_area() { return {methods, capabilities}; }

void append_diagnostics(std::string& out, const OpenDocument& document, const Client& client) {
  Writer(out, document, client).write();
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
