// What no client should send: an error or a line in the log comes back, and the text stays right.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "server/lsp/framing.h"
#include "tests/server/lsp/every_request.h"
#include "tests/server/lsp/memory_client.h"

namespace dflint::lsp {
namespace {

using testing::Contains;
using testing::ElementsAre;

const std::string here = "file:///work/Dockerfile";
const std::string text = "FROM alpine:3.20 AS a\nRNU \xF0\x9F\x90\xB3\nCOPY --from=a $X /\n";

struct Misused : MemoryClient {
  Misused() {
    start(rich_capabilities("utf-16", false));
    open(text);
    messages.clear();
  }

  std::string held() {
    const OpenDocument* document = server.session().find(here);
    return document ? std::string(document->text().bytes()) : "not open";
  }
  void send_raw(std::string_view body) {
    server.receive(body);
    server.work();
  }
  // The code of the only answer; 0 for a result.
  int code() {
    std::vector<json> answers;
    for (const json& message : std::exchange(messages, {})) {
      if (!message.contains("method")) answers.push_back(message);
    }
    EXPECT_EQ(answers.size(), 1u) << json(answers).dump();
    if (answers.empty()) return 1;
    return answers[0].contains("error") ? answers[0]["error"]["code"].get<int>() : 0;
  }
  size_t log_lines() {
    size_t lines = 0;
    for (const json& message : std::exchange(messages, {}))
      lines += message.value("method", "") == "window/logMessage";
    return lines;
  }
  // An edit and a question have the usual effect.
  void expect_well() {
    messages.clear();
    EXPECT_EQ(held(), text);
    const json at = {{"line", 1}, {"character", 4}}, end = {{"line", 1}, {"character", 6}};
    change({{{"range", {{"start", at}, {"end", end}}}, {"text", "x"}}}, 5);
    EXPECT_EQ(held(), "FROM alpine:3.20 AS a\nRNU x\nCOPY --from=a $X /\n");
    EXPECT_THAT(found(), Contains("1:0-1:3 unknown-instruction"));
    change({{{"text", text}}}, 6);
    const json hover = request("textDocument/hover", request_params("", here, at, at));
    EXPECT_TRUE(hover.contains("result")) << hover.dump();
    messages.clear();
  }
};

const std::vector<json>& wrong_values() {
  static const std::vector<json> values = {
      nullptr,
      true,
      7,
      -1,
      1e300,
      18446744073709551615u,
      "",
      "x",
      json::array(),
      json::array({1}),
      json::object(),
      {{"line", -1}, {"character", -1}},
      {{"line", "1"}, {"character", 1.5}},
      {{"uri", 7}},
      {{"uri", "file:///no/such/Dockerfile"}},
      {{"uri", "%"}},
      json::array({json::array({json::array()})}),
  };
  return values;
}

// Each place in `value` once: the paths to all members and elements.
void paths_of(const json& value, const json::json_pointer& at,
              std::vector<json::json_pointer>& paths) {
  if (value.is_object()) {
    for (const auto& [key, member] : value.items()) {
      paths.push_back(at / key);
      paths_of(member, at / key, paths);
    }
  } else if (value.is_array()) {
    for (size_t i = 0; i < value.size(); ++i) {
      paths.push_back(at / i);
      paths_of(value[i], at / i, paths);
    }
  }
}

// The same with one place after the other replaced by what does not belong there, or left out.
std::vector<json> spoilt(const json& params) {
  std::vector<json::json_pointer> paths;
  paths_of(params, json::json_pointer(), paths);
  std::vector<json> all = wrong_values();
  size_t next = params.dump().size();  // another one for each method
  for (const json::json_pointer& path : paths) {
    for (int left = 3; left > 0; --left) {
      json copy = params;
      copy[path] = wrong_values()[next++ % wrong_values().size()];
      all.push_back(std::move(copy));
    }
    json copy = params;
    json& holder = copy[path.parent_pointer()];
    if (holder.is_object()) holder.erase(path.back());
    all.push_back(std::move(copy));
  }
  return all;
}

TEST(Misuse, WrongParametersOfRequests) {
  Misused client;
  const json at = {{"line", 2}, {"character", 13}}, end = {{"line", 2}, {"character", 14}};
  for (const std::string& method : request_names()) {
    const json right = request_params(method, here, at, end);
    const json answer = client.request(method, right);
    EXPECT_TRUE(answer.contains("result")) << method << ": " << answer.dump();
    for (const json& params : spoilt(right)) {
      client.messages.clear();
      client.request(method, params);
      const int code = client.code();
      EXPECT_THAT(code, testing::AnyOf(0, -32602, -32803)) << method << ' ' << params.dump();
    }
    EXPECT_EQ(client.held(), text) << method;
  }
  client.expect_well();
}

TEST(Misuse, MissingParameters) {
  Misused client;
  for (const std::string& method : request_names()) {
    client.messages.clear();
    client.send({{"jsonrpc", "2.0"}, {"id", 1}, {"method", method}});
    EXPECT_THAT(client.code(), testing::AnyOf(0, -32602)) << method;
  }
  for (const std::string& method : method_names(true)) {
    if (method != "exit") client.send({{"jsonrpc", "2.0"}, {"method", method}});
  }
  client.expect_well();
}

TEST(Misuse, WrongParametersOfNotifications) {
  const json at = {{"line", 0}, {"character", 0}};
  const json change = {{"textDocument", {{"uri", here}, {"version", 3}}},
                       {"contentChanges",
                        {{{"range", {{"start", at}, {"end", at}}}, {"text", ""}},
                         {{"range", {{"start", at}, {"end", at}}}, {"text", ""}}}}};
  const json open = {
      {"textDocument",
       {{"uri", here}, {"languageId", "dockerfile"}, {"version", 1}, {"text", text}}}};
  const json settings = {{"settings",
                          {{"dflint",
                            {{"select", {"correctness"}},
                             {"ignore", {"x"}},
                             {"configuration", ""},
                             {"inlayHints", {{"sizes", false}}}}}}}};
  for (const std::string& method : method_names(true)) {
    if (method == "exit") continue;
    Misused client;
    const bool opens = method == "textDocument/didOpen";
    json right = {
        {"textDocument", {{"uri", here}}}, {"value", "off"}, {"changes", {{{"uri", here}}}}};
    if (method == "textDocument/didChange") right = change;
    if (opens) right = open;
    if (method == "workspace/didChangeConfiguration") right = settings;
    for (const json& params : spoilt(right)) {
      client.notify(method, params);
      // What makes sense has its effect.
      const json& changes = value_at(params, {"contentChanges"});
      const json& said = value_at(params, {"textDocument", "text"});
      const std::string whole = opens && said.is_string() ? said.get<std::string>() : text;
      const bool replaces =
          method == "textDocument/didChange" && changes != change["contentChanges"];
      if (client.held() != whole && !replaces && method != "textDocument/didClose")
        ADD_FAILURE() << method << ' ' << params.dump() << '\n' << client.held();
      if (client.held() != text) client.open(text);
    }
    client.notify("workspace/didChangeConfiguration", {{"settings", {{"dflint", json::object()}}}});
    client.expect_well();
  }
}

// One broken change of several: none is applied.
TEST(Misuse, BrokenChangesLeaveTheTextAlone) {
  const json at = {{"line", 0}, {"character", 0}};
  const json good = {{"range", {{"start", at}, {"end", at}}}, {"text", "# more\n"}};
  Misused client;
  std::vector<json> broken;
  for (const json& value : wrong_values()) {
    if (!value.is_string()) broken.push_back({{"range", good["range"]}, {"text", value}});
    // A range of null is none.
    if (!value.is_null()) broken.push_back({{"range", value}, {"text", "y"}});
    broken.push_back({{"range", {{"start", at}, {"end", value}}}, {"text", "y"}});
    broken.push_back(
        {{"range", {{"start", {{"line", 0}, {"character", value}}}, {"end", at}}}, {"text", "y"}});
    if (!value.is_object()) broken.push_back(value);
  }
  for (const json& change : broken) {
    const json& line = value_at(change, {"range", "end", "line"});
    const json& start = value_at(change, {"range", "start", "character"});
    const json& end = value_at(change, {"range", "end", "character"});
    const bool makes_sense = line.is_number_integer() && start.is_number_integer() &&
                             end.is_number_integer() && value_at(change, {"text"}).is_string();
    if (makes_sense) continue;
    client.messages.clear();
    client.type({good, change}, 3);
    EXPECT_EQ(client.held(), text) << change.dump();
    EXPECT_EQ(client.log_lines(), 1u) << change.dump();
  }
  client.expect_well();
}

TEST(Misuse, DocumentsThatAreNotOpen) {
  Misused client;
  const std::string uri = "file:///work/other/Dockerfile";
  client.type({{{"text", "FROM a"}}}, 2, uri);
  EXPECT_EQ(client.log_lines(), 1u);
  client.notify("textDocument/didClose", {{"textDocument", {{"uri", uri}}}});
  client.notify("textDocument/didSave", {{"textDocument", {{"uri", uri}}}});
  EXPECT_EQ(client.server.session().find(uri), nullptr);
  const json at = {{"line", 0}, {"character", 0}};
  for (const std::string& method : request_names()) {
    client.messages.clear();
    client.request(method, request_params(method, uri, at, at));
    EXPECT_EQ(client.code(), 0) << method;
  }
  client.expect_well();
}

TEST(Misuse, EditsOutsideOfTheText) {
  Misused client;
  const auto edit = [&](json begin_line, json begin, json end_line, json end) {
    client.type({{{"range",
                   {{"start", {{"line", begin_line}, {"character", begin}}},
                    {"end", {{"line", end_line}, {"character", end}}}}},
                  {"text", "#"}}});
    const std::string now = client.held();
    client.type({{{"text", text}}});
    return now;
  };
  EXPECT_EQ(edit(99, 0, 99, 0), text + "#");
  EXPECT_EQ(edit(4294967295u, 4294967295u, 18446744073709551615u, 0), text + "#");
  EXPECT_EQ(edit(-5, -5, -1, -1), "#" + text);
  EXPECT_EQ(edit(0, 4096, 0, 8192), "FROM alpine:3.20 AS a#" + text.substr(21));
  // Half of a surrogate pair, and the wrong way round.
  EXPECT_EQ(edit(1, 5, 1, 5), "FROM alpine:3.20 AS a\nRNU #" + text.substr(26));
  EXPECT_EQ(edit(1, 3, 1, 0), "FROM alpine:3.20 AS a\n#" + text.substr(25));
  client.expect_well();
}

TEST(Misuse, BrokenJson) {
  for (const std::string& body :
       {std::string(), std::string("{"), std::string("}"), std::string("nul"),
        std::string("{\"id\":1,\"method\":\"shutdown\""), std::string("{\"id\":1}{}"),
        std::string("{\"method\":\"a\xFF\"}"), std::string("{\"method\":\"\xED\xA0\x80\"}"),
        std::string("{\"method\":\"\\ud800\"}"), std::string("{\"method\":\"\\udc00x\"}"),
        std::string("{\"method\":\"\n\"}"), std::string("{\"method\":01}"),
        std::string("\xEF\xBB\xBF"), std::string("{\"a\":1e999}"), std::string(3, '\0'),
        std::string(400, '['), std::string(400, '{')}) {
    Misused client;
    client.send_raw(body);
    EXPECT_EQ(client.code(), -32700) << body.substr(0, 40);
    client.expect_well();
  }
}

TEST(Misuse, DeepNesting) {
  Misused client;
  for (const size_t depth : {1000u, 200000u}) {
    const std::string deep = std::string(depth, '[') + std::string(depth, ']');
    client.send_raw(deep);
    EXPECT_EQ(client.code(), -32600);
    client.send_raw("{\"id\":" + deep + ",\"method\":\"textDocument/hover\"}");
    EXPECT_EQ(client.code(), -32600);
    // Their answers give back what they were given.
    for (const char* method : {"completionItem/resolve", "codeAction/resolve"}) {
      client.send_raw(std::string("{\"id\":1,\"method\":\"") + method +
                      "\",\"params\":{\"label\":" + deep + "}}");
      EXPECT_EQ(client.code(), -32600) << method;
    }
  }
  // Brackets in a text are none.
  const std::string brackets(1000, '[');
  client.send({{"id", 1},
               {"method", "completionItem/resolve"},
               {"params", {{"label", "\"" + brackets}, {"filterText", brackets}}}});
  EXPECT_EQ(client.code(), 0);
  client.expect_well();
}

TEST(Misuse, ValuesThatAreNoMessage) {
  Misused client;
  for (const char* body : {"[]", "7", "null", "\"x\"", "true", R"([{"id":1,"method":"shutdown"}])",
                           "{}", R"({"id":1})", R"({"method":7})", R"({"id":1,"method":null})",
                           R"({"id":1,"method":["shutdown"]})"}) {
    client.send_raw(body);
    EXPECT_EQ(client.code(), -32600) << body;
  }
  client.expect_well();
}

TEST(Misuse, IdsOfStrangeTypes) {
  Misused client;
  for (const char* id : {"null", "1.5", "true", "[]", "{}", "[1]", "1e2"}) {
    client.send_raw(std::string("{\"method\":\"textDocument/hover\",\"id\":") + id + "}");
    EXPECT_EQ(client.code(), -32600) << id;
  }
  for (const char* id :
       {"-1", "0", "18446744073709551615", "\"\"", "\"\\u0000\\\"\"", "\"\u00E9\""}) {
    client.send_raw(std::string("{\"method\":\"workspace/symbol\",\"id\":") + id + "}");
    EXPECT_EQ(client.messages.back()["id"], json::parse(id));
    EXPECT_EQ(client.code(), 0) << id;
  }
  client.expect_well();
}

TEST(Misuse, UnknownMethods) {
  Misused client;
  for (const char* method : {"", "x", "$/x", "textDocument/hover ", "textDocument/didOpen", "exit",
                             "TextDocument/Hover", "\\u0000", "$/cancelRequest"}) {
    client.send_raw(std::string("{\"id\":1,\"method\":\"") + method + "\"}");
    EXPECT_EQ(client.code(), -32601) << method;
  }
  // A request without an id is no request.
  for (const char* method : {"x", "textDocument/hover", "shutdown"}) {
    client.notify(method, json::object());
    EXPECT_EQ(client.log_lines(), 1u) << method;
  }
  client.notify("$/whatever", json::object());
  EXPECT_EQ(client.messages.size(), 0u);
  client.expect_well();
}

TEST(Misuse, AnswersNobodyAskedFor) {
  Misused client;
  for (const char* body : {R"({"id":99,"result":null})", R"({"id":"a","result":7})",
                           R"({"id":null,"error":{"code":-32700}})", R"({"id":1.5,"error":7})",
                           R"({"id":18446744073709551615,"result":1})"}) {
    client.send_raw(body);
    EXPECT_TRUE(client.messages.empty()) << body;
  }
  client.expect_well();
}

TEST(Misuse, BeforeInitialize) {
  MemoryClient client;
  for (const std::string& method : method_names(false)) {
    if (method == "initialize") continue;
    const json answer = client.request(method, json::object());
    EXPECT_EQ(answer["error"]["code"], -32002) << method;
  }
  EXPECT_EQ(client.request("no/method", nullptr)["error"]["code"], -32002);
  client.open(text);
  EXPECT_EQ(client.server.session().find(here), nullptr);
  client.start();
  EXPECT_EQ(client.request("initialize", json::object())["error"]["code"], -32600);
  client.open(text);
  EXPECT_THAT(client.found(), Contains("1:0-1:3 unknown-instruction"));
}

TEST(Misuse, WrongParametersOfInitialize) {
  const json right = {{"capabilities", rich_capabilities("utf-8", true)},
                      {"processId", 1},
                      {"rootUri", "file:///work"},
                      {"workspaceFolders", {{{"uri", "file:///work"}, {"name", "work"}}}},
                      {"initializationOptions", {{"select", {"all"}}, {"ignore", {"x"}}}}};
  for (const json& params : spoilt(right)) {
    MemoryClient client;
    const json answer = client.request("initialize", params);
    ASSERT_TRUE(answer.contains("result")) << params.dump() << answer.dump();
    client.open(text);
    EXPECT_NE(client.server.session().find(here), nullptr);
  }
}

TEST(Misuse, AfterShutdown) {
  Misused client;
  EXPECT_EQ(client.request("shutdown", nullptr)["result"], nullptr);
  for (const std::string& method : method_names(false))
    EXPECT_EQ(client.request(method, json::object())["error"]["code"], -32600) << method;
  // Editors close their documents late.
  client.notify("textDocument/didClose", {{"textDocument", {{"uri", here}}}});
  client.send_raw("{");
  EXPECT_EQ(client.server.exit_status(), std::nullopt);
  client.notify("exit", nullptr);
  EXPECT_EQ(client.server.exit_status(), 0);
  client.messages.clear();
  client.request("textDocument/hover", json::object());
  EXPECT_TRUE(client.messages.empty());
}

// What stands between the messages, and headers that are none, cost no message.
TEST(Misuse, BrokenHeaders) {
  const std::string body = R"({"method":"$/x"})";
  const std::string length = std::to_string(body.size());
  const std::string whole = "Content-Length: " + length + "\r\n\r\n" + body;
  for (const std::string& broken :
       {std::string("{}\r\n\r\n"), "Content-Type: x\r\n\r\n" + body,
        std::string("Content-Length: -5\r\n\r\n"), std::string("Content-Length: 0x10\r\n\r\n"),
        std::string("Content-Length: 1e3\r\n\r\n"), std::string("Content-Length:\r\n\r\n"),
        std::string("Content-Length: 4 4\r\n\r\n"), std::string("Content-Length 44\r\n\r\n"),
        std::string("Content-Length: 18446744073709551616\r\n\r\n"),
        std::string("Content-Length: 18446744073709551615\r\n\r\n"),
        std::string("Content-Length: 9999999999\r\n\r\n"), std::string("\0\xFF\r\n\r\n", 6),
        std::string("\r\n\r\n\r\n"), std::string(20000, 'x') + "\r\n\r\n"}) {
    FrameReader reader;
    reader.add(whole + broken + whole + whole);
    std::vector<std::string> bodies;
    while (const auto one = reader.next()) bodies.emplace_back(*one);
    EXPECT_THAT(bodies, ElementsAre(body, body, body)) << broken.substr(0, 50);
    EXPECT_EQ(reader.take_dropped(), broken.size()) << broken.substr(0, 50);
  }
  // The last of two lengths holds; blanks and the case do not matter.
  FrameReader reader;
  reader.add("Content-Length: 99\r\nCONTENT-LENGTH :1\r\ncontent-length:\t" + length +
             " \r\nX: y\n\n" + body);
  EXPECT_EQ(reader.next(), body);
}

}  // namespace
}  // namespace dflint::lsp
