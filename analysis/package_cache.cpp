// Where package managers of languages keep what they have downloaded, and how it is removed.
#include "analysis/package_cache.h"

#include <algorithm>
#include <iterator>

#include "analysis/word_filter.h"

namespace dflint {
namespace {

// From the manuals of the programs. pnpm is missing on purpose: what it installs are hard links
// into its store, so both cost once.
constexpr PackageCache caches[] = {
    {"pip",
     {"install"},
     "~/.cache/pip",
     {".cache"},
     {"PIP_NO_CACHE_DIR", "PIP_CACHE_DIR"},
     {"--no-cache-dir", "--cache-dir"},
     {"cache"},
     "pip cache purge",
     "--no-cache-dir"},
    {"yarn",
     {"", "install", "add", "global"},
     "~/.cache/yarn",
     {".cache", "yarn"},
     {"YARN_CACHE_FOLDER", "YARN_ENABLE_GLOBAL_CACHE"},
     {"--cache-folder", "--immutable", "--immutable-cache"},
     {"cache", "clean"},
     "yarn cache clean",
     ""},
    {"npm",
     {"install", "i", "ci", "add", "clean-install"},
     "~/.npm",
     {".npm", ".cache"},
     {"npm_config_cache", "NPM_CONFIG_CACHE"},
     {"--cache"},
     {"cache"},
     "npm cache clean --force",
     ""},
    {"bun",
     {"install", "i", "add"},
     "~/.bun/install/cache",
     {".bun"},
     {"BUN_INSTALL_CACHE_DIR"},
     {"--no-cache", "--cache-dir"},
     {"pm"},
     "bun pm cache rm",
     ""},
    {"composer",
     {"install", "i", "require", "update", "create-project"},
     "~/.composer/cache",
     {"composer", ".cache"},
     {"COMPOSER_CACHE_DIR", "COMPOSER_NO_CACHE"},
     {"--no-cache"},
     {"clear-cache", "clearcache", "cc"},
     "composer clear-cache",
     ""},
    {"conda",
     {"install", "create", "update", "env"},
     "pkgs of conda",
     {"/pkgs", "conda", ".cache"},
     {"CONDA_PKGS_DIRS"},
     {},
     {"clean"},
     "conda clean --all --yes",
     ""},
    {"mamba",
     {"install", "create", "update", "env"},
     "pkgs of conda",
     {"/pkgs", "conda", "mamba", ".cache"},
     {"CONDA_PKGS_DIRS"},
     {},
     {"clean"},
     "mamba clean --all --yes",
     ""},
    {"micromamba",
     {"install", "create", "update", "env"},
     "pkgs of micromamba",
     {"/pkgs", "conda", "mamba", ".cache"},
     {"CONDA_PKGS_DIRS"},
     {},
     {"clean"},
     "micromamba clean --all --yes",
     ""},
    {"poetry",
     {"install", "add", "sync", "update"},
     "~/.cache/pypoetry",
     {".cache"},
     {"POETRY_CACHE_DIR"},
     {"--no-cache"},
     {"cache"},
     "",
     "--no-cache"},
    {"uv",
     {"sync", "pip", "tool", "add"},
     "~/.cache/uv",
     {".cache"},
     {"UV_NO_CACHE", "UV_CACHE_DIR"},
     {"--no-cache", "-n", "--no-cache-dir", "--cache-dir"},
     {"cache"},
     "uv cache clean",
     ""},
    {"cargo",
     {"install"},
     "~/.cargo/registry",
     {".cargo", "/cargo", "CARGO_HOME"},
     {},
     {},
     {"cache"},
     "",
     "",
     {"build", "b"}},
    {"go",
     {"install"},
     "the caches of go",
     {"/go", ".cache", "GOPATH", "pkg"},
     {"GOMODCACHE", "GOCACHE"},
     {},
     {"clean"},
     "go clean -cache -modcache",
     "",
     {"build"}},
    {"mvn",
     {},
     "~/.m2/repository",
     {".m2"},
     {"MAVEN_OPTS", "MAVEN_CONFIG", "MAVEN_ARGS"},
     {},
     {"dependency:purge-local-repository"},
     "rm -rf ~/.m2/repository",
     "",
     {"package", "install", "verify", "deploy"}},
    {"gradle",
     {},
     "~/.gradle",
     {".gradle", "GRADLE"},
     {},
     {"-g", "--gradle-user-home"},
     {},
     "",
     "",
     {"build", "assemble", "jar", "bootJar", "shadowJar", "installDist"}},
    {"dotnet",
     {},
     "~/.nuget/packages",
     {".nuget", "NUGET"},
     {"NUGET_PACKAGES"},
     {"--packages"},
     {"nuget"},
     "dotnet nuget locals all --clear",
     "",
     {"publish"}},
    {"tdnf",
     {"install", "update", "upgrade", "distro-sync"},
     "/var/cache/tdnf",
     {"/var/cache", "tdnf"},
     {},
     {},
     {"clean"},
     "tdnf clean all",
     ""},
    // Its subcommands are flags. `pacman -Scc --noconfirm` answers its own question with no.
    {"pacman",
     {},
     "/var/cache/pacman/pkg",
     {"/var/cache"},
     {},
     {"--cachedir"},
     {},
     "rm -rf /var/cache/pacman/pkg/*",
     ""},
};

constexpr WordFilter programs = filter_of(caches, &PackageCache::program);
const WordFilter all_variables = [] {
  WordFilter filter;
  for (const PackageCache& cache : caches) {
    for (std::string_view variable : cache.variables) filter.add(variable);
  }
  return filter;
}();

// What is told apart from their values, so that these are no subcommands.
constexpr std::string_view valued[] = {
    "--prefix", "-C", "--dir",     "--cwd",       "-d",        "-n",         "--name",
    "-p",       "-c", "--channel", "--directory", "--project", "--registry", "--working-dir"};

// pip of pip3.12, mvn of mvnw
std::string_view plain_name(std::string_view program) {
  if (program == "mvnw" || program == "gradlew") return program.substr(0, program.size() - 1);
  if (!program.starts_with("pip")) return program;
  const bool numbered = program.find_first_not_of("0123456789.-", 3) == program.npos;
  return numbered ? program.substr(0, 3) : program;
}

const PackageCache* cache_of(std::string_view program) {
  if (!programs.may_hold(program)) return nullptr;
  const auto* cache = std::find_if(std::begin(caches), std::end(caches),
                                   [&](const PackageCache& c) { return c.program == program; });
  return cache == std::end(caches) ? nullptr : cache;
}

// Of -Syu what stands behind the S.
std::string_view sync_letters(const Invocation& call) {
  for (const ShellWord& word : call.arguments) {
    const std::string_view text = call.text(word);
    if (text.starts_with("-S")) return text.substr(2);
  }
  return "p";  // as if it were only to print
}

bool pacman_downloads(const Invocation& call) {
  const std::string_view letters = sync_letters(call);
  if (letters.find_first_of("cilgsp") != std::string_view::npos) return false;
  return letters.find('u') != std::string_view::npos || !operands(call).empty();
}

}  // namespace

bool holds_name(const Names& names, std::string_view name) {
  return !name.empty() && std::find(names.begin(), names.end(), name) != names.end();
}

uint32_t bit_of(const PackageCache& cache) {
  static_assert(std::size(caches) <= 32);
  return uint32_t{1} << (&cache - std::begin(caches));
}

uint32_t set_by(std::string_view variable) {
  uint32_t bits = 0;
  if (!all_variables.may_hold(variable)) return bits;
  for (const PackageCache& cache : caches) {
    if (holds_name(cache.variables, variable)) bits |= bit_of(cache);
  }
  return bits;
}

const ShellWord* building_word(const Invocation& call, const PackageCache& cache) {
  const auto word =
      std::find_if(call.arguments.begin(), call.arguments.end(), [&](const ShellWord& w) {
        const std::string_view text = call.text(w);
        // :app:build
        return !text.starts_with('-') && holds_name(cache.builds, text.substr(text.rfind(':') + 1));
      });
  return word == call.arguments.end() ? nullptr : &*word;
}

const PackageCache* used_build_cache(const Invocation& call) {
  const PackageCache* cache = cache_of(plain_name(call.program));
  if (!cache || cache->builds[0].empty()) return nullptr;
  const std::vector<const ShellWord*> words = operands(call, valued);
  if (words.empty()) return nullptr;
  // `dotnet app.dll` starts a program.
  const std::string_view verb = call.text(*words[0]);
  constexpr std::string_view others[] = {"version", "env", "help", "clean", "nuget", "tool"};
  const bool other = std::find(std::begin(others), std::end(others), verb) != std::end(others);
  return other || verb.ends_with(".dll") ? nullptr : cache;
}

const PackageCache* filled_cache(const Invocation& call) {
  const PackageCache* cache = cache_of(plain_name(call.program));
  if (!cache) return nullptr;
  if (cache->program == "pacman") return pacman_downloads(call) ? cache : nullptr;
  // Another place for what mvn downloads.
  if (call.has_prefix("-Dmaven.repo.local")) return nullptr;
  if (building_word(call, *cache)) return cache;
  const std::vector<const ShellWord*> words = operands(call, valued);
  if (words.empty()) {
    const bool bare =
        cache->verbs[0].empty() && !call.has("--version") && !call.has("-v") && !call.has("--help");
    return bare ? cache : nullptr;
  }
  if (!holds_name(cache->verbs, call.text(*words[0]))) return nullptr;
  // uv pip list, conda env export, yarn global bin: only some of what stands behind installs.
  const std::string_view verb = call.text(*words[0]);
  if (verb == "pip" || verb == "env" || verb == "tool" || verb == "global") {
    const std::string_view what = words.size() > 1 ? call.text(*words[1]) : "";
    if (what != "install" && what != "sync" && what != "create" && what != "update" &&
        what != "add")
      return nullptr;
  }
  return cache;
}

bool holds(std::string_view path, const PackageCache& cache) {
  return std::any_of(cache.parts.begin(), cache.parts.end(), [&](std::string_view part) {
    return !part.empty() && path.find(part) != std::string_view::npos;
  });
}

bool cleans(const Invocation& call, const PackageCache& cache) {
  if (call.program == "rm" || call.program == "find") {
    return std::any_of(call.arguments.begin(), call.arguments.end(),
                       [&](const ShellWord& word) { return holds(call.text(word), cache); });
  }
  const std::string_view program = plain_name(call.program);
  if (program == "pacman")
    return cache.program == program && sync_letters(call).find('c') != std::string_view::npos;
  const bool same = program == cache.program ||
                    (cache.program.ends_with("mamba") && program == "conda") ||
                    (cache.program == "conda" && program.ends_with("mamba"));
  return same &&
         std::any_of(call.arguments.begin(), call.arguments.end(), [&](const ShellWord& word) {
           return holds_name(cache.cleaners, call.text(word));
         });
}

}  // namespace dflint
