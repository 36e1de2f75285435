// Where the registries of this world show an image to people.
#include "server/features/registry_pages.h"

#include <algorithm>

#include <fmt/core.h>

namespace dflint {
namespace {

struct Registry {
  std::string_view host;  // one that begins with '.' or '-': any name before it
  std::string (*page)(std::string_view host, std::string_view repository);
};

// The part before the first '/', and the rest.
struct Parts {
  std::string_view first, rest;
};
Parts parts_of(std::string_view path) {
  const size_t slash = path.find('/');
  if (slash == std::string_view::npos) return {path, {}};
  return {path.substr(0, slash), path.substr(slash + 1)};
}

std::string in_one_piece(std::string_view path) {
  std::string out;
  for (const char c : path) {
    if (c == '/')
      out += "%2F";
    else
      out += c;
  }
  return out;
}

std::string docker_hub(std::string_view, std::string_view repository) {
  if (repository.starts_with("library/")) repository.remove_prefix(8);
  const bool official = repository.find('/') == std::string_view::npos;
  return fmt::format("https://hub.docker.com/{}/{}/", official ? "_" : "r", repository);
}

std::string hardened_images(std::string_view, std::string_view repository) {
  return fmt::format("https://hub.docker.com/hardened-images/catalog/dhi/{}", repository);
}

// A package mostly has the name of its repository.
std::string github(std::string_view, std::string_view repository) {
  const auto [owner, package] = parts_of(repository);
  if (package.empty()) return {};
  return fmt::format("https://github.com/{}/{}/pkgs/container/{}", owner, parts_of(package).first,
                     in_one_piece(package));
}

std::string gitlab(std::string_view, std::string_view repository) {
  const auto [group, rest] = parts_of(repository);
  if (rest.empty()) return {};
  return fmt::format("https://gitlab.com/{}/{}/container_registry", group, parts_of(rest).first);
}

std::string quay(std::string_view, std::string_view repository) {
  return fmt::format("https://quay.io/repository/{}", repository);
}

std::string microsoft(std::string_view, std::string_view repository) {
  return fmt::format("https://mcr.microsoft.com/artifact/mar/{}", repository);
}

std::string google(std::string_view host, std::string_view repository) {
  return fmt::format("https://{}/{}", host, repository);
}

// LOCATION-docker.pkg.dev/PROJECT/REPOSITORY/IMAGE.
std::string google_artifacts(std::string_view host, std::string_view repository) {
  const auto [project, rest] = parts_of(repository);
  if (rest.empty()) return {};
  return fmt::format("https://console.cloud.google.com/artifacts/docker/{}/{}/{}", project,
                     host.substr(0, host.size() - std::string_view("-docker.pkg.dev").size()),
                     rest);
}

std::string amazon(std::string_view, std::string_view repository) {
  return fmt::format("https://gallery.ecr.aws/{}", repository);
}

std::string kubernetes(std::string_view host, std::string_view repository) {
  return fmt::format("https://explore.ggcr.dev/?repo={}/{}", host, repository);
}

std::string elastic(std::string_view, std::string_view repository) {
  return fmt::format("https://www.docker.elastic.co/r/{}", repository);
}

std::string nvidia(std::string_view, std::string_view repository) {
  const auto [organisation, rest] = parts_of(repository);
  if (rest.empty()) return {};
  const auto [team, image] = parts_of(rest);
  if (image.empty())
    return fmt::format("https://catalog.ngc.nvidia.com/orgs/{}/containers/{}", organisation, rest);
  return fmt::format("https://catalog.ngc.nvidia.com/orgs/{}/teams/{}/containers/{}", organisation,
                     team, image);
}

std::string red_hat(std::string_view, std::string_view repository) {
  return fmt::format("https://catalog.redhat.com/search?searchType=containers&q={}", repository);
}

std::string chainguard(std::string_view, std::string_view repository) {
  const auto [organisation, image] = parts_of(repository);
  if (organisation != "chainguard" || image.empty()) return {};
  return fmt::format("https://images.chainguard.dev/directory/image/{}/overview", image);
}

std::string linuxserver(std::string_view, std::string_view repository) {
  return fmt::format("https://fleet.linuxserver.io/image?name={}", repository);
}

constexpr Registry registries[] = {
    {"", docker_hub},
    {"docker.io", docker_hub},
    {"index.docker.io", docker_hub},
    {"registry-1.docker.io", docker_hub},
    {"registry.hub.docker.com", docker_hub},
    {"dhi.io", hardened_images},
    {"ghcr.io", github},
    {"registry.gitlab.com", gitlab},
    {"quay.io", quay},
    {"mcr.microsoft.com", microsoft},
    {"gcr.io", google},
    {"registry.k8s.io", kubernetes},
    {"k8s.gcr.io", kubernetes},
    {".gcr.io", google},
    {"-docker.pkg.dev", google_artifacts},
    {"public.ecr.aws", amazon},
    {"docker.elastic.co", elastic},
    {"nvcr.io", nvidia},
    {"registry.access.redhat.com", red_hat},
    {"registry.redhat.io", red_hat},
    {"cgr.dev", chainguard},
    {"lscr.io", linuxserver},
};

bool is_at(const Registry& registry, std::string_view host) {
  const bool ending = registry.host.starts_with('.') || registry.host.starts_with('-');
  return ending ? host.ends_with(registry.host) : host == registry.host;
}

}  // namespace

std::string page_of_image(const ImageReference& image) {
  if (image.repository.empty()) return {};
  for (const Registry& registry : registries) {
    if (is_at(registry, image.registry)) return registry.page(image.registry, image.repository);
  }
  return {};
}

}  // namespace dflint
