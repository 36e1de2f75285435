// Asks for counts on the other thread, and keeps them.
#include "server/lsp/context_sizes.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace dflint::lsp {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::seconds memory{30};
// What took long is counted less often.
constexpr int memory_per_cost = 100;
constexpr size_t most_counted = 1000;

}  // namespace

std::optional<ContextSize> ContextSizes::of(const ContextFinder::Found& context,
                                            std::span<const std::string_view> sources) {
  std::string key = context.directory;
  for (std::string_view source : sources) key += '\n', key += source;
  Count& known = (*counted_)[key];
  const bool stale = known.ignore != context.ignore || known.until <= Clock::now();
  if (stale && !known.running) count(key, context, sources);
  // Where nothing is slow the count may be there by now.
  const auto now = counted_->find(key);
  return now == counted_->end() ? std::nullopt : now->second.size;
}

void ContextSizes::count(const std::string& key, const ContextFinder::Found& context,
                         std::span<const std::string_view> sources) {
  if (counted_->size() > most_counted) {
    std::erase_if(*counted_, [&](const auto& one) { return one.first != key; });
  }
  Count& known = (*counted_)[key];
  known.running = true;
  known.ignore = context.ignore;
  struct Work {
    std::vector<std::string> sources;
    std::optional<ContextSize> size;
    Clock::duration cost{};
  };
  auto work = std::make_shared<Work>();
  work->sources.assign(sources.begin(), sources.end());
  in_background_(
      [work, &host = host_, directory = context.directory, ignore = context.ignore] {
        const auto begin = Clock::now();
        work->size = context_size(host, directory, ignore.get(), work->sources);
        work->cost = Clock::now() - begin;
      },
      [this, work, counted = counted_, key] {
        const auto found = counted->find(key);
        if (found == counted->end()) return;
        Count& now = found->second;
        now.running = false;
        now.until = Clock::now() + std::max<Clock::duration>(memory, work->cost * memory_per_cost);
        if (std::exchange(now.size, work->size) != work->size) changed_();
      });
}

void ContextSizes::forget() {
  for (auto& [key, count] : *counted_) count.until = {};
}

}  // namespace dflint::lsp
