// Finds out what stands at an offset, from the outside in, and puts together what is said of it.
#include "server/features/hover.h"

#include <algorithm>
#include <charconv>

#include <fmt/core.h>

#include "analysis/directives.h"
#include "analysis/keywords.h"
#include "analysis/reference.h"
#include "rules/comments.h"
#include "rules/manual.h"
#include "server/features/hover_variable.h"
#include "server/features/instruction_at.h"
#include "server/features/markdown.h"
#include "server/features/stage_text.h"

namespace dflint {
namespace {

bool holds(Span span, uint32_t at) { return span.begin <= at && at <= span.end; }

struct Said {
  Span span;
  std::string text;  // Markdown
};
using Answer = std::optional<Said>;

std::string fenced(std::string_view text, std::string_view language = "dockerfile") {
  return fmt::format("```{}\n{}\n```\n", language, text);
}

std::string instruction_text(Keyword keyword) {
  const InstructionText& reference = reference_of(keyword);
  return fmt::format("**{}**: {}\n\n{}\nExample:\n\n{}\nMind:\n\n{}\n", info(keyword).name,
                     reference.text, fenced(reference.forms, ""), fenced(reference.example),
                     reference.mistakes);
}

std::string flag_markdown(const FlagText& flag) {
  std::string text =
      fmt::format("**{} --{}**: {}\n\n", info(flag.keyword).name, flag.name, flag.text);
  if (!flag.since.empty()) {
    text += fmt::format("Since Dockerfile syntax {}.\n\n", flag.since);
  }
  return text + fenced(flag.example);
}

std::string types_of(const MountKeyText& key) {
  std::string text;
  std::string_view rest = key.types;
  while (!rest.empty()) {
    const std::string_view type = rest.substr(0, rest.find(' '));
    text += fmt::format("{}`{}`", text.empty() ? "" : ", ", type);
    rest.remove_prefix(std::min(type.size() + 1, rest.size()));
  }
  return text;
}

class Hoverer {
 public:
  Hoverer(const Snapshot& snapshot, uint32_t index, uint32_t at, const HoverOptions& options)
      : snapshot_(snapshot),
        plan_(snapshot.plan),
        index_(index),
        at_(at),
        in_(*snapshot.document.instructions[index]),
        statement_(in_.effective()),
        options_(options) {}

  Answer find() {
    for (const Heredoc& heredoc : in_.heredocs) {
      if (holds(heredoc.marker, at_) ||
          (!heredoc.terminator.empty() && holds(heredoc.terminator, at_))) {
        return heredoc_text(heredoc);
      }
    }
    if (auto said = comment()) return said;
    if (in_.statement.keyword == Keyword::none) return std::nullopt;
    if (auto said = keyword(in_.statement)) return said;
    if (in_.statement.trigger) {
      if (auto said = keyword(*in_.statement.trigger)) return said;
    }
    if (const auto use = variable_use_at(snapshot_, index_, at_)) {
      std::string text = variable_text(snapshot_, index_, *use);
      if (text.empty()) return std::nullopt;
      return Said{use->span, std::move(text)};
    }
    if (auto said = flags()) return said;
    return arguments();
  }

  std::string findings() const {
    std::string text;
    if (!options_.findings) return text;
    for (const Finding& finding : *options_.findings) {
      if (finding.place.in != &in_ || !holds(finding.place.span, at_) || !finding.rule) continue;
      if (!text.empty()) text += "\n---\n\n";
      text += fmt::format("{}\n\n{}", finding.message, manual_excerpt(*finding.rule));
    }
    return text;
  }

  // Of what is reported at the offset.
  Span finding_span() const {
    for (const Finding& finding : *options_.findings) {
      if (finding.place.in == &in_ && holds(finding.place.span, at_)) return finding.place.span;
    }
    return {at_, at_};
  }

 private:
  Answer heredoc_text(const Heredoc& heredoc) const {
    std::string text = fmt::format("**Here-document**: the lines up to {}\n\n", code(heredoc.name));
    text += statement_.keyword == Keyword::run
                ? "They are the script, or the input of the command.\n\n"
                : "They are the contents of a file.\n\n";
    if (!heredoc.expand) {
      text += "- The name is quoted: no variable is replaced.\n";
    } else {
      text += statement_.keyword == Keyword::run ? "- The shell replaces variables in them.\n"
                                                 : "- The builder replaces variables in them.\n";
    }
    text += heredoc.chomp ? "- `<<-` takes the tabs off the begin of each line, not blanks.\n"
                          : "- The last line holds the name and nothing else, not even blanks.\n";
    if (heredoc.fd != 0) text += fmt::format("- It is read from descriptor {}.\n", heredoc.fd);
    if (!heredoc.closed) text += "- It is not closed.\n";
    return Said{holds(heredoc.marker, at_) ? heredoc.marker : heredoc.terminator, text};
  }

