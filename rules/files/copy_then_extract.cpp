// Reports archives that COPY brings and a later RUN unpacks.
#include <vector>

#include <fmt/core.h>

#include "rules/copy_words.h"
#include "rules/report.h"
#include "rules/rule.h"

namespace dflint {
namespace {

struct Archive {
  Place place;  // the word that names it
  std::string_view name;
  bool reported = false;
};

void collect(const Instruction& in, const Statement& statement, std::vector<Archive>& archives) {
  if (statement.keyword != Keyword::copy || statement.args.size() < 2 || in.flag("from")) return;
  const std::string_view path = destination_of(in, statement);
  for (size_t i = 0; i + 1 < statement.args.size(); ++i) {
    const std::string_view source = without_quotes(in.value(statement.args[i]));
    const Place place{&in, statement.args[i].span};
    // A destination with such a name is the archive; else it is a directory.
    if (has_archive_ending(path)) {
      archives.push_back({place, basename_of(path)});
    } else if (has_archive_ending(source)) {
      archives.push_back({place, basename_of(source)});
    }
  }
}

// hadolint: tar with an x behind a dash, and what opens zip and compressed files too.
bool extracts_to_hadolint(const Command& command) {
  constexpr std::string_view names[] = {"unzip", "gunzip",     "bunzip2", "unlzma", "unxz",
                                        "zgz",   "uncompress", "zcat",    "gzcat"};
  if (std::find(std::begin(names), std::end(names), command.name()) != std::end(names)) return true;
  if (command.name() != "tar") return false;
  return std::any_of(command.words.begin() + 1, command.words.end(), [&](const ShellWord& word) {
    const std::string_view text = command.text(word);
    return text == "--extract" || text == "--get" ||
           (text.starts_with('-') && !text.starts_with("--") &&
            text.find('x') != std::string_view::npos);
  });
}

// tar that unpacks all of an archive, as ADD would: `tar -xzf NAME`, `tar xf NAME -C DIR`.
bool extracts_all(const Command& command) {
  if (command.name() != "tar" || command.words.size() < 3 || !command.assignments.empty())
    return false;
  bool extract = false;
  size_t operands = 0;
  for (size_t i = 1; i < command.words.size(); ++i) {
    const std::string_view text = command.text(command.words[i]);
    const bool old_form = i == 1 && !text.starts_with('-');
    if (text == "-C" || text == "--directory") {
      ++i;
    } else if (text == "--extract" || text == "--get") {
      extract = true;
    } else if (text.starts_with("--directory=") || text == "--verbose" || text == "--gzip") {
    } else if (text.starts_with("--")) {
      return false;  // --strip-components, --to-stdout, --transform …
    } else if (old_form || text.starts_with('-')) {
      if (text.find_first_not_of("-xzfvjJpkC") != std::string_view::npos) return false;
      extract |= text.find('x') != std::string_view::npos;
      if (text.back() == 'C' && ++i >= command.words.size()) return false;
    } else if (++operands > 1) {
      return false;  // only some members
    }
  }
  return extract && operands == 1;
}

void find_uses(const Command& command, std::vector<Archive>& archives, Report& report) {
  if (command.words.empty()) return;
  if (!(report.as_hadolint() ? extracts_to_hadolint(command) : extracts_all(command))) return;
  for (const ShellWord* word : command.operands(1)) {
    const std::string_view name = basename_of(command.text(*word));
    for (Archive& archive : archives) {
      if (archive.reported || archive.name != name) continue;
      archive.reported = true;
      Finding& finding = report.add(
          archive.place, fmt::format("`{}` is copied only to be unpacked; ADD does both", name));
      finding.notes.push_back({{command.script->in, command.span}, "unpacked here"});
    }
  }
}

void check(const Plan& plan, const Document& document, Report& report) {
  std::vector<Archive> archives;
  for (const Stage& stage : plan.stages) {
    archives.clear();
    for (uint32_t i = stage.first + 1; i < stage.end; ++i) {
      const Instruction& in = *document.instructions[i];
      collect(in, in.statement, archives);
      const Script* script = plan.steps[i].script.get();
      if (archives.empty() || !script || in.statement.keyword != Keyword::run) continue;
      if (archives.size() > 200) break;  // nobody writes that by hand
      for (const Command& command : script->commands) find_uses(command, archives, report);
    }
  }
}

}  // namespace

Rule copy_then_extract() {
  return {
      .name = "copy-then-extract",
      .aliases = {"DL3010"},
      .category = Category::size,
      .severity = Severity::info,
      .summary = "Unpack local archives with ADD",
      .why = R"(
An archive that COPY brings and RUN unpacks is in the image twice: packed in one layer, unpacked in
the next; and deleting it later does not give back the space. ADD unpacks a local tar archive, also
one compressed with gzip, bzip2 or xz, straight into its destination.
)",
      .examples = {{
          {
              .bad = R"(
FROM nginx:1.27
COPY [|dist/site.tgz|] /tmp/
RUN tar -xzf /tmp/site.tgz -C /srv
)",
              .good = R"(
FROM nginx:1.27
ADD dist/site.tgz /srv/
)",
          },
          {
              .bad = R"(
FROM debian:12
WORKDIR /opt
COPY [|build/tool-1.2.tar.xz|] tool.tar.xz
RUN apt-get update \
 && tar xf tool.tar.xz && rm tool.tar.xz
)",
              .good = R"(
FROM debian:12
WORKDIR /opt
COPY build/tool-1.2.tar.xz tool.tar.xz
RUN apt-get update \
 && tar xf tool.tar.xz --strip-components=1 && rm tool.tar.xz
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
