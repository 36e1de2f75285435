// What is known of how much each COPY takes from the build context; counted on the other thread.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>

#include "server/context.h"
#include "server/context_size.h"
#include "server/host.h"

namespace dflint::lsp {

class ContextSizes {
 public:
  using InBackground = std::function<void(std::function<void()> work, std::function<void()> done)>;

  // `changed` is called where a count brought something else than was known. Both are called on the
  // thread that asks.
  ContextSizes(Host& host, InBackground in_background, std::function<void()> changed)
      : host_(host),
        in_background_(std::move(in_background)),
        changed_(std::move(changed)),
        counted_(std::make_shared<Counted>()) {}

  // What is known; nothing: not yet, or it cannot be told. What is not known, or was counted long
  // ago, is counted meanwhile. Never waits.
  std::optional<ContextSize> of(const ContextFinder::Found& context,
                                std::span<const std::string_view> sources);
  // All is counted anew when it is asked for; until then the old counts hold.
  void forget();

 private:
  struct Count {
    std::optional<ContextSize> size;
    std::shared_ptr<const IgnoreFile> ignore;  // that it was counted with
    std::chrono::steady_clock::time_point until;
    bool running = false;
  };
  // By directory and sources.
  using Counted = std::unordered_map<std::string, Count>;

  void count(const std::string& key, const ContextFinder::Found& context,
             std::span<const std::string_view> sources);

  Host& host_;
  InBackground in_background_;
  std::function<void()> changed_;
  std::shared_ptr<Counted> counted_;
};

}  // namespace dflint::lsp
