// Looks at the files of build contexts, and remembers for a moment what it saw.
#pragma once

#include <chrono>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "rules/context_tree.h"
#include "server/gitignore.h"
#include "server/host.h"

namespace dflint {

// What directories hold. May be asked from several threads, and costs next to nothing where the
// same is asked again at once: a text may be checked at each keystroke.
class ContextReader {
 public:
  explicit ContextReader(Host& host) : host_(host) {}

  // By name; links are followed. nullptr: it cannot be read, or holds more than `most_entries`.
  std::shared_ptr<const ContextEntries> list(const std::string& directory);
  // The tree below `directory`, which ends with a slash or is empty. Valid as long as this is.
  ContextTree tree_of(const std::string& directory);
  void forget();

  static constexpr size_t most_entries = 20'000;

 private:
  using Clock = std::chrono::steady_clock;
  template <typename T>
  struct Known {
    T value;
    Clock::time_point until;
  };
  // The patterns of one .gitignore, and the directory that they are seen from.
  struct Scope {
    std::string directory;  // absolute, with a slash at the end
    Gitignore patterns;
  };
  struct Repository {
    std::string real;  // the directory that was asked about, absolute and with a slash at the end
    std::string root;  // the same of the repository; empty: there is none
  };

  std::shared_ptr<const ContextEntries> read(const std::string& directory);
  std::shared_ptr<const Repository> repository_of(const std::string& directory);
  std::shared_ptr<const Scope> scope_of(const std::string& file, const std::string& directory);
  bool untracked(const std::string& directory, const std::string& path);
  bool elsewhere(const std::string& directory, const std::string& path);

  Host& host_;
  std::mutex mutex_;  // guards all below
  std::unordered_map<std::string, Known<std::shared_ptr<const ContextEntries>>> directories_;
  std::unordered_map<std::string, Known<std::shared_ptr<const Repository>>> repositories_;
  std::unordered_map<std::string, Known<std::shared_ptr<const Scope>>> scopes_;
};

}  // namespace dflint
