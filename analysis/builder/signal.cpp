// Signals of STOPSIGNAL.
#include "analysis/builder/signal.h"

#include <algorithm>
#include <charconv>
#include <string>

#include "analysis/unicode.h"

namespace dflint {
namespace {

constexpr std::string_view names[] = {
    "abrt", "alrm",   "bus",  "chld",   "cld",   "cont", "fpe",  "hup",   "ill",
    "int",  "io",     "iot",  "kill",   "pipe",  "poll", "prof", "pwr",   "quit",
    "segv", "stkflt", "stop", "sys",    "term",  "trap", "tstp", "ttin",  "ttou",
    "urg",  "usr1",   "usr2", "vtalrm", "winch", "xcpu", "xfsz", "rtmin", "rtmax"};

bool read_int(std::string_view text, int& number) {
  const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return !text.empty() && error == std::errc() && stop == text.data() + text.size();
}

}  // namespace

bool is_signal(std::string_view text) {
  int number = 0;
  if (read_int(text, number)) return number != 0;
  std::string name = to_lower(text);
  if (name.starts_with("sig")) name.erase(0, 3);
  if (std::find(std::begin(names), std::end(names), name) != std::end(names)) return true;
  const bool minimum = name.starts_with("rtmin+"), maximum = name.starts_with("rtmax-");
  if (!minimum && !maximum) return false;
  return read_int(std::string_view(name).substr(6), number) && number >= 1 &&
         number <= (minimum ? 15 : 14);
}

std::span<const std::string_view> signal_names() { return names; }

}  // namespace dflint
