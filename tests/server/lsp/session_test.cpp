// Whatever is edited, asked and called back: at the end a document is what opening it would give.
// DFLINT_SESSION_EDITS says how many edits are tried; DFLINT_SESSION_SEED takes others.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "tests/server/lsp/typist.h"
#include "tests/support/files.h"
#include "tests/support/texts.h"

namespace dflint::lsp {
namespace {

unsigned long all_edits() { return number_from("DFLINT_SESSION_EDITS", 2400); }

// The same text in Markdown, with a second Dockerfile and a block of something else.
std::string in_markdown(const std::string& text) {
  return "# Caf\u00E9 \U0001F433\n\n```dockerfile\n" + text +
         "\n```\r\n~~~sh\nFROM no\n~~~\n> text\n\n```docker\nFROM alpine:3.20\nRNU BAD\n```\n";
}

// Each text is edited by clients of several kinds, as a Dockerfile and in Markdown.
void play_all(const std::vector<NamedText>& texts, unsigned long edits) {
  const unsigned long rounds = 1 + edits / (texts.size() * 4000);
  const unsigned long each = std::max(1ul, edits / (2 * rounds * texts.size()));
  unsigned long seed = number_from("DFLINT_SESSION_SEED", 11);
  for (unsigned long round = 0; round < rounds; ++round) {
    for (const NamedText& text : texts) {
      Choices choices(++seed);
      TypistOptions options;
      options.encoding = static_cast<PositionEncoding>(choices.below(3));
      options.rich = choices.below(4) != 0;
      options.pulls = choices.below(4) == 0;
      Typist typist(seed, options);
      typist.open(text.text, "dockerfile");
      typist.play(each);
      ASSERT_TRUE(typist.wrong().empty()) << typist.wrong() << text.name << ", seed " << seed;
      typist.open(in_markdown(text.text), "markdown");
      typist.play(each);
      ASSERT_TRUE(typist.wrong().empty())
          << typist.wrong() << text.name << " in Markdown, seed " << seed;
    }
  }
}

// About as many texts as that, from all over the collection.
std::vector<NamedText> some_of(std::vector<NamedText> texts, size_t count, size_t max_size) {
  std::erase_if(texts, [&](const NamedText& text) { return text.text.size() > max_size; });
  const size_t step = std::max<size_t>(1, texts.size() / count);
  std::vector<NamedText> some;
  for (size_t i = 0; i < texts.size(); i += step) some.push_back(std::move(texts[i]));
  return some;
}

TEST(Session, OwnTextsEndWhereOpeningWouldStart) { play_all(own_texts(), all_edits() / 2); }

TEST(Session, CollectedTextsEndWhereOpeningWouldStart) {
  const std::vector<NamedText> texts =
      some_of(collected_texts(), std::max(20ul, all_edits() / 1000), 30000);
  if (texts.empty()) GTEST_SKIP() << "no " << shared("corpus");
  play_all(texts, all_edits() * 3 / 8);
}

TEST(Session, HostileTextsEndWhereOpeningWouldStart) {
  TemporaryDirectory directory;
  std::vector<NamedText> texts = hostile_texts(directory.path());
  if (texts.empty()) GTEST_SKIP() << "no " << shared("corpus/nasty");
  // A test is not the place to wait for a mebibyte.
  std::erase_if(texts, [](const NamedText& text) { return text.text.size() > 20000; });
  play_all(texts, all_edits() / 8);
}

}  // namespace
}  // namespace dflint::lsp
