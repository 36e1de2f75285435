// What the client at the other end can do, and what it wants.
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "server/lsp/position.h"

namespace dflint::lsp {

// From the parameters of `initialize`. What a client does not mention it cannot do.
struct Client {
  PositionEncoding encoding = PositionEncoding::utf16;

  bool pull_diagnostics = false;
  bool diagnostic_versions = false, related_information = false, code_description = false;
  bool diagnostic_data = false, unnecessary_tag = false, deprecated_tag = false;

  bool snippets = false, insert_replace = false, label_details = false;
  bool completion_deprecated = false, completion_tags = false, commit_characters = false;
  bool resolves_documentation = false, default_edit_range = false;
  bool markdown_hover = false, markdown_completion = false, markdown_signature = false;
  bool label_offsets = false;  // of parameters of a signature
  bool hierarchical_symbols = false, definition_links = false;
  bool creates_files = false;  // in an edit of the workspace
  bool document_changes = false, action_literals = false, action_is_preferred = false;
  bool action_disabled = false, resolves_edits = false;
  bool line_folding_only = false;
  uint32_t folding_limit = UINT32_MAX;
  std::vector<std::string> token_types, token_modifiers;

  bool applies_edits = false, show_document = false;
  bool shows_references = false;  // knows the command of lenses
  bool text_documents = false;    // shows documents that the server makes up
  bool configuration = false, configuration_registration = false;
  bool watched_files = false;
  bool progress = false;
  bool refreshes_diagnostics = false, refreshes_hints = false, refreshes_lenses = false;

  int64_t process = 0;               // of the client; 0: unknown
  std::vector<std::string> folders;  // paths of the workspace; may be empty
};

// Never fails: values of wrong types count as missing.
Client client_of(const nlohmann::json& initialize_params);

}  // namespace dflint::lsp
