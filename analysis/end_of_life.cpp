// The table of ended releases. From the release calendars of the projects.
#include "analysis/end_of_life.h"

#include <algorithm>
#include <iterator>

#include "analysis/known_images.h"

namespace dflint {
namespace {

struct Ended {
  std::string_view image;
  std::string_view versions;  // blank-separated: "9 stretch"
  std::string_view since;
};

// Debian: end of the long-term support. Ubuntu: of the standard support. A table for humans to
// extend: one line a release.
constexpr Ended table[] = {
    {"debian", "6 squeeze", "2016-02"},
    {"debian", "7 wheezy", "2018-05"},
    {"debian", "8 jessie", "2020-06"},
    {"debian", "9 stretch", "2022-06"},
    {"debian", "10 buster", "2024-06"},
    {"ubuntu", "10.04 lucid", "2015-04"},
    {"ubuntu", "12.04 precise", "2017-04"},
    {"ubuntu", "14.04 trusty", "2019-04"},
    {"ubuntu", "16.04 xenial", "2021-04"},
    {"ubuntu", "17.04 zesty", "2018-01"},
    {"ubuntu", "17.10 artful", "2018-07"},
    {"ubuntu", "18.04 bionic", "2023-05"},
    {"ubuntu", "18.10 cosmic", "2019-07"},
    {"ubuntu", "19.04 disco", "2020-01"},
    {"ubuntu", "19.10 eoan", "2020-07"},
    {"ubuntu", "20.04 focal", "2025-05"},
    {"ubuntu", "20.10 groovy", "2021-07"},
    {"ubuntu", "21.04 hirsute", "2022-01"},
    {"ubuntu", "21.10 impish", "2022-07"},
    {"ubuntu", "22.10 kinetic", "2023-07"},
    {"ubuntu", "23.04 lunar", "2024-01"},
    {"ubuntu", "23.10 mantic", "2024-07"},
    {"ubuntu", "24.10 oracular", "2025-07"},
    {"centos", "5 centos5", "2017-03"},
    {"centos", "6 centos6", "2020-11"},
    {"centos", "7 centos7", "2024-06"},
    {"centos", "8 centos8", "2021-12"},
    {"centos", "latest", "2021-12"},
    {"fedora", "35", "2022-12"},
    {"fedora", "36", "2023-05"},
    {"fedora", "37", "2023-12"},
    {"fedora", "38", "2024-05"},
    {"fedora", "39", "2024-11"},
    {"alpine", "3.4", "2018-05"},
    {"alpine", "3.5", "2018-11"},
    {"alpine", "3.6", "2019-05"},
    {"alpine", "3.7", "2019-11"},
    {"alpine", "3.8", "2020-05"},
    {"alpine", "3.9", "2020-11"},
    {"alpine", "3.10", "2021-05"},
    {"alpine", "3.11", "2021-11"},
    {"alpine", "3.12", "2022-05"},
    {"alpine", "3.13", "2022-11"},
    {"alpine", "3.14", "2023-05"},
    {"alpine", "3.15", "2023-11"},
    {"alpine", "3.16", "2024-05"},
    {"alpine", "3.17", "2024-11"},
    {"alpine", "3.18", "2025-05"},
    {"amazonlinux", "1 2018.03 2017.09 2017.03", "2023-12"},
    {"node", "0.10", "2016-10"},
    {"node", "0.12", "2016-12"},
    {"node", "4 argon", "2018-04"},
    {"node", "5", "2016-06"},
    {"node", "6 boron", "2019-04"},
    {"node", "7", "2017-06"},
    {"node", "8 carbon", "2019-12"},
    {"node", "9", "2018-06"},
    {"node", "10 dubnium", "2021-04"},
    {"node", "11", "2019-06"},
    {"node", "12 erbium", "2022-04"},
    {"node", "13", "2020-06"},
    {"node", "14 fermium", "2023-04"},
    {"node", "15", "2021-06"},
    {"node", "16 gallium", "2023-09"},
    {"node", "17", "2022-06"},
    {"node", "18 hydrogen", "2025-04"},
    {"node", "19", "2023-06"},
    {"node", "21", "2024-06"},
    {"node", "23", "2025-06"},
    {"python", "2", "2020-01"},
    {"python", "3.3", "2017-09"},
    {"python", "3.4", "2019-03"},
    {"python", "3.5", "2020-09"},
    {"python", "3.6", "2021-12"},
    {"python", "3.7", "2023-06"},
    {"python", "3.8", "2024-10"},
    {"ruby", "1.9", "2015-02"},
    {"ruby", "2.0", "2016-02"},
    {"ruby", "2.1", "2017-03"},
    {"ruby", "2.2", "2018-03"},
    {"ruby", "2.3", "2019-03"},
    {"ruby", "2.4", "2020-03"},
    {"ruby", "2.5", "2021-03"},
    {"ruby", "2.6", "2022-04"},
    {"ruby", "2.7 2", "2023-03"},
    {"ruby", "3.0", "2024-04"},
    {"ruby", "3.1", "2025-03"},
    {"php", "5.4", "2015-09"},
    {"php", "5.5", "2016-07"},
    {"php", "5.6 5", "2018-12"},
    {"php", "7.0", "2019-01"},
    {"php", "7.1", "2019-12"},
    {"php", "7.2", "2020-11"},
    {"php", "7.3", "2021-12"},
    {"php", "7.4 7", "2022-11"},
    {"php", "8.0", "2023-11"},
    {"golang", "1.4", "2016-02"},
    {"golang", "1.5", "2016-08"},
    {"golang", "1.6", "2017-02"},
    {"golang", "1.7", "2017-08"},
    {"golang", "1.8", "2018-02"},
    {"golang", "1.9", "2018-08"},
    {"golang", "1.10", "2019-02"},
    {"golang", "1.11", "2019-09"},
    {"golang", "1.12", "2020-02"},
    {"golang", "1.13", "2020-08"},
    {"golang", "1.14", "2021-02"},
    {"golang", "1.15", "2021-08"},
    {"golang", "1.16", "2022-03"},
    {"golang", "1.17", "2022-08"},
    {"golang", "1.18", "2023-02"},
    {"golang", "1.19", "2023-08"},
    {"golang", "1.20", "2024-02"},
    {"golang", "1.21", "2024-08"},
    {"golang", "1.22", "2025-02"},
    {"java", "6 7 8 9 latest openjdk-7 openjdk-8", "2016-12"},
    {"openjdk", "6 7 8 9 10 11 12 13 14 15 16 17 18", "2022-07"},
    {"postgres", "9.3", "2018-11"},
    {"postgres", "9.4", "2020-02"},
    {"postgres", "9.5", "2021-02"},
    {"postgres", "9.6 9", "2021-11"},
    {"postgres", "10", "2022-11"},
    {"postgres", "11", "2023-11"},
    {"postgres", "12", "2024-11"},
    {"mysql", "5.5", "2018-12"},
    {"mysql", "5.6", "2021-02"},
    {"mysql", "5.7 5", "2023-10"},
    {"mongo", "3.2", "2018-09"},
    {"mongo", "3.4", "2020-01"},
    {"mongo", "3.6 3", "2021-04"},
    {"mongo", "4.0", "2022-04"},
    {"mongo", "4.2", "2023-04"},
    {"mongo", "4.4 4", "2024-02"},
    {"mongo", "5.0 5", "2024-10"},
    {"mariadb", "10.1", "2020-10"},
    {"mariadb", "10.2", "2022-05"},
    {"mariadb", "10.3", "2023-05"},
    {"mariadb", "10.4", "2024-06"},
    {"mcr.microsoft.com/dotnet", "2.1", "2021-08"},
    {"mcr.microsoft.com/dotnet", "2.2", "2019-12"},
    {"mcr.microsoft.com/dotnet", "3.1", "2022-12"},
    {"mcr.microsoft.com/dotnet", "5.0", "2022-05"},
    {"mcr.microsoft.com/dotnet", "6.0", "2024-11"},
    {"mcr.microsoft.com/dotnet", "7.0", "2024-05"},
};

struct Successor {
  std::string_view image;
  std::string_view instead;
};

constexpr Successor successors[] = {
    {"centos", "almalinux or rockylinux"},
    {"java", "eclipse-temurin"},
    {"openjdk", "eclipse-temurin"},
};

// Whether the tag is of that release: "3.7" of "3.7.4-slim", "9" of "9-slim".
bool is_of(std::string_view tag, std::string_view version) {
  if (!tag.starts_with(version)) return false;
  if (tag.size() == version.size()) return true;
  const char next = tag[version.size()];
  return next == '-' || next == '_' || next == '.';
}

// How long the version is that the tag is of; 0: none.
size_t length_of_match(std::string_view tag, std::string_view versions) {
  while (!versions.empty()) {
    const std::string_view version = versions.substr(0, versions.find(' '));
    if (is_of(tag, version)) return version.size();
    versions.remove_prefix(std::min(version.size() + 1, versions.size()));
  }
  return 0;
}

std::string_view name_in_table(const ImageReference& image) {
  if (image.registry != "mcr.microsoft.com") return library_name(image);
  constexpr std::string_view dotnet = "mcr.microsoft.com/dotnet";
  constexpr std::string_view names[] = {
      "dotnet/sdk",      "dotnet/aspnet",      "dotnet/runtime",     "dotnet/runtime-deps",
      "dotnet/core/sdk", "dotnet/core/aspnet", "dotnet/core/runtime"};
  const bool known =
      std::find(std::begin(names), std::end(names), image.repository) != std::end(names);
  return known ? dotnet : std::string_view();
}

}  // namespace

EndOfLife end_of_life(const ImageReference& image) {
  const std::string_view name = name_in_table(image);
  if (name.empty()) return {};
  const std::string_view tag = image.has_tag || image.has_digest ? image.tag : "latest";
  const Ended* best = nullptr;
  size_t longest = 0;
  for (const Ended& ended : table) {
    if (ended.image != name) continue;
    // The release that says most: 7.0 before 7.
    const size_t length = length_of_match(tag, ended.versions);
    if (length > longest) best = &ended, longest = length;
  }
  if (!best) return {};
  const auto* successor = std::find_if(std::begin(successors), std::end(successors),
                                       [&](const Successor& one) { return one.image == name; });
  return {best->since, successor == std::end(successors) ? std::string_view() : successor->instead};
}

}  // namespace dflint
