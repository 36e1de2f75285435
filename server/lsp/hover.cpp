// What is said of the word under the mouse.
#include "server/features/hover.h"

#include "server/lsp/areas.h"
#include "server/lsp/method.h"

namespace dflint::lsp {
namespace {

void hover(Call& call) {
  std::optional<Spot> spot = spot_of(call);
  if (!spot) return call.result.null();
  const OpenDocument& document = spot->document;
  HoverOptions options;
  options.markdown = call.client.markdown_hover;
  const Findings findings = document.findings(*spot->part, {spot->offset, spot->offset});
  options.findings = &findings;
  // Editors show what is reported beside the hover, with a link to the manual.
  options.findings_alone = false;
  options.rules = &document.rules();
  const auto found = dflint::hover(spot->snapshot(), spot->offset, options);
  if (!found) return call.result.null();
  JsonText& out = call.result;
  out.begin_object();
  out.key("contents");
  write_markup(out, options.markdown, found->text);
  out.key("range");
  spot->write(out, found->range);
  out.end_object();
}

constexpr Method methods[] = {{"textDocument/hover", hover}};

void capabilities(JsonText& out, const Client&) { out.key("hoverProvider"), out.boolean(true); }

}  // namespace

Area hover_area() { return {methods, capabilities}; }

}  // namespace dflint::lsp
