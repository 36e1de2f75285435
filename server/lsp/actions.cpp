// Code actions: quick fixes, refactorings, and everything that is safely fixed at once.
#include "server/features/actions.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string_view>

#include "rules/shellcheck.h"
#include "server/lsp/actions.h"
#include "server/lsp/areas.h"
#include "server/lsp/commands.h"
#include "server/lsp/ignore_edit.h"
#include "server/lsp/method.h"

namespace dflint::lsp {
namespace {

// Whether a kind that the client asks for covers one of ours: "refactor" covers
// "refactor.rewrite".
bool covers(std::string_view wanted, std::string_view kind) {
  return kind.starts_with(wanted) &&
         (wanted.empty() || kind.size() == wanted.size() || kind[wanted.size()] == '.');
}

// The kinds in `only` of the context; none: all are welcome.
struct Kinds {
  explicit Kinds(const json& context) : only(words_of(value_at(context, {"only"}))) {}

  bool wants(std::string_view kind) const { return only.empty() || names(kind); }
  bool names(std::string_view kind) const {
    return std::any_of(only.begin(), only.end(),
                       [&](const std::string& wanted) { return covers(wanted, kind); });
  }

  std::vector<std::string> only;
};

// Whether some of what is built stands elsewhere.
bool is_partly_known(const Part& part) { return part.inset && !part.inset->replaced.empty(); }

bool is_safely_fixed(const Finding& finding) {
  return std::ranges::any_of(finding.fixes,
                             [](const Fix& fix) { return fix.safety == Safety::safe; });
}

bool may_fix_all(const std::vector<FindingsPtr>& lists) {
  return std::ranges::any_of(lists, [](const FindingsPtr& list) {
    return list && std::ranges::any_of(*list, is_safely_fixed);
  });
}

class Writer {
 public:
  Writer(Call& call, const OpenDocument& document)
      : call_(call),
        out_(call.result),
        client_(call.client),
        view_(document, call.client),
        context_(value_at(call.params, {"context"})),
        kinds_(context_) {}

  void write(Range range) {
    bool fixable = false;
    for (const Touched& touched : touched_parts(view_.document, range)) {
      const auto number = static_cast<size_t>(touched.part - view_.document.parts.data());
      const Findings findings = view_.document.findings(*touched.part, touched.range);
      const WantedActions wanted{.quick_fixes = true,
                                 .refactorings = !is_partly_known(*touched.part) &&
                                                 (kinds_.wants("refactor") || names_refactorings()),
                                 .disabled = client_.action_literals && client_.action_disabled};
      Locator locator(touched.part->snapshot->document);
      for (const Action& action :
           actions_at(*touched.part->snapshot, findings, touched.range, wanted)) {
        if (!kinds_.wants(to_string(action.kind))) continue;
        client_.action_literals ? one(*touched.part, locator, action)
                                : command(*touched.part, action);
      }
      if (client_.action_literals) ignore_lines(touched, locator, findings);
      if (is_partly_known(*touched.part) || !may_fix_all(view_.document.shown(*touched.part)))
        continue;
      if (client_.action_literals) fix_all(*touched.part, number);
      fixable = true;
    }
    if (fixable && !client_.action_literals) command_to_fix_all();
  }

  Range range(const json& params) { return range_of(view_, value_at(params, {"range"})); }

 private:
  bool names_refactorings() const {
    return kinds_.names("refactor.rewrite") || kinds_.names("refactor.extract") ||
           kinds_.names("refactor.inline");
  }

  void one(const Part& part, Locator& locator, const Action& action) {
    out_.begin_object();
    out_.member("title", action.title);
    out_.member("kind", to_string(action.kind));
    if (action.finding) diagnostics(part, locator, *action.finding);
    if (action.preferred && client_.action_is_preferred) {
      out_.key("isPreferred");
      out_.boolean(true);
    }
    if (action.disabled.empty()) {
      out_.key("edit");
      write_workspace_edit(out_, client_, view_, part, action.edits);
    } else {
      out_.key("disabled");
      out_.begin_object();
      out_.member("reason", action.disabled);
      out_.end_object();
    }
    out_.end_object();
  }

  // What the ignore file of the build context should leave out.
  void ignore_lines(const Touched& touched, Locator& locator, const Findings& findings) {
    if (!kinds_.wants(to_string(ActionKind::quick_fix))) return;
    for (const Finding& finding : findings) {
      if (finding.ignore.empty()) continue;
      const Range place = locator.range(finding.place);
      if (place.end < touched.range.begin || place.begin > touched.range.end) continue;
      const std::optional<IgnoreEdit> edit = ignore_edit(call_, view_.document, finding);
      if (!edit) continue;
      out_.begin_object();
      out_.member("title", edit->title);
      out_.member("kind", to_string(ActionKind::quick_fix));
      diagnostics(*touched.part, locator, finding);
      out_.key("edit"), out_.raw(edit->edit);
      out_.end_object();
    }
  }

