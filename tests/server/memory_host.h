// A host without an outside: files, streams and environment are maps and strings.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "server/host.h"

namespace dflint {

// Paths are taken as relative to "/work" unless they begin with a slash.
class MemoryHost : public Host {
 public:
  std::map<std::string, std::string> files;  // absolute path -> content
  std::map<std::string, std::string> links;  // absolute path -> absolute path
  std::set<std::string> unreadable;          // absolute paths of files and directories
  std::set<std::string> read_only;           // absolute paths of files
  std::map<std::string, std::string> variables;
  std::string input;
  std::string out, err;
  bool terminal = false;
  std::map<std::string, std::string> programs;                  // absolute path -> identity
  std::function<Result<ProcessOutput>(const Process&)> runner;  // what they do; any thread
  bool full = false;  // nothing can be written to standard output

  void add(const std::string& path, std::string content) {
    files[absolute(path)] = std::move(content);
  }

  Result<std::string> read_file(const std::string& path) override {
    const std::string target = followed(path);
    const auto found = files.find(target);
    if (found == files.end()) {
      const bool directory = type_of(path) == FileType::directory;
      return {{}, directory ? "Is a directory" : "No such file or directory"};
    }
    if (unreadable.contains(target)) return {{}, "Permission denied"};
    return {found->second};
  }

  Result<std::string> read_stdin() override { return {input}; }

  std::string write_file_atomically(const std::string& path, std::string_view text) override {
    if (read_only.contains(followed(path))) return "is read-only";
    files[followed(path)] = text;
    return {};
  }

  Result<std::vector<Entry>> list_directory(const std::string& path) override {
    std::string prefix = followed(path);
    if (unreadable.contains(prefix)) return {{}, "Permission denied"};
    if (!prefix.ends_with('/')) prefix += '/';
    std::map<std::string, FileType> entries;
    const auto add_below = [&](const std::string& file, FileType type) {
      if (!file.starts_with(prefix)) return;
      const std::string rest = file.substr(prefix.size());
      const size_t slash = rest.find('/');
      entries.emplace(rest.substr(0, slash),
                      slash == std::string::npos ? type : FileType::directory);
    };
    for (const auto& [file, content] : files) add_below(file, FileType::file);
    for (const auto& [link, target] : links) add_below(link, FileType::link);
    Result<std::vector<Entry>> result;
    // Backwards: nobody may rely on an order.
    for (auto entry = entries.rbegin(); entry != entries.rend(); ++entry) {
      result.value.push_back({entry->first, entry->second});
    }
    return result;
  }

  FileType type_of(const std::string& path) override {
    const std::string target = followed(path);
    if (files.contains(target)) return FileType::file;
    const auto below = files.lower_bound(target + "/");
    if (target == "/" || (below != files.end() && below->first.starts_with(target + "/"))) {
      return FileType::directory;
    }
    return links.contains(absolute(path)) ? FileType::link : FileType::missing;
  }

  uint64_t size_of(const std::string& path) override {
    const auto found = files.find(followed(path));
    return found == files.end() ? 0 : found->second.size();
  }

  std::string real_path(const std::string& path) override {
    const FileType type = type_of(path);
    return type == FileType::missing || type == FileType::link ? "" : followed(path);
  }

  bool write(Stream stream, std::string_view text) override {
    if (stream == Stream::out && full) return false;
    (stream == Stream::out ? out : err) += text;
    return true;
  }

  bool is_terminal(Stream) override { return terminal; }

  std::optional<std::string> environment(const std::string& name) override {
    const auto found = variables.find(name);
    if (found == variables.end()) return std::nullopt;
    return found->second;
  }

  unsigned hardware_threads() override { return 4; }

  std::string program_identity(const std::string& path) override {
    const auto found = programs.find(path);
    return found == programs.end() ? std::string() : found->second;
  }

  std::string stamp_of(const std::string& path) override {
    const auto found = files.find(followed(path));
    return found == files.end() ? std::string() : "of " + found->second;
  }

  Result<ProcessOutput> run(const Process& process) override {
    return runner ? runner(process) : Result<ProcessOutput>{{}, "No such file or directory"};
  }

  bool append_file(const std::string& path, std::string_view text) override {
    if (unreadable.contains(absolute(path))) return false;
    files[absolute(path)] += text;
    return true;
  }

  bool remove_file(const std::string& path) override { return files.erase(absolute(path)) > 0; }

 private:
  std::string followed(const std::string& path) const {
    std::string target = absolute(path);
    for (auto link = links.find(target); link != links.end(); link = links.find(target)) {
      target = link->second;
    }
    return target;
  }

  static std::string absolute(const std::string& path) {
    std::filesystem::path whole = ("/work" / std::filesystem::path(path)).lexically_normal();
    return whole.has_filename() || whole == "/" ? whole : whole.parent_path();
  }
};

}  // namespace dflint
