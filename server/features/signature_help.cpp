// Finds the ways to write an instruction that fit what is typed.
#include "server/features/signature_help.h"

#include <algorithm>
#include <string_view>

#include <fmt/core.h>

#include "analysis/keywords.h"
#include "analysis/unicode.h"
#include "server/features/cursor_place.h"
#include "server/features/option_table.h"
#include "server/features/signature_table.h"

namespace dflint {
namespace {

using Shape = SignatureShape;
constexpr auto npos = std::string_view::npos;

// A label that is put together part by part.
class Label {
 public:
  void text(std::string_view text) { signature_.label += text; }
  void parameter(std::string_view text, std::string_view documentation) {
    const auto begin = static_cast<uint32_t>(signature_.label.size());
    signature_.label += text;
    signature_.parameters.push_back(
        {begin, static_cast<uint32_t>(signature_.label.size()), std::string(documentation)});
  }
  Signature take(std::string_view documentation, std::optional<uint32_t> active) {
    signature_.documentation = documentation;
    if (active && *active < signature_.parameters.size()) signature_.active_parameter = active;
    return std::move(signature_);
  }

 private:
  Signature signature_;
};

SignatureHelp only(Signature signature) {
  SignatureHelp help;
  help.active_parameter = signature.active_parameter;
  help.signatures.push_back(std::move(signature));
  return help;
}

Signature from_form(const SignatureForm& form, std::optional<uint32_t> active) {
  Signature signature;
  signature.label = form.label;
  size_t at = info(form.keyword).name.size();
  for (const ParameterForm& parameter : form.parameters) {
    if (parameter.text.empty()) break;
    const size_t begin = form.label.find(parameter.text, at);
    if (begin == npos) break;
    at = begin + parameter.text.size();
    signature.parameters.push_back({static_cast<uint32_t>(begin), static_cast<uint32_t>(at),
                                    std::string(parameter.documentation)});
  }
  signature.documentation = info(form.keyword).summary;
  if (active && *active < signature.parameters.size()) signature.active_parameter = active;
  return signature;
}

// --mount: the options of its type.
SignatureHelp mount_help(std::string_view value) {
  std::string_view type = "bind";
  for (std::string_view rest = value; !rest.empty();) {
    const size_t comma = rest.find(',');
    const std::string_view field = rest.substr(0, comma);
    if (field.starts_with("type=") && in_list(field.substr(5), mount_forms()[0].values))
      type = field.substr(5);
    rest = comma == npos ? std::string_view() : rest.substr(comma + 1);
  }
  const size_t comma = value.rfind(',');
  std::string_view key = comma == npos ? value : value.substr(comma + 1);
  key = key.substr(0, key.find('='));
  if (key == "src") key = "source";
  if (key == "dst" || key == "destination") key = "target";
  Label label;
  label.text("--mount=");
  std::optional<uint32_t> active;
  uint32_t number = 0;
  for (const MountForm& form : mount_forms()) {
    if (!has_option(type, form)) continue;
    if (number > 0) label.text(",");
    if (form.name == key || (!active && !key.empty() && form.name.starts_with(key)))
      active = number;
    const std::string_view example = form.name == "type" ? type : form.example;
    label.parameter(
        example.empty() ? std::string(form.name) : fmt::format("{}={}", form.name, example),
        form.summary);
    ++number;
  }
  if (!active && key.empty()) active = comma == npos ? 0u : 1u;
  return only(label.take("A file system that the command sees while it runs", active));
}

SignatureHelp directive_help(const CursorPlace& place) {
  std::string_view text = place.word.substr(leading_space(place.word));
  const size_t equals = text.find('=');
  if (equals == npos) return {};
  std::string_view name = text.substr(0, equals);
  name.remove_suffix(trailing_space(name));
  Label label;
  if (equal_ignoring_case(name, "escape")) {
    label.text("escape=");
    label.parameter("\\", "a backslash, or a backtick for paths of Windows");
    return only(label.take("The character that continues lines and escapes others", 0u));
  }
  if (equal_ignoring_case(name, "syntax")) {
    label.text("syntax=");
    label.parameter("docker/dockerfile:1", "the image of a frontend");
    return only(label.take("The frontend that reads the file", 0u));
  }
  if (!equal_ignoring_case(name, "check")) return {};
  label.text("check=");
  label.parameter("skip=RULE,...", "checks to leave out, or all");
  label.text(";");
  label.parameter("error=true", "what checks find fails the build");
  const bool second = text.find(';', equals) != npos || text.substr(equals + 1).starts_with("e");
  return only(label.take("What BuildKit's checks do", second ? 1u : 0u));
}

// What is typed of an instruction, as far as its signatures ask.
class Instructions {
 public:
  explicit Instructions(const CursorPlace& place) : place_(place) {
    count_ = static_cast<uint32_t>(place.arguments.size());
    const std::vector<Word>& args = place.statement->args;
    if (!args.empty()) first_ = place.in->value(args[0]);
    if (count_ > 0) first_ = place.arguments[0];
  }

