// Hostile files against the release binary: no file takes long, and time grows with size.
#include <fmt/core.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <string>
#include <vector>

#include "tests/support/files.h"
#include "tests/support/texts.h"

namespace dflint {
namespace {

std::string repeated(size_t count, const std::function<std::string(size_t)>& part) {
  std::string out;
  for (size_t i = 0; i < count; ++i) out += part(i);
  return out;
}

std::string repeated(size_t count, std::string_view part) {
  return repeated(count, [&](size_t) { return std::string(part); });
}

struct Growing {
  std::string name;
  std::function<std::string(size_t)> make;  // of a size
};

const std::vector<Growing>& growing_texts() {
  static const std::vector<Growing> list = {
      {"blank_lines", [](size_t n) { return repeated(n, " \t\r\n"); }},
      {"comments", [](size_t n) { return repeated(n, "# hadolint ignore=DL3008\n"); }},
      {"one_line", [](size_t n) { return "FROM a\nRUN " + repeated(n, "a && ") + "b\n"; }},
      {"continuations",
       [](size_t n) { return "FROM a\nRUN b" + repeated(n, " \\\n && c") + "\n"; }},
      {"comments_inside",
       [](size_t n) { return "FROM a\nRUN b \\\n" + repeated(n, "# c\n\n") + " d\n"; }},
      {"stages",
       [](size_t n) {
         return repeated(n, [](size_t i) {
           return fmt::format("FROM a:1 AS s{}\nCOPY --from=s{} a b\n", i, i / 2);
         });
       }},
      {"chained_stages",
       [](size_t n) {
         return "FROM a:1 AS s0\n" + repeated(n, [](size_t i) {
                  return fmt::format("FROM s{} AS s{}\nENV A=1\nUSER x\n", i, i + 1);
                });
       }},
      {"variables",
       [](size_t n) {
         return "FROM a\n" +
                repeated(n, [](size_t i) { return fmt::format("ENV V{}=$V{}x\n", i + 1, i); });
       }},
      {"doubling",
       [](size_t n) {
         return "FROM a\nENV V0=x\n" + repeated(n, [](size_t i) {
                  return fmt::format("ENV V{}=$V{}$V{}\n", i + 1, i, i);
                });
       }},
      {"runs",
       [](size_t n) { return "FROM a\n" + repeated(n, "RUN cd /a && apt-get install b\n"); }},
      {"heredocs",
       [](size_t n) {
         return "FROM a\nRUN " + repeated(n, [](size_t i) { return fmt::format("<<E{} ", i); }) +
                "cat\n" + repeated(n, [](size_t i) { return fmt::format("x\nE{}\n", i); });
       }},
      {"open_heredocs", [](size_t n) { return "FROM a\n" + repeated(n, "RUN <<EOF\n"); }},
      {"quotes", [](size_t n) { return "FROM a\nRUN echo " + repeated(n, "\"'`") + "\n"; }},
      {"substitutions", [](size_t n) { return "FROM a\nRUN " + repeated(n, "$(") + "\n"; }},
      {"expansions", [](size_t n) { return "FROM a\nENV A=" + repeated(n, "${A:-") + "\n"; }},
      {"flags",
       [](size_t n) {
         return "FROM a\nRUN " + repeated(n, "--mount=type=cache,target=/x ") + "b\n";
       }},
      {"mount_fields",
       [](size_t n) { return "FROM a\nRUN --mount=" + repeated(n, "type=bind,") + " b\n"; }},
      {"array", [](size_t n) { return "FROM a\nCMD [" + repeated(n, "\"a\\n\", ") + "\"b\"]\n"; }},
      {"pairs", [](size_t n) { return "FROM a\nLABEL " + repeated(n, "a=b ") + "\n"; }},
      {"ports", [](size_t n) { return "FROM a\nEXPOSE " + repeated(n, "80/tcp ") + "\n"; }},
      {"triggers", [](size_t n) { return "FROM a\n" + repeated(n, "ONBUILD ") + "RUN a\n"; }},
      {"unknown", [](size_t n) { return "FROM a\n" + repeated(n, "RNU a\n"); }},
      {"blanks",
       [](size_t n) {
         return "FROM a\nRUN b" + std::string(n, ' ') + "\\\nc\n#" + std::string(n, ' ');
       }},
      {"bytes", [](size_t n) { return "FROM a\nRUN " + std::string(n, '\xC3') + "\n"; }},
  };
  return list;
}

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
  for (const Growing& growing : growing_texts()) {
    const std::string path = fmt::format("{}/{}.Dockerfile", directory.path(), growing.name);
    constexpr size_t size = 4000, factor = 8;
    write_file(path, growing.make(size));
    const double small = std::min(seconds(command, path), seconds(command, path));
    write_file(path, growing.make(size * factor));
    const double large = std::min(seconds(command, path), seconds(command, path));
    // Twice the factor: caches and pages make large files dearer. The start is not counted twice.
    EXPECT_LT(large, 0.03 + 2 * factor * small)
        << growing.name << ": " << small << " s at size " << size << ", " << large << " s at "
        << factor << " times that";
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
