// Answers what could be typed, and how what is being typed is written.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "server/features/completion.h"
#include "server/features/signature_help.h"
#include "server/lsp/areas.h"
#include "server/lsp/server.h"

namespace dflint::lsp {
namespace {

int number_of(CompletionKind kind) {
  switch (kind) {
    case CompletionKind::keyword:
      return 14;  // Keyword
    case CompletionKind::flag:
    case CompletionKind::option:
      return 10;  // Property
    case CompletionKind::value:
      return 12;  // Value
    case CompletionKind::variable:
      return 6;  // Variable
    case CompletionKind::stage:
    case CompletionKind::image:
      return 9;  // Module
    case CompletionKind::file:
      return 17;  // File
    case CompletionKind::directory:
      return 19;  // Folder
    case CompletionKind::rule:
    case CompletionKind::directive:
      return 21;  // Constant
    case CompletionKind::heredoc:
      return 15;  // Snippet
  }
  return 1;
}

// Each byte as a string.
void write_list(JsonText& out, std::string_view characters) {
  out.begin_array();
  for (size_t i = 0; i < characters.size(); ++i) out.string(characters.substr(i, 1));
  out.end_array();
}

// Whether all items of the list take the place of the same text.
bool have_one_place(const std::vector<CompletionItem>& items) {
  return !items.empty() && std::ranges::all_of(items, [&](const CompletionItem& item) {
    return item.replace == items.front().replace && item.insert == items.front().insert;
  });
}

class Writer {
 public:
  Writer(JsonText& out, Spot& spot, const Client& client)
      : out_(out), spot_(spot), client_(client) {}

  void write(const CompletionList& list) {
    has_default_ = client_.default_edit_range && have_one_place(list.items);
    out_.begin_object();
    out_.key("isIncomplete"), out_.boolean(list.incomplete);
    if (has_default_) {
      out_.key("itemDefaults");
      out_.begin_object();
      write_default(list.items.front());
      out_.end_object();
    }
    out_.key("items");
    out_.begin_array();
    for (const CompletionItem& item : list.items) write(item);
    out_.end_array();
    out_.end_object();
  }

 private:
  void write_default(const CompletionItem& item) {
    out_.key("editRange");
    if (!client_.insert_replace || item.insert == item.replace) {
      return spot_.write(out_, item.replace);
    }
    out_.begin_object();
    out_.key("insert"), spot_.write(out_, item.insert);
    out_.key("replace"), spot_.write(out_, item.replace);
    out_.end_object();
  }

  void write(const CompletionItem& item) {
    const bool snippet = client_.snippets && !item.snippet.empty();
    out_.begin_object();
    out_.member("label", item.label);
    out_.key("kind"), out_.number(static_cast<uint64_t>(number_of(item.kind)));
    if (!item.detail.empty()) write_detail(item);
    out_.member("sortText", item.sort);
    if (item.filter != item.label) out_.member("filterText", item.filter);
    if (snippet) out_.key("insertTextFormat"), out_.number(2);
    write_edit(item, snippet ? item.snippet : item.text);
    if (item.deprecated) write_deprecated();
    if (client_.commit_characters && !item.commit_characters.empty()) {
      out_.key("commitCharacters");
      write_list(out_, item.commit_characters);
    }
    if (!item.data.empty()) out_.member("data", item.data);
    out_.end_object();
  }

  // Of a name it says which one that is: worth to be seen of all items, not of the chosen one only.
  void write_detail(const CompletionItem& item) {
    out_.member("detail", item.detail);
    const bool is_name =
        item.kind == CompletionKind::variable || item.kind == CompletionKind::stage;
    if (!client_.label_details || !is_name) return;
    out_.key("labelDetails");
    out_.begin_object();
    out_.member("description", item.detail);
    out_.end_object();
  }

  void write_edit(const CompletionItem& item, const std::string& text) {
    const bool doubles = spot_.part->inset && spot_.part->inset->doubles_dollars;
    const std::string shown = doubles ? doubled(text, &text == &item.snippet) : text;
    if (has_default_) {
      if (shown != item.label) out_.member("textEditText", shown);
      return;
    }
    out_.key("textEdit");
    out_.begin_object();
    if (client_.insert_replace && item.insert != item.replace) {
      write_range("insert", item.insert, insert_);
      write_range("replace", item.replace, replace_);
    } else {
      write_range("range", item.replace, replace_);
    }
    out_.member("newText", shown);
    out_.end_object();
  }