  SignatureHelp run() const {
    SignatureHelp help;
    for (const SignatureForm& form : signature_forms()) {
      if (form.keyword != place_.statement->keyword || !fits(form.shape)) continue;
      help.signatures.push_back(from_form(form, active(form)));
    }
    if (!help.signatures.empty()) help.active_parameter = help.signatures[0].active_parameter;
    return help;
  }

 private:
  bool nothing_typed() const { return count_ == 0 && place_.word.empty() && place_.after.empty(); }

  bool fits(Shape shape) const {
    switch (place_.statement->keyword) {
      case Keyword::from:
        return fits_from(shape);
      case Keyword::env:
      case Keyword::label:
        return fits_pairs(shape);
      case Keyword::arg:
        return shape == Shape::pair ||
               (place_.statement->pairs.empty() || !place_.statement->pairs[0].has_value);
      case Keyword::user:
        return shape == Shape::group || first_.find(':') == npos;
      case Keyword::healthcheck:
        return fits_health(shape);
      default:
        break;
    }
    if (place_.json || just_closed()) return shape == Shape::array;
    if (place_.closed) return shape == Shape::words;
    if (shape != Shape::array) return true;
    if (in_flag()) return !words_after();
    return count_ == 0 && place_.word.empty() && place_.glued.empty() && !words_after();
  }

  bool in_flag() const {
    const std::string_view word = place_.word.empty() ? place_.glued : place_.word;
    return place_.in_flags && word.starts_with('-');
  }
  // The cursor is at the bracket that closes an array.
  bool just_closed() const { return place_.closed && place_.word.ends_with(']'); }
  // Words follow that are no array.
  bool words_after() const {
    return !place_.after.empty() && !place_.statement->exec_form && !first_.starts_with('[');
  }

  bool fits_from(Shape shape) const {
    const std::string_view image = first_.empty() ? place_.word : first_;
    const std::string_view name = image.substr(image.rfind('/') == npos ? 0 : image.rfind('/'));
    const bool digest = name.find('@') != npos, tag = !digest && name.find(':') != npos;
    const bool as = count_ > 0 || place_.statement->args.size() > 1;
    if (as && (shape == Shape::single || shape == Shape::tag || shape == Shape::digest))
      return false;
    if (tag) return shape == Shape::tag || shape == Shape::tag_as;
    if (digest) return shape == Shape::digest || shape == Shape::digest_as;
    return true;
  }

  bool fits_pairs(Shape shape) const {
    const std::vector<Pair>& pairs = place_.statement->pairs;
    if (pairs.empty()) return true;
    if (pairs[0].legacy) {
      if (pairs[0].has_value || count_ > 0) return shape == Shape::legacy;
      return true;
    }
    if (shape == Shape::pairs) return true;
    return shape == Shape::pair && pairs.size() == 1 && !(count_ > 0 && place_.word.empty());
  }

  bool fits_health(Shape shape) const {
    if (count_ > 0) return shape == Shape::words && !is_none(place_.arguments[0]);
    if (is_none(first_) && place_.word.empty()) return shape == Shape::none;
    if (place_.word.empty() || place_.word.starts_with('-'))
      return shape == Shape::words || (nothing_typed() && shape == Shape::none);
    const bool none =
        place_.word.size() <= 4 &&
        equal_ignoring_case(place_.word, std::string_view("NONE").substr(0, place_.word.size()));
    return none == (shape == Shape::none);
  }

  static bool is_none(std::string_view word) { return equal_ignoring_case(word, "none"); }

