// The table of images that set no WORKDIR.
#include "analysis/known_images.h"

#include <algorithm>
#include <iterator>

namespace dflint {
namespace {

// From the Dockerfiles of the images.
constexpr std::string_view at_root[] = {
    "almalinux", "alpine",  "amazoncorretto", "amazonlinux", "archlinux", "buildpack-deps",
    "busybox",   "centos",  "debian",         "elixir",      "erlang",    "eclipse-temurin",
    "fedora",    "gcc",     "mariadb",        "mongo",       "mysql",     "nginx",
    "node",      "openjdk", "oraclelinux",    "perl",        "photon",    "postgres",
    "pypy",      "python",  "rockylinux",     "ruby",        "rust",      "scratch",
    "swift",     "ubuntu",
};

constexpr std::string_view microsoft_at_root[] = {"dotnet/aspnet", "dotnet/runtime",
                                                  "dotnet/runtime-deps", "dotnet/sdk"};

}  // namespace

std::string_view library_name(const ImageReference& image) {
  if (!image.registry.empty() && image.registry != "docker.io" &&
      image.registry != "index.docker.io")
    return {};
  std::string_view name = image.repository;
  if (name.starts_with("library/")) name.remove_prefix(8);
  return name.find('/') == std::string_view::npos ? name : std::string_view();
}

bool starts_at_root(std::string_view image) {
  const ImageReference parts = split_image(image);
  // Old images for building with ONBUILD set one.
  if (parts.tag.find("onbuild") != std::string_view::npos) return false;
  const auto holds = [](const auto& names, std::string_view name) {
    return std::find(std::begin(names), std::end(names), name) != std::end(names);
  };
  if (parts.registry == "mcr.microsoft.com") return holds(microsoft_at_root, parts.repository);
  return holds(at_root, library_name(parts));
}

}  // namespace dflint
