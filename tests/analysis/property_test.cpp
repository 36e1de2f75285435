// Random edits against the parser: re-parsing equals parsing, and everything stays in its place.
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/support/edits.h"
#include "tests/support/files.h"
#include "tests/support/properties.h"
#include "tests/support/texts.h"

namespace dflint {
namespace {

// How many edits each of `texts` texts gets; DFLINT_EDITS=1000000 for a long run.
unsigned long edits_for(size_t texts, unsigned long otherwise) {
  return std::max<unsigned long>(2, number_from("DFLINT_EDITS", otherwise) / (texts + 1));
}

// Edits one text again and again. False at the first surprise, which is reported so that it can be
// pasted into a test.
bool survives(const NamedText& from, uint64_t seed, unsigned long edits) {
  Choices choices(seed);
  Document document = parse(Text(from.text));
  if (const std::string wrong = check_document(document); !wrong.empty()) {
    ADD_FAILURE() << from.name << ": " << wrong;
    return false;
  }
  for (unsigned long i = 0; i < edits; ++i) {
    if (i % 16 == 15) document = parse(Text(from.text));  // do not drift into pure noise
    const std::string_view text = document.text.bytes();
    const Edit edit = random_edit(choices, text);
    Document next;
    const std::string wrong = check_reparse(document, edit, next);
    if (!wrong.empty()) {
      ADD_FAILURE() << from.name << ", seed " << seed << ", edit " << i << ": " << wrong
                    << "\nrange " << edit.range.begin << "-" << edit.range.end << " text "
                    << quoted(edit.text) << "\nof "
                    << (text.size() < 2000 ? quoted(text) : "a long text");
      return false;
    }
    document = std::move(next);
  }
  return true;
}

TEST(ParserProperties, OwnTexts) {
  const unsigned long edits = edits_for(own_texts().size(), 6000);
  for (const NamedText& text : own_texts()) survives(text, 1, edits);
}

// Every prefix of a text: what a file looks like while it is typed.
TEST(ParserProperties, Typing) {
  for (const NamedText& from : own_texts()) {
    Document document = parse(Text());
    for (uint32_t i = 0; i < from.text.size(); ++i) {
      Document next;
      const std::string wrong = check_reparse(document, {{i, i}, from.text.substr(i, 1)}, next);
      ASSERT_EQ(wrong, "") << from.name << " at " << i;
      document = std::move(next);
    }
  }
}

TEST(ParserProperties, CollectedTexts) {
  const std::vector<NamedText> texts = collected_texts();
  if (texts.empty()) GTEST_SKIP() << "no " << shared("corpus");
  const unsigned long edits = edits_for(texts.size(), 6000);
  int wrong = 0;
  for (size_t i = 0; i < texts.size() && wrong < 5; ++i) wrong += !survives(texts[i], i, edits);
}

TEST(ParserProperties, HostileTexts) {
  TemporaryDirectory directory;
  const std::vector<NamedText> texts = hostile_texts(directory.path());
  if (texts.empty()) GTEST_SKIP() << "no " << shared("corpus/nasty");
  for (const NamedText& text : texts) survives(text, 1, 2);
}

}  // namespace
}  // namespace dflint
