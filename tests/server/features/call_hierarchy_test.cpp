// Who builds on a stage, and what it builds on.
#include "server/features/call_hierarchy.h"

#include <gtest/gtest.h>

#include "tests/server/features/asked.h"

namespace dflint {
namespace {

constexpr std::string_view text = R"(
ARG V
FROM golang AS build
RUN make

FROM debian
COPY --from=build /a /b
RUN --mount=type=bind,from=build,target=/m ls
# done
FROM build AS test
COPY --from=1 /x /y
)";

// "name: places".
std::vector<std::string> described(const Asked& asked, const std::vector<StageUse>& uses) {
  std::vector<std::string> out;
  for (const StageUse& use : uses) {
    std::string& line = out.emplace_back(use.other.name + ":");
    for (const Range place : use.places) {
      line += ' ';
      line += asked.at->document.text.bytes().substr(place.begin, place.size());
    }
  }
  return out;
}

using Lines = std::vector<std::string>;

TEST(CallHierarchy, WhoBuildsOnAStage) {
  const Asked asked(text);
  EXPECT_EQ(described(asked, users_of(*asked.at, 0)),
            (Lines{"stage 1: build build", "test: build"}));
  EXPECT_EQ(described(asked, users_of(*asked.at, 1)), (Lines{"test: 1"}));
  EXPECT_EQ(described(asked, users_of(*asked.at, 2)), Lines{});
  EXPECT_EQ(described(asked, users_of(*asked.at, 9)), Lines{});
}

TEST(CallHierarchy, WhatAStageBuildsOn) {
  const Asked asked(text);
  EXPECT_EQ(described(asked, used_by(*asked.at, 0)), Lines{});
  EXPECT_EQ(described(asked, used_by(*asked.at, 1)), (Lines{"build: build build"}));
  EXPECT_EQ(described(asked, used_by(*asked.at, 2)), (Lines{"build: build", "stage 1: 1"}));
}

// Marks around the stage and its name.
void check_stage(std::string_view marked, std::string_view name, std::string_view detail) {
  const Asked asked(marked);
  const auto item = stage_at(*asked.at, asked.offset);
  ASSERT_TRUE(item);
  EXPECT_EQ(asked.found({item->whole, item->selection}), asked.expected);
  EXPECT_EQ(item->name, name);
  EXPECT_EQ(item->detail, detail);
}

TEST(CallHierarchy, TheStageAtAPlace) {
  check_stage("[|FROM a AS [|x|]\nRUN y|]\n\nFROM x<|>\n# end\n", "x", "FROM a");
  check_stage("FROM a AS x\n[|FROM [|b|]\nRUN <|>z|]\n# end\n", "stage 1", "FROM b");
  check_stage("FROM a AS x\n[|<|>FROM [|b|]|]\n", "stage 1", "FROM b");
  check_stage("[|[|FROM|] |]<|>", "stage 0", "");
}

TEST(CallHierarchy, NothingBeforeTheFirstStage) {
  const Asked asked("ARG A<|>=1\nFROM a\n");
  EXPECT_FALSE(stage_at(*asked.at, asked.offset));
}

}  // namespace
}  // namespace dflint
