// Hands messages to methods; the only place where an exception ends.
#include "server/lsp/server.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "server/lsp/diagnostics.h"
#include "server/lsp/scripts.h"
#include "server/lsp/uri.h"

namespace dflint::lsp {
namespace {

// Long enough that ShellCheck is not started between two keystrokes.
constexpr std::chrono::milliseconds typing_pause{250};
// No message of the protocol comes near; values are copied and written by recursion.
constexpr size_t max_nesting = 500;
// Rules that see the whole file wait for a pause that grows with what they cost: who types on
// rarely meets them at work.
constexpr std::chrono::milliseconds shortest_pause{10}, longest_pause{500};
constexpr int pause_per_cost = 4;

const Method* find_method(std::string_view name) {
  // Made at the first call.
  static const std::unordered_map<std::string_view, const Method*> all = [] {
    std::unordered_map<std::string_view, const Method*> methods;
    for (const Area& area : areas()) {
      for (const Method& method : area.methods) methods.emplace(method.name, &method);
    }
    return methods;
  }();
  const auto found = all.find(name);
  return found == all.end() ? nullptr : found->second;
}

// The text of an id of a request; strict: anything else is none.
std::optional<std::string> id_text(const json& id) {
  if (id.is_number_integer() || id.is_string()) {
    return id.dump(-1, ' ', false, json::error_handler_t::replace);
  }
  return std::nullopt;
}

const json& params_of(const json& message) { return value_at(message, {"params"}); }

bool says_something(const std::vector<FindingsPtr>& found) {
  return std::ranges::any_of(found, [](const auto& some) { return some != nullptr; });
}

}  // namespace

Server::Server(Host& host, Outside outside, ServerOptions options)
    : host_(host),
      outside_(std::move(outside)),
      options_(std::move(options)),
      session_(host),
      shellcheck_(std::make_shared<Shellcheck>(host, "")),
      context_sizes_(host, outside_.in_background, [this] { refresh_hints(); }),
      settings_(std::make_unique<const json>()) {}

Server::~Server() { cancel_pending(); }

void Server::receive(std::string_view body) {
  if (is_nested_deeper(body, max_nesting)) {
    return answer_error(nullptr, ErrorCode::invalid_request, "the message is nested too deeply");
  }
  json message = json::parse(body, nullptr, /*allow_exceptions=*/false);
  if (message.is_discarded()) {
    return answer_error(nullptr, ErrorCode::parse_error, "the message is not valid JSON");
  }
  if (!message.is_object()) {
    return answer_error(nullptr, ErrorCode::invalid_request, "a message must be an object");
  }
  if (text_at(message, {"method"}) == "$/cancelRequest" && !message.contains("id")) {
    const auto id = id_text(value_at(message, {"params", "id"}));
    // Who never asks takes no memory.
    const auto waits = [&](const json& one) { return id_text(value_at(one, {"id"})) == id; };
    if (id && std::ranges::any_of(waiting_, waits)) cancelled_.insert(*id);
    if (const auto pending = id ? pending_.find(*id) : pending_.end(); pending != pending_.end()) {
      *pending->second = true;
    }
    return;
  }
  waiting_.push_back(std::move(message));
}

void Server::work() {
  while (!waiting_.empty() && !exit_status_) {
    handle(waiting_.front());
    waiting_.pop_front();
    if (waiting_.empty() && outside_.poll) outside_.poll();
  }
  if (!exit_status_) publish_touched();
}

void Server::handle(const json& message) {
  const json& method = value_at(message, {"method"});
  const bool has_id = message.contains("id");
  if (method.is_string()) return has_id ? handle_request(message) : handle_notification(message);
  const bool is_answer = message.contains("result") || message.contains("error");
  if (!has_id || !is_answer) {
    return answer_error(value_at(message, {"id"}), ErrorCode::invalid_request,
                        "the message has no method");
  }
  const json& id = message["id"];
  if (!id.is_number_integer()) return;
  const auto asked = asked_.find(id.get<int64_t>());
  if (asked == asked_.end()) return;
  const auto then = std::move(asked->second);
  asked_.erase(asked);
  if (!then) return;
  try {
    then(value_at(message, {"result"}));
  } catch (const std::exception& error) {
    log(std::string("an answer of the client made no sense: ") + error.what());
  }
}

bool Server::is_cancelled(const json& id) {
  if (outside_.poll) outside_.poll();
  const auto text = id_text(id);
  return text && cancelled_.erase(*text) > 0;
}

void Server::handle_request(const json& message) {
  const json& id = message["id"];
  if (!id_text(id)) {
    return answer_error(nullptr, ErrorCode::invalid_request, "an id is a number or a string");
  }
  const std::string& name = message["method"].get_ref<const std::string&>();
  const Method* method = find_method(name);
  if (!initialized_ && name != "initialize") {
    return answer_error(id, ErrorCode::server_not_initialized, "initialize comes first");
  }
  if (shut_down_) return answer_error(id, ErrorCode::invalid_request, "the server was shut down");
  if (!method || method->notification) {
    return answer_error(id, ErrorCode::method_not_found, "no method is named " + name);
  }
  if (is_cancelled(id)) {
    return answer_error(id, ErrorCode::request_cancelled, "the request was cancelled");
  }
  std::string body = "{\"jsonrpc\":\"2.0\",\"id\":" + *id_text(id) + ",\"result\":";
  JsonText result(body);
  Call call = {*this, session_, client_, params_of(message), result};
  current_ = &id;
  answers_later_ = false;
  try {
    method->run(call);
  } catch (const RpcError& error) {
    return answer_error(id, error.code, error.message);
  } catch (const json::exception& error) {
    return answer_error(id, ErrorCode::invalid_params, error.what());
  } catch (const std::exception& error) {
    return answer_error(id, ErrorCode::internal_error, error.what());
  }
  if (answers_later_) return;
  // While it ran, it may have become needless.
  if (is_cancelled(id)) {
    return answer_error(id, ErrorCode::request_cancelled, "the request was cancelled");
  }
  body += '}';
  outside_.send(body);
}

void Server::handle_notification(const json& message) {
  const std::string& name = message["method"].get_ref<const std::string&>();
  const Method* method = find_method(name);
  if (!method || !method->notification) {
    // Those with a $ may be ignored.
    if (!name.starts_with("$/")) log("no notification is named " + name);
    return;
  }
  if (!initialized_ && name != "exit") return;
  std::string nothing;
  JsonText result(nothing);
  Call call = {*this, session_, client_, params_of(message), result};
  try {
    method->run(call);
  } catch (const RpcError& error) {
    log(name + ": " + error.message);
  } catch (const std::exception& error) {
    log(name + ": " + error.what());
  }
}

void Server::answer_error(const json& id, ErrorCode code, std::string_view message) {
  std::string body = "{\"jsonrpc\":\"2.0\",\"id\":" + id_text(id).value_or("null") +
                     ",\"error\":{\"code\":" + std::to_string(static_cast<int>(code)) +
                     ",\"message\":";
  append_json_string(body, message);
  body += "}}";
  outside_.send(body);
}

Pending Server::answer_later() {
  answers_later_ = true;
  const std::string id = id_text(*current_).value_or("null");
  std::shared_ptr<std::atomic<bool>>& cancelled = pending_[id];
  // Who uses an id twice waits for the second answer.
  if (cancelled) *cancelled = true;
  cancelled = std::make_shared<std::atomic<bool>>(false);
  return {id, cancelled};
}

void Server::answer(const Pending& pending, std::string_view result) {
  if (const auto found = pending_.find(pending.id);
      found != pending_.end() && found->second == pending.cancelled) {
    pending_.erase(found);
  }
  std::string body = "{\"jsonrpc\":\"2.0\",\"id\":" + pending.id;
  if (*pending.cancelled) {
    body += ",\"error\":{\"code\":-32800,\"message\":\"the request was cancelled\"}}";
  } else {
    body += ",\"result\":", body += result, body += '}';
  }
  outside_.send(body);
}

void Server::cancel_pending() {
  for (const auto& [id, cancelled] : pending_) *cancelled = true;
}

void Server::shut_down() {
  shut_down_ = true;
  cancel_pending();
}

void Server::notify(std::string_view method, std::string_view params) {
  std::string body = "{\"jsonrpc\":\"2.0\",\"method\":\"";
  body += method, body += "\",\"params\":", body += params, body += '}';
  outside_.send(body);
}

void Server::ask(std::string_view method, std::string_view params,
                 std::function<void(const json&)> then) {
  const int64_t id = ++last_id_;
  asked_.emplace(id, std::move(then));
  std::string body = "{\"jsonrpc\":\"2.0\",\"id\":" + std::to_string(id) + ",\"method\":\"";
  body += method, body += "\",\"params\":", body += params, body += '}';
  outside_.send(body);
}

void Server::log(std::string_view message) {
  std::string params = "{\"type\":2,\"message\":";
  append_json_string(params, message);
  params += '}';
  notify("window/logMessage", params);
}

void Server::initialize(const json& params) {
  if (initialized_) throw RpcError{ErrorCode::invalid_request, "the server is initialized already"};
  client_ = client_of(params);
  initialized_ = true;
  session_.encoding = client_.encoding;
  session_.folders.set(client_.folders);
  const json& options = value_at(params, {"initializationOptions"});
  remember_settings(options);
  session_.folders.choose_for_all(choice_of(*settings_, options));
}

void Server::context_changed() {
  context_sizes_.forget();
  const std::vector<std::string> uris = session_.look_again();
  for (const std::string& uri : uris) touched(uri);
  if (!uris.empty()) refresh();
}

void Server::touched(const std::string& uri) { touched_.insert(uri); }

void Server::opened(const std::string& uri) {
  touched(uri);
  publish_configuration_problems();
  watch_files();
}

void Server::closed(const OpenDocument& document) {
  const std::string& uri = document.uri;
  touched_.erase(uri);
  closed_files_.forget(document.path);
  if (client_.pull_diagnostics || document.language == Language::other) return;
  std::string params = "{\"uri\":";
  append_json_string(params, uri);
  params += ",\"diagnostics\":[]}";
  notify("textDocument/publishDiagnostics", params);
}

// Written in one go: the diagnostics of a big document are long.
void Server::publish(const OpenDocument& document) {
  std::string body =
      R"({"jsonrpc":"2.0","method":"textDocument/publishDiagnostics","params":{"uri":)";
  append_json_string(body, document.uri);
  if (client_.diagnostic_versions) body += ",\"version\":" + std::to_string(document.version);
  body += ",\"diagnostics\":";
  append_diagnostics(body, document, client_);
  body += "}}";
  outside_.send(body);
}

void Server::publish_touched() {
  for (const std::string& uri : std::exchange(touched_, {})) {
    const OpenDocument* document = session_.find(uri);
    if (!document) continue;
    // Of other languages nothing is said here; a configuration file has diagnostics of its own.
    if (!client_.pull_diagnostics && document->language != Language::other) publish(*document);
    if (document->unsettled) {
      settle_later(uri, document->edition);
    } else {
      ask_shellcheck_later(uri, document->edition);
    }
  }
}

void Server::settle_later(const std::string& uri, uint64_t edition) {
  const auto pause = std::chrono::duration_cast<std::chrono::milliseconds>(
      session_.settling_cost() * pause_per_cost);
  outside_.later(std::clamp(pause, shortest_pause, longest_pause), [this, uri, edition] {
    OpenDocument* now = session_.find(uri);
    if (!now || now->edition != edition) return;
    const bool is_news = session_.settle(*now);
    // Who asked for diagnostics meanwhile settled it, but a client that waits for them was told
    // nothing.
    if (!client_.pull_diagnostics) {
      publish(*now);
    } else if (is_news) {
      refresh();
    }
    ask_shellcheck_later(uri, edition);
  });
}

void Server::ask_shellcheck_later(const std::string& uri, uint64_t edition) {
  outside_.later(typing_pause, [this, uri, edition] {
    const OpenDocument* now = session_.find(uri);
    if (now && now->edition == edition) ask_shellcheck(uri);
  });
}

std::shared_ptr<Shellcheck> Server::shellcheck() const {
  const bool off = options_.shellcheck == UseShellcheck::off || !shellcheck_->installed();
  return off ? nullptr : shellcheck_;
}

// Asks about all scripts of the document on another thread. What comes back holds for the
// instructions that are still there then.
void Server::ask_shellcheck(const std::string& uri) {
  const OpenDocument* document = session_.find(uri);
  if (!document || document->excluded || document->parts.empty()) return;
  if (options_.shellcheck.value_or(document->settings->shellcheck) == UseShellcheck::off) return;
  if (!shellcheck_->installed()) {
    if (!std::exchange(said_missing_, true)) {
      log("shellcheck is not installed, so scripts are checked less thoroughly");
    }
    return;
  }
  struct Answers {
    SnapshotPtr snapshot;
    std::vector<FindingsPtr> found;
  };
  auto answers = std::make_shared<std::vector<Answers>>();
  for (const Part& part : document->parts) answers->push_back({part.snapshot, {}});
  const auto work = [answers, program = shellcheck_, configuration = document->configuration,
                     settings = document->settings] {
    for (Answers& part : *answers) {
      part.found = script_findings(*part.snapshot, *program, settings->rules, Unread::ask);
    }
  };
  const auto done = [this, uri, answers, configuration = document->configuration] {
    const OpenDocument* now = session_.find(uri);
    if (!now || now->configuration != configuration) return;
    const bool is_news = std::ranges::any_of(*answers, says_something, &Answers::found) ||
                         std::ranges::any_of(now->parts, says_something, &Part::scripts);
    if (!is_news) return;
    for (const Answers& part : *answers) session_.add_scripts(uri, *part.snapshot, part.found);
    if (client_.pull_diagnostics) return refresh();
    publish(*now);
  };
  outside_.in_background(work, done);
}

void Server::refresh_hints() {
  if (client_.refreshes_hints) ask("workspace/inlayHint/refresh", "null");
}

}  // namespace dflint::lsp
