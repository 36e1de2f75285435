// The options of RUN --mount, as the builder judges them once variables are expanded.
#include "analysis/builder/mount.h"

#include <algorithm>
#include <charconv>

#include <fmt/core.h>

#include "analysis/keywords.h"
#include "analysis/suggest.h"
#include "analysis/unicode.h"

namespace dflint {
namespace {

constexpr std::string_view sharings[] = {"shared", "private", "locked"};

std::string_view name_of(MountType type) { return mount_types()[static_cast<size_t>(type)]; }

bool is_number(std::string_view text, int base) {
  uint32_t number = 0;
  const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), number, base);
  return !text.empty() && error == std::errc() && stop == text.data() + text.size();
}

// go-units RAMInBytes: a number and an optional unit, 64m, 1.5GiB.
bool is_ram_size(std::string_view text) {
  size_t at = 0, digits = 0;
  for (; at < text.size() && ((text[at] >= '0' && text[at] <= '9') || text[at] == '.'); ++at)
    digits += text[at] != '.';
  if (digits == 0) return false;
  while (at < text.size() && text[at] == ' ') ++at;
  const std::string unit = to_lower(text.substr(at));
  if (unit.empty() || unit == "b") return true;
  if (std::string_view("kmgtp").find(unit[0]) == std::string_view::npos) return false;
  return unit.size() == 1 || unit.substr(1) == "b" || unit.substr(1) == "ib";
}

class MountReader {
 public:
  explicit MountReader(const std::vector<MountOption>& options) : options_(options) {}

  MountSpec read() {
    for (size_t i = 0; i < options_.size(); ++i) option(i, to_lower(options_[i].key));
    whole();
    return std::move(out_);
  }

 private:
  void fail(size_t field, bool at_key, std::string message, Guess near = {}) {
    out_.errors.push_back({field, at_key, std::move(message), near});
  }

  void not_for_type(size_t i) {
    fail(i, true, fmt::format("a {} mount takes no `{}`", name_of(out_.type), options_[i].key));
  }

  void boolean(size_t i) {
    bool ignored = false;
    if (!is_go_bool(options_[i].value, ignored)) {
      fail(i, false,
           fmt::format("`{}` must be true or false, not `{}`", options_[i].key, options_[i].value));
    }
  }

  void number(size_t i, int base) {
    if (!is_number(options_[i].value, base)) {
      fail(i, false,
           fmt::format("`{}` must be {}, not `{}`", options_[i].key,
                       base == 8 ? "an octal number such as 0755" : "a number", options_[i].value));
    }
  }

  bool secret_or_ssh() const {
    return out_.type == MountType::secret || out_.type == MountType::ssh;
  }

  void option(size_t i, const std::string& key) {
    const MountOption& option = options_[i];
    const bool flag = key == "readonly" || key == "ro" || key == "readwrite" || key == "rw";
    if (key == "required") {
      // The builder judges by the type read so far.
      if (!secret_or_ssh()) return required_too_early(i);
      if (option.has_value) boolean(i);
      return;
    }
    if (flag) {
      if (option.has_value) boolean(i);
      return;
    }
    if (!option.has_value) {
      return fail(i, true, fmt::format("`{}` must be key=value", option.whole));
    }
    if (key == "type") return type(i);
    if (key == "from")
      out_.from = option.value, from_at_ = i;
    else if (key == "source" || key == "src")
      out_.source = option.value, source_at_ = i;
    else if (key == "target" || key == "dst" || key == "destination")
      out_.target = option.value;
    else if (key == "id")
      out_.id = option.value;
    else if (key == "env")
      return;
    else if (key == "size")
      size(i);
    else if (key == "sharing")
      sharing(i);
    else if (key == "mode")
      number(i, 8), file_info_.push_back(i);
    else if (key == "uid" || key == "gid")
      number(i, 10), file_info_.push_back(i);
    else
      unknown(i);
  }

