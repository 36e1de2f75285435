// Reports RUN rm of files that an earlier layer of the image holds.
#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include <fmt/core.h>

#include "analysis/paths.h"
#include "rules/copy_words.h"
#include "rules/report.h"
#include "rules/rule.h"
#include "rules/working_directory.h"

namespace dflint {
namespace {

// A file that an instruction brought.
struct Brought {
  std::string path;
  Place place;
  uint32_t instruction = 0;
  std::string_view by;
};

constexpr size_t most = 200;  // nobody copies more by hand

// The name of a file that a source is, not a directory: something with an ending.
std::string_view file_name(std::string_view source) {
  const std::string_view path = source.substr(0, source.find_first_of("?#"));
  const std::string_view name = basename_of(path);
  const size_t dot = name.rfind('.');
  const bool file = dot != std::string_view::npos && dot > 0 && dot + 1 < name.size() &&
                    !has_wildcard(name) && name.find('$') == std::string_view::npos;
  return file ? name : std::string_view();
}

// Whether its ending says that the file is text of a few kilobytes: who deletes a script wants
// order, not space.
bool is_small(std::string_view path) {
  constexpr std::string_view endings[] = {
      "asc", "bash",  "c",        "cfg",  "conf", "cpp",  "crt", "diff", "env",
      "gpg", "h",     "html",     "ini",  "js",   "json", "key", "list", "lock",
      "md",  "patch", "pem",      "php",  "pl",   "pub",  "py",  "rb",   "repo",
      "sh",  "sql",   "template", "toml", "ts",   "txt",  "xml", "yaml", "yml"};
  const std::string_view name = basename_of(path);
  const size_t dot = name.rfind('.');
  return dot != std::string_view::npos && std::find(std::begin(endings), std::end(endings),
                                                    name.substr(dot + 1)) != std::end(endings);
}

class Checker {
 public:
  Checker(const Plan& plan, const Document& document, Report& report)
      : plan_(plan), document_(document), report_(report) {}

  void walk(const Stage& stage) {
    for (uint32_t i = stage.first + 1; i < stage.end; ++i) {
      const Instruction& in = *document_.instructions[i];
      if (is_copy_or_add(in.statement)) copied(i, in);
      const Script* script = plan_.steps[i].script.get();
      if (in.statement.keyword == Keyword::run && script) run(i, *script);
    }
  }

 private:
  void copied(uint32_t index, const Instruction& in) {
    const Statement& statement = in.statement;
    if (statement.args.size() < 2 || brought_.size() > most) return;
    const Step& step = plan_.steps[index];
    const std::string_view written = destination_of(in, statement);
    const std::string to = absolute_path(written, plan_, step);
    if (to.empty()) return;
    const bool directory =
        written.ends_with('/') || written.ends_with('.') || statement.args.size() > 2;
    const std::string_view by = statement.keyword == Keyword::copy ? "COPY" : "ADD";
    for (size_t i = 0; i + 1 < statement.args.size(); ++i) {
      const Word& word = statement.args[i];
      const std::string_view source = without_quotes(in.value(word));
      const bool remote = is_http(source) || is_git(source);
      // ADD unpacks archives of the context, so the archive itself is nowhere.
      if (statement.keyword == Keyword::add && !remote && has_archive_ending(source)) continue;
      if (is_heredoc(in, word) && directory) continue;
      const std::string_view name = directory ? file_name(source) : std::string_view();
      if (directory && name.empty()) continue;
      const std::string path = directory ? clean_path(to + '/' + std::string(name)) : to;
      if (is_small(source)) continue;
      if (path.size() > 1 && !is_small(path))
        brought_.push_back({path, {&in, word.span}, index, by});
    }
  }

  // What `curl -o PATH` and `wget -O PATH` write.
  void downloaded(uint32_t index, const Command& command) {
    const bool curl = command.is("curl"), wget = command.is("wget");
    if ((!curl && !wget) || brought_.size() > most) return;
    for (size_t i = 1; i + 1 < command.words.size(); ++i) {
      const std::string_view text = command.text(command.words[i]);
      const bool output = text == (curl ? "--output" : "--output-document") ||
                          (text.size() > 1 && text[0] == '-' && text[1] != '-' &&
                           text.back() == (curl ? 'o' : 'O'));
      const ShellWord& word = command.words[i + 1];
      if (!output || word.expands || word.glob || !command.text(word).starts_with("/")) continue;
      if (is_small(command.text(word))) continue;
      brought_.push_back({clean_path(command.text(word)),
                          {command.script->in, command.span},
                          index,
                          curl ? "curl" : "wget"});
    }
  }

  void run(uint32_t index, const Script& script) {
    const bool moves =
        std::any_of(script.commands.begin(), script.commands.end(),
                    [](const Command& command) { return command.is("cd") || command.is("pushd"); });
    // A file that this RUN brings again is this layer's.
    for (const Command& command : script.commands) downloaded(index, command);
    for (const Command& command : script.commands) {
      if (command.is("rm")) removed(index, command, moves);
    }
  }

