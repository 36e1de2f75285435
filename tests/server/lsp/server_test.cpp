// The protocol as a client sees it, misuse included.
#include "server/lsp/server.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

#include "tests/server/lsp/fake_shellcheck.h"
#include "tests/server/lsp/memory_client.h"

namespace dflint::lsp {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

json range(int line, int begin, int end_line, int end) {
  return {{"start", {{"line", line}, {"character", begin}}},
          {"end", {{"line", end_line}, {"character", end}}}};
}

TEST(Server, SaysWhatItCanDo) {
  MemoryClient client;
  const json result = client.start({{"general", {{"positionEncodings", {"utf-16", "utf-8"}}}}});
  EXPECT_EQ(result["capabilities"]["positionEncoding"], "utf-8");
  EXPECT_EQ(result["capabilities"]["textDocumentSync"]["change"], 2);
  EXPECT_EQ(result["serverInfo"]["name"], "dflint");
}

TEST(Server, PublishesWithTheVersionOfTheText) {
  MemoryClient client;
  client.start({{"textDocument", {{"publishDiagnostics", {{"versionSupport", true}}}}}});
  client.open("FROM alpine:3.20\nRNU x\n");
  EXPECT_THAT(client.found(), ElementsAre("1:0-1:3 unknown-instruction"));
  EXPECT_EQ(client.diagnostics()["version"], 1);
  client.change({{{"range", range(1, 0, 1, 3)}, {"text", "RUN"}}}, 7);
  EXPECT_THAT(client.found(), IsEmpty());
  EXPECT_EQ(client.diagnostics()["version"], 7);
  client.notify("textDocument/didClose", {{"textDocument", {{"uri", "file:///work/Dockerfile"}}}});
  EXPECT_THAT(client.found(), IsEmpty());
}

TEST(Server, AppliesChangesInOrder) {
  MemoryClient client;
  client.start();
  client.open("FROM alpine:3.20\n");
  client.change({{{"range", range(1, 0, 1, 0)}, {"text", "RNU x\n"}},
                 {{"range", range(1, 1, 1, 3)}, {"text", "UN"}},
                 {{"range", range(2, 0, 2, 0)}, {"text", "\xF0\x9F\x90\xB3 BOGUS"}}});
  EXPECT_THAT(client.found(), ElementsAre("2:0-2:2 unknown-instruction"));
  client.change({{{"text", "FROM alpine:3.20\nCPOY a b\n"}}}, 3);
  EXPECT_THAT(client.found(), ElementsAre("1:0-1:4 unknown-instruction"));
}

TEST(Server, TakesEditsOutsideTheTextToItsNearestPlace) {
  MemoryClient client;
  client.start();
  client.open("FROM alpine:3.20\n");
  client.change({{{"range", range(99, 0, 120, 7)}, {"text", "RNU x\n"}}});
  EXPECT_THAT(client.found(), ElementsAre("1:0-1:3 unknown-instruction"));
  client.change({{{"range", range(1, 3, 0, 99)}, {"text", ""}}}, 3);
  EXPECT_THAT(client.found(), testing::Not(IsEmpty()));
}

TEST(Server, AnswersMisuseWithAnError) {
  MemoryClient client;
  EXPECT_EQ(client.request("textDocument/diagnostic", {})["error"]["code"], -32002);
  client.start();
  EXPECT_EQ(client.request("initialize", {})["error"]["code"], -32600);
  EXPECT_EQ(client.request("no/method", {})["error"]["code"], -32601);
  EXPECT_EQ(client.request("textDocument/diagnostic", {})["error"]["code"], -32602);
  client.server.receive("{");
  EXPECT_EQ(client.messages.back()["error"]["code"], -32700);
  client.server.receive("[]");
  EXPECT_EQ(client.messages.back()["error"]["code"], -32600);
  client.send({{"jsonrpc", "2.0"}, {"id", 77}});
  EXPECT_EQ(client.answer_to(77)["error"]["code"], -32600);
  client.send({{"id", {1, 2}}, {"method", "shutdown"}});
  EXPECT_EQ(client.messages.back()["error"]["code"], -32600);
  // A notification has no answer, but a line in the log.
  const size_t before = client.messages.size();
  client.notify("textDocument/didChange", {{"textDocument", 7}});
  client.notify("textDocument/didOpen", nullptr);
  client.notify("no/notification", nullptr);
  client.notify("$/unknown", nullptr);
  ASSERT_EQ(client.messages.size(), before + 3);
  EXPECT_EQ(client.messages.back()["method"], "window/logMessage");
  client.open("FROM alpine:3.20\nRNU\n");
  EXPECT_THAT(client.found(), ElementsAre("1:0-1:3 unknown-instruction"));
}

TEST(Server, LeavesATextAloneWhenOneOfItsChangesIsBroken) {
  MemoryClient client;
  client.start();
  client.open("FROM alpine:3.20\n");
  client.change({{{"range", range(1, 0, 1, 0)}, {"text", "RNU\n"}}, {{"text", 7}}});
  EXPECT_THAT(client.found(), IsEmpty());
}

TEST(Server, EndsAsTheClientWants) {
  MemoryClient client;
  client.start();
  EXPECT_EQ(client.server.exit_status(), std::nullopt);
  EXPECT_TRUE(client.request("shutdown", nullptr)["result"].is_null());
  EXPECT_EQ(client.request("textDocument/diagnostic", {})["error"]["code"], -32600);
  client.notify("exit", nullptr);
  EXPECT_EQ(client.server.exit_status(), 0);

  MemoryClient hasty;
  hasty.notify("exit", nullptr);
  EXPECT_EQ(hasty.server.exit_status(), 1);
}

TEST(Server, CancelsWhatWaits) {
  MemoryClient client;
  client.start();
  client.open("FROM alpine:3.20\n");
  const json params = {{"textDocument", {{"uri", "file:///work/Dockerfile"}}}};
  const auto request = [&](const json& id) {
    const json message = {{"id", id}, {"method", "textDocument/diagnostic"}, {"params", params}};
    client.server.receive(message.dump());
  };
  request("a");
  request("b");
  client.server.receive(R"({"method":"$/cancelRequest","params":{"id":"a"}})");
  client.server.receive(R"({"method":"$/cancelRequest","params":{"id":"unknown"}})");
  client.server.receive(R"({"method":"$/cancelRequest","params":7})");
  client.server.work();
  EXPECT_EQ(client.answer_to("a")["error"]["code"], -32800);
  EXPECT_TRUE(client.answer_to("b").contains("result"));
  // An id may be used again.
  request("a");
  client.server.work();
  EXPECT_TRUE(client.messages.back().contains("result"));
}

TEST(Server, AnswersWhoPulls) {
  MemoryClient client;
  const json result = client.start({{"textDocument", {{"diagnostic", json::object()}}}});
  EXPECT_EQ(result["capabilities"]["diagnosticProvider"]["identifier"], "dflint");
  client.open("FROM alpine:3.20\nRNU x\n");
  EXPECT_TRUE(client.diagnostics().is_null());
  const json document = {{"uri", "file:///work/Dockerfile"}};
  const auto pull = [&](const json& previous) {
    return client.request("textDocument/diagnostic",
                          {{"textDocument", document}, {"previousResultId", previous}})["result"];
  };
  const json first = pull(nullptr);
  EXPECT_EQ(first["kind"], "full");
  EXPECT_EQ(first["items"].size(), 1u);
  EXPECT_EQ(pull(first["resultId"])["kind"], "unchanged");
  client.change({{{"range", range(1, 0, 1, 0)}, {"text", "#"}}});
  EXPECT_EQ(pull(first["resultId"])["items"].size(), 0u);
}

TEST(Server, FollowsTheConfiguration) {
  MemoryClient client;
  client.start();
  client.open("FROM alpine:3.20\nRNU x\n");
  EXPECT_THAT(client.found(), ElementsAre("1:0-1:3 unknown-instruction"));
  client.host.add(".dflint.yaml", "ignore: [unknown-instruction]\nselct: all\n");
  client.notify("workspace/didChangeWatchedFiles", {{"changes", json::array()}});
  EXPECT_THAT(client.found(), IsEmpty());
  const json problems = client.diagnostics("file:///work/.dflint.yaml");
  ASSERT_FALSE(problems.is_null());
  EXPECT_EQ(problems["diagnostics"][0]["range"]["start"]["line"], 1);
  client.host.files.clear();
  client.notify("workspace/didChangeWatchedFiles", {{"changes", json::array()}});
  EXPECT_THAT(client.found(), ElementsAre("1:0-1:3 unknown-instruction"));
  EXPECT_THAT(client.found("file:///work/.dflint.yaml"), IsEmpty());
}

TEST(Server, TakesSettingsFromTheEditor) {
  MemoryClient client;
  client.start({}, {{"initializationOptions", {{"ignore", {"unknown-instruction"}}}}});
  client.open("FROM alpine:3.20\nRNU x\n");
  EXPECT_THAT(client.found(), IsEmpty());
  client.notify("workspace/didChangeConfiguration",
                {{"settings", {{"dflint", {{"ignore", json::array()}}}}}});
  EXPECT_THAT(client.found(), ElementsAre("1:0-1:3 unknown-instruction"));
}

TEST(Server, ReadsDockerfilesInMarkdown) {
  MemoryClient client;
  client.start();
  const std::string uri = "file:///work/README.md";
  client.open("# Title\n\n```dockerfile\nFROM alpine:3.20\nRNU x\n```\n\n```docker\nRNU\n```\n",
              uri, "markdown");
  EXPECT_THAT(client.found(uri),
              testing::Contains(testing::HasSubstr("4:0-4:3 unknown-instruction")));
  client.change({{{"range", range(0, 0, 1, 0)}, {"text", ""}}}, 2, uri);
  EXPECT_THAT(client.found(uri),
              testing::Contains(testing::HasSubstr("3:0-3:3 unknown-instruction")));
}

TEST(Server, MergesWhatShellcheckFound) {
  MemoryClient client;
  int runs = 0;
  install_fake_shellcheck(client.host, &runs);
  client.start();
  client.open("FROM alpine:3.20\nRUN echo BAD\nRUN echo good\n");
  EXPECT_THAT(client.found(), IsEmpty());
  client.pass_time();
  EXPECT_THAT(client.found(), ElementsAre("1:9-1:12 SC2086"));
  // An edit elsewhere keeps it, and nobody is asked again about a script that is known.
  client.change({{{"range", range(0, 0, 0, 0)}, {"text", "# hello\n"}}});
  EXPECT_THAT(client.found(), ElementsAre("2:9-2:12 SC2086"));
  const int before = runs;
  client.pass_time();
  EXPECT_EQ(runs, before);
  client.change({{{"range", range(2, 9, 2, 12)}, {"text", "x"}}}, 3);
  EXPECT_THAT(client.found(), IsEmpty());
}

// ShellCheck answers while the rules that see the whole file still wait for a pause.
TEST(Server, ShellcheckDoesNotHoldUpOtherRules) {
  for (const bool pulls_meanwhile : {false, true}) {
    MemoryClient client;
    install_fake_shellcheck(client.host);
    std::vector<std::function<void()>> done;
    client.in_background = [&](const auto& work, const auto& then) {
      work();
      done.push_back(then);
    };
    client.start();
    std::string text = "FROM alpine:3.20\n";
    for (int i = 0; i < 1000; ++i) text += "RUN echo BAD\n";
    client.open(text);
    client.pass_time();
    ASSERT_EQ(done.size(), 1u);
    client.type({{{"range", range(0, 0, 0, 0)}, {"text", "#\n"}}}, 2);
    client.type({{{"range", range(1002, 0, 1002, 0)}, {"text", "CMD a\nCMD b\n"}}}, 3);
    const std::string uri = "file:///work/Dockerfile";
    ASSERT_TRUE(client.server.session().find(uri)->unsettled);
    done[0]();
    EXPECT_THAT(client.found(), testing::Not(testing::Contains(HasSubstr("single-command"))));
    // A client that waits for diagnostics may ask for them too.
    if (pulls_meanwhile)
      client.request("textDocument/diagnostic", {{"textDocument", {{"uri", uri}}}});
    client.pass_time();
    EXPECT_THAT(client.found(), testing::Contains(HasSubstr("single-command")));
    EXPECT_THAT(client.found(), testing::Contains("2:9-2:12 SC2086"));
    // … and about the new text it is asked too.
    client.pass_time();
    EXPECT_EQ(done.size(), 2u);
  }
}

}  // namespace
}  // namespace dflint::lsp
