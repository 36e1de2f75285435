// Names and places of files.
#include "server/lsp/watched.h"

#include <algorithm>
#include <set>

#include "server/workspace.h"

namespace dflint::lsp {
namespace {

std::string_view name_of(std::string_view path) { return path.substr(path.rfind('/') + 1); }

// With a slash at the end.
std::string_view directory_of(std::string_view path) { return path.substr(0, path.rfind('/') + 1); }

// The same without links; as it is where there is none of this name any more.
std::string real_directory_of(Host& host, const std::string& path) {
  std::string real = host.real_path(std::string(directory_of(path)));
  if (real.empty()) return std::string(directory_of(path));
  return real.ends_with('/') ? real : real + '/';
}

// Configuration files are looked for in the directory of a Dockerfile and those above it.
bool lies_above(Host& host, const std::string& changed, const std::string& dockerfile) {
  return dockerfile.starts_with(directory_of(changed)) ||
         real_directory_of(host, dockerfile).starts_with(real_directory_of(host, changed));
}

bool was_read_for(Host& host, const std::string& changed, const Settings* settings) {
  if (!settings || !settings->file) return false;
  const std::string real = host.real_path(changed);
  return std::ranges::any_of(settings->file->files, [&](const std::string& file) {
    return file == changed || (!real.empty() && host.real_path(file) == real);
  });
}

// hadolint looks in the working directory, wherever the Dockerfile is.
bool is_of_working_directory(Host& host, const std::string& changed) {
  return name_of(changed).starts_with(".hadolint.") &&
         real_directory_of(host, changed) == real_directory_of(host, "./");
}

std::string context_of(const Concerned& dockerfile) {
  if (!dockerfile.settings || dockerfile.settings->context.empty())
    return std::string(directory_of(dockerfile.path));
  const std::string& context = dockerfile.settings->context;
  return context.ends_with('/') ? context : context + '/';
}

}  // namespace

FileRole role_of(std::string_view path) {
  const std::string_view name = name_of(path);
  for (const char* known : {".dflint.yaml", ".dflint.yml", ".hadolint.yaml", ".hadolint.yml"}) {
    if (name == known) return FileRole::configuration;
  }
  if (name.ends_with(".dockerignore")) return FileRole::ignore_file;
  return is_dockerfile_name(name) ? FileRole::dockerfile : FileRole::other;
}

bool matters(Host& host, const std::string& changed, const Concerned& dockerfile) {
  if (was_read_for(host, changed, dockerfile.settings)) return true;
  switch (role_of(changed)) {
    case FileRole::configuration:
      return lies_above(host, changed, dockerfile.path) || is_of_working_directory(host, changed);
    case FileRole::ignore_file:
      return changed == dockerfile.path + ".dockerignore" ||
             changed == context_of(dockerfile) + ".dockerignore";
    case FileRole::dockerfile:
    case FileRole::other:
      // Editors do not tell what else lies in the build context; it is looked at after each save.
      return false;
  }
  return false;
}

std::vector<std::string> watched_globs(const std::vector<std::string>& more) {
  std::vector<std::string> globs = {
      "**/.dflint.{yaml,yml}",
      "**/.hadolint.{yaml,yml}",
      "**/.dockerignore",
      "**/*.dockerignore",
      "**/{Dockerfile,dockerfile,Containerfile,containerfile}",
      "**/{Dockerfile,dockerfile,Containerfile,containerfile}.*",
      "**/*.{Dockerfile,dockerfile,Containerfile,containerfile}",
  };
  std::set<std::string> names;
  for (const std::string& path : more) {
    if (role_of(path) == FileRole::other) names.emplace(name_of(path));
  }
  for (const std::string& name : names) {
    // A name that would be a pattern cannot be said.
    if (name.find_first_of("*?[]{}\\") == std::string::npos) globs.push_back("**/" + name);
  }
  return globs;
}

}  // namespace dflint::lsp
