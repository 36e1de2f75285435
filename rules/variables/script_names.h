// Variables of scripts: which of them a script uses, and which it may set itself.
#pragma once

#include <algorithm>
#include <string_view>
#include <unordered_set>

#include "analysis/plan.h"
#include "analysis/shell/script.h"

namespace dflint {

inline bool is_variable_name(std::string_view name) {
  const auto letter = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  };
  return !name.empty() && letter(name[0]) && std::all_of(name.begin(), name.end(), [&](char c) {
    return letter(c) || (c >= '0' && c <= '9');
  });
}

// ${NAME:-default} and the like: whoever writes that reckons with a variable that is not set.
inline bool has_default(const Script& script, const Expansion& expansion) {
  const std::string_view rest =
      std::string_view(script.in->text).substr(0, expansion.span.end).substr(expansion.name.end);
  return !rest.empty() && std::string_view(":-=+?").find(rest[0]) != std::string_view::npos;
}

// The names that a script may set, on the safe side: any word that could be meant for one.
class NamesSet {
 public:
  void add(const Script& script) {
    for (const Command& command : script.commands) {
      const std::string_view name = command.name();
      anything_ |= name == "." || name == "source" || name == "eval";
      for (const Assignment& assignment : command.assignments) names_.insert(assignment.name);
      const bool sets = name == "export" || name == "local" || name == "declare" ||
                        name == "typeset" || name == "readonly" || name == "env" ||
                        name == "sudo" || name == "set";
      for (size_t i = 1; i < command.words.size(); ++i) {
        const std::string_view word = command.text(command.words[i]);
        const size_t equals = word.find('=');
        if (equals == std::string_view::npos || sets) names_.insert(word.substr(0, equals));
      }
    }
    loops(script.text);
  }
  void add(std::string_view name) { names_.insert(name); }

  bool holds(std::string_view name) const { return anything_ || names_.contains(name); }

 private:
  // for NAME in …; select NAME in …
  void loops(std::string_view text) {
    for (std::string_view keyword : {"for ", "select "}) {
      for (size_t at = text.find(keyword); at != std::string_view::npos;
           at = text.find(keyword, at)) {
        at = std::min(text.find_first_not_of(" \t", at + keyword.size()), text.size());
        names_.insert(text.substr(at, text.find_first_of(" \t\n;", at) - at));
      }
    }
  }

  std::unordered_set<std::string_view> names_;
  bool anything_ = false;
};

// … that the scripts of a RUN may set, and the secrets that it is handed.
inline NamesSet names_set_by(const Step& step) {
  NamesSet names;
  names.add(*step.script);
  for (const ScriptPtr& inner : step.more) names.add(*inner);
  const Instruction& in = *step.script->in;
  for (const Mount& mount : in.statement.mounts) {
    for (const MountField& field : mount.fields) {
      if (field.has_value && in.value(field.key) == "env") names.add(in.value(field.value));
    }
  }
  return names;
}

}  // namespace dflint
