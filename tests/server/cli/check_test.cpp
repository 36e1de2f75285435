// `dflint check` from the words of the command line to what is printed.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "server/cli/run.h"
#include "tests/server/memory_host.h"

namespace dflint {
namespace {

constexpr const char* clean = "FROM debian:12\n";
constexpr const char* one_warning = "FROM debian:12\n# dflint ignore=no-such-thing\nUSER x\n";

// What was printed on both streams and the exit status, as one text. Only two rules run, so that
// new ones do not change what is expected here.
std::string check(MemoryHost& host, std::vector<std::string> words,
                  std::string select = "unknown-suppression,unused-suppression") {
  words.insert(words.begin(), "check");
  if (!select.empty()) words.insert(words.end(), {"--select", select});
  host.out = host.err = "";
  const int status = run(host, words);
  std::string text = "\n" + host.out;
  if (!host.err.empty()) text += "stderr: " + host.err;
  return text + "status " + std::to_string(status) + "\n";
}

MemoryHost host_with(std::vector<std::pair<std::string, std::string>> files) {
  MemoryHost host;
  for (auto& [path, content] : files) host.add(path, content);
  return host;
}

TEST(Check, PrintsFindingsAndSummary) {
  MemoryHost host = host_with({{"Dockerfile", one_warning}, {"b/Dockerfile", clean}});
  EXPECT_EQ(check(host, {}), R"(
warning[unknown-suppression]: no rule is named `no-such-thing`
 --> Dockerfile:2:17
  |
2 | # dflint ignore=no-such-thing
  |                 ^^^^^^^^^^^^^
help: Remove the comment

1 warning in 1 of 2 files
`dflint explain unknown-suppression` tells more about a rule
status 1
)");
}

TEST(Check, SaysThatAllIsWell) {
  MemoryHost host = host_with({{"Dockerfile", clean}, {"b/Dockerfile", clean}});
  EXPECT_EQ(check(host, {}), "\nno findings in 2 files\nstatus 0\n");
  EXPECT_EQ(check(host, {"-q"}), "\nstatus 0\n");
}

TEST(Check, SaysThatThereIsNothing) {
  MemoryHost host = host_with({{"README.md", ""}});
  EXPECT_EQ(check(host, {}), "\nno Dockerfile found\nstatus 0\n");
}

TEST(Check, FailsFromALevelOn) {
  const auto status = [](const char* content, const std::string& level) {
    MemoryHost host = host_with({{"Dockerfile", content}});
    const std::string text = check(host, {"-qq", "--fail-on", level});
    EXPECT_EQ(host.out, "");
    return text.substr(text.size() - 2, 1);
  };
  EXPECT_EQ(status(one_warning, "style"), "1");
  EXPECT_EQ(status(one_warning, "info"), "1");
  EXPECT_EQ(status(one_warning, "warning"), "1");
  EXPECT_EQ(status(one_warning, "error"), "0");
  EXPECT_EQ(status(one_warning, "never"), "0");
  EXPECT_EQ(status(clean, "style"), "0");
}

TEST(Check, ChecksTheRestWhenAFileCannotBeRead) {
  MemoryHost host =
      host_with({{"a/Dockerfile", clean}, {"b/Dockerfile", one_warning}, {"d/x", ""}});
  host.unreadable = {"/work/a/Dockerfile"};
  EXPECT_EQ(check(host, {"-q", "a/Dockerfile", "missing", "b/Dockerfile"}), R"(
warning[unknown-suppression]: no rule is named `no-such-thing`
 --> b/Dockerfile:2:17
  |
2 | # dflint ignore=no-such-thing
  |                 ^^^^^^^^^^^^^
help: Remove the comment

stderr: dflint: a/Dockerfile: Permission denied
dflint: missing: No such file or directory
status 2
)");
}

TEST(Check, RefusesUtf16) {
  MemoryHost host = host_with({{"Dockerfile", std::string("\xff\xfe"
                                                          "F\0",
                                                          4)}});
  EXPECT_EQ(check(host, {}), R"(
stderr: dflint: Dockerfile: is UTF-16, which BuildKit cannot read; save it as UTF-8
status 2
)");
}

TEST(Check, ChecksNamedFilesWhateverTheirNames) {
  MemoryHost host = host_with({{"strange.txt", one_warning}, {".gitignore", "*"}});
  EXPECT_NE(check(host, {"strange.txt"}).find("strange.txt:2:17"), std::string::npos);
}

TEST(Check, ChecksEachFileOnce) {
  MemoryHost host = host_with({{"d/Dockerfile", clean}});
  EXPECT_EQ(check(host, {"d", "d/Dockerfile", "d/", "./d/Dockerfile"}),
            "\nno findings in 1 file\nstatus 0\n");
}

TEST(Check, ReadsStandardInput) {
  MemoryHost host;
  host.input = one_warning;
  EXPECT_NE(check(host, {"-"}).find(" --> -:2:17\n"), std::string::npos);
  EXPECT_NE(check(host, {"-", "--stdin-filename", "x/Dockerfile"}).find(" --> x/Dockerfile:2:17\n"),
            std::string::npos);
}

TEST(Check, SelectsAndIgnoresRules) {
  MemoryHost host = host_with({{"Dockerfile", one_warning}});
  EXPECT_EQ(check(host, {"-q"}, "unused-suppression"), "\nstatus 0\n");
  EXPECT_EQ(check(host, {"-q", "--ignore", "unknown-suppression"}), "\nstatus 0\n");
  EXPECT_EQ(
      check(host, {"-q", "--select=unused-suppression", "--ignore", "qqqqqqqq", "Dockerfile"}, ""),
      R"(
stderr: dflint: no rule is named qqqqqqqq
`dflint rules` lists all rules.
status 2
)");
  EXPECT_EQ(check(host, {"-q"}, "all,unknown-supression,securty"), R"(
stderr: dflint: no rule is named unknown-supression; did you mean unknown-suppression?
dflint: no rule is named securty; did you mean security?
`dflint rules` lists all rules.
status 2
)");
}

TEST(Check, PrintsOneJsonObject) {
  MemoryHost host = host_with(
      {{"Dockerfile", one_warning}, {"b/Dockerfile", clean}, {"c/Dockerfile", one_warning}});
  host.unreadable = {"/work/b"};
  EXPECT_NE(check(host, {"--format", "json", "--no-config"}).find("status 2"), std::string::npos);
  const nlohmann::json report = nlohmann::json::parse(host.out);
  EXPECT_EQ(report["version"], 1);
  ASSERT_EQ(report["findings"].size(), 2u);
  EXPECT_EQ(report["findings"][0]["path"], "Dockerfile");
  EXPECT_EQ(report["findings"][0]["rule"], "unknown-suppression");
  EXPECT_EQ(report["findings"][1]["path"], "c/Dockerfile");
  EXPECT_EQ(report["summary"], nlohmann::json::parse(R"({"files": 2, "errors": 0, "warnings": 2,
                                                         "infos": 0, "styles": 0, "unreadable": 1,
                                                         "excluded": 0})"));
}

TEST(Check, PrintsJsonWithoutFindings) {
  MemoryHost host = host_with({{"Dockerfile", clean}});
  check(host, {"--format", "json"});
  EXPECT_EQ(nlohmann::json::parse(host.out)["findings"], nlohmann::json::array());
}

TEST(Check, PrintsManyFilesInOrder) {
  MemoryHost host;
  std::string expected;
  for (int i = 100; i < 600; ++i) {
    const std::string path = "d" + std::to_string(i % 7) + "/" + std::to_string(i) + ".Dockerfile";
    host.add(path, i % 3 == 0 ? one_warning : i % 11 == 0 ? std::string(5000, '\n') : clean);
  }
  check(host, {"--jobs", "1"});
  const std::string alone = host.out;
  EXPECT_NE(alone.find("166 warnings in 166 of 500 files\n"), std::string::npos) << alone;
  for (const char* jobs : {"2", "8", "0"}) {
    check(host, {"--jobs", jobs});
    EXPECT_EQ(host.out, alone);
  }
  check(host, {"--format", "json"});
  EXPECT_EQ(nlohmann::json::parse(host.out)["findings"].size(), 166u);
}

TEST(Check, PaintsOnlyWhereThatIsWanted) {
  const auto painted = [](std::vector<std::string> words, bool terminal,
                          std::map<std::string, std::string> variables) {
    MemoryHost host = host_with({{"Dockerfile", one_warning}});
    host.terminal = terminal;
    host.variables = std::move(variables);
    return check(host, words).find('\x1b') != std::string::npos;
  };
  const std::map<std::string, std::string> xterm = {{"TERM", "xterm"}};
  EXPECT_TRUE(painted({}, true, xterm));
  EXPECT_FALSE(painted({}, false, xterm));
  EXPECT_FALSE(painted({}, true, {{"TERM", "dumb"}}));
  EXPECT_FALSE(painted({}, true, {{"TERM", "xterm"}, {"NO_COLOR", "1"}}));
  EXPECT_TRUE(painted({}, true, {{"TERM", "xterm"}, {"NO_COLOR", ""}}));
  EXPECT_TRUE(painted({}, false, {{"CLICOLOR_FORCE", "1"}}));
  EXPECT_FALSE(painted({}, false, {{"CLICOLOR_FORCE", "0"}}));
  EXPECT_TRUE(painted({"--color", "always"}, false, {{"NO_COLOR", "1"}}));
  EXPECT_FALSE(painted({"--color=never"}, true, xterm));
  EXPECT_FALSE(painted({"--color=always", "--format=json"}, true, xterm));
}

TEST(Check, SurvivesHostileNamesAndBytes) {
  MemoryHost host = host_with({{"a\n\x1b[2J\xff.Dockerfile", one_warning}});
  EXPECT_NE(check(host, {}).find(" --> a␊␛[2J�.Dockerfile:2:17\n"), std::string::npos);
  check(host, {"--format", "json"});
  EXPECT_EQ(nlohmann::json::parse(host.out)["findings"][0]["path"], "a\n\x1b[2J�.Dockerfile");
  EXPECT_EQ(check(host, {"-q", "x\n\x1b[2J"}),
            "\nstderr: dflint: x␊␛[2J: No such file or directory\nstatus 2\n");
}

// Path, line and message of each finding.
std::string messages(MemoryHost& host, std::vector<std::string> words, const std::string& select) {
  words.insert(words.begin(), {"check", "--format", "json", "--select", select});
  host.out = "";
  run(host, words);
  std::string text = "\n";
  const nlohmann::json printed = nlohmann::json::parse(host.out);
  for (const auto& finding : printed["findings"]) {
    text += finding["path"].get<std::string>() + ":";
    text += std::to_string(finding["range"]["start"]["line"].get<int>()) + ": ";
    text += finding["message"].get<std::string>() + "\n";
  }
  return text;
}

TEST(Check, ReadsIgnoreFilesBesideTheDockerfile) {
  constexpr const char* copies = "FROM a\nCOPY x y /\n";
  MemoryHost host = host_with({{".dockerignore", "# a\n\nx\n"},
                               {"Dockerfile", copies},
                               {"Dockerfile.own", copies},
                               {"Dockerfile.own.dockerignore", "\xef\xbb\xbf./y/\r\n"},
                               {"none/Dockerfile", copies},
                               {"kept/Dockerfile", copies},
                               {"kept/.dockerignore", "*\n!x\n"}});
  const std::string of_dockerfile =
      "Dockerfile:2: `x` is not in the build context: `x` in .dockerignore line 3 leaves it out\n";
  const std::string of_own =
      "Dockerfile.own:2: `y` is not in the build context: `./y/` in Dockerfile.own.dockerignore "
      "line 1 leaves it out\n";
  const auto found = [&](std::vector<std::string> words) {
    return messages(host, std::move(words), "CopyIgnoredFile");
  };
  EXPECT_EQ(found({}), "\n" + of_dockerfile + of_own);
  EXPECT_EQ(found({"./Dockerfile"}), "\n./" + of_dockerfile);
  EXPECT_EQ(found({"none/Dockerfile"}), "\n");

  host.input = copies;
  EXPECT_EQ(found({"-", "--stdin-filename", "Dockerfile"}), "\n" + of_dockerfile);
  EXPECT_EQ(found({"-"}), "\n");

  host.unreadable = {"/work/.dockerignore"};
  EXPECT_EQ(found({"Dockerfile"}), "\n");
}

TEST(Check, ReportsThatOutputIsLost) {
  MemoryHost host = host_with({{"Dockerfile", one_warning}});
  host.full = true;
  EXPECT_EQ(check(host, {}), "\nstderr: dflint: the output could not be written\nstatus 2\n");
}

}  // namespace
}  // namespace dflint
