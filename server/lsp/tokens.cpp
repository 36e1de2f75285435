// Semantic tokens: whole documents, what changed in them, and what is in sight.
#include "server/lsp/tokens.h"

#include <algorithm>
#include <charconv>
#include <memory>

#include "server/features/instruction_at.h"
#include "server/lsp/areas.h"
#include "server/lsp/token_legend.h"

namespace dflint::lsp {
namespace {

// Writes tokens as numbers, each relative to the one before.
class Encoder {
 public:
  Encoder(const TokenLegend& legend, View& view, std::vector<uint32_t>& out)
      : legend_(legend), view_(view), out_(out) {}

  // `start`: where the instruction begins in the part; `line`: on which line of the document that
  // is; `sight`: of the document.
  void add(const Part& part, const InstructionTokens& tokens, uint32_t start, uint32_t line,
           Range sight) {
    for (const SemanticToken& token : tokens.tokens) {
      const uint8_t type = legend_.type_of[size_t(token.kind)];
      const uint32_t begin = part.outside(start + token.begin);
      const uint32_t end = part.outside(start + token.begin + token.length);
      if (type == TokenLegend::no_type || end <= sight.begin) continue;
      if (begin >= sight.end) return;
      Position at{line + token.line, token.column};
      uint32_t length = token.length;
      if (!tokens.ascii || part.inset) {
        at = view_.positions.of(begin);
        length = view_.positions.of(end).character - at.character;
      }
      add(at, length, type, legend_.modifiers_of[token.modifiers]);
    }
  }

 private:
  void add(Position at, uint32_t length, uint32_t type, uint32_t modifiers) {
    if (length == 0) return;
    const bool same_line = at.line == last_.line && !out_.empty();
    if (same_line && at.character == end_ && out_[out_.size() - 2] == type &&
        out_.back() == modifiers) {
      out_[out_.size() - 3] += length;
      end_ += length;
      return;
    }
    const uint32_t character = same_line ? at.character - last_.character : at.character;
    const uint32_t numbers[] = {at.line - last_.line, character, length, type, modifiers};
    out_.insert(out_.end(), std::begin(numbers), std::end(numbers));
    last_ = at;
    end_ = at.character + length;
  }

  const TokenLegend& legend_;
  View& view_;
  std::vector<uint32_t>& out_;
  Position last_;
  uint32_t end_ = 0;  // of the last token, on its line
};

void write_numbers(JsonText& out, std::span<const uint32_t> numbers) {
  std::string text = "[";
  text.reserve(numbers.size() * 3 + 2);
  for (const uint32_t number : numbers) {
    char digits[10];
    text.append(digits, std::to_chars(digits, digits + sizeof digits, number).ptr);
    text += ',';
  }
  if (text.back() == ',') text.pop_back();
  text += ']';
  out.raw(text);
}

// What is to be answered for the document as it is now.
std::shared_ptr<const TokenAnswer> answer_for(Call& call, const OpenDocument& document) {
  const TokenAnswer* old = document.tokens.get();
  if (old && old->revision == document.revision) return document.tokens;
  auto now = std::make_shared<TokenAnswer>();
  now->revision = document.revision;
  if (old) now->data.reserve(old->data.size() + 64);
  const TokenLegend legend = token_legend(call.client);
  View view(document, call.client);
  Encoder encoder(legend, view, now->data);
  for (size_t p = 0; p < document.parts.size(); ++p) {
    const Part& part = document.parts[p];
    const bool known = old && p < old->parts.size();
    now->parts.push_back(next(known ? old->parts[p] : Tokens(), *part.snapshot));
    uint32_t line = view.positions.of(part.begin).line;
    const std::vector<uint32_t>& starts = part.snapshot->document.starts;
    for (size_t i = 0; i < starts.size(); ++i) {
      const InstructionTokens& tokens = *now->parts[p].list[i];
      encoder.add(part, tokens, starts[i], line, {0, UINT32_MAX});
      line += tokens.lines;
    }
  }
  return now;
}

void write_answer(JsonText& out, const TokenAnswer& answer) {
  out.begin_object();
  out.member("resultId", std::to_string(answer.revision));
  out.key("data"), write_numbers(out, answer.data);
  out.end_object();
}

void full(Call& call) {
  OpenDocument* document = document_of(call);
  if (!document) return call.result.null();
  document->tokens = answer_for(call, *document);
  write_answer(call.result, *document->tokens);
}

void full_delta(Call& call) {
  OpenDocument* document = document_of(call);
  if (!document) return call.result.null();
  const std::shared_ptr<const TokenAnswer> old = document->tokens;
  document->tokens = answer_for(call, *document);
  const TokenAnswer& now = *document->tokens;
  const std::string& known = text_at(call.params, {"previousResultId"});
  if (!old || known != std::to_string(old->revision)) return write_answer(call.result, now);
  JsonText& out = call.result;
  out.begin_object();
  out.member("resultId", std::to_string(now.revision));
  out.key("edits");
  out.begin_array();
  if (const TokenDelta delta = token_delta(old->data, now.data); !delta.empty()) {
    out.begin_object();
    out.key("start"), out.number(delta.begin);
    out.key("deleteCount"), out.number(delta.end - delta.begin);
    out.key("data");
    write_numbers(out, std::span(now.data).subspan(delta.begin, delta.insert_end - delta.begin));
    out.end_object();
  }
  out.end_array();
  out.end_object();
}

// Reads only the instructions that are in sight.
void in_range(Call& call) {
  const OpenDocument* document = document_of(call);
  if (!document) return call.result.null();
  View view(*document, call.client);
  const Range sight = range_of(view, value_at(call.params, {"range"}));
  const TokenLegend legend = token_legend(call.client);
  std::vector<uint32_t> data;
  Encoder encoder(legend, view, data);
  for (const Touched& touched : touched_parts(*document, sight)) {
    const Part& part = *touched.part;
    const Document& in = part.snapshot->document;
    for (size_t i = instruction_at(in, touched.range.begin);
         i < in.starts.size() && in.starts[i] < touched.range.end; ++i) {
      const uint32_t line = view.positions.of(part.outside(in.starts[i])).line;
      encoder.add(part, *tokens_of(in.instructions[i], part.snapshot->plan.steps[i]), in.starts[i],
                  line, sight);
    }
  }
  call.result.begin_object();
  call.result.key("data"), write_numbers(call.result, data);
  call.result.end_object();
}

constexpr Method methods[] = {
    {"textDocument/semanticTokens/full", full},
    {"textDocument/semanticTokens/full/delta", full_delta},
    {"textDocument/semanticTokens/range", in_range},
};

void write_names(JsonText& out, std::string_view key, const std::vector<std::string_view>& names) {
  out.key(key);
  out.begin_array();
  for (const std::string_view name : names) out.string(name);
  out.end_array();
}

void capabilities(JsonText& out, const Client& client) {
  const TokenLegend legend = token_legend(client);
  if (legend.types.empty()) return;
  out.key("semanticTokensProvider");
  out.begin_object();
  out.key("legend");
  out.begin_object();
  write_names(out, "tokenTypes", legend.types);
  write_names(out, "tokenModifiers", legend.modifiers);
  out.end_object();
  out.key("range"), out.boolean(true);
  out.key("full"), out.raw(R"({"delta":true})");
  out.end_object();
}

}  // namespace

Area tokens_area() { return {methods, capabilities}; }

}  // namespace dflint::lsp
