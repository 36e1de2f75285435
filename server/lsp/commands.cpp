// Commands: what a client runs for an action that it cannot take as an edit, and behind a lens.
//
//   dflint.applyEdits     [{title, uri, version, edits}]  what an action that was offered would do
//   dflint.fixAll         [uri]                           all that is safe to fix in the document
//   dflint.showReferences [uri, position, locations]      leads to those that a lens counts
//   dflint.explain        [rule]                          the result is its manual, in Markdown;
//                                                         shown, where the client can
//
// Edits come back as workspace/applyEdit.
#include "server/lsp/commands.h"

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <utility>

#include "rules/manual.h"
#include "server/lsp/actions.h"
#include "server/lsp/areas.h"
#include "server/lsp/server.h"

namespace dflint::lsp {
namespace {

constexpr uint64_t info_message = 3;  // MessageType

const json& argument(const Call& call, size_t index) {
  static const json nothing;
  const json& all = elements_of(value_at(call.params, {"arguments"}));
  return index < all.size() ? all[index] : nothing;
}

std::string text_of(const json& value) {
  return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

[[noreturn]] void refuse(ErrorCode code, std::string why) { throw RpcError{code, std::move(why)}; }

const OpenDocument& open_document(Call& call, const json& uri) {
  if (!uri.is_string()) refuse(ErrorCode::invalid_params, "the first argument names no document");
  const OpenDocument* document = call.session.find(uri.get_ref<const std::string&>());
  if (!document) refuse(ErrorCode::request_failed, "the document is not open");
  return *document;
}

// `edit` is a WorkspaceEdit.
void ask_to_apply(Call& call, std::string_view label, std::string_view edit) {
  std::string params;
  JsonText out(params);
  out.begin_object();
  out.member("label", label);
  out.key("edit"), out.raw(edit);
  out.end_object();
  call.server.ask("workspace/applyEdit", params);
}

// The edits hold for the text that they were made for only.
void apply_edits(Call& call) {
  const json& wanted = argument(call, 0);
  const OpenDocument& document = open_document(call, value_at(wanted, {"uri"}));
  const json& edits = value_at(wanted, {"edits"});
  if (!edits.is_array()) refuse(ErrorCode::invalid_params, "the argument holds no edits");
  if (value_at(wanted, {"version"}) != document.version)
    refuse(ErrorCode::request_failed, "the text has changed since this was offered");
  std::string edit;
  JsonText out(edit);
  write_workspace_edit(out, call.client, document, text_of(edits));
  ask_to_apply(call, text_at(wanted, {"title"}), edit);
  call.result.null();
}

void fix_all(Call& call) {
  const OpenDocument& document = open_document(call, argument(call, 0));
  View view(document, call.client);
  std::string all = "[";
  for (const Part& part : document.parts)
    append_edits(all, view, part, safe_fixes_of(document, part));
  all += ']';
  if (all.size() > 2) {
    std::string edit;
    JsonText out(edit);
    write_workspace_edit(out, call.client, document, all);
    ask_to_apply(call, fix_all_title, edit);
  }
  call.result.null();
}

// Opens the only place, or else says where they are: a client that can list them does not ask.
void show_references(Call& call) {
  const json& places = elements_of(argument(call, 2));
  std::string params;
  JsonText out(params);
  out.begin_object();
  if (places.size() == 1 && call.client.show_document) {
    out.member("uri", text_at(places[0], {"uri"}));
    out.key("takeFocus"), out.boolean(true);
    out.key("selection"), out.raw(text_of(value_at(places[0], {"range"})));
    out.end_object();
    call.server.ask("window/showDocument", params);
    return call.result.null();
  }
  std::string lines;
  for (const json& place : places) {
    const Position begin = position_of(value_at(place, {"range", "start"}));
    lines += (lines.empty() ? "" : ", ") + std::to_string(begin.line + 1);
  }
  out.key("type"), out.number(info_message);
  out.member("message", lines.empty() ? "no stage that the last one needs uses this one"
                                      : std::string("used in ") +
                                            (places.size() == 1 ? "line " : "lines ") + lines);
  out.end_object();
  call.server.notify("window/showMessage", params);
  call.result.null();
}

// Those that the name means, one behind the other; empty where it means none.
std::string manuals_of(const std::string& name) {
  const RuleSet rules(builtin_rules());
  std::string text;
  for (const Rule* rule : rules.find(name)) text += (text.empty() ? "" : "\n") + manual(*rule);
  return text;
}

constexpr std::string_view manual_uri = "dflint:/rules/";
constexpr std::string_view manual_ending = ".md";

void explain(Call& call) {
  const json& name = argument(call, 0);
  if (!name.is_string()) refuse(ErrorCode::invalid_params, "the argument names no rule");
  const std::string text = manuals_of(name.get<std::string>());
  if (text.empty()) refuse(ErrorCode::invalid_params, "no rule is named " + text_of(name));
  if (call.client.text_documents && call.client.show_document) {
    std::string params;
    JsonText out(params);
    out.begin_object();
    out.member("uri",
               std::string(manual_uri) + name.get<std::string>() + std::string(manual_ending));
    out.end_object();
    call.server.ask("window/showDocument", params);
  }
  call.result.string(text);
}

// A document that only the server has: a manual.
void content(Call& call) {
  const std::string& uri = text_at(call.params, {"uri"});
  std::string_view name = uri;
  const bool is_manual = name.starts_with(manual_uri) && name.ends_with(manual_ending) &&
                         name.size() > manual_uri.size() + manual_ending.size();
  std::string text;
  if (is_manual) {
    name.remove_prefix(manual_uri.size()), name.remove_suffix(manual_ending.size());
    text = manuals_of(std::string(name));
  }
  if (text.empty()) refuse(ErrorCode::invalid_params, "there is no document " + uri);
  call.result.begin_object();
  call.result.member("text", text);
  call.result.end_object();
}

constexpr struct {
  std::string_view name;
  void (*run)(Call&);
} commands[] = {{apply_edits_command, apply_edits},
                {fix_all_command, fix_all},
                {references_command, show_references},
                {"dflint.explain", explain}};

void execute(Call& call) {
  const std::string& name = text_at(call.params, {"command"});
  for (const auto& command : commands) {
    if (command.name == name) return command.run(call);
  }
  refuse(ErrorCode::invalid_params, "no command is named " + name);
}

constexpr Method methods[] = {{"workspace/executeCommand", execute},
                              {"workspace/textDocumentContent", content}};

void capabilities(JsonText& out, const Client&) {
  out.key("executeCommandProvider");
  out.begin_object();
  out.key("commands");
  out.begin_array();
  for (const auto& command : commands) out.string(command.name);
  out.end_array();
  out.end_object();
}

}  // namespace

Area commands_area() { return {methods, capabilities}; }

}  // namespace dflint::lsp
