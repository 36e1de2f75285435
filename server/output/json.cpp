// The JSON form of findings; docs/cli.md describes its members.
#include "server/output/json.h"

#include <fmt/core.h>

#include <iterator>

#include "rules/hadolint.h"
#include "rules/rule.h"
#include "rules/shellcheck.h"
#include "server/output/fingerprint.h"
#include "server/output/json_text.h"
#include "server/output/places.h"

namespace dflint {
namespace {

// What the writing of one file's findings needs at every step.
struct Writer {
  JsonText json;
  Places places;
  Locator locator;
  std::string_view path;

  void position(std::string_view name, uint32_t offset) {
    const Position position = places.of(offset);
    json.key(name);
    json.begin_object();
    json.key("line"), json.number(position.line);
    json.key("column"), json.number(position.column);
    json.key("offset"), json.number(position.offset);
    json.end_object();
  }

  void range(Range range) {
    json.key("range");
    json.begin_object();
    position("start", range.begin);
    position("end", range.end);
    json.end_object();
  }

  void rule(const Rule& rule, std::string_view code) {
    json.member("rule", rule.name);
    json.key("aliases");
    json.begin_array();
    for (std::string_view alias : rule.aliases) {
      if (!alias.empty() && (code.empty() || !is_hadolint_code(alias))) json.string(alias);
    }
    if (!code.empty()) json.string(code);
    json.end_array();
    json.member("category", to_string(rule.category));
  }

  void related(const std::vector<Note>& notes) {
    json.key("related");
    json.begin_array();
    for (const Note& note : notes) {
      json.begin_object();
      json.member("path", path);
      range(locator.range(note.place));
      json.member("message", note.message);
      json.end_object();
    }
    json.end_array();
  }

  void fixes(const std::vector<Fix>& fixes) {
    json.key("fixes");
    json.begin_array();
    for (const Fix& fix : fixes) {
      json.begin_object();
      json.member("title", fix.title);
      json.member("safety", to_string(fix.safety));
      json.key("edits");
      json.begin_array();
      for (const Edit& edit : edits_of(locator, fix)) {
        json.begin_object();
        range(edit.range);
        json.member("newText", edit.text);
        json.end_object();
      }
      json.end_array();
      json.end_object();
    }
    json.end_array();
  }
};

}  // namespace

void append_json_findings(std::string& out, const FileReport& report) {
  Fingerprints fingerprints(report);
  Writer write = {JsonText(out), Places(report.document.text), Locator(report.document),
                  report.path};
  JsonText& json = write.json;
  for (const Finding& finding : report.findings) {
    json.new_line();
    const Range range = write.locator.range(finding.place);
    const size_t instruction = write.locator.index_of(finding.place.in).value_or(0);
    json.begin_object();
    json.member("path", report.path);
    write.rule(*finding.rule, finding.code);
    json.member("severity", to_string(finding.severity));
    json.member("message", finding.message);
    write.range(range);
    const std::string url = shellcheck_url(finding.code);
    json.member("url", url.empty() ? rule_url(finding.rule->name) : url);
    write.related(finding.notes);
    write.fixes(finding.fixes);
    json.member("fingerprint",
                fmt::format("{:016x}", fingerprints.of(finding, range, instruction)));
    json.end_object();
  }
}

void append_json_end(std::string& out, const Tally& tally) {
  fmt::format_to(std::back_inserter(out),
                 "\n],\"summary\":{{\"files\":{},\"errors\":{},\"warnings\":{},\"infos\":{},"
                 "\"styles\":{},\"unreadable\":{},\"excluded\":{}{}}}}}\n",
                 tally.files, tally.of(Severity::error), tally.of(Severity::warning),
                 tally.of(Severity::info), tally.of(Severity::style), tally.unreadable,
                 tally.excluded, tally.fixed ? fmt::format(",\"fixed\":{}", *tally.fixed) : "");
}

}  // namespace dflint
