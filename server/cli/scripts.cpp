// Asks only where there is somebody to ask.
#include "server/cli/scripts.h"

namespace dflint {

std::vector<ShellcheckText> ScriptReader::texts(const Document& document, const Plan& plan,
                                                const RuleSet& rules) {
  if (use_ == UseShellcheck::off) return {};
  std::vector<ShellcheckText> texts = shellcheck_texts(document, plan, rules);
  if (texts.empty() || program_.installed()) return texts;
  missed_ = true;
  return {};
}

std::optional<std::vector<ShellcheckAnswer>> ScriptReader::answers(
    const std::vector<ShellcheckText>& texts) {
  std::vector<ShellcheckAnswer> answers;
  answers.reserve(texts.size());
  for (const ShellcheckText& text : texts) {
    answers.push_back(program_.known(text.text));
    if (!answers.back()) return std::nullopt;
  }
  return answers;
}

std::string ScriptReader::note() const {
  if (missed_) {
    return "shellcheck is not installed, so scripts are checked less thoroughly "
           "(--shellcheck off silences this)";
  }
  if (program_.failures() == 0) return {};
  return "shellcheck could not read " + std::to_string(program_.failures()) +
         " scripts: " + program_.failure();
}

void append_answers(Findings& findings, const std::vector<ShellcheckText>& texts,
                    const std::vector<ShellcheckAnswer>& answers, const RuleSet& rules) {
  for (size_t i = 0; i < texts.size(); ++i) {
    append_shellcheck(findings, texts[i], *answers[i], rules);
  }
}

}  // namespace dflint
