// What ShellCheck is given to read, and where its places lie in the Dockerfile.
#include "analysis/shell/shellcheck_text.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <string_view>
#include <unordered_set>

#include "analysis/plan.h"
#include "tests/support/marked_text.h"

namespace dflint {
namespace {

// A Dockerfile and the text of its last script, inner ones included.
struct Sample {
  explicit Sample(std::string_view dockerfile, std::string_view shell = {},
                  std::unordered_set<std::string_view> declared = {}, bool stops = false)
      : document(parse(Text(std::string(dockerfile)))), plan(dflint::plan(document)) {
    for (const Step& step : plan.steps) {
      if (step.script) script = step.more.empty() ? step.script.get() : step.more.back().get();
    }
    if (script) text = shellcheck_text(*script, {{&declared}, stops, shell});
  }

  std::string_view read() const { return text ? text->text : std::string_view("(nothing)"); }

  // The Dockerfile with marks around what stands for the first `words` behind the header.
  std::string marked(std::string_view words) {
    const size_t at = text->text.find(words, text->header);
    EXPECT_NE(at, std::string::npos) << words;
    return marked(uint32_t(at), uint32_t(at + words.size()));
  }
  std::string marked(uint32_t begin, uint32_t end) {
    Locator locator(document);
    return with_marks(document.text.bytes(),
                      {locator.range({script->in, text->source(begin, end)})});
  }

