// A walk through all Dockerfiles of the workspace that are not open.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "server/lsp/server.h"

namespace dflint::lsp {

// What is done on the way.
struct TourPlan {
  // With a file, on the other thread.
  std::function<void(const Looker&, Look&)> look;
  // With those that were looked at, several times, on this thread; `done` of all `count` files.
  std::function<void(std::span<Look>, size_t done, size_t count)> looked;
  // At last, on this thread, also after a cancellation. With the paths of all files that were
  // found.
  std::function<void(std::span<const std::string>)> ended;
};

// Finds the files as `dflint check` does in each folder, and looks at them on the other thread: for
// some milliseconds at a time, so that nothing else that is to be done there waits for long. What
// is learnt is remembered (ClosedFiles). Ends early when the request is cancelled.
void take_tour(Server& server, Pending pending, TourPlan plan);

// What files are looked at with.
Looker looker_of(Server& server);

}  // namespace dflint::lsp
