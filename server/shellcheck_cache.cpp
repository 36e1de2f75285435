// Records, their checksums, and the files that hold them.
#include "server/shellcheck_cache.h"

#include <algorithm>
#include <cstring>
#include <optional>

namespace dflint {
namespace {

constexpr size_t max_shard = size_t{64} << 10;  // 64 MiB for all
constexpr size_t max_memory = 100'000;          // answers
constexpr uint32_t record_mark = 0x31636c64;    // where a record begins; changes with the format

uint64_t fold(uint64_t a, uint64_t b) {
  __extension__ using Wide = unsigned __int128;
  const Wide product = static_cast<Wide>(a) * b;
  return static_cast<uint64_t>(product) ^ static_cast<uint64_t>(product >> 64);
}

// Two rounds of multiply and fold over 8 bytes at a time: no cryptography, but good enough that
// two different scripts never meet by chance.
class Hash128 {
 public:
  void add(std::string_view bytes) {
    for (size_t at = 0; at < bytes.size(); at += 8) {
      uint64_t word = 0;
      std::memcpy(&word, bytes.data() + at, std::min<size_t>(8, bytes.size() - at));
      step(word);
    }
    step(bytes.size());
  }
  ShellcheckKey value() const {
    return {fold(a_ ^ 0x9e3779b97f4a7c15, b_ ^ 0xd6e8feb86659fd93),
            fold(b_ ^ 0xa0761d6478bd642f, a_ + 0xe7037ed1a0b428db)};
  }

 private:
  void step(uint64_t word) {
    a_ = fold(a_ ^ word, 0x8ebc6af09c88c6e3) + 0x589965cc75374cc3;
    b_ = fold(b_ + word, 0x1d8e4e27c47d124f) ^ (word << 32 | word >> 32);
  }

  uint64_t a_ = 0x243f6a8885a308d3, b_ = 0x13198a2e03707344;
};

// --- records

struct Header {
  uint32_t mark = record_mark;
  uint32_t size = 0;  // of what follows
  ShellcheckKey key;
  uint64_t checksum = 0;
};
static_assert(sizeof(Header) == 32);

uint64_t checksum_of(ShellcheckKey key, std::string_view payload) {
  Hash128 hash;
  hash.add({reinterpret_cast<const char*>(&key), sizeof key});
  hash.add(payload);
  return hash.value().low;
}

void put(std::string& out, uint32_t number) {
  out.append(reinterpret_cast<const char*>(&number), sizeof number);
}

void put(std::string& out, std::string_view text) {
  put(out, static_cast<uint32_t>(text.size()));
  out += text;
}

std::string encode(const ShellcheckComments& comments) {
  std::string out;
  for (const ShellcheckComment& comment : comments) {
    put(out, comment.code);
    put(out, static_cast<uint32_t>(comment.level));
    put(out, comment.begin);
    put(out, comment.end);
    put(out, comment.message);
    put(out, static_cast<uint32_t>(comment.edits.size()));
    for (const ShellcheckComment::Edit& edit : comment.edits) {
      put(out, edit.begin);
      put(out, edit.end);
      put(out, static_cast<uint32_t>(edit.before));
      put(out, edit.text);
    }
  }
  return out;
}

// Reads what encode() wrote; `bad` where it is something else.
struct Decoder {
  std::string_view bytes;
  bool bad = false;

