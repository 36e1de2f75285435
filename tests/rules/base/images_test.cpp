// Which images are pinned, trusted and alive.
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "analysis/end_of_life.h"
#include "tests/support/hadolint_text.h"
#include "tests/support/marked_text.h"

namespace dflint {
namespace {

void check(std::string_view rule, std::string_view text) {
  const Marked marked = marked_by(rule, text);
  EXPECT_EQ(marked.found, marked.expected) << rule;
}

void check_hadolint(std::string_view rule, std::string_view text,
                    std::vector<OptionSetting> options = {}) {
  const Marked marked = marked_as_hadolint(rule, text, std::move(options));
  EXPECT_EQ(marked.found, marked.expected) << rule;
}

TEST(PinImageTag, LooksAtWhatTheBuilderTakes) {
  check("pin-image-tag", "FROM [|debian|] AS Base\nFROM base\nFROM BASE\n");
  check("pin-image-tag", "FROM [|localhost:5000/debian|]\nFROM localhost:5000/debian:12\n");
  check("pin-image-tag", "ARG R=ghcr.io\nFROM [|$R/acme/tool|]\nFROM $R/acme/tool:1\n");
  check("pin-image-tag", "ARG T=:12 N\nFROM debian${T}\nFROM debian$N\nFROM scratch\n");
  check("pin-image-tag", "FROM cgr.dev/chainguard/static\nFROM \\\n [|debian|]\n");
  check("pin-image-tag",
        "FROM a@sha256:01234567890123456789012345678901234567890123456789012345"
        "67890123\n");
}

TEST(PinImageTag, ReadsTheWordAsHadolint) {
  check_hadolint("pin-image-tag", "[|FROM|] debian AS Base\n[|FROM|] base\nFROM Base\n");
  check_hadolint("pin-image-tag", "[|FROM|] img${V}\nFROM $V\nFROM reg.test/$V\nFROM $R/x\n");
  check_hadolint("pin-image-tag", "FROM debian:${V:-12}\nFROM scratch\n[|FROM|] reg.test/debian\n");
  check_hadolint("pin-image-tag", "FROM --platform=linux/arm64 debian@sha256:0\n");
}

TEST(NoLatestTag, MarksTheTag) {
  check("no-latest-tag", "FROM a:[|latest|] AS b\nFROM a:latest-slim\nFROM ${X:-a}:[|latest|]\n");
  check("no-latest-tag",
        "FROM a:1\nCOPY --from=b:[|latest|] /a /a\nCOPY --from=\"c:[|latest|]\" /a /a\n"
        "RUN --mount=from=d:[|latest|],target=/d ls\n");
  check("no-latest-tag",
        "FROM a:latest@sha256:0123456789012345678901234567890123456789012345678901"
        "234567890123\n");
  check("no-latest-tag", "FROM cgr.dev/chainguard/static:latest\n");
  check_hadolint("no-latest-tag",
                 "[|FROM|] cgr.dev/chainguard/static:latest\n"
                 "COPY --from=b:latest /a /a\n");
}

TEST(TrustedRegistries, SaysNothingWithoutAList) {
  check("trusted-registries", "FROM evil.example.com/x:1\n");
  check_hadolint("trusted-registries", "FROM evil.example.com/x:1\n");
}

TEST(TrustedRegistries, ReadsEntriesAsHadolint) {
  const auto with = [](std::vector<std::string> entries) {
    return std::vector<OptionSetting>{{"trusted-registries", std::move(entries)}};
  };
  check_hadolint("trusted-registries",
                 "FROM a.acme.test/b:1 AS b\n[|FROM|] alpine\nFROM b\nFROM scratch\n"
                 "COPY --from=b /a /a\n[|COPY|] --from=ghcr.io/x:1 /a /a\n"
                 "[|RUN|] --mount=type=cache,from=quay.io/x,target=/x ls\n",
                 with({"*.acme.test"}));
  check_hadolint("trusted-registries", "FROM alpine\n[|FROM|] quay.io/a:1\n", with({"docker.io"}));
  check_hadolint("trusted-registries", "FROM alpine\nFROM quay.io/a:1\n", with({"hub*", "quay*"}));
  check_hadolint("trusted-registries", "FROM alpine\nFROM quay.io/a:1\n", with({"*"}));
}

TEST(TrustedRegistries, KnowsPathsAndDockerHub) {
  RuleSet rules(builtin_rules());
  const auto check_with = [&](std::vector<std::string> entries, std::string_view text) {
    rules.configure({{{"DL3026"}, {}},
                     {{"trusted-registries", {}, {{"trusted-registries", std::move(entries)}}}}});
    const Marked marked = marked_by("trusted-registries", text, rules);
    EXPECT_EQ(marked.found, marked.expected);
  };
  check_with({"docker.io"},
             "FROM docker.io/a:1\nFROM index.docker.io/a:1\nFROM a/b:1\n"
             "FROM [|localhost:5000/a|]\n");
  check_with({"ghcr.io/acme", "docker.io/library/"},
             "FROM ghcr.io/acme/a:1\nFROM [|ghcr.io/acmes/a:1|]\nFROM [|a/b:1|]\n");
  check_with({"ghcr.io"},
             "FROM ghcr.io/a:1 AS x\nCOPY --from=X /a /a\nCOPY --from=0 /a /a\n"
             "COPY --from=[|busybox|] /a /a\n");
}

TEST(PinImageDigest, LeavesStagesAndContextsAlone) {
  check("pin-image-digest",
        "FROM [|a:1|] AS b\nFROM b\nFROM scratch\nCOPY --from=b /a /a\n"
        "COPY --from=context /a /a\nCOPY --from=[|a/b|] /a /a\n"
        "COPY --from=0 /a /a\n");
}

std::string_view since(std::string_view image) { return end_of_life(split_image(image)).since; }

TEST(EndOfLife, FindsTheRelease) {
  EXPECT_EQ(since("debian:9"), "2022-06");
  EXPECT_EQ(since("debian:9.13-slim"), "2022-06");
  EXPECT_EQ(since("docker.io/library/debian:stretch-slim"), "2022-06");
  EXPECT_EQ(since("debian:12"), "");
  EXPECT_EQ(since("python:3.7-slim"), "2023-06");
  EXPECT_EQ(since("python:3.12"), "");
  EXPECT_EQ(since("python:2.7.18"), "2020-01");
  EXPECT_EQ(since("php:7.0.33"), "2019-01");
  EXPECT_EQ(since("php:7"), "2022-11");
  EXPECT_EQ(since("golang:1.2"), "");
  EXPECT_EQ(since("golang:1.20"), "2024-02");
  EXPECT_EQ(since("node:22"), "");
  EXPECT_EQ(since("node:18_x"), "2025-04");
  EXPECT_EQ(since("node:180"), "");
  EXPECT_EQ(since("centos"), "2021-12");
  EXPECT_EQ(since("mcr.microsoft.com/dotnet/sdk:6.0"), "2024-11");
  EXPECT_EQ(since("mcr.microsoft.com/other/sdk:6.0"), "");
  EXPECT_EQ(since("acme/debian:9"), "");
  EXPECT_EQ(since("ghcr.io/debian:9"), "");
}

TEST(PlatformRules, AnswerHadolint) {
  check_hadolint("no-constant-platform",
                 "[|FROM|] --platform=linux/arm64 a:1 AS x-arm64\n[|FROM|] --platform=$P a:1\n"
                 "FROM --platform=$BUILDPLATFORM a:1\nFROM --platform=${TARGETPLATFORM} a:1\n");
  check_hadolint("redundant-target-platform",
                 "[|FROM|] --platform=${TARGETPLATFORM} a:1\n[|FROM|] --platform=$TARGETPLATFORM "
                 "a:1\nFROM --platform=${TARGETPLATFORM:-linux/amd64} a:1\n");
}

}  // namespace
}  // namespace dflint
