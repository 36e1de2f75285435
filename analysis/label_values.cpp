// Reads values of labels.
#include "analysis/label_values.h"

#include <algorithm>
#include <iterator>

namespace dflint {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

bool all_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
}

// Identifiers of spdx.org/licenses, in order; the deprecated short forms of GNU licences too.
constexpr std::string_view spdx_ids[] = {
    "0BSD",
    "AAL",
    "AFL-2.1",
    "AFL-3.0",
    "AGPL-1.0",
    "AGPL-3.0",
    "AGPL-3.0-only",
    "AGPL-3.0-or-later",
    "APSL-2.0",
    "Apache-1.0",
    "Apache-1.1",
    "Apache-2.0",
    "Artistic-1.0",
    "Artistic-2.0",
    "BSD-1-Clause",
    "BSD-2-Clause",
    "BSD-2-Clause-Patent",
    "BSD-3-Clause",
    "BSD-3-Clause-Clear",
    "BSD-4-Clause",
    "BSL-1.0",
    "BUSL-1.1",
    "BlueOak-1.0.0",
    "CC-BY-3.0",
    "CC-BY-4.0",
    "CC-BY-NC-4.0",
    "CC-BY-NC-ND-4.0",
    "CC-BY-NC-SA-4.0",
    "CC-BY-ND-4.0",
    "CC-BY-SA-3.0",
    "CC-BY-SA-4.0",
    "CC0-1.0",
    "CDDL-1.0",
    "CDDL-1.1",
    "CECILL-2.1",
    "CPAL-1.0",
    "CPL-1.0",
    "ECL-2.0",
    "EFL-2.0",
    "EPL-1.0",
    "EPL-2.0",
    "EUPL-1.1",
    "EUPL-1.2",
    "Elastic-2.0",
    "FTL",
    "GFDL-1.3",
    "GFDL-1.3-only",
    "GFDL-1.3-or-later",
    "GPL-1.0",
    "GPL-1.0-only",
    "GPL-1.0-or-later",
    "GPL-2.0",
    "GPL-2.0+",
    "GPL-2.0-only",
    "GPL-2.0-or-later",
    "GPL-2.0-with-classpath-exception",
    "GPL-3.0",
    "GPL-3.0+",
    "GPL-3.0-only",
    "GPL-3.0-or-later",
    "HPND",
    "ICU",
    "IPL-1.0",
    "ISC",
    "LGPL-2.0",
    "LGPL-2.0-only",
    "LGPL-2.0-or-later",
    "LGPL-2.1",
    "LGPL-2.1+",
    "LGPL-2.1-only",
    "LGPL-2.1-or-later",
    "LGPL-3.0",
    "LGPL-3.0+",
    "LGPL-3.0-only",
    "LGPL-3.0-or-later",
    "LPPL-1.3c",
    "MIT",
    "MIT-0",
    "MPL-1.0",
    "MPL-1.1",
    "MPL-2.0",
    "MPL-2.0-no-copyleft-exception",
    "MS-PL",
    "MS-RL",
    "MulanPSL-2.0",
    "NCSA",
    "NPL-1.1",
    "OFL-1.1",
    "OLDAP-2.8",
    "OSL-3.0",
    "OpenSSL",
    "PHP-3.0",
    "PHP-3.01",
    "PostgreSQL",
    "Python-2.0",
    "QPL-1.0",
    "RPL-1.5",
    "Ruby",
    "SISSL",
    "SSPL-1.0",
    "Sleepycat",
    "UPL-1.0",
    "Unicode-DFS-2016",
    "Unlicense",
    "Vim",
    "W3C",
    "WTFPL",
    "X11",
    "XFree86-1.1",
    "ZPL-2.1",
    "Zend-2.0",
    "Zlib",
    "bzip2-1.0.6",
    "curl",
};

// Dot-separated parts of letters, digits and dashes; numbers without a leading zero where asked.
bool is_identifiers(std::string_view text, bool strict) {
  while (true) {
    const std::string_view part = text.substr(0, text.find('.'));
    if (part.empty() || !std::all_of(part.begin(), part.end(), [](char c) {
          return is_letter(c) || is_digit(c) || c == '-';
        }))
      return false;
    if (strict && part.size() > 1 && part[0] == '0' && all_digits(part)) return false;
    if (part.size() == text.size()) return true;
    text.remove_prefix(part.size() + 1);
  }
}

// Two digits of which the number is at most `most`.
bool is_two(std::string_view text, size_t at, int most) {
  if (at + 2 > text.size() || !is_digit(text[at]) || !is_digit(text[at + 1])) return false;
  return (text[at] - '0') * 10 + (text[at + 1] - '0') <= most;
}

}  // namespace

