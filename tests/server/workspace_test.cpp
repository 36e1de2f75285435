// Which files a walk finds.
#include "server/workspace.h"

#include <gtest/gtest.h>

#include <sys/stat.h>
#include <unistd.h>

#include <string>
#include <vector>

#include "tests/server/memory_host.h"
#include "tests/support/files.h"

namespace dflint {
namespace {

// One found path a line; unreadable ones with what was wrong.
std::string walk(Host& host, const std::string& directory) {
  std::string text;
  find_dockerfiles(host, directory,
                   {[&](std::string path) { text += path + "\n"; },
                    [&](const std::string& path, const std::string& error) {
                      text += path + ": " + error + "\n";
                    }});
  return text;
}

std::string walk(std::vector<std::pair<std::string, std::string>> files,
                 const std::string& directory = ".") {
  MemoryHost host;
  for (auto& [path, content] : files) host.add(path, content);
  return walk(host, directory);
}

TEST(Workspace, KnowsDockerfilesByName) {
  for (std::string_view name :
       {"Dockerfile", "dockerfile", "DOCKERFILE", "Dockerfile.dev", "Dockerfile.",
        "Dockerfile.alpine-3.19", "web.Dockerfile", "web.dockerfile", ".dockerfile",
        "a.b.DockerFile", "Containerfile", "containerfile", "Containerfile.x", "app.Containerfile",
        "Dockerfile.windows.amd64"}) {
    EXPECT_TRUE(is_dockerfile_name(name)) << name;
  }
  for (std::string_view name :
       {"", "Docker", "Dockerfiles", "MyDockerfile", "Dockerfile.md", "Dockerfile.dockerignore",
        "Dockerfile.RST", "Dockerfile.orig", "Dockerfile.dev~", "Dockerfile.swp", "Dockerfile.sh",
        ".Dockerfile.swp", "dockerfile.go", "Dockerfile.j2", "Dockerfile.prod.template",
        "Dockerfile-old.txt", "docker-compose.yml"}) {
    EXPECT_FALSE(is_dockerfile_name(name)) << name;
  }
}

TEST(Workspace, FindsInOrder) {
  EXPECT_EQ(
      walk({{"b/Dockerfile", ""},
            {"a/z/Dockerfile", ""},
            {"a/Dockerfile.b", ""},
            {"a/Dockerfile.a", ""},
            {"a.Dockerfile", ""},
            {"README.md", ""},
            {"Dockerfile", ""}}),
      "Dockerfile\na.Dockerfile\na/Dockerfile.a\na/Dockerfile.b\na/z/Dockerfile\nb/Dockerfile\n");
}

TEST(Workspace, ShowsPathsAsWritten) {
  const std::vector<std::pair<std::string, std::string>> files = {{"d/e/Dockerfile", ""}};
  EXPECT_EQ(walk(files, "."), "d/e/Dockerfile\n");
  EXPECT_EQ(walk(files, "./"), "d/e/Dockerfile\n");
  EXPECT_EQ(walk(files, "d"), "d/e/Dockerfile\n");
  EXPECT_EQ(walk(files, "d/"), "d/e/Dockerfile\n");
  EXPECT_EQ(walk(files, "./d"), "./d/e/Dockerfile\n");
  EXPECT_EQ(walk(files, "/work/d"), "/work/d/e/Dockerfile\n");
  EXPECT_EQ(walk(files, "/"), "/work/d/e/Dockerfile\n");
}

TEST(Workspace, SkipsWhatIsNeverSource) {
  EXPECT_EQ(walk({{".git/Dockerfile", ""},
                  {"a/node_modules/b/Dockerfile", ""},
                  {".venv/Dockerfile", ""},
                  {"vendor/Dockerfile", ""},
                  {"target/Dockerfile", ""},
                  {".github/Dockerfile", ""}}),
            ".github/Dockerfile\ntarget/Dockerfile\nvendor/Dockerfile\n");
}

TEST(Workspace, HeedsNestedGitignores) {
  EXPECT_EQ(walk({{".gitignore", "*.Dockerfile\n/build/\nout/\n!keep.Dockerfile\n"},
                  {"x.Dockerfile", ""},
                  {"keep.Dockerfile", ""},
                  {"build/Dockerfile", ""},
                  {"d/build/Dockerfile", ""},
                  {"d/out/Dockerfile", ""},
                  {"d/.gitignore", "!y.Dockerfile\n/Dockerfile\nkeep.*\n"},
                  {"d/x.Dockerfile", ""},
                  {"d/y.Dockerfile", ""},
                  {"d/keep.Dockerfile", ""},
                  {"d/Dockerfile", ""},
                  {"d/e/Dockerfile", ""}}),
            "keep.Dockerfile\nd/y.Dockerfile\nd/build/Dockerfile\nd/e/Dockerfile\n");
}

TEST(Workspace, HeedsTheRepositoryAbove) {
  const std::vector<std::pair<std::string, std::string>> files = {
      {"/gitignore-outside/x", ""},
      {"/.gitignore", "*"},
      {"/r/.git/HEAD", ""},
      {"/r/.git/info/exclude", "secret/\n"},
      {"/r/.gitignore", "/d/one/\n*.Dockerfile\n"},
      {"/r/d/.gitignore", "two/\n!b.Dockerfile\n"},
      {"/r/d/e/one/Dockerfile", ""},
      {"/r/d/e/two/Dockerfile", ""},
      {"/r/d/e/secret/Dockerfile", ""},
      {"/r/d/e/a.Dockerfile", ""},
      {"/r/d/e/b.Dockerfile", ""},
      {"/r/d/one/Dockerfile", ""}};
  EXPECT_EQ(walk(files, "/r/d/e"), "/r/d/e/b.Dockerfile\n/r/d/e/one/Dockerfile\n");
  EXPECT_EQ(walk(files, "/r/d"), "/r/d/e/b.Dockerfile\n/r/d/e/one/Dockerfile\n");
  // What the user names is looked into even if it is ignored.
  EXPECT_EQ(walk(files, "/r/d/one"), "/r/d/one/Dockerfile\n");
}

TEST(Workspace, ReportsDirectoriesThatCannotBeRead) {
  MemoryHost host;
  host.add("a/Dockerfile", "");
  host.add("b/Dockerfile", "");
  host.unreadable = {"/work/a"};
  EXPECT_EQ(walk(host, "."), "a/: Permission denied\nb/Dockerfile\n");
}

TEST(Workspace, FollowsLinksToFilesOnly) {
  MemoryHost host;
  host.add("d/real", "");
  host.add("d/Dockerfile", "");
  host.links = {{"/work/Dockerfile", "/work/d/real"},
                {"/work/d/loop", "/work/d"},
                {"/work/d/Dockerfile.dangling", "/work/nothing"},
                {"/work/d/Dockerfile.dir", "/work/d"}};
  EXPECT_EQ(walk(host, "."), "Dockerfile\nd/Dockerfile\n");
}

TEST(Workspace, WalksTheRealFileSystem) {
  TemporaryDirectory directory;
  const std::string root = directory.path();
  const auto make = [&](const std::string& path) { ::mkdir((root + path).c_str(), 0755); };
  make("/.git"), make("/a"), make("/a/b"), make("/ignored"), make("/pipe");
  write_file(root + "/.gitignore", "ignored\n");
  write_file(root + "/a/b/Dockerfile", "FROM a\n");
  write_file(root + "/ignored/Dockerfile", "FROM a\n");
  ASSERT_EQ(::symlink("b/Dockerfile", (root + "/a/Dockerfile.link").c_str()), 0);
  ASSERT_EQ(::symlink("..", (root + "/a/loop").c_str()), 0);
  ASSERT_EQ(::mkfifo((root + "/pipe/Dockerfile").c_str(), 0600), 0);
  SystemHost host;
  EXPECT_EQ(walk(host, root), root + "/a/Dockerfile.link\n" + root + "/a/b/Dockerfile\n");
}

}  // namespace
}  // namespace dflint
