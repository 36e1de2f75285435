// What is said of a completed word when its documentation is asked for.
#include <string>
#include <string_view>

#include <fmt/core.h>

#include "analysis/keywords.h"
#include "analysis/reference.h"
#include "analysis/unicode.h"
#include "rules/manual.h"
#include "rules/rule_set.h"
#include "server/features/completion.h"
#include "server/features/image_table.h"
#include "server/features/label_table.h"
#include "server/features/option_table.h"

namespace dflint {
namespace {

constexpr std::string_view reference = "https://docs.docker.com/reference/dockerfile/";

// "a:b:c": a, and what follows.
std::string_view take(std::string_view& text) {
  const size_t colon = text.find(':');
  const std::string_view part = text.substr(0, colon);
  text.remove_prefix(colon == std::string_view::npos ? text.size() : colon + 1);
  return part;
}

std::string listed(std::string_view words) {
  std::string out;
  for_words(words, [&](std::string_view word) {
    out += fmt::format("{}`{}`", out.empty() ? "" : ", ", word);
  });
  return out;
}

std::string of_keyword(std::string_view name) {
  const Keyword keyword = keyword_of(name);
  if (keyword == Keyword::unknown) return {};
  const KeywordInfo& entry = info(keyword);
  std::string out = fmt::format("```dockerfile\n{}\n```\n\n{}.\n", entry.form, entry.summary);
  if (!entry.flags.empty()) out += "\nFlags:\n";
  for (const FlagInfo& flag : entry.flags)
    out += fmt::format("- `--{}`: {}\n", flag.name, flag.summary);
  return out + fmt::format("\n[Manual]({}#{})\n", reference, to_lower(entry.name));
}

std::string of_flag(std::string_view rest) {
  const std::string_view name = take(rest);
  const Keyword keyword = keyword_of(name);
  const FlagForm* form = keyword == Keyword::unknown ? nullptr : flag_form(keyword, rest);
  if (!form) return {};
  std::string out;
  for (const FlagInfo& flag : info(keyword).flags) {
    if (flag.name == rest) out = fmt::format("`{} --{}`: {}.\n", name, rest, flag.summary);
  }
  if (!form->values.empty()) out += fmt::format("\nValues: {}\n", listed(form->values));
  const FlagText* text = flag_text(keyword, rest);
  if (text && !text->since.empty())
    out += fmt::format("\nNeeds `# syntax=docker/dockerfile:{}` or newer.\n", text->since);
  const std::string anchor = keyword == Keyword::healthcheck
                                 ? std::string("healthcheck")
                                 : fmt::format("{}---{}", to_lower(name), rest);
  return out + fmt::format("\n[Manual]({}#{})\n", reference, anchor);
}

std::string of_mount(std::string_view name) {
  for (const MountForm& form : mount_forms()) {
    if (form.name != name) continue;
    std::string out = fmt::format("`{}`: {}.\n\nMounts: {}\n", name, form.summary,
                                  listed(mount_key_text(name)->types));
    if (!form.values.empty()) out += fmt::format("\nValues: {}\n", listed(form.values));
    return out + fmt::format("\n[Manual]({}#run---mount)\n", reference);
  }
  return {};
}

std::string of_mount_type(std::string_view name) {
  for (const MountTypeForm& form : mount_type_forms()) {
    if (form.name != name) continue;
    std::string out = fmt::format("`type={}`: {}.\n\nOptions:\n", name, form.summary);
    for (const MountForm& option : mount_forms()) {
      if (has_option(name, option) && option.name != "type")
        out += fmt::format("- `{}`: {}\n", option.name, option.summary);
    }
    return out + fmt::format("\n[Manual]({}#run---mounttype{})\n", reference, name);
  }
  return {};
}

std::string of_image(std::string_view name) {
  if (name == "scratch") return "An image without anything, not even a shell.\n";
  const KnownImage* image = known_image(name);
  if (!image) return {};
  return fmt::format("`{}`: {}.\n\nTags: {}\n", image->name, image->about, listed(image->tags));
}

std::string of_variable(std::string_view rest) {
  const std::string_view kind = take(rest), name = take(rest);
  if (kind == "predefined") return fmt::format("`{}`: {}.\n", name, rest);
  return fmt::format("```dockerfile\n{} {}\n```\n\n{}\n", kind, name, rest);
}

std::string of_rule(std::string_view name) {
  for (const Rule& rule : builtin_rules()) {
    if (rule.name == name) return manual(rule);
  }
  return {};
}

std::string of_label(std::string_view key) {
  for (const LabelKey& label : label_keys()) {
    if (label.key == key)
      return fmt::format(
          "`{}`: {}.\n\nExample: `{}`\n\n"
          "[OCI annotations](https://specs.opencontainers.org/image-spec/annotations/)\n",
          key, label.summary, label.example);
  }
  return {};
}

std::string of_directive(std::string_view name) {
  std::string text;
  if (name == "syntax") {
    text =
        "Says which frontend reads the file: `# syntax=docker/dockerfile:1` is the newest stable "
        "one, whatever version the builder has.\n";
  } else if (name == "escape") {
    text =
        "Sets the character that continues lines and escapes others: `` ` `` instead of `\\`, so "
        "that paths of Windows can be written.\n";
  } else if (name == "check") {
    text =
        "Says what BuildKit's checks do: `skip=` leaves some out, `error=true` makes the build "
        "fail.\n";
  } else {
    return {};
  }
  return text + fmt::format("\nIt must stand at the top of the file.\n\n[Manual]({}#{})\n",
                            reference, name);
}

std::string of_signal(std::string_view name) {
  struct Meaning {
    std::string_view name, meaning;
  };
  constexpr Meaning meanings[] = {
      {"SIGTERM", "asks a program to end; what is sent without STOPSIGNAL"},
      {"SIGQUIT", "asks a program to end; nginx and PHP-FPM finish their requests first"},
      {"SIGINT", "what Ctrl-C sends; PostgreSQL ends its connections and stops"},
      {"SIGWINCH", "Apache httpd finishes its requests and stops"},
      {"SIGKILL", "ends a program at once, without asking"},
      {"SIGHUP", "makes many servers read their configuration again"},
  };
  for (const Meaning& meaning : meanings) {
    if (meaning.name == name) return fmt::format("`{}`: {}.\n", name, meaning.meaning);
  }
  return {};
}

}  // namespace

std::string documentation_of(std::string_view data) {
  const std::string_view kind = take(data);
  if (kind == "keyword") return of_keyword(data);
  if (kind == "flag") return of_flag(data);
  if (kind == "mount") return of_mount(data);
  if (kind == "mount-type") return of_mount_type(data);
  if (kind == "image") return of_image(data);
  if (kind == "variable") return of_variable(data);
  if (kind == "rule") return of_rule(data);
  if (kind == "label") return of_label(data);
  if (kind == "directive") return of_directive(data);
  if (kind == "signal") return of_signal(data);
  if (kind == "health") return of_keyword("HEALTHCHECK");
  return {};
}

}  // namespace dflint
