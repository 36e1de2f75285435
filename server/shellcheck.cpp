// Batches: the program takes longer to start than to read ten scripts.
#include "server/shellcheck.h"

#include <algorithm>
#include <functional>
#include <thread>
#include <unordered_set>
#include <utility>

#include "server/shellcheck_json.h"

namespace dflint {
namespace {

// Each script of a batch is an open file.
constexpr size_t most_in_batch = 200;
// From here on a second process is worth its start.
constexpr size_t enough_for_two = 12;

// Not SC2187, SC1090 and SC1091: which shell `ash` is, and files that cannot be followed.
const std::vector<std::string>& arguments() {
  static const std::vector<std::string> list = {"--norc", "--format=json1",
                                                "--exclude=SC2187,SC1090,SC1091", "--"};
  return list;
}

// Many times what it usually takes: 25 ms, and 2 ms a script.
std::chrono::milliseconds limit_for(size_t scripts) {
  return std::chrono::milliseconds(3000 + 30 * scripts);
}

}  // namespace

std::string shellcheck_cache_directory(Host& host) {
  std::string base = host.environment("XDG_CACHE_HOME").value_or("");
  if (!base.starts_with('/')) {
    base = host.environment("HOME").value_or("");
    if (!base.starts_with('/')) return {};
    base += "/.cache";
  }
  return base + "/dflint/shellcheck/";
}

// Called with the mutex held.
void Shellcheck::look() {
  if (program_) return;
  program_ = "";
  const std::string path = host_.environment("PATH").value_or("");
  for (size_t at = 0; at <= path.size();) {
    const size_t end = std::min(path.find(':', at), path.size());
    const bool absolute = path[at] == '/';
    std::string program = path.substr(at, end - at) + "/shellcheck";
    at = end + 1;
    if (!absolute) continue;
    identity_ = host_.program_identity(program);
    if (identity_.empty()) continue;
    program_ = std::move(program);
    return;
  }
}

bool Shellcheck::installed() {
  const std::lock_guard lock(mutex_);
  look();
  return !program_->empty();
}

ShellcheckAnswer Shellcheck::known(std::string_view text) {
  const std::lock_guard lock(mutex_);
  look();
  if (program_->empty()) return std::make_shared<const ShellcheckComments>();
  return cache_.find(shellcheck_key(identity_, text));
}

std::vector<Shellcheck::Batch> Shellcheck::batches_of(const std::vector<std::string_view>& texts) {
  Batch unknown;
  std::unordered_set<std::string_view> seen;
  for (std::string_view text : texts) {
    if (seen.insert(text).second && !known(text)) unknown.push_back(text);
  }
  const size_t threads = std::max(1u, host_.hardware_threads());
  const size_t useful = std::clamp<size_t>(unknown.size() / (enough_for_two / 2), 1, threads);
  const size_t count = std::max(useful, (unknown.size() + most_in_batch - 1) / most_in_batch);
  std::vector<Batch> batches(std::min(count, unknown.size()));
  // Dealt out in turn: long scripts stand together in their files.
  for (size_t i = 0; i < unknown.size(); ++i) batches[i % batches.size()].push_back(unknown[i]);
  return batches;
}

void Shellcheck::ask(const std::vector<std::string_view>& texts) {
  {
    const std::lock_guard lock(mutex_);
    cache_.trim();
  }
  const std::vector<Batch> batches = batches_of(texts);
  if (batches.empty()) return;
  std::vector<std::thread> threads;
  const size_t count = std::min<size_t>(std::max(1u, host_.hardware_threads()), batches.size());
  const auto work = [&](size_t first) {
    for (size_t i = first; i < batches.size(); i += count) read(batches[i]);
  };
  for (size_t i = 1; i < count; ++i) threads.emplace_back(work, i);
  work(0);
  for (std::thread& thread : threads) thread.join();
  const std::lock_guard lock(mutex_);
  cache_.write();
}

// A batch that fails is read again in halves: one script may be the cause.
void Shellcheck::read(const Batch& batch) {
  const auto may_try = [this](int cost) {
    const std::lock_guard lock(mutex_);
    tries_ -= cost;
    return tries_ > 0;
  };
  std::string error;
  if (may_try(0)) {
    error = try_batch(batch);
    if (error.empty()) return;
  }
  if (may_try(1) && batch.size() > 1) {
    const auto middle = batch.begin() + static_cast<std::ptrdiff_t>(batch.size() / 2);
    read({batch.begin(), middle});
    read({middle, batch.end()});
    return;
  }
  const std::lock_guard lock(mutex_);
  failures_ += batch.size();
  if (!error.empty()) failure_ = std::move(error);
  const auto nothing = std::make_shared<const ShellcheckComments>();
  for (std::string_view text : batch) cache_.remember(shellcheck_key(identity_, text), nothing);
}

// Says why it did not work.
std::string Shellcheck::try_batch(const Batch& batch) {
  const Result<ProcessOutput> output =
      host_.run({*program_, arguments(), batch, limit_for(batch.size())});
  if (!output.ok()) return output.error;
  if (output.value.status > 1) return "exit status " + std::to_string(output.value.status);
  auto answers = read_shellcheck_json(output.value.text, output.value.paths, batch);
  if (!answers) return "it printed something else than expected";
  const std::lock_guard lock(mutex_);
  for (size_t i = 0; i < batch.size(); ++i) {
    cache_.keep(shellcheck_key(identity_, batch[i]),
                std::make_shared<const ShellcheckComments>(std::move((*answers)[i])));
  }
  return {};
}

}  // namespace dflint
