// Reads .dflint.yaml.
#include <fmt/core.h>

#include <algorithm>
#include <iterator>

#include "analysis/suggest.h"
#include "analysis/unicode.h"
#include "rules/hadolint.h"
#include "server/config/file.h"
#include "server/config/keys.h"
#include "server/config/paths.h"
#include "server/config/yaml.h"

namespace dflint {
namespace {

// Files that extend each other may stand in this many steps.
constexpr size_t max_depth = 10;
// And so many may be read for one.
constexpr size_t max_files = 50;

std::string suggestion(std::string_view near) {
  return near.empty() ? "" : fmt::format("; did you mean `{}`?", near);
}

template <typename T>
void append(std::vector<T>& to, std::vector<T>& from) {
  std::move(from.begin(), from.end(), std::back_inserter(to));
}

template <typename T>
void replace(std::optional<T>& value, const std::optional<T>& by) {
  if (by) value = by;
}

// Adds what `over` says to `base`, which it wins over.
void merge(ConfigFile& base, ConfigFile over) {
  append(base.files, over.files);
  append(base.layers, over.layers);
  append(base.exclude, over.exclude);
  append(base.problems, over.problems);
  replace(base.fail_on, over.fail_on);
  replace(base.comments, over.comments);
  replace(base.shellcheck, over.shellcheck);
  replace(base.format.width, over.format.width);
  replace(base.format.indent, over.format.indent);
  replace(base.format.tabs, over.format.tabs);
  replace(base.format.indent_scripts, over.format.indent_scripts);
  replace(base.format.keywords, over.format.keywords);
}

// One file; those that it extends are read by readers of their own.
class Reader {
 public:
  // `files`: how many were read before.
  Reader(Host& host, const RuleSet& rules, const std::string& path, size_t& files)
      : host_(host),
        rules_(rules),
        files_(files),
        directory_(host.real_path(directory_of(path))),
        yaml_(path, file_.problems) {
    file_.path = path;
    file_.files = {path};
  }

  // `stack`: the files that led here, without links.
  ConfigFile read(std::vector<std::string> stack) && {
    ++files_;
    if (const FileType type = host_.type_of(file_.path);
        type != FileType::file && type != FileType::missing) {
      file_.problems.push_back(
          {file_.path, 0, 0,
           type == FileType::link ? "is a link that leads nowhere" : "is no file"});
      return std::move(file_);
    }
    const Result<std::string> text = host_.read_file(file_.path);
    if (!text.ok()) {
      file_.problems.push_back({file_.path, 0, 0, text.error});
      return std::move(file_);
    }
    const std::optional<YAML::Node> root = yaml_.read(text.value);
    if (!root) return std::move(file_);

    stack.push_back(host_.real_path(file_.path));
    ConfigFile whole;
    whole.path = file_.path;
    ConfigLayer own = new_layer();
    std::vector<ConfigLayer> overrides;
    for (const auto& [key, value] : yaml_.entries(*root)) {
      if (key.Scalar() == "extends") {
        for (const YAML::Node& base : yaml_.list(value, "`extends`")) extend(whole, base, stack);
      } else if (key.Scalar() == "overrides") {
        overrides = read_overrides(value);
      } else if (!read_layer_key(own, key.Scalar(), value)) {
        read_key(key, value);
      }
    }
    file_.layers.push_back(std::move(own));
    append(file_.layers, overrides);
    merge(whole, std::move(file_));
    return whole;
  }

 private:
  ConfigLayer new_layer() const {
    ConfigLayer layer;
    layer.path = file_.path;
    return layer;
  }

