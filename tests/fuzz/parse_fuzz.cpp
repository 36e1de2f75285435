// Any bytes: the parser returns a document that holds all of them.
#include <cstdint>

#include "tests/fuzz/report.h"
#include "tests/support/properties.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace dflint;
  const std::string text(reinterpret_cast<const char*>(data), size);
  stop_if_wrong(check_document(parse(Text(text))), text);
  return 0;
}
