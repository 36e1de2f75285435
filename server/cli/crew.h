// Does jobs on several threads and hands over their results in the order of the jobs.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

namespace dflint {

// Results go to `emit` one at a time, in the thread that calls add() and finish(), as soon as it is
// their turn. Few jobs are done in that thread too: starting threads would take longer.
template <typename Job, typename Outcome>
class Crew {
 public:
  using Work = std::function<Outcome(const Job&)>;  // called from several threads at once
  using Emit = std::function<void(Outcome)>;

  // At most `workers` threads; 1 does all in the calling thread.
  Crew(unsigned workers, Work work, Emit emit)
      : workers_(workers), work_(std::move(work)), emit_(std::move(emit)) {}
  Crew(const Crew&) = delete;
  Crew& operator=(const Crew&) = delete;
  ~Crew() { finish(); }

  void add(Job job) {
    std::unique_lock lock(mutex_);
    slots_.push_back({std::move(job), std::nullopt});
    if (threads_.empty()) {
      if (slots_.size() <= few || workers_ <= 1) return;
      start_threads();
    }
    if (idle_ > 0) work_came_.notify_one();
    emit_ready(lock);
  }

  // Returns when every result was emitted. No jobs may be added afterwards.
  void finish() {
    std::unique_lock lock(mutex_);
    finished_ = true;
    work_came_.notify_all();
    if (threads_.empty()) {
      for (; !slots_.empty(); slots_.pop_front()) emit_(work_(slots_.front().job));
      return;
    }
    while (!slots_.empty()) {
      many_ready_.wait(lock, [this] { return many_ready(); });
      emit_ready(lock);
    }
    lock.unlock();
    for (std::thread& thread : threads_) thread.join();
    threads_.clear();
  }

 private:
  static constexpr size_t few = 16;
  static constexpr size_t batch = 16;

  struct Slot {
    Job job;
    std::optional<Outcome> outcome;
  };

  // As many as the system allows; without any, finish() does the work.
  void start_threads() {
    try {
      for (unsigned i = 0; i < workers_; ++i) threads_.emplace_back([this] { run(); });
    } catch (const std::system_error&) {
    }
  }

  void run() {
    std::unique_lock lock(mutex_);
    while (true) {
      ++idle_;
      work_came_.wait(lock, [this] { return finished_ || next_ < emitted_ + slots_.size(); });
      --idle_;
      if (next_ == emitted_ + slots_.size()) return;
      const size_t number = next_++;
      const Job job = std::move(slots_[number - emitted_].job);
      lock.unlock();
      Outcome outcome = work_(job);
      lock.lock();
      slots_[number - emitted_].outcome = std::move(outcome);
      ++ready_;
      if (finished_ && many_ready()) many_ready_.notify_one();
    }
  }

  // Whether it is worth waking the thread that emits: doing so for each outcome costs as much as
  // linting a small file.
  bool many_ready() const {
    return slots_.front().outcome && (ready_ >= batch || ready_ == slots_.size());
  }

  void emit_ready(std::unique_lock<std::mutex>& lock) {
    while (!slots_.empty() && slots_.front().outcome) {
      Outcome outcome = std::move(*slots_.front().outcome);
      slots_.pop_front();
      ++emitted_;
      --ready_;
      lock.unlock();
      emit_(std::move(outcome));
      lock.lock();
    }
  }

  const unsigned workers_;
  const Work work_;
  const Emit emit_;

  std::mutex mutex_;
  std::condition_variable work_came_, many_ready_;
  std::deque<Slot> slots_;  // those not yet emitted
  size_t emitted_ = 0;      // how many were: the number of the first slot
  size_t next_ = 0;         // the number of the job that is taken next
  size_t ready_ = 0;        // how many slots have their outcome
  unsigned idle_ = 0;       // how many threads wait for work
  bool finished_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace dflint
