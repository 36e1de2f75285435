// Asking ShellCheck: batches, memory, failures, the command line; with a program made up, and with
// the real one where it is installed.
#include "server/shellcheck.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <mutex>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "server/cli/run.h"
#include "server/shellcheck_json.h"
#include "tests/server/memory_host.h"

namespace dflint {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

// A host whose shellcheck finds SC2164 at every `BAD`, and breaks at `CRASH`.
class FakeHost : public MemoryHost {
 public:
  explicit FakeHost(bool installed = true) {
    variables = {{"PATH", "relative:.::/usr/bin:/opt/bin"}, {"HOME", "/home/u"}};
    if (installed) programs["/opt/bin/shellcheck"] = "1";
    runner = [this](const Process& process) { return check(process); };
  }

  std::vector<size_t> batches;  // how many scripts each process was given
  Process last;

 private:
  Result<ProcessOutput> check(const Process& process) {
    const std::lock_guard lock(mutex_);
    batches.push_back(process.files.size());
    last = process;
    ProcessOutput output;
    nlohmann::json comments = nlohmann::json::array();
    for (std::string_view text : process.files) {
      if (text.find("CRASH") != text.npos) return {{}, "was killed"};
      const std::string path = "/dev/fd/" + std::to_string(10 + output.paths.size());
      output.paths.push_back(path);
      const size_t at = text.find("BAD");
      if (at == text.npos) continue;
      const size_t start = text.rfind('\n', at) + 1;
      const auto line = 1 + std::count(text.begin(), text.begin() + std::ptrdiff_t(at), '\n');
      const size_t column = at - start + 1;
      comments.push_back({{"file", path},
                          {"line", line},
                          {"endLine", line},
                          {"column", column},
                          {"endColumn", column + 3},
                          {"level", "warning"},
                          {"code", 2164},
                          {"message", "Bad."},
                          {"fix", nullptr}});
    }
    output.status = comments.empty() ? 0 : 1;
    output.text = nlohmann::json{{"comments", comments}}.dump();
    return {output};
  }

