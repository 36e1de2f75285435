// Formats each file and replaces it, or says what would change.
#include "server/cli/format.h"

#include <fmt/core.h>

#include <unordered_set>

#include "analysis/document.h"
#include "analysis/format.h"
#include "analysis/plan.h"
#include "server/cli/config.h"
#include "server/cli/output.h"
#include "server/cli/run.h"
#include "server/cli/source.h"
#include "server/output/diff.h"
#include "server/output/utf8.h"
#include "server/workspace.h"

namespace dflint {
namespace {

class Run {
 public:
  Run(Host& host, const FormatArguments& arguments)
      : host_(host),
        arguments_(arguments),
        output_(host),
        settings_(host, builtin_rules(), arguments.config) {}

  int all() {
    for (const std::string& path : arguments_.paths) add(path);
    const bool configured = !report_problems(output_, settings_.problems());
    if (!output_.finish()) return status_trouble;
    if (!piped_) summary();
    if (failed_ > 0 || !configured) return status_trouble;
    return arguments_.check && changed_ > 0 ? status_findings : status_clean;
  }

 private:
  void add(const std::string& path) {
    if (path == "-" || host_.type_of(path) != FileType::directory) return file(path);
    find_dockerfiles(host_, path,
                     {[this](const std::string& found) { file(found); },
                      [this](const std::string& directory, const std::string& error) {
                        trouble(directory, error);
                      }});
  }

  void trouble(std::string_view path, std::string_view message) {
    output_.trouble(path, message);
    ++failed_;
  }

  void file(const std::string& path) {
    if (!seen_.insert(path).second) return;
    const std::string& name = path == "-" ? arguments_.stdin_filename : path;
    const auto [settings, excluded] = settings_.of(name);
    const bool writes = !arguments_.check && !arguments_.diff;
    if (excluded && !(path == "-" && writes)) return;
    Result<std::string> read = read_dockerfile(host_, path);
    if (!read.ok()) return trouble(name, read.error);
    const Document document = parse(Text(std::move(read.value)));
    FormatOptions options;
    if (settings->file) settings->file->format.apply_to(options);
    arguments_.options.apply_to(options);
    const std::string after = excluded ? std::string(document.text.bytes())
                                       : formatted(document, plan(document), options);
    const std::string_view before = document.text.bytes();
    if (path == "-" && writes) {
      piped_ = true;
      return output_.write(after);
    }
    if (after == before) return void(++kept_);
    if (writes) {
      const std::string error = host_.write_file_atomically(path, after);
      if (!error.empty()) return trouble(name, error);
    } else if (arguments_.diff) {
      output_.write(unified_diff(name, before, after));
    } else {
      std::string line;
      append_printable(line, name);
      output_.write(line += '\n');
    }
    ++changed_;
  }

  // On standard error: what goes to standard output may be read by a program.
  void summary() {
    const bool would = arguments_.check || arguments_.diff;
    const size_t files = changed_ + kept_;
    if (files == 0 && failed_ > 0) return;
    std::string text =
        fmt::format("{} of {} files {}\n", changed_, files, would ? "would change" : "changed");
    if (files == 0) text = "no Dockerfile found\n";
    if (files == 1) {
      text = changed_ == 0 ? "nothing to change\n"
             : would       ? "1 file would change\n"
                           : "1 file changed\n";
    }
    host_.write(Stream::err, text);
  }

  Host& host_;
  const FormatArguments& arguments_;
  Output output_;
  SettingsFinder settings_;
  std::unordered_set<std::string> seen_;
  size_t changed_ = 0, kept_ = 0, failed_ = 0;
  bool piped_ = false;
};

}  // namespace

int format(Host& host, const FormatArguments& arguments) { return Run(host, arguments).all(); }

}  // namespace dflint
