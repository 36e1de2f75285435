// Reports archives that a RUN downloads and unpacks, and leaves in the layer.
#include <string_view>
#include <vector>

#include <fmt/core.h>

#include "rules/report.h"
#include "rules/rule.h"

namespace dflint {
namespace {

bool is_archive(std::string_view path) {
  for (std::string_view end :
       {".tar", ".tar.gz", ".tgz", ".tar.xz", ".txz", ".tar.bz2", ".tbz2", ".tar.zst", ".zip"}) {
    if (path.ends_with(end) && path.size() > end.size()) return true;
  }
  return false;
}

std::string_view base_name(std::string_view path) {
  return path.substr(path.find_last_of('/') + 1);
}

// The archive that tar or unzip reads from a file.
const ShellWord* unpacked(const Command& command) {
  const bool unzip = command.name() == "unzip";
  if (!unzip && command.name() != "tar") return nullptr;
  for (size_t i = 1; i < command.words.size(); ++i) {
    const ShellWord& word = command.words[i];
    const std::string_view text = command.text(word);
    if (text.starts_with('-') || text.find("://") != text.npos || !is_archive(text)) continue;
    if (unzip) return &word;
    // tar xf FILE, tar -xzf FILE, tar --extract --file FILE
    const std::string_view before = command.text(command.words[i - 1]);
    const bool file =
        before == "--file" ||
        (i == 2 ? before.ends_with('f') : before.starts_with('-') && before.ends_with('f'));
    const std::string_view first = command.text(command.words[1]);
    const bool extracts = first.find('x') != first.npos || command.has_flag("-x");
    return file && extracts ? &word : nullptr;
  }
  return nullptr;
}

// A download writes the file: by its name, or as the last part of the URL.
bool downloads(const Command& command, std::string_view name) {
  if (command.name() != "curl" && command.name() != "wget") return false;
  for (size_t i = 1; i < command.words.size(); ++i) {
    if (base_name(command.text(command.words[i])) == name) return true;
  }
  return false;
}

// Whatever could take the file away: rm or mv of it, of a directory, of a pattern.
bool may_remove(const Command& command, std::string_view path) {
  const std::string_view name = command.name();
  if (name == "find" || name == "xargs") return true;
  if (name != "rm" && name != "mv" && name != "unlink" && name != "shred") return false;
  for (size_t i = 1; i < command.words.size(); ++i) {
    const ShellWord& word = command.words[i];
    const std::string_view text = command.text(word);
    if (word.glob || (word.expands && text != path)) return true;
    if (base_name(text) == base_name(path)) return true;
    // A directory, which the file may stand in.
    if (!text.starts_with('-') && !is_archive(text) &&
        (path.starts_with(text) || path.find('/') == path.npos))
      return true;
  }
  return false;
}

bool has_mount(const Instruction& in) { return !in.effective().mounts.empty(); }

void check_script(const Script& script, Report& report) {
  int left = 50;  // each looks through the script
  for (size_t i = 0; i < script.commands.size() && left > 0; ++i) {
    const Command& command = script.commands[i];
    const ShellWord* archive = unpacked(command);
    if (!archive || command.in_pipe || command.in_loop) continue;
    --left;
    const std::string_view path = command.text(*archive);
    bool downloaded = false, removed = false;
    for (size_t k = 0; k < script.commands.size() && !removed; ++k) {
      downloaded |= k < i && downloads(script.commands[k], base_name(path));
      removed |= k > i && may_remove(script.commands[k], path);
    }
    if (!downloaded || removed) continue;
    Finding& finding = report.add(
        Place{script.in, archive->span},
        fmt::format("`{}` stays in the image's layer after it is unpacked", base_name(path)));
    const bool plain = !command.conditional && command.subshell == 0 &&
                       command.redirections.empty() && script.problems.empty();
    if (!plain || archive->glob) continue;
    const std::string_view source = script.in->source(archive->span);
    const uint32_t end = command.span.end;
    finding.fixes.push_back(replace({script.in, {end, end}}, fmt::format(" && rm {}", source),
                                    "Remove it in the same RUN", Safety::unsafe));
  }
}

void check(const Plan& plan, const Document& document, Report& report) {
  if (plan.stages.empty()) return;
  // What a stage that is only copied from holds is no part of the image.
  uint32_t s = plan.stages.back().index;
  for (int left = 100; s != none && left > 0; --left, s = plan.stages[s].parent) {
    for (uint32_t i = plan.stages[s].first + 1; i < plan.stages[s].end; ++i) {
      const Instruction& in = *document.instructions[i];
      const Step& step = plan.steps[i];
      if (in.statement.keyword != Keyword::run || !step.script || has_mount(in)) continue;
      check_script(*step.script, report);
    }
    if (plan.stages[s].parent >= s) break;
  }
}

}  // namespace

Rule archive_left_behind() {
  return {
      .name = "archive-left-behind",
      .category = Category::size,
      .severity = Severity::warning,
      .summary = "Remove a downloaded archive in the RUN that unpacks it",
      .why = R"(
Each RUN is a layer, and what is in a layer is in the image, even if a later one deletes it. An archive that is
downloaded, unpacked and left where it is makes the image larger by its whole size. Remove it in the
same RUN, do not store it at all (`curl … | tar -xz`), or do the work in a stage from which only the
result is copied. Only the last stage and those it is built from are looked at.
)",
      .examples = {{
          {
              .bad = R"(
FROM debian:12
RUN curl -fsSLO https://example.com/tool-1.2.tar.gz && tar -xzf [|tool-1.2.tar.gz|] -C /opt
)",
              .good = R"(
FROM debian:12
RUN curl -fsSLO https://example.com/tool-1.2.tar.gz && tar -xzf tool-1.2.tar.gz -C /opt && rm tool-1.2.tar.gz
)",
          },
          {
              .bad = R"(
FROM debian:12
RUN wget -qO /tmp/site.zip https://example.com/site.zip \
 && unzip -q [|/tmp/site.zip|] -d /srv \
 && chown -R app /srv
)",
              .good = R"(
FROM debian:12
RUN wget -qO /tmp/site.zip https://example.com/site.zip \
 && unzip -q /tmp/site.zip -d /srv && rm /tmp/site.zip \
 && chown -R app /srv
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
