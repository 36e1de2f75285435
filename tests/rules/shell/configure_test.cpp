// When configure is told the architecture, and by what.
#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "rules/fix.h"
#include "tests/support/marked_text.h"

namespace dflint {
namespace {

// What stands in `--build="$(…)"` after the fix; empty: there is none.
std::string told(std::string_view text) {
  RuleSet rules(builtin_rules());
  rules.select({{"configure-without-build"}, {}});
  const std::string fixed = fix(Text(std::string(text)), rules, Safety::unsafe).text;
  const size_t at = fixed.find("$(");
  return at == std::string::npos ? "" : fixed.substr(at + 2, fixed.find(')', at) - at - 2);
}

constexpr std::string_view dpkg = "dpkg-architecture --query DEB_BUILD_GNU_TYPE";
constexpr std::string_view gcc = "gcc -dumpmachine";

TEST(ConfigureWithoutBuild, AsksWhatTheStageHas) {
  const std::string build = "RUN autoreconf && ./configure\n";
  EXPECT_EQ(told("FROM gcc:14\n" + build), gcc);
  EXPECT_EQ(told("FROM python:3.13-slim\n" + build), "");
  EXPECT_EQ(told("FROM debian:12\n" + build), "");
  EXPECT_EQ(told("FROM debian:12\nRUN apt-get install -y dpkg-dev=1.21\n" + build), dpkg);
  EXPECT_EQ(told("FROM debian:12 AS a\nRUN apt-get install -y build-essential\nFROM a\n" + build),
            dpkg);
  EXPECT_EQ(told("FROM alpine:3.20\nRUN apk add build-base\n" + build), gcc);
  EXPECT_EQ(told("FROM alpine:3.20\nRUN apk add gcc && apk del gcc\n" + build), "");
  EXPECT_EQ(told("FROM fedora:41\nRUN dnf -y install gcc\n" + build), gcc);
  EXPECT_EQ(told("FROM debian:12\nRUN if x; then apt-get install -y dpkg-dev; fi\n" + build), "");
}

TEST(ConfigureWithoutBuild, AsksForSourcesOfAutoconf) {
  const std::string from = "FROM gcc:14\nRUN ";
  EXPECT_EQ(told(from + "./configure --prefix=/usr\n"), "");
  EXPECT_EQ(told(from + "curl https://ffmpeg.org/x.tgz | tar xz && ./configure\n"), "");
  EXPECT_EQ(told(from + "curl https://ftp.gnu.org/gnu/x.tgz | tar xz && ./configure\n"), gcc);
  EXPECT_EQ(told(from + "./configure --disable-dependency-tracking\n"), gcc);
  EXPECT_EQ(told(from + "./autogen.sh; ./configure\n"), gcc);
  EXPECT_EQ(told(from + "./configure && autoreconf\n"), "");
  EXPECT_EQ(told(from + "sh -c \"autoreconf; ./configure\"\n"), "");
}

}  // namespace
}  // namespace dflint
