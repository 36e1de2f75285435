// Completes flags, their values, and the options of --mount.
#include <algorithm>
#include <string>

#include <fmt/core.h>

#include "analysis/builder/platform.h"
#include "analysis/keywords.h"
#include "analysis/unicode.h"
#include "server/features/completion_items.h"
#include "server/features/option_table.h"

namespace dflint {
namespace {

std::string_view summary_of(Keyword keyword, std::string_view flag) {
  for (const FlagInfo& info : info(keyword).flags) {
    if (info.name == flag) return info.summary;
  }
  return {};
}

// "--from=x": from.
std::string_view name_of_flag(std::string_view word) {
  word.remove_prefix(std::min<size_t>(2, word.size()));
  return word.substr(0, word.find('='));
}

bool is_given(const CursorPlace& place, std::string_view name) {
  const auto has_name = [&](std::string_view word) { return name_of_flag(word) == name; };
  if (std::any_of(place.flags.begin(), place.flags.end(), has_name)) return true;
  // Those behind the cursor.
  for (std::string_view rest = place.after; rest.starts_with("--");) {
    const size_t end = rest.find_first_of(" \t");
    if (has_name(rest.substr(0, end))) return true;
    rest = end == std::string_view::npos ? std::string_view() : rest.substr(end);
    rest.remove_prefix(leading_space(rest));
  }
  return false;
}

void platforms(CompletionItems& items) {
  const auto add = [&](std::string_view text, std::string_view detail, Rank rank) {
    if (CompletionItem* item = items.add(text, CompletionKind::value, rank)) item->detail = detail;
  };
  add("$BUILDPLATFORM", "the platform of the builder: what is compiled here runs at its full speed",
      Rank::first);
  add("$TARGETPLATFORM", "the platform of the image; what FROM takes without a flag", Rank::low);
  for (std::string_view platform : common_platforms()) add(platform, {}, Rank::normal);
}

void listed_values(CompletionItems& items, std::string_view values, std::string_view example) {
  for_words(values, [&](std::string_view value) {
    items.add(value, CompletionKind::value, value == example ? Rank::high : Rank::normal);
  });
}

void flag_value(CompletionItems& items, const FlagForm& form, size_t size) {
  if (form.name == "mount") return complete_mount(items, size);
  items.replace_last(size, " \t\r\n");
  if (form.name == "platform") {
    platforms(items);
  } else if (form.name == "from") {
    complete_stage(items, true);
    if (items.options.asked || size > 0) complete_image(items);
  } else if (form.name == "chown") {
    complete_user(items, true);
  } else {
    listed_values(items, form.values, form.example);
  }
}

class MountOptions {
 public:
  MountOptions(CompletionItems& items, std::string_view value) : items_(items) {
    const size_t comma = value.rfind(',');
    field_ = comma == std::string_view::npos ? value : value.substr(comma + 1);
    if (comma != std::string_view::npos) read(value.substr(0, comma));
  }

  void run() {
    const size_t equals = field_.find('=');
    if (equals != std::string_view::npos) {
      const std::string_view value = field_.substr(equals + 1);
      items_.replace_last(value.size(), ", \t\r\n");
      return value_of(field_.substr(0, equals));
    }
    items_.replace_last(field_.size(), ", \t\r\n");
    if (given_.empty()) types();
    for (const MountForm& form : mount_forms()) name(form);
  }

 private:
  void read(std::string_view fields) {
    while (true) {
      const size_t comma = fields.find(',');
      const std::string_view field = fields.substr(0, comma);
      const size_t equals = field.find('=');
      std::string_view key = field.substr(0, equals);
      const std::string_view value =
          equals == std::string_view::npos ? std::string_view() : field.substr(equals + 1);
      if (key == "type") type_ = value;
      if (key == "from") from_ = value;
      given_.push_back(one_name(key));
      if (comma == std::string_view::npos) return;
      fields.remove_prefix(comma + 1);
    }
  }

  static std::string_view one_name(std::string_view key) {
    if (key == "src") return "source";
    if (key == "dst" || key == "destination") return "target";
    if (key == "ro") return "readonly";
    if (key == "rw") return "readwrite";
    return key;
  }

