// Questions that several refactorings ask.
#include "server/features/refactor.h"

#include <algorithm>

#include "analysis/directives.h"

namespace dflint {

const Script* shell_script_of_run(const Spot& spot, size_t index) {
  const Instruction& in = spot.in(index);
  const Script* script = spot.step(index).script.get();
  if (in.statement.keyword != Keyword::run || in.statement.exec_form || in.statement.recovered ||
      !in.heredocs.empty() || !in.problems.empty() || !script)
    return nullptr;
  const bool understood = script->kind == ShellKind::posix && script->problems.empty() &&
                          !script->opaque && !script->commands.empty();
  return understood ? script : nullptr;
}

std::optional<std::string> flags_text(const Instruction& in) {
  std::string text;
  for (const Flag& flag : in.statement.flags) {
    if (flag.text.decoded) return std::nullopt;
    text += in.value(flag.text);
    text += ' ';
  }
  return text;
}

std::string_view mount_value(const Instruction& in, const Mount& mount, std::string_view key) {
  for (const MountField& field : mount.fields) {
    if (in.value(field.key) == key) return in.value(field.value);
  }
  return {};
}

bool forgets_writes(const Instruction& in) {
  return std::any_of(
      in.statement.mounts.begin(), in.statement.mounts.end(), [&](const Mount& mount) {
        const std::string_view type = mount_value(in, mount, "type");
        if (type == "tmpfs") return true;
        if (!type.empty() && type != "bind") return false;
        return std::any_of(mount.fields.begin(), mount.fields.end(), [&](const MountField& field) {
          const std::string_view key = in.value(field.key);
          return key == "rw" || key == "readwrite";
        });
      });
}

bool has_older_frontend(const Spot& spot, int minor) {
  const std::string_view text = spot.document().text.bytes();
  for (const Directive& directive : read_directives(text).list) {
    if (directive.name != Directive::Name::syntax) continue;
    const Span span = directive.value_span;
    std::string_view value = text.substr(span.begin, span.size());
    const size_t colon = value.find(":1.");
    if (colon == std::string_view::npos) return false;
    value.remove_prefix(colon + 3);
    int number = -1;
    for (; !value.empty() && value[0] >= '0' && value[0] <= '9' && number < 1000;
         value.remove_prefix(1))
      number = std::max(number, 0) * 10 + (value[0] - '0');
    return number >= 0 && number < minor;
  }
  return false;
}

std::string continued_indentation(const Instruction& in) {
  if (in.pieces.size() < 2) return "    ";
  const std::string_view first = indentation_at(in, in.pieces[1].source);
  return first.empty() ? "    " : std::string(first);
}

}  // namespace dflint
