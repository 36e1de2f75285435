// Links of a Dockerfile to pages and files.
#include "server/features/links.h"

#include <gtest/gtest.h>

#include "analysis/image.h"
#include "server/features/registry_pages.h"
#include "tests/server/features/asked.h"

namespace dflint {
namespace {

// Where links stand and, a line each, where they lead.
void check(std::string_view marked, std::vector<std::string> targets) {
  const Asked asked(marked);
  std::vector<Range> ranges;
  std::vector<std::string> found;
  for (const Link& link : links_of(*asked.at)) {
    ranges.push_back(link.range);
    found.push_back(link.url.empty() ? "file " + link.path : link.url);
  }
  EXPECT_EQ(asked.found(ranges), asked.expected);
  EXPECT_EQ(found, targets);
}

TEST(Links, Images) {
  check(
      "# syntax=[|docker/dockerfile|]:1\nFROM [|node|]:22 AS x\nFROM x\nFROM scratch\n"
      "COPY --from=[|ghcr.io/a/b|]:1 /x /y\nRUN --mount=from=[|quay.io/a/b|],target=/x x\n",
      {"https://hub.docker.com/r/docker/dockerfile/", "https://hub.docker.com/_/node/",
       "https://github.com/a/b/pkgs/container/b", "https://quay.io/repository/a/b"});
  check(
      "FROM --platform=linux/amd64 [|microsoft/dotnet|]:x@sha256:"
      "5483e2b609c0f66c3ebd96666de7b0a74537613b43565879ecb0d0a73e845d7d\n",
      {"https://hub.docker.com/r/microsoft/dotnet/"});
}

TEST(Links, ImagesBehindVariables) {
  check("ARG V=1 I=debian\nFROM [|node|]:$V\nFROM [|${I}:12|]\nFROM $NOTHING\n",
        {"https://hub.docker.com/_/node/", "https://hub.docker.com/_/debian/"});
}

TEST(Links, Urls) {
  check(
      "FROM scratch\nARG V=2\nADD [|https://a.org/x-${V}.tar|] [|https://a.org/y.git#main|] "
      "[|git@github.com:a/b.git|] https://a.org/target/\n",
      {"https://a.org/x-2.tar", "https://a.org/y.git#main", "https://github.com/a/b.git"});
}

TEST(Links, Files) {
  check(
      "FROM scratch AS x\nENV D=src\nCOPY [|./a.txt|] [|/b|] [|$D/c|] *.go . ../x /d/\n"
      "COPY --from=x /y /z\nCOPY <<E /x\ny\nE\nADD [[|\"a b\"|], \"/c/\"]\n",
      {"file a.txt", "file b", "file src/c", "file a b"});
}

TEST(Links, SourcesOfMounts) {
  check(
      "FROM [|a|] AS x\nRUN --mount=type=bind,source=[|go.mod|],target=/m "
      "--mount=source=y,from=x,target=/n --mount=type=cache,source=z,target=/c x\n",
      {"https://hub.docker.com/_/a/", "file go.mod"});
}

TEST(RegistryPages, OfEachRegistry) {
  const auto page = [](std::string_view image) { return page_of_image(split_image(image)); };
  EXPECT_EQ(page("debian:12"), "https://hub.docker.com/_/debian/");
  EXPECT_EQ(page("docker.io/library/debian"), "https://hub.docker.com/_/debian/");
  EXPECT_EQ(page("docker.io/a/b"), "https://hub.docker.com/r/a/b/");
  EXPECT_EQ(page("dhi.io/python"), "https://hub.docker.com/hardened-images/catalog/dhi/python");
  EXPECT_EQ(page("ghcr.io/a/b/c:1"), "https://github.com/a/b/pkgs/container/b%2Fc");
  EXPECT_EQ(page("ghcr.io/a"), "");
  EXPECT_EQ(page("registry.gitlab.com/a/b/c"), "https://gitlab.com/a/b/container_registry");
  EXPECT_EQ(page("mcr.microsoft.com/dotnet/sdk:8.0"),
            "https://mcr.microsoft.com/artifact/mar/dotnet/sdk");
  EXPECT_EQ(page("gcr.io/distroless/static"), "https://gcr.io/distroless/static");
  EXPECT_EQ(page("eu.gcr.io/a/b"), "https://eu.gcr.io/a/b");
  EXPECT_EQ(page("europe-west1-docker.pkg.dev/p/r/i"),
            "https://console.cloud.google.com/artifacts/docker/p/europe-west1/r/i");
  EXPECT_EQ(page("registry.k8s.io/pause:3.9"),
            "https://explore.ggcr.dev/?repo=registry.k8s.io/pause");
  EXPECT_EQ(page("public.ecr.aws/lambda/python"), "https://gallery.ecr.aws/lambda/python");
  EXPECT_EQ(page("docker.elastic.co/elasticsearch/elasticsearch"),
            "https://www.docker.elastic.co/r/elasticsearch/elasticsearch");
  EXPECT_EQ(page("nvcr.io/nvidia/cuda"),
            "https://catalog.ngc.nvidia.com/orgs/nvidia/containers/cuda");
  EXPECT_EQ(page("nvcr.io/nvidia/k8s/dcgm"),
            "https://catalog.ngc.nvidia.com/orgs/nvidia/teams/k8s/containers/dcgm");
  EXPECT_EQ(page("registry.access.redhat.com/ubi9/ubi"),
            "https://catalog.redhat.com/search?searchType=containers&q=ubi9/ubi");
  EXPECT_EQ(page("cgr.dev/chainguard/go"),
            "https://images.chainguard.dev/directory/image/go/overview");
  EXPECT_EQ(page("lscr.io/linuxserver/nginx"),
            "https://fleet.linuxserver.io/image?name=linuxserver/nginx");
  EXPECT_EQ(page("localhost:5000/a"), "");
  EXPECT_EQ(page("example.org/a"), "");
}

}  // namespace
}  // namespace dflint
