// Hostile files against the release binary: no file takes long, and time grows with size.
#include <fmt/core.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "tests/support/files.h"
#include "tests/support/growing.h"
#include "tests/support/texts.h"

namespace dflint {
namespace {

using Words = std::vector<std::string>;

// ShellCheck is no work of ours.
const Words check_all = {"check", "--no-config", "--shellcheck", "off", "--select", "all"};
const Words format_diff = {"format", "--diff"};

// Processor seconds that a command needs for one file.
double seconds(const Words& command, const std::string& path) {
  Words words = {DFLINT_RELEASE_BINARY};
  words.insert(words.end(), command.begin(), command.end());
  words.push_back(path);
  const Ran ran = run(words);
  EXPECT_GE(ran.status, 0) << path << " was killed";
  return ran.cpu;
}

void expect_growth(const Words& command) {
  ASSERT_TRUE(read_file(DFLINT_RELEASE_BINARY)) << "missing; run: ./dev build";
  TemporaryDirectory directory;
  for (const GrowingText& growing : growing_texts()) {
    const std::string path = fmt::format("{}/{}.Dockerfile", directory.path(), growing.name);
    constexpr size_t size = 4000, factor = 8;
    write_file(path, growing.make(size));
    const double small = seconds(command, path);
    write_file(path, growing.make(size * factor));
    double large = seconds(command, path);
    // Twice the factor: caches and pages make large files dearer. The start is not counted twice.
    const double most = 0.03 + 2 * factor * small;
    if (large >= most) large = std::min(large, seconds(command, path));  // perhaps a slow moment
    EXPECT_LT(large, most) << growing.name << ": " << small << " s at size " << size << ", "
                           << large << " s at " << factor << " times that";
    EXPECT_LT(large, 4.0) << growing.name;
  }
}

TEST(Time, GrowsWithSize) { expect_growth(check_all); }

TEST(Time, FormattingGrowsWithSize) { expect_growth(format_diff); }

TEST(Time, HostileFilesTakeLessThanASecond) {
  ASSERT_TRUE(read_file(DFLINT_RELEASE_BINARY)) << "missing; run: ./dev build";
  TemporaryDirectory directory;
  const std::vector<NamedText> texts = hostile_texts(directory.path());
  if (texts.empty()) GTEST_SKIP() << "no " << shared("corpus/nasty");
  for (const NamedText& text : texts) {
    double took = seconds(check_all, text.name);
    for (int again = 0; again < 3 && took > 0.7; ++again) {  // perhaps a slow moment
      took = std::min(took, seconds(check_all, text.name));
    }
    EXPECT_LT(took, 1.0) << text.name;
  }
}

}  // namespace
}  // namespace dflint