  std::optional<uint32_t> active(const SignatureForm& form) const {
    const uint32_t flags = form.parameters[0].text == "[flags]" ? 1 : 0;
    if (flags && in_flag()) return 0u;
    switch (form.shape) {
      case Shape::array:
        return active_in_array(form, flags);
      case Shape::words:
        return active_word(form, flags);
      case Shape::none:
        return 0u;
      case Shape::pair:
      case Shape::pairs:
      case Shape::legacy:
        return active_pair(form.shape);
      case Shape::group:
        return place_.word.find(':') == npos ? 0u : 1u;
      default:
        return active_from(form.shape);
    }
  }

  std::optional<uint32_t> active_in_array(const SignatureForm& form, uint32_t flags) const {
    uint32_t last = 0;
    while (last + 1 < form.parameters.size() && !form.parameters[last + 1].text.empty()) ++last;
    if (just_closed()) return last;
    if (!place_.json) return flags;
    // Of COPY the last string is the destination.
    const bool more = place_.after.find(',') != npos || place_.after.find('"') != npos;
    if (flags) return place_.element == 0 ? 2u : more ? 3u : 4u;
    return std::min(place_.element + 1, last - 1);
  }

  std::optional<uint32_t> active_word(const SignatureForm& form, uint32_t flags) const {
    switch (form.keyword) {
      case Keyword::add:
      case Keyword::copy:
        if (count_ == 0) return flags;
        return !place_.after.empty() ? 2u : 3u;
      case Keyword::healthcheck:
        if (count_ > 0) return 2u;
        return place_.word.empty() || in_flag() ? 0u : 1u;
      case Keyword::expose:
      case Keyword::volume:
        return std::min(count_, 1u);
      case Keyword::run:
      case Keyword::cmd:
      case Keyword::entrypoint:
        return std::min(count_, 2u);
      default:
        return 0u;
    }
  }

  std::optional<uint32_t> active_pair(Shape shape) const {
    if (shape == Shape::legacy) return count_ == 0 ? 0u : 1u;
    const bool value = place_.word.find('=') != npos;
    if (shape == Shape::pair) return value ? 1u : 0u;
    return (count_ > 0 ? 2u : 0u) + (value ? 1u : 0u);
  }

  std::optional<uint32_t> active_from(Shape shape) const {
    if (shape == Shape::single) return 0u;
    const uint32_t parts = shape == Shape::tag_as || shape == Shape::digest_as ? 2 : 1;
    if (count_ == 0) {
      const bool second =
          place_.word.find(shape == Shape::tag || shape == Shape::tag_as ? ':' : '@') != npos;
      return second && shape != Shape::single && shape != Shape::as ? 1u : 0u;
    }
    return parts + (count_ == 1 ? 0u : 1u);
  }

  const CursorPlace& place_;
  uint32_t count_ = 0;      // words before the cursor, flags not counted
  std::string_view first_;  // the first word
};

SignatureHelp flag_help(const CursorPlace& place) {
  const Keyword keyword = place.statement->keyword;
  const size_t equals = place.word.find('=');
  const FlagForm* form = flag_form(keyword, place.word.substr(2, equals - 2));
  if (!form) return Instructions(place).run();
  if (form->name == "mount") return mount_help(place.word.substr(equals + 1));
  std::string_view summary;
  for (const FlagInfo& flag : info(keyword).flags) {
    if (flag.name == form->name) summary = flag.summary;
  }
  std::string documentation(summary);
  if (!form->values.empty()) documentation += fmt::format(": {}", form->values);
  Label label;
  const bool health = keyword == Keyword::healthcheck;
  label.text(fmt::format("{}--{}=", health ? "HEALTHCHECK " : "", form->name));
  label.parameter(form->example.empty() ? "true" : form->example, documentation);
  if (health) label.text(" ...");
  return only(label.take(summary, 0u));
}

}  // namespace

SignatureHelp signature_help(const Snapshot& snapshot, uint32_t offset) {
  const CursorPlace place = cursor_place(snapshot.document, snapshot.plan, offset);
  if (place.at == CursorAt::directive) return directive_help(place);
  if (place.at == CursorAt::trigger) {
    for (const SignatureForm& form : signature_forms()) {
      if (form.keyword == Keyword::onbuild) return only(from_form(form, 0u));
    }
  }
  if (place.at != CursorAt::argument) return {};
  if (place.in_flags && place.word.starts_with("--") && place.word.find('=') != npos)
    return flag_help(place);
  return Instructions(place).run();
}

}  // namespace dflint
