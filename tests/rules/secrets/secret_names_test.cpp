// Which names hadolint takes for secrets, and which labels hold one.
#include <gtest/gtest.h>

#include <string_view>

#include "tests/support/hadolint_text.h"

namespace dflint {
namespace {

TEST(NoSecretsInArgOrEnv, LooksAtPartsOfNamesAsHadolint) {
  const Marked marked = marked_as_hadolint("no-secrets-in-arg-or-env",
                                           "[|ARG|] TOKENIZER\nFROM a\n[|ENV|] A=1 goprivate=x\n"
                                           "[|ARG|] AWS_ACCESS_KEY_ID\n[|ONBUILD|] ENV username=a\n"
                                           "ARG DB_HOST\nENV SSH_KEY=1\n");
  EXPECT_EQ(marked.found, marked.expected);
}

TEST(SecretInLabel, NeedsAValue) {
  const auto check = [](std::string_view text) {
    const Marked marked = marked_by("secret-in-label", text);
    EXPECT_EQ(marked.found, marked.expected);
  };
  check("FROM a\nLABEL [|a.password|]=x password=\"\" needs.token=true token.url=x\n");
  check("FROM a\nLABEL [|api_key|]=x key=x public.secret=x [|\"x/secret\"|]=\"y\"\n");
  check("FROM a\nARG API_TOKEN\nLABEL a=[|$API_TOKEN|] b=$TOKEN_FILE\nENV a=$API_TOKEN\n");
}

}  // namespace
}  // namespace dflint