  // --- comments and directives

  Answer comment() const {
    const auto in_one = [&](const std::vector<Span>& comments) {
      return std::any_of(comments.begin(), comments.end(),
                         [&](Span span) { return holds(span, at_); });
    };
    if (index_ == 0) {
      if (auto said = directive()) return said;
    }
    if (!in_one(in_.comments) && !in_one(in_.inner_comments) && index_ != 0) return std::nullopt;
    return suppression();
  }

  Answer directive() const {
    const Directives directives = read_directives(snapshot_.document.text.bytes());
    for (const Directive& one : directives.list) {
      if (holds(one.name_span, at_)) {
        const WordText* text = directive_text(in_.source(one.name_span));
        if (!text) return std::nullopt;
        return Said{one.name_span, fmt::format("**{}**: {}\n", text->name, text->text)};
      }
      if (one.name == Directive::Name::syntax && holds(one.value_span, at_)) {
        const std::string_view value = in_.source(one.value_span);
        const auto size = static_cast<uint32_t>(std::min(value.find_first_of(" \t"), value.size()));
        const Span image{one.value_span.begin, one.value_span.begin + size};
        if (holds(image, at_)) return Said{image, image_text(in_.source(image))};
      }
    }
    return std::nullopt;
  }

  // The comments of this instruction alone, as if they were a file.
  Answer suppression() const {
    Document one;
    one.text = Text(in_.text);
    one.instructions = {snapshot_.document.instructions[index_]};
    one.starts = {0};
    for (const Suppression& suppression : suppressions(one)) {
      if (!holds(suppression.place.span, at_)) continue;
      const std::string text = suppressed(suppression.name);
      if (text.empty()) return std::nullopt;
      return Said{suppression.place.span, text};
    }
    return std::nullopt;
  }

  std::string suppressed(std::string_view name) const {
    if (name == "all") return "**all**: every rule. Errors stay.\n";
    if (const auto category = category_named(name)) {
      return fmt::format("**{}**: the rules of this category. Errors stay.\n",
                         to_string(*category));
    }
    std::string text;
    size_t count = 0;
    const std::vector<const Rule*> rules =
        options_.rules ? options_.rules->find(name) : RuleSet(builtin_rules()).find(name);
    for (const Rule* rule : rules) {
      if (++count > 6) break;
      text += fmt::format("{}**{}**: {}.\n", text.empty() ? "" : "\n", rule->name, rule->summary);
    }
    return text;
  }

  // --- keyword and flags

  Answer keyword(const Statement& statement) const {
    if (!holds(statement.word.span, at_) || statement.recovered) return std::nullopt;
    if (statement.keyword == Keyword::none || statement.keyword == Keyword::unknown) {
      return std::nullopt;
    }
    return Said{statement.word.span, instruction_text(statement.keyword)};
  }

  Answer flags() const {
    for (size_t i = 0; i < statement_.flags.size(); ++i) {
      const Flag& flag = statement_.flags[i];
      if (!holds(flag.text.span, at_)) continue;
      const std::string_view name = in_.value(flag.name);
      if (holds(flag.name.span, at_)) {
        const FlagText* text = flag_text(statement_.keyword, name);
        if (!text) return std::nullopt;
        return Said{flag.name.span, flag_markdown(*text)};
      }
      if (name == "mount") return mount(static_cast<uint32_t>(i));
      if (!flag.has_value || !holds(flag.value.span, at_)) return std::nullopt;
      if (name == "from") return source(flag.value);
      return std::nullopt;
    }
    return std::nullopt;
  }