  // In a snippet only dollars behind a backslash are dollars.
  static std::string doubled(const std::string& text, bool snippet) {
    if (!snippet) return with_double_dollars(text);
    std::string result;
    for (size_t i = 0; i < text.size(); ++i) {
      result += text[i];
      if (text[i] != '\\' || i + 1 == text.size()) continue;
      result += text[++i];
      if (text[i] == '$') result += "\\$";
    }
    return result;
  }

  // Most items of a list have the same ranges.
  struct Written {
    Range range;
    std::string text;
  };

  void write_range(std::string_view name, Range range, Written& written) {
    if (written.text.empty() || written.range != range) {
      written = {range, {}};
      JsonText out(written.text);
      spot_.write(out, range);
    }
    out_.key(name), out_.raw(written.text);
  }

  void write_deprecated() {
    if (client_.completion_tags) {
      out_.key("tags"), out_.raw("[1]");
    } else if (client_.completion_deprecated) {
      out_.key("deprecated"), out_.boolean(true);
    }
  }

  JsonText& out_;
  Spot& spot_;
  const Client& client_;
  Written insert_, replace_;
  bool has_default_ = false;
};

void completion(Call& call) {
  std::optional<Spot> spot = spot_of(call);
  if (!spot) return call.result.null();
  const BuildContext context = spot->document.around.context();
  CompletionOptions options;
  options.snippets = call.client.snippets;
  options.context = &context;
  // 1: asked for, or a word is typed; 3: the list was incomplete. 2: a trigger character.
  const json& kind = value_at(call.params, {"context", "triggerKind"});
  options.asked = kind == 1 || kind == 3;
  const CompletionList list = complete(spot->snapshot(), spot->offset, options);
  Writer(call.result, *spot, call.client).write(list);
}

// The item as it came, with its documentation.
void resolve(Call& call) {
  json item = call.params;
  const std::string documentation = documentation_of(text_at(item, {"data"}));
  if (item.is_object() && !documentation.empty()) {
    item["documentation"] = {{"kind", call.client.markdown_completion ? "markdown" : "plaintext"},
                             {"value", documentation}};
  }
  call.result.raw(item.dump(-1, ' ', false, json::error_handler_t::replace));
}

class SignatureWriter {
 public:
  SignatureWriter(JsonText& out, const Client& client) : out_(out), client_(client) {}

  void write(const SignatureHelp& help) {
    out_.begin_object();
    out_.key("signatures");
    out_.begin_array();
    for (const Signature& signature : help.signatures) write(signature);
    out_.end_array();
    out_.key("activeSignature"), out_.number(0);
    if (help.active_parameter) out_.key("activeParameter"), out_.number(*help.active_parameter);
    out_.end_object();
  }

 private:
  void write(const Signature& signature) {
    out_.begin_object();
    out_.member("label", signature.label);
    out_.key("documentation");
    write_markup(out_, client_.markdown_signature, signature.documentation);
    out_.key("parameters");
    out_.begin_array();
    for (const SignatureParameter& parameter : signature.parameters) write(signature, parameter);
    out_.end_array();
    if (signature.active_parameter)
      out_.key("activeParameter"), out_.number(*signature.active_parameter);
    out_.end_object();
  }

  void write(const Signature& signature, const SignatureParameter& parameter) {
    out_.begin_object();
    out_.key("label");
    if (client_.label_offsets) {
      out_.begin_array();
      out_.number(parameter.begin);
      out_.number(parameter.end);
      out_.end_array();
    } else {
      out_.string(std::string_view(signature.label)
                      .substr(parameter.begin, parameter.end - parameter.begin));
    }
    if (!parameter.documentation.empty()) out_.member("documentation", parameter.documentation);
    out_.end_object();
  }

  JsonText& out_;
  const Client& client_;
};

void signature(Call& call) {
  const std::optional<Spot> spot = spot_of(call);
  if (!spot) return call.result.null();
  const SignatureHelp help = signature_help(spot->snapshot(), spot->offset);
  if (help.signatures.empty()) return call.result.null();
  SignatureWriter(call.result, call.client).write(help);
}

constexpr Method methods[] = {
    {"textDocument/completion", completion},
    {"completionItem/resolve", resolve},
    {"textDocument/signatureHelp", signature},
};

void capabilities(JsonText& out, const Client&) {
  out.key("completionProvider");
  out.begin_object();
  out.key("triggerCharacters"), write_list(out, completion_triggers);
  out.key("resolveProvider"), out.boolean(true);
  out.end_object();
  out.key("signatureHelpProvider");
  out.begin_object();
  out.key("triggerCharacters"), write_list(out, signature_triggers);
  out.end_object();
}

}  // namespace

Area completion_area() { return {methods, capabilities}; }

}  // namespace dflint::lsp
