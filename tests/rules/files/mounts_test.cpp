// What a RUN writes to volumes and to bind mounts.
#include <gtest/gtest.h>

#include <string_view>

#include "tests/support/marked_text.h"

namespace dflint {
namespace {

TEST(WrittenPaths, BelowVolumes) {
  for (std::string_view text :
       {"FROM a\nVOLUME /v\nRUN cp -r x [|/v/|] && mv /v/x /y && ln -s /v /w\n",
        "FROM a\nVOLUME /v\nRUN cd /v && touch x && touch [|/v/y|]\n",
        "FROM a\nVOLUME /v\nRUN x | tee [|/v/log|] > /dev/null 2>&1; x 2> [|/v/err|]\n",
        "FROM a\nVOLUME /v\nRUN mkdir -m 755 [|/v/x|] && chown 1:1 -R [|/v/x|] /vv\n",
        "FROM a\nRUN touch /v/x\nVOLUME /v\nCOPY x /v/\n",
        "FROM a\nVOLUME $V\nRUN touch /v/x $V/x ~/x\n"}) {
    const Marked marked = marked_by("write-below-volume", text);
    EXPECT_EQ(marked.found, marked.expected);
  }
}

TEST(WrittenPaths, OfBindMounts) {
  for (std::string_view text :
       {"FROM a\nRUN --mount=target=/m touch [|/m/x|] && touch /m/y\n",
        "FROM a\nRUN --mount=target=/m if x; then touch /m/x; fi\n",
        "FROM a\nRUN --mount=type=bind,target=/m,readwrite touch /m/x\n",
        "FROM a\nRUN --mount=type=cache,target=/m touch /m/x\n",
        "FROM a\nRUN --mount=target=/m --mount=type=tmpfs,target=/m/t touch /m/t/x\n",
        "FROM a\nRUN --mount=target=m touch m/x\nWORKDIR /s\nRUN --mount=target=m touch "
        "[|m/x|]\n"}) {
    const Marked marked = marked_by("read-only-mount", text);
    EXPECT_EQ(marked.found, marked.expected);
  }
}

}  // namespace
}  // namespace dflint
