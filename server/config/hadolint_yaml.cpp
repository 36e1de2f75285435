// Reads .hadolint.yaml.
#include <fmt/core.h>

#include <algorithm>

#include "analysis/suggest.h"
#include "analysis/unicode.h"
#include "server/config/file.h"
#include "server/config/yaml.h"

namespace dflint {
namespace {

// All that hadolint reads. Which of them count for us is said in docs/migrating.md.
constexpr std::string_view keys[] = {"failure-threshold", "format",        "formats",
                                     "ignored",           "override",      "trustedRegistries",
                                     "label-schema",      "strict-labels", "disable-ignore-pragma",
                                     "no-color",          "no-fail",       "verbose"};

class Reader {
 public:
  Reader(ConfigFile& file, const RuleSet& rules)
      : file_(file), rules_(rules), yaml_(file.path, file.problems) {}

  void read(const std::string& text) {
    layer_.path = file_.path;
    layer_.config.selection.select = {"default", "hadolint"};
    layer_.select_lines = {1, 1};
    file_.fail_on = FailOn{Severity::info};
    if (const std::optional<YAML::Node> root = yaml_.read(text)) {
      for (const auto& [key, value] : yaml_.entries(*root)) {
        if (std::ranges::find(keys, key.Scalar()) == std::end(keys))
          unknown_key(key);
        else
          read_key(key.Scalar(), value);
      }
    }
    file_.layers.push_back(std::move(layer_));
  }

 private:
  // hadolint itself says nothing of a key that it does not know.
  void unknown_key(const YAML::Node& key) {
    const std::string_view near = nearest(key.Scalar(), keys);
    yaml_.warning(key, fmt::format("hadolint has no setting `{}`{}", key.Scalar(),
                                   near.empty() ? "" : fmt::format("; did you mean `{}`?", near)));
  }

  void read_key(const std::string& name, const YAML::Node& value) {
    if (value.IsNull()) return;
    if (name == "ignored") {
      for (const YAML::Node& code : yaml_.list(value, "`ignored`")) add_ignored(code);
    } else if (name == "override") {
      read_severities(value);
    } else if (name == "failure-threshold") {
      read_threshold(value);
    } else if (name == "trustedRegistries") {
      add_option("trusted-registries", texts(value, "`trustedRegistries`"), value);
    } else if (name == "label-schema") {
      read_labels(value);
    } else if (name == "strict-labels") {
      if (const auto flag = yaml_.flag(value, "`strict-labels`")) {
        add_option("strict-labels", *flag, value);
      }
    } else if (name == "disable-ignore-pragma") {
      if (const auto flag = yaml_.flag(value, "`disable-ignore-pragma`")) file_.comments = !*flag;
    } else if (name == "no-fail") {
      never_fails_ = yaml_.flag(value, "`no-fail`").value_or(false);
      if (never_fails_) file_.fail_on = FailOn{};
    } else if (name == "no-color") {
      if (yaml_.flag(value, "`no-color`").value_or(false)) file_.coloured = false;
    }
  }

  void add_ignored(const YAML::Node& code) {
    if (!rules_.meant_by(code.Scalar())) return;
    layer_.config.selection.ignore.push_back(code.Scalar());
    layer_.ignore_lines.push_back(YamlReader::line_of(code));
  }

  std::vector<std::string> texts(const YAML::Node& value, const std::string& what) {
    std::vector<std::string> list;
    for (const YAML::Node& item : yaml_.list(value, what)) list.push_back(item.Scalar());
    return list;
  }

  void read_severities(const YAML::Node& value) {
    if (!value.IsMap()) return yaml_.problem(value, "`override` takes lists: `error: [DL3008]`");
    const auto entries = yaml_.entries(value);
    // A code in several lists is as severe as in the most severe one.
    for (Severity severity :
         {Severity::style, Severity::info, Severity::warning, Severity::error}) {
      for (const auto& [key, codes] : entries) {
        if (severity_named(key.Scalar()) != severity) continue;
        for (const YAML::Node& code : yaml_.list(codes, fmt::format("`{}`", key.Scalar()))) {
          if (!rules_.find(code.Scalar()).empty()) add({code.Scalar(), severity, {}, true}, code);
        }
      }
    }
    for (const auto& [key, codes] : entries) {
      if (severity_named(key.Scalar())) continue;
      yaml_.problem(key, "`override` takes `error`, `warning`, `info` and `style`");
    }
  }

  void add(RuleSetting setting, const YAML::Node& at) {
    layer_.config.settings.push_back(std::move(setting));
    layer_.setting_lines.push_back(YamlReader::line_of(at));
  }

  void read_threshold(const YAML::Node& value) {
    const std::string word = value.IsScalar() ? value.Scalar() : "";
    std::optional<Severity> severity = severity_named(word);
    if (word == "ignore") severity = Severity::style;
    if (!severity && word != "none") {
      return yaml_.problem(value,
                           "`failure-threshold` takes `error`, `warning`, `info`, `style`, "
                           "`ignore` or `none`");
    }
    if (!never_fails_) file_.fail_on = FailOn{severity};
  }

  void read_labels(const YAML::Node& value) {
    if (!value.IsMap()) {
      return yaml_.problem(value, "`label-schema` takes labels with a type each: `author: text`");
    }
    OptionMap labels;
    for (const auto& [label, type] : yaml_.entries(value)) {
      if (auto text = yaml_.text(type, fmt::format("`{}`", label.Scalar()))) {
        labels.emplace_back(label.Scalar(), std::move(*text));
      }
    }
    add_option("labels", std::move(labels), value);
  }

  // To every rule that has the option.
  void add_option(std::string_view option, const OptionValue& value, const YAML::Node& at) {
    for (const Rule& rule : rules_.rules()) {
      const bool has =
          std::ranges::any_of(rule.options, [&](const Option& one) { return one.name == option; });
      if (has) add({std::string(rule.name), {}, {{std::string(option), value}}, true}, at);
    }
  }

  ConfigFile& file_;
  const RuleSet& rules_;
  YamlReader yaml_;
  ConfigLayer layer_;
  bool never_fails_ = false;
};

}  // namespace

ConfigFile read_hadolint_config(Host& host, const std::string& path, const RuleSet& rules) {
  ConfigFile file;
  file.path = path;
  file.files = {path};
  if (const FileType type = host.type_of(path);
      type != FileType::file && type != FileType::missing) {
    file.problems.push_back(
        {path, 0, 0, type == FileType::link ? "is a link that leads nowhere" : "is no file"});
    return file;
  }
  const Result<std::string> text = host.read_file(path);
  if (text.ok())
    Reader(file, rules).read(text.value);
  else
    file.problems.push_back({path, 0, 0, text.error});
  return file;
}

}  // namespace dflint
