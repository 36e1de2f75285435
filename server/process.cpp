// Files in memory, posix_spawn, a pipe and a clock.
#include "server/process.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace dflint {
namespace {

using Clock = std::chrono::steady_clock;

constexpr size_t max_output = size_t{256} << 20;

// A file descriptor that is closed at the end.
class Descriptor {
 public:
  explicit Descriptor(int fd = -1) : fd_(fd) {}
  Descriptor(Descriptor&& other) noexcept : fd_(other.fd_) { other.fd_ = -1; }
  Descriptor& operator=(Descriptor&&) = delete;
  ~Descriptor() { close(); }

  int get() const { return fd_; }
  void close() {
    if (fd_ >= 0) ::close(fd_);
    fd_ = -1;
  }

 private:
  int fd_;
};

// A file without a name that holds `text`, to be read from its start.
Descriptor memory_file(std::string_view text) {
  Descriptor file(::memfd_create("script", MFD_CLOEXEC));
  if (file.get() < 0) return file;
  if (!write_all(file.get(), text) || ::lseek(file.get(), 0, SEEK_SET) != 0) file.close();
  return file;
}

// What the child does before it becomes the program.
class Actions {
 public:
  Actions() { ::posix_spawn_file_actions_init(&actions_); }
  Actions(const Actions&) = delete;
  Actions& operator=(const Actions&) = delete;
  ~Actions() { ::posix_spawn_file_actions_destroy(&actions_); }

  void keep(int fd) { give(fd, fd); }
  void give(int fd, int as) { ::posix_spawn_file_actions_adddup2(&actions_, fd, as); }
  void open_null(int as, int flags) {
    ::posix_spawn_file_actions_addopen(&actions_, as, "/dev/null", flags, 0);
  }
  void go_to(const char* directory) {
    ::posix_spawn_file_actions_addchdir_np(&actions_, directory);
  }
  const posix_spawn_file_actions_t* get() const { return &actions_; }

 private:
  posix_spawn_file_actions_t actions_;
};

// 0 where it could not be started; errno says why.
pid_t spawn(const Process& process, const std::vector<std::string>& paths, const Actions& actions) {
  std::vector<char*> words = {const_cast<char*>(process.program.c_str())};
  for (const std::string& word : process.arguments)
    words.push_back(const_cast<char*>(word.c_str()));
  for (const std::string& path : paths) words.push_back(const_cast<char*>(path.c_str()));
  words.push_back(nullptr);
  char locale[] = "LC_ALL=C.UTF-8";
  char* environment[] = {locale, nullptr};
  pid_t child = 0;
  const int error = ::posix_spawn(&child, process.program.c_str(), actions.get(), nullptr,
                                  words.data(), environment);
  errno = error;
  return error == 0 ? child : 0;
}

// Reads until the program closes its output; false where it took too long or says too much.
bool read_until(int fd, Clock::time_point deadline, std::string& text) {
  char buffer[size_t{16} << 10];
  while (true) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now());
    if (left.count() <= 0) return false;
    pollfd waited{fd, POLLIN, 0};
    const int ready = ::poll(&waited, 1, static_cast<int>(left.count()));
    if (ready < 0 && errno != EINTR) return false;
    if (ready <= 0) continue;
    const ssize_t count = ::read(fd, buffer, sizeof buffer);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return false;
    if (count == 0) return true;
    text.append(buffer, static_cast<size_t>(count));
    if (text.size() > max_output) return false;
  }
}

}  // namespace

bool write_all(int fd, std::string_view text) {
  while (!text.empty()) {
    const ssize_t count = ::write(fd, text.data(), text.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return false;
    text.remove_prefix(static_cast<size_t>(count));
  }
  return true;
}

ProcessOutput run_process(const Process& process, std::string& error) {
  ProcessOutput output;
  const auto failed = [&] {
    error = std::strerror(errno);
    return ProcessOutput();
  };
  Actions actions;
  std::vector<Descriptor> files;
  for (std::string_view text : process.files) {
    files.push_back(memory_file(text));
    if (files.back().get() < 0) return failed();
    actions.keep(files.back().get());
    output.paths.push_back("/dev/fd/" + std::to_string(files.back().get()));
  }
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return failed();
  const Descriptor out(ends[0]);
  Descriptor in(ends[1]);
  actions.open_null(STDIN_FILENO, O_RDONLY);
  actions.open_null(STDERR_FILENO, O_WRONLY);
  actions.give(in.get(), STDOUT_FILENO);
  actions.go_to("/");

  const pid_t child = spawn(process, output.paths, actions);
  if (child == 0) return failed();
  in.close();
  files.clear();
  const bool read = read_until(out.get(), Clock::now() + process.limit, output.text);
  if (!read) ::kill(child, SIGKILL);
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  if (!read) {
    error = "took too long or said too much";
  } else if (!WIFEXITED(status)) {
    error = "was killed";
  }
  output.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  return output;
}

}  // namespace dflint