  void extend(ConfigFile& whole, const YAML::Node& base, const std::vector<std::string>& stack) {
    const std::string target = joined(directory_of(file_.path), base.Scalar());
    const std::string real = host_.real_path(target);
    if (real.empty()) {
      yaml_.problem(base, fmt::format("there is no file {}", target));
    } else if (std::ranges::find(stack, real) != stack.end()) {
      yaml_.problem(base, "these files extend each other in a circle");
    } else if (stack.size() >= max_depth) {
      yaml_.problem(base, fmt::format("more than {} files extend each other", max_depth));
    } else if (files_ >= max_files) {
      yaml_.problem(base, fmt::format("more than {} files would be read", max_files));
    } else {
      merge(whole, Reader(host_, rules_, target, files_).read(stack));
    }
  }

  void read_key(const YAML::Node& key, const YAML::Node& value) {
    const std::string& name = key.Scalar();
    if (name == "exclude") {
      file_.exclude.push_back(patterns(value, "`exclude`"));
    } else if (name == "fail-on") {
      read_fail_on(value);
    } else if (name == "comments") {
      file_.comments = yaml_.flag(value, "`comments`");
    } else if (name == "shellcheck") {
      read_shellcheck(value);
    } else if (name == "format") {
      read_format(value);
    } else {
      unknown_key(key, config_keys);
    }
  }

  template <typename Keys>
  void unknown_key(const YAML::Node& key, const Keys& keys) {
    std::vector<std::string_view> names;
    for (const ConfigKey& known : keys) names.push_back(known.name);
    yaml_.problem(key, fmt::format("no setting is named `{}` here{}", key.Scalar(),
                                   suggestion(nearest(key.Scalar(), names))));
  }

  // --- what overrides have, too

  bool read_layer_key(ConfigLayer& layer, const std::string& name, const YAML::Node& value) {
    Selection& selection = layer.config.selection;
    if (name == "select") {
      read_names(selection.select, layer.select_lines, value, "`select`");
      if (value.size() == 0 && !value.IsScalar()) {
        yaml_.problem(value, "`select` names no rule; leave it out for the default ones");
      }
    } else if (name == "ignore") {
      read_names(selection.ignore, layer.ignore_lines, value, "`ignore`");
    } else if (name == "rules") {
      read_rules(layer, value);
    } else if (name == "context") {
      read_context(layer, value);
    } else {
      return false;
    }
    return true;
  }

  void read_names(std::vector<std::string>& names, std::vector<uint32_t>& lines,
                  const YAML::Node& value, const std::string& what) {
    for (const YAML::Node& item : yaml_.list(value, what)) {
      if (!rules_.meant_by(item.Scalar())) {
        unknown_rule(item);
        continue;
      }
      names.push_back(item.Scalar());
      lines.push_back(YamlReader::line_of(item));
    }
  }

  void unknown_rule(const YAML::Node& name) {
    if (rules_.meant_by(name.Scalar())) {
      return yaml_.problem(name, fmt::format("`{}` stands for several rules: `select` and `ignore` "
                                             "take it, `rules` takes one rule",
                                             name.Scalar()));
    }
    yaml_.problem(name, fmt::format("no rule is named `{}`{}", name.Scalar(),
                                    suggestion(rules_.nearest(name.Scalar()))));
  }

  void read_rules(ConfigLayer& layer, const YAML::Node& value) {
    if (value.IsNull()) return;
    if (!value.IsMap()) {
      return yaml_.problem(value,
                           "`rules` takes names of rules with what each shall do, such as "
                           "`pin-apt-versions: off`");
    }
    for (const auto& [name, wish] : yaml_.entries(value)) {
      const std::vector<const Rule*> meant = rules_.find(name.Scalar());
      if (meant.empty()) {
        unknown_rule(name);
        continue;
      }
      RuleSetting setting{.name = name.Scalar(), .severity = {}, .options = {}, .on = true};
      if (wish.IsMap())
        read_wishes(setting, meant, wish);
      else
        read_state(setting, wish);
      layer.config.settings.push_back(std::move(setting));
      layer.setting_lines.push_back(YamlReader::line_of(name));
    }
  }

