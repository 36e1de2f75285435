// What the fuzzer of the protocol tries, with numbers in place of what it makes up.
// DFLINT_PROTOCOL_STREAMS is how many streams.
#include <gtest/gtest.h>

#include <string>

#include "tests/server/lsp/protocol_properties.h"
#include "tests/support/properties.h"
#include "tests/support/texts.h"

namespace dflint::lsp {
namespace {

TEST(Protocol, EveryQuestionIsAnsweredOnce) {
  const unsigned long streams = number_from("DFLINT_PROTOCOL_STREAMS", 400);
  Choices choices(5);
  for (unsigned long i = 0; i < streams; ++i) {
    std::string stream = random_stream(choices);
    // Bytes are lost or come twice.
    if (i % 4 == 0) {
      const uint32_t at = choices.below(static_cast<uint32_t>(stream.size()));
      const uint32_t size = choices.below(60);
      stream.insert(at, stream.substr(choices.below(static_cast<uint32_t>(stream.size())), size));
      stream.erase(choices.below(static_cast<uint32_t>(stream.size())), choices.below(60));
    }
    const std::string wrong = ProtocolTrial().send_stream(stream);
    ASSERT_EQ(wrong, "") << "of " << dflint::quoted(stream);
  }
}

TEST(Protocol, AnyBytes) {
  Choices choices(6);
  for (int i = 0; i < 300; ++i) {
    std::string bytes;
    for (uint32_t left = choices.below(200); left > 0; --left)
      bytes += static_cast<char>(choices.below(256));
    if (i % 3 == 0)
      bytes.insert(0, "Content-Length: " + std::to_string(choices.below(9)) + "\r\n\r\n");
    ASSERT_EQ(check_protocol(bytes), "") << dflint::quoted(bytes);
  }
}

}  // namespace
}  // namespace dflint::lsp