  void required_too_early(size_t i) {
    if (last_secret_ == SIZE_MAX) last_secret_ = find_last_secret();
    if (last_secret_ <= i) return not_for_type(i);
    fail(i, true, "`required` must stand after `type=`");
  }

  // One past the last option that makes this a secret or ssh mount; 0: none.
  size_t find_last_secret() const {
    for (size_t i = options_.size(); i-- > 0;) {
      const MountOption& o = options_[i];
      if (equal_ignoring_case(o.key, "type") &&
          (equal_ignoring_case(o.value, "secret") || equal_ignoring_case(o.value, "ssh"))) {
        return i + 1;
      }
    }
    return 0;
  }

  void type(size_t i) {
    const std::string value = to_lower(options_[i].value);
    const auto types = mount_types();
    const auto found = std::find(types.begin(), types.end(), value);
    if (found != types.end()) {
      out_.type = static_cast<MountType>(found - types.begin());
      return;
    }
    fail(i, false,
         fmt::format("`{}` is no mount type; use bind, cache, tmpfs, secret or ssh",
                     options_[i].value),
         guess(value, types));
    unknown_type_ = true;
  }

  void size(size_t i) {
    if (out_.type != MountType::tmpfs) return not_for_type(i);
    if (!is_ram_size(options_[i].value)) {
      fail(i, false, fmt::format("`size` must be a size such as 64m, not `{}`", options_[i].value));
    }
  }

  void sharing(size_t i) {
    sharing_at_ = i;
    const std::string value = to_lower(options_[i].value);
    if (std::find(std::begin(sharings), std::end(sharings), value) != std::end(sharings)) return;
    fail(i, false,
         fmt::format("`sharing` must be shared, private or locked, not `{}`", options_[i].value),
         guess(value, sharings));
  }

  void unknown(size_t i) {
    const Guess near = guess(options_[i].key, mount_keys());
    std::string message = fmt::format("a mount has no option `{}`", options_[i].key);
    if (!near.word.empty()) message += fmt::format("; did you mean `{}`?", near.word);
    fail(i, true, std::move(message), near);
  }

  // What can be judged only when all options are known.
  void whole() {
    out_.needs_target = !secret_or_ssh() && !unknown_type_;
    if (unknown_type_) return;
    if (out_.type == MountType::bind || out_.type == MountType::tmpfs) {
      for (const size_t i : file_info_) not_for_type(i);
    }
    if (sharing_at_ != SIZE_MAX && out_.type != MountType::cache) not_for_type(sharing_at_);
    if (out_.type == MountType::ssh && !out_.source.empty()) not_for_type(source_at_);
    if (out_.type != MountType::secret) return;
    if (!out_.from.empty()) not_for_type(from_at_);
    if (!out_.source.empty() && !out_.id.empty())
      fail(source_at_, true, "a secret mount takes `id` or `source`, not both");
    if (out_.source.empty() && out_.target.empty() && out_.id.empty()) {
      fail(SIZE_MAX, false, "a secret mount needs `id`, `source` or `target`");
    }
  }

  const std::vector<MountOption>& options_;
  MountSpec out_;
  size_t from_at_ = 0, source_at_ = 0, sharing_at_ = SIZE_MAX;
  std::vector<size_t> file_info_;
  size_t last_secret_ = SIZE_MAX;
  bool unknown_type_ = false;
};

}  // namespace

MountSpec read_mount(const std::vector<MountOption>& options) {
  return MountReader(options).read();
}

bool is_go_bool(std::string_view text, bool& value) {
  constexpr std::string_view yes[] = {"1", "t", "T", "TRUE", "true", "True"};
  constexpr std::string_view no[] = {"0", "f", "F", "FALSE", "false", "False"};
  value = std::find(std::begin(yes), std::end(yes), text) != std::end(yes);
  return value || std::find(std::begin(no), std::end(no), text) != std::end(no);
}

}  // namespace dflint
