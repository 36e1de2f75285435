// All requests that the server knows, with parameters that fit any of them.
#pragma once

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "server/lsp/method.h"

namespace dflint::lsp {

inline std::vector<std::string> method_names(bool notifications) {
  std::vector<std::string> names;
  for (const Area& area : areas()) {
    for (const Method& method : area.methods) {
      if (method.notification == notifications) names.emplace_back(method.name);
    }
  }
  return names;
}

// Those that leave the server as it is.
inline const std::vector<std::string>& request_names() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> all = method_names(false);
    std::erase_if(all, [](const std::string& name) {
      return name == "initialize" || name == "shutdown" || name == "workspace/executeCommand";
    });
    return all;
  }();
  return names;
}

// Those that are answered at once, not when another thread has done its part.
inline const std::vector<std::string>& prompt_request_names() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> all = request_names();
    std::erase(all, "workspace/diagnostic");
    return all;
  }();
  return names;
}

// Everything that any of the requests looks for. `end` is not before `position`.
inline json request_params(const std::string& method, const std::string& uri, const json& position,
                           const json& end) {
  const json range = {{"start", position}, {"end", end}};
  json params = {
      {"textDocument", {{"uri", uri}}},
      {"position", position},
      {"positions", {position, end}},
      {"range", range},
      {"ranges", {range, range}},
      {"context",
       {{"triggerKind", 1}, {"includeDeclaration", true}, {"diagnostics", json::array()}}},
      {"options", {{"tabSize", 4}, {"insertSpaces", true}, {"insertFinalNewline", true}}},
      {"ch", "\n"},
      {"newName", "renamed"},
      {"query", "a"},
      {"previousResultId", "none"},
      {"previousResultIds", json::array()},
      {"item", {{"uri", uri}, {"selectionRange", range}, {"range", range}}},
  };
  if (method == "codeAction/resolve") {
    params["data"] = {{"uri", uri}, {"part", 0}};
  }
  if (method == "workspace/textDocumentContent") params["uri"] = "dflint:/rules/unused-arg.md";
  if (method == "completionItem/resolve") {
    params["label"] = "RUN";
    params["data"] = "keyword RUN";
  }
  return params;
}

// What a client with all that is known here says of itself.
inline json rich_capabilities(const char* encoding, bool pulls) {
  json tokens = {{"tokenTypes", json::array()}, {"tokenModifiers", json::array()}};
  for (const char* type : {"namespace", "type", "class", "enum", "parameter", "variable",
                           "property", "function", "macro", "keyword", "modifier", "comment",
                           "string", "number", "regexp", "operator", "decorator", "label"})
    tokens["tokenTypes"].push_back(type);
  for (const char* modifier : {"declaration", "definition", "readonly", "deprecated",
                               "modification", "documentation", "defaultLibrary"})
    tokens["tokenModifiers"].push_back(modifier);
  const json publish = {{"versionSupport", true},
                        {"relatedInformation", true},
                        {"codeDescriptionSupport", true},
                        {"dataSupport", true},
                        {"tagSupport", {{"valueSet", {1, 2}}}}};
  const json item = {{"snippetSupport", true},
                     {"insertReplaceSupport", true},
                     {"labelDetailsSupport", true},
                     {"commitCharactersSupport", true},
                     {"documentationFormat", {"markdown"}},
                     {"tagSupport", {{"valueSet", {1}}}},
                     {"resolveSupport", {{"properties", {"documentation"}}}}};
  json document = {
      {"publishDiagnostics", publish},
      {"completion", {{"completionItem", item}}},
      {"hover", {{"contentFormat", {"markdown"}}}},
      {"documentSymbol", {{"hierarchicalDocumentSymbolSupport", true}}},
      {"definition", {{"linkSupport", true}}},
      {"codeAction",
       {{"codeActionLiteralSupport", json::object()},
        {"isPreferredSupport", true},
        {"disabledSupport", true},
        {"dataSupport", true},
        {"resolveSupport", {{"properties", {"edit"}}}}}},
      {"semanticTokens", tokens},
  };
  if (pulls) document["diagnostic"] = publish;
  return {{"general", {{"positionEncodings", {encoding}}}},
          {"textDocument", document},
          {"workspace", {{"workspaceEdit", {{"documentChanges", true}}}}}};
}

}  // namespace dflint::lsp
