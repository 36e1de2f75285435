// Files that are replaced on a real file system.
#include "server/host.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/support/files.h"

namespace dflint {
namespace {

mode_t mode_of(const std::string& path) {
  struct stat status = {};
  ::stat(path.c_str(), &status);
  return status.st_mode & 07777;
}

class Replace : public testing::Test {
 protected:
  std::string at(const std::string& name) const { return directory_.path() + "/" + name; }
  void TearDown() override {
    // Nothing may stay behind, whether it went well or not.
    const auto entries = host_.list_directory(directory_.path());
    for (const Entry& entry : entries.value) EXPECT_FALSE(entry.name.starts_with(".dflint"));
  }

  TemporaryDirectory directory_;
  SystemHost host_;
};

TEST_F(Replace, KeepsTheMode) {
  for (const mode_t mode : {0600, 0644, 0755, 0664}) {
    ASSERT_TRUE(write_file(at("f"), "old"));
    ASSERT_EQ(::chmod(at("f").c_str(), mode), 0);
    EXPECT_EQ(host_.write_file_atomically(at("f"), "new"), "");
    EXPECT_EQ(read_file(at("f")), "new");
    EXPECT_EQ(mode_of(at("f")), mode);
  }
}

TEST_F(Replace, MakesANewFileAsTheUmaskSays) {
  const mode_t mask = ::umask(027);
  EXPECT_EQ(host_.write_file_atomically(at("f"), "new"), "");
  ::umask(mask);
  EXPECT_EQ(read_file(at("f")), "new");
  EXPECT_EQ(mode_of(at("f")), 0640u);
}

TEST_F(Replace, FollowsLinks) {
  ASSERT_EQ(::mkdir(at("d").c_str(), 0755), 0);
  ASSERT_TRUE(write_file(at("d/f"), "old"));
  ASSERT_EQ(::symlink("d/f", at("one").c_str()), 0);
  ASSERT_EQ(::symlink("one", at("two").c_str()), 0);
  EXPECT_EQ(host_.write_file_atomically(at("two"), "new"), "");
  EXPECT_EQ(read_file(at("d/f")), "new");
  struct stat status = {};
  ASSERT_EQ(::lstat(at("two").c_str(), &status), 0);
  EXPECT_TRUE(S_ISLNK(status.st_mode));
  EXPECT_EQ(host_.type_of(at("two")), FileType::file);
  ASSERT_EQ(::unlink(at("d/f").c_str()), 0);
  EXPECT_EQ(host_.type_of(at("two")), FileType::link);
  EXPECT_EQ(host_.type_of(at("three")), FileType::missing);
}

TEST_F(Replace, LeavesAReadOnlyFileAlone) {
  ASSERT_TRUE(write_file(at("f"), "old"));
  ASSERT_EQ(::chmod(at("f").c_str(), 0444), 0);
  EXPECT_EQ(host_.write_file_atomically(at("f"), "new"), "is read-only");
  EXPECT_EQ(read_file(at("f")), "old");
}

TEST_F(Replace, SaysWhyNot) {
  ASSERT_EQ(::symlink("nothing", at("link").c_str()), 0);
  EXPECT_EQ(host_.write_file_atomically(at("link"), "x"), "No such file or directory");
  EXPECT_EQ(host_.write_file_atomically(directory_.path(), "x"), "is no regular file");
  EXPECT_EQ(host_.write_file_atomically(at("no/f"), "x"),
            "cannot be replaced: its directory: No such file or directory");
}

}  // namespace
}  // namespace dflint
