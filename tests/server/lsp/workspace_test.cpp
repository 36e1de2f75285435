// Files that are not open, as a client gets to know of them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "tests/server/lsp/memory_client.h"

namespace dflint::lsp {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

const json pulls = {{"textDocument", {{"diagnostic", json::object()}}},
                    {"workspace", {{"diagnostics", {{"refreshSupport", true}}}}}};

json folders(const std::vector<std::string>& paths) {
  json all = json::array();
  for (const std::string& path : paths) all.push_back({{"uri", "file://" + path}, {"name", path}});
  return {{"workspaceFolders", all}};
}

void start(MemoryClient& client, const json& capabilities = pulls) {
  client.start(capabilities, folders({"/work"}));
}

json event(const std::string& path, int type = 2) {
  return {{"changes", {{{"uri", "file://" + path}, {"type", type}}}}};
}

json pull(MemoryClient& client, const json& previous = json::array(), json more = json::object()) {
  more["previousResultIds"] = previous;
  return client.request("workspace/diagnostic", more)["result"]["items"];
}

// "path kind number-of-items" of each report.
std::vector<std::string> short_form(const json& items) {
  std::vector<std::string> all;
  for (const json& item : items) {
    std::string text = item["uri"].get<std::string>().substr(7);
    text += ' ' + item["kind"].get<std::string>();
    if (item.contains("items")) text += ' ' + std::to_string(item["items"].size());
    all.push_back(text);
  }
  return all;
}

json ids_of(const json& items) {
  json ids = json::array();
  for (const json& item : items) {
    if (item.contains("resultId"))
      ids.push_back({{"uri", item["uri"]}, {"value", item["resultId"]}});
  }
  return ids;
}

const char* const bad = "FROM alpine:3.20\nRNU x\n";
const char* const good = "FROM alpine:3.20\n";

TEST(WorkspaceDiagnostics, TellsOfFilesThatAreNotOpen) {
  MemoryClient client;
  client.host.add("Dockerfile", good);
  client.host.add("a b/web.Dockerfile", bad);
  client.host.add("ignored/Dockerfile", bad);
  client.host.add("README.md", bad);
  client.host.add(".gitignore", "ignored/\n");
  client.host.add(".git/HEAD", "");
  const json result = client.start(pulls, folders({"/work/"}));
  EXPECT_EQ(result["capabilities"]["diagnosticProvider"]["workspaceDiagnostics"], true);
  const json items = pull(client);
  EXPECT_THAT(short_form(items),
              ElementsAre("/work/Dockerfile full 0", "/work/a%20b/web.Dockerfile full 1"));
  EXPECT_TRUE(items[1]["version"].is_null());
  EXPECT_EQ(items[1]["items"][0]["code"], "unknown-instruction");
  EXPECT_EQ(items[1]["items"][0]["range"]["start"]["line"], 1);
}

TEST(WorkspaceDiagnostics, IdsChangeWithTextAndConfiguration) {
  MemoryClient client;
  client.host.add("a/Dockerfile", bad);
  client.host.add("b/Dockerfile", bad);
  start(client);
  json known = ids_of(pull(client));
  EXPECT_THAT(short_form(pull(client, known)),
              ElementsAre("/work/a/Dockerfile unchanged", "/work/b/Dockerfile unchanged"));
  client.host.add("a/Dockerfile", good);
  const json mended = pull(client, known);
  EXPECT_THAT(short_form(mended),
              ElementsAre("/work/a/Dockerfile full 0", "/work/b/Dockerfile unchanged"));
  known = ids_of(mended);
  client.host.add("b/.dflint.yaml", "ignore: [unknown-instruction]\n");
  client.notify("workspace/didChangeWatchedFiles", event("/work/b/.dflint.yaml", 1));
  EXPECT_THAT(short_form(pull(client, known)),
              ElementsAre("/work/a/Dockerfile unchanged", "/work/b/Dockerfile full 0"));
}

TEST(WorkspaceDiagnostics, ASecondPullReadsNothingThatIsTheSame) {
  MemoryClient client;
  client.host.add("Dockerfile", bad);
  start(client);
  const json known = ids_of(pull(client));
  client.host.unreadable.insert("/work/Dockerfile");
  EXPECT_THAT(short_form(pull(client, known)), ElementsAre("/work/Dockerfile unchanged"));
  // Who has lost what was said gets it again, as far as the file can be read.
  EXPECT_THAT(short_form(pull(client)), ElementsAre("/work/Dockerfile full 0"));
}

TEST(WorkspaceDiagnostics, OpenFilesCountAsTheyAreOpen) {
  MemoryClient client;
  client.host.add("Dockerfile", good);
  start(client);
  client.open(bad, "file:///work/Docker%66ile");
  const json items = pull(client);
  EXPECT_EQ(items.size(), 1u);
  EXPECT_EQ(items[0]["uri"], "file:///work/Docker%66ile");
  EXPECT_EQ(items[0]["version"], 1);
  EXPECT_EQ(items[0]["items"].size(), 1u);
  EXPECT_THAT(short_form(pull(client, ids_of(items))), ElementsAre("/work/Docker%66ile unchanged"));
  client.change({{{"text", good}}}, 5, "file:///work/Docker%66ile");
  const json changed = pull(client, ids_of(items));
  EXPECT_EQ(changed[0]["version"], 5);
  EXPECT_EQ(changed[0]["items"].size(), 0u);
  // On the disk it is as before, and named as the client does.
  client.host.add("Dockerfile", bad);
  client.notify("textDocument/didClose",
                {{"textDocument", {{"uri", "file:///work/Docker%66ile"}}}});
  EXPECT_THAT(short_form(pull(client, ids_of(changed))), ElementsAre("/work/Docker%66ile full 1"));
}

TEST(WorkspaceDiagnostics, NothingIsLeftOfFilesThatAreGone) {
  MemoryClient client;
  client.host.add("Dockerfile", bad);
  client.host.add("old/Dockerfile", bad);
  start(client);
  const json items = pull(client);
  client.host.files.erase("/work/old/Dockerfile");
  client.taken("workspace/diagnostic/refresh");
  client.notify("workspace/didChangeWatchedFiles", event("/work/old/Dockerfile", 3));
  EXPECT_EQ(client.taken("workspace/diagnostic/refresh").size(), 1u);
  const json then = pull(client, ids_of(items));
  EXPECT_THAT(short_form(then),
              ElementsAre("/work/Dockerfile unchanged", "/work/old/Dockerfile full 0"));
  EXPECT_FALSE(then[1].contains("resultId"));
}

TEST(WorkspaceDiagnostics, ConfigurationMayExcludeFiles) {
  MemoryClient client;
  client.host.add("old/Dockerfile", bad);
  client.host.add(".dflint.yaml", "exclude: [old]\n");
  start(client);
  EXPECT_THAT(short_form(pull(client)), ElementsAre("/work/old/Dockerfile full 0"));
}

TEST(WorkspaceDiagnostics, ComeInPiecesWithProgress) {
  MemoryClient client;
  for (int i = 0; i < 200; ++i) client.host.add(std::to_string(i) + "/Dockerfile", bad);
  start(client);
  const json last =
      pull(client, json::array(), {{"partialResultToken", "p"}, {"workDoneToken", 7}});
  EXPECT_EQ(last.size(), 0u);
  size_t count = 0, pieces = 0;
  std::vector<std::string> kinds;
  uint64_t percentage = 0;
  for (const json& one : client.taken("$/progress")) {
    if (one["token"] == "p") {
      ++pieces;
      count += one["value"]["items"].size();
      continue;
    }
    EXPECT_EQ(one["token"], 7);
    if (kinds.empty() || kinds.back() != one["value"]["kind"])
      kinds.push_back(one["value"]["kind"]);
    if (!one["value"].contains("percentage")) continue;
    EXPECT_GE(one["value"]["percentage"].get<uint64_t>(), percentage);
    percentage = one["value"]["percentage"];
  }
  EXPECT_EQ(count, 200u);
  EXPECT_GE(pieces, 4u);
  EXPECT_EQ(percentage, 100u);
  EXPECT_THAT(kinds, ElementsAre("begin", "report", "end"));
}

TEST(WorkspaceDiagnostics, HoldUpNobodyAndCanBeCancelled) {
  MemoryClient client;
  for (int i = 0; i < 300; ++i) client.host.add(std::to_string(i) + "/Dockerfile", bad);
  start(client);
  client.open(bad);
  client.holds_background = true;
  const json params = {{"previousResultIds", json::array()}, {"workDoneToken", "w"}};
  client.send({{"id", "slow"}, {"method", "workspace/diagnostic"}, {"params", params}});
  client.run_background(2);
  EXPECT_TRUE(client.answer_to("slow").is_null());
  EXPECT_TRUE(
      client
          .request("textDocument/hover", {{"textDocument", {{"uri", "file:///work/Dockerfile"}}},
                                          {"position", {{"line", 0}, {"character", 1}}}})
          .contains("result"));
  client.send({{"method", "$/cancelRequest"}, {"params", {{"id", "slow"}}}});
  client.run_background(1);
  EXPECT_EQ(client.answer_to("slow")["error"]["code"], -32800);
  EXPECT_THAT(client.background, IsEmpty());
  EXPECT_EQ(client.taken("$/progress").back()["value"]["kind"], "end");
  // The next one is not concerned.
  client.holds_background = false;
  client.messages.clear();
  client.send({{"id", "slow"}, {"method", "workspace/diagnostic"}, {"params", params}});
  EXPECT_EQ(client.answer_to("slow")["result"]["items"].size(), 301u);
}

TEST(WorkspaceDiagnostics, EndWithTheServer) {
  MemoryClient client;
  client.host.add("Dockerfile", bad);
  start(client);
  client.holds_background = true;
  client.send({{"id", "slow"}, {"method", "workspace/diagnostic"}, {"params", json::object()}});
  client.request("shutdown", nullptr);
  client.run_background();
  EXPECT_EQ(client.answer_to("slow")["error"]["code"], -32800);
}

TEST(WorkspaceDiagnostics, WhatIsOpenedMeanwhileIsNotReportedFromTheDisk) {
  MemoryClient client;
  client.host.add("Dockerfile", bad);
  start(client);
  client.holds_background = true;
  client.send({{"id", "slow"}, {"method", "workspace/diagnostic"}, {"params", json::object()}});
  client.run_background(1);
  client.open(good);
  client.run_background();
  EXPECT_THAT(client.answer_to("slow")["result"]["items"], IsEmpty());
}

// What was found with the configuration of before is not taken for what holds now.
TEST(WorkspaceDiagnostics, ConfigurationMayChangeMeanwhile) {
  MemoryClient client;
  client.host.add("Dockerfile", bad);
  start(client);
  pull(client);
  client.holds_background = true;
  client.send({{"id", "slow"}, {"method", "workspace/diagnostic"}, {"params", json::object()}});
  client.host.add(".dflint.yaml", "ignore: [unknown-instruction]\n");
  client.notify("workspace/didChangeWatchedFiles", event("/work/.dflint.yaml", 1));
  client.run_background();
  client.holds_background = false;
  const json items = client.answer_to("slow")["result"]["items"];
  EXPECT_THAT(short_form(items), ElementsAre("/work/Dockerfile full 1"));
  EXPECT_THAT(short_form(pull(client, ids_of(items))), ElementsAre("/work/Dockerfile full 0"));
}

TEST(WorkspaceDiagnostics, MisuseIsHarmless) {
  MemoryClient client;
  client.host.add("Dockerfile", bad);
  start(client);
  for (const json& params :
       {json(nullptr), json(7), json::array(), json{{"previousResultIds", "x"}},
        json{{"previousResultIds",
              {1, nullptr, {{"uri", 7}}, {{"uri", "file:///work/Dockerfile"}}}}},
        json{{"partialResultToken", {1}}, {"workDoneToken", 1.5}}}) {
    const json answer = client.request("workspace/diagnostic", params);
    EXPECT_THAT(short_form(answer["result"]["items"]), ElementsAre("/work/Dockerfile full 1"))
        << params.dump();
  }
  EXPECT_THAT(client.taken("$/progress"), IsEmpty());
}

TEST(WorkspaceDiagnostics, OneFileThatIsNotOpen) {
  MemoryClient client;
  client.host.add("Dockerfile", bad);
  client.host.add("notes", bad);
  start(client);
  const auto pull_one = [&](const char* name, const json& previous) {
    return client.request("textDocument/diagnostic",
                          {{"textDocument", {{"uri", std::string("file:///work/") + name}}},
                           {"previousResultId", previous}})["result"];
  };
  const json first = pull_one("Dockerfile", nullptr);
  EXPECT_EQ(first["items"].size(), 1u);
  EXPECT_EQ(pull_one("Dockerfile", first["resultId"])["kind"], "unchanged");
  EXPECT_EQ(pull_one("notes", nullptr)["items"].size(), 0u);
  EXPECT_EQ(pull_one("missing/Dockerfile", nullptr)["items"].size(), 0u);
}

std::vector<std::string> names(const json& symbols) {
  std::vector<std::string> all;
  for (const json& symbol : symbols) {
    all.push_back(symbol["location"]["uri"].get<std::string>().substr(7) + ":" +
                  symbol["name"].get<std::string>());
  }
  return all;
}

TEST(WorkspaceSymbols, AlsoOfFilesThatAreNotOpen) {
  MemoryClient client;
  client.host.add("Dockerfile", "FROM a AS nothing\n");
  client.host.add("b/Dockerfile", "FROM a AS build\nARG \xC3\xA9_builder\n");
  start(client);
  client.open("FROM a AS bundled\n");
  const auto ask = [&](const std::string& query) {
    return client.request("workspace/symbol", {{"query", query}})["result"];
  };
  const json found = ask("bld");
  EXPECT_THAT(names(found), ElementsAre("/work/Dockerfile:bundled", "/work/b/Dockerfile:build",
                                        "/work/b/Dockerfile:\xC3\xA9_builder"));
  EXPECT_EQ(found[2]["location"]["range"]["end"]["character"], 4 + 9);
  EXPECT_EQ(found[2]["containerName"], "build");
  // Nothing is read again.
  client.host.unreadable.insert("/work/b/Dockerfile");
  client.holds_background = true;
  EXPECT_THAT(names(ask("build")),
              ElementsAre("/work/b/Dockerfile:build", "/work/b/Dockerfile:\xC3\xA9_builder"));
  client.holds_background = false;
  client.host.unreadable.clear();
  // What is new is found, and what was closed is as on the disk.
  client.host.add("c/Dockerfile", "FROM a AS builder\n");
  client.notify("workspace/didChangeWatchedFiles", event("/work/c/Dockerfile", 1));
  client.notify("textDocument/didClose", {{"textDocument", {{"uri", "file:///work/Dockerfile"}}}});
  EXPECT_THAT(names(ask("bld")),
              ElementsAre("/work/b/Dockerfile:build", "/work/b/Dockerfile:\xC3\xA9_builder",
                          "/work/c/Dockerfile:builder"));
  EXPECT_THAT(names(ask("nothing")), ElementsAre("/work/Dockerfile:nothing"));
}

TEST(WorkspaceSymbols, FollowWhatIsWritten) {
  MemoryClient client;
  client.host.add("Dockerfile", "FROM a AS one\n");
  start(client);
  const auto ask = [&] { return client.request("workspace/symbol", json::object())["result"]; };
  EXPECT_THAT(names(ask()), ElementsAre("/work/Dockerfile:one"));
  client.host.add("Dockerfile", "FROM a AS two\n");
  client.notify("workspace/didChangeWatchedFiles", event("/work/Dockerfile"));
  EXPECT_THAT(names(ask()), ElementsAre("/work/Dockerfile:two"));
}

TEST(WorkspaceSymbols, TheBestOfTooMany) {
  MemoryClient client;
  std::string text;
  for (int i = 0; i < 1500; ++i) text += "FROM a AS b" + std::to_string(i) + "uild\n";
  client.host.add("a/Dockerfile", text);
  client.host.add("b/Dockerfile", "FROM a AS my_build\nFROM a AS build_it\nFROM a AS Build\n");
  start(client);
  const json found = client.request("workspace/symbol", {{"query", "build"}})["result"];
  EXPECT_EQ(found.size(), 1000u);
  EXPECT_EQ(found[0]["name"], "Build");
  EXPECT_EQ(found[1]["name"], "build_it");
  EXPECT_EQ(found[2]["name"], "my_build");
  EXPECT_EQ(found[3]["name"], "b0uild");
}

TEST(WorkspaceSymbols, CanBeCancelled) {
  MemoryClient client;
  client.host.add("Dockerfile", good);
  start(client);
  client.holds_background = true;
  client.send({{"id", 1000}, {"method", "workspace/symbol"}, {"params", {{"query", ""}}}});
  client.send({{"method", "$/cancelRequest"}, {"params", {{"id", 1000}}}});
  client.run_background();
  EXPECT_EQ(client.answer_to(1000)["error"]["code"], -32800);
}

}  // namespace
}  // namespace dflint::lsp
