// ShellCheck as another program: found once, started for many scripts at a time, asked once about
// each.
#pragma once

#include <chrono>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/host.h"
#include "server/shellcheck_cache.h"

namespace dflint {

// Where the command line keeps answers: ends with a slash; empty where there is no place for it.
std::string shellcheck_cache_directory(Host& host);

// May be used from several threads.
class Shellcheck {
 public:
  // `cache_directory`: see ShellcheckCache.
  Shellcheck(Host& host, std::string cache_directory)
      : host_(host), cache_(host, std::move(cache_directory)) {}

  // Whether PATH names a directory with the program, by an absolute path. Looks once.
  bool installed();
  // What is known about a text; nullptr: ask first. Does not start anything.
  ShellcheckAnswer known(std::string_view text);
  // Has the program read the texts that nothing is known about, in few processes on all processors.
  // Until the next call something is then known about each; nothing was found in those that could
  // not be read.
  void ask(const std::vector<std::string_view>& texts);
  // How many texts could not be read, and why the last of them.
  size_t failures() const { return failures_; }
  const std::string& failure() const { return failure_; }

 private:
  using Batch = std::vector<std::string_view>;

  std::vector<Batch> batches_of(const std::vector<std::string_view>& texts);
  void read(const Batch& batch);
  std::string try_batch(const Batch& batch);
  void look();

  Host& host_;
  std::mutex mutex_;                    // guards what follows
  std::optional<std::string> program_;  // empty: there is none
  std::string identity_;
  ShellcheckCache cache_;
  size_t failures_ = 0;
  std::string failure_;
  int tries_ = 24;  // how many processes may still fail
};

}  // namespace dflint
