// Other programs: what they are given, what they say, when they are stopped.
#include "server/process.h"

#include <gtest/gtest.h>

#include <string>

namespace dflint {
namespace {

using std::chrono::milliseconds;

struct Ran {
  ProcessOutput output;
  std::string error;
};

Ran run(std::string program, std::vector<std::string> arguments,
        std::vector<std::string_view> files = {}, milliseconds limit = milliseconds(20'000)) {
  Ran ran;
  ran.output =
      run_process({std::move(program), std::move(arguments), std::move(files), limit}, ran.error);
  return ran;
}

TEST(Process, ReadsFilesInMemory) {
  const std::string big(300'000, 'x');
  const Ran ran = run("/bin/cat", {}, {"one ", "", big});
  EXPECT_EQ(ran.error, "");
  EXPECT_EQ(ran.output.text, "one " + big);
  EXPECT_EQ(ran.output.status, 0);
  EXPECT_EQ(ran.output.paths.size(), 3u);
}

TEST(Process, SeesNothingOfOurs) {
  EXPECT_EQ(run("/usr/bin/env", {}).output.text, "LC_ALL=C.UTF-8\n");
  EXPECT_EQ(run("/bin/sh", {"-c", "pwd; cat; echo no >&2"}).output.text, "/\n");
}

TEST(Process, TellsHowItEnded) {
  EXPECT_EQ(run("/bin/sh", {"-c", "exit 3"}).output.status, 3);
  EXPECT_EQ(run("/bin/sh", {"-c", "kill -9 $$"}).error, "was killed");
  EXPECT_EQ(run("/no/such/program", {}).error, "No such file or directory");
}

TEST(Process, IsStopped) {
  EXPECT_EQ(run("/bin/sleep", {"60"}, {}, milliseconds(50)).error,
            "took too long or said too much");
}

}  // namespace
}  // namespace dflint
