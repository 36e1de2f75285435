// Platforms: os[/arch[/variant]], as containerd reads them.
#include "analysis/builder/platform.h"

#include <algorithm>
#include <vector>

#include "analysis/unicode.h"

namespace dflint {
namespace {

constexpr std::string_view systems[] = {
    "aix",   "android", "darwin", "dragonfly", "freebsd", "hurd",    "illumos", "ios", "js",
    "linux", "nacl",    "netbsd", "openbsd",   "plan9",   "solaris", "windows", "zos"};
constexpr std::string_view architectures[] = {
    "386",     "amd64",   "amd64p32", "arm",    "armbe",  "arm64",    "arm64be",   "ppc64",
    "ppc64le", "loong64", "mips",     "mipsle", "mips64", "mips64le", "mips64p32", "mips64p32le",
    "ppc",     "riscv",   "riscv64",  "s390",   "s390x",  "sparc",    "sparc64",   "wasm"};
constexpr std::string_view common[] = {
    "linux/amd64",   "linux/arm64", "linux/arm/v7",  "linux/arm/v6",  "linux/386",
    "linux/ppc64le", "linux/s390x", "linux/riscv64", "windows/amd64", "linux/loong64"};

template <size_t N>
bool contains(const std::string_view (&all)[N], std::string_view word) {
  return std::find(std::begin(all), std::end(all), word) != std::end(all);
}

void normalise(Platform& platform) {
  platform.os = to_lower(platform.os);
  platform.arch = to_lower(platform.arch);
  platform.variant = to_lower(platform.variant);
  if (platform.os == "macos") platform.os = "darwin";
  if (platform.arch == "x86_64" || platform.arch == "x86-64") platform.arch = "amd64";
  if (platform.arch == "i386") platform.arch = "386";
  if (platform.arch == "aarch64") platform.arch = "arm64";
  if (platform.arch == "armhf") platform.arch = "arm", platform.variant = "v7";
  if (platform.arch == "armel") platform.arch = "arm", platform.variant = "v6";
}

bool is_part(std::string_view part) {
  return !part.empty() && std::all_of(part.begin(), part.end(), [](char c) {
    return (to_lower(c) >= 'a' && to_lower(c) <= 'z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '.' || c == '-';
  });
}

}  // namespace

std::optional<Platform> read_platform(std::string_view text) {
  std::vector<std::string_view> parts;
  while (true) {
    const size_t slash = text.find('/');
    parts.push_back(text.substr(0, slash));
    if (slash == std::string_view::npos) break;
    text.remove_prefix(slash + 1);
  }
  // windows(10.0.17763)/amd64: the version of the operating system in parentheses.
  if (const size_t open = parts[0].find('(');
      open != std::string_view::npos && parts[0].ends_with(')')) {
    parts[0] = parts[0].substr(0, open);
  }
  if (parts.size() > 3 || !std::all_of(parts.begin(), parts.end(), is_part)) return std::nullopt;
  Platform platform;
  if (parts.size() > 1) {
    platform = {std::string(parts[0]), std::string(parts[1]),
                std::string(parts.size() > 2 ? parts[2] : "")};
    normalise(platform);
    return platform;
  }
  platform.os = parts[0];
  normalise(platform);
  if (contains(systems, platform.os)) {
    platform.arch = "amd64";
    return platform;
  }
  platform = {"linux", std::string(parts[0]), ""};
  normalise(platform);
  if (contains(architectures, platform.arch)) return platform;
  return std::nullopt;
}

std::span<const std::string_view> common_platforms() { return common; }

}  // namespace dflint
