// Any bytes from a client: every question is answered once, and the server lives on.
#include <cstdint>

#include "tests/fuzz/report.h"
#include "tests/server/lsp/protocol_properties.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace dflint;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  stop_if_wrong(lsp::check_protocol(bytes), bytes);
  return 0;
}