  uint32_t number() {
    uint32_t value = 0;
    if (bytes.size() < sizeof value) {
      bad = true;
      return 0;
    }
    std::memcpy(&value, bytes.data(), sizeof value);
    bytes.remove_prefix(sizeof value);
    return value;
  }
  std::string text() {
    const size_t size = number();
    if (size > bytes.size()) {
      bad = true;
      return {};
    }
    std::string text(bytes.substr(0, size));
    bytes.remove_prefix(size);
    return text;
  }
};

ShellcheckAnswer decode(std::string_view payload) {
  auto comments = std::make_shared<ShellcheckComments>();
  Decoder decoder{payload};
  while (!decoder.bytes.empty() && !decoder.bad) {
    ShellcheckComment& comment = comments->emplace_back();
    comment.code = decoder.number();
    comment.level = static_cast<Severity>(std::min(decoder.number(), 3u));
    comment.begin = decoder.number();
    comment.end = decoder.number();
    comment.message = decoder.text();
    for (uint32_t count = decoder.number(); count > 0 && !decoder.bad; --count) {
      ShellcheckComment::Edit& edit = comment.edits.emplace_back();
      edit.begin = decoder.number();
      edit.end = decoder.number();
      edit.before = decoder.number() != 0;
      edit.text = decoder.text();
    }
  }
  if (decoder.bad) return nullptr;
  return comments;
}

std::optional<Header> header_at(std::string_view bytes, size_t at) {
  Header header;
  if (bytes.size() - at < sizeof header) return std::nullopt;
  std::memcpy(&header, bytes.data() + at, sizeof header);
  if (header.mark != record_mark || header.size > bytes.size() - at - sizeof header) {
    return std::nullopt;
  }
  return header;
}

size_t shard_of(ShellcheckKey key) { return key.high >> 54; }

}  // namespace

ShellcheckKey shellcheck_key(std::string_view program, std::string_view text) {
  Hash128 hash;
  hash.add(program);
  hash.add(text);
  return hash.value();
}

std::string ShellcheckCache::path_of(size_t shard) const {
  constexpr std::string_view digits = "0123456789abcdef";
  return directory_ + digits[shard >> 8] + digits[shard >> 4 & 15] + digits[shard & 15];
}

void ShellcheckCache::load(size_t number) {
  Shard& shard = shards_[number];
  if (shard.loaded) return;
  shard.loaded = true;
  Result<std::string> file = host_.read_file(path_of(number));
  if (!file.ok()) return;
  shard.bytes = std::move(file.value);
  shard.on_disk = shard.bytes.size();
  shard.damaged = shard.on_disk > max_shard;
  if (shard.damaged) shard.bytes.clear();
  for (size_t at = 0; at < shard.bytes.size();) {
    const std::optional<Header> header = header_at(shard.bytes, at);
    if (!header) {
      shard.damaged = true;
      break;
    }
    shard.index.emplace_back(header->key.low, static_cast<uint32_t>(at));
    at += sizeof *header + header->size;
  }
  std::sort(shard.index.begin(), shard.index.end());
}

ShellcheckAnswer ShellcheckCache::find(ShellcheckKey key) {
  if (const auto known = memory_.find(key); known != memory_.end()) return known->second;
  if (directory_.empty()) return nullptr;
  const size_t number = shard_of(key);
  load(number);
  Shard& shard = shards_[number];
  auto entry = std::lower_bound(shard.index.begin(), shard.index.end(), std::pair(key.low, 0u));
  for (; entry != shard.index.end() && entry->first == key.low; ++entry) {
    const Header header = *header_at(shard.bytes, entry->second);
    if (header.key != key) continue;
    const std::string_view payload =
        std::string_view(shard.bytes).substr(entry->second + sizeof header, header.size);
    ShellcheckAnswer answer =
        checksum_of(key, payload) == header.checksum ? decode(payload) : nullptr;
    if (answer) {
      remember(key, answer);
      return answer;
    }
    shard.damaged = true;
  }
  return nullptr;
}

void ShellcheckCache::remember(ShellcheckKey key, ShellcheckAnswer answer) {
  memory_[key] = std::move(answer);
}

void ShellcheckCache::trim() {
  if (memory_.size() > max_memory) memory_.clear();
}

void ShellcheckCache::keep(ShellcheckKey key, ShellcheckAnswer answer) {
  if (!directory_.empty()) {
    const std::string payload = encode(*answer);
    const Header header{record_mark, static_cast<uint32_t>(payload.size()), key,
                        checksum_of(key, payload)};
    if (sizeof header + payload.size() <= max_shard / 2) {
      std::string& fresh = shards_[shard_of(key)].fresh;
      fresh.append(reinterpret_cast<const char*>(&header), sizeof header);
      fresh += payload;
    }
  }
  remember(key, std::move(answer));
}

std::string ShellcheckCache::intact_records(const Shard& shard) {
  std::string records;
  for (const auto& [low, at] : shard.index) {
    const Header header = *header_at(shard.bytes, at);
    const std::string_view record =
        std::string_view(shard.bytes).substr(at, sizeof header + header.size);
    if (checksum_of(header.key, record.substr(sizeof header)) == header.checksum) records += record;
  }
  return records;
}

void ShellcheckCache::write() {
  for (auto& [number, shard] : shards_) {
    if (shard.fresh.empty() || directory_.empty()) continue;
    const std::string path = path_of(number);
    const bool full = shard.on_disk + shard.fresh.size() > max_shard;
    if (shard.damaged || full) {
      host_.remove_file(path);
      if (!full) shard.fresh += intact_records(shard);
      shard.on_disk = 0;
      shard.damaged = false;
      shard.bytes.clear();
      shard.index.clear();
    }
    if (!host_.append_file(path, shard.fresh)) directory_.clear();  // nor can anything else
    shard.on_disk += shard.fresh.size();
    shard.fresh.clear();
  }
}

}  // namespace dflint
