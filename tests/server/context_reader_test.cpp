// What is seen of a build context.
#include "server/context_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/server/memory_host.h"

namespace dflint {
namespace {

using testing::ElementsAre;

// "name" or "name/", in order; {"?"} where nobody can tell.
std::vector<std::string> names(const std::shared_ptr<const ContextEntries>& entries) {
  if (!entries) return {"?"};
  std::vector<std::string> out;
  for (const ContextEntry& entry : *entries) {
    out.push_back(entry.name + (entry.directory ? "/" : ""));
  }
  return out;
}

TEST(ContextReader, ListsInOrderAndFollowsLinks) {
  MemoryHost host;
  host.add("b.txt", "");
  host.add("a/x", "");
  host.links["/work/c"] = "/work/a";
  host.links["/work/d"] = "/nowhere";
  ContextReader files(host);
  EXPECT_THAT(names(files.tree_of("").list(".")), ElementsAre("a/", "b.txt", "c/", "d"));
  EXPECT_THAT(names(files.tree_of("/work/").list("a")), ElementsAre("x"));
  host.unreadable.insert("/work/a");
  files.forget();
  EXPECT_THAT(names(files.tree_of("/work/").list("a")), ElementsAre("?"));
}

TEST(ContextReader, RemembersForAMoment) {
  MemoryHost host;
  host.add("a", "");
  ContextReader files(host);
  EXPECT_THAT(names(files.list("/work/")), ElementsAre("a"));
  host.add("b", "");
  EXPECT_THAT(names(files.list("/work/")), ElementsAre("a"));
  files.forget();
  EXPECT_THAT(names(files.list("/work/")), ElementsAre("a", "b"));
}

TEST(ContextReader, AsksGit) {
  MemoryHost host;
  host.add(".git/info/exclude", "secret.txt\n");
  host.add(".gitignore", "*.gen\n/sub/made/\n!keep.gen\n");
  host.add("sub/.gitignore", "!here.gen\nonly\n");
  host.add("sub/Dockerfile", "");
  ContextReader files(host);
  const ContextTree tree = files.tree_of("sub/");
  for (const char* path : {"a.gen", "deep/a.gen", "made", "made/a/b", "secret.txt", "only/x"}) {
    EXPECT_TRUE(tree.untracked(path)) << path;
  }
  for (const char* path : {"keep.gen", "here.gen", "a.txt", "deep/made", "makefile"}) {
    EXPECT_FALSE(tree.untracked(path)) << path;
  }
}

TEST(ContextReader, KnowsNoGitWithoutARepository) {
  MemoryHost host;
  host.add(".gitignore", "*\n");
  ContextReader files(host);
  EXPECT_FALSE(files.tree_of("").untracked("a"));
}

TEST(ContextReader, LooksAboveUpToTheRepository) {
  MemoryHost host;
  host.add("/outside.txt", "");
  host.add("/work/root.txt", "");
  host.add("/work/a/middle.txt", "");
  host.add("/work/a/b/own.txt", "");
  ContextReader files(host);
  EXPECT_TRUE(files.tree_of("a/b/").elsewhere("outside.txt"));
  host.add("/work/.git/HEAD", "");
  files.forget();
  const ContextTree tree = files.tree_of("a/b/");
  EXPECT_TRUE(tree.elsewhere("root.txt"));
  EXPECT_TRUE(tree.elsewhere("middle.txt"));
  EXPECT_FALSE(tree.elsewhere("own.txt"));
  EXPECT_FALSE(tree.elsewhere("outside.txt"));
}

}  // namespace
}  // namespace dflint