  void removed(uint32_t index, const Command& command, bool moves) {
    const bool recursive =
        command.has_flag("-r") || command.has_flag("-R") || command.has_flag("--recursive");
    const bool certain = !command.conditional && !command.in_function && !command.in_loop;
    for (const ShellWord* word : command.operands(1)) {
      std::string_view text = command.text(*word);
      const bool all = word->glob && text.ends_with("/*");
      if (all) text.remove_suffix(2);
      if (word->expands || (word->glob && (!all || has_wildcard(text)))) continue;
      if (!text.starts_with('/') && moves) continue;
      const std::string path = absolute_path(text, plan_, plan_.steps[index]);
      if (path.size() < 2) continue;
      const std::optional<Brought> found = take({path, all, recursive}, index);
      if (found && certain) report_one(command, *word, *found);
    }
  }

  struct Target {
    std::string_view path;
    bool all = false;  // path/*
    bool recursive = false;

    bool holds(std::string_view file) const {
      const bool same = file == path;
      const bool below = !same && is_at_or_below(file, path);
      const bool direct = below && file.find('/', path.size() + 1) == std::string_view::npos;
      return all ? below && (recursive || direct) : same || (below && recursive);
    }
  };

  // Forgets what is deleted. Gives the first of it where an earlier layer brought all of it.
  std::optional<Brought> take(const Target& target, uint32_t index) {
    std::optional<Brought> found;
    bool own = false;
    for (size_t i = 0; i < brought_.size();) {
      if (!target.holds(brought_[i].path)) {
        ++i;
        continue;
      }
      own |= brought_[i].instruction == index;
      if (!found) found = brought_[i];
      brought_.erase(brought_.begin() + static_cast<std::ptrdiff_t>(i));
    }
    return own ? std::nullopt : found;
  }

  void report_one(const Command& command, const ShellWord& word, const Brought& brought) {
    Finding& finding = report_.add(
        Place{command.script->in, word.span},
        fmt::format("`{}` stays in the layer of an earlier {}; deleting it here saves nothing",
                    brought.path, brought.by));
    finding.notes.push_back({brought.place, "brought here"});
  }

  const Plan& plan_;
  const Document& document_;
  Report& report_;
  std::vector<Brought> brought_;
};

void check(const Plan& plan, const Document& document, Report& report) {
  Checker checker(plan, document, report);
  const std::vector<bool> shipped = shipped_stages(plan);
  for (const Stage& stage : plan.stages) {
    if (shipped[stage.index]) checker.walk(stage);
  }
}

}  // namespace

Rule delete_in_later_layer() {
  return {
      .name = "delete-in-later-layer",
      .category = Category::size,
      .severity = Severity::info,
      .summary = "Delete files in the layer that brought them, or do not bring them",
      .why = R"(
Each COPY, ADD and RUN makes a layer, and layers only grow: `rm` in a later one hides a file and leaves
its bytes in the image, where anybody can still read them. Download, use and delete in one RUN; give
a RUN a file of the context with `--mount=type=bind,source=tool.deb,target=/tmp/tool.deb`; or do the
work in another stage and copy only the result. Reported are files of the last stage that COPY, ADD,
`curl -o` or `wget -O` brought and a later RUN deletes; scripts and other small
texts, by their endings, are left alone.
)",
      .examples = {{
          {
              .bad = R"(
FROM debian:12
COPY setup.sh tool.deb data.zip /tmp/
RUN sh /tmp/setup.sh && rm -f /tmp/setup.sh \
  [|/tmp/tool.deb|] [|/tmp/data.zip|]
)",
              .good = R"(
FROM debian:12
RUN --mount=type=bind,target=/context sh /context/setup.sh
)",
          },
          {
              .bad = R"(
FROM debian:12
WORKDIR /opt
RUN curl -fsSLo /opt/tool.tar.gz https://example.com/tool.tar.gz
RUN tar xzf tool.tar.gz && rm [|tool.tar.gz|]
)",
              .good = R"(
FROM debian:12
WORKDIR /opt
RUN curl -fsSLo /opt/tool.tar.gz https://example.com/tool.tar.gz \
 && tar xzf tool.tar.gz && rm tool.tar.gz
)",
          },
          {
              .bad = R"(
FROM debian:12 AS build
COPY secret.key /tmp/
RUN make && rm /tmp/secret.key
FROM debian:12
COPY assets /srv/assets
RUN make assets && rm -rf [|/srv/assets|]
)",
              .good = R"(
FROM debian:12 AS build
COPY secret.key /tmp/
RUN make && rm /tmp/secret.key
FROM debian:12
RUN --mount=type=bind,source=assets,target=/srv/assets make assets
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
