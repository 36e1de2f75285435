// A text and edits of it: re-parsing gives what parsing gives, and shares what did not change.
#include <algorithm>
#include <cstdint>

#include "tests/fuzz/report.h"
#include "tests/support/edits.h"
#include "tests/support/properties.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace dflint;
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const size_t split = std::min(size, choice_bytes);
  Choices choices(input.substr(0, split));
  Document document = parse(Text(std::string(input.substr(split))));
  for (uint32_t edits = 1 + choices.below(4); edits > 0; --edits) {
    const Edit edit = random_edit(choices, document.text.bytes());
    Document next;
    stop_if_wrong(check_reparse(document, edit, next), document.text.bytes());
    document = std::move(next);
  }
  return 0;
}
