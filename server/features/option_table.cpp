// The tables of flags and mount options.
#include "server/features/option_table.h"

#include "analysis/reference.h"

namespace dflint {
namespace {

constexpr FlagForm flags[] = {
    {Keyword::from, "platform", "linux/amd64", {}},
    {Keyword::run, "mount", "type=cache,target=/root/.cache", {}, true},
    {Keyword::run, "network", "none", "default none host"},
    {Keyword::run, "security", "sandbox", "sandbox insecure"},
    {Keyword::run, "device", "nvidia.com/gpu=all", {}, true},
    {Keyword::copy, "from", "stage", {}},
    {Keyword::copy, "chown", "user:group", {}},
    {Keyword::copy, "chmod", "0755", "0755 0644 0600 0555 a+x u+rwX,go+rX"},
    {Keyword::copy, "link", {}, "true false"},
    {Keyword::copy, "parents", {}, "true false"},
    {Keyword::copy, "exclude", "*.md", {}, true},
    {Keyword::add, "chown", "user:group", {}},
    {Keyword::add, "chmod", "0755", "0755 0644 0600 0555 a+x u+rwX,go+rX"},
    {Keyword::add, "checksum", "sha256:", "sha256:"},
    {Keyword::add, "link", {}, "true false"},
    {Keyword::add, "keep-git-dir", {}, "true false"},
    {Keyword::add, "unpack", {}, "true false"},
    {Keyword::add, "exclude", "*.md", {}, true},
    {Keyword::healthcheck, "interval", "30s", "10s 30s 1m 5m"},
    {Keyword::healthcheck, "timeout", "30s", "3s 5s 10s 30s"},
    {Keyword::healthcheck, "start-period", "5s", "5s 10s 30s 1m"},
    {Keyword::healthcheck, "start-interval", "5s", "1s 2s 5s"},
    {Keyword::healthcheck, "retries", "3", "1 3 5"},
};

constexpr MountForm mounts[] = {
    {"type", "cache", "bind cache tmpfs secret ssh", "what is mounted; bind where it is not said"},
    {"target", "/path", {}, "where it is mounted; `dst` and `destination` mean the same"},
    {"source",
     "path",
     {},
     "what is mounted, inside the build context or what `from` names; `src` means the same"},
    {"from",
     "stage",
     {},
     "a stage, image or named context instead of the build context, or to begin a cache with"},
    {"id", "id", {}, "tells caches, secrets or agents apart; the target where a cache says none"},
    {"sharing", "locked", "shared private locked",
     "what builds at the same time do: share the cache, get one each, or wait"},
    {"required", {}, "true false", "the build fails where the secret or agent is not given"},
    {"env", "NAME", {}, "the environment variable that gets the secret"},
    {"mode", "0400", "0755 0700 0644 0400", "its permissions, octal"},
    {"uid", "1000", "0 1000", "the number of the user who owns it"},
    {"gid", "1000", "0 1000", "the number of the group that owns it"},
    {"readonly", {}, "true false", "no writing; `ro` means the same"},
    {"readwrite",
     {},
     "true false",
     "writing is allowed, and lost afterwards in a bind mount; `rw` means the same"},
    {"size", "64m", "64m 256m 1g", "how much it may hold"},
};

constexpr MountTypeForm types[] = {
    {"cache", ",target=${1:/root/.cache}", "a directory that stays between builds"},
    {"bind", ",source=${1:.},target=${2:/src}",
     "files of the build context, a stage or an image; nothing is copied"},
    {"secret", ",id=${1:id},target=${2:/run/secrets/id}",
     "a file or variable that never gets into the image"},
    {"ssh", "", "the SSH agent of whoever builds"},
    {"tmpfs", ",target=${1:/tmp}", "memory that is gone afterwards"},
};

constexpr CacheDirectory caches[] = {
    {"/root/.cache", "most programs of root"},
    {"/root/.cache/pip", "pip"},
    {"/root/.cache/uv", "uv"},
    {"/root/.cache/pypoetry", "Poetry"},
    {"/root/.npm", "npm"},
    {"/usr/local/share/.cache/yarn", "Yarn 1"},
    {"/root/.local/share/pnpm/store", "pnpm"},
    {"/root/.bun/install/cache", "Bun"},
    {"/go/pkg/mod", "Go modules"},
    {"/root/.cache/go-build", "Go builds"},
    {"/usr/local/cargo/registry", "Cargo"},
    {"/usr/local/cargo/git/db", "Cargo"},
    {"/root/.m2", "Maven"},
    {"/root/.gradle", "Gradle"},
    {"/root/.nuget/packages", "NuGet"},
    {"/root/.composer/cache", "Composer"},
    {"/usr/local/bundle/cache", "Bundler"},
    {"/root/.cache/ccache", "ccache"},
    {"/var/cache/apt", "apt-get; with sharing=locked"},
    {"/var/lib/apt", "apt-get; with sharing=locked"},
    {"/var/cache/apk", "apk"},
    {"/var/cache/dnf", "dnf"},
    {"/var/cache/yum", "yum"},
};

}  // namespace

std::span<const FlagForm> flag_forms() { return flags; }

const FlagForm* flag_form(Keyword keyword, std::string_view name) {
  for (const FlagForm& flag : flags) {
    if (flag.keyword == keyword && flag.name == name) return &flag;
  }
  return nullptr;
}

std::span<const MountForm> mount_forms() { return mounts; }
bool has_option(std::string_view type, const MountForm& option) {
  const MountKeyText* key = mount_key_text(option.name);
  return key != nullptr && in_list(type, key->types);
}

std::span<const MountTypeForm> mount_type_forms() { return types; }
std::span<const CacheDirectory> cache_directories() { return caches; }

bool in_list(std::string_view word, std::string_view list) {
  bool found = false;
  for_words(list, [&](std::string_view other) { found |= other == word; });
  return found;
}

}  // namespace dflint
