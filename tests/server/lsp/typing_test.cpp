// Texts typed from the first character to the last: at each moment what stands finished keeps its
// diagnostics and its place in the outline, and no question fails.
// DFLINT_TYPING is how many of the questions are asked at each moment; 1000: all.
#include <fmt/core.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "server/features/symbols.h"
#include "tests/server/features/edited.h"
#include "tests/server/lsp/client_text.h"
#include "tests/server/lsp/every_request.h"
#include "tests/server/lsp/memory_client.h"
#include "tests/support/texts.h"

namespace dflint::lsp {
namespace {

const std::string here = "file:///work/Dockerfile";

// A multistage build, with mistakes in all of its instructions.
const std::string mistakes = R"(# syntax=docker/dockerfile:1
ARG BASE=debian
FROM $BASE:12 as build
RNU apt-get update
RUN cd /src && make \
    # a comment
    && sudo make install
ENV KEY value
COPY <<EOF /etc/x
$X
EOF
FROM golang:latest AS tests
WORKDIR src
MAINTAINER me
RUN <<-'E'
	apt-get install curl
	E
ADD a.txt /
FROM scratch
COPY --from=biuld /a /b
COPY --from=tests /a /b
EXPOSE 99999
HEALTHCHECK WAT
CMD ["a", 'b']
ENTRYPOINT echo $HOME
)";

// "line:character-line:character code message" of a diagnostic.
std::string described(const json& one) {
  const json& from = one["range"]["start"];
  const json& to = one["range"]["end"];
  return fmt::format("{}:{}-{}:{} {} {}", from["line"].dump(), from["character"].dump(),
                     to["line"].dump(), to["character"].dump(), one["code"].dump(),
                     one["message"].dump());
}

// What the rules say of single instructions, each for itself.
std::vector<std::string> own_findings(const std::string& text) {
  const SnapshotPtr at = snapshot(Text(text), default_rules());
  const Lint local = {at->lint.local, {}};
  const ClientText positions(text, PositionEncoding::utf16);
  Locator locator(at->document);
  std::vector<std::string> all;
  for (const Finding& finding : all_findings(at->document, at->plan, local, default_rules())) {
    // Which says something of all that stands below.
    if (finding.rule->name == "unused-suppression") continue;
    const Range range = locator.range(finding.place);
    const std::string_view code = finding.code.empty() ? finding.rule->name : finding.code;
    all.push_back(described(
        {{"range", to_json(positions.position_of(range.begin), positions.position_of(range.end))},
         {"code", code},
         {"message", finding.message}}));
  }
  return all;
}

class Typing {
 public:
  Typing() {
    client_.start(rich_capabilities("utf-16", false));
    client_.open("");
  }

  // Says what is wrong, or "".
  std::string type_all(std::string_view bytes, unsigned long questions) {
    const std::string text = as_unicode(bytes);
    for (uint32_t begin = 0; begin < text.size();) {
      uint32_t end = begin + 1;
      while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) ++end;
      type(text.substr(begin, end - begin));
      begin = end;
      for (const std::string& wrong : {check_diagnostics(), check_outline(), ask(questions)}) {
        if (!wrong.empty()) return fmt::format("after {} bytes: {}", begin, wrong);
      }
    }
    return {};
  }
  // How many diagnostics were found to have stayed.
  size_t stayed() const { return stayed_; }
  size_t stages() const { return stages_; }

 private:
  void type(const std::string& character) {
    const json at = to_json(end_of_text());
    client_.messages.clear();
    client_.type({{{"range", {{"start", at}, {"end", at}}}, {"text", character}}}, ++version_);
    if (version_ % 16 == 0) client_.pass_time();
    typed_ += character;
  }

  Position end_of_text() const {
    const ClientText text(typed_, PositionEncoding::utf16);
    return text.position_of(text.size());
  }

  // What stands before the instruction that is being typed.
  void find_finished() {
    const Document document = parse(Text(typed_));
    const uint32_t size = document.starts.empty() ? 0 : document.starts.back();
    if (size == finished_.size()) return;
    finished_ = typed_.substr(0, size);
    expected_ = own_findings(finished_);
    names_.clear();
    for (const Symbol& symbol : symbols(*snapshot(Text(finished_), default_rules()))) {
      if (symbol.kind == SymbolKind::stage) names_.push_back(symbol.name);
    }
  }

  std::string check_diagnostics() {
    find_finished();
    std::set<std::string> shown;
    const json published = client_.diagnostics(here);
    for (const json& one : published["diagnostics"]) shown.insert(described(one));
    for (const std::string& wanted : expected_) {
      if (!shown.contains(wanted)) return "no longer said: " + wanted;
    }
    stayed_ += expected_.size();
    return {};
  }

  std::string check_outline() {
    const json outline = answer_of("textDocument/documentSymbol")["result"];
    constexpr int symbol_class = 5;  // that of stages
    std::vector<std::string> shown;
    for (const json& symbol : outline) {
      if (symbol["kind"] == symbol_class) shown.push_back(symbol["name"]);
    }
    if (shown.size() < names_.size() || !std::equal(names_.begin(), names_.end(), shown.begin()))
      return "a stage is missing in " + outline.dump();
    stages_ += names_.size();
    return {};
  }

  json answer_of(const std::string& method) {
    const json at = to_json(end_of_text());
    const json start = {{"line", 0}, {"character", 0}};
    const bool looks_back =
        method == "textDocument/codeAction" || method == "textDocument/inlayHint";
    return client_.request(method, request_params(method, here, looks_back ? start : at, at));
  }

  // Some of the questions, in turn.
  std::string ask(unsigned long questions) {
    const std::vector<std::string>& names = request_names();
    for (unsigned long left = std::min<unsigned long>(questions, names.size()); left > 0; --left) {
      const std::string& method = names[asked_++ % names.size()];
      const json answer = answer_of(method);
      const bool refused = answer.contains("error") && answer["error"]["code"] == -32803;
      if (!answer.contains("result") && !refused) return method + ": " + answer.dump();
    }
    return {};
  }

  MemoryClient client_;
  std::string typed_, finished_;
  std::vector<std::string> expected_, names_;
  int version_ = 1;
  size_t asked_ = 0, stayed_ = 0, stages_ = 0;
};

unsigned long questions() { return number_from("DFLINT_TYPING", 1); }

TEST(Typing, OwnTexts) {
  std::vector<NamedText> texts = own_texts();
  texts.push_back({"mistakes", mistakes});
  EXPECT_GE(texts.size(), 10u);
  size_t stayed = 0, stages = 0;
  for (const NamedText& text : texts) {
    Typing typing;
    EXPECT_EQ(typing.type_all(text.text, questions()), "") << text.name;
    stayed += typing.stayed(), stages += typing.stages();
  }
  EXPECT_GT(stayed, 2000u);
  EXPECT_GT(stages, 1000u);
}

TEST(Typing, CollectedTexts) {
  std::vector<NamedText> texts = collected_texts();
  if (texts.empty()) GTEST_SKIP() << "no " << shared("corpus");
  // Of common length.
  std::erase_if(texts, [](const NamedText& text) {
    return text.text.size() < 700 || text.text.size() > 1500;
  });
  const size_t count = std::max(10ul, number_from("DFLINT_TEXTS", 10));
  ASSERT_GE(texts.size(), count);
  for (size_t i = 0; i < texts.size(); i += texts.size() / count) {
    Typing typing;
    EXPECT_EQ(typing.type_all(texts[i].text, questions()), "") << texts[i].name;
  }
}

}  // namespace
}  // namespace dflint::lsp
