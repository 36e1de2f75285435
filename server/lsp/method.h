// What a method of the protocol is given, and how areas of the server offer theirs.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "server/lsp/client.h"
#include "server/lsp/session.h"
#include "server/lsp/value.h"
#include "server/output/json_text.h"

namespace dflint::lsp {

class Server;

// Of the protocol.
enum class ErrorCode : int {
  parse_error = -32700,
  invalid_request = -32600,
  method_not_found = -32601,
  invalid_params = -32602,
  internal_error = -32603,
  server_not_initialized = -32002,
  request_failed = -32803,
  request_cancelled = -32800,
};

// The answer to a request that cannot be met; thrown by methods, caught in one place.
struct RpcError {
  ErrorCode code;
  std::string message;
};

struct Call {
  Server& server;
  Session& session;
  const Client& client;
  const json& params;  // null where there are none
  // Where a request writes its result, exactly one value. What was written counts only if the
  // method returns. Notifications leave it alone.
  JsonText& result;
};

struct Method {
  std::string_view name;
  void (*run)(Call&);
  bool notification = false;
};

// A group of methods with the capabilities that announce them.
struct Area {
  std::span<const Method> methods;
  // Writes members of ServerCapabilities; nullptr: there are none.
  void (*capabilities)(JsonText&, const Client&) = nullptr;
};
std::span<const Area> areas();

// The position of a value of LSP; throws RpcError where it is none.
Position position_of(const json& value);

// The open document that `textDocument` of the parameters names; nullptr where it is not open:
// then a request has nothing to say.
OpenDocument* document_of(Call& call);

// A document and its positions.
struct View {
  View(const OpenDocument& document, const Client& client)
      : document(document), positions(document.text(), client.encoding) {}

  const OpenDocument& document;
  PositionMap positions;

  // `range` counts bytes of the part.
  void write(JsonText& out, const Part& part, Range range);
  void write(JsonText& out, Range range);  // … of the whole document
  void write(JsonText& out, Position position);
  void write_member(JsonText& out, std::string_view name, const Part& part, Range range) {
    out.key(name);
    write(out, part, range);
  }
};

// The place that a request speaks of.
struct Spot : View {
  using View::View;
  const Part* part = nullptr;
  uint32_t offset = 0;  // in the part

  const Snapshot& snapshot() const { return *part->snapshot; }
  void write(JsonText& out, Range range) { View::write(out, *part, range); }
};
// That of `position`; nothing where no Dockerfile is open there.
std::optional<Spot> spot_of(Call& call);
std::optional<Spot> spot_of(Call& call, const json& position);
std::optional<Spot> spot_at(Call& call, const OpenDocument& document, Position position);

// Each part of a document that `range` (of the document) touches, with the bytes of it in the part.
struct Touched {
  const Part* part;
  Range range;
};
std::vector<Touched> touched_parts(const OpenDocument& document, Range range);

// The `range` of the parameters, in bytes of the document.
Range range_of(View& view, const json& range);

// [{range, newText}, …] of edits in a part.
void write_edits(JsonText& out, View& view, const Part& part, const std::vector<Edit>& edits);

// The same, added to the list of the parts before it: `all` is "[" and edits, without the end.
void append_edits(std::string& all, View& view, const Part& part, const std::vector<Edit>& edits);

// WorkspaceEdit: edits of one document, with its version where the client wants to know it.
// `edits`: as write_edits() writes them.
void write_workspace_edit(JsonText& out, const Client& client, const OpenDocument& document,
                          std::string_view edits);
void write_workspace_edit(JsonText& out, const Client& client, View& view, const Part& part,
                          const std::vector<Edit>& edits);

// {kind: "markdown"|"plaintext", value}.
void write_markup(JsonText& out, bool markdown, std::string_view text);

}  // namespace dflint::lsp
