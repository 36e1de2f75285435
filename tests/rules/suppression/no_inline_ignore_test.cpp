// Which comments silence findings.
#include <gtest/gtest.h>

#include <string_view>

#include "tests/support/marked_text.h"

namespace dflint {
namespace {

TEST(NoInlineIgnore, ReadsAllDialects) {
  const auto check = [](std::string_view text) {
    const Marked marked = marked_by("no-inline-ignore", text);
    EXPECT_EQ(marked.found, marked.expected);
  };
  check("FROM a\n[|# hadolint ignore=DL3008|]\nRUN a \\\n  [|# dflint ignore=x|]\n  b\n");
  check("FROM a\n[|#hadolint global ignore = DL3008|]\n[|# hadolint stage ignore=X|]\nRUN a\n");
  check("FROM a\n[|# dflint ignore-file=x|]\n[|# check=skip=FromAsCasing|]\nRUN a\n");
  check("FROM a\n# hadolint shell=bash\n# dflint says ignore=x\n# ignore=x\n# check=error=true\n");
}

}  // namespace
}  // namespace dflint
