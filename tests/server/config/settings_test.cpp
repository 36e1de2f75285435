// Which configuration file holds for which Dockerfile, and what follows.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "server/cli/run.h"
#include "server/config/settings.h"
#include "tests/server/memory_host.h"

namespace dflint {
namespace {

using testing::HasSubstr;
using testing::Not;

// The file that holds for a Dockerfile; "" where there is none.
std::string holds(MemoryHost& host, const std::string& dockerfile, ConfigChoice choice = {}) {
  SettingsFinder finder(host, builtin_rules(), std::move(choice));
  const ConfigFile* file = finder.of(dockerfile).settings->file;
  return file ? file->path : "";
}

TEST(Settings, TakeTheNearestFile) {
  MemoryHost host;
  host.add("/.dflint.yml", "");
  host.add(".hadolint.yaml", "");
  host.add("a/.dflint.yaml", "");
  host.add("a/b/c/Dockerfile", "");
  host.add("d/Dockerfile", "");
  EXPECT_EQ(holds(host, "a/b/c/Dockerfile"), "a/.dflint.yaml");
  EXPECT_EQ(holds(host, "/work/a/b/c/Dockerfile"), "a/.dflint.yaml");
  EXPECT_EQ(holds(host, "a/Dockerfile"), "a/.dflint.yaml");
  EXPECT_EQ(holds(host, "d/Dockerfile"), "/.dflint.yml");
  EXPECT_EQ(holds(host, "-"), "/.dflint.yml");
  EXPECT_EQ(holds(host, "a/Dockerfile", {.none = true, .path = "", .selection = {}}), "");
  EXPECT_EQ(holds(host, "d/x", {.none = false, .path = "a/.dflint.yaml", .selection = {}}),
            "a/.dflint.yaml");
}

// hadolint knows only the working directory and the user's; its users want more.
TEST(Settings, LookWhereHadolintLooks) {
  MemoryHost host;
  host.variables = {{"HOME", "/home/me"}};
  host.add("a/b/Dockerfile", "");
  EXPECT_EQ(holds(host, "a/b/Dockerfile"), "");
  std::vector<std::string> weakest_first = {"/home/me/.hadolint.yml",
                                            "/home/me/.hadolint.yaml",
                                            "/home/me/.hadolint/config.yaml",
                                            "/home/me/.hadolint/hadolint.yaml",
                                            "/home/me/.config/hadolint.yml",
                                            "/home/me/.config/hadolint.yaml",
                                            "/home/me/.config/dflint/config.yaml",
                                            "a/.hadolint.yaml",
                                            ".hadolint.yml",
                                            ".hadolint.yaml",
                                            ".dflint.yml",
                                            ".dflint.yaml"};
  for (const std::string& path : weakest_first) {
    host.add(path, "");
    EXPECT_EQ(holds(host, "a/b/Dockerfile"), path);
  }
  host.files.erase("/work/.dflint.yaml");
  host.files.erase("/work/.dflint.yml");
  host.files.erase("/work/.hadolint.yaml");
  host.files.erase("/work/.hadolint.yml");
  host.files.erase("/work/a/.hadolint.yaml");
  host.variables["XDG_CONFIG_HOME"] = "/etc/me";
  EXPECT_EQ(holds(host, "a/b/Dockerfile"), "/home/me/.hadolint/hadolint.yaml");
  host.add("/etc/me/dflint/config.yaml", "");
  EXPECT_EQ(holds(host, "a/b/Dockerfile"), "/etc/me/dflint/config.yaml");
}

// What `check` says about `USER root`, which two rules may report.
struct Said {
  int status;
  std::string out, err;
};
Said check(MemoryHost& host, std::vector<std::string> words = {}) {
  host.out = host.err = "";
  words.insert(words.begin(), {"check", "--shellcheck", "off"});
  const int status = run(host, words);
  return {status, host.out, host.err};
}

constexpr const char* root_user = "FROM debian:12-slim\nUSER root\nCMD [\"/app\"]\n";

MemoryHost host_with(std::string config, std::string dockerfile = root_user) {
  MemoryHost host;
  host.add("Dockerfile", std::move(dockerfile));
  host.add(".dflint.yaml", std::move(config));
  return host;
}

TEST(Settings, SelectRules) {
  MemoryHost plain;
  plain.add("Dockerfile", root_user);
  EXPECT_EQ(check(plain).status, 1);
  EXPECT_THAT(check(plain).out, HasSubstr("last-user-not-root"));

  MemoryHost host = host_with("ignore: [DL3002]\n");
  EXPECT_EQ(check(host).status, 0);
  host = host_with("rules: {last-user-not-root: info}\n");
  EXPECT_THAT(check(host).out, HasSubstr("info[last-user-not-root]"));
  EXPECT_EQ(check(host).status, 0);
  host = host_with("rules: {last-user-not-root: info}\nfail-on: info\n");
  EXPECT_EQ(check(host).status, 1);
  EXPECT_EQ(check(host, {"--fail-on", "warning"}).status, 0);
  host = host_with("fail-on: never\n");
  EXPECT_EQ(check(host).status, 0);
}

TEST(Settings, YieldToTheCommandLine) {
  MemoryHost host = host_with("ignore: [last-user-not-root]\n");
  EXPECT_EQ(check(host, {"--select", "DL3002"}).status, 1);
  EXPECT_EQ(check(host, {"--no-config"}).status, 1);
  host = host_with("select: [all]\n");
  EXPECT_THAT(check(host, {"--ignore", "DL3002"}).out, Not(HasSubstr("last-user-not-root")));
  EXPECT_THAT(check(host, {"--ignore", "DL3002"}).out, HasSubstr("pin-image-digest"));
}

TEST(Settings, LaterLayersWin) {
  MemoryHost host = host_with("extends: base.yaml\nrules: {last-user-not-root: on}\n");
  host.add("base.yaml", "ignore: last-user-not-root\n");
  EXPECT_EQ(check(host).status, 1);
  host = host_with("extends: base.yaml\nignore: last-user-not-root\n");
  host.add("base.yaml", "rules: {last-user-not-root: error}\n");
  EXPECT_EQ(check(host).status, 0);
}

TEST(Settings, SetTheSeverityOfAllThatARuleFinds) {
  // One of the two is found mildly.
  const char* two = "FROM debian:12-slim\nENV A=$X\nENV B=${Y:-z}\n";
  MemoryHost host = host_with("rules: {undefined-variable: error}\n", two);
  EXPECT_THAT(check(host).out, HasSubstr("2 errors in 1 file"));
}

TEST(Settings, AreNoDirectories) {
  MemoryHost host;
  host.add("Dockerfile", root_user);
  host.add(".dflint.yaml/a", "");
  EXPECT_EQ(check(host).status, 2);
  EXPECT_EQ(check(host).err, "dflint: .dflint.yaml: is no file\n");
  EXPECT_EQ(check(host, {"--config", ""}).status, 2);
}

TEST(Settings, TellFilesOfHadolintByTheirNames) {
  MemoryHost host = host_with("");
  host.add("from-hadolint.yaml", "ignore: [last-user-not-root]\n");
  host.add("sub/hadolint.yml", "ignored: [DL3002]\n");
  EXPECT_EQ(check(host, {"--config", "from-hadolint.yaml"}).status, 0);
  EXPECT_THAT(check(host, {"--config", "sub/hadolint.yml"}).out,
              Not(HasSubstr("last-user-not-root")));
}

TEST(Settings, DifferByPath) {
  MemoryHost host = host_with("overrides: [{files: legacy/, ignore: [last-user-not-root]}]\n");
  host.add("legacy/deep/Dockerfile", root_user);
  EXPECT_THAT(check(host).out, HasSubstr(" --> Dockerfile:2:6"));
  EXPECT_THAT(check(host).out, Not(HasSubstr("legacy")));
  EXPECT_THAT(check(host).out, HasSubstr("in 1 of 2 files"));
  // Files are tried one by one: only the strict one fails.
  host = host_with("fail-on: error\n");
  host.add("strict/.dflint.yaml", "fail-on: warning\n");
  EXPECT_EQ(check(host).status, 0);
  host.add("strict/Dockerfile", root_user);
  EXPECT_EQ(check(host).status, 1);
}

TEST(Settings, ExcludeFiles) {
  MemoryHost host = host_with("exclude: [legacy/**, '*.old']\n");
  host.add("legacy/Dockerfile", root_user);
  EXPECT_THAT(check(host).out, HasSubstr("1 warning in 1 file, 1 excluded\n"));
  // As named by pre-commit.
  EXPECT_EQ(check(host, {"legacy/Dockerfile"}).status, 0);
  EXPECT_EQ(check(host, {"legacy/Dockerfile"}).out, "no findings in 0 files, 1 excluded\n");
  host.input = root_user;
  EXPECT_EQ(check(host, {"-", "--stdin-filename", "legacy/Dockerfile"}).status, 0);
  EXPECT_EQ(check(host, {"-", "--stdin-filename", "other/Dockerfile"}).status, 1);
}

TEST(Settings, CommentsMayCountForNothing) {
  const char* silenced =
      "FROM debian:12-slim\n# dflint ignore=last-user-not-root\nUSER root\nCMD [\"/app\"]\n";
  MemoryHost host = host_with("", silenced);
  EXPECT_EQ(check(host).status, 0);
  host = host_with("comments: false\n", silenced);
  EXPECT_EQ(check(host).status, 1);
}

TEST(Settings, SayWhatIsWrongAndGoOn) {
  MemoryHost host = host_with("ignore: [last-user-not-root]\nnonsense: 1\n");
  const Said said = check(host);
  EXPECT_EQ(said.status, 2);
  EXPECT_EQ(said.err, "dflint: .dflint.yaml:2:1: no setting is named `nonsense` here\n");
  EXPECT_EQ(said.out, "no findings in 1 file\n");
  // Said once, however many files it is about.
  host.add("a/Dockerfile", root_user);
  host.add("b/Dockerfile", root_user);
  EXPECT_EQ(check(host).err, said.err);
  EXPECT_EQ(check(host, {"--config", "nowhere.yaml"}).err,
            "dflint: nowhere.yaml: No such file or directory\n");
}

TEST(Settings, SayThatALinkLeadsNowhere) {
  MemoryHost host = host_with("ignore: [last-user-not-root]\n");
  host.add("a/Dockerfile", root_user);
  host.links["/work/a/.dflint.yaml"] = "/gone/dflint.yaml";
  const Said said = check(host);
  EXPECT_EQ(said.status, 2);
  EXPECT_EQ(said.err,
            "dflint: a/.dflint.yaml: is a link that leads nowhere; mend it or remove it\n");
  EXPECT_EQ(said.out, "no findings in 2 files\n");  // what stands above holds
  EXPECT_EQ(check(host, {"--config", "a/.dflint.yaml"}).err,
            "dflint: a/.dflint.yaml: is a link that leads nowhere\n");
  EXPECT_EQ(check(host, {"--no-config", "--select", "no-sudo"}).err, "");
  host.add("/gone/dflint.yaml", "");
  EXPECT_EQ(check(host).err, "");
}

TEST(Settings, FormatAsTheyAsk) {
  MemoryHost host = host_with("format: {keywords: lower}\nexclude: [old/**]\n");
  host.add("old/Dockerfile", root_user);
  EXPECT_EQ(run(host, {"format", "."}), 0) << host.err;
  EXPECT_EQ(host.files["/work/Dockerfile"], "from debian:12-slim\nuser root\ncmd [\"/app\"]\n");
  EXPECT_EQ(host.files["/work/old/Dockerfile"], root_user);
  EXPECT_EQ(run(host, {"format", "--keywords", "upper", "."}), 0);
  EXPECT_EQ(host.files["/work/Dockerfile"], root_user);
}

TEST(ConfigCommand, TellsWhatHoldsAndWhy) {
  MemoryHost host = host_with(
      "extends: base.yaml\nrules:\n  label-schema: {strict-labels: true}\nignore:\n  - no-sudo\n");
  host.add("base.yaml", "\nrules: {last-user-not-root: error}\n");
  ASSERT_EQ(run(host, {"config", "Dockerfile"}), 0) << host.err;
  EXPECT_THAT(host.out, HasSubstr("configuration  base.yaml, .dflint.yaml\n"));
  EXPECT_THAT(host.out, testing::ContainsRegex("\n  last-user-not-root +error    base.yaml:2\n"));
  EXPECT_THAT(host.out, testing::ContainsRegex(
                            "\n  label-schema +[a-z]+ +.dflint.yaml:3  strict-labels=true\n"));
  EXPECT_THAT(host.out, testing::ContainsRegex("\n  no-sudo +off      .dflint.yaml:5\n"));
  EXPECT_THAT(host.out, testing::ContainsRegex("\n  unique-stage-names +warning  default\n"));
}

// Of errors it may not say that a group turned them off.
TEST(ConfigCommand, KnowsWhatAGroupLeavesAlone) {
  MemoryHost host = host_with("ignore: [all]\n", "FROM debian:12-slim\nRNU x\nUSER root\n");
  ASSERT_EQ(run(host, {"config", "Dockerfile"}), 0) << host.err;
  EXPECT_THAT(host.out, testing::ContainsRegex("\n  unknown-instruction +error +default\n"));
  EXPECT_THAT(host.out, testing::ContainsRegex("\n  last-user-not-root +off +.dflint.yaml:1\n"));
  const Said said = check(host);
  EXPECT_EQ(said.status, 1);
  EXPECT_THAT(said.out, HasSubstr("error[unknown-instruction]"));
  EXPECT_THAT(said.out, Not(HasSubstr("last-user-not-root")));
}

}  // namespace
}  // namespace dflint
