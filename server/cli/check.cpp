// Finds files, lints each, prints the findings in the order of the files.
#include "server/cli/check.h"

#include <algorithm>
#include <filesystem>
#include <memory>
#include <unordered_set>

#include "rules/rule.h"
#include "rules/shown.h"
#include "server/cli/config.h"
#include "server/cli/crew.h"
#include "server/cli/fix.h"
#include "server/cli/output.h"
#include "server/cli/run.h"
#include "server/cli/scripts.h"
#include "server/cli/selection.h"
#include "server/cli/source.h"
#include "server/config/settings.h"
#include "server/context.h"
#include "server/output/json.h"
#include "server/output/text.h"
#include "server/workspace.h"

namespace dflint {
namespace {

struct Job {
  std::string path;
  std::string error = {};  // the path cannot be looked into
};

// A file whose findings are not complete before ShellCheck has read its scripts.
struct Linted {
  Document document;
  Plan plan;
  Lint lint;
  std::vector<ShellcheckJob> scripts;
};

struct Outcome {
  std::string path;
  std::string error;
  std::string output;
  std::string_view rule;  // one that spoke, as the summary names it
  Tally tally;
  const Settings* settings = nullptr;
  std::unique_ptr<Linted> waiting = nullptr;
};

// How many scripts are worth processes on all processors.
constexpr size_t many_scripts = 200;

bool wants_colour(Host& host, When colour, Stream stream) {
  if (colour != When::automatic) return colour == When::always;
  const auto set = [&](const char* name) { return !host.environment(name).value_or("").empty(); };
  if (set("NO_COLOR")) return false;
  if (set("CLICOLOR_FORCE") && host.environment("CLICOLOR_FORCE") != "0") return true;
  return host.is_terminal(stream) && host.environment("TERM").value_or("dumb") != "dumb";
}

// Equal for paths that lead to the same file if no link stands in them.
std::string normal(const std::string& path) {
  const bool is_normal =
      path.find("./") == path.npos && path.find("//") == path.npos && !path.ends_with('.');
  return is_normal ? path : std::filesystem::path(path).lexically_normal().string();
}

// What is mended of standard input goes to standard output, so the findings must not.
Stream stream_of_findings(const CheckArguments& arguments) {
  const bool filters = arguments.fixes.fix && !arguments.fixes.diff &&
                       std::ranges::find(arguments.paths, "-") != arguments.paths.end();
  return filters ? Stream::err : Stream::out;
}

class Run {
 public:
  Run(Host& host, const CheckArguments& arguments, SettingsFinder& settings)
      : host_(host),
        arguments_(arguments),
        settings_(settings),
        output_(host, stream_of_findings(arguments)),
        contexts_(host),
        scripts_(host),
        coloured_(arguments.format == Format::text &&
                  wants_colour(host, colour_choice(), stream_of_findings(arguments))) {
    if (arguments.fixes.any()) tally_.fixed = 0;
  }

  int all() {
    if (json()) print(json_begin);
    {
      Crew<Job, Outcome> crew(
          workers(), [this](const Job& job) { return outcome_of(job); },
          [this](Outcome outcome) { take(std::move(outcome)); });
      for (const std::string& path : arguments_.paths) add(crew, path);
    }
    emit_waiting();
    if (json()) {
      std::string end;
      append_json_end(end, tally_);
      print(end);
    } else if (arguments_.quiet == 0) {
      summary();
    }
    const std::string note = scripts_.note();
    if (!note.empty() && (arguments_.quiet == 0 || scripts_.is_urgent())) output_.trouble({}, note);
    const bool configured = !report_problems(output_, settings_.problems());
    if (!output_.finish() || tally_.unreadable > 0 || !configured) return status_trouble;
    if (arguments_.fixes.diff) return printed_any_ ? status_findings : status_clean;
    return fails_ ? status_findings : status_clean;
  }

 private:
  bool json() const { return arguments_.format == Format::json; }

