// Slices of work.
#include "server/lsp/tour.h"

#include <algorithm>
#include <chrono>
#include <ranges>
#include <unordered_set>
#include <utility>

#include "server/workspace.h"

namespace dflint::lsp {
namespace {

using Clock = std::chrono::steady_clock;

constexpr size_t most_in_slice = 64;
constexpr std::chrono::milliseconds slice_time{20};

// Lives as long as one of the tasks that it hands out. All but `look` and `look_around` happens on
// the server's thread; those do not touch the server. Only one task runs at a time.
class Tour : public std::enable_shared_from_this<Tour> {
 public:
  Tour(Server& server, Pending pending, TourPlan plan)
      : server_(server),
        pending_(std::move(pending)),
        plan_(std::move(plan)),
        looker_(looker_of(server)) {}

  void begin() {
    if (const auto known = server_.closed_files().list()) {
      paths_ = *known;
      return go_on();
    }
    list_number_ = server_.closed_files().list_number();
    // The last goes first.
    for (const std::string& root : server_.session().folders.roots() | std::views::reverse) {
      walks_.emplace_back(looker_.host, root);
    }
    walk();
  }

 private:
  // Also in slices; one folder may lie in another.
  void walk() {
    const auto work = [self = shared_from_this()] { self->look_around(); };
    server_.in_background(work, [self = shared_from_this()] {
      if (*self->pending_.cancelled) return self->plan_.ended({});
      if (!self->walks_.empty()) return self->walk();
      self->server_.closed_files().set_list(self->paths_, self->cost_, self->list_number_);
      self->go_on();
    });
  }

  void look_around() {
    const auto begin = Clock::now();
    const WalkReport report = {[&](std::string path) {
                                 if (seen_.insert(path).second) paths_.push_back(std::move(path));
                               },
                               [](const std::string&, const std::string&) {}};
    while (!walks_.empty() && !*pending_.cancelled && Clock::now() - begin < slice_time) {
      if (!walks_.back().step(report)) walks_.pop_back();
    }
    cost_ += Clock::now() - begin;
  }

  struct Slice {
    std::vector<Look> looks;
    std::vector<size_t> places;  // in the list of files
    size_t done = 0;
  };

  void go_on() {
    auto slice = std::make_shared<Slice>();
    Session& session = server_.session();
    for (; next_ < paths_.size() && slice->looks.size() < most_in_slice; ++next_) {
      const std::string& path = paths_[next_];
      if (session.find_path(path)) continue;
      slice->places.push_back(next_);
      slice->looks.push_back(server_.closed_files().look(path, session.folders.of(path)));
    }
    if (slice->looks.empty() || *pending_.cancelled) return plan_.ended(paths_);
    const auto work = [self = shared_from_this(), slice] { self->look(*slice); };
    server_.in_background(work, [self = shared_from_this(), slice] { self->take(*slice); });
  }

  void look(Slice& slice) const {
    const auto begin = Clock::now();
    for (Look& look : slice.looks) {
      if (*pending_.cancelled) return;
      plan_.look(looker_, look);
      ++slice.done;
      if (Clock::now() - begin > slice_time) return;
    }
  }

  void take(Slice& slice) {
    // The rest comes with the next slice.
    if (slice.done < slice.looks.size()) next_ = slice.places[slice.done];
    slice.looks.resize(slice.done);
    for (const Look& look : slice.looks) server_.closed_files().take(look);
    plan_.looked(slice.looks, next_, paths_.size());
    go_on();
  }

  Server& server_;
  const Pending pending_;
  const TourPlan plan_;
  const Looker looker_;
  std::vector<DockerfileWalk> walks_;  // those that are not at their end
  std::unordered_set<std::string> seen_;
  std::vector<std::string> paths_;
  Clock::duration cost_{};  // of the walks
  uint64_t list_number_ = 0;
  size_t next_ = 0;
};

}  // namespace

void take_tour(Server& server, Pending pending, TourPlan plan) {
  std::make_shared<Tour>(server, std::move(pending), std::move(plan))->begin();
}

Looker looker_of(Server& server) {
  return {server.host(), std::make_shared<const Client>(server.client()), server.shellcheck()};
}

}  // namespace dflint::lsp
