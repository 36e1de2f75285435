// Builds a Plan, step by step as the builder does. Internal to analysis/builder and plan.cpp.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analysis/expand.h"
#include "analysis/plan.h"
#include "analysis/suggest.h"

namespace dflint {

// What holds at one point of a stage.
struct StageState {
  uint32_t user = none, workdir = none, cmd = none, entrypoint = none, healthcheck = none,
           shell = none;
  std::string_view path;   // the working directory, absolute where known
  bool path_known = true;  // false: it comes from an image that nobody has looked at
};

// A word after expansion.
struct Expanded {
  std::string_view text;
  bool exact = true;      // false: hangs on a build argument, or was cut
  bool unfilled = false;  // … on one without default, or with an empty one
  bool failed = false;    // the builder refuses it; a problem says so
};

class Planner {
 public:
  Planner(const Document& document, const Document* old_document, const Plan* old);
  Plan run();

 private:
  friend std::optional<std::string_view> look_up(const void* planner, std::string_view name);

  // plan.cpp: the order of things.
  bool edits_one_script() const;
  Plan with_new_script();
  void reserve();
  void find_stages();
  void global_scope();
  void bases();
  void base(Stage& stage);
  void base_image(Stage& stage, const Word& word, const Expanded& base, bool has_variables);
  void platform(Stage& stage);
  void number_stages();
  void walk(Stage& stage);
  void trigger_parents(Stage& stage);

  // walk.cpp: one statement.
  void step(uint32_t index, const Instruction& in, const Statement& statement);
  void env(const Statement& statement);
  void label(const Statement& statement);
  void arg(const Statement& statement);
  bool is_heredoc(Span span) const;  // a marker of the current instruction
  void copy(const Statement& statement);
  void copy_sources(const Statement& statement, const std::vector<Expanded>& sources);
  void heredoc_bodies();
  void run_mounts(const Statement& statement);
  void mount(const Statement& statement, const Mount& mount);
  void mount_target(const Statement& statement, const Mount& mount, Expanded target);
  void expose(const Statement& statement);
  void volume(const Statement& statement);
  void workdir(const Statement& statement);
  void user(const Statement& statement);
  void stop_signal(const Statement& statement);

  // variables.cpp
  uint32_t define(Variable variable);
  // Whether the current stage, or the global scope where stage_ is none, sees a definition.
  bool sees(const Variable& variable) const;
  // The newest definition with a value that it sees.
  uint32_t find(std::string_view name) const;
  bool is_declared(std::string_view name) const;
  // Expands bytes of a word of the current instruction and notes the variables it uses.
  Expanded expand_word(const Word& word);
  ExpandedText expand_within_budget(std::string_view text, LexOptions options);
  Expanded expand_text(std::string_view text, const LexOptions& options, const Word* word,
                       uint32_t source);
  std::string_view keep(std::string text);
  Place place_of(Span span) const;

  // graph.cpp
  void edges();
  void copy_edge(uint32_t index, uint32_t stage);
  void mount_edges(uint32_t index, uint32_t stage);
  void judge_edges();
  void mark_needed();

  // scripts.cpp
  void scripts(uint32_t index, const Instruction& in, const Statement& statement);
  void step_shell(Step& step) const;
  bool reuse(uint32_t index);

  // `word`: what the problem hangs on. `near`: what was probably meant.
  void problem(BuildProblemKind kind, Span span, std::string message, const Expanded& word = {},
               Guess near = {});

  const Document& document_;
  const Document* old_document_;
  const Plan* old_;
  size_t same_front_ = 0, same_back_ = 0;  // how many instructions both documents share
  Plan plan_;

  // The point where the walk stands.
  uint32_t index_ = 0;  // instruction number
  const Instruction* in_ = nullptr;
  const Instruction* trigger_ = nullptr;  // the FROM whose base triggers in_, or nullptr
  uint32_t stage_ = none;
  uint32_t word_ = 0;
  // Bytes that expansions may still make, so that ENV B=$A$A, C=$B$B … stays linear.
  size_t budget_ = 4 << 20;
  StageState state_;
  std::vector<uint32_t> onbuilds_;      // numbers of all ONBUILD instructions, in order
  std::vector<StageState> end_states_;  // of each stage

  std::unordered_map<std::string_view, uint32_t> newest_;  // name -> last definition
  std::vector<uint32_t> previous_;  // definition -> the one before it of that name
  std::unordered_map<std::string_view, uint32_t> stage_names_;  // lower case -> last stage so far
  std::vector<uint32_t> enter_, leave_;  // of each stage in the tree of bases
};

std::optional<std::string_view> look_up(const void* planner, std::string_view name);

}  // namespace dflint