  // The command line says how, or else the configuration of the working directory.
  When colour_choice() {
    if (arguments_.colour != When::automatic) return arguments_.colour;
    const ConfigFile* file = settings_.here();
    return file && file->coloured == false ? When::never : When::automatic;
  }

  unsigned workers() const {
    if (arguments_.jobs > 0) return std::min(arguments_.jobs, 256u);
    return std::max(2u, host_.hardware_threads());
  }

  void add(Crew<Job, Outcome>& crew, const std::string& path) {
    const auto add_once = [&](std::string file) {
      const bool twice = arguments_.paths.size() > 1 && !seen_.insert(normal(file)).second;
      if (twice) return;
      crew.add({std::move(file)});
    };
    if (path == "-" || host_.type_of(path) != FileType::directory) return add_once(path);
    find_dockerfiles(host_, path,
                     {add_once, [&](const std::string& directory, const std::string& error) {
                        crew.add({directory, error});
                      }});
  }

  Outcome outcome_of(const Job& job) {
    Outcome outcome;
    outcome.path = job.path == "-" ? arguments_.stdin_filename : job.path;
    outcome.error = job.error;
    if (!job.error.empty()) return outcome;
    const auto [settings, excluded] = settings_.of(outcome.path);
    outcome.settings = settings;
    const bool filters = job.path == "-" && stream_of_findings(arguments_) == Stream::err;
    if (excluded) outcome.tally.excluded = 1;
    if (excluded && !filters) return outcome;
    Result<std::string> text = read_dockerfile(host_, job.path);
    outcome.error = std::move(text.error);
    if (!outcome.error.empty()) return outcome;
    if (excluded) {
      host_.write(Stream::out, text.value);
      return outcome;
    }
    if (arguments_.fixes.any()) mend_into(outcome, job.path, text.value);
    if (!arguments_.fixes.diff) lint_into(outcome, std::move(text.value));
    return outcome;
  }

  // Afterwards `text` is what is there now.
  void mend_into(Outcome& outcome, const std::string& path, std::string& text) {
    const ContextFinder::Found around = outcome.path == "-"
                                            ? ContextFinder::Found()
                                            : contexts_.of(outcome.path, outcome.settings->context);
    const BuildContext context = around.context();
    Mended mended =
        mend(host_, arguments_.fixes, scripts_,
             {path, outcome.path, outcome.settings->rules, context, use_shellcheck(outcome)},
             std::move(text));
    text = std::move(mended.text);
    outcome.error = std::move(mended.error);
    outcome.output = std::move(mended.diff);
    outcome.tally.fixed = mended.count;
    if (!arguments_.fixes.diff) return;
    ++outcome.tally.files;
    outcome.tally.files_with_findings += !outcome.output.empty();
  }

  UseShellcheck use_shellcheck(const Outcome& outcome) const {
    return arguments_.shellcheck.value_or(outcome.settings->shellcheck);
  }

  // Looks only where something is copied from the context, and that has a place.
  ContextFinder::Found context_of(const Outcome& outcome, const Plan& plan) {
    if (plan.sources.empty() || outcome.path == "-") return {};
    return contexts_.of(outcome.path, outcome.settings->context);
  }

  void lint_into(Outcome& outcome, std::string text) {
    auto waiting = std::make_unique<Linted>();  // the plan holds views into the document
    Linted& file = *waiting;
    file.document = parse(Text(std::move(text)));
    file.plan = plan(file.document);
    const ContextFinder::Found around = context_of(outcome, file.plan);
    const BuildContext context = around.context();
    const RuleSet& rules = outcome.settings->rules;
    file.lint = lint(file.document, file.plan, rules, &context);
    file.scripts = scripts_.jobs(file.document, file.plan, rules, use_shellcheck(outcome));
    if (!report_into(outcome, file)) outcome.waiting = std::move(waiting);
  }

