// Settings that were made for dockerfile-language-server.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/server/lsp/memory_client.h"

namespace dflint::lsp {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

json diagnostics(json values) {
  return {{"docker", {{"languageserver", {{"diagnostics", std::move(values)}}}}}};
}

// "code severity" of what is found in the text under these settings.
std::vector<std::string> found(const json& settings, const std::string& text,
                               const std::string& configuration = "") {
  MemoryClient client;
  if (!configuration.empty()) client.host.add(".dflint.yaml", configuration);
  client.start();
  client.notify("workspace/didChangeConfiguration", {{"settings", settings}});
  client.open(text);
  std::vector<std::string> all;
  const json published = client.diagnostics();
  for (const json& one : published["diagnostics"]) {
    all.push_back(one["code"].get<std::string>() + ' ' + one["severity"].dump());
  }
  return all;
}

TEST(LspReferenceSettings, EachSettingRulesItsRule) {
  const std::string base = "FROM debian:12\n";
  const std::pair<const char*, std::string> cases[] = {
      {"deprecatedMaintainer", base + "MAINTAINER me\n"},
      {"emptyContinuationLine", base + "RUN a \\\n\n b\n"},
      {"instructionCasing", base + "run a\nRUN b\nRUN c\n"},
      {"instructionJSONInSingleQuotes", base + "RUN ['a']\n"},
      {"instructionWorkdirRelative", base + "WORKDIR a\n"},
  };
  for (const auto& [setting, text] : cases) {
    const auto as_ever = found(json::object(), text);
    ASSERT_EQ(as_ever.size(), 1u) << setting;
    EXPECT_EQ(found(diagnostics({{setting, "warning"}}), text), as_ever) << setting;
    EXPECT_THAT(found(diagnostics({{setting, "ignore"}}), text), IsEmpty()) << setting;
    EXPECT_THAT(found(diagnostics({{setting, "error"}}), text),
                ElementsAre(testing::EndsWith(" 1")))
        << setting;
  }
}

TEST(LspReferenceSettings, RepeatedInstructionsAreIgnoredTogether) {
  const std::string text = "FROM debian:12\nCMD [\"a\"]\nCMD [\"b\"]\n";
  json values = {{"instructionCmdMultiple", "ignore"}, {"instructionEntrypointMultiple", "ignore"}};
  EXPECT_EQ(found(diagnostics(values), text).size(), 1u);
  values["instructionHealthcheckMultiple"] = "ignore";
  EXPECT_THAT(found(diagnostics(values), text), IsEmpty());
}

TEST(LspReferenceSettings, AConfigurationFileWins) {
  const std::string text = "FROM debian:12\nMAINTAINER me\n";
  const json ignored = diagnostics({{"deprecatedMaintainer", "ignore"}});
  EXPECT_EQ(found(ignored, text, "rules:\n  no-maintainer: error\n").size(), 1u);
}

TEST(LspReferenceSettings, AnythingIsTaken) {
  for (const json& values : {json(7), json{{"deprecatedMaintainer", 1}}, json{{"x", "ignore"}}}) {
    EXPECT_EQ(found(diagnostics(values), "FROM debian:12\nMAINTAINER me\n").size(), 1u);
  }
}

TEST(LspReferenceSettings, AreAskedForBesideOurOwn) {
  MemoryClient client;
  client.start({{"workspace", {{"configuration", true}}}},
               {{"initializationOptions", {{"ignore", {"unknown-instruction"}}}}});
  json question;
  for (const json& message : client.messages) {
    if (message.value("method", "") == "workspace/configuration") question = message;
  }
  ASSERT_EQ(question["params"]["items"][1]["section"], "docker.languageserver");
  client.send({{"jsonrpc", "2.0"},
               {"id", question["id"]},
               {"result",
                {nullptr,
                 {{"diagnostics", {{"deprecatedMaintainer", "ignore"}}},
                  {"formatter", {{"ignoreMultilineInstructions", true}}}}}}});
  // Our own are those of before.
  client.open("FROM debian:12\nMAINTAINER me\nRNU x\nRUN a \\\nb\n");
  EXPECT_THAT(client.found(), IsEmpty());
  const json params = {{"textDocument", {{"uri", "file:///work/Dockerfile"}}},
                       {"options", {{"tabSize", 2}, {"insertSpaces", true}}}};
  EXPECT_EQ(client.request("textDocument/formatting", params)["result"], json::array());
}

}  // namespace
}  // namespace dflint::lsp
