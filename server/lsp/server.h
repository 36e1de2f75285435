// The server without its connection: messages in, messages out.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>

#include "server/host.h"
#include "server/lsp/client.h"
#include "server/lsp/context_sizes.h"
#include "server/lsp/method.h"
#include "server/lsp/session.h"
#include "server/lsp/value.h"
#include "server/shellcheck.h"

namespace dflint::lsp {

// What the server asks of whoever runs it. All is called on the thread that calls the server.
struct Outside {
  std::function<void(std::string_view body)> send;
  // Hands what has come in meanwhile to Server::receive; does not wait. May do nothing.
  std::function<void()> poll;
  std::function<void(std::chrono::milliseconds, std::function<void()>)> later;
  // Runs `work` on another thread, then `done` on this one.
  std::function<void(std::function<void()> work, std::function<void()> done)> in_background;
};

// What the command line says.
struct ServerOptions {
  ConfigChoice config;
  std::optional<UseShellcheck> shellcheck;  // nothing: as configured
};

class Server {
 public:
  Server(Host& host, Outside outside, ServerOptions options);
  ~Server();

  // Takes one message; nothing is done about it yet.
  void receive(std::string_view body);
  // Does all that the messages ask for, then says what is new about documents.
  void work();
  // The exit status of the process once the client wants it to end.
  std::optional<int> exit_status() const { return exit_status_; }

  // For methods.
  Host& host() { return host_; }
  Session& session() { return session_; }
  const Client& client() const { return client_; }
  const ServerOptions& options() const { return options_; }
  void initialize(const json& params);
  void shut_down() { shut_down_ = true; }
  void exit() { exit_status_ = shut_down_ ? 0 : 1; }
  void notify(std::string_view method, std::string_view params);
  // Asks the client; `then` is given its result, null where it failed.
  void ask(std::string_view method, std::string_view params,
           std::function<void(const json&)> then = {});
  void log(std::string_view message);  // for the client's log
  // Something about the document is new: its diagnostics are published after the messages that
  // wait, and ShellCheck is asked when nothing more comes.
  void touched(const std::string& uri);
  void closed(const std::string& uri);
  ContextSizes& context_sizes() { return context_sizes_; }
  // Files of a build context may be others than before.
  void context_changed();
  // Configuration is read anew.
  void configure(const json& settings);
  void reload();

 private:
  void handle(const json& message);
  void handle_request(const json& message);
  void handle_notification(const json& message);
  void answer_error(const json& id, ErrorCode code, std::string_view message);
  bool is_cancelled(const json& id);
  void publish(const OpenDocument& document);
  void publish_touched();
  void publish_configuration_problems();
  void settle_later(const std::string& uri, uint64_t revision);
  void ask_shellcheck_later(const std::string& uri, uint64_t revision);
  void ask_shellcheck(const std::string& uri);
  void refresh();
  void refresh_hints();

  Host& host_;
  const Outside outside_;
  const ServerOptions options_;
  Client client_;
  Session session_;
  std::shared_ptr<Shellcheck> shellcheck_;
  ContextSizes context_sizes_;
  std::list<json> waiting_;
  std::set<std::string> cancelled_;  // ids, as JSON
  std::set<std::string> touched_;    // uris
  std::set<std::string> troubled_;   // uris of configuration files with diagnostics
  std::unordered_map<int64_t, std::function<void(const json&)>> asked_;  // by id
  int64_t last_id_ = 0;
  std::unique_ptr<const json> settings_;  // our own, as the client last said them; never null
  bool initialized_ = false, shut_down_ = false, said_missing_ = false;
  std::optional<int> exit_status_;
};

}  // namespace dflint::lsp
