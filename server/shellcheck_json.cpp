// The only file of this folder that knows the JSON library.
#include "server/shellcheck_json.h"

#include <unordered_map>
#include <utility>

#include <nlohmann/json.hpp>

namespace dflint {
namespace {

using Json = nlohmann::json;

uint32_t number(const Json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_number_unsigned() ? found->get<uint32_t>() : 0;
}

std::string text(const Json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

Severity level_of(const std::string& word) {
  if (word == "error") return Severity::error;
  if (word == "info") return Severity::info;
  return word == "style" ? Severity::style : Severity::warning;
}

std::vector<ShellcheckComment::Edit> edits_of(const Json& comment, ShellcheckPlaces& places) {
  std::vector<ShellcheckComment::Edit> edits;
  const auto fix = comment.find("fix");
  if (fix == comment.end() || !fix->is_object()) return edits;
  const auto replacements = fix->find("replacements");
  if (replacements == fix->end() || !replacements->is_array()) return edits;
  for (const Json& replacement : *replacements) {
    if (!replacement.is_object()) return {};
    ShellcheckComment::Edit& edit = edits.emplace_back();
    edit.begin = places.offset(number(replacement, "line"), number(replacement, "column"));
    edit.end = places.offset(number(replacement, "endLine"), number(replacement, "endColumn"));
    edit.before = text(replacement, "insertionPoint") == "beforeStart";
    edit.text = text(replacement, "replacement");
    if (edit.end < edit.begin) return {};
  }
  return edits;
}

ShellcheckComment comment_of(const Json& object, ShellcheckPlaces& places) {
  ShellcheckComment comment;
  comment.code = number(object, "code");
  comment.level = level_of(text(object, "level"));
  comment.begin = places.offset(number(object, "line"), number(object, "column"));
  comment.end = places.offset(number(object, "endLine"), number(object, "endColumn"));
  comment.message = text(object, "message");
  comment.edits = edits_of(object, places);
  return comment;
}

}  // namespace

std::optional<std::vector<ShellcheckComments>> read_shellcheck_json(
    std::string_view json, const std::vector<std::string>& paths,
    const std::vector<std::string_view>& texts) {
  const Json document = Json::parse(json, nullptr, false);
  if (!document.is_object()) return std::nullopt;
  const auto comments = document.find("comments");
  if (comments == document.end() || !comments->is_array()) return std::nullopt;

  std::unordered_map<std::string_view, size_t> numbers;
  std::vector<ShellcheckPlaces> places;
  for (size_t i = 0; i < paths.size(); ++i) {
    numbers[paths[i]] = i;
    places.emplace_back(texts[i]);
  }
  std::vector<ShellcheckComments> answers(texts.size());
  for (const Json& object : *comments) {
    if (!object.is_object()) return std::nullopt;
    const auto file = numbers.find(text(object, "file"));
    if (file == numbers.end()) return std::nullopt;
    answers[file->second].push_back(comment_of(object, places[file->second]));
  }
  return answers;
}

}  // namespace dflint
