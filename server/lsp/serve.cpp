// Streams, timers and the other thread.
#include "server/lsp/serve.h"

#include <fcntl.h>
#include <malloc.h>
#include <poll.h>
#include <signal.h>
#include <unistd.h>

#include <utility>

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/write.hpp>

#include <array>
#include <cerrno>
#include <chrono>
#include <limits>
#include <memory>
#include <optional>
#include <string>

#include "server/lsp/framing.h"

namespace dflint::lsp {
namespace {

namespace asio = boost::asio;
using std::chrono::milliseconds;

constexpr milliseconds parent_watch{3000};

// One thread does everything but what may take long.
class Connection {
 public:
  Connection(Host& host, const ServerOptions& options)
      : in_(io_, ::dup(STDIN_FILENO)),
        out_(io_, ::dup(STDOUT_FILENO)),
        parent_timer_(io_),
        server_(host, outside(), options) {}

  int run() {
    read();
    watch_parent();
    io_.run();
    return status_.value_or(1);
  }

 private:
  Outside outside() {
    return {
        [this](std::string_view body) { send(body); }, [this] { poll(); },
        [this](milliseconds delay, std::function<void()> task) { later(delay, std::move(task)); },
        [this](std::function<void()> work, std::function<void()> done) {
          in_background(std::move(work), std::move(done));
        }};
  }

  void read() {
    in_.async_read_some(asio::buffer(buffer_),
                        [this](const boost::system::error_code& error, size_t count) {
                          if (error) return finish(1);
                          take(count);
                          server_.work();
                          flush();
                          if (!parent_seen_) parent_is_gone();  // it may be gone at the next look
                          if (server_.exit_status()) return finish(*server_.exit_status());
                          read();
                        });
  }

  // What stands at the beginning of the buffer came in.
  void take(size_t count) {
    frames_.add({buffer_.data(), count});
    while (const auto body = frames_.next()) server_.receive(*body);
    const size_t dropped = frames_.take_dropped();
    if (dropped > 0) {
      server_.log(std::to_string(dropped) + " bytes came in that are no message");
    }
  }

  void poll() {
    // Answers do not wait for what is found out next.
    flush();
    // Whoever shares the stream may have made it block again: then a read that finds nothing would
    // keep back what is not yet sent.
    pollfd waiting = {in_.native_handle(), POLLIN, 0};
    while (::poll(&waiting, 1, 0) == 1) {
      boost::system::error_code error;
      if (!in_.non_blocking()) in_.non_blocking(true, error);
      const size_t count = in_.read_some(asio::buffer(buffer_), error);
      // The end of the stream is met again by the read that waits.
      if (error || count == 0) return;
      take(count);
    }
  }

  void send(std::string_view body) {
    append_header(unsent_, body.size());
    const bool is_big = body.size() > (size_t{1} << 16);
    // What is big goes out while the next is computed, and is not copied but for what the pipe does
    // not take.
    if (is_big && !writing_) {
      const size_t written = write_at_once(body);
      if (written < unsent_.size()) {
        unsent_.erase(0, written);
      } else {
        body.remove_prefix(written - unsent_.size());
        unsent_.clear();
      }
    }
    unsent_ += body;
    if (is_big) flush();
  }

  // `unsent_` and `more`, as much as the pipe takes without waiting.
  size_t write_at_once(std::string_view more) {
    // A pipe holds 64 KiB unless somebody asks for more.
    if (!std::exchange(widened_, true)) ::fcntl(out_.native_handle(), F_SETPIPE_SZ, 1 << 20);
    boost::system::error_code error;
    if (!out_.non_blocking()) out_.non_blocking(true, error);
    const std::array<asio::const_buffer, 2> both = {asio::buffer(unsent_), asio::buffer(more)};
    const size_t written = error ? 0 : out_.write_some(both, error);
    return error ? 0 : written;  // the write that follows meets the error again
  }

  void flush() {
    if (writing_ || unsent_.empty()) return;
    std::swap(unsent_, in_flight_);
    writing_ = true;
    asio::async_write(out_, asio::buffer(in_flight_),
                      [this](const boost::system::error_code& error, size_t) {
                        writing_ = false;
                        in_flight_.clear();
                        if (error) return finish(1);
                        if (!unsent_.empty()) return flush();
                        if (status_) io_.stop();
                      });
  }

  void later(milliseconds delay, std::function<void()> task) {
    auto timer = std::make_shared<asio::steady_timer>(io_, delay);
    timer->async_wait(
        [this, timer, task = std::move(task)](const boost::system::error_code& error) {
          if (error || status_) return;
          task();
          flush();
        });
  }

  void in_background(std::function<void()> work, std::function<void()> done) {
    // A thread costs more than most sessions need.
    if (!pool_) pool_.emplace(1);
    asio::post(*pool_, [this, work = std::move(work), done = std::move(done)] {
      work();
      asio::post(io_, [this, done] {
        if (status_) return;
        done();
        flush();
      });
    });
  }

  void watch_parent() {
    parent_timer_.expires_after(parent_watch);
    parent_timer_.async_wait([this](const boost::system::error_code& error) {
      if (error) return;
      if (parent_is_gone()) return finish(1);
      watch_parent();
    });
  }

  // A client outside of our container has a number that means nothing here: what was never there
  // cannot go.
  bool parent_is_gone() {
    const int64_t parent = server_.client().process;
    if (parent <= 0 || parent > std::numeric_limits<pid_t>::max()) return false;
    const bool is_there = ::kill(static_cast<pid_t>(parent), 0) == 0 || errno != ESRCH;
    parent_seen_ |= is_there;
    return parent_seen_ && !is_there;
  }

  // Ends once everything is written.
  void finish(int status) {
    if (!status_) status_ = status;
    if (!writing_) io_.stop();
  }

  asio::io_context io_{1};
  asio::posix::stream_descriptor in_, out_;
  asio::steady_timer parent_timer_;
  std::optional<asio::thread_pool> pool_;
  std::array<char, 65536> buffer_;
  FrameReader frames_;
  std::string unsent_, in_flight_;
  bool writing_ = false, widened_ = false, parent_seen_ = false;
  std::optional<int> status_;
  Server server_;
};

// The descriptors of a terminal may be shared with whoever started the program.
class KeptFlags {
 public:
  explicit KeptFlags(int descriptor)
      : descriptor_(descriptor), flags_(::fcntl(descriptor, F_GETFL)) {}
  ~KeptFlags() {
    if (flags_ >= 0) ::fcntl(descriptor_, F_SETFL, flags_);
  }
  KeptFlags(const KeptFlags&) = delete;
  KeptFlags& operator=(const KeptFlags&) = delete;

 private:
  int descriptor_;
  int flags_;
};

}  // namespace

int serve(Host& host, const ServerOptions& options) {
  // Texts come and go: give no pages back between two keystrokes.
  ::mallopt(M_MMAP_THRESHOLD, 64 << 20);
  ::mallopt(M_TRIM_THRESHOLD, 64 << 20);
  ::signal(SIGPIPE, SIG_IGN);
  const KeptFlags in(STDIN_FILENO), out(STDOUT_FILENO);
  const auto connection = std::make_unique<Connection>(host, options);
  return connection->run();
}

}  // namespace dflint::lsp
