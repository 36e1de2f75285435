// How much COPY takes.
#include "server/context_size.h"

#include <gtest/gtest.h>

#include <fmt/core.h>

#include "tests/server/memory_host.h"

namespace dflint {
namespace {

// "files/bytes", with a + where there is more; "?" where nothing is known.
std::string size_of(MemoryHost& host, std::vector<std::string> sources,
                    std::string_view ignore = "", const ContextSizeLimits& limits = {}) {
  const IgnoreFile file(ignore);
  const auto size = context_size(host, "/work/", &file, sources, limits);
  if (!size) return "?";
  return fmt::format("{}/{}{}", size->files, size->bytes, size->more ? "+" : "");
}

MemoryHost some_files() {
  MemoryHost host;
  host.add("a.txt", "1");
  host.add("b.txt", "22");
  host.add("src/c.go", "333");
  host.add("src/deep/d.go", "4444");
  host.add("src/deep/e.txt", "55555");
  return host;
}

TEST(ContextSize, CountsEachFileOnce) {
  MemoryHost host = some_files();
  EXPECT_EQ(size_of(host, {"a.txt"}), "1/1");
  EXPECT_EQ(size_of(host, {"."}), "5/15");
  EXPECT_EQ(size_of(host, {"/"}), "5/15");
  EXPECT_EQ(size_of(host, {"src/", "./src/deep", "src/c.go"}), "3/12");
  EXPECT_EQ(size_of(host, {"src/deep", "src", "a.txt", "."}), "5/15");
}

TEST(ContextSize, ReadsWildcards) {
  MemoryHost host = some_files();
  EXPECT_EQ(size_of(host, {"*.txt"}), "2/3");
  EXPECT_EQ(size_of(host, {"*"}), "5/15");
  EXPECT_EQ(size_of(host, {"s?c/*/*.go"}), "1/4");
  EXPECT_EQ(size_of(host, {"[ab].txt", "none*"}), "2/3");
}

TEST(ContextSize, LeavesOutWhatIsIgnored) {
  MemoryHost host = some_files();
  EXPECT_EQ(size_of(host, {"."}, "src\n"), "2/3");
  EXPECT_EQ(size_of(host, {"."}, "*.txt\nsrc/deep\n!src/deep/d.go\n"), "2/7");
  EXPECT_EQ(size_of(host, {"src"}, "**/*.txt\n"), "2/7");
  EXPECT_EQ(size_of(host, {"."}, "*\n"), "?");
}

TEST(ContextSize, FollowsOnlyLinksThatAreSources) {
  MemoryHost host;
  host.add("/other/x", "999");
  host.links["/work/link"] = "/other/x";
  host.add("a", "1");
  EXPECT_EQ(size_of(host, {"link"}), "1/3");
  EXPECT_EQ(size_of(host, {"."}), "2/1");
}

TEST(ContextSize, SaysNothingOfWhatIsMissing) {
  MemoryHost host = some_files();
  EXPECT_EQ(size_of(host, {"none"}), "?");
  EXPECT_EQ(size_of(host, {"none*"}), "?");
  EXPECT_EQ(size_of(host, {"a\\.txt"}), "?");
}

TEST(ContextSize, StopsAtLimits) {
  MemoryHost host;
  for (int i = 0; i < 50; ++i) host.add(fmt::format("d/{}", i), "1");
  EXPECT_EQ(size_of(host, {"."}, "", {.files = 20}), "20/20+");
  EXPECT_EQ(size_of(host, {".", "d/1"}, "", {.entries = 10}), "?");
  EXPECT_EQ(size_of(host, {"."}, "", {.files = 100}), "50/50");
}

}  // namespace
}  // namespace dflint
