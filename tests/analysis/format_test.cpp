// The canonical layout, case by case.
#include "analysis/format.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/support/format_properties.h"
#include "tests/support/properties.h"

namespace dflint {
namespace {

std::string format(std::string_view text, const FormatOptions& options = {.indent_scripts = true}) {
  const Document document = parse(Text(std::string(text)));
  EXPECT_EQ(check_format(text, options), "") << quoted(text);
  return formatted(document, plan(document), options);
}

struct Case {
  std::string_view before, after;
};

// Each text becomes the other one; an empty one stays as it is.
void check(std::initializer_list<Case> cases) {
  for (const Case& c : cases)
    EXPECT_EQ(format(c.before), c.after.empty() ? c.before : c.after) << quoted(c.before);
}

// The same below a FROM: only there is it known which shell reads a script.
void check_in_stage(std::initializer_list<Case> cases) {
  for (const Case& c : cases) {
    EXPECT_EQ(format("FROM a\n" + std::string(c.before)),
              "FROM a\n" + std::string(c.after.empty() ? c.before : c.after))
        << quoted(c.before);
  }
}

TEST(Format, PutsKeywordsInOneCase) {
  check({
      {"from a as b\n", "FROM a AS b\n"},
      {"healthcheck  none\n", "HEALTHCHECK NONE\n"},
      {"onbuild run x\n", "ONBUILD RUN x\n"},
      {"Healthcheck --interval=5s cmd x cmd\n", "HEALTHCHECK --interval=5s CMD x cmd\n"},
      {"fro\\\nm a\n", "FRO\\\nM a\n"},
      {"HEALTHCHECK wat\n", ""},
      {"nonsense  x\n", ""},
  });
  EXPECT_EQ(format("From a As b\n", {.keywords = Casing::mixed}), "From a As b\n");
  EXPECT_EQ(format("FROM a AS b\n", {.keywords = Casing::lower}), "from a as b\n");
}

TEST(Format, PutsOneBlankBetweenWords) {
  check({
      {"  COPY\t--from=a   --chown=b  c\td \t\n", "COPY --from=a --chown=b c d\n"},
      {"ENV a=b  c=\"d  e\"\t f='g  h' i=j\\  k=l\n", "ENV a=b c=\"d  e\" f='g  h' i=j\\  k=l\n"},
      {"ENV  a   b  c \n", "ENV a b  c\n"},
      {"ARG  a  b=c\n", "ARG a b=c\n"},
      {"RUN  --network=none   echo  a   b\n", "RUN --network=none echo  a   b\n"},
      {"WORKDIR   /a  b\n", "WORKDIR /a  b\n"},
      {"EXPOSE 1  2\n", "EXPOSE 1 2\n"},
      {"COPY --a=\"b  c\"  d e\n", "COPY --a=\"b  c\" d e\n"},
      // A blank that is none of the usual ones is kept: somebody should see it.
      {"ENV a=b\u00A0 c=d\n", ""},
  });
}

TEST(Format, SpacesOutArrays) {
  check({
      {"CMD [ \"a\",\"b  c\" , \"\\u0061\" ]\n", "CMD [\"a\", \"b  c\", \"\\u0061\"]\n"},
      {"CMD []\n", ""},
      {"CMD [ ]\n", "CMD []\n"},
      {"COPY [\"a\",\\\n\"b\"]\n", "COPY [\"a\", \\\n    \"b\"]\n"},
      {"CMD [ \\\n\"a\" \\\n,\"b\"\\\n  ]\n", "CMD [ \\\n    \"a\" \\\n    , \"b\" \\\n]\n"},
      {"HEALTHCHECK CMD [\"a\",\"b\"]\n", "HEALTHCHECK CMD [\"a\", \"b\"]\n"},
      {"SHELL [\"a\",1]\n", ""},
      {"CMD [\"a\",  'b']\n", ""},
  });
}

TEST(Format, IndentsContinuedLines) {
  check_in_stage({
      {"ENV a=b \\\nc=d   \\  \n      e=f\n", "ENV a=b \\\n    c=d \\\n    e=f\n"},
      {"LABEL a=b\\\n c=d\n", "LABEL a=b \\\n    c=d\n"},
      {"RUN a && \\\nb\n", "RUN a && \\\n    b\n"},
      {"RUN a\t\\\n  && b\n", "RUN a \\\n    && b\n"},
      {"RUN \\\n  --network=none \\\n  a\n", "RUN \\\n    --network=none \\\n    a\n"},
      {"HEALTHCHECK --retries=1 \\\n  CMD a \\\n    || b\n",
       "HEALTHCHECK --retries=1 \\\n    CMD a \\\n      || b\n"},
      {"ONBUILD RUN a \\\nb\n", "ONBUILD RUN a \\\n    b\n"},
  });
  EXPECT_EQ(format("ENV a=b \\\n c=d\n", {.indent = 0}), "ENV a=b \\\nc=d\n");
}

TEST(Format, MovesAScriptAsAWhole) {
  check_in_stage({
      {"RUN if x; then \\\n  y; \\\nfi\n", "RUN if x; then \\\n      y; \\\n    fi\n"},
      {"RUN set -e; \\\n\tif x; then \\\n\t\ty; \\\n\tfi\n",
       "RUN set -e; \\\n    if x; then \\\n        y; \\\n    fi\n"},
      {"RUN \\\n  a \\\n    b \\\n  && c\n", "RUN \\\n    a \\\n      b \\\n    && c\n"},
      {"RUN a=$( \\\n b  \\\n   c \\\n)\n", "RUN a=$( \\\n     b \\\n       c \\\n    )\n"},
  });
  EXPECT_EQ(
      format("FROM a\nRUN a \\\n    b \\\n        c\n", {.tabs = true, .indent_scripts = true}),
      "FROM a\nRUN a \\\n\tb \\\n\t\tc\n");
}

TEST(Format, TakesTabsForEightColumnsBesideBlanks) {
  check_in_stage({
      {"RUN a \\\n\tb \\\n        c\n", "RUN a \\\n    b \\\n    c\n"},
      {"RUN a \\\n\tb \\\n\t\tc\n", "RUN a \\\n    b \\\n        c\n"},
  });
}

TEST(Format, BreaksLongLinesWhereAsked) {
  const FormatOptions narrow{.width = 20, .indent_scripts = true};
  EXPECT_EQ(format("ENV aaaa=bbbb cccc=dddd e=f\nENV a=b c=d \\\ne=f\n", narrow),
            "ENV aaaa=bbbb \\\n    cccc=dddd \\\n    e=f\nENV a=b c=d \\\n    e=f\n");
  EXPECT_EQ(format("ENV aaaa=bbbb ccc=dd\nENV aaaa=bbbb ccc=d\n", {.width = 19}),
            "ENV aaaa=bbbb \\\n    ccc=dd\nENV aaaa=bbbb ccc=d\n");
  EXPECT_EQ(format("FROM a\nRUN --mount=x --mount=y z && \\\n  zz\n", narrow),
            "FROM a\nRUN --mount=x \\\n    --mount=y \\\n    z && \\\n    zz\n");
  EXPECT_EQ(format("ENV a very long text for one name\nRUN a very long text\n", narrow),
            "ENV a very long text for one name\nRUN a very long text\n");
}

TEST(Format, KeepsScriptsUnlessAsked) {
  EXPECT_EQ(format("FROM a\nRUN  --network=none \\\n  b  \\\n# c\n  && d\nENV a=b \\\nc=d\n", {}),
            "FROM a\nRUN --network=none \\\n    b  \\\n# c\n  && d\nENV a=b \\\n    c=d\n");
}

TEST(Format, LeavesBlanksThatMayMeanSomething) {
  check_in_stage({
      {"RUN echo \"a \\\n  b\"\n", ""},
      {"RUN echo 'a  \\\n  b' \\\n  c\n", "RUN echo 'a  \\\n  b' \\\n    c\n"},
      {"RUN echo a\\ \\\n  b\n", ""},
      {"RUN echo a\\\nb\n", ""},
      {"RUN echo `a \\\n  b`\n", ""},
      {"RUN echo ${a:-b \\\n  c}\n", ""},
      {"RUN x $'a \\\n  b'\n", ""},
      {"RUN a=(b \\\n  c)\n", ""},
      {"RUN a # b \\\n  c\n", ""},
      {"RUN for x in 'a \\\n  b'; do y; done\n", ""},
      {"RUN case x in \"a \\\n  b\") y;; esac\n", ""},
      {"RUN \"$(a \"b \\\n  c\")\"\n", ""},
      {"ENV a=\"b \\\n  c\"\n", ""},
      {"ENV a b \\\n  c\n", ""},
      {"USER a \\\n  b\n", ""},
      {"CMD [\"a \\\n  b\"]\n", ""},
      {"RUN if \\\n  then\n", ""},  // what the shell refuses
      {"SHELL [\"pwsh\"]\nRUN a  \\\n  b\n", ""},
      {"SHELL [\"cmd\", \"/c\"]\nRUN a  \\\n  b\n", ""},
  });
}

TEST(Format, PutsBlanksAroundOperatorsAtLineEnds) {
  check_in_stage({
      {"RUN a;\\\nb&&\\\nc\\\n&& d\n", "RUN a; \\\n    b&& \\\n    c \\\n    && d\n"},
      {"RUN find -exec a {} \\;\\\nb\n", ""},
      {"RUN a|\\\n|b\n", ""},
      {"RUN case x in a) b;;\\\nesac\n", ""},
  });
}

TEST(Format, KeepsCommentsWithTheCodeBelow) {
  check_in_stage({
      {"  # a  \nFROM b\n", "# a\nFROM b\n"},
      {"RUN a \\\n# b\n\n  && c\n", "RUN a \\\n    # b\n    && c\n"},
      {"RUN if a; then \\\n#b \\\n    c; \\\n  fi\n",
       "RUN if a; then \\\n      #b \\\n      c; \\\n    fi\n"},
      {"RUN 'a \\\n  # b\nc'\n", ""},
      {"RUN a \\\n# b\n", ""},
  });
}

TEST(Format, KeepsAtMostOneBlankLine) {
  check({
      {"\n\nFROM a\n\n\n\n# b\n\n\nRUN c\n\n\n", "FROM a\n\n# b\n\nRUN c\n"},
      {"FROM a", "FROM a\n"},
      {"FROM a\n# b", "FROM a\n# b\n"},
      {"", ""},

  });
  check_in_stage({
      {"RUN a \\\n\n\n  b\n", "RUN a \\\n    b\n"},
      {"RUN a \\\n  \\\n b\n", "RUN a \\\n    \\\n    b\n"},
  });
}

TEST(Format, LeavesNothingOfBlankLinesAlone) { EXPECT_EQ(format("\n  \n"), ""); }

TEST(Format, WritesDirectives) {
  check({
      {"#syntax = a/b:1  \n# Escape=`\n#check=skip=all\nFROM a\n",
       "# syntax=a/b:1\n# escape=`\n# check=skip=all\nFROM a\n"},
      // What is no directive must not become one, and the reverse.
      {"\n# escape=`\nFROM a \\\n  AS b\n", "\n# escape=`\nFROM a \\\n    AS b\n"},
      {"\n\n#escape=`\nFROM a\n", "\n#escape=`\nFROM a\n"},
      {"  # syntax=a\nFROM a\n", ""},
      {"# a\n#syntax=b\nFROM a\n", ""},
      {"# escape=`\nFROM a\nENV a=b `\nc=d\n", "# escape=`\nFROM a\nENV a=b `\n    c=d\n"},
  });
}

TEST(Format, LeavesHereDocumentsAlone) {
  check({
      {"RUN  <<E\n  a  \n\n\nE\n", "RUN <<E\n  a  \n\n\nE\n"},
      {"COPY  <<-E   <<F /x  \n\ta\t\n\tE\n b \nF", "COPY <<-E <<F /x\n\ta\t\n\tE\n b \nF\n"},
      {"FROM a\nRUN a <<E && \\\nb\n\n\nc \nE\n", "FROM a\nRUN a <<E && \\\n    b\n\n\nc \nE\n"},
      {"RUN  <<E\n a", ""},
  });
}

TEST(Format, KeepsLineEndingsAndMark) {
  check({
      {"\xEF\xBB\xBF\r\nfrom  a\r\nENV a=b \\\r\nc=d",
       "\xEF\xBB\xBF"
       "FROM a\r\nENV a=b \\\r\n    c=d\r\n"},
      {"FROM a\r\nRUN b\nRUN c\n", "FROM a\nRUN b\nRUN c\n"},
      {"FROM a\r\nRUN <<E\r\nb\n\nE\r\nCMD  c\r\n", "FROM a\r\nRUN <<E\r\nb\n\nE\r\nCMD c\r\n"},
  });
}

TEST(Format, CanBeSwitchedOff) {
  check({
      {"from a\n# dflint format off\nRUN  a\n\n\nENV  a=b\n# dflint format on\nENV  c=d\n",
       "FROM a\n# dflint format off\nRUN  a\n\n\nENV  a=b\n# dflint format on\nENV c=d\n"},
      {"# dflint format off aligned by hand\nENV  a=b", ""},
      {"# dflint formatted off\nENV  a=b\n", "# dflint formatted off\nENV a=b\n"},
  });
}

}  // namespace
}  // namespace dflint
