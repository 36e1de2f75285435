// What the builder would do with a document: stages and the edges between them, variables and
// their values, which shell reads which script, and what the builder would refuse on the way.
//
// Facts from BuildKit's dispatch (dockerfile2llb), for a build of linux/amd64 without build
// arguments, with every stage walked.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/document.h"
#include "analysis/shell/script.h"

namespace dflint {

constexpr uint32_t none = UINT32_MAX;

enum class BaseKind : uint8_t { image, scratch, stage, invalid };

// FROM to the next FROM.
struct Stage {
  uint32_t index = 0;
  uint32_t first = 0;  // instruction number of its FROM
  uint32_t end = 0;    // one past its last instruction
  const Instruction* from = nullptr;
  std::string_view name;   // as written; empty where unnamed
  std::string lower_name;  // how --from finds it
  std::string_view base;   // expanded
  BaseKind base_kind = BaseKind::image;
  uint32_t parent = none;         // the stage it is built from
  std::string_view platform;      // expanded --platform, of itself or of the stage it is built from
  bool windows = false;           // by platform, base image or SHELL: a best guess
  bool windows_platform = false;  // by --platform only: what the builder goes by
  bool needed = false;            // the last stage needs it, or is it
  // Instruction numbers of what holds at the end of the stage, of itself or inherited; none where
  // nothing does.
  uint32_t user = none, workdir = none, cmd = none, entrypoint = none, healthcheck = none,
           shell = none;
};

enum class EdgeKind : uint8_t { base, copy, mount };

// Stage `from` needs stage `to`, or an image.
struct Edge {
  EdgeKind kind = EdgeKind::base;
  uint32_t from = 0;
  uint32_t to = none;  // none: an image or a named context (or nothing that exists)
  uint32_t instruction = 0;
  Place place;  // the name as written
  std::string_view name;
};

enum class VariableKind : uint8_t { predefined, global_arg, arg, env };

// One definition of a variable.
struct Variable {
  VariableKind kind = VariableKind::env;
  std::string_view name;
  std::string_view value;  // expanded; empty where has_value is false
  bool has_value = false;
  bool exact = true;      // false: the value hangs on build arguments or on something unknown
  uint32_t stage = none;  // none: global
  uint32_t instruction = none;
  Place key;               // in is nullptr for predefined ones
  uint32_t global = none;  // of ARG NAME: the global ARG that gives its value
};

// $NAME in a word that the builder expands.
struct Reference {
  std::string_view name;
  Place place;  // $NAME or ${NAME…}
  Span name_span;
  uint32_t instruction = 0;  // of a triggered ONBUILD: the FROM that triggers it, as its place
  uint32_t stage = none;
  uint32_t variable = none;  // none: undefined, or an ARG without value
  uint32_t word = 0;         // references of one word share this number
  char modifier = 0;         // '-', '+', '?', '#', '%', '/' or 0
  bool colon = false;        // ${x:-…}
  bool declared = false;     // found, or an ARG without value
};

struct Port {
  uint32_t instruction = 0;
  Place place;            // the word of EXPOSE it comes from
  std::string_view text;  // expanded: "8080/tcp"
  uint32_t first = 0, last = 0;
  std::string_view protocol;  // as written; empty where not
  bool host_part = false;     // an IP address or host port stands before it
  bool invalid = false;       // the builder refuses it; a problem says so
  bool exact = true;          // false: hangs on a build argument or on something unknown
};

// What COPY or ADD takes from the build context: no URL, no here-document, nothing with --from.
struct Source {
  uint32_t instruction = 0;
  Place place;            // the word
  std::string_view path;  // expanded
  bool exact = true;      // false: hangs on a build argument
};

// What the builder refuses when it walks the stages.
enum class BuildProblemKind : uint8_t {
  no_stages,
  instruction_before_from,
  expansion,   // ${x:=1}, an open quote: a word that cannot be expanded
  base_image,  // blank or no image reference
  platform,
  copy_from,  // COPY --from that names nothing usable
  mount_from,
  circular,
  mount,
  copy,  // chmod, checksum, URL for COPY, git URL options
  port,
  signal,
  volume,
  onbuild,  // raised by a trigger of the base stage
};

struct BuildProblem {
  BuildProblemKind kind;
  uint32_t instruction = 0;
  Place place;
  std::string message;
  std::string replacement;           // what the place was probably meant to say; empty: unknown
  bool replacement_certain = false;  // … and nothing else makes sense
  bool remove = false;               // the cure is to delete the place
  Place note;                        // a place that belongs to it; in is nullptr where none
  std::string note_message = {};
  bool certain = true;    // false: hangs on a build argument that may be given
  bool unfilled = false;  // … and has no or an empty default: every build must give it
};

// What holds at one instruction.
struct Step {
  uint32_t stage = none;    // none before the first FROM
  uint32_t shell = none;    // instruction number of the SHELL in effect
  uint32_t user = none;     // … of the USER in effect when the instruction runs
  uint32_t workdir = none;  // … of the last WORKDIR before it, in the stage chain
  // FROM, WORKDIR, USER, STOPSIGNAL: the expanded argument; ADD, COPY: the expanded target.
  std::string_view value;
  // The working directory when the instruction runs. Unknown is what the image brings: then the
  // path is relative to that.
  std::string_view directory;
  bool directory_known = false;
  ScriptPtr script;                         // RUN, CMD, ENTRYPOINT, HEALTHCHECK; of ONBUILD RUN too
  std::vector<ScriptPtr> more;              // scripts inside it: bash <<EOF, ["sh", "-c", "…"]
  ShellKind shell_kind = ShellKind::posix;  // of the shell form here
  std::string_view shell_name;
};

// An ONBUILD instruction that a later stage of the file triggers.
struct Trigger {
  uint32_t stage = 0;        // the stage that triggers it
  uint32_t instruction = 0;  // the ONBUILD
};

struct Plan {
  std::vector<Step> steps;  // one for each instruction
  std::vector<Stage> stages;
  std::vector<Edge> edges;          // in order of `from`, then of the text
  std::vector<Variable> variables;  // in order of definition
  std::vector<Reference> references;
  std::vector<Port> ports;
  std::vector<Source> sources;
  std::vector<BuildProblem> problems;
  std::vector<Trigger> triggers;
  // What the views above point into, beside the instructions; never null, and shared by copies.
  std::shared_ptr<std::deque<std::string>> storage = std::make_shared<std::deque<std::string>>();

  // nullptr before the first FROM, and for an instruction that is none.
  const Stage* stage_of(size_t instruction) const {
    if (instruction >= steps.size() || steps[instruction].stage == none) return nullptr;
    return &stages[steps[instruction].stage];
  }
};

// The stages that `target` needs, itself included, as one flag each.
std::vector<bool> needed_by(const Plan& plan, uint32_t target);

// The stages whose layers make up the image of the last one, as one flag each: itself and what it
// is built from. Those of other stages stay behind.
std::vector<bool> shipped_stages(const Plan& plan);

// Equal to the plan of the document alone. Takes over scripts from the plan of the document's
// predecessor where instruction and shell are the same, and all of it where the edit was in an
// instruction of which nothing else in the file depends. The plan holds views into the document,
// which must outlive it.
Plan plan(const Document& document, const Document* old_document = nullptr,
          const Plan* old = nullptr);

}  // namespace dflint
