// A client that lives in memory: sends messages to a server, and keeps what comes back.
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "server/lsp/server.h"
#include "tests/server/memory_host.h"

namespace dflint::lsp {

class MemoryClient {
 public:
  explicit MemoryClient(ServerOptions options = {})
      : server(host,
               {[this](std::string_view body) { messages.push_back(json::parse(body)); },
                [this] {
                  if (on_poll) on_poll();
                },
                [this](std::chrono::milliseconds, std::function<void()> task) {
                  later.push_back(std::move(task));
                },
                [this](const std::function<void()>& work, const std::function<void()>& done) {
                  if (in_background) return in_background(work, done);
                  background.push_back([work, done] {
                    work();
                    done();
                  });
                  if (!holds_background) run_background();
                }},
               std::move(options)) {}

  // Sends initialize and initialized; gives the result.
  json start(json capabilities = json::object(), json more = json::object()) {
    more["capabilities"] = std::move(capabilities);
    json result = request("initialize", std::move(more));
    notify("initialized", json::object());
    return result["result"];
  }

  void send(const json& message) {
    server.receive(message.dump());
    server.work();
  }
  void notify(std::string_view method, json params) {
    send({{"jsonrpc", "2.0"}, {"method", method}, {"params", std::move(params)}});
  }
  // The whole response.
  json request(std::string_view method, json params) {
    const int id = ++last_id;
    send({{"jsonrpc", "2.0"}, {"id", id}, {"method", method}, {"params", std::move(params)}});
    return answer_to(id);
  }
  // Null where there is none.
  json answer_to(const json& id) const {
    for (const json& message : messages) {
      if (!message.contains("method") && message.contains("id") && message["id"] == id) {
        return message;
      }
    }
    return nullptr;
  }

  void open(const std::string& text, const std::string& uri = "file:///work/Dockerfile",
            const std::string& language = "dockerfile") {
    notify("textDocument/didOpen",
           {{"textDocument",
             {{"uri", uri}, {"languageId", language}, {"version", 1}, {"text", text}}}});
  }
  // … and lets the time pass that the rules may take which see the whole file.
  void change(json changes, int version = 2, const std::string& uri = "file:///work/Dockerfile") {
    type(std::move(changes), version, uri);
    pass_time();
  }
  void type(json changes, int version = 2, const std::string& uri = "file:///work/Dockerfile") {
    notify("textDocument/didChange", {{"textDocument", {{"uri", uri}, {"version", version}}},
                                      {"contentChanges", std::move(changes)}});
  }
  // The last that were published; null where none were.
  json diagnostics(const std::string& uri = "file:///work/Dockerfile") const {
    json last;
    for (const json& message : messages) {
      if (message.value("method", "") != "textDocument/publishDiagnostics") continue;
      if (message["params"]["uri"] == uri) last = message["params"];
    }
    return last;
  }
  // "line:character-line:character code" of each.
  std::vector<std::string> found(const std::string& uri = "file:///work/Dockerfile") const {
    std::vector<std::string> all;
    const json published = diagnostics(uri);
    if (published.is_null()) return all;
    for (const json& one : published["diagnostics"]) {
      const json& range = one["range"];
      all.push_back(place(range["start"]) + "-" + place(range["end"]) + " " +
                    one.value("code", ""));
    }
    return all;
  }
  // Does what the other thread was to do, and `most` tasks at most.
  void run_background(size_t most = SIZE_MAX) {
    for (; most > 0 && !background.empty(); --most) {
      const auto task = std::move(background.front());
      background.pop_front();
      task();
    }
  }
  // The parameters of all messages of this method, in order; then they are forgotten.
  std::vector<json> taken(std::string_view method) {
    std::vector<json> all;
    for (const json& message : messages) {
      if (message.value("method", "") == method) all.push_back(message["params"]);
    }
    std::erase_if(messages, [&](const json& one) { return one.value("method", "") == method; });
    return all;
  }
  // Does what was to be done later.
  void pass_time() {
    for (const auto& task : std::exchange(later, {})) task();
    server.work();
  }

  MemoryHost host;
  std::vector<json> messages;
  std::vector<std::function<void()>> later;
  std::deque<std::function<void()>> background;
  bool holds_background = false;  // it waits for run_background
  // What comes in while the server works; nothing without it.
  std::function<void()> on_poll;
  // Runs what another thread is to do; at once without it.
  std::function<void(std::function<void()> work, std::function<void()> done)> in_background;
  Server server;
  int last_id = 0;

 private:
  static std::string place(const json& position) {
    return position["line"].dump() + ":" + position["character"].dump();
  }
};

}  // namespace dflint::lsp
