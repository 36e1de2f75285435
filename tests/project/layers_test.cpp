// Who may include whom: arrows point down, and each layer has its own set of libraries.
#include <fmt/core.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <string>
#include <vector>

#include "tests/project/sources.h"
#include "tests/support/files.h"

namespace dflint {
namespace {

// The files whose path begins with `name`, unless a longer name fits. They may include each other,
// the layers and files in `below` (analysis/* is all of analysis/, analysis/ only what belongs to
// no layer with a longer name), and of what is not ours the headers of `libraries`:
//   std     the standard library as far as it only computes
//   system  the rest of it, and POSIX: files, streams, threads, clocks, processes
struct Layer {
  std::string_view name;
  std::vector<std::string_view> below;
  std::vector<std::string_view> libraries;
};

const std::vector<Layer>& layers() {
  static const std::vector<Layer> list = {
      {"server/main", {"server/cli/"}, {"std", "system"}},
      {"server/cli/",
       {"server/lsp/serve.", "server/output/", "server/features/", "server/workspace.",
        "server/context", "server/config/", "server/shellcheck.", "server/host.", "rules/",
        "analysis/*"},
       {"std", "system", "fmt", "CLI"}},
      {"server/lsp/",
       {"server/features/", "server/output/", "server/workspace.", "server/context",
        "server/config/", "server/shellcheck.", "server/host.", "rules/", "analysis/*"},
       {"std", "system", "fmt", "nlohmann", "boost"}},
      {"server/features/", {"rules/", "analysis/*"}, {"std", "fmt"}},
      {"server/output/", {"server/features/", "rules/", "analysis/*"}, {"std", "fmt"}},
      {"server/workspace.",
       {"server/gitignore.", "server/config/", "server/plugins.", "server/host.", "analysis/"},
       {"std", "system", "fmt"}},
      {"server/context",
       {"server/gitignore.", "server/host.", "rules/", "analysis/*"},
       {"std", "system"}},
      {"server/config/",
       {"server/host.", "server/gitignore.", "rules/", "analysis/*"},
       {"std", "system", "fmt", "yaml-cpp", "nlohmann"}},
      {"server/plugins.", {"server/host.", "rules/"}, {"std", "system", "fmt"}},
      {"server/gitignore.", {}, {"std"}},
      {"server/shellcheck.",
       {"server/shellcheck_cache.", "server/shellcheck_json.", "server/host.", "rules/",
        "analysis/*"},
       {"std", "system"}},
      {"server/shellcheck_cache.", {"server/host.", "rules/", "analysis/*"}, {"std"}},
      {"server/shellcheck_json.", {"rules/", "analysis/*"}, {"std", "nlohmann"}},
      {"server/host.", {"server/process."}, {"std", "system", "fmt"}},
      {"server/process.", {}, {"std", "system"}},
      {"server/memory.", {}, {"std", "system"}},
      {"server/plugin_host/", {"rules/", "analysis/*"}, {"std", "system", "fmt"}},
      {"rules/<subject>/",
       {"rules/rule.", "rules/report.", "rules/finding.", "rules/problem.", "rules/swallowed.",
        "rules/hidden.", "rules/new_line.", "rules/copy_words.", "rules/working_directory.",
        "rules/written_paths.", "rules/context_tree.", "rules/context_source.", "analysis/*"},
       {"std", "fmt"}},
      {"rules/", {"analysis/*"}, {"std", "fmt", "re2"}},
      {"analysis/dump.",
       {"analysis/plan.", "analysis/shell/", "analysis/document.", "analysis/"},
       {"std", "fmt"}},
      {"analysis/base_facts.",
       {"analysis/plan.", "analysis/shell/", "analysis/document.", "analysis/"},
       {"std", "fmt"}},
      {"analysis/format.",
       {"analysis/format/", "analysis/plan.", "analysis/shell/", "analysis/document.", "analysis/"},
       {"std", "fmt"}},
      {"analysis/format/", {"analysis/shell/", "analysis/document.", "analysis/"}, {"std", "fmt"}},
      {"analysis/plan.",
       {"analysis/builder/", "analysis/shell/", "analysis/document.", "analysis/"},
       {"std", "fmt"}},
      {"analysis/builder/",
       {"analysis/plan.", "analysis/shell/", "analysis/document.", "analysis/"},
       {"std", "fmt"}},
      {"analysis/listening.", {"analysis/shell/", "analysis/"}, {"std"}},
      {"analysis/ecosystem.", {"analysis/shell/", "analysis/"}, {"std", "fmt"}},
      {"analysis/package_cache.", {"analysis/shell/", "analysis/"}, {"std"}},
      {"analysis/shell/", {"analysis/"}, {"std", "fmt"}},
      {"analysis/document.", {"analysis/scan.", "analysis/"}, {"std", "fmt"}},
      {"analysis/scan.", {"analysis/parse/", "analysis/"}, {"std", "fmt"}},
      {"analysis/parse/", {"analysis/"}, {"std", "fmt"}},
      {"analysis/", {}, {"std", "fmt"}},
      {"tests/analysis/", {"analysis/*", "tests/support/"}, {"std", "fmt", "gtest", "gmock"}},
      {"tests/rules/",
       {"rules/*", "analysis/*", "tests/support/"},
       {"std", "system", "fmt", "gtest", "gmock"}},
      {"tests/server/",
       {"server/*", "rules/*", "analysis/*", "tests/support/"},
       {"std", "system", "fmt", "gtest", "gmock", "nlohmann"}},
      {"tests/project/", {"tests/support/"}, {"std", "system", "fmt", "gtest", "gmock"}},
      {"tests/fuzz/",
       {"rules/", "analysis/*", "tests/support/", "tests/server/"},
       {"std", "system"}},
      {"tests/bench/", {"rules/", "analysis/*", "tests/support/"}, {"std", "system", "fmt"}},
      {"tests/support/", {"rules/", "analysis/*"}, {"std", "system", "fmt", "gtest", "gmock"}},
  };
  return list;
}

bool is_rule_file(std::string_view path) {
  return path.starts_with("rules/") && std::count(path.begin(), path.end(), '/') == 2;
}

const Layer* layer_of(std::string_view path) {
  const Layer* best = nullptr;
  for (const Layer& layer : layers()) {
    const bool fits =
        layer.name == "rules/<subject>/" ? is_rule_file(path) : path.starts_with(layer.name);
    if (fits && (best == nullptr || layer.name.size() > best->name.size())) best = &layer;
  }
  return best;
}

std::string_view folder_of(std::string_view path) { return path.substr(0, path.rfind('/') + 1); }

// Whether `allowed`, of Layer::below, covers the file.
bool allows(std::string_view allowed, std::string_view path) {
  if (allowed.ends_with('*')) return path.starts_with(allowed.substr(0, allowed.size() - 1));
  const Layer* layer = layer_of(path);
  return (layer != nullptr && layer->name == allowed) ||
         (!allowed.ends_with('/') && path.starts_with(allowed));
}

// Which library a header in angle brackets belongs to.
std::string library_of(const std::string& header) {
  static const std::vector<std::string_view> systems = {
      "chrono", "condition_variable", "cstdio", "ctime",   "filesystem", "fstream",
      "future", "iostream",           "mutex",  "ostream", "istream",    "sstream",
      "thread", "semaphore",
  };
  if (std::find(systems.begin(), systems.end(), header) != systems.end()) return "system";
  const size_t slash = header.find('/');
  if (slash == std::string::npos) return header.ends_with(".h") ? "system" : "std";
  const std::string first = header.substr(0, slash);
  return first == "sys" || first == "netinet" || first == "linux" ? "system" : first;
}

std::string joined(const std::vector<std::string_view>& words) {
  std::string out;
  for (const std::string_view word : words)
    out += fmt::format("{}{}", out.empty() ? "" : " ", word);
  return out.empty() ? "nothing of ours" : out;
}

TEST(Layers, ArrowsPointDown) {
  for (const SourceFile& source : code_files()) {
    const Layer* layer = layer_of(source.path);
    ASSERT_NE(layer, nullptr) << source.path << " belongs to no layer of layers_test.cpp";
    for (const Include& include : source.includes) {
      if (include.angled) continue;
      const bool own =
          layer_of(include.name) == layer &&
          (!is_rule_file(source.path) || folder_of(source.path) == folder_of(include.name));
      const bool below =
          std::any_of(layer->below.begin(), layer->below.end(),
                      [&](std::string_view allowed) { return allows(allowed, include.name); });
      EXPECT_TRUE(own || below) << source.path << ":" << include.line << " may not include "
                                << include.name << "; allowed: " << joined(layer->below);
    }
  }
}

TEST(Layers, EachHasItsLibraries) {
  for (const SourceFile& source : code_files()) {
    const Layer* layer = layer_of(source.path);
    if (layer == nullptr) continue;
    for (const Include& include : source.includes) {
      if (!include.angled) continue;
      const std::string library = library_of(include.name);
      const auto& allowed = layer->libraries;
      EXPECT_TRUE(std::find(allowed.begin(), allowed.end(), library) != allowed.end())
          << source.path << ":" << include.line << " may not include <" << include.name
          << ">; allowed: " << joined(allowed);
    }
  }
}

// Whether a way from `at` leads back to a file on the way to it.
bool reaches_cycle(const std::map<std::string, std::vector<std::string>>& arrows,
                   std::map<std::string, int>& state, const std::string& at, std::string& way) {
  int& mine = state[at];
  if (mine == 2) return false;
  if (mine == 1) return true;
  mine = 1;
  const auto found = arrows.find(at);
  if (found != arrows.end()) {
    for (const std::string& to : found->second) {
      if (!reaches_cycle(arrows, state, to, way)) continue;
      way = to + (way.empty() ? "" : " -> " + way);
      return true;
    }
  }
  state[at] = 2;
  return false;
}

TEST(Layers, NoCycles) {
  std::map<std::string, std::vector<std::string>> arrows;
  for (const SourceFile& source : code_files()) {
    for (const Include& include : source.includes) {
      if (!include.angled) arrows[source.path].push_back(include.name);
    }
  }
  std::map<std::string, int> state;
  for (const auto& [from, to] : arrows) {
    std::string way;
    ASSERT_FALSE(reaches_cycle(arrows, state, from, way)) << from << " -> " << way;
  }
}

TEST(Layers, DocumentedInArchitecture) {
  std::string list = "\n```\n";
  for (const Layer& layer : layers()) {
    list += fmt::format("{:18} -> {}   [{}]\n", layer.name, joined(layer.below),
                        joined(layer.libraries));
  }
  list += "```\n";
  const std::string path = fmt::format("{}/docs/architecture.md", DFLINT_SOURCE_DIR);
  constexpr std::string_view begin = "<!-- layers -->", end = "<!-- end of layers -->";
  std::string page = read_file(path).value_or("");
  const size_t from = page.find(begin), to = page.find(end);
  ASSERT_TRUE(from < to && to != page.npos) << path << " lacks " << begin << " … " << end;
  const size_t start = from + begin.size();
  if (page.substr(start, to - start) == list) return;
  if (std::getenv("DFLINT_UPDATE") != nullptr) {
    page.replace(start, to - start, list);
    ASSERT_TRUE(write_file(path, page));
    return;
  }
  ADD_FAILURE() << "docs/architecture.md is stale; run: DFLINT_UPDATE=1 ./dev test Layers\n"
                << list;
}

}  // namespace
}  // namespace dflint
