// Reading YAML without exceptions; the only header that knows the library which does it.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <yaml-cpp/yaml.h>

#include "server/config/file.h"

namespace dflint {

// Configuration files are small; what is larger is refused.
constexpr size_t max_config_size = size_t{1} << 20;

// Reads one file into nodes, and collects what is wrong with it.
class YamlReader {
 public:
  // `problems` must outlive the reader.
  YamlReader(std::string path, std::vector<ConfigProblem>& problems)
      : path_(std::move(path)), problems_(problems) {}

  // The map at the top; nothing where there is none, which is a problem unless the file is empty.
  std::optional<YAML::Node> read(const std::string& text);

  void problem(const YAML::Node& at, std::string message);
  void warning(const YAML::Node& at, std::string message);
  // From 1.
  static uint32_t line_of(const YAML::Node& node);

  // Key and value of a map in their order; keys that are no text, or there twice, are problems and
  // left out.
  std::vector<std::pair<YAML::Node, YAML::Node>> entries(const YAML::Node& map);

  // Each gives nothing, and a problem, where the node is something else. `what`: "`select`".
  std::optional<std::string> text(const YAML::Node& node, const std::string& what);
  std::optional<bool> flag(const YAML::Node& node, const std::string& what);
  std::optional<uint32_t> number(const YAML::Node& node, const std::string& what);
  // A list of texts; one text is a list, too.
  std::vector<YAML::Node> list(const YAML::Node& node, const std::string& what);

 private:
  // Aliases make few bytes stand for very many values.
  static constexpr size_t max_values = 100'000;
  bool may_go_on(const YAML::Node& at);

  std::string path_;
  std::vector<ConfigProblem>& problems_;
  size_t values_ = 0;
};

// "on", "true", "yes" and their opposites, in any case.
std::optional<bool> flag_named(std::string_view word);
// "style" to "error", in any case.
std::optional<Severity> severity_named(std::string_view word);

}  // namespace dflint
