// Reads capabilities that may be anything.
#include "server/lsp/client.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string_view>

#include "server/lsp/commands.h"
#include "server/lsp/uri.h"
#include "server/lsp/value.h"

namespace dflint::lsp {
namespace {

PositionEncoding encoding_of(const json& capabilities) {
  const json& offered = value_at(capabilities, {"general", "positionEncodings"});
  // UTF-8 is what texts are held in.
  if (list_has(offered, "utf-8")) return PositionEncoding::utf8;
  if (list_has(offered, "utf-16")) return PositionEncoding::utf16;
  return list_has(offered, "utf-32") ? PositionEncoding::utf32 : PositionEncoding::utf16;
}

bool prefers_markdown(const json& formats) { return list_has(formats, "markdown"); }

void read_diagnostics(Client& client, const json& capabilities) {
  const json& document = value_at(capabilities, {"textDocument"});
  client.pull_diagnostics = value_at(document, {"diagnostic"}).is_object();
  const json& publish = value_at(document, {"publishDiagnostics"});
  client.diagnostic_versions = is_true(publish, {"versionSupport"});
  client.related_information = is_true(publish, {"relatedInformation"});
  client.code_description = is_true(publish, {"codeDescriptionSupport"});
  client.diagnostic_data = is_true(publish, {"dataSupport"});
  const json& pull = value_at(document, {"diagnostic"});
  client.related_information |= is_true(pull, {"relatedInformation"});
  client.code_description |= is_true(pull, {"codeDescriptionSupport"});
  client.diagnostic_data |= is_true(pull, {"dataSupport"});
  for (const json* from : {&publish, &pull}) {
    const json& tags = value_at(*from, {"tagSupport", "valueSet"});
    client.unnecessary_tag |= list_has(tags, 1);
    client.deprecated_tag |= list_has(tags, 2);
  }
}

void read_completion(Client& client, const json& capabilities) {
  const json& completion = value_at(capabilities, {"textDocument", "completion"});
  const json& item = value_at(completion, {"completionItem"});
  client.snippets = is_true(item, {"snippetSupport"});
  client.insert_replace = is_true(item, {"insertReplaceSupport"});
  client.label_details = is_true(item, {"labelDetailsSupport"});
  client.commit_characters = is_true(item, {"commitCharactersSupport"});
  client.completion_deprecated = is_true(item, {"deprecatedSupport"});
  client.completion_tags = list_has(value_at(item, {"tagSupport", "valueSet"}), 1);
  client.markdown_completion = prefers_markdown(value_at(item, {"documentationFormat"}));
  client.resolves_documentation =
      list_has(value_at(item, {"resolveSupport", "properties"}), "documentation");
  client.default_edit_range =
      list_has(value_at(completion, {"completionList", "itemDefaults"}), "editRange");
  const json& signature =
      value_at(capabilities, {"textDocument", "signatureHelp", "signatureInformation"});
  client.markdown_signature = prefers_markdown(value_at(signature, {"documentationFormat"}));
  client.label_offsets = is_true(signature, {"parameterInformation", "labelOffsetSupport"});
}

void read_features(Client& client, const json& capabilities) {
  const json& document = value_at(capabilities, {"textDocument"});
  client.markdown_hover = prefers_markdown(value_at(document, {"hover", "contentFormat"}));
  client.hierarchical_symbols =
      is_true(document, {"documentSymbol", "hierarchicalDocumentSymbolSupport"});
  client.definition_links = is_true(document, {"definition", "linkSupport"});
  const json& action = value_at(document, {"codeAction"});
  client.action_literals = value_at(action, {"codeActionLiteralSupport"}).is_object();
  client.action_is_preferred = is_true(action, {"isPreferredSupport"});
  client.action_disabled = is_true(action, {"disabledSupport"});
  client.resolves_edits = is_true(action, {"dataSupport"}) &&
                          list_has(value_at(action, {"resolveSupport", "properties"}), "edit");
  const json& folding = value_at(document, {"foldingRange"});
  client.line_folding_only = is_true(folding, {"lineFoldingOnly"});
  const json& limit = value_at(folding, {"rangeLimit"});
  if (limit.is_number_unsigned()) client.folding_limit = limit.get<uint32_t>();
  const json& tokens = value_at(document, {"semanticTokens"});
  client.token_types = words_of(value_at(tokens, {"tokenTypes"}));
  client.token_modifiers = words_of(value_at(tokens, {"tokenModifiers"}));
}

void read_workspace(Client& client, const json& capabilities) {
  const json& workspace = value_at(capabilities, {"workspace"});
  client.document_changes = is_true(workspace, {"workspaceEdit", "documentChanges"});
  client.creates_files =
      list_has(value_at(workspace, {"workspaceEdit", "resourceOperations"}), "create");
  client.applies_edits = is_true(workspace, {"applyEdit"});
  client.show_document = is_true(capabilities, {"window", "showDocument", "support"});
  client.text_documents = is_true(workspace, {"textDocumentContent", "dynamicRegistration"});
  const json& own_commands = value_at(capabilities, {"experimental", "commands", "commands"});
  client.shows_references = list_has(own_commands, client_references_command);
  client.configuration = is_true(workspace, {"configuration"});
  client.configuration_registration =
      is_true(workspace, {"didChangeConfiguration", "dynamicRegistration"});
  client.watched_files = is_true(workspace, {"didChangeWatchedFiles", "dynamicRegistration"});
  client.refreshes_diagnostics = is_true(workspace, {"diagnostics", "refreshSupport"});
  client.refreshes_hints = is_true(workspace, {"inlayHint", "refreshSupport"});
  client.refreshes_lenses = is_true(workspace, {"codeLens", "refreshSupport"});
  client.progress = is_true(capabilities, {"window", "workDoneProgress"});
}

void read_folders(Client& client, const json& params) {
  for (const json& folder : elements_of(value_at(params, {"workspaceFolders"}))) {
    std::string path = path_of_uri(text_at(folder, {"uri"}));
    if (!path.empty()) client.folders.push_back(std::move(path));
  }
  if (!client.folders.empty()) return;
  std::string path = path_of_uri(text_at(params, {"rootUri"}));
  if (path.empty()) path = text_at(params, {"rootPath"});
  if (path.starts_with('/')) client.folders.push_back(std::move(path));
}

}  // namespace

Client client_of(const json& params) {
  Client client;
  const json& capabilities = value_at(params, {"capabilities"});
  client.encoding = encoding_of(capabilities);
  read_diagnostics(client, capabilities);
  read_completion(client, capabilities);
  read_features(client, capabilities);
  read_workspace(client, capabilities);
  read_folders(client, params);
  const json& process = value_at(params, {"processId"});
  if (process.is_number_integer()) client.process = process.get<int64_t>();
  return client;
}

}  // namespace dflint::lsp
