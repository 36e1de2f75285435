// The canonical layout of many texts: it is stable and says what the text said.
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/support/edits.h"
#include "tests/support/files.h"
#include "tests/support/format_properties.h"
#include "tests/support/properties.h"
#include "tests/support/texts.h"

namespace dflint {
namespace {

// A text and some that random edits make of it. False at the first surprise.
bool survives(const NamedText& from, uint64_t seed, unsigned long edits,
              const FormatOptions& options = {}) {
  Choices choices(seed);
  Text text(from.text);
  for (unsigned long i = 0; i <= edits; ++i) {
    const std::string wrong = check_format(text.bytes(), options);
    if (!wrong.empty()) {
      ADD_FAILURE() << from.name << ", seed " << seed << ", edit " << i << ": " << wrong << "\nof "
                    << (text.size() < 3000 ? quoted(text.bytes()) : "a long text");
      return false;
    }
    text = i % 8 == 7 ? Text(from.text) : text.with(random_edit(choices, text.bytes()));
  }
  return true;
}

unsigned long edits_for(size_t texts, unsigned long otherwise) {
  return number_from("DFLINT_EDITS", otherwise) / (texts + 1);
}

TEST(FormatProperties, OwnTexts) {
  const unsigned long edits = edits_for(own_texts().size(), 6000);
  for (const NamedText& text : own_texts()) survives(text, 1, edits);
}

TEST(FormatProperties, OwnTextsWithOptions) {
  const unsigned long edits = edits_for(own_texts().size(), 1000);
  for (const NamedText& text : own_texts()) {
    survives(text, 2, edits,
             {.indent = 0, .tabs = false, .indent_scripts = true, .keywords = Casing::lower});
    survives(text, 3, edits,
             {.indent = 4, .tabs = true, .indent_scripts = true, .keywords = Casing::mixed});
    survives(text, 4, edits, {.width = 30});
  }
}

TEST(FormatProperties, CollectedTexts) {
  const std::vector<NamedText> texts = collected_texts();
  if (texts.empty()) GTEST_SKIP() << "no " << shared("corpus");
  const unsigned long edits = edits_for(texts.size(), 6000);
  int wrong = 0;
  for (size_t i = 0; i < texts.size() && wrong < 5; ++i) {
    wrong += !survives(texts[i], i, edits);
    wrong += !survives(texts[i], i, 0, {.width = 60, .indent = 2, .indent_scripts = true});
  }
}

TEST(FormatProperties, HostileTexts) {
  TemporaryDirectory directory;
  const std::vector<NamedText> texts = hostile_texts(directory.path());
  if (texts.empty()) GTEST_SKIP() << "no " << shared("corpus/nasty");
  for (const NamedText& text : texts) survives(text, 1, 1);
}

}  // namespace
}  // namespace dflint
