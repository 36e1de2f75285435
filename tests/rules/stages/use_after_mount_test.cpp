// What a later command misses of a mount, and what may have brought it after all.
#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "tests/support/marked_text.h"

namespace dflint {
namespace {

void check(const std::string& text) {
  const Marked marked = marked_by("use-after-mount", text);
  EXPECT_EQ(marked.found, marked.expected);
}

const std::string node =
    "FROM node\nWORKDIR /app\nRUN --mount=type=cache,target=/app/node_modules npm ci\n";
const std::string rust =
    "FROM rust\nWORKDIR /s\nRUN --mount=type=cache,target=target cargo build\n";

TEST(UseAfterMount, OfNodeModules) {
  check(node + "COPY . .\nRUN [|npm|] test\n");
  check(node + "RUN [|npx|] tsc\nCMD [\"node\", \"x.js\"]\n");
  check(node + "CMD [\"npm\"]\n");
  check(node + "CMD [|npm|] start\n");
  check(node + "RUN [|node_modules/.bin/tsc|]\n");
  check(node + "RUN --mount=type=cache,target=/app/node_modules npm test\n");
  check(node + "RUN --mount=type=cache,target=/app npm test\n");
  check(node + "RUN --mount=type=bind,target=/app npm test\n");
  check(node + "RUN npm ci\nRUN npm test\n");
  check(node + "COPY node_modules /app/node_modules\nRUN npm test\n");
  check(node + "COPY --from=x /app /app\nRUN npm test\n");
  check(node + "WORKDIR /other\nRUN npm test\n");
  check(node + "RUN cd web && npm test\n");
  check(node + "RUN npm --version\n");
  check(node + "RUN npm test || true\nRUN if x; then npm test; fi\n");
  check(
      "FROM node\nWORKDIR /app\nRUN npm ci\nRUN --mount=type=cache,target=/app/node_modules npm "
      "ci\nRUN npm test\n");
  // What was built may be one file.
  check(
      node +
      "RUN --mount=type=cache,target=/app/node_modules npm run build\nCMD [\"npm\", \"start\"]\n");
}

TEST(UseAfterMount, OfFilesThatWereBuilt) {
  check(rust + "RUN cp [|target/release/a|] /b\n");
  check(rust + "RUN [|./target/release/a|]\n");
  check(rust + "RUN chmod 1 x && [|/s/target/release/a|]\n");
  check(rust + "ENTRYPOINT [[|\"/s/target/release/a\"|]]\n");
  check(rust + "FROM debian\nCMD [\"/s/target/release/a\"]\n");
  check(rust + "RUN make && cp target/release/a /b\n");
  check(rust + "RUN rm -rf target/release\n");
  check(rust + "RUN cp x target/a && target/a\n");
  check(rust + "RUN cd /s && cp target/release/a /b\n");
  check(rust + "RUN cargo test && cp target/release/a /b\n");
  check(rust + "COPY a /s/target/\nRUN cp target/a /b\n");
  check(
      "FROM a\nRUN --mount=type=cache,target=/var/cache/apt apt-get update\nRUN cp "
      "/var/cache/apt/x /y\n");
}

}  // namespace
}  // namespace dflint