  void types() {
    for (const MountTypeForm& type : mount_type_forms()) {
      const std::string text = fmt::format("type={}", type.name);
      CompletionItem* item = items_.add(text, CompletionKind::option, Rank::first);
      if (!item) continue;
      item->detail = type.summary;
      if (!type.rest.empty()) item->snippet = text + std::string(type.rest);
      item->data = fmt::format("mount-type:{}", type.name);
    }
  }

  void name(const MountForm& form) {
    if (std::find(given_.begin(), given_.end(), form.name) != given_.end()) return;
    if (!has_option(type_.empty() ? "bind" : type_, form) && !given_.empty()) return;
    if (given_.empty() && form.name == "type") return;
    const std::string text =
        form.example.empty() ? std::string(form.name) : fmt::format("{}=", form.name);
    CompletionItem* item = items_.add(text, CompletionKind::option, Rank::normal);
    if (!item) return;
    item->detail = form.summary;
    item->again = !form.example.empty();
    if (form.example.empty()) item->commit_characters = ",";
    item->data = fmt::format("mount:{}", form.name);
  }

  void value_of(std::string_view key) {
    key = one_name(key);
    if (key == "type") {
      for (const MountTypeForm& type : mount_type_forms()) {
        CompletionItem* item = items_.add(type.name, CompletionKind::value, Rank::normal);
        if (!item) continue;
        item->detail = type.summary;
        item->data = fmt::format("mount-type:{}", type.name);
        item->commit_characters = ",";
      }
    } else if (key == "from") {
      complete_stage(items_, false);
      if (items_.options.asked || !items_.word().empty()) complete_image(items_);
    } else if (key == "source" && type_ != "secret") {
      complete_source(items_, from_);
    } else if (key == "target" && type_ == "cache") {
      for (const CacheDirectory& cache : cache_directories()) {
        CompletionItem* item = items_.add(cache.path, CompletionKind::directory, Rank::normal);
        if (item) item->detail = cache.of;
      }
    } else if (key == "target") {
      complete_directory(items_);
    } else {
      for (const MountForm& form : mount_forms()) {
        if (form.name == key) listed_values(items_, form.values, form.example);
      }
    }
  }

  CompletionItems& items_;
  std::string_view field_;
  std::string_view type_, from_;
  std::vector<std::string_view> given_;
};

}  // namespace

void complete_mount(CompletionItems& items, size_t size) {
  const std::string_view word = items.place.word;
  MountOptions(items, word.substr(word.size() - std::min(size, word.size()))).run();
}

void complete_flag_names(CompletionItems& items) {
  const Keyword keyword = items.place.statement->keyword;
  for (const FlagForm& form : flag_forms()) {
    if (form.keyword != keyword || (!form.repeats && is_given(items.place, form.name))) continue;
    const bool bare = form.example.empty();
    const std::string text =
        bare ? fmt::format("--{}", form.name) : fmt::format("--{}=", form.name);
    CompletionItem* item = items.add(text, CompletionKind::flag, Rank::normal);
    if (!item) continue;
    item->detail = summary_of(keyword, form.name);
    item->data = fmt::format("flag:{}:{}", info(keyword).name, form.name);
    if (bare) {
      item->commit_characters = " ";
      continue;
    }
    item->again = true;
    // Their values have a list of their own.
    const bool listed = form.name == "platform" || form.name == "from" || form.name == "mount" ||
                        form.name == "chown" || !form.values.empty();
    item->snippet = listed && form.name != "from" && form.name != "chown"
                        ? std::string()
                        : fmt::format("{}${{1:{}}}", text, snippet_text(form.example));
  }
}

bool complete_flag(CompletionItems& items) {
  const std::string_view word = items.place.word;
  const size_t equals = word.find('=');
  if (equals == std::string_view::npos) {
    complete_flag_names(items);
    return true;
  }
  if (!word.starts_with("--")) return true;
  const FlagForm* form = flag_form(items.place.statement->keyword, word.substr(2, equals - 2));
  if (form) flag_value(items, *form, word.size() - equals - 1);
  return true;
}

}  // namespace dflint
