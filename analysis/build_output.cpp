// Compares the parts of a path with lists of names.
#include "analysis/build_output.h"

#include <algorithm>
#include <iterator>
#include <string>

#include "analysis/unicode.h"

namespace dflint {
namespace {

// What tools for JavaScript, Java, C, Go, Rust, Python, .NET, Elixir, documentation and the like
// write to unless told otherwise; where keys and what was loaded lie.
constexpr std::string_view directories[] = {".aws",
                                            ".cache",
                                            ".git",
                                            ".gradle",
                                            ".next",
                                            ".nuxt",
                                            ".output",
                                            ".ssh",
                                            ".svelte-kit",
                                            ".terraform",
                                            ".venv",
                                            ".yarn",
                                            "__pycache__",
                                            "_build",
                                            "_output",
                                            "_site",
                                            "artifact",
                                            "artifacts",
                                            "bin",
                                            "bower_components",
                                            "build",
                                            "builds",
                                            "cache",
                                            "cert",
                                            "certs",
                                            "coverage",
                                            "dist",
                                            "download",
                                            "downloads",
                                            "gen",
                                            "generated",
                                            "keys",
                                            "lib",
                                            "libs",
                                            "node_modules",
                                            "obj",
                                            "out",
                                            "output",
                                            "pkg",
                                            "public",
                                            "publish",
                                            "release",
                                            "releases",
                                            "result",
                                            "secrets",
                                            "site",
                                            "ssl",
                                            "staging",
                                            "storybook-static",
                                            "target",
                                            "temp",
                                            "third_party",
                                            "tmp",
                                            "vendor",
                                            "venv",
                                            "wheelhouse",
                                            "wheels",
                                            "www"};

constexpr std::string_view beginnings[] = {
    ".env",     ".netrc",     ".npmrc",    ".pypirc",     "bazel-", "build-",
    "build_",   "build.info", "buildinfo", "cmake-build", "commit", "dist-",
    "git",      "id_dsa",     "id_ecdsa",  "id_ed25519",  "id_rsa", "kubeconfig",
    "revision", "rootfs",     "target-",   "version"};

constexpr std::string_view endings[] = {
    ".a",      ".apk",    ".appimage", ".bin",      ".bz2",  ".cer",  ".class", ".crate",
    ".crt",    ".csr",    ".db",       ".deb",      ".dll",  ".dump", ".dylib", ".ear",
    ".egg",    ".env",    ".exe",      ".gem",      ".gpg",  ".gz",   ".img",   ".iso",
    ".jar",    ".jks",    ".key",      ".keystore", ".ko",   ".log",  ".map",   ".min.css",
    ".min.js", ".msi",    ".nupkg",    ".o",        ".onnx", ".p12",  ".pem",   ".pfx",
    ".pkl",    ".pt",     ".pub",      ".pyc",      ".pyd",  ".rpm",  ".run",   ".safetensors",
    ".so",     ".sqlite", ".squashfs", ".tar",      ".tbz",  ".tgz",  ".token", ".txz",
    ".war",    ".wasm",   ".weights",  ".whl",      ".xz",   ".zip",  ".zst"};

}  // namespace

bool is_usual_output(std::string_view path) {
  const std::string lower = to_lower(path);
  std::string_view rest = lower;
  while (true) {
    const size_t slash = rest.find('/');
    const std::string_view name = rest.substr(0, slash);
    if (std::find(std::begin(directories), std::end(directories), name) != std::end(directories)) {
      return true;
    }
    if (std::any_of(std::begin(beginnings), std::end(beginnings),
                    [&](std::string_view begin) { return name.starts_with(begin); })) {
      return true;
    }
    if (slash == std::string_view::npos) break;
    rest.remove_prefix(slash + 1);
  }
  return std::any_of(std::begin(endings), std::end(endings),
                     [&](std::string_view end) { return lower.ends_with(end); });
}

}  // namespace dflint
