// The operating system behind Host.
#include "server/host.h"

#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <malloc.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <memory>
#include <thread>

namespace dflint {
namespace {

constexpr size_t large_file = size_t{256} << 10;

std::string error_text() { return std::strerror(errno); }

// What is made of a large file takes up to sixty times its size. In large pages that costs the
// system a few faults instead of thousands; where it has none all stays as it was.
void expect_much_memory([[maybe_unused]] size_t file_size) {
#if defined(__GLIBC__) && defined(MADV_HUGEPAGE)
  constexpr size_t most = size_t{1} << 30, large_page = size_t{2} << 20;
  ::mallopt(M_MMAP_MAX, 0);
  ::mallopt(M_TRIM_THRESHOLD, 256 << 20);
  const size_t size = std::min(60 * file_size, most);
  void* block = std::malloc(size);  // reserves addresses; freed, it is where all else will lie
  void* begin = block;
  size_t space = size;
  if (block != nullptr && std::align(large_page, large_page, begin, space) != nullptr) {
    ::madvise(begin, space / large_page * large_page, MADV_HUGEPAGE);
  }
  std::free(block);
#endif
}

// Reads to the end: files, pipes and terminals alike. The buffer lives on the stack because its
// pages are then already there for the next file; mapping a file costs many times more.
Result<std::string> read_all(int fd) {
  char buffer[size_t{64} << 10];
  std::string text;
  while (true) {
    const ssize_t count = ::read(fd, buffer, sizeof buffer);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return {{}, error_text()};
    if (count == 0) break;
    if (text.size() + static_cast<size_t>(count) > max_file_size) {
      return {{}, "is larger than 256 MiB"};
    }
    text.append(buffer, static_cast<size_t>(count));
  }
  if (text.size() >= large_file) expect_much_memory(text.size());
  return {std::move(text)};
}

FileType type_of_mode(mode_t mode) {
  if (S_ISREG(mode)) return FileType::file;
  if (S_ISDIR(mode)) return FileType::directory;
  if (S_ISLNK(mode)) return FileType::link;
  return FileType::other;
}

// Some file systems do not tell types in their listing.
FileType type_of_entry(int directory, const dirent& entry) {
  switch (entry.d_type) {
    case DT_REG:
      return FileType::file;
    case DT_DIR:
      return FileType::directory;
    case DT_LNK:
      return FileType::link;
    case DT_UNKNOWN:
      break;
    default:
      return FileType::other;
  }
  struct stat status;
  if (::fstatat(directory, entry.d_name, &status, AT_SYMLINK_NOFOLLOW) != 0) {
    return FileType::missing;
  }
  return type_of_mode(status.st_mode);
}

// The file that `path` leads to and what it is like; for a new file `path` itself, and mode 0.
struct Target {
  std::string path;
  struct stat status = {};
  std::string error = {};
};

Target target_of(const std::string& path) {
  Target target{path};
  char buffer[PATH_MAX];
  if (::realpath(path.c_str(), buffer) == nullptr) {
    struct stat link;
    const int error = errno;
    if (error != ENOENT || ::lstat(path.c_str(), &link) == 0) target.error = std::strerror(error);
    return target;
  }
  target.path = buffer;
  if (::stat(buffer, &target.status) != 0) {
    target.error = error_text();
  } else if (!S_ISREG(target.status.st_mode)) {
    target.error = "is no regular file";
  } else if ((target.status.st_mode & 0222) == 0 || ::access(buffer, W_OK) != 0) {
    // The superuser may write to any file, but who took the right away from all meant it.
    target.error = "is read-only";
  }
  return target;
}

// Gives the new file the owner and mode of the old one.
bool take_over(int fd, const struct stat& old) {
  struct stat made;
  if (::fstat(fd, &made) != 0) return false;
  if (made.st_uid != old.st_uid || made.st_gid != old.st_gid) {
    // Only the superuser may give files away; the group often works all the same.
    if (::fchown(fd, old.st_uid, old.st_gid) != 0 &&
        ::fchown(fd, static_cast<uid_t>(-1), old.st_gid) != 0)
      errno = 0;
  }
  return ::fchmod(fd, old.st_mode & 07777) == 0;
}

// A new file beside `path`; its name is in `name`. Negative where there can be none.
int open_beside(const std::string& path, mode_t mode, std::string& name) {
  const std::string directory = path.substr(0, path.rfind('/') + 1);
  for (int i = 0; i < 100; ++i) {
    // Threads of one process differ in the address of their stacks.
    name = fmt::format("{}.dflint-{}-{}-{}", directory, ::getpid(), fmt::ptr(&directory), i);
    const int fd = ::open(name.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, mode);
    if (fd >= 0 || errno != EEXIST) return fd;
  }
  return -1;
}

// Makes the directories above a file.
void make_directories(const std::string& path) {
  for (size_t slash = path.find('/', 1); slash != path.npos; slash = path.find('/', slash + 1)) {
    ::mkdir(path.substr(0, slash).c_str(), 0700);
  }
}

int descriptor(Stream stream) { return stream == Stream::out ? STDOUT_FILENO : STDERR_FILENO; }

}  // namespace

SystemHost::SystemHost() {
  for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; ++fd) {
    if (::fcntl(fd, F_GETFD) == -1) ::open("/dev/null", O_RDWR);
  }
}

