// FNV-1a over what a finding is made of.
#include "server/output/fingerprint.h"

#include <algorithm>

#include "rules/rule.h"

namespace dflint {
namespace {

// Longer lines are represented by the marked text alone, so that thousands of findings in one line
// of a million bytes do not each read all of it.
constexpr uint32_t max_context = 2048;

class Hash {
 public:
  void add(std::string_view part) {
    for (unsigned char c : part) step(c);
    step(0xff);  // no part can be mistaken for two: this byte is never in UTF-8
  }
  uint64_t value() const { return value_; }

 private:
  void step(unsigned char c) { value_ = (value_ ^ c) * 0x100000001b3; }

  uint64_t value_ = 0xcbf29ce484222325;
};

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view blanks = " \t\r\n";
  const size_t begin = text.find_first_not_of(blanks);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(blanks) + 1 - begin);
}

std::string_view marked_lines(const Text& text, Range range) {
  const uint32_t begin = text.line_start(text.line_of(range.begin));
  const uint32_t end = text.line_start(text.line_of(range.end) + 1);
  if (end - begin <= max_context) return trimmed(text.bytes().substr(begin, end - begin));
  return text.bytes().substr(range.begin, std::min(range.size(), max_context));
}

}  // namespace

uint64_t Fingerprints::of(const Finding& finding, Range range, size_t instruction) {
  Hash hash;
  hash.add(finding.rule->name);
  hash.add(finding.message);
  hash.add(marked_lines(report_.document.text, range));
  const Stage* stage = report_.plan.stage_of(instruction);
  hash.add(stage == nullptr ? std::string_view() : stage->lower_name);
  const uint32_t before = seen_[hash.value()]++;
  if (before == 0) return hash.value();
  hash.add(std::to_string(before));
  return hash.value();
}

}  // namespace dflint
