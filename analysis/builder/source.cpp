// Sources and options of COPY and ADD, as the builder judges them once variables are expanded.
#include "analysis/builder/source.h"

#include <algorithm>
#include <vector>

#include <fmt/core.h>

#include "analysis/builder/mount.h"
#include "analysis/unicode.h"

namespace dflint {
namespace {

bool is_hex(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

// user@host:path.
bool is_scp_style(std::string_view source) {
  const size_t at = source.find('@');
  if (at == std::string_view::npos || at == 0) return false;
  const size_t colon = source.find(':', at);
  if (colon == std::string_view::npos || colon == at + 1 || colon + 1 == source.size())
    return false;
  const auto plain = [](std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) {
      return is_letter(static_cast<unsigned char>(c)) || (c >= '0' && c <= '9') || c == '-' ||
             c == '_' || c == '.';
    });
  };
  return plain(source.substr(0, at)) && plain(source.substr(at + 1, colon - at - 1));
}

// One clause of a symbolic mode: [ugoa]*([-+=][rwxXstugo]*)+
bool is_symbolic_clause(std::string_view clause) {
  size_t at = std::min(clause.find_first_not_of("ugoa"), clause.size());
  if (at == clause.size()) return false;
  while (at < clause.size()) {
    if (std::string_view("-+=").find(clause[at]) == std::string_view::npos) return false;
    at = std::min(clause.find_first_not_of("rwxXstugo", at + 1), clause.size());
  }
  return true;
}

}  // namespace

bool is_http(std::string_view source) {
  return source.starts_with("http://") || source.starts_with("https://");
}

bool is_git(std::string_view source) {
  if (source.starts_with("git://") || source.starts_with("ssh://")) return true;
  if (!is_http(source)) return is_scp_style(source);
  const std::string_view path = source.substr(0, source.find_first_of("#?"));
  return path.ends_with(".git") && path.find('/', 8) != std::string_view::npos;
}

std::string chmod_error(std::string_view mode) {
  if (mode.find_first_not_of("0123456789") == std::string_view::npos) {
    const bool octal = mode.find_first_of("89") == std::string_view::npos;
    const size_t digits = mode.size() - std::min(mode.find_first_not_of('0'), mode.size());
    if (octal && digits <= 4) return {};
    return fmt::format("`{}` is no mode; an octal one lies between 0 and 07777", mode);
  }
  std::string_view rest = mode;
  while (true) {
    const size_t comma = rest.find(',');
    if (!is_symbolic_clause(rest.substr(0, comma))) {
      return fmt::format("`{}` is no mode; write 0755 or u=rwx,go=rx", mode);
    }
    if (comma == std::string_view::npos) return {};
    rest.remove_prefix(comma + 1);
  }
}

std::string checksum_error(std::string_view checksum, size_t sources, std::string_view source) {
  if (sources > 1) return "--checksum takes one source only";
  if (!is_http(source) && !is_git(source)) return "--checksum needs an HTTP or Git source";
  if (is_git(source)) return is_hex(checksum) ? "" : fmt::format("`{}` is no commit", checksum);
  const size_t colon = checksum.find(':');
  if (colon == std::string_view::npos || colon == 0) {
    return fmt::format("`{}` is no digest; write sha256: and 64 hexadecimal digits", checksum);
  }
  const std::string_view algorithm = checksum.substr(0, colon), hex = checksum.substr(colon + 1);
  const size_t want = algorithm == "sha256"   ? 64
                      : algorithm == "sha384" ? 96
                      : algorithm == "sha512" ? 128
                                              : 0;
  if (want == 0) return fmt::format("`{}` is no digest algorithm; use sha256", algorithm);
  if (hex.size() != want)
    return fmt::format("a {} digest has {} hexadecimal digits, this one {}", algorithm, want,
                       hex.size());
  return is_hex(hex) ? "" : fmt::format("`{}` holds more than lower-case hexadecimal digits", hex);
}

std::string git_query_error(std::string_view source, std::string_view keep_git_dir) {
  const size_t question = source.find('?');
  if (question == std::string_view::npos) return {};
  const size_t hash = source.find('#');
  std::string_view query = source.substr(question + 1);
  if (hash != std::string_view::npos && hash > question)
    query = query.substr(0, hash - question - 1);
  const bool fragment = hash != std::string_view::npos;
  std::vector<std::string_view> seen;
  while (!query.empty()) {
    const size_t amp = query.find('&');
    const std::string_view option = query.substr(0, amp);
    const size_t equals = option.find('=');
    const std::string_view key = option.substr(0, equals);
    const std::string_view value =
        equals == std::string_view::npos ? "" : option.substr(equals + 1);
    constexpr std::string_view known[] = {
        "ref",    "tag",          "branch",     "subdir", "checksum",
        "commit", "keep-git-dir", "submodules", "mtime",  "fetch-by-commit"};
    if (std::find(std::begin(known), std::end(known), key) == std::end(known)) {
      return fmt::format("a Git source has no option `{}`", key);
    }
    if (std::find(seen.begin(), seen.end(), key) != seen.end())
      return fmt::format("option `{}` stands here twice", key);
    seen.push_back(key);
    const bool boolean = key == "keep-git-dir" || key == "submodules" || key == "fetch-by-commit";
    bool flag = true;
    if (boolean && !value.empty() && !is_go_bool(value, flag))
      return fmt::format("option `{}` must be true or false", key);
    if (!boolean && value.empty()) return fmt::format("option `{}` has no value", key);
    if (key == "keep-git-dir" && !keep_git_dir.empty() &&
        (to_lower(keep_git_dir) == "true") != flag) {
      return "--keep-git-dir and the option `keep-git-dir` contradict each other";
    }
    if ((key == "ref" || key == "tag" || key == "branch") && fragment &&
        source.substr(hash + 1, 1) != ":" && hash + 1 < source.size()) {
      return fmt::format("option `{}` and the part behind `#` both name a ref", key);
    }
    if (amp == std::string_view::npos) return {};
    query.remove_prefix(amp + 1);
  }
  return {};
}

}  // namespace dflint
