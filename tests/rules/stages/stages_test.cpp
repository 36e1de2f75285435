// Where COPY --from may take files from.
#include <gtest/gtest.h>

#include <string_view>

#include "tests/support/hadolint_text.h"
#include "tests/support/marked_text.h"

namespace dflint {
namespace {

void check(std::string_view rule, std::string_view text) {
  const Marked marked = marked_by(rule, text);
  EXPECT_EQ(marked.found, marked.expected) << rule;
}

void check_hadolint(std::string_view rule, std::string_view text) {
  const Marked marked = marked_as_hadolint(rule, text);
  EXPECT_EQ(marked.found, marked.expected) << rule;
}

TEST(UnknownCopySource, FoldsCase) {
  check("unknown-copy-source",
        "FROM a AS Build\nFROM b\nCOPY --from=build /a /a\n"
        "COPY --from=0 /a /a\nCOPY --from=[|nginx|] /a /a\n"
        "COPY --from=nginx:1 /a /a\nCOPY --from=$X /a /a\n");
  check_hadolint("unknown-copy-source",
                 "FROM a AS Build\nCOPY --from=Build /a /a\n[|COPY|] --from=build /a /a\n"
                 "COPY --from=0 /a /a\n[|COPY|] --from=1 /a /a\nCOPY --from=x:y /a /a\n"
                 "[|COPY|] --from=$X /a /a\n[|COPY|] --from=later /a /a\nFROM a AS later\n");
}

TEST(StageNames, AreAsWrittenForHadolint) {
  check_hadolint("circular-stages", "FROM a AS x\n[|COPY|] --from=x /a /a\nCOPY --from=X /a /a\n");
  check_hadolint("circular-stages",
                 "FROM a AS x\nCOPY --from=y /a /a\nFROM a AS y\n"
                 "COPY --from=x /a /a\n");
  check_hadolint("unique-stage-names", "FROM a AS x\nFROM a AS X\n[|FROM|] a AS x\n");
  check_hadolint("reserved-stage-name", "[|FROM|] a AS scratch\nFROM a AS Context\n");
  check_hadolint("instruction-before-from", "ARG A\n[|LABEL|] a=b\n[|ONBUILD|] RUN a\nFROM a\n");
  check_hadolint("invalid-onbuild-trigger",
                 "FROM a\n[|ONBUILD|] FROM b\n[|ONBUILD|] MAINTAINER me\nONBUILD RUN a\n");
}

constexpr std::string_view cargo =
    "FROM a AS b\nWORKDIR /w\nRUN --mount=type=cache,target=/w/target cargo build\n";

void check_mount(std::string_view more, std::string_view copy) {
  check("copy-from-mount", std::string(cargo) + std::string(more) + "FROM c\nCOPY --from=b " +
                               std::string(copy) + " /x\n");
}

TEST(CopyFromMount, IsSilentWhereSomethingElseMayWrite) {
  check_mount("", "[|/w/target/release/app|]");
  check_mount("", "[|/w/target|]");
  check_mount("", "[|w/target/|]");
  check_mount("RUN apt-get update\n", "[|/w/target/app|]");
  check_mount("", "/w/targets /w/*");
  check_mount("RUN cp -r /cache target\n", "/w/target/app");
  check_mount("RUN cargo test\n", "/w/target/app");
  check_mount("COPY app /w/target/\n", "/w/target/app");
  check_mount("COPY app $X\n", "/w/target/app");
  check("copy-from-mount",
        "FROM a AS b\nWORKDIR /w\n"
        "RUN --mount=type=tmpfs,dst=out make\nFROM c\n"
        "COPY --from=b [|/w/out/a|] /a\n");
  check("copy-from-mount",
        "FROM a AS b\nRUN --mount=type=bind,target=/src make\nFROM c\n"
        "COPY --from=b /src/a /a\n");
}

TEST(MisspeltStage, ProposesNoNameThatNoStageCanHave) {
  const Marked marked =
      marked_by("misspelt-stage", "FROM a AS bui\\tld\nFROM b\nCOPY --from=builld /a /a\n");
  EXPECT_EQ(marked.found, marked.expected);
  check("misspelt-stage", "FROM a AS build\nFROM b\nCOPY --from=[|builld|] /a /a\n");
}

}  // namespace
}  // namespace dflint