  // False where ShellCheck must read its scripts first.
  bool report_into(Outcome& outcome, Linted& file) {
    const RuleSet& rules = outcome.settings->rules;
    Findings others;
    if (!file.scripts.empty()) {
      const auto answers = scripts_.answers(file.scripts);
      if (!answers) return false;
      append_answers(others, file.scripts, *answers, rules);
    }
    const Findings findings = all_findings(file.document, file.plan, file.lint, rules, &others);
    outcome.tally.add(findings);
    if (findings.empty()) return true;
    outcome.rule = findings.front().rule->name;
    if (arguments_.quiet > 1) return true;
    const FileReport report = {outcome.path, file.document, file.plan, findings};
    if (json())
      append_json_findings(outcome.output, report);
    else
      append_text_findings(outcome.output, report, coloured_);
    return true;
  }

  // Files come out in their order: all wait for the first that waits for ShellCheck.
  void take(Outcome outcome) {
    if (outcome.waiting) scripts_waiting_ += outcome.waiting->scripts.size();
    if (waiting_.empty() && !outcome.waiting) return emit(outcome);
    waiting_.push_back(std::move(outcome));
    if (scripts_waiting_ >= many_scripts * workers()) emit_waiting();
  }

  void emit_waiting() {
    std::vector<std::string_view> texts;
    for (const Outcome& outcome : waiting_) {
      if (!outcome.waiting) continue;
      for (const ShellcheckJob& job : outcome.waiting->scripts) texts.push_back(job.text.text);
    }
    scripts_.ask(texts);
    for (Outcome& outcome : waiting_) {
      if (outcome.waiting) report_into(outcome, *outcome.waiting);
      emit(outcome);
    }
    waiting_.clear();
    scripts_waiting_ = 0;
  }

  void emit(const Outcome& outcome) {
    tally_.add(outcome.tally);
    fails_ = fails_ || fails(outcome);
    if (rule_.empty()) rule_ = outcome.rule;
    if (!outcome.error.empty()) {
      ++tally_.unreadable;
      output_.trouble(outcome.path, outcome.error);
    }
    if (outcome.output.empty()) return;
    if (json() && printed_any_) print(json_separator);
    printed_any_ = true;
    print(outcome.output);
  }

  void print(std::string_view text) {
    if (arguments_.quiet < 2) output_.write(text);
  }

  void summary() {
    if (tally_.files + tally_.unreadable + tally_.excluded == 0) {
      return print("no Dockerfile found\n");
    }
    if (tally_.files + tally_.excluded == 0) return;
    std::string text;
    if (!arguments_.fixes.diff) {
      append_text_summary(text, tally_, rule_);
      return print(text);
    }
    output_.finish();
    append_diff_summary(text, tally_);
    host_.write(Stream::err, text);  // standard output is for `patch`
  }

  bool fails(const Outcome& outcome) const {
    if (!outcome.settings) return false;
    const std::optional<Severity> from =
        arguments_.fail_on ? arguments_.fail_on->from : outcome.settings->fail_on;
    if (!from) return false;
    const auto& counts = outcome.tally.by_severity;
    return std::any_of(counts.begin() + static_cast<ptrdiff_t>(*from), counts.end(),
                       [](size_t count) { return count > 0; });
  }

  Host& host_;
  const CheckArguments& arguments_;
  SettingsFinder& settings_;
  Output output_;
  ContextFinder contexts_;
  ScriptReader scripts_;
  const bool coloured_;
  std::vector<Outcome> waiting_;  // for ShellCheck, or for one before it
  size_t scripts_waiting_ = 0;
  std::unordered_set<std::string> seen_;
  Tally tally_;
  std::string_view rule_;
  bool printed_any_ = false;
  bool fails_ = false;
};

}  // namespace

int check(Host& host, const CheckArguments& arguments) {
  const Selection& selection = arguments.config.selection;
  if (!selection.select.empty() || !selection.ignore.empty()) {
    RuleSet rules(builtin_rules());
    const std::vector<std::string> unknown = rules.select(selection);
    if (!unknown.empty()) return report_unknown(host, rules, unknown);
  }
  SettingsFinder settings(host, builtin_rules(), arguments.config);
  return Run(host, arguments, settings).all();
}

}  // namespace dflint
