// Sets owner and mode of files while they are copied, instead of in the RUN behind.
#include <algorithm>

#include <fmt/core.h>

#include "analysis/builder/source.h"
#include "analysis/paths.h"
#include "rules/working_directory.h"
#include "server/features/refactor.h"

namespace dflint {
namespace {

std::string_view base_name(std::string_view path) {
  while (path.size() > 1 && path.ends_with('/')) path.remove_suffix(1);
  return path.substr(path.rfind('/') + 1);
}

// Names of directories have no dot.
bool is_file(std::string_view source) {
  const std::string_view name = base_name(source);
  return name.find('.', 1) != std::string_view::npos && name != ".." && !source.ends_with('/') &&
         name.find_first_of("*?[$") == std::string_view::npos;
}

std::string below(std::string_view directory, std::string_view name) {
  return fmt::format("{}{}{}", directory, directory.ends_with('/') ? "" : "/", name);
}

// Where the files of a COPY are in the image, in order of their names; empty where that is not
// sure, or where directories are among them.
std::vector<std::string> copied_files(const Spot& spot, size_t index) {
  const Instruction& in = spot.in(index);
  const Statement& statement = in.statement;
  if (statement.keyword != Keyword::copy || statement.args.size() < 2 || !in.problems.empty() ||
      !in.heredocs.empty() || statement.recovered)
    return {};
  const std::string_view written = in.value(statement.args.back());
  const std::string target = absolute_path(written, spot.plan(), spot.step(index));
  if (target.empty()) return {};
  const bool folder = statement.args.size() > 2 || written.ends_with('/') || written == "." ||
                      written.ends_with("/.");
  // An existing directory of that name would be the one that is changed.
  if (!folder && !is_file(written)) return {};
  std::vector<std::string> files;
  for (size_t i = 0; i + 1 < statement.args.size(); ++i) {
    const std::string_view source = in.value(statement.args[i]);
    if (!is_file(source)) return {};
    files.push_back(folder ? below(target, base_name(source)) : target);
  }
  std::sort(files.begin(), files.end());
  return files;
}

// The flag that does what the RUN does to exactly these files; empty: there is none.
std::string flag_for(const Spot& spot, size_t index, const std::vector<std::string>& files) {
  const Script* script = shell_script_of_run(spot, index);
  if (!script || script->commands.size() != 1 || !spot.in(index).statement.flags.empty()) return {};
  const Command& command = script->commands[0];
  if (command.span != script->span || !command.assignments.empty() ||
      !command.redirections.empty() || command.words.size() < 3 ||
      (!command.is("chown") && !command.is("chmod")))
    return {};
  std::vector<std::string> paths;
  for (size_t i = 1; i < command.words.size(); ++i) {
    const ShellWord& word = command.words[i];
    if (word.expands || word.glob || command.text(word).starts_with('-')) return {};
    if (i > 1) paths.push_back(absolute_path(command.text(word), spot.plan(), spot.step(index)));
  }
  std::sort(paths.begin(), paths.end());
  if (paths != files) return {};
  const std::string_view value = command.text(command.words[1]);
  if (command.is("chmod")) {
    const bool octal = value.find_first_not_of("01234567") == std::string_view::npos;
    const bool known = octal || !has_older_frontend(spot, 14);
    return known && chmod_error(value).empty() ? fmt::format("chmod={}", value) : "";
  }
  // Without a group the flag and the command mean different ones.
  const size_t colon = value.find(':');
  const bool both = colon != std::string_view::npos && colon > 0 && colon + 1 < value.size();
  return both && value.find_first_of(" '\"\\") == std::string_view::npos
             ? fmt::format("chown={}", value)
             : "";
}

}  // namespace

void append_copy_owner(const Spot& spot, Actions& actions) {
  size_t copy = spot.first;
  if (!spot.touches(copy, spot.in(copy).body)) return;
  if (spot.in(copy).statement.keyword == Keyword::run && copy > 0) --copy;
  if (copy + 1 >= spot.document().instructions.size()) return;
  const std::vector<std::string> files = copied_files(spot, copy);
  if (files.empty()) return;
  const std::string flag = flag_for(spot, copy + 1, files);
  if (flag.empty()) return;
  const Instruction& in = spot.in(copy);
  const Instruction& run = spot.in(copy + 1);
  const std::string_view name = std::string_view(flag).substr(0, flag.find('='));
  if (in.flag(name)) return;
  const uint32_t at = in.statement.word.span.end;
  const uint32_t begin = line_begin(run, run.body.begin);
  const size_t newline = run.text.find('\n', run.body.end);
  const auto end =
      static_cast<uint32_t>(newline == std::string::npos ? run.text.size() : newline + 1);
  actions.push_back({.title = fmt::format("Use `COPY --{}` instead of RUN", flag),
                     .kind = ActionKind::rewrite,
                     .edits = {spot.edit(copy, {at, at}, fmt::format(" --{}", flag)),
                               spot.edit(copy + 1, {begin, end}, "")}});
}

}  // namespace dflint
