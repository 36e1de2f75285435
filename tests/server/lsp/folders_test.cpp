// Folders of the workspace, their settings, and files that are watched.
#include "server/lsp/folders.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "server/lsp/watched.h"
#include "tests/server/lsp/memory_client.h"

namespace dflint::lsp {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::UnorderedElementsAre;

const char* const bad = "FROM alpine:3.20\nRNU x\n";

json folders(const std::vector<std::string>& paths) {
  json all = json::array();
  for (const std::string& path : paths) all.push_back({{"uri", "file://" + path}, {"name", path}});
  return all;
}

json event(const std::string& path, int type = 2) {
  return {{"changes", {{{"uri", "file://" + path}, {"type", type}}}}};
}

// Answers the request of the server that came last with this method; gives its parameters.
json answer(MemoryClient& client, const std::string& method, const json& result) {
  const auto asked =
      std::find_if(client.messages.rbegin(), client.messages.rend(),
                   [&](const json& message) { return message.value("method", "") == method; });
  if (asked == client.messages.rend()) return nullptr;
  const json message = *asked;
  client.send({{"id", message["id"]}, {"result", result}});
  return message["params"];
}

// What the client says to `workspace/configuration` where it has only settings of ours.
json ours(const json& settings) {
  json all = json::array();
  for (const json& one : settings) all.push_back(one), all.push_back(nullptr);
  return all;
}

TEST(Folders, TheInnermostHolds) {
  MemoryHost host;
  Folders folders(host);
  folders.set({"/a", "/a/b/", "/c", "/a"});
  EXPECT_THAT(folders.roots(), ElementsAre("/a", "/a/b", "/c"));
  EXPECT_EQ(folders.root_of("/a/Dockerfile"), "/a");
  EXPECT_EQ(folders.root_of("/a/b/c/Dockerfile"), "/a/b");
  EXPECT_EQ(folders.root_of("/ab/Dockerfile"), "");
  EXPECT_EQ(folders.root_of(""), "/a");
  EXPECT_EQ(folders.of("/a/Dockerfile"), folders.of("/a/x/Dockerfile"));
  EXPECT_NE(folders.of("/a/Dockerfile"), folders.of("/a/b/Dockerfile"));
  folders.set({"/"});
  EXPECT_EQ(folders.root_of("/a/Dockerfile"), "/");
}

TEST(Folders, ARootIsFoundForFilesOutside) {
  MemoryHost host;
  host.add("/x/.git/HEAD", "");
  host.add("/x/y/z/Dockerfile", "");
  host.add("/x/y/.dflint.yaml", "");
  host.add("/q/r/Dockerfile", "");
  EXPECT_EQ(root_above(host, "/x/y/z/Dockerfile"), "/x/y");
  EXPECT_EQ(root_above(host, "/x/Dockerfile"), "/x");
  EXPECT_EQ(root_above(host, "/q/r/Dockerfile"), "/q/r");
  EXPECT_EQ(root_above(host, "/Dockerfile"), "/");
}

TEST(Folders, EachIsAskedForItsSettings) {
  MemoryClient client;
  const json capabilities = {{"workspace", {{"configuration", true}}}};
  client.start(capabilities, {{"workspaceFolders", folders({"/work/a", "/work/b c"})},
                              {"initializationOptions", {{"ignore", {"unknown-instruction"}}}}});
  const std::string a = "file:///work/a/Dockerfile", b = "file:///work/b%20c/Dockerfile",
                    outside = "file:///other/Dockerfile";
  for (const std::string& uri : {a, b, outside}) client.open(bad, uri);
  for (const std::string& uri : {a, b, outside}) EXPECT_THAT(client.found(uri), IsEmpty()) << uri;
  const json select = {{"select", {"unknown-instruction"}}};
  const json asked =
      answer(client, "workspace/configuration", ours({nullptr, json::object(), select}));
  json expected = json::array();
  for (const json& scope : {json(), json("file:///work/a"), json("file:///work/b%20c")}) {
    for (const char* section : {"dflint", "docker.languageserver"}) {
      expected.push_back({{"section", section}});
      if (!scope.is_null()) expected.back()["scopeUri"] = scope;
    }
  }
  EXPECT_EQ(asked["items"], expected);
  EXPECT_THAT(client.found(a), IsEmpty());
  EXPECT_THAT(client.found(outside), IsEmpty());
  EXPECT_THAT(client.found(b), ElementsAre("1:0-1:3 unknown-instruction"));
  // Only what changed is said again; what was chosen once can be taken back.
  client.taken("textDocument/publishDiagnostics");
  client.notify("workspace/didChangeConfiguration", {{"settings", nullptr}});
  answer(client, "workspace/configuration", ours({select, nullptr, nullptr}));
  EXPECT_TRUE(client.diagnostics(a).is_null());
  EXPECT_THAT(client.found(b), IsEmpty());
  EXPECT_FALSE(client.diagnostics(b).is_null());
  EXPECT_THAT(client.found(outside), ElementsAre("1:0-1:3 unknown-instruction"));
}

TEST(Folders, NonsenseInTheirSettingsIsHarmless) {
  MemoryClient client;
  client.start({{"workspace", {{"configuration", true}}}},
               {{"workspaceFolders", folders({"/work/a"})}});
  client.open(bad);
  for (const json& result :
       {json(), json(7), json::array(), json{1, "x"}, json{{{"ignore", 7}, {"inlayHints", 3}}},
        json{nullptr, nullptr, nullptr, nullptr, {{"ignore", {"all"}}}}}) {
    client.notify("workspace/didChangeConfiguration", json::object());
    answer(client, "workspace/configuration", result);
    EXPECT_THAT(client.found(), ElementsAre("1:0-1:3 unknown-instruction")) << result.dump();
  }
}

TEST(Folders, ARelativePathStartsFromTheFolder) {
  MemoryClient client;
  client.host.add("/work/a/own.yaml", "ignore: [unknown-instruction]\n");
  client.host.add("/x/own.yaml", "ignore: [unknown-instruction]\n");
  client.host.add("/x/.git/HEAD", "");
  client.host.add("/x/y/Dockerfile", bad);
  client.start({}, {{"workspaceFolders", folders({"/work/a", "/work/b"})},
                    {"initializationOptions", {{"configuration", "own.yaml"}}}});
  client.open(bad, "file:///work/a/Dockerfile");
  EXPECT_THAT(client.found("file:///work/a/Dockerfile"), IsEmpty());
  client.open(bad, "file:///x/y/Dockerfile");
  EXPECT_THAT(client.found("file:///x/y/Dockerfile"), IsEmpty());
  client.open(bad, "file:///work/b/Dockerfile");
  EXPECT_THAT(client.found("file:///work/b/Dockerfile"), Not(IsEmpty()));
}

TEST(Folders, ComeAndGo) {
  MemoryClient client;
  client.host.add("/two/Dockerfile", bad);
  const json result = client.start({{"textDocument", {{"diagnostic", json::object()}}},
                                    {"workspace", {{"configuration", true}}}},
                                   {{"workspaceFolders", nullptr}});
  const json support = {{"supported", true}, {"changeNotifications", true}};
  EXPECT_EQ(result["capabilities"]["workspace"]["workspaceFolders"], support);
  const auto pull = [&] {
    return client.request("workspace/diagnostic", json::object())["result"]["items"];
  };
  EXPECT_THAT(pull(), IsEmpty());
  const auto change = [&](const json& added, const json& removed) {
    client.notify("workspace/didChangeWorkspaceFolders",
                  {{"event", {{"added", added}, {"removed", removed}}}});
  };
  change(folders({"/two"}), json::array());
  EXPECT_EQ(pull().size(), 1u);
  const json asked = answer(client, "workspace/configuration",
                            ours({nullptr, {{"ignore", {"unknown-instruction"}}}}));
  EXPECT_EQ(asked["items"][2]["scopeUri"], "file:///two");
  EXPECT_THAT(pull()[0]["items"], IsEmpty());
  change(json::array(), folders({"/two/", "/three"}));
  EXPECT_THAT(pull(), IsEmpty());
  change(7, {{{"uri", 7}}});
  client.notify("workspace/didChangeWorkspaceFolders", nullptr);
  EXPECT_THAT(pull(), IsEmpty());
}

TEST(Folders, RulesThatNobodyKnowsSwitchNothingOff) {
  MemoryClient client;
  client.start({}, {{"initializationOptions", {{"select", {"nonsense"}}, {"ignore", "no-sudo"}}}});
  client.open(bad);
  EXPECT_THAT(client.found(), ElementsAre("1:0-1:3 unknown-instruction"));
  size_t said = 0;
  for (const json& message : client.messages) {
    said += message.value("method", "") == "window/showMessage";
  }
  EXPECT_EQ(said, 2u);
}

// Globs of the registration that holds.
std::vector<std::string> watched(MemoryClient& client) {
  std::vector<std::string> globs;
  for (const json& message : client.messages) {
    if (message.value("method", "") == "client/unregisterCapability") globs.clear();
    if (message.value("method", "") != "client/registerCapability") continue;
    const json& one = message["params"]["registrations"][0];
    if (one["method"] != "workspace/didChangeWatchedFiles") continue;
    EXPECT_THAT(globs, IsEmpty()) << "registered twice";
    for (const json& watcher : one["registerOptions"]["watchers"]) {
      globs.push_back(watcher["globPattern"]);
    }
  }
  return globs;
}

const json watches = {
    {"workspace",
     {{"didChangeWatchedFiles", {{"dynamicRegistration", true}}},
      {"diagnostics", {{"refreshSupport", true}}}}},
};

TEST(WatchedFiles, AreFewAndNamed) {
  MemoryClient client;
  client.host.add(".dflint.yaml", "extends: [base/rules.yaml]\n");
  client.host.add("base/rules.yaml", "ignore: [unknown-instruction]\n");
  client.start(watches, {{"workspaceFolders", folders({"/work"})}});
  EXPECT_THAT(watched(client), Contains("**/.dflint.{yaml,yml}"));
  EXPECT_THAT(watched(client), Not(Contains("**/rules.yaml")));
  EXPECT_THAT(watched(client), Not(Contains("**/*")));
  client.open(bad);
  EXPECT_THAT(client.found(), IsEmpty());
  EXPECT_THAT(watched(client), Contains("**/rules.yaml"));
  client.host.add("base/rules.yaml", "");
  client.notify("workspace/didChangeWatchedFiles", event("/work/base/rules.yaml"));
  EXPECT_THAT(client.found(), Not(IsEmpty()));
  client.host.add(".dflint.yaml", "");
  client.notify("workspace/didChangeWatchedFiles", event("/work/.dflint.yaml"));
  EXPECT_THAT(watched(client), Not(Contains("**/rules.yaml")));

  MemoryClient blind;
  blind.start();
  EXPECT_THAT(watched(blind), IsEmpty());
}

// URIs of the documents that a change makes the server speak of.
std::vector<std::string> renewed_by(MemoryClient& client, const json& change) {
  client.taken("textDocument/publishDiagnostics");
  client.notify("workspace/didChangeWatchedFiles", change);
  std::vector<std::string> uris;
  for (const json& one : client.taken("textDocument/publishDiagnostics")) {
    uris.push_back(one["uri"].get<std::string>().substr(7));
  }
  return uris;
}

TEST(WatchedFiles, MatterOnlyWhereTheyMatter) {
  MemoryClient client;
  client.start(watches, {{"workspaceFolders", folders({"/work"})}});
  const char* const copies = "FROM alpine:3.20\nCOPY secret.txt /\n";
  for (const char* uri : {"file:///work/a/Dockerfile", "file:///work/a/x/web.Dockerfile",
                          "file:///work/b/Dockerfile"}) {
    client.host.add(std::string(uri).substr(7), copies);
    client.open(copies, uri);
  }
  const std::string a = "/work/a/Dockerfile", x = "/work/a/x/web.Dockerfile",
                    b = "/work/b/Dockerfile";
  EXPECT_THAT(renewed_by(client, event("/work/a/.dflint.yaml")), UnorderedElementsAre(a, x));
  EXPECT_THAT(renewed_by(client, event("/work/.hadolint.yaml")), UnorderedElementsAre(a, x, b));
  EXPECT_THAT(renewed_by(client, event("/work/b/.dockerignore")), ElementsAre(b));
  EXPECT_THAT(renewed_by(client, event("/work/a/x/web.Dockerfile.dockerignore")), ElementsAre(x));
  EXPECT_THAT(renewed_by(client, event("/work/a/x/Other.dockerignore")), IsEmpty());
  EXPECT_THAT(renewed_by(client, event("/work/a/Dockerfile")), IsEmpty());
  EXPECT_THAT(renewed_by(client, event("/work/a/main.c")), IsEmpty());
  EXPECT_THAT(renewed_by(client, {{"changes", {{{"uri", 7}}}}}), IsEmpty());
  EXPECT_THAT(renewed_by(client, {{"changes", {{{"uri", "untitled:x"}}}}}), IsEmpty());
  // Who does not say what changed means anything.
  EXPECT_THAT(renewed_by(client, {{"changes", json::array()}}), UnorderedElementsAre(a, x, b));
}

TEST(WatchedFiles, AnIgnoreFileIsReadAnew) {
  MemoryClient client;
  client.start(watches, {{"workspaceFolders", folders({"/work"})}});
  client.open("FROM alpine:3.20\nCOPY secret.txt /\n");
  EXPECT_THAT(client.found(), Not(Contains(HasSubstr("ignored"))));
  client.host.add(".dockerignore", "secret.txt\n");
  client.notify("workspace/didChangeWatchedFiles", event("/work/.dockerignore", 1));
  EXPECT_THAT(client.found(), Contains(HasSubstr("ignored")));
  client.host.files.clear();
  client.notify("workspace/didChangeWatchedFiles", event("/work/.dockerignore", 3));
  EXPECT_THAT(client.found(), Not(Contains(HasSubstr("ignored"))));
}

// Problems of a configuration stay while another one changes.
TEST(WatchedFiles, ProblemsOfOtherConfigurationsStay) {
  MemoryClient client;
  client.host.add("a/.dflint.yaml", "selct: all\n");
  client.start(watches, {{"workspaceFolders", folders({"/work"})}});
  client.open(bad, "file:///work/a/Dockerfile");
  client.open(bad, "file:///work/b/Dockerfile");
  ASSERT_EQ(client.diagnostics("file:///work/a/.dflint.yaml")["diagnostics"].size(), 1u);
  client.host.add("b/.dflint.yaml", "ignore: [unknown-instruction]\n");
  client.notify("workspace/didChangeWatchedFiles", event("/work/b/.dflint.yaml", 1));
  EXPECT_EQ(client.diagnostics("file:///work/a/.dflint.yaml")["diagnostics"].size(), 1u);
  EXPECT_THAT(client.found("file:///work/b/Dockerfile"), IsEmpty());
}

TEST(Refresh, OnlyOfWhatChanged) {
  MemoryClient client;
  const json yes = {{"refreshSupport", true}};
  client.start(
      {{"textDocument", {{"diagnostic", json::object()}}},
       {"workspace",
        {{"diagnostics", yes}, {"inlayHint", yes}, {"codeLens", yes}, {"semanticTokens", yes}}}},
      {{"workspaceFolders", folders({"/work"})}});
  client.open(bad);
  const auto refreshed_by = [&](const json& settings) {
    client.messages.clear();
    client.notify("workspace/didChangeConfiguration", {{"settings", {{"dflint", settings}}}});
    std::vector<std::string> all;
    for (const json& message : client.messages) {
      const std::string method = message.value("method", "");
      if (method.ends_with("/refresh")) all.push_back(method.substr(10, method.size() - 18));
    }
    return all;
  };
  EXPECT_THAT(refreshed_by({{"ignore", {"unknown-instruction"}}}), ElementsAre("diagnostic"));
  EXPECT_THAT(refreshed_by({{"ignore", {"unknown-instruction"}}}), IsEmpty());
  EXPECT_THAT(refreshed_by({{"inlayHints", {{"values", false}}}}),
              UnorderedElementsAre("inlayHint", "diagnostic"));
  EXPECT_THAT(refreshed_by({{"codeLens", {{"uses", false}}}}),
              UnorderedElementsAre("inlayHint", "codeLens"));
}

TEST(Refresh, NobodyIsAskedWhoCannot) {
  MemoryClient client;
  client.start({}, {{"workspaceFolders", folders({"/work"})}});
  client.open(bad);
  client.notify("workspace/didChangeConfiguration",
                {{"settings", {{"inlayHints", {{"values", false}}}, {"ignore", {"all"}}}}});
  for (const json& message : client.messages) {
    EXPECT_THAT(message.value("method", ""), Not(HasSubstr("refresh")));
  }
}

}  // namespace
}  // namespace dflint::lsp
