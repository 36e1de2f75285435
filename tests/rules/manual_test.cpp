// A rule as Markdown.
#include "rules/manual.h"

#include <gtest/gtest.h>

#include "rules/report.h"

namespace dflint {
namespace {

void check(const Instruction& in, Report& report) {
  if (in.statement.keyword != Keyword::run) return;
  const Word& word = in.statement.word;
  if (in.value(word) == "RUN") return;
  report.add(word, "x").fixes.push_back(replace({&in, word.span}, "RUN", "Write it so"));
}

TEST(Manual, ShowsEverything) {
  const Rule rule = {
      .name = "loud-run",
      .aliases = {"DL3999", "LoudRun"},
      .category = Category::style,
      .severity = Severity::info,
      .on_by_default = false,
      .summary = "Write RUN in capitals",
      .why = R"(
Because of **this**.
)",
      .examples = {{
          {
              .bad = R"(
FROM é
[|run|] a \
  # b
  c
[|Run|]	d
)",
              .good = R"(
FROM é
RUN a \
  # b
  c
RUN	d
)",
          },
      }},
      .check = check,
  };
  EXPECT_EQ(manual(rule), R"(# loud-run

Write RUN in capitals.

| Severity | Category | On by default | Fix | Also known as |
| --- | --- | --- | --- | --- |
| info | style | no | safe | DL3999, LoudRun |

Because of **this**.

## Examples

Reported:

```dockerfile
FROM é
run a \
^^^
  # b
  c
Run	d
^^^
```

Better:

```dockerfile
FROM é
RUN a \
  # b
  c
RUN	d
```

To silence it in one place, write `# dflint ignore=loud-run` above the instruction.
)");
  EXPECT_EQ(manual_index({rule}), R"(# Rules

Every rule, by category. `dflint explain NAME` shows the page of a rule in the terminal.

## Style

| Rule | What to do | Severity | Default | Fix | Also known as |
| --- | --- | --- | --- | --- | --- |
| [loud-run](loud-run.md) | Write RUN in capitals | info | off | safe | DL3999, LoudRun |
)");
}

TEST(Manual, TakesMarksOut) {
  const MarkedText marked = unmarked("a[|b[|c|]|][||]|]d");
  EXPECT_EQ(marked.text, "abc|]d");
  ASSERT_EQ(marked.ranges.size(), 3u);
  EXPECT_EQ(marked.ranges[0], (Range{1, 3}));
  EXPECT_EQ(marked.ranges[1], (Range{2, 3}));
  EXPECT_EQ(marked.ranges[2], (Range{3, 3}));
}

}  // namespace
}  // namespace dflint
