// Chooses token types among those that a client knows.
#include "server/lsp/token_legend.h"

#include <algorithm>

namespace dflint::lsp {
namespace {

// The first name that a client knows; none for an empty list.
struct Names {
  std::array<std::string_view, 3> plain;  // for clients without `function`
  std::array<std::string_view, 3> fine;
};

Names names_of(TokenKind kind) {
  switch (kind) {
    case TokenKind::none:
      return {};
    case TokenKind::comment:
      return {{"comment"}, {"comment"}};
    case TokenKind::continuation:
    case TokenKind::heredoc:
      return {{"macro"}, {"macro"}};
    case TokenKind::directive:
    case TokenKind::label:
    case TokenKind::tag:
    case TokenKind::flag_value:
      return {{"property"}, {"property"}};
    case TokenKind::directive_value:
      return {{"parameter"}, {"string"}};
    case TokenKind::keyword:
      return {{"keyword"}, {"keyword"}};
    case TokenKind::flag:
      return {{"parameter"}, {"parameter"}};
    case TokenKind::variable:
      return {{"variable"}, {"variable"}};
    case TokenKind::default_text:
      return {{"variable"}, {"string"}};
    case TokenKind::modifier:
      return {{"modifier", "operator"}, {"modifier", "operator"}};
    case TokenKind::stage:
      return {{"namespace"}, {"namespace"}};
    case TokenKind::image:
      return {{"class", "type"}, {"class", "type"}};
    case TokenKind::number:
      return {{"parameter"}, {"number"}};
    case TokenKind::string:
      return {{"string"}, {"string"}};
    case TokenKind::string_escape:
      return {{"string"}, {"escapeSequence", "string"}};
    case TokenKind::word:
      return {{"parameter"}, {}};
    case TokenKind::word_escape:
      return {{"parameter"}, {"escapeSequence"}};
    case TokenKind::operator_:
      return {{"operator"}, {"operator"}};
    case TokenKind::reserved:
      return {{"parameter"}, {"keyword"}};
    case TokenKind::command:
      return {{"parameter"}, {"function"}};
    case TokenKind::option:
      return {{"parameter"}, {"parameter"}};
    case TokenKind::shell_operator:
      return {{"parameter"}, {"operator"}};
  }
  return {};
}

bool knows(const std::vector<std::string>& offered, std::string_view name) {
  return !name.empty() && std::ranges::find(offered, name) != offered.end();
}

uint8_t index_in(std::vector<std::string_view>& names, std::string_view name) {
  const auto found = std::ranges::find(names, name);
  if (found == names.end()) {
    names.push_back(name);
    return static_cast<uint8_t>(names.size() - 1);
  }
  return static_cast<uint8_t>(found - names.begin());
}

}  // namespace

TokenLegend token_legend(const Client& client) {
  TokenLegend legend;
  const bool fine = knows(client.token_types, "function");
  for (size_t kind = 0; kind < token_kind_count; ++kind) {
    legend.type_of[kind] = TokenLegend::no_type;
    const Names names = names_of(static_cast<TokenKind>(kind));
    for (const std::string_view name : fine ? names.fine : names.plain) {
      if (!knows(client.token_types, name)) continue;
      legend.type_of[kind] = index_in(legend.types, name);
      break;
    }
  }
  const auto bit_of = [&](std::string_view name) -> uint8_t {
    if (!knows(client.token_modifiers, name)) return 0;
    return static_cast<uint8_t>(1 << index_in(legend.modifiers, name));
  };
  legend.modifiers_of[token_declaration] = bit_of("declaration");
  legend.modifiers_of[token_deprecated] = bit_of("deprecated");
  legend.modifiers_of[token_declaration | token_deprecated] =
      legend.modifiers_of[token_declaration] | legend.modifiers_of[token_deprecated];
  return legend;
}

}  // namespace dflint::lsp