  // "off", "on" or a severity.
  void read_state(RuleSetting& setting, const YAML::Node& value) {
    const std::string word = value.IsScalar() ? value.Scalar() : "";
    if (const auto flag = flag_named(word)) {
      setting.on = flag;
    } else if (const auto severity = severity_named(word)) {
      setting.severity = severity;
    } else {
      yaml_.problem(value, fmt::format("`{}` takes `off`, `on`, `style`, `info`, `warning`, "
                                       "`error`, or options",
                                       setting.name));
    }
  }

  void read_wishes(RuleSetting& setting, const std::vector<const Rule*>& meant,
                   const YAML::Node& wishes) {
    for (const auto& [key, value] : yaml_.entries(wishes)) {
      if (key.Scalar() == "severity") {
        read_state(setting, value);
        continue;
      }
      bool known = false;
      // A code of ShellCheck is no rule of its own.
      for (const Rule* rule : meant) {
        if (!is_shellcheck_code(setting.name)) known |= read_option_of(setting, *rule, key, value);
      }
      if (!known) unknown_option(setting.name, meant, key);
    }
  }

  bool read_option_of(RuleSetting& setting, const Rule& rule, const YAML::Node& key,
                      const YAML::Node& value) {
    for (const Option& option : rule.options) {
      if (option.name.empty() || option.name != key.Scalar()) continue;
      if (auto read = option_value(option, value)) {
        setting.options.push_back({key.Scalar(), std::move(*read)});
      }
      return true;
    }
    return false;
  }

  void unknown_option(const std::string& rule, const std::vector<const Rule*>& meant,
                      const YAML::Node& key) {
    std::string known = "`severity`";
    for (const Rule* one : meant) {
      for (const Option& option : one->options) {
        if (option.name.empty() || is_shellcheck_code(rule)) continue;
        known += fmt::format(" and `{}`", option.name);
      }
    }
    yaml_.problem(key, fmt::format("`{}` has no option `{}`, only {}", rule, key.Scalar(), known));
  }

  std::optional<OptionValue> option_value(const Option& option, const YAML::Node& value) {
    const std::string what = fmt::format("`{}`", option.name);
    switch (option.kind) {
      case OptionKind::flag:
        if (const auto flag = yaml_.flag(value, what)) return OptionValue(*flag);
        return std::nullopt;
      case OptionKind::text:
        if (auto text = yaml_.text(value, what)) return OptionValue(std::move(*text));
        return std::nullopt;
      case OptionKind::number:
        if (const auto number = yaml_.number(value, what)) return OptionValue(int64_t{*number});
        return std::nullopt;
      case OptionKind::list: {
        std::vector<std::string> list;
        for (const YAML::Node& item : yaml_.list(value, what)) list.push_back(item.Scalar());
        return OptionValue(std::move(list));
      }
      case OptionKind::map:
        return option_map(value, what);
    }
    return std::nullopt;
  }

  std::optional<OptionValue> option_map(const YAML::Node& value, const std::string& what) {
    if (!value.IsMap()) {
      yaml_.problem(value, fmt::format("{} takes names with a text each", what));
      return std::nullopt;
    }
    OptionMap map;
    for (const auto& [name, text] : yaml_.entries(value)) {
      if (auto read = yaml_.text(text, fmt::format("`{}`", name.Scalar()))) {
        map.emplace_back(name.Scalar(), std::move(*read));
      }
    }
    return OptionValue(std::move(map));
  }

  // --- what only a file has

  FilePatterns patterns(const YAML::Node& value, const std::string& what) {
    std::string lines;
    for (const YAML::Node& item : yaml_.list(value, what)) lines += item.Scalar() + '\n';
    return {directory_, Gitignore(lines)};
  }