Result<std::string> SystemHost::read_file(const std::string& path) {
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY);
  if (fd < 0) return {{}, error_text()};
  Result<std::string> result = read_all(fd);
  ::close(fd);
  return result;
}

Result<std::string> SystemHost::read_stdin() { return read_all(STDIN_FILENO); }

std::string SystemHost::write_file_atomically(const std::string& path, std::string_view text) {
  const Target target = target_of(path);
  if (!target.error.empty()) return target.error;
  const bool replaces = target.status.st_mode != 0;
  std::string temporary;
  const int fd = open_beside(target.path, replaces ? 0600 : 0666, temporary);
  if (fd < 0) return "cannot be replaced: its directory: " + error_text();
  bool written = write_all(fd, text) && (!replaces || take_over(fd, target.status));
  std::string error = written ? "" : error_text();
  if (::close(fd) != 0 && written) written = false, error = error_text();
  if (written && ::rename(temporary.c_str(), target.path.c_str()) == 0) return {};
  if (written) error = error_text();
  ::unlink(temporary.c_str());
  return "cannot be replaced: " + error;
}

Result<std::vector<Entry>> SystemHost::list_directory(const std::string& path) {
  DIR* directory = ::opendir(path.c_str());
  if (directory == nullptr) return {{}, error_text()};
  Result<std::vector<Entry>> result;
  while (true) {
    errno = 0;
    const dirent* entry = ::readdir(directory);
    if (entry == nullptr) break;
    const std::string_view name = entry->d_name;
    if (name == "." || name == "..") continue;
    result.value.push_back({std::string(name), type_of_entry(::dirfd(directory), *entry)});
  }
  if (errno != 0) result.error = error_text();
  ::closedir(directory);
  return result;
}

FileType SystemHost::type_of(const std::string& path) {
  struct stat status;
  if (::stat(path.c_str(), &status) == 0) return type_of_mode(status.st_mode);
  const bool link = ::lstat(path.c_str(), &status) == 0 && S_ISLNK(status.st_mode);
  return link ? FileType::link : FileType::missing;
}

uint64_t SystemHost::size_of(const std::string& path) {
  struct stat status;
  if (::stat(path.c_str(), &status) != 0 || !S_ISREG(status.st_mode)) return 0;
  return static_cast<uint64_t>(status.st_size);
}

std::string SystemHost::real_path(const std::string& path) {
  char buffer[PATH_MAX];
  return ::realpath(path.c_str(), buffer) == nullptr ? std::string() : std::string(buffer);
}

bool SystemHost::write(Stream stream, std::string_view text) {
  return write_all(descriptor(stream), text);
}

bool SystemHost::is_terminal(Stream stream) { return ::isatty(descriptor(stream)) == 1; }

std::optional<std::string> SystemHost::environment(const std::string& name) {
  const char* value = std::getenv(name.c_str());
  if (value == nullptr) return std::nullopt;
  return value;
}

unsigned SystemHost::hardware_threads() { return std::thread::hardware_concurrency(); }

std::string SystemHost::program_identity(const std::string& path) {
  struct stat status;
  if (::stat(path.c_str(), &status) != 0 || !S_ISREG(status.st_mode)) return {};
  if (::access(path.c_str(), X_OK) != 0) return {};
  return std::to_string(status.st_size) + ' ' + std::to_string(status.st_mtim.tv_sec) + ' ' +
         std::to_string(status.st_mtim.tv_nsec);
}

std::string SystemHost::stamp_of(const std::string& path) {
  struct stat status;
  if (::stat(path.c_str(), &status) != 0 || !S_ISREG(status.st_mode)) return {};
  // Some file systems count in steps of two seconds.
  constexpr time_t step = 2;
  const time_t changed = std::max(status.st_mtim.tv_sec, status.st_ctim.tv_sec);
  if (changed + step >= ::time(nullptr)) return {};
  return fmt::format("{} {} {} {} {} {} {}", status.st_dev, status.st_ino, status.st_size,
                     status.st_mtim.tv_sec, status.st_mtim.tv_nsec, status.st_ctim.tv_sec,
                     status.st_ctim.tv_nsec);
}

Result<ProcessOutput> SystemHost::run(const Process& process) {
  Result<ProcessOutput> result;
  result.value = run_process(process, result.error);
  return result;
}

bool SystemHost::append_file(const std::string& path, std::string_view text) {
  const auto open = [&] {
    return ::open(path.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOCTTY, 0600);
  };
  int fd = open();
  if (fd < 0 && errno == ENOENT) {
    make_directories(path);
    fd = open();
  }
  if (fd < 0) return false;
  const ssize_t count = ::write(fd, text.data(), text.size());
  ::close(fd);
  return count == static_cast<ssize_t>(text.size());
}

bool SystemHost::remove_file(const std::string& path) { return ::unlink(path.c_str()) == 0; }

}  // namespace dflint
