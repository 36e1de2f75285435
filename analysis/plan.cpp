// What the builder would do with a document: the walk over its instructions, step by step.
#include "analysis/plan.h"

#include <algorithm>

#include <fmt/core.h>

#include "analysis/builder/planner.h"
#include "analysis/builder/platform.h"
#include "analysis/casing.h"
#include "analysis/common_ends.h"
#include "analysis/image.h"
#include "analysis/suggest.h"
#include "analysis/unicode.h"

namespace dflint {
namespace {

struct Predefined {
  std::string_view name, value;
};

// Of a build of linux/amd64 on linux/amd64.
constexpr Predefined platform_variables[] = {
    {"BUILDPLATFORM", "linux/amd64"},
    {"BUILDOS", "linux"},
    {"BUILDOSVERSION", ""},
    {"BUILDARCH", "amd64"},
    {"BUILDVARIANT", ""},
    {"TARGETPLATFORM", "linux/amd64"},
    {"TARGETOS", "linux"},
    {"TARGETOSVERSION", ""},
    {"TARGETARCH", "amd64"},
    {"TARGETVARIANT", ""},
    {"TARGETSTAGE", "default"},
};

// Stages times triggers could grow with the square of the file; nobody writes as many.
constexpr size_t most_triggers = 10000;

bool names_windows(std::string_view image) {
  const std::string lower = to_lower(image);
  for (const std::string_view word : {"windows", "nanoserver", "servercore", "win10", "ltsc20"}) {
    if (lower.find(word) != std::string::npos) return true;
  }
  return false;
}

bool names_linux(std::string_view image) {
  const std::string_view name = image.substr(image.rfind('/') + 1);
  for (const std::string_view distribution :
       {"alpine", "debian", "ubuntu", "fedora", "centos", "busybox"}) {
    if (name.substr(0, name.find_first_of(":@")) == distribution) return true;
  }
  return false;
}

// Whether some RUN of the stage that begins behind `from` begins with what only Linux has.
bool runs_linux(const Document& document, size_t from) {
  for (size_t i = from + 1; i < document.instructions.size(); ++i) {
    const Instruction& in = *document.instructions[i];
    if (in.statement.keyword == Keyword::from) return false;
    if (in.statement.keyword != Keyword::run || in.statement.args.empty()) continue;
    const std::string_view script = in.value(in.statement.args[0]);
    const std::string_view first = script.substr(0, script.find_first_of(" \t"));
    for (const std::string_view program :
         {"apt-get", "apt", "dpkg", "apk", "yum", "dnf", "microdnf", "zypper"}) {
      if (first == program) return true;
    }
  }
  return false;
}

}  // namespace

Planner::Planner(const Document& document, const Document* old_document, const Plan* old)
    : document_(document), old_document_(old_document), old_(old_document ? old : nullptr) {
  if (!old_) return;
  const auto& now = document.instructions;
  const auto& then = old_document->instructions;
  const CommonEnds same =
      common_ends(now.size(), then.size(), [&](size_t i, size_t k) { return now[i] == then[k]; });
  same_front_ = same.front;
  same_back_ = same.back;
}

void Planner::reserve() {
  if (!old_) {
    size_t pairs = 0;
    for (const InstructionPtr& in : document_.instructions) pairs += in->effective().pairs.size();
    plan_.variables.reserve(pairs + 16);
    previous_.reserve(pairs + 16);
    newest_.reserve(pairs + 16);
    return;
  }
  plan_.variables.reserve(old_->variables.size() + 8);
  plan_.references.reserve(old_->references.size() + 8);
  plan_.stages.reserve(old_->stages.size() + 2);
  plan_.edges.reserve(old_->edges.size() + 4);
  plan_.sources.reserve(old_->sources.size() + 4);
  previous_.reserve(old_->variables.size() + 8);
}

// Whether the old document differs in one instruction alone, and that changes nothing for others:
// without flags (a mount names stages, and uses variables) it only hands its script to a shell.
bool Planner::edits_one_script() const {
  const auto& now = document_.instructions;
  if (!old_ || now.size() != old_document_->instructions.size()) return false;
  if (same_front_ + same_back_ + 1 != now.size()) return false;
  const Step& step = old_->steps[same_front_];
  if (step.stage == none) return false;
  const auto is_plain = [](const Instruction& in) {
    const Keyword keyword = in.statement.keyword;
    // What RUN begins with tells Windows from Linux where the escape character is '`'.
    return (keyword == Keyword::run || keyword == Keyword::cmd || keyword == Keyword::entrypoint) &&
           in.statement.flags.empty() && in.dialect.escape == '\\';
  };
  const Instruction& after = *now[same_front_];
  const Instruction& before = *old_document_->instructions[same_front_];
  return is_plain(after) && is_plain(before) && after.statement.keyword == before.statement.keyword;
}

Plan Planner::with_new_script() {
  plan_ = *old_;
  index_ = static_cast<uint32_t>(same_front_);
  Step& step = plan_.steps[index_];
  step.script = nullptr;
  step.more.clear();
  const Instruction& in = *document_.instructions[index_];
  scripts(index_, in, in.statement);
  return std::move(plan_);
}

Plan Planner::run() {
  if (old_ && same_front_ == document_.instructions.size() && same_front_ == old_->steps.size()) {
    return *old_;
  }
  if (edits_one_script()) return with_new_script();
  reserve();
  plan_.steps.resize(document_.instructions.size());
  find_stages();
  global_scope();
  bases();
  number_stages();
  edges();
  mark_needed();
  for (Stage& stage : plan_.stages) walk(stage);
  if (plan_.stages.empty() && !document_.instructions.empty()) {
    for (uint32_t i = 0; i < document_.instructions.size(); ++i) {
      index_ = i;
      in_ = document_.instructions[i].get();
      if (in_->statement.keyword != Keyword::none) break;
    }
    const bool any = in_->statement.keyword != Keyword::none;
    problem(
        BuildProblemKind::no_stages, any ? in_->statement.word.span : Span{},
        any ? "this file has no FROM, so it builds nothing" : "this file holds no instructions");
  }
  return std::move(plan_);
}

void Planner::problem(BuildProblemKind kind, Span span, std::string message, const Expanded& word,
                      Guess near) {
  BuildProblem problem;
  problem.kind = kind;
  problem.instruction = index_;
  problem.place = place_of(span);
  problem.message = std::move(message);
  problem.certain = word.exact;
  problem.unfilled = word.unfilled;
  if (trigger_) {
    problem.kind = BuildProblemKind::onbuild;
    problem.note = {in_, span};
    problem.note_message = "of this trigger";
  } else {
    problem.replacement = near.word;
    problem.replacement_certain = near.certain;
  }
  plan_.problems.push_back(std::move(problem));
}

void Planner::find_stages() {
  for (uint32_t i = 0; i < document_.instructions.size(); ++i) {
    const Instruction& in = *document_.instructions[i];
    if (in.statement.keyword == Keyword::from) {
      Stage stage;
      stage.index = static_cast<uint32_t>(plan_.stages.size());
      stage.first = i;
      stage.from = &in;
      const std::vector<Word>& args = in.statement.args;
      if (args.size() >= 3 && equal_ignoring_case(in.value(args[1]), "as")) {
        stage.name = in.value(args[2]);
        stage.lower_name = to_lower(stage.name);
      }
      plan_.stages.push_back(std::move(stage));
    }
    if (in.statement.trigger) onbuilds_.push_back(i);
    if (!plan_.stages.empty()) {
      plan_.steps[i].stage = static_cast<uint32_t>(plan_.stages.size() - 1);
      plan_.stages.back().end = i + 1;
    }
  }
}

void Planner::global_scope() {
  for (const Predefined& predefined : platform_variables) {
    Variable variable;
    variable.kind = VariableKind::predefined;
    variable.name = predefined.name;
    variable.value = predefined.value;
    variable.has_value = true;
    variable.exact = false;
    define(variable);
  }
  Variable path;
  path.kind = VariableKind::predefined;
  path.name = "PATH";
  path.value = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
  path.has_value = true;
  path.exact = false;
  define(path);

  const uint32_t end = plan_.stages.empty() ? static_cast<uint32_t>(document_.instructions.size())
                                            : plan_.stages[0].first;
  for (uint32_t i = 0; i < end; ++i) {
    index_ = i;
    in_ = document_.instructions[i].get();
    const Statement& statement = in_->statement;
    if (statement.keyword == Keyword::arg) {
      for (const Pair& pair : statement.pairs) {
        Variable variable;
        variable.kind = VariableKind::global_arg;
        variable.name = in_->value(pair.key);
        variable.exact = false;
        variable.instruction = i;
        variable.key = {in_, pair.key.span};
        if (pair.has_value) {
          const Expanded value = expand_word(pair.value);
          variable.value = value.text;
          variable.has_value = !value.failed;
        }
        if (!variable.name.empty()) define(variable);
      }
    } else if (statement.keyword != Keyword::none && statement.keyword != Keyword::unknown &&
               !plan_.stages.empty()) {
      problem(
          BuildProblemKind::instruction_before_from, statement.word.span,
          fmt::format("{} stands before the first FROM; only ARG may", in_->value(statement.word)));
      plan_.problems.back().note = {plan_.stages[0].from,
                                    plan_.stages[0].from->statement.word.span};
      plan_.problems.back().note_message = "the first FROM";
    }
  }
}

void Planner::bases() {
  for (Stage& stage : plan_.stages) {
    index_ = stage.first;
    in_ = stage.from;
    base(stage);
    platform(stage);
    if (!stage.lower_name.empty()) stage_names_[stage.lower_name] = stage.index;
  }
}

void Planner::base(Stage& stage) {
  const std::vector<Word>& args = stage.from->statement.args;
  if (args.empty()) {
    stage.base_kind = BaseKind::invalid;
    return;
  }
  const Expanded base = expand_word(args[0]);
  stage.base = base.text;
  plan_.steps[stage.first].value = base.text;
  // By the exact text: `FROM Build` does not find stage `build`.
  const auto found = stage_names_.find(base.text);
  if (found != stage_names_.end()) {
    stage.base_kind = BaseKind::stage;
    stage.parent = found->second;
  } else if (base.text == "scratch") {
    stage.base_kind = BaseKind::scratch;
  } else if (base.failed) {
    stage.base_kind = BaseKind::invalid;
  } else {
    const bool has_variables = stage.from->value(args[0]).find('$') != std::string_view::npos;
    base_image(stage, args[0], base, has_variables);
  }
}

void Planner::base_image(Stage& stage, const Word& word, const Expanded& base, bool has_variables) {
  const std::string_view written = stage.from->value(word);
  std::string message;
  std::string replacement;
  const ImageError error = base.text.empty() ? ImageError::malformed : check_image(base.text);
  if (error == ImageError::none) return;
  stage.base_kind = BaseKind::invalid;
  if (base.text.empty() && base.exact) {
    message = fmt::format("`{}` is empty, so there is no base image", written);
  } else if (base.text.empty()) {
    message = fmt::format("`{}` names an image only where a build gives the argument", written);
  } else if (error == ImageError::upper_case) {
    message = fmt::format("image name `{}` must be lower case", base.text);
    const auto stage_found = stage_names_.find(to_lower(base.text));
    if (stage_found != stage_names_.end()) {
      message = fmt::format("FROM finds a stage by its name in lower case only: write `{}`",
                            to_lower(base.text));
    }
    // All capitals are a placeholder rather than a slip.
    const bool placeholder = casing_of(split_image(base.text).repository) == Casing::upper;
    if (!has_variables && !placeholder) replacement = to_lower(base.text);
  } else if (error == ImageError::bad_digest) {
    message =
        fmt::format("`{}` does not end in a digest: sha256: and 64 hexadecimal digits", base.text);
  } else {
    message = fmt::format("`{}` is no image reference", base.text);
  }
  if (has_variables && !base.text.empty())
    message += fmt::format(" (`{}` without build arguments)", written);
  problem(BuildProblemKind::base_image, word.span, std::move(message), base, {replacement, true});
}

void Planner::platform(Stage& stage) {
  if (stage.parent != none) {
    const Stage& parent = plan_.stages[stage.parent];
    stage.platform = parent.platform;
    stage.windows = parent.windows;
    stage.windows_platform = parent.windows_platform;
  } else {
    stage.windows =
        names_windows(stage.base) || (in_->dialect.escape == '`' && !names_linux(stage.base) &&
                                      !runs_linux(document_, stage.first));
  }
  const Flag* flag = in_->flag("platform");
  if (!flag || !flag->has_value || flag->value.empty()) return;
  const Expanded platform = expand_word(flag->value);
  if (platform.failed) return;
  const auto read = read_platform(platform.text);
  if (platform.text.empty()) {
    problem(BuildProblemKind::platform, flag->value.span,
            fmt::format("`{}` is empty, and a platform cannot be", in_->value(flag->value)),
            platform);
  } else if (!read) {
    std::string message =
        fmt::format("`{}` is no platform; write os/arch, such as linux/arm64", platform.text);
    const bool variable = in_->value(flag->value).find('$') != std::string_view::npos;
    problem(BuildProblemKind::platform, flag->value.span, std::move(message), platform,
            variable ? Guess{} : guess(platform.text, common_platforms()));
  } else if (stage.parent == none) {
    stage.platform = platform.text;
    stage.windows_platform = read->os == "windows";
    stage.windows |= stage.windows_platform;
  }
}

// Gives each stage an interval that lies inside that of the stage it is built from.
void Planner::number_stages() {
  const size_t count = plan_.stages.size();
  enter_.resize(count);
  leave_.resize(count);
  std::vector<uint32_t> first_child(count, none), sibling(count, none);
  for (size_t i = count; i-- > 0;) {
    const uint32_t parent = plan_.stages[i].parent;
    if (parent == none) continue;
    sibling[i] = first_child[parent];
    first_child[parent] = static_cast<uint32_t>(i);
  }
  uint32_t clock = 0;
  for (uint32_t root = 0; root < count; ++root) {
    if (plan_.stages[root].parent != none) continue;
    uint32_t at = root;
    enter_[at] = clock++;
    while (true) {
      if (first_child[at] != none) {
        at = first_child[at];
        enter_[at] = clock++;
        continue;
      }
      leave_[at] = clock++;
      while (at != root && sibling[at] == none) {
        at = plan_.stages[at].parent;
        leave_[at] = clock++;
      }
      if (at == root) break;
      at = sibling[at];
      enter_[at] = clock++;
    }
  }
}

void Planner::walk(Stage& stage) {
  stage_ = stage.index;
  state_ = {};
  if (stage.parent != none) {
    state_ = end_states_[stage.parent];
    trigger_parents(stage);
  } else {
    state_.path_known = stage.base_kind == BaseKind::scratch;
  }
  index_ = stage.first;
  Step& from = plan_.steps[stage.first];
  from.user = state_.user;
  from.workdir = state_.workdir;
  from.shell = state_.shell;
  step_shell(from);
  for (uint32_t i = stage.first + 1; i < stage.end; ++i) {
    const Instruction& in = *document_.instructions[i];
    step(i, in, in.statement);
  }
  stage.user = state_.user;
  stage.workdir = state_.workdir;
  stage.cmd = state_.cmd;
  stage.entrypoint = state_.entrypoint;
  stage.healthcheck = state_.healthcheck;
  stage.shell = state_.shell;
  end_states_.push_back(state_);
}

// ONBUILD instructions of the stage this one is built from run first, as if they stood in FROM.
void Planner::trigger_parents(Stage& stage) {
  const Stage& parent = plan_.stages[stage.parent];
  const auto first = std::lower_bound(onbuilds_.begin(), onbuilds_.end(), parent.first);
  for (auto at = first; at != onbuilds_.end() && *at < parent.end; ++at) {
    const uint32_t i = *at;
    const Instruction& in = *document_.instructions[i];
    if (plan_.triggers.size() >= most_triggers) return;
    plan_.triggers.push_back({stage.index, i});
    trigger_ = stage.from;
    for (const Problem& p : in.problems) {
      if (!p.in_trigger) continue;
      index_ = stage.first;
      in_ = &in;
      problem(BuildProblemKind::onbuild, p.span, p.message);
    }
    step(stage.first, in, *in.statement.trigger);
    trigger_ = nullptr;
  }
}

Plan plan(const Document& document, const Document* old_document, const Plan* old) {
  return Planner(document, old_document, old).run();
}

}  // namespace dflint