  std::mutex mutex_;
};

std::vector<std::string> scripts(size_t count) {
  std::vector<std::string> texts;
  for (size_t i = 0; i < count; ++i) texts.push_back("#!/bin/sh\nBAD " + std::to_string(i));
  return texts;
}

std::vector<std::string_view> views(const std::vector<std::string>& texts) {
  return {texts.begin(), texts.end()};
}

TEST(ShellcheckProgram, IsFoundByAbsolutePathOnly) {
  FakeHost host;
  EXPECT_TRUE(Shellcheck(host, "").installed());
  host.programs = {{"relative/shellcheck", "1"}, {"./shellcheck", "1"}, {"/shellcheck", "1"}};
  EXPECT_FALSE(Shellcheck(host, "").installed());
  host.variables.erase("PATH");
  EXPECT_FALSE(Shellcheck(host, "").installed());
}

TEST(ShellcheckProgram, IsAskedOnceAboutEachText) {
  FakeHost host;
  Shellcheck program(host, "");
  const std::vector<std::string> texts = {"#!/bin/sh\na", "#!/bin/sh\nx BAD", "#!/bin/sh\na"};
  EXPECT_EQ(program.known(texts[0]), nullptr);
  program.ask(views(texts));
  EXPECT_THAT(host.batches, ElementsAre(2));
  EXPECT_THAT(host.last.arguments, testing::Contains("--norc"));
  EXPECT_EQ(host.last.program, "/opt/bin/shellcheck");
  ASSERT_NE(program.known(texts[0]), nullptr);
  EXPECT_THAT(*program.known(texts[0]), IsEmpty());
  ASSERT_EQ(program.known(texts[1])->size(), 1u);
  EXPECT_EQ(program.known(texts[1])->front().begin, 12u);
  EXPECT_EQ(program.known(texts[1])->front().end, 15u);
  program.ask(views(texts));
  program.ask({});
  EXPECT_EQ(host.batches.size(), 1u);
}

TEST(ShellcheckProgram, ReadsManyTextsInFewProcesses) {
  const auto batches = [](size_t count) {
    FakeHost host;  // with four processors
    Shellcheck(host, "").ask(views(scripts(count)));
    std::sort(host.batches.begin(), host.batches.end());
    return host.batches;
  };
  EXPECT_THAT(batches(11), ElementsAre(11));
  EXPECT_THAT(batches(12), ElementsAre(6, 6));
  EXPECT_THAT(batches(50), ElementsAre(12, 12, 13, 13));
  EXPECT_THAT(batches(1000), ElementsAre(200, 200, 200, 200, 200));
}

TEST(ShellcheckProgram, FailuresTakeOnlyTheirOwnText) {
  FakeHost host;
  Shellcheck program(host, "");
  std::vector<std::string> texts = scripts(11);
  texts[4] = "CRASH";
  program.ask(views(texts));
  EXPECT_EQ(program.failures(), 1u);
  EXPECT_EQ(program.failure(), "was killed");
  for (size_t i = 0; i < texts.size(); ++i) {
    ASSERT_NE(program.known(texts[i]), nullptr);
    EXPECT_EQ(program.known(texts[i])->size(), i == 4 ? 0u : 1u) << i;
  }
}

TEST(ShellcheckProgram, GivesUpWhereNothingWorks) {
  struct Case {
    Result<ProcessOutput> result;
    std::string_view failure;
  };
  const Case cases[] = {
      {{{}, "Exec format error"}, "Exec format error"},
      {{{"", 2, {}}}, "exit status 2"},
      {{{"segfault", 0, {}}}, "it printed something else than expected"},
      {{{"{\"comments\":[{\"file\":\"/etc/passwd\"}]}", 1, {}}},
       "it printed something else than expected"},
  };
  for (const Case& c : cases) {
    FakeHost host;
    std::atomic<int> tries = 0;
    host.runner = [&](const Process& process) {
      ++tries;
      Result<ProcessOutput> result = c.result;
      result.value.paths.resize(process.files.size());
      return result;
    };
    Shellcheck program(host, "");
    const std::vector<std::string> texts = scripts(1000);
    program.ask(views(texts));
    EXPECT_LT(tries, 40);
    EXPECT_EQ(program.failures(), 1000u);
    EXPECT_EQ(program.failure(), c.failure);
    EXPECT_THAT(*program.known(texts[7]), IsEmpty());
  }
}

constexpr const char* cache = "/home/u/.cache/dflint/shellcheck/";

TEST(ShellcheckMemory, OutlivesTheRun) {
  FakeHost host;
  const std::vector<std::string> texts = scripts(300);
  EXPECT_EQ(shellcheck_cache_directory(host), cache);
  Shellcheck(host, cache).ask(views(texts));
  host.batches.clear();
  Shellcheck again(host, cache);
  for (const std::string& text : texts) {
    const ShellcheckAnswer answer = again.known(text);
    ASSERT_TRUE(answer && answer->size() == 1) << text;
    EXPECT_EQ(answer->front().message, "Bad.");
    EXPECT_EQ(answer->front().code, 2164u);
  }
  again.ask(views(texts));
  EXPECT_THAT(host.batches, IsEmpty());
  // Another version has another opinion.
  host.programs["/opt/bin/shellcheck"] = "2";
  EXPECT_EQ(Shellcheck(host, cache).known(texts[0]), nullptr);
}

TEST(ShellcheckMemory, SurvivesDamage) {
  FakeHost host;
  const std::vector<std::string> texts = scripts(300);
  Shellcheck(host, cache).ask(views(texts));
  const auto files = host.files;
  const auto damage = {+[](std::string& file) { file.resize(file.size() / 2); },
                       +[](std::string& file) { file[file.size() / 2] ^= 0x20; },
                       +[](std::string& file) { file.insert(0, "x"); },
                       +[](std::string& file) { file += "rubbish"; },
                       +[](std::string& file) { file.assign(size_t{1} << 20, 'x'); },
                       +[](std::string& file) { file.assign(100, '\0'); },
                       +[](std::string& file) { file.clear(); }};
  for (const auto& harm : damage) {
    host.files = files;
    for (auto& [path, file] : host.files) harm(file);
    for (int run = 0; run < 2; ++run) {
      host.batches.clear();
      Shellcheck program(host, cache);
      program.ask(views(texts));
      for (const std::string& text : texts) ASSERT_EQ(program.known(text)->size(), 1u);
      for (const auto& [path, file] : host.files) EXPECT_LE(file.size(), size_t{64} << 10);
    }
    EXPECT_THAT(host.batches, IsEmpty()) << "the second run has what the first one mended";
  }
}

TEST(ShellcheckMemory, NeedsNoPlace) {
  FakeHost host;
  const std::vector<std::string> texts = scripts(3);
  for (int i = 0; i < 1024; ++i) {
    char name[4];
    std::snprintf(name, sizeof name, "%03x", i);
    host.unreadable.insert(cache + std::string(name));
  }
  Shellcheck program(host, cache);
  program.ask(views(texts));
  EXPECT_EQ(program.known(texts[2])->size(), 1u);
  EXPECT_THAT(host.files, IsEmpty());
  host.variables = {{"XDG_CACHE_HOME", "relative"}, {"HOME", ""}};
  EXPECT_EQ(shellcheck_cache_directory(host), "");
  host.variables = {{"XDG_CACHE_HOME", "/c"}, {"HOME", "/h"}};
  EXPECT_EQ(shellcheck_cache_directory(host), "/c/dflint/shellcheck/");
}

TEST(ShellcheckMemory, StaysSmall) {
  FakeHost host;
  Shellcheck program(host, cache);
  std::vector<std::string> texts = scripts(1);
  host.runner = [&](const Process& process) {
    ProcessOutput output;
    output.paths = {"x"};
    output.text =
        nlohmann::json{
            {"comments",
             {{{"file", "x"}, {"code", 2164}, {"message", std::string(10'000, 'm')}, {"line", 1}}}}}
            .dump();
    EXPECT_EQ(process.files.size(), 1u);
    return Result<ProcessOutput>{output};
  };
  size_t total = 0;
  for (int i = 0; i < 4000; ++i) {
    texts[0] = "#!/bin/sh\n" + std::to_string(i);
    program.ask(views(texts));
  }
  for (const auto& [path, file] : host.files) {
    EXPECT_LE(file.size(), size_t{64} << 10);
    total += file.size();
  }
  EXPECT_GT(total, size_t{10} << 20);
}

TEST(ShellcheckJson, ReadsFixesAndColumns) {
  const std::string json = R"({"comments":[{"file":"b","line":2,"endLine":2,"column":3,
    "endColumn":5,"level":"info","code":2086,"message":"Ö","fix":{"replacements":[
    {"line":2,"column":3,"endLine":2,"endColumn":3,"insertionPoint":"afterEnd","precedence":1,
     "replacement":"\""},
    {"line":2,"column":5,"endLine":2,"endColumn":5,"insertionPoint":"beforeStart","precedence":1,
     "replacement":"\""}]}}]})";
  const auto answers = read_shellcheck_json(json, {"a", "b"}, {"x", "y\nö $x z"});
  ASSERT_TRUE(answers);
  EXPECT_THAT((*answers)[0], IsEmpty());
  ASSERT_EQ((*answers)[1].size(), 1u);
  const ShellcheckComment& comment = (*answers)[1][0];
  EXPECT_EQ(comment.level, Severity::info);
  EXPECT_EQ(comment.begin, 5u);
  EXPECT_EQ(comment.end, 7u);
  EXPECT_EQ(comment.message, "Ö");
  ASSERT_EQ(comment.edits.size(), 2u);
  EXPECT_EQ(comment.edits[0].begin, 5u);
  EXPECT_FALSE(comment.edits[0].before);
  EXPECT_EQ(comment.edits[1].end, 7u);
  EXPECT_TRUE(comment.edits[1].before);
}

TEST(ShellcheckJson, RefusesWhatItDoesNotKnow) {
  for (std::string_view json : {"", "{", "[]", "{}", R"({"comments":1})", R"({"comments":[1]})",
                                R"({"comments":[{}]})", R"({"comments":[{"file":"c"}]})"}) {
    EXPECT_FALSE(read_shellcheck_json(json, {"a"}, {"x"})) << json;
  }
  // Members of another type count as missing.
  const auto answers = read_shellcheck_json(
      R"({"comments":[{"file":"a","line":"1","column":-1,"code":1e9,"level":[],"fix":[]}]})", {"a"},
      {"x"});
  ASSERT_TRUE(answers);
  EXPECT_EQ((*answers)[0][0].code, 0u);
}

// --- the command line

std::string check(MemoryHost& host, std::vector<std::string> words) {
  words.insert(words.begin(), "check");
  host.out = host.err = "";
  const int status = run(host, words);
  std::string text = host.out;
  if (!host.err.empty()) text += "stderr: " + host.err;
  return text + "status " + std::to_string(status) + "\n";
}

TEST(ShellcheckCommandLine, ShowsFindingsWhereTheyStand) {
  FakeHost host;
  host.add("Dockerfile", "FROM debian:12\nRUN a && \\\n  # why\n  BAD\n");
  EXPECT_EQ(check(host, {"--select", "shellcheck"}), R"(warning[shellcheck SC2164]: bad
 --> Dockerfile:4:3
  |
4 |   BAD
  |   ^^^

1 warning in 1 file
`dflint explain shellcheck` tells more about a rule
status 1
)");
  const std::string json = check(host, {"--select", "SC2164", "--format", "json"});
  EXPECT_THAT(json, HasSubstr(R"("aliases":["SC2164"])"));
  EXPECT_THAT(json, HasSubstr(R"("url":"https://www.shellcheck.net/wiki/SC2164")"));
}

TEST(ShellcheckCommandLine, KeepsTheOrderOfFiles) {
  FakeHost host;
  std::vector<std::string> words = {"--select", "shellcheck", "-q"};
  std::vector<std::string> expected;
  for (int i = 100; i < 150; ++i) {
    const std::string path = "Dockerfile." + std::to_string(i);
    const bool bad = i % 3 != 0;
    host.add(path, bad ? "FROM a\nRUN BAD " + path + "\n" : "FROM a\n");
    words.push_back(path);
    if (bad) expected.push_back(path);
  }
  const std::string cold = check(host, words);
  size_t at = 0;
  for (const std::string& path : expected) {
    at = cold.find(" --> " + path, at);
    ASSERT_NE(at, std::string::npos) << path;
  }
  EXPECT_LE(host.batches.size(), 4u);
  host.batches.clear();
  EXPECT_EQ(check(host, words), cold) << "from memory";
  EXPECT_THAT(host.batches, IsEmpty());
}

TEST(ShellcheckCommandLine, StartsNothingInVain) {
  FakeHost host;
  host.add("Dockerfile", "FROM debian:12\nRUN BAD\n");
  const std::string quiet = "no findings in 1 file\nstatus 0\n";
  EXPECT_EQ(check(host, {"--select", "shellcheck", "--shellcheck", "off"}), quiet);
  EXPECT_EQ(check(host, {"--select", "unknown-suppression"}), quiet);
  EXPECT_EQ(check(host, {"--select", "shellcheck", "--ignore", "shellcheck"}), quiet);
  host.add("Dockerfile", "FROM debian:12\nRUN [\"BAD\"]\n");
  EXPECT_EQ(check(host, {"--select", "shellcheck"}), quiet);
  EXPECT_THAT(host.batches, IsEmpty());
}

TEST(ShellcheckCommandLine, SaysOnceThatItIsMissing) {
  FakeHost host(false);
  host.add("a/Dockerfile", "FROM debian:12\nRUN BAD\n");
  host.add("b/Dockerfile", "FROM debian:12\nRUN BAD\n");
  const std::string note =
      "stderr: dflint: shellcheck is not installed, so scripts are checked less thoroughly "
      "(--shellcheck off silences this)\n";
  const std::string quiet = "no findings in 2 files\n";
  const auto with = [&](std::vector<std::string> words) {
    words.insert(words.end(), {"--select", "shellcheck"});
    return check(host, words);
  };
  EXPECT_EQ(with({}), quiet + note + "status 0\n");
  EXPECT_EQ(with({"-q"}), "status 0\n");
  EXPECT_EQ(with({"--shellcheck", "auto"}), quiet + note + "status 0\n");
  EXPECT_EQ(with({"--shellcheck", "off"}), quiet + "status 0\n");
  EXPECT_EQ(with({"--shellcheck", "on", "-q"}), note + "status 0\n");
  EXPECT_THAT(with({"--shellcheck", "yes"}), HasSubstr("yes is none of auto, on, off"));
  host.files.clear();
  host.add("a/Dockerfile", "FROM debian:12\n");
  EXPECT_EQ(with({}), "no findings in 1 file\nstatus 0\n") << "there is no script";
}

// --- the real thing

bool is_installed() {
  SystemHost host;
  return Shellcheck(host, "").installed();
}

TEST(ShellcheckReal, ReadsScripts) {
  if (!is_installed()) GTEST_SKIP() << "shellcheck is not installed";
  SystemHost host;
  Shellcheck program(host, "");
  std::vector<std::string> texts = {"#!/bin/sh\necho ö\t$x", "#!/bin/sh\nif a; then b; done",
                                    "#!/bin/bash\nexport x=1\necho \"$x\"\n"};
  for (int i = 0; i < 50; ++i) texts.push_back("#!/bin/sh\ncd /tmp/" + std::to_string(i));
  program.ask(views(texts));
  EXPECT_EQ(program.failures(), 0u) << program.failure();
  const auto codes = [&](size_t text) {
    std::vector<uint32_t> found;
    for (const ShellcheckComment& comment : *program.known(texts[text]))
      found.push_back(comment.code);
    return found;
  };
  EXPECT_THAT(codes(0), UnorderedElementsAre(2086, 2154));
  EXPECT_THAT(codes(1), testing::Contains(1046));
  EXPECT_THAT(codes(2), IsEmpty());
  EXPECT_THAT(codes(52), ElementsAre(2164));
  for (const ShellcheckComment& comment : *program.known(texts[0])) {
    EXPECT_EQ(texts[0].substr(comment.begin, comment.end - comment.begin), "$x");
    EXPECT_EQ(comment.edits.size(), comment.code == 2086 ? 2u : 0u);
  }
}

}  // namespace
}  // namespace dflint
