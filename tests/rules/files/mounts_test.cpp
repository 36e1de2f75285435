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

TEST(WrittenPaths, NotWhatIsOnlyRead) {
  for (std::string_view text :
       {"FROM a\nVOLUME /v\nRUN touch -r /v/a /x [|/v/b|] && touch -cr /v/a /x\n",
        "FROM a\nWORKDIR /v\nVOLUME /v\nRUN touch -d now [|x|] && touch --date now [|y|]\n",
        "FROM a\nVOLUME /v\nRUN ln -s /v/a && ln -s /x [|/v/b|] && touch -m [|/v/c|]\n",
        "FROM a\nVOLUME /v\nRUN cp --target-directory=/x y /v/a\n"}) {
    const Marked marked = marked_by("write-below-volume", text);
    EXPECT_EQ(marked.found, marked.expected);
  }
}

TEST(WrittenPaths, OfBindMounts) {
  for (std::string_view text :
       {"FROM a\nRUN --mount=target=/m touch [|/m/x|] && touch /m/y\n",
        "FROM a\nRUN --mount=target=/m,ro touch [|/m/x|]\n",
        "FROM a\nRUN --mount=target=/m,rw=false touch [|/m/x|]\n",
        "FROM a\nRUN --mount=rw,target=/m,readonly=T touch [|/m/x|]\n",
        "FROM a\nRUN --mount=ro,target=/m,rw touch /m/x\n",
        "FROM a\nRUN --mount=target=/m,ro=$A touch /m/x\n",
        "FROM a\nRUN --mount=target=/m touch /m/x || true\n",
        "FROM a\nRUN --mount=target=/m touch /m/x && y || true; touch [|/m/z|]\n",
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