bool is_absolute_uri(std::string_view text) {
  const size_t colon = text.find(':');
  if (colon == std::string_view::npos || colon == 0 || !is_letter(text[0])) return false;
  if (!std::all_of(text.begin(), text.begin() + colon, [](char c) {
        return is_letter(c) || is_digit(c) || c == '+' || c == '-' || c == '.';
      }))
    return false;
  for (size_t i = colon + 1; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '%') {
      if (i + 2 >= text.size() || !is_hex(text[i + 1]) || !is_hex(text[i + 2])) return false;
    } else if (!is_letter(c) && !is_digit(c) &&
               std::string_view("-._~:/?#[]@!$&'()*+,;=").find(c) == std::string_view::npos) {
      return false;
    }
  }
  return true;
}

bool is_rfc3339(std::string_view text) {
  const auto is = [&](size_t at, char c) { return at < text.size() && text[at] == c; };
  if (text.size() < 20 || !all_digits(text.substr(0, 4)) || !is(4, '-') || !is_two(text, 5, 12) ||
      !is(7, '-') || !is_two(text, 8, 31) || (!is(10, 'T') && !is(10, 't')) ||
      !is_two(text, 11, 23) || !is(13, ':') || !is_two(text, 14, 59) || !is(16, ':') ||
      !is_two(text, 17, 60))
    return false;
  size_t at = 19;
  if (text[at] == '.') {
    const size_t begin = ++at;
    while (at < text.size() && is_digit(text[at])) ++at;
    if (at == begin) return false;
  }
  if (at + 1 == text.size()) return text[at] == 'Z' || text[at] == 'z';
  return (is(at, '+') || is(at, '-')) && is_two(text, at + 1, 23) && is(at + 3, ':') &&
         is_two(text, at + 4, 59) && at + 6 == text.size();
}

bool is_spdx_id(std::string_view text) {
  return std::find(std::begin(spdx_ids), std::end(spdx_ids), text) != std::end(spdx_ids);
}

bool is_spdx_expression(std::string_view text) {
  bool wants_id = true, exception = false;
  int depth = 0;
  for (size_t at = 0; at < text.size();) {
    if (text[at] == ' ') {
      ++at;
      continue;
    }
    if (text[at] == '(' || text[at] == ')') {
      if (wants_id == (text[at] == ')')) return false;
      depth += text[at++] == '(' ? 1 : -1;
      if (depth < 0) return false;
      continue;
    }
    const std::string_view word = text.substr(at, text.find_first_of(" ()", at) - at);
    at += word.size();
    if (!wants_id) {
      if (word != "AND" && word != "OR" && word != "WITH") return false;
      exception = word == "WITH";
    } else if (!exception && !is_spdx_id(word) && !word.starts_with("LicenseRef-")) {
      return false;
    }
    wants_id = !wants_id;
  }
  return !wants_id && depth == 0;
}

bool is_git_hash(std::string_view text) {
  return (text.size() == 7 || text.size() == 40) &&
         std::all_of(text.begin(), text.end(),
                     [](char c) { return is_digit(c) || (c >= 'a' && c <= 'f'); });
}

bool is_semver(std::string_view text) {
  if (const size_t plus = text.find('+'); plus != std::string_view::npos) {
    if (!is_identifiers(text.substr(plus + 1), false)) return false;
    text = text.substr(0, plus);
  }
  if (const size_t dash = text.find('-'); dash != std::string_view::npos) {
    if (!is_identifiers(text.substr(dash + 1), true)) return false;
    text = text.substr(0, dash);
  }
  if (std::count(text.begin(), text.end(), '.') != 2 || !is_identifiers(text, true)) return false;
  return std::all_of(text.begin(), text.end(), [](char c) { return is_digit(c) || c == '.'; });
}

bool is_email(std::string_view text) {
  const size_t at = text.rfind('@');
  if (at == std::string_view::npos || at == 0) return false;
  const std::string_view local = text.substr(0, at);
  const bool local_ok =
      local.front() != '.' && local.back() != '.' && local.find("..") == std::string_view::npos &&
      std::all_of(local.begin(), local.end(), [](char c) {
        return is_letter(c) || is_digit(c) || static_cast<unsigned char>(c) >= 0x80 ||
               std::string_view("!#$%&'*+/=?^_`{|}~.-").find(c) != std::string_view::npos;
      });
  return local_ok && is_identifiers(text.substr(at + 1), false);
}

}  // namespace dflint
