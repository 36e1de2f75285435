// docs/lsp.md says what the server answers to initialize, beside what other servers do.
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "tests/server/lsp/memory_client.h"
#include "tests/support/files.h"
#include "tests/support/page.h"

namespace dflint::lsp {
namespace {

// `capability`: what of ServerCapabilities announces it; "a/b" is b in a. The others as of 2026:
// dockerfile-language-server-nodejs 0.15, docker-language-server 0.20, tally 0.45.
struct Row {
  std::string_view feature, capability, node, docker, tally;
};

constexpr Row rows[] = {
    {"incremental text", "textDocumentSync/change", "yes", "no", "no"},
    {"position encodings", "positionEncoding", "UTF-16", "bytes", "UTF-16"},
    {"diagnostics on request", "diagnosticProvider", "no", "no", "yes"},
    {"diagnostics of files that are not open", "diagnosticProvider/workspaceDiagnostics", "no",
     "no", "no"},
    {"several folders, each with settings", "workspace/workspaceFolders/changeNotifications", "no",
     "the first that fits", "no"},
    {"completion", "completionProvider", "yes", "no", "no"},
    {"completion, documentation on demand", "completionProvider/resolveProvider", "yes", "no",
     "no"},
    {"hover", "hoverProvider", "yes", "only FROM, from the network", "no"},
    {"signature help", "signatureHelpProvider", "yes", "no", "no"},
    {"definition", "definitionProvider", "yes", "no", "no"},
    {"declaration", "declarationProvider", "no", "no", "no"},
    {"references", "referencesProvider", "no", "no", "no"},
    {"highlights", "documentHighlightProvider", "yes", "no", "no"},
    {"rename, checked beforehand", "renameProvider/prepareProvider", "yes", "no", "no"},
    {"linked editing", "linkedEditingRangeProvider", "no", "no", "no"},
    {"document symbols", "documentSymbolProvider", "flat", "no", "no"},
    {"workspace symbols", "workspaceSymbolProvider", "no", "no", "no"},
    {"call hierarchy (of stages)", "callHierarchyProvider", "no", "no", "no"},
    {"document links", "documentLinkProvider", "images", "no", "no"},
    {"document links, targets on demand", "documentLinkProvider/resolveProvider", "yes", "no",
     "no"},
    {"folding", "foldingRangeProvider", "yes", "no", "no"},
    {"selection ranges", "selectionRangeProvider", "no", "no", "no"},
    {"semantic tokens", "semanticTokensProvider/full", "yes", "no", "yes"},
    {"semantic tokens, changes only", "semanticTokensProvider/full/delta", "no", "no", "no"},
    {"semantic tokens of a range", "semanticTokensProvider/range", "no", "no", "yes"},
    {"code actions", "codeActionProvider", "yes", "yes", "yes"},
    {"code actions, edits on demand", "codeActionProvider/resolveProvider", "no", "no", "no"},
    {"commands", "executeCommandProvider", "yes", "no", "yes"},
    {"formatting", "documentFormattingProvider", "yes", "no", "yes"},
    {"formatting of a range", "documentRangeFormattingProvider", "yes", "no", "yes"},
    {"formatting of several ranges", "documentRangeFormattingProvider/rangesSupport", "no", "no",
     "yes"},
    {"formatting while typing", "documentOnTypeFormattingProvider", "yes", "no", "no"},
    {"inlay hints", "inlayHintProvider", "no", "from the network", "no"},
    {"code lenses", "codeLensProvider", "no", "no", "no"},
};

json full_client() {
  return {{"textDocument",
           {{"diagnostic", json::object()},
            {"codeAction",
             {{"dataSupport", true},
              {"codeActionLiteralSupport", json::object()},
              {"resolveSupport", {{"properties", {"edit"}}}}}},
            {"semanticTokens",
             {{"tokenTypes", {"keyword", "comment", "variable", "string"}},
              {"tokenModifiers", json::array()}}},
            {"documentSymbol", {{"hierarchicalDocumentSymbolSupport", true}}}}}};
}

bool announced(const json& capabilities, std::string_view path) {
  const json& found = capabilities.value(json::json_pointer("/" + std::string(path)), json());
  return !found.is_null() && found != false;
}

TEST(Capabilities, DocumentationIsCurrent) {
  MemoryClient client;
  const json capabilities = client.start(full_client())["capabilities"];
  std::string table =
      "| | dflint | dockerfile-language-server | docker-language-server | tally |\n";
  table += "|---|---|---|---|---|\n";
  for (const Row& row : rows) {
    table += "| ";
    table += row.feature;
    table += announced(capabilities, row.capability) ? " | yes" : " | no";
    for (const std::string_view other : {row.node, row.docker, row.tally}) {
      table += " | ";
      table += other;
    }
    table += " |\n";
  }
  const std::string path = "docs/lsp.md";
  constexpr std::string_view begin = "<!-- capabilities -->\n", end = "<!-- end -->";
  // Tests run in the root of the project.
  const std::string now = read_file(path).value_or("");
  const size_t from = now.find(begin), to = now.find(end);
  ASSERT_NE(from, std::string::npos);
  ASSERT_NE(to, std::string::npos);
  const std::string wanted =
      now.substr(0, from + begin.size()) + "\n" + table + "\n" + now.substr(to);
  EXPECT_EQ(page(path, wanted), wanted)
      << "DFLINT_UPDATE=1 ./dev test Capabilities writes the table anew";
}

// Nothing that the server can do is left out of the table.
TEST(Capabilities, AllAreInTheTable) {
  MemoryClient client;
  const json capabilities = client.start(full_client())["capabilities"];
  for (const auto& [name, value] : capabilities.items()) {
    if (name == "workspace" || name == "executeCommandProvider") continue;
    bool found = false;
    for (const Row& row : rows) found |= row.capability.starts_with(name);
    EXPECT_TRUE(found) << name;
  }
}

}  // namespace
}  // namespace dflint::lsp
