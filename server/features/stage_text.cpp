// Lists what the plan knows of a stage, and what the tables know of an image.
#include "server/features/stage_text.h"

#include <algorithm>
#include <vector>

#include <fmt/core.h>

#include "analysis/base_facts.h"
#include "analysis/end_of_life.h"
#include "analysis/exposing_images.h"
#include "analysis/image.h"
#include "analysis/known_images.h"
#include "rules/working_directory.h"
#include "server/features/image_table.h"
#include "server/features/markdown.h"

namespace dflint {
namespace {

constexpr size_t most = 8;  // of anything that is listed

class StageText {
 public:
  StageText(const Snapshot& snapshot, const Stage& stage)
      : snapshot_(snapshot), plan_(snapshot.plan), stage_(stage) {}

  std::string text() {
    out_ = fmt::format("**Stage** {}, number {}, built from {}\n", stage_label(stage_),
                       stage_.index, base());
    if (!stage_.platform.empty()) item("platform", code(stage_.platform));
    last("user", stage_.user, "that of the base image");
    working_directory();
    ports();
    last("entry point", stage_.entrypoint, {});
    last("command", stage_.cmd, {});
    users();
    if (stage_.index + 1 == plan_.stages.size())
      out_ += "\nThe last stage: what is built.\n";
    else if (!stage_.needed)
      out_ += "\nThe last stage does not need it.\n";
    return std::move(out_);
  }

 private:
  void item(std::string_view name, std::string_view value) {
    out_ += fmt::format("\n- {}: {}", name, value);
  }

  std::string base() const {
    if (stage_.parent != none) return "stage " + stage_label(plan_.stages[stage_.parent]);
    if (stage_.base_kind == BaseKind::scratch) return "`scratch`, the empty image";
    return code(stage_.base);
  }

  std::string line(uint32_t instruction) const {
    return fmt::format("line {}", line_of(snapshot_.document, instruction));
  }

  // What an instruction says, as written.
  void last(std::string_view name, uint32_t instruction, std::string_view otherwise) {
    if (instruction != none) {
      const Instruction& in = *snapshot_.document.instructions[instruction];
      std::string_view said = plan_.steps[instruction].value;
      if (said.empty()) said = in.source(in.statement.rest);
      while (!said.empty() && (said.front() == ' ' || said.front() == '\t')) said.remove_prefix(1);
      item(name, fmt::format("{} ({})", code(said), line(instruction)));
    } else if (!otherwise.empty()) {
      item(name, otherwise);
    }
  }

  void working_directory() {
    if (stage_.workdir == none) return item("working directory", "that of the base image");
    const Step& step = plan_.steps[stage_.workdir];
    const std::string path = absolute_path(step.value, plan_, step);
    item("working directory",
         fmt::format("{} ({})", code(path.empty() ? step.value : path), line(stage_.workdir)));
  }

  void ports() {
    std::vector<bool> chain(plan_.stages.size());
    for (uint32_t s = stage_.index; s != none && !chain[s]; s = plan_.stages[s].parent) {
      chain[s] = true;
    }
    std::string list;
    size_t count = 0;
    for (const Port& port : plan_.ports) {
      const Stage* of = plan_.stage_of(port.instruction);
      if (!of || !chain[of->index] || port.invalid) continue;
      if (++count <= most) list += (list.empty() ? "" : ", ") + code(port.text);
    }
    if (count > most) list += fmt::format(" and {} more", count - most);
    if (count > 0) item("exposes", list);
  }

  void users() {
    std::string list;
    size_t count = 0;
    for (const Edge& edge : plan_.edges) {
      if (edge.to != stage_.index || ++count > most) continue;
      constexpr std::string_view kinds[] = {"FROM", "COPY", "RUN --mount"};
      list += fmt::format("{}stage {} ({}, {})", list.empty() ? "" : ", ",
                          stage_label(plan_.stages[edge.from]),
                          kinds[static_cast<size_t>(edge.kind)], line(edge.instruction));
    }
    if (count > most) list += fmt::format(" and {} more", count - most);
    if (count > 0) item("used by", list);
    out_ += '\n';
  }

  const Snapshot& snapshot_;
  const Plan& plan_;
  const Stage& stage_;
  std::string out_;
};

std::string_view describe(DefaultUser user) {
  if (user == DefaultUser::root) return "root";
  if (user == DefaultUser::other) return "a user of its own";
  if (user == DefaultUser::drops) return "root, which its entry point gives up";
  return {};
}

// Ports that the image exposes itself.
std::string ports_of(std::string_view reference) {
  std::string list;
  const BaseImage image = exposed_by(reference);
  if (!image.exposing) return list;
  for (uint32_t port : image.exposing->ports) {
    if (port != 0) list += fmt::format("{}`{}`", list.empty() ? "" : ", ", port);
  }
  return list;
}

}  // namespace

std::string stage_label(const Stage& stage) {
  return stage.name.empty() ? std::to_string(stage.index) : code(stage.name);
}

uint32_t line_of(const Document& document, uint32_t index) {
  return document.text.line_of(document.starts[index] +
                               document.instructions[index]->statement.word.span.begin);
}

std::string stage_text(const Snapshot& snapshot, const Stage& stage) {
  return StageText(snapshot, stage).text();
}

std::string image_text(std::string_view reference) {
  if (reference.empty()) return {};
  if (reference == "scratch") {
    return "**Image** `scratch`: the empty image. It cannot be pulled or run; there is no shell in "
           "it.\n";
  }
  const ImageReference image = split_image(reference);
  const std::string_view library = library_name(image);
  std::string out = "**Image** " + code(reference);
  std::string name(library.empty() ? image.repository : library);
  if (library.empty() && !image.registry.empty()) name.insert(0, std::string(image.registry) + "/");
  if (const KnownImage* known = known_image(name)) out.append(": ").append(known->about);
  out += '\n';
  const auto item = [&](std::string_view name, std::string_view value) {
    out += fmt::format("\n- {}: {}", name, value);
  };
  item("registry", image.registry.empty() ? "Docker Hub (`docker.io`)" : code(image.registry));
  item("repository", library.empty() ? code(image.repository)
                                     : code("library/" + std::string(library)) +
                                           ", an official "
                                           "image");
  if (!image.tag.empty())
    item("tag", code(image.tag));
  else if (image.digest.empty())
    item("tag", "none, so `latest`, which changes from time to time");
  if (!image.digest.empty()) item("digest", code(image.digest) + ": always the same image");
  if (reference.find('$') == std::string_view::npos) {
    if (const EndOfLife ended = end_of_life(image); !ended.since.empty()) {
      item("end of life", fmt::format("no security updates since {}{}", ended.since,
                                      ended.instead.empty() ? "; use a later release"
                                                            : "; use " + code(ended.instead)));
    }
    if (const std::string_view user = describe(base_facts(reference).user); !user.empty()) {
      item("runs as", user);
    }
    if (const std::string ports = ports_of(reference); !ports.empty()) item("exposes", ports);
  }
  return out + "\n";
}

}  // namespace dflint
