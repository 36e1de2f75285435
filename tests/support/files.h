// Files and processes, for tests that look at the outside world.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dflint {

std::optional<std::string> read_file(const std::string& path);
bool write_file(const std::string& path, std::string_view bytes);

// Every regular file below `directory`, sorted; none where it does not exist. Hidden folders and
// links are left out.
std::vector<std::string> files_below(const std::string& directory);

// What a process did. Times in seconds.
struct Ran {
  int status = -1;  // exit status, or -1 where a signal ended it or it did not start
  std::string out;
  double wall = 0;
  double cpu = 0;           // user and system
  long peak_kilobytes = 0;  // resident memory
};

// Runs a program to its end and takes what it writes to standard output. Standard error is left
// alone.
Ran run(const std::vector<std::string>& command);

// A new empty directory, removed with all it holds at the end of the scope.
class TemporaryDirectory {
 public:
  TemporaryDirectory();
  ~TemporaryDirectory();
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;

  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

}  // namespace dflint
