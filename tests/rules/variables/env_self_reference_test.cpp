// Which values of an ENV are older than they look.
#include <gtest/gtest.h>

#include <string_view>

#include "tests/support/hadolint_text.h"

namespace dflint {
namespace {

TEST(EnvSelfReference, KnowsWhatWasSetBefore) {
  const auto check = [](std::string_view text) {
    const Marked marked = marked_by("env-self-reference", text);
    EXPECT_EQ(marked.found, marked.expected);
  };
  check("FROM a\nENV A=1\nENV A=2 B=[|$A|]\n");
  check("FROM a\nENV A=1\nENV B=[|${A:-x}|] A=2\n");
  check("FROM a\nENV A=2 B=$A\n");
  check("FROM a\nENV A=1\nENV A=1 B=$A\n");
  check("FROM a\nENV A=1\nENV A=$A:2 B=3\n");
  check("FROM a\nENV PATH=/x:$PATH B=$PATH\n");
  check("FROM a AS b\nENV A=1\nFROM b\nENV A=2 B=[|$A|]\nFROM a\nENV A=2 B=$A\n");
}

TEST(EnvSelfReference, ReadsWordsAsHadolint) {
  const auto check = [](std::string_view text) {
    const Marked marked = marked_as_hadolint("env-self-reference", text);
    EXPECT_EQ(marked.found, marked.expected);
  };
  check("FROM a\n[|ENV|] A=2 B=$A\n");
  check("FROM a\n[|ENV|] B=${A}/x A=2\n");
  check("FROM a\nENV A=2 B=$AB C=${A:-x}\n");
  check("FROM a\nENV A=1\nFROM b\nENV A=2 B=$A\n");
  check("ARG A\nFROM a\nENV A=2 B=$A\nENV C=$C D=1\n");
}

}  // namespace
}  // namespace dflint