  Document document;
  Plan plan;
  const Script* script = nullptr;
  std::optional<ShellcheckText> text;
};

TEST(ShellcheckText, IsWhatTheShellReads) {
  struct Case {
    std::string_view dockerfile, text;
  };
  const Case cases[] = {
      {"FROM a\nRUN --network=none echo $x\n", "#!/bin/sh\necho $x"},
      {"FROM a\nRUN a && \\\n  # why\n\n  b\n", "#!/bin/sh\na &&   b"},
      {"# escape=`\nFROM a\nSHELL [\"sh\", \"-c\"]\nRUN a && `\n b\n", "#!/bin/sh\na &&  b"},
      {"FROM a\r\nRUN a && \\\r\n b\r\n", "#!/bin/sh\na &&  b"},
      {"FROM a\nSHELL [\"/bin/bash\", \"-c\"]\nRUN a\n", "#!/bin/bash\na"},
      {"FROM a\nSHELL [\"/bin/ash\", \"-c\"]\nRUN a\n", "#!/bin/dash\na"},
      {"FROM a\nRUN <<EOF\na\nb\nEOF\n", "#!/bin/sh\na\nb\n"},
      {"FROM a\nRUN <<-EOF\n\ta\n\t\tb\nEOF\n", "#!/bin/sh\na\nb\n"},
      {"FROM a\r\nRUN <<EOF\r\na\r\nb\r\nEOF\r\n", "#!/bin/sh\na\nb\n"},
      {"FROM a\nRUN cat <<EOF >x && \\\n  b\none $y\nEOF\n",
       "#!/bin/sh\ncat <<EOF >x &&   b\none $y\nEOF"},
      {"FROM a\nRUN bash <<'EOF'\na\nEOF\n", "#!/bin/bash\na\n"},
      {"FROM a\nHEALTHCHECK --interval=3s CMD a || exit 1\n", "#!/bin/sh\na || exit 1"},
      {"FROM a\nCMD a\n", "#!/bin/sh\na"},
      {"FROM a\nONBUILD RUN a\n", "#!/bin/sh\na"},
      {"FROM a\nCMD [\"sh\", \"-c\", \"a $x\"]\n", "#!/bin/sh\na $x"},
      // A shebang goes to the top, and keeps its options.
      {"FROM a\nRUN <<EOF\n#!/bin/bash -e\na\nEOF\n", "#!/bin/bash -e\n              \na\n"},
      // Not for ShellCheck.
      {"FROM a\nSHELL [\"pwsh\", \"-c\"]\nRUN a\n", "(nothing)"},
      {"FROM a\nSHELL [\"/bin/zsh\", \"-c\"]\nRUN a\n", "(nothing)"},
      {"FROM a\nRUN <<EOF\n#!/usr/bin/env python3\na\nEOF\n", "(nothing)"},
      {"FROM a\nRUN [\"a\", \"b\"]\n", "(nothing)"},
      {"FROM a\nRUN\n", "(nothing)"},
  };
  for (const Case& c : cases) EXPECT_EQ(Sample(c.dockerfile).read(), c.text) << c.dockerfile;
}

TEST(ShellcheckText, DeclaresWhatIsMentioned) {
  const std::string_view dockerfile = "FROM a\nRUN echo $b ${a} $ab a1\n";
  EXPECT_EQ(Sample(dockerfile, {}, {"a", "b", "c"}).read(),
            "#!/bin/sh\nexport a=1 b=1\necho $b ${a} $ab a1");
  EXPECT_EQ(Sample(dockerfile, {}, {"c"}).read(), "#!/bin/sh\necho $b ${a} $ab a1");
  EXPECT_EQ(Sample("FROM a\nRUN a\n", {}, {}, true).read(), "#!/bin/sh -e\na");
}

TEST(ShellcheckText, BelievesWhoKnowsTheShell) {
  EXPECT_EQ(Sample("FROM a\nRUN a\n", "bash").read(), "#!/bin/bash\na");
  EXPECT_EQ(Sample("FROM a\nRUN a\n", "pwsh").read(), "(nothing)");
  EXPECT_EQ(Sample("FROM a\nSHELL [\"cmd\", \"/c\"]\nRUN a\n", "bash").read(), "#!/bin/bash\na");
}

TEST(ShellcheckText, LeavesOutWhatIsTooLong) {
  const std::string most(size_t{128} << 10, 'a');
  EXPECT_NE(Sample("FROM a\nRUN " + most.substr(100)).read(), "(nothing)");
  EXPECT_EQ(Sample("FROM a\nRUN a" + most).read(), "(nothing)");
}

TEST(ShellcheckText, PointsBack) {
  struct Case {
    std::string_view marked, words;
  };
  const Case cases[] = {
      {"FROM a\nRUN --network=none echo [|$x|]\n", "$x"},
      {"FROM a\nRUN a && \\\n  # why\n  echo [|$x|] && \\\n c\n", "$x"},
      {"FROM a\nRUN a [|b \\\n# why\n c|]\n", "b  c"},
      {"FROM a\nRUN echo [|fo\\\no|]\n", "foo"},
      {"# escape=`\nFROM a\nSHELL [\"sh\", \"-c\"]\nRUN a && `\n [|b|]\n", "b"},
      {"FROM a\r\nRUN <<EOF\r\na\r\nc\r\n[|b|]\r\nEOF\r\n", "b"},
      {"FROM a\nRUN <<-EOF\n\ta\n\t\t[|b|] c\nEOF\n", "b"},
      {"FROM a\nRUN cat <<EOF >x && \\\n  b\none [|$y|]\nEOF\n", "$y"},
      {"FROM a\nRUN cat <<X <<Y\n1\nX\n[|22|]\nY\n", "22"},
      {"FROM a\nRUN bash <<'EOF'\na\n[|b|]\nEOF\n", "b"},
      {"FROM a\nRUN <<EOF\n#!/bin/bash -e\n[|a|]\nEOF\n", "a"},
      {"FROM a\nCMD [\"sh\", \"-c\", \"a [|$x|]\"]\n", "$x"},
      // A JSON string with an escape stands nowhere as it is read.
      {"FROM a\nCMD [\"sh\", \"-c\", [|\"a \\\"$x\\\"\"|]]\n", "$x"},
  };
  for (const Case& c : cases) {
    std::string plain(c.marked);
    plain.erase(plain.find("[|"), 2).erase(plain.find("|]") - 0, 2);
    Sample sample(plain, {}, {"x"});
    ASSERT_TRUE(sample.text) << plain;
    EXPECT_EQ(sample.marked(c.words), c.marked);
  }
}

TEST(ShellcheckText, MarksSomethingEverywhere) {
  Sample sample("FROM a\nRUN ab\n", {}, {});
  const uint32_t header = sample.text->header;
  EXPECT_EQ(sample.marked(header, header), "FROM a\nRUN [|a|]b\n");
  EXPECT_EQ(sample.marked(header + 2, header + 2), "FROM a\nRUN a[|b|]\n");
  EXPECT_EQ(sample.marked(0, 3), "FROM a\nRUN [|a|]b\n");
  EXPECT_EQ(sample.marked(9999, 99999), "FROM a\nRUN a[|b|]\n");
}

TEST(ShellcheckText, ReplacesOnlyWhatStandsThere) {
  Sample sample("FROM a\nRUN a \\\n b\n");
  const uint32_t at = sample.text->header;
  EXPECT_TRUE(sample.text->replaceable(at, at + 1));
  EXPECT_TRUE(sample.text->replaceable(at + 3, at + 4));
  EXPECT_FALSE(sample.text->replaceable(at, at + 4));
  EXPECT_FALSE(sample.text->replaceable(0, 1));
  EXPECT_FALSE(sample.text->replaceable(at, at + 99));
  Sample json("FROM a\nCMD [\"sh\", \"-c\", \"a $x\"]\n");
  EXPECT_FALSE(json.text->replaceable(json.text->header, json.text->header + 1));
}

TEST(ShellcheckPlaces, CountCodePoints) {
  ShellcheckPlaces places("ab\n\tö\xff€c\n\nd");
  EXPECT_EQ(places.offset(1, 1), 0u);
  EXPECT_EQ(places.offset(1, 3), 2u);
  EXPECT_EQ(places.offset(1, 9), 2u) << "the end of the line";
  EXPECT_EQ(places.offset(2, 2), 4u) << "a tab is one";
  EXPECT_EQ(places.offset(2, 3), 6u);
  EXPECT_EQ(places.offset(2, 4), 7u) << "a byte of a broken character is one";
  EXPECT_EQ(places.offset(2, 5), 10u);
  EXPECT_EQ(places.offset(4, 1), 13u);
  EXPECT_EQ(places.offset(1, 2), 1u) << "backwards";
  EXPECT_EQ(places.offset(9, 1), 14u);
  EXPECT_EQ(places.offset(0, 0), 0u);
}

}  // namespace
}  // namespace dflint
