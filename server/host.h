// The one door to files, streams, environment and terminal; tests pass one that lives in memory.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/process.h"

namespace dflint {

// A value, or the message for the user that says why there is none.
template <typename T>
struct Result {
  T value{};
  std::string error = {};  // empty where it went well

  bool ok() const { return error.empty(); }
};

enum class FileType : uint8_t { missing, file, directory, link, other };

struct Entry {
  std::string name;
  FileType type = FileType::other;  // of the entry itself: links are not followed
};

enum class Stream : uint8_t { out, err };

// Larger files are refused: nobody means them to be Dockerfiles.
constexpr size_t max_file_size = size_t{256} << 20;

class Host {
 public:
  virtual ~Host() = default;

  // All functions may be called from several threads at once.
  virtual Result<std::string> read_file(const std::string& path) = 0;
  virtual Result<std::string> read_stdin() = 0;
  // Puts `text` in the place of a file, so that everybody sees the old or the new content, whole.
  // Links are followed; mode, owner and group stay, as far as the system lets them. A file that
  // does not exist is made. Gives "", or the message for the user that says why nothing was
  // written: above all, "is read-only" where nobody or not this user may write to it.
  virtual std::string write_file_atomically(const std::string& path, std::string_view text) = 0;
  // In no order, without "." and "..".
  virtual Result<std::vector<Entry>> list_directory(const std::string& path) = 0;
  // Of what `path` leads to: links are followed. A link is what leads nowhere.
  virtual FileType type_of(const std::string& path) = 0;
  // In bytes, of what `path` leads to; 0 where it is no file.
  virtual uint64_t size_of(const std::string& path) = 0;
  // Absolute and without links; empty where there is no such thing.
  virtual std::string real_path(const std::string& path) = 0;
  // False where not everything could be written.
  virtual bool write(Stream stream, std::string_view text) = 0;
  virtual bool is_terminal(Stream stream) = 0;
  virtual std::optional<std::string> environment(const std::string& name) = 0;
  virtual unsigned hardware_threads() = 0;
  // What tells a program from others that had or will have its path; empty where `path` is no
  // program that may be started.
  virtual std::string program_identity(const std::string& path) = 0;
  // Tells what a file holds now from what it held before and will hold. Empty where there is no
  // file, and where it changed so short a while ago that another change could not be told.
  virtual std::string stamp_of(const std::string& path) = 0;
  virtual Result<ProcessOutput> run(const Process& process) = 0;
  // Puts the text behind the end of the file in one piece. File and directories are made where
  // they are missing, for this user only.
  virtual bool append_file(const std::string& path, std::string_view text) = 0;
  virtual bool remove_file(const std::string& path) = 0;
};

// The host that this program really runs on.
class SystemHost final : public Host {
 public:
  // Opens /dev/null for each standard stream that is closed: its number would go to the first file
  // that is opened, and what is meant for the terminal would be written there.
  SystemHost();

  Result<std::string> read_file(const std::string& path) override;
  Result<std::string> read_stdin() override;
  std::string write_file_atomically(const std::string& path, std::string_view text) override;
  Result<std::vector<Entry>> list_directory(const std::string& path) override;
  FileType type_of(const std::string& path) override;
  uint64_t size_of(const std::string& path) override;
  std::string real_path(const std::string& path) override;
  bool write(Stream stream, std::string_view text) override;
  bool is_terminal(Stream stream) override;
  std::optional<std::string> environment(const std::string& name) override;
  unsigned hardware_threads() override;
  std::string program_identity(const std::string& path) override;
  std::string stamp_of(const std::string& path) override;
  Result<ProcessOutput> run(const Process& process) override;
  bool append_file(const std::string& path, std::string_view text) override;
  bool remove_file(const std::string& path) override;
};

}  // namespace dflint
