// What must hold whatever bytes a client sends. Says what does not, or "".
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "server/lsp/framing.h"
#include "server/lsp/server.h"
#include "tests/server/lsp/client_text.h"
#include "tests/server/lsp/every_request.h"
#include "tests/server/memory_host.h"
#include "tests/support/edits.h"

namespace dflint::lsp {

class ProtocolTrial {
 public:
  ProtocolTrial()
      : server_(host_,
                {[this](std::string_view body) { take_answer(body); },
                 {},
                 [this](std::chrono::milliseconds, std::function<void()> task) {
                   later_.push_back(std::move(task));
                 },
                 [](const std::function<void()>& work, const std::function<void()>& done) {
                   work();
                   done();
                 }},
                {}) {}

  // A stream: cut at its headers.
  std::string send_stream(std::string_view bytes) {
    FrameReader reader;
    reader.add(bytes);
    size_t size = reader.take_dropped();
    while (const auto body = reader.next()) {
      size += body->size();
      send(std::string(*body));
    }
    if (size + reader.take_dropped() > bytes.size()) return "more came out than went in";
    return finish();
  }

 private:
  void send(const std::string& body) {
    if (server_.exit_status()) return;
    const json message = json::parse(body, nullptr, false);
    server_.receive(body);
    server_.work();
    for (const auto& task : std::exchange(later_, {})) task();
    if (!message.is_object()) return;
    const json& id = value_at(message, {"id"});
    const bool is_answer = !value_at(message, {"method"}).is_string() &&
                           (message.contains("result") || message.contains("error"));
    if (!is_answer && (id.is_string() || id.is_number_integer())) {
      ++asked_[id.dump(-1, ' ', false, json::error_handler_t::replace)];
    }
  }

  // Each request was answered once; who asks now is answered too.
  std::string finish() {
    if (server_.exit_status()) return wrong_;
    server_.work();
    for (const auto& [id, count] : asked_) {
      const auto found = answered_.find(id);
      const size_t answers = found == answered_.end() ? 0 : found->second;
      if (answers != count)
        return id + ": " + std::to_string(count) + " questions, " + std::to_string(answers) +
               " answers";
    }
    send(R"({"id":"the last question","method":"workspace/symbol","params":{"query":""}})");
    if (!answered_.contains("\"the last question\"")) return "the server went dumb";
    return wrong_;
  }

  void take_answer(std::string_view body) {
    const json answer = json::parse(body, nullptr, false);
    if (!answer.is_object()) wrong_ = "this is no message: " + std::string(body);
    if (!answer.is_object() || answer.contains("method")) return;
    if (answer.contains("result") == answer.contains("error"))
      wrong_ = "neither a result nor an error: " + std::string(body);
    if (answer.contains("error") && answer["error"]["code"] == -32603)
      wrong_ = "an internal error: " + std::string(body);
    ++answered_[answer["id"].dump()];
  }

  MemoryHost host_;
  std::vector<std::function<void()>> later_;
  std::map<std::string, size_t> asked_, answered_;
  std::string wrong_;
  Server server_;
};

// Puts something else in a few places of a message.
inline void spoil(json& message, Choices& choices) {
  static const std::vector<json> values = {
      nullptr, false, 0, -1, 1e300, 18446744073709551615u, "", "x", json::array(), json::object()};
  std::vector<json::json_pointer> paths;
  const json flat = message.flatten();
  for (const auto& [path, value] : flat.items()) {
    for (json::json_pointer at(path); !at.empty(); at.pop_back()) paths.push_back(at);
  }
  for (uint32_t left = choices.below(3); left > 0 && !paths.empty(); --left) {
    const auto& path = paths[choices.below(static_cast<uint32_t>(paths.size()))];
    if (!message.contains(path)) continue;
    const json& value = values[choices.below(static_cast<uint32_t>(values.size()))];
    if (choices.below(4) == 0) {
      message[path] = {{"uri", value}, {"line", value}, {"text", value}};
    } else {
      message[path] = value;
    }
  }
}

inline json random_position(Choices& choices) {
  return {{"line", choices.below(12)}, {"character", choices.below(40)}};
}

inline json random_message(Choices& choices) {
  static const std::vector<std::string> requests = method_names(false),
                                        notifications = method_names(true);
  const std::string uri = "file:///work/Dockerfile";
  const bool asks = choices.below(3) != 0;
  const auto& names = asks ? requests : notifications;
  const std::string& method = names[choices.below(static_cast<uint32_t>(names.size()))];
  const json begin = random_position(choices), end = random_position(choices);
  json message = {
      {"jsonrpc", "2.0"}, {"method", method}, {"params", request_params(method, uri, begin, end)}};
  if (asks) message["id"] = choices.below(4);
  json& document = message["params"]["textDocument"];
  document["version"] = choices.below(9), document["text"] = "FROM a\nRUN b\n";
  const Edit edit = random_edit(choices, "");
  message["params"]["contentChanges"] = {
      {{"range", {{"start", begin}, {"end", end}}}, {"text", as_unicode(edit.text)}}};
  spoil(message, choices);
  return message;
}

// Messages that make sense for the most part, with headers that do.
inline std::string random_stream(Choices& choices) {
  std::string stream;
  const json start = {{"id", 0},
                      {"method", "initialize"},
                      {"params", {{"capabilities", rich_capabilities("utf-16", false)}}}};
  append_frame(stream, start.dump());
  const json opened = {{"uri", "file:///work/Dockerfile"},
                       {"languageId", "dockerfile"},
                       {"version", 1},
                       {"text", "FROM a AS \u00E9\nRUN <<E\necho $X\nE\nCOPY --from=a b c\n"}};
  const json open = {{"method", "textDocument/didOpen"}, {"params", {{"textDocument", opened}}}};
  append_frame(stream, open.dump());
  for (uint32_t left = 1 + choices.below(12); left > 0; --left) {
    std::string body = random_message(choices).dump(-1, ' ', false, json::error_handler_t::replace);
    if (choices.below(8) == 0) {
      const uint32_t at = choices.below(static_cast<uint32_t>(body.size()));
      body.replace(at, choices.below(9), random_edit(choices, "").text);
    }
    append_frame(stream, body);
    if (choices.below(16) == 0) stream += random_edit(choices, "").text;
  }
  return stream;
}

// The first byte says whether the others are a stream or choose messages.
inline std::string check_protocol(std::string_view bytes) {
  if (bytes.empty()) return {};
  const std::string_view rest = bytes.substr(1);
  if (bytes.front() % 2 != 0) return ProtocolTrial().send_stream(rest);
  Choices choices(rest);
  return ProtocolTrial().send_stream(random_stream(choices));
}

}  // namespace dflint::lsp