  std::vector<ConfigLayer> read_overrides(const YAML::Node& value) {
    std::vector<ConfigLayer> layers;
    if (value.IsNull()) return layers;
    if (!value.IsSequence()) {
      yaml_.problem(value, "`overrides` takes a list: `- files: legacy/**` with what holds there");
      return layers;
    }
    for (const YAML::Node& item : value) {
      if (!item.IsMap() || !item["files"]) {
        yaml_.problem(item, "an override must name its `files`");
        continue;
      }
      ConfigLayer layer = new_layer();
      for (const auto& [key, what] : yaml_.entries(item)) {
        if (key.Scalar() == "files")
          layer.files = patterns(what, "`files`");
        else if (!read_layer_key(layer, key.Scalar(), what))
          unknown_key(key, override_keys);
      }
      layers.push_back(std::move(layer));
    }
    return layers;
  }

  void read_context(ConfigLayer& layer, const YAML::Node& value) {
    const std::optional<std::string> path = yaml_.text(value, "`context`");
    if (!path) return;
    const std::string directory = joined(directory_, *path);
    if (host_.type_of(directory) != FileType::directory) {
      return yaml_.problem(value, fmt::format("there is no directory {}", directory));
    }
    layer.context = host_.real_path(directory);
  }

  void read_fail_on(const YAML::Node& value) {
    const std::string word = value.IsScalar() ? value.Scalar() : "";
    const auto severity = severity_named(word);
    if (severity || equal_ignoring_case(word, "never"))
      file_.fail_on = FailOn{severity};
    else
      yaml_.problem(value, "`fail-on` takes `style`, `info`, `warning`, `error` or `never`");
  }

  void read_shellcheck(const YAML::Node& value) {
    const std::string word = value.IsScalar() ? value.Scalar() : "";
    if (const auto flag = flag_named(word))
      file_.shellcheck = *flag ? UseShellcheck::on : UseShellcheck::off;
    else if (word == "auto")
      file_.shellcheck = UseShellcheck::automatic;
    else
      yaml_.problem(value, "`shellcheck` takes `auto`, `on` or `off`");
  }

  void read_format(const YAML::Node& value) {
    if (!value.IsMap()) {
      return yaml_.problem(value, "`format` takes settings, such as `line-width: 100`");
    }
    for (const auto& [key, what] : yaml_.entries(value)) {
      if (key.Scalar() == "line-width") {
        file_.format.width = yaml_.number(what, "`line-width`");
      } else if (key.Scalar() == "indent-scripts") {
        file_.format.indent_scripts = yaml_.flag(what, "`indent-scripts`");
      } else if (key.Scalar() == "indent") {
        read_indent(what);
      } else if (key.Scalar() == "keywords") {
        read_keywords(what);
      } else {
        unknown_key(key, format_keys);
      }
    }
  }

  void read_indent(const YAML::Node& value) {
    const std::string word = value.IsScalar() ? value.Scalar() : "";
    const bool tabs = word == "tab";
    if (!tabs && (word.size() != 1 || word[0] < '0' || word[0] > '8')) {
      return yaml_.problem(value, "`indent` takes `tab` or a number from 0 to 8");
    }
    file_.format.tabs = tabs;
    if (!tabs) file_.format.indent = static_cast<uint32_t>(word[0] - '0');
  }

  void read_keywords(const YAML::Node& value) {
    const std::string word = value.IsScalar() ? value.Scalar() : "";
    if (word == "upper")
      file_.format.keywords = Casing::upper;
    else if (word == "lower")
      file_.format.keywords = Casing::lower;
    else if (word == "keep")
      file_.format.keywords = Casing::mixed;
    else
      yaml_.problem(value, "`keywords` takes `upper`, `lower` or `keep`");
  }

  Host& host_;
  const RuleSet& rules_;
  size_t& files_;
  const std::string directory_;  // without links
  ConfigFile file_;
  YamlReader yaml_;
};

}  // namespace

ConfigFile read_config(Host& host, const std::string& path, const RuleSet& rules) {
  size_t files = 0;
  return Reader(host, rules, path, files).read({});
}

}  // namespace dflint
