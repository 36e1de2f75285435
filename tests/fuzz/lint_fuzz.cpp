// A text and edits of it: the next snapshot equals a fresh one, every rule on.
#include <algorithm>
#include <cstdint>

#include "rules/rule_set.h"
#include "rules/snapshot.h"
#include "tests/fuzz/report.h"
#include "tests/support/edits.h"
#include "tests/support/properties.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace dflint;
  static const RuleSet rules = [] {
    RuleSet all(builtin_rules());
    all.select({.select = {"all"}, .ignore = {}});
    return all;
  }();
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const size_t split = std::min(size, choice_bytes);
  Choices choices(input.substr(0, split));
  SnapshotPtr at = snapshot(Text(std::string(input.substr(split))), rules);
  for (uint32_t edits = 1 + choices.below(3); edits > 0; --edits) {
    const Edit edit = random_edit(choices, at->document.text.bytes());
    SnapshotPtr after;
    stop_if_wrong(check_next(*at, edit, rules, after), at->document.text.bytes());
    at = after;
  }
  return 0;
}