  // For a client that takes no literals.
  void command(const Part& part, const Action& action) {
    begin_command(action.title, apply_edits_command);
    out_.begin_object();
    out_.member("title", action.title);
    out_.member("uri", view_.document.uri);
    out_.key("version"), out_.raw(std::to_string(view_.document.version));
    out_.key("edits"), write_edits(out_, view_, part, action.edits);
    out_.end_object();
    end_command();
  }

  void command_to_fix_all() {
    begin_command(fix_all_title, fix_all_command);
    out_.string(view_.document.uri);
    end_command();
  }

  void begin_command(std::string_view title, std::string_view name) {
    out_.begin_object();
    out_.member("title", title);
    out_.member("command", name);
    out_.key("arguments");
    out_.begin_array();
  }

  void end_command() {
    out_.end_array();
    out_.end_object();
  }

  // Those that the client showed for the finding.
  void diagnostics(const Part& part, Locator& locator, const Finding& finding) {
    const Range range = locator.range(finding.place);
    const Position begin = view_.positions.of(part.outside(range.begin));
    const std::string_view code = shown_code(finding);
    for (const json& shown : elements_of(value_at(context_, {"diagnostics"}))) {
      if (text_at(shown, {"code"}) != code) continue;
      const json& start = value_at(shown, {"range", "start"});
      if (value_at(start, {"line"}) != begin.line ||
          value_at(start, {"character"}) != begin.character)
        continue;
      out_.key("diagnostics");
      out_.begin_array();
      out_.raw(shown.dump(-1, ' ', false, json::error_handler_t::replace));
      out_.end_array();
      return;
    }
  }

  // All fixes take their time: who can ask for them later does.
  void fix_all(const Part& part, size_t number) {
    const std::string_view kind = to_string(ActionKind::fix_all);
    const bool later = client_.resolves_edits;
    if (!(later ? kinds_.wants(kind) : kinds_.names(kind))) return;
    std::vector<Edit> edits;
    if (!later) {
      edits = safe_fixes_of(view_.document, part);
      if (edits.empty()) return;
    }
    out_.begin_object();
    out_.member("title", fix_all_title);
    out_.member("kind", kind);
    if (later) {
      out_.key("data");
      out_.begin_object();
      out_.member("uri", view_.document.uri);
      out_.key("part"), out_.number(number);
      out_.end_object();
    } else {
      out_.key("edit");
      write_workspace_edit(out_, client_, view_, part, edits);
    }
    out_.end_object();
  }

  Call& call_;
  JsonText& out_;
  const Client& client_;
  View view_;
  const json& context_;
  Kinds kinds_;
};

// A client that takes no literals gets commands, which are of use only where it applies edits.
void code_action(Call& call) {
  const OpenDocument* document = document_of(call);
  call.result.begin_array();
  if (document && (call.client.action_literals || call.client.applies_edits)) {
    Writer writer(call, *document);
    writer.write(writer.range(call.params));
  }
  call.result.end_array();
}

void resolve(Call& call) {
  const json& number = value_at(call.params, {"data", "part"});
  const OpenDocument* document = call.session.find(text_at(call.params, {"data", "uri"}));
  JsonText& out = call.result;
  std::string action = call.params.dump(-1, ' ', false, json::error_handler_t::replace);
  if (!document || !call.params.is_object() || !number.is_number_unsigned() ||
      number.get<size_t>() >= document->parts.size())
    return out.raw(action);
  const Part& part = document->parts[number.get<size_t>()];
  View view(*document, call.client);
  std::string edit;
  JsonText json(edit);
  write_workspace_edit(json, call.client, view, part, safe_fixes_of(*document, part));
  action.pop_back();
  out.raw(action + ",\"edit\":" + edit + "}");
}

constexpr Method methods[] = {{"textDocument/codeAction", code_action},
                              {"codeAction/resolve", resolve}};

void capabilities(JsonText& out, const Client& client) {
  out.key("codeActionProvider");
  if (!client.action_literals) return out.boolean(true);
  out.begin_object();
  out.key("codeActionKinds");
  out.begin_array();
  for (const ActionKind kind : {ActionKind::quick_fix, ActionKind::rewrite, ActionKind::extract,
                                ActionKind::inline_use, ActionKind::fix_all})
    out.string(to_string(kind));
  out.end_array();
  out.key("resolveProvider"), out.boolean(client.resolves_edits);
  out.end_object();
}

}  // namespace

std::vector<Edit> safe_fixes_of(const OpenDocument& document, const Part& part) {
  if (is_partly_known(part)) return {};
  const BuildContext context = document.around.context();
  const bool alone = document.language == Language::dockerfile;
  return fix_all_edits(*part.snapshot, document.rules(), alone ? &context : nullptr);
}

Area actions_area() { return {methods, capabilities}; }

}  // namespace dflint::lsp
