// Reads the ignore file, as an editor or the disk has it, and adds to its end.
#include "server/lsp/ignore_edit.h"

#include "server/lsp/server.h"
#include "server/lsp/uri.h"

namespace dflint::lsp {
namespace {

struct IgnoreText {
  std::string uri;
  Text text;
  bool exists = false;
  std::string version = "null";  // as JSON
};

IgnoreText text_of(Call& call, const OpenDocument& document) {
  const std::string& path = document.around.ignore_path;
  IgnoreText found;
  found.uri = uri_of_path(path);
  if (const OpenDocument* open = call.session.find(found.uri)) {
    found.text = open->text();
    found.exists = true;
    found.version = std::to_string(open->version);
    return found;
  }
  Result<std::string> text = call.server.host().read_file(path);
  found.exists = text.ok();
  if (text.ok()) found.text = Text(std::move(text.value));
  return found;
}

// What takes the place of the end of the text.
std::string lines_behind(std::string_view text, const std::vector<std::string>& lines) {
  const std::string_view newline = text.find("\r\n") == std::string_view::npos ? "\n" : "\r\n";
  std::string added(text.empty() || text.ends_with('\n') ? "" : newline);
  for (const std::string& line : lines) added.append(line).append(newline);
  return added;
}

std::string title_of(const std::vector<std::string>& lines, std::string_view file) {
  std::string title = "Add ";
  for (size_t i = 0; i < lines.size(); ++i) {
    if (i > 0) title += i + 1 < lines.size() ? ", " : " and ";
    title += '`' + lines[i] + '`';
  }
  return title.append(" to ").append(file);
}

void write_text_edit(JsonText& out, const Client& client, const Text& text,
                     const std::string& added) {
  PositionMap positions(text, client.encoding);
  const Position end = positions.of(text.size());
  out.begin_array();
  out.begin_object();
  out.key("range");
  out.begin_object();
  for (const char* name : {"start", "end"}) {
    out.key(name);
    out.begin_object();
    out.key("line"), out.number(end.line);
    out.key("character"), out.number(end.character);
    out.end_object();
  }
  out.end_object();
  out.member("newText", added);
  out.end_object();
  out.end_array();
}

// Every editor can edit a file that exists; one that does not is created first.
std::string workspace_edit(const Client& client, const IgnoreText& file, const std::string& added) {
  std::string edit;
  JsonText out(edit);
  out.begin_object();
  if (client.document_changes) {
    out.key("documentChanges");
    out.begin_array();
    if (!file.exists) {
      out.begin_object();
      out.member("kind", "create");
      out.member("uri", file.uri);
      out.key("options"), out.raw(R"({"ignoreIfExists":true})");
      out.end_object();
    }
    out.begin_object();
    out.key("textDocument");
    out.begin_object();
    out.member("uri", file.uri);
    out.key("version"), out.raw(file.version);
    out.end_object();
    out.key("edits"), write_text_edit(out, client, file.text, added);
    out.end_object();
    out.end_array();
  } else {
    out.key("changes");
    out.begin_object();
    std::string key;
    append_json_string(key, file.uri);
    out.key(std::string_view(key).substr(1, key.size() - 2));
    write_text_edit(out, client, file.text, added);
    out.end_object();
  }
  out.end_object();
  return edit;
}

}  // namespace

std::optional<IgnoreEdit> ignore_edit(Call& call, const OpenDocument& document,
                                      const Finding& finding) {
  if (document.path.empty() || !document.around.tree) return std::nullopt;
  std::vector<std::string> lines;
  for (const std::string& line : finding.ignore) {
    // What would need an escape is rare, and reads badly.
    if (line.find_first_of("*?[]\\!#\r\n") == std::string::npos) lines.push_back(line);
  }
  if (lines.empty()) return std::nullopt;
  const IgnoreText file = text_of(call, document);
  if (!file.exists && !(call.client.document_changes && call.client.creates_files)) {
    return std::nullopt;
  }
  return IgnoreEdit{title_of(lines, document.around.ignore_name),
                    workspace_edit(call.client, file, lines_behind(file.text.bytes(), lines))};
}

}  // namespace dflint::lsp
