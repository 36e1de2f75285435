// What is known of the Dockerfiles of the workspace that nobody has opened.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "server/features/symbols.h"
#include "server/lsp/client.h"
#include "server/lsp/folders.h"
#include "server/shellcheck.h"

namespace dflint::lsp {

struct FileSymbol {
  SymbolKind kind = SymbolKind::stage;
  std::string name, container;
  Position begin, end;
};
using FileSymbols = std::shared_ptr<const std::vector<FileSymbol>>;

// One file that is to be looked at: first what was known of it, then what is.
struct Look {
  std::string path;
  ConfigurationPtr configuration;
  std::string stamp;                         // Host::stamp_of when it was read; empty: never
  std::shared_ptr<const IgnoreFile> ignore;  // what it was linted with
  // Of its diagnostics; changes whenever they do. Empty: not known.
  std::string result_id;
  FileSymbols symbols;  // nullptr: not known
  // Diagnostics as JSON, where they were asked for and `result_id` is not the one that the client
  // has.
  std::string items;
  uint64_t times_forgotten = 0;  // of ClosedFiles, when this began
};

// Who looks at files, on any thread.
struct Looker {
  Host& host;
  std::shared_ptr<const Client> client;
  std::shared_ptr<Shellcheck> shellcheck;  // nullptr: is not to be used

  // Reads the file where it has changed, and lints it where `client_has` is not the result id of
  // what there is to say. A file that cannot be read has nothing to say.
  void find_diagnostics(Look& look, const std::string& client_has) const;
  void find_symbols(Look& look) const;
};

// Of all files that were looked at. For one thread.
class ClosedFiles {
 public:
  // The Dockerfiles that were found; nullptr: look for them, it has been a while.
  std::shared_ptr<const std::vector<std::string>> list() const;
  // `cost`: what it took to find them; `asked_for`: list_number() when that began.
  void set_list(std::vector<std::string> paths, std::chrono::steady_clock::duration cost,
                uint64_t asked_for);
  // Also one that is being made.
  void forget_list() { list_.reset(), ++list_number_; }
  uint64_t list_number() const { return list_number_; }

  // To be looked at with this configuration.
  Look look(const std::string& path, ConfigurationPtr configuration) const;
  void take(const Look& look);
  // Its symbols as they were when it was last looked at; nullptr: it never was.
  FileSymbols symbols(const std::string& path) const;
  // Whether that was after the list was made.
  bool knows_symbols(const std::string& path) const;

  void forget(const std::string& path) { known_.erase(path); }
  // What was known of their diagnostics, also by those that are being looked at.
  void forget_diagnostics(const std::function<bool(const std::string& path)>& of);

 private:
  struct Known {
    std::string stamp, result_id;
    std::shared_ptr<const IgnoreFile> ignore;
    FileSymbols symbols;
    uint64_t symbols_in = 0;  // the list for which they were looked at
  };

  std::unordered_map<std::string, Known> known_;  // by path
  std::shared_ptr<const std::vector<std::string>> list_;
  std::chrono::steady_clock::time_point good_until_{};
  uint64_t list_number_ = 0;
  uint64_t times_forgotten_ = 0;
};

}  // namespace dflint::lsp
