// The stages of a Dockerfile as a graph: what each is built from and takes from others, what the
// last one needs, and which steps a change of a file runs again.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/document.h"
#include "analysis/ignore_file.h"
#include "analysis/plan.h"

namespace dflint {

struct GraphStage {
  std::string name;      // as written; empty where it has none
  std::string platform;  // expanded; empty where none is asked for
  uint32_t line = 0;     // 1-based, of its FROM
  bool needed = false;   // the last stage needs it, or is it
};

// `stage` uses another stage or an image.
struct GraphEdge {
  EdgeKind kind = EdgeKind::base;
  uint32_t stage = 0;  // number of the stage that uses it
  bool image = false;  // what `to` numbers: an image, else a stage
  uint32_t to = 0;
  uint32_t line = 0;  // 1-based, of the instruction
};

struct StageGraph {
  std::vector<GraphStage> stages;   // in order of the file
  std::vector<std::string> images;  // or named contexts; each once, in order of their first use
  std::vector<GraphEdge> edges;     // in order of `stage`, then of the file

  // Numbers of the stages that the last one does not need.
  std::vector<uint32_t> unused() const;
};

// What names neither a stage nor an image is left out.
StageGraph stage_graph(const Document& document, const Plan& plan);

// A RUN, COPY, ADD or WORKDIR that runs again.
struct Rerun {
  uint32_t stage = 0;
  uint32_t line = 0;     // 1-based
  std::string text;      // its first line, without blanks at its ends
  bool reads = false;    // it reads the file itself
  bool certain = false;  // false: only if what it takes from another stage has changed
};

struct Change {
  std::string path;         // clean, inside the build context
  std::string ignored_by;   // the pattern of the ignore file that keeps it from the builder
  std::vector<Rerun> runs;  // in order of the file
};

// What the builder runs again when the file `path` of the build context changes, in the stages that
// the last one needs. A directory stands for everything below it. What a COPY excludes is not
// looked at; a word with an unknown variable in it may mean any file. `ignore` may be nullptr.
Change change_of(const Document& document, const Plan& plan, std::string_view path,
                 const IgnoreFile* ignore);

}  // namespace dflint
