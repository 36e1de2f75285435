// apt in images that bring no lists of packages.
#include <gtest/gtest.h>

#include <string_view>

#include "tests/support/marked_text.h"

namespace dflint {
namespace {

TEST(MissingLists, AreReportedWhereNothingMayHaveFetchedThem) {
  for (std::string_view text :
       {"FROM debian:12\nRUN [|apt-get install -y git|]\nRUN apt-get install -y jq\n",
        "FROM ubuntu AS a\nRUN x\nFROM a\nRUN x && [|apt install -y git|]\n",
        "FROM debian:12\nRUN apt-get install -yqqU git\n",
        "FROM debian:12\nRUN apt-get install -y --update git\n",
        "FROM debian:12\nRUN apt-get install -y ./git.deb\n",
        "FROM debian:12\nRUN ./fetch.sh\nRUN apt-get install -y git\n",
        "FROM debian:12\nRUN apt-get remove -y git\n",
        "FROM debian:12\nRUN --mount=type=cache,target=/var/lib/apt/lists apt-get install -y git\n",
        "FROM acme/debian:12\nRUN apt-get install -y git\n",
        "FROM alpine\nRUN apt-get install git\n",
        "ARG BASE=debian:12\nFROM $BASE\nRUN apt-get install -y git\n"}) {
    const Marked marked = marked_by("stale-package-index", text);
    EXPECT_EQ(marked.found, marked.expected);
  }
}

}  // namespace
}  // namespace dflint