  Answer mount(uint32_t flag) const {
    for (const Mount& mount : statement_.mounts) {
      if (mount.flag != flag) continue;
      for (const MountField& field : mount.fields) {
        if (holds(field.key.span, at_)) return mount_key(field);
        if (!field.has_value || !holds(field.value.span, at_)) continue;
        const MountKeyText* key = mount_key_text(in_.value(field.key));
        if (!key) return std::nullopt;
        if (key->name == "from") return source(field.value);
        if (key->name != "type") return std::nullopt;
        const WordText* type = mount_type_text(in_.value(field.value));
        if (!type) return std::nullopt;
        return Said{field.value.span, fmt::format("**type={}**: {}\n", type->name, type->text)};
      }
    }
    return std::nullopt;
  }

  Answer mount_key(const MountField& field) const {
    const MountKeyText* key = mount_key_text(in_.value(field.key));
    if (!key) return std::nullopt;
    std::string text =
        fmt::format("**{}**: {}\n\nMounts of type {}.", key->name, key->text, types_of(*key));
    if (!key->aliases.empty()) text += fmt::format(" Also written `{}`.", key->aliases);
    return Said{field.key.span, text + "\n"};
  }

  // What --from or from= names: a stage, or an image.
  Answer source(const Word& word) const {
    const auto begin =
        std::lower_bound(plan_.edges.begin(), plan_.edges.end(), index_,
                         [](const Edge& edge, uint32_t index) { return edge.instruction < index; });
    for (auto edge = begin; edge != plan_.edges.end() && edge->instruction == index_; ++edge) {
      if (!(edge->place.span == word.span)) continue;
      if (edge->to == none) break;
      return Said{word.span, stage_text(snapshot_, plan_.stages[edge->to])};
    }
    return Said{word.span, image_text(in_.value(word))};
  }

  // --- arguments

  Answer arguments() const {
    const auto& args = statement_.args;
    const auto word = std::find_if(args.begin(), args.end(),
                                   [&](const Word& one) { return holds(one.span, at_); });
    if (word == args.end()) return std::nullopt;
    const auto number = static_cast<size_t>(word - args.begin());
    switch (statement_.keyword) {
      case Keyword::from:
        return from(*word, number);
      case Keyword::expose:
        return port(*word);
      case Keyword::stopsignal:
        return signal(*word);
      default:
        return std::nullopt;
    }
  }

  Answer from(const Word& word, size_t number) const {
    const Stage* stage = plan_.stage_of(index_);
    if (!stage || stage->first != index_) return std::nullopt;
    if (number == 2) return Said{word.span, stage_text(snapshot_, *stage)};
    if (number != 0) return std::nullopt;
    if (stage->parent != none) {
      return Said{word.span, stage_text(snapshot_, plan_.stages[stage->parent])};
    }
    std::string text = image_text(stage->base);
    if (text.empty()) return std::nullopt;
    return Said{word.span, std::move(text)};
  }

  Answer port(const Word& word) const {
    const std::string_view text = in_.value(word);
    uint32_t number = 0;
    const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || (stop != text.data() + text.size() && *stop != '/')) {
      return std::nullopt;
    }
    const WellKnownPort* known = well_known_port(number);
    if (!known) return std::nullopt;
    return Said{word.span, fmt::format("**Port {}**: {}\n", number, known->text)};
  }

  Answer signal(const Word& word) const {
    const Signal* known = signal_named(in_.value(word));
    if (!known) return std::nullopt;
    return Said{word.span,
                fmt::format("**SIG{}** ({}): {}\n", known->name, known->number, known->text)};
  }

  const Snapshot& snapshot_;
  const Plan& plan_;
  const uint32_t index_, at_;
  const Instruction& in_;
  const Statement& statement_;
  const HoverOptions& options_;
};

}  // namespace

std::optional<Hover> hover(const Snapshot& snapshot, uint32_t offset, const HoverOptions& options) {
  const Document& document = snapshot.document;
  offset = std::min(offset, document.text.size());
  const uint32_t index = instruction_at(document, offset);
  Hoverer hoverer(snapshot, index, offset - document.starts[index], options);

  const Answer said = hoverer.find();
  const std::string findings = hoverer.findings();
  if (!said && (findings.empty() || !options.findings_alone)) return std::nullopt;
  const Span span = said ? said->span : hoverer.finding_span();
  std::string text = said ? said->text : std::string();
  if (!findings.empty()) text += (text.empty() ? "" : "\n---\n\n") + findings;
  while (text.ends_with('\n')) text.pop_back();
  return Hover{document.range(index, span), options.markdown ? text : plain_text(text)};
}

}  // namespace dflint
