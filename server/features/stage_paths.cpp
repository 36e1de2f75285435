// Collects the paths that a stage is known to contain.
#include "server/features/stage_paths.h"

#include <algorithm>
#include <unordered_set>

#include "analysis/ignore_file.h"
#include "analysis/shell/callee.h"
#include "rules/context_tree.h"
#include "rules/copy_words.h"
#include "rules/working_directory.h"
#include "rules/written_paths.h"

namespace dflint {
namespace {

// Programs that write what stands behind -o.
constexpr std::string_view compilers[] = {"go",    "gcc",     "g++",   "cc",    "c++",
                                          "clang", "clang++", "rustc", "ld",    "tinygo",
                                          "curl",  "swiftc",  "ghc",   "dotnet"};

class Collector {
 public:
  Collector(const Document& document, const Plan& plan, const BuildContext* context)
      : document_(document), plan_(plan), context_(context) {}

  std::vector<StagePath> run(uint32_t stage, uint32_t end) {
    std::vector<bool> seen(plan_.stages.size());
    while (stage < seen.size() && !seen[stage]) {
      seen[stage] = true;
      const Stage& of = plan_.stages[stage];
      for (uint32_t i = std::min(of.end, end); i-- > of.first && instructions_ > 0;) {
        --instructions_;
        instruction(i);
      }
      stage = of.parent;
      end = none;
    }
    return std::move(found_);
  }

 private:
  void instruction(uint32_t i) {
    const Instruction& in = *document_.instructions[i];
    const Step& step = plan_.steps[i];
    const Statement& statement = in.statement;
    if (statement.keyword == Keyword::workdir) {
      std::string path(step.value);
      if (!path.starts_with('/')) path = absolute(path, step);
      add(std::move(path), true, "WORKDIR");
    } else if (is_copy_or_add(statement)) {
      copied(in, step);
    } else if (statement.keyword == Keyword::run && step.script && scripts_ > 0) {
      --scripts_;
      for (const WrittenPath& written : written_paths(plan_, step, *step.script)) {
        const bool made = written.command->name() == "mkdir";
        add(written.path, made, made ? "mkdir" : "RUN");
      }
      for (const Command& command : step.script->commands) outputs(command, step);
    }
  }

  std::string absolute(std::string_view path, const Step& step) const {
    if (path.starts_with('/')) return clean_path(path);
    return absolute_path(path, plan_, step);
  }

  // The target; where that is a directory, what comes to lie in it, too.
  void copied(const Instruction& in, const Step& step) {
    const std::vector<Word>& args = in.statement.args;
    if (args.size() < 2 || step.value.empty()) return;
    const std::string_view target = step.value;
    const bool directory =
        target.ends_with('/') || target == "." || args.size() > 2 || target.ends_with("/.");
    const std::string path = absolute(target, step);
    if (path.empty()) return;
    const std::string_view keyword = in.statement.keyword == Keyword::add ? "ADD" : "COPY";
    for (size_t i = 0; i + 1 < args.size() && i < 20; ++i) {
      const std::string_view source = without_quotes(in.value(args[i]));
      if (taken_whole(in, source, path, keyword)) continue;
      if (!directory || has_wildcard(source) || source.ends_with('/') || source.ends_with('.') ||
          source.find_first_of("$<:") != std::string_view::npos)
        continue;
      // What has no ending may be a directory, whose content is copied without its name.
      const std::string_view name = basename_of(source);
      if (name.find('.', 1) == std::string_view::npos) continue;
      add((path == "/" ? path : path + '/') + std::string(name), false, keyword);
    }
    add(path, directory, keyword);
  }

  // What a directory of the build context holds lies in `path` then. False where the source is
  // none, or nobody knows.
  bool taken_whole(const Instruction& in, std::string_view source, const std::string& path,
                   std::string_view keyword) {
    if (!context_ || !context_->tree || in.flag("from") || in.flag("parents")) return false;
    if (has_wildcard(source) || source.find_first_of("$<:\\") != std::string_view::npos)
      return false;
    const std::string inside = context_path(source);
    if (look_up(*context_->tree, inside).presence != Presence::directory) return false;
    const std::shared_ptr<const ContextEntries> entries = context_->tree->list(inside);
    if (!entries) return false;
    size_t left = 50;
    for (const ContextEntry& entry : *entries) {
      const std::string from = inside == "." ? entry.name : inside + '/' + entry.name;
      if (context_->ignore && context_->ignore->excludes(from)) continue;
      if (left-- == 0) break;
      add((path == "/" ? path : path + '/') + entry.name, entry.directory, keyword);
    }
    return true;
  }

  void outputs(const Command& command, const Step& step) {
    const Callee call = callee(command);
    if (std::find(std::begin(compilers), std::end(compilers), call.name) == std::end(compilers))
      return;
    for (size_t i = 1; i + 1 < call.words.size(); ++i) {
      const std::string_view flag = call.text(i);
      if (flag != "-o" && flag != "--output") continue;
      const ShellWord& word = call.words[i + 1];
      if (!word.expands && !word.glob) add(absolute(call.text(i + 1), step), false, "RUN");
    }
  }

  void add(std::string path, bool directory, std::string_view origin) {
    if (path.size() < 2 || !path.starts_with('/')) return;
    if (found_.size() >= 100 || !seen_.insert(path).second) return;
    found_.push_back({std::move(path), directory, origin});
  }

  const Document& document_;
  const Plan& plan_;
  const BuildContext* context_;
  uint32_t instructions_ = 500;
  uint32_t scripts_ = 50;
  std::unordered_set<std::string> seen_;
  std::vector<StagePath> found_;
};

}  // namespace

std::vector<StagePath> stage_paths(const Document& document, const Plan& plan, uint32_t stage,
                                   uint32_t end, const BuildContext* context) {
  return Collector(document, plan, context).run(stage, end);
}

}  // namespace dflint
