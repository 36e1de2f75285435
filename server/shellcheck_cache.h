// What ShellCheck said about scripts, by what was asked.
//
// On disk it is 1,024 small files, by the first bits of the key, so that a run reads little more
// than what it asks for. Records are put behind their end, each in one piece; several programs may
// do so at once. What is damaged or too large starts anew. A cache that cannot be read or written
// is empty.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "rules/shellcheck.h"
#include "server/host.h"

namespace dflint {

using ShellcheckAnswer = std::shared_ptr<const ShellcheckComments>;

// 128 bits that stand for all that an answer depends on.
struct ShellcheckKey {
  uint64_t high = 0, low = 0;
  bool operator==(const ShellcheckKey&) const = default;
};
// `program` tells one version of the program from another.
ShellcheckKey shellcheck_key(std::string_view program, std::string_view text);

// Not for several threads at once.
class ShellcheckCache {
 public:
  // `directory` ends with a slash; empty: in memory only.
  ShellcheckCache(Host& host, std::string directory)
      : host_(host), directory_(std::move(directory)) {}

  // nullptr where nothing is known.
  ShellcheckAnswer find(ShellcheckKey key);
  // For this run only.
  void remember(ShellcheckKey key, ShellcheckAnswer answer);
  // For later runs too, after write().
  void keep(ShellcheckKey key, ShellcheckAnswer answer);
  void write();
  // Forgets what is in memory where that is much.
  void trim();

 private:
  struct Shard {
    bool loaded = false;
    bool damaged = false;
    size_t on_disk = 0;                                // bytes
    std::string bytes;                                 // what was there when it was loaded
    std::vector<std::pair<uint64_t, uint32_t>> index;  // low half of the key -> record, sorted
    std::string fresh;                                 // records to be written
  };
  struct Hash {
    size_t operator()(const ShellcheckKey& key) const { return static_cast<size_t>(key.low); }
  };

  std::string path_of(size_t shard) const;
  void load(size_t number);
  static std::string intact_records(const Shard& shard);

  Host& host_;
  std::string directory_;
  std::unordered_map<ShellcheckKey, ShellcheckAnswer, Hash> memory_;
  std::unordered_map<size_t, Shard> shards_;  // those in use
};

}  // namespace dflint
