// The server without its connection: messages in, messages out.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>

#include "server/host.h"
#include "server/lsp/client.h"
#include "server/lsp/closed_files.h"
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

// A request that is answered later.
struct Pending {
  std::string id;  // as JSON
  // Becomes true when nobody waits any more; may be read on any thread.
  std::shared_ptr<const std::atomic<bool>> cancelled;
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
  ClosedFiles& closed_files() { return closed_files_; }
  std::shared_ptr<Shellcheck> shellcheck() const;  // nullptr: is not to be used
  Session& session() { return session_; }
  const Client& client() const { return client_; }
  const ServerOptions& options() const { return options_; }
  void initialize(const json& params);
  void start();  // the client is ready to be asked
  void shut_down();
  void exit() { exit_status_ = shut_down_ ? 0 : 1; }
  void notify(std::string_view method, std::string_view params);
  // Asks the client; `then` is given its result, null where it failed.
  void ask(std::string_view method, std::string_view params,
           std::function<void(const json&)> then = {});
  void log(std::string_view message);  // for the client's log
  // The request that is being handled gets its answer by `answer`, not when its method returns.
  Pending answer_later();
  // Its result; that it was cancelled, where it was.
  void answer(const Pending& pending, std::string_view result);
  void in_background(std::function<void()> work, std::function<void()> done) {
    outside_.in_background(std::move(work), std::move(done));
  }
  // Something about the document is new: its diagnostics are published after the messages that
  // wait, and ShellCheck is asked when nothing more comes.
  void touched(const std::string& uri);
  void closed(const OpenDocument& document);
  void opened(const std::string& uri);
  ContextSizes& context_sizes() { return context_sizes_; }
  // Files of a build context may be others than before.
  void context_changed();
  // What the editor says: of all folders; of one, or "" for what lies outside of all. null:
  // nothing.
  void configure(const json& settings);
  void configure(const std::string& folder, const json& settings);
  void change_folders(const std::vector<std::string>& added,
                      const std::vector<std::string>& removed);
  // Files changed that are not open, or some files where there are no paths.
  void files_changed(const std::vector<std::string>& paths);
  // The client has asked for diagnostics of files that are not open.
  void workspace_is_pulled() { pulls_workspace_ = true; }

 private:
  void handle(const json& message);
  void handle_request(const json& message);
  void handle_notification(const json& message);
  void cancel_pending();
  void answer_error(const json& id, ErrorCode code, std::string_view message);
  bool is_cancelled(const json& id);
  void publish(const OpenDocument& document);
  void publish_touched();
  void publish_configuration_problems();
  void settle_later(const std::string& uri, uint64_t edition);
  void ask_shellcheck_later(const std::string& uri, uint64_t edition);
  void ask_shellcheck(const std::string& uri);
  void remember_settings(const json& settings);
  // `own`: of the section `dflint`; `settings`: of all sections.
  FolderChoice choice_of(const json& own, const json& settings);
  std::vector<std::string> rule_words(const json& own, const char* key);
  void warn(const std::string& message);  // once
  void renew_outdated(const std::function<void()>& change,
                      const std::function<bool(const std::string& path)>& where);
  void configuration_changed(const std::vector<std::string>& paths);
  void contexts_changed(const std::vector<std::string>& paths);
  void refresh();
  void watch_files();
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
  // What was published of configuration files, by uri.
  std::map<std::string, std::string> troubled_;
  std::map<std::string, std::shared_ptr<std::atomic<bool>>> pending_;  // by id: is it cancelled?
  const json* current_ = nullptr;  // the id of the request that is being handled
  bool answers_later_ = false;     // that request
  ClosedFiles closed_files_;
  std::string watched_;  // what the client was last asked to watch
  std::unordered_map<int64_t, std::function<void(const json&)>> asked_;  // by id
  int64_t last_id_ = 0;
  std::unique_ptr<const json> settings_;  // our own, as the client last said them; never null
  std::set<std::string> warned_;
  bool initialized_ = false, shut_down_ = false, said_missing_ = false;
  bool pulls_workspace_ = false, started_ = false;
  std::optional<int> exit_status_;
};

}  // namespace dflint::lsp
