// `dflint parse`: the builder's view of files, as JSON.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "server/cli/run.h"
#include "tests/server/memory_host.h"

namespace dflint {
namespace {

using nlohmann::json;

json parsed(std::string text) {
  MemoryHost host;
  host.add("Dockerfile", std::move(text));
  EXPECT_EQ(run(host, {"parse", "Dockerfile"}), 0) << host.err;
  EXPECT_EQ(std::count(host.out.begin(), host.out.end(), '\n'), 1);
  json file = json::parse(host.out);
  EXPECT_EQ(file["file"], "Dockerfile");
  return file;
}

// The arguments of the only instruction after a FROM.
void check_arguments(std::string line, std::string_view expected) {
  const json file = parsed("FROM a\n" + line + "\n");
  ASSERT_EQ(file["instructions"].size(), 2u) << line;
  json instruction = file["instructions"][1];
  for (const char* known : {"cmd", "start_line", "end_line"}) instruction.erase(known);
  EXPECT_EQ(instruction, json::parse(expected)) << line;
}

TEST(Parse, PrintsLinesAndStages) {
  EXPECT_EQ(
      parsed(
          "# syntax=docker/dockerfile:1 free text\n# escape=`\n\nFROM --platform=$P a `\n  As Web\n"
          "# comment\nrun x\nFROM b\n"),
      json::parse(R"({
    "file": "Dockerfile", "syntax_directive": "docker/dockerfile:1", "escape": "`",
    "instructions": [
      {"cmd": "FROM", "start_line": 4, "end_line": 5, "flags": ["--platform=$P"], "json": false,
       "args": ["a", "As", "Web"]},
      {"cmd": "run", "start_line": 7, "end_line": 7, "flags": [], "json": false, "args": ["x"]},
      {"cmd": "FROM", "start_line": 8, "end_line": 8, "flags": [], "json": false, "args": ["b"]}],
    "stages": [
      {"name": "web", "base": "a", "platform": "$P", "start_line": 4, "end_line": 5},
      {"name": "", "base": "b", "platform": "", "start_line": 8, "end_line": 8}],
    "problems": []})"));
}

TEST(Parse, PrintsArgumentsAsTheBuilderHoldsThem) {
  check_arguments("ENV a=b c=\"d e\"", R"({"flags": [], "json": false,
      "args": ["a", "b", "=", "c", "\"d e\"", "="]})");
  check_arguments("LABEL a b c", R"({"flags": [], "json": false, "args": ["a", "b c", ""]})");
  check_arguments("ARG a b=c d=", R"({"flags": [], "json": false, "args": ["a", "b=c", "d="]})");
  check_arguments("CMD [\"a\", \"b\\n\"]", R"({"flags": [], "json": true, "args": ["a", "b\n"]})");
  check_arguments("RUN", R"({"flags": [], "json": false, "args": []})");
  check_arguments("HEALTHCHECK --retries=2 CMD [\"x\"]",
                  R"({"flags": ["--retries=2"], "json": true, "args": ["CMD", "x"]})");
  check_arguments("HEALTHCHECK NONE", R"({"flags": [], "json": false, "args": ["NONE"]})");
  check_arguments("NONSENSE x", R"({"flags": [], "json": false, "args": [""]})");
  check_arguments("COPY --chown=é a b",
                  R"({"flags": ["--chown=\u00c3\u00a9"], "json": false, "args": ["a", "b"]})");
  check_arguments("ONBUILD RUN --network=none x", R"({"flags": [], "json": false, "args": [],
      "sub": {"cmd": "RUN", "flags": ["--network=none"], "json": false, "args": ["x"]}})");
  check_arguments("RUN cat <<-'E' 3<<F\n\thi\n\tE\nyou\nF", R"({"flags": [], "json": false,
      "args": ["cat <<-'E' 3<<F"], "heredocs": [
        {"name": "E", "expand": false, "chomp": true, "fd": 0, "content": "\thi\n"},
        {"name": "F", "expand": true, "chomp": false, "fd": 3, "content": "you\n"}]})");
}

TEST(Parse, PrintsProblems) {
  const json problems = parsed("FROM a\n\nNONSENSE x\n")["problems"];
  ASSERT_EQ(problems.size(), 1u);
  EXPECT_EQ(problems[0]["line"], 3);
  EXPECT_NE(problems[0]["message"].get<std::string>().find("NONSENSE"), std::string::npos);
}

TEST(Parse, GoesOnAfterAFileThatCannotBeRead) {
  MemoryHost host;
  host.add("b", "FROM a\n");
  host.input = "FROM c\n";
  EXPECT_EQ(run(host, {"parse", "missing", "b", "-"}), 2);
  EXPECT_EQ(host.err, "dflint: missing: No such file or directory\n");
  EXPECT_EQ(std::count(host.out.begin(), host.out.end(), '\n'), 2);
}

TEST(Parse, PrintsValidJsonForAnyBytes) {
  parsed("");
  parsed(std::string("\0\xff\n\xc3(", 5));
  parsed("FROM a\nRUN <<\xff\n\xfe\n\xff\n");
}

}  // namespace
}  // namespace dflint
