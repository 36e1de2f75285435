// What becomes of secrets: written down, cleaned up, copied, mounted.
#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "rules/fix.h"
#include "tests/support/marked_text.h"

namespace dflint {
namespace {

void check(std::string_view rule, std::string_view text) {
  const Marked marked = marked_by(rule, text);
  EXPECT_EQ(marked.found, marked.expected);
}

void check_fix(std::string_view rule, std::string_view text, std::string_view fixed) {
  RuleSet rules(builtin_rules());
  rules.select({{std::string(rule)}, {}});
  EXPECT_EQ(fix(Text(std::string(text)), rules, Safety::unsafe).text, fixed);
}

void leak(std::string_view run) {
  check("secret-in-layer", std::string("FROM a\nRUN --mount=type=secret,id=t ") + std::string(run));
}

TEST(SecretInLayer, FollowsFilesAndVariables) {
  leak("cat /run/secrets/t > [|/x|]");
  leak("cat /run/secrets/t | base64 -d > [|/x|]");
  leak("cat /run/secrets/t | tee -a [|/x|]");
  leak("base64 -d < /run/secrets/t > [|/x|]");
  leak("T=$(cat /run/secrets/t) && echo \"$T\" >> [|/x|]");
  leak("export T=`cat /run/secrets/t` && printf %s $T > [|/x|]");
  leak("sudo cp /run/secrets/t [|/etc/|]");
  leak("T=$(cat /run/secrets/t) git clone x && git clone [|https://u:$(cat /run/secrets/t)@h/x|]");
  leak("pip config set global.index-url [|https://u:$(cat /run/secrets/t)@h/|]");
}

TEST(SecretInLayer, LeavesAloneWhatDoesNotStay) {
  leak("cat /run/secrets/t > /dev/null");
  leak("cat /run/secrets/t > /x && use /x; rm -f /x");
  leak("trap 'rm -f ~/.netrc' EXIT; cat /run/secrets/t > ~/.netrc; git fetch");
  leak("cat /run/secrets/t > $HOME/.netrc && rm ~/.netrc");
  leak("cat /run/secrets/t > /tmp/a/x && rm -rf /tmp/a");
  leak("cat /run/secrets/t");
  leak("cat /run/secrets/toolbox > /x");
  leak("curl -H \"X: $(cat /run/secrets/t)\" https://h/x > /x");
  leak("npm config set //h/:_authToken $(cat /run/secrets/t) && npm ci && npm config delete x");
  leak("git clone https://u:$(cat /run/secrets/t)@h/x.git && rm -rf x/.git");
  leak("echo a > /x");
  check("secret-in-layer",
        "FROM a\nRUN --mount=type=secret,id=t --mount=type=tmpfs,target=/s cat /run/secrets/t > "
        "/s/x");
  check("secret-in-layer", "FROM a\nRUN cat /etc/passwd > /x");
}

TEST(SecretInLayer, KnowsWhereASecretIs) {
  check("secret-in-layer",
        "FROM a\nRUN --mount=type=secret,id=t,target=/k cp /k [|/x|]\n"
        "RUN --mount=type=secret,id=t,env=E echo $E > [|/x|]\n"
        "RUN echo $E > /x\n");
  check("secret-in-layer", "FROM a\nARG A_TOKEN\nRUN echo $A_TOKEN > [|/x|]\n");
  check("secret-in-layer", "FROM a\nRUN echo $A_TOKEN > /x\nARG A_TOKEN\n");
  check("secret-in-layer", "FROM a\nARG A_KEY=0x1234\nRUN echo $A_KEY > /x\n");
  check("secret-in-layer", "FROM a AS b\nARG A_TOKEN\nFROM a\nRUN echo $A_TOKEN > /x\n");
}

TEST(CopiedSecretFile, LooksAtWhatTheContextGives) {
  check("copied-secret-file", "FROM a\nCOPY a [|b/id_rsa|] [|.npmrc|] /x/\n");
  check("copied-secret-file",
        "FROM a\nADD [|.aws/credentials|] /x\nCOPY id_rsa.pub .env.example /x/\n");
  check("copied-secret-file", "FROM a AS b\nFROM a\nCOPY --from=b /root/.npmrc /x\n");
}

TEST(CopiedSecretFile, MountsOnlyWhereOneRunCanUseIt) {
  const std::string_view rule = "copied-secret-file";
  check_fix(rule, "FROM a\nCOPY .npmrc /root/\nRUN npm ci\n",
            "FROM a\nRUN --mount=type=secret,id=npmrc,target=/root/.npmrc npm ci\n");
  check_fix(rule, "FROM a\nCOPY .netrc /root/.netrc\nRUN git fetch && \\\n  rm /root/.netrc\n",
            "FROM a\nRUN --mount=type=secret,id=netrc,target=/root/.netrc git fetch\n");
  for (const std::string_view kept :
       {"FROM a\nCOPY .npmrc /root/\nRUN npm ci\nRUN npm test\n",     // which of them?
        "FROM a\nCOPY .npmrc ./\nRUN npm ci\n",                       // where?
        "FROM a\nCOPY .npmrc x /root/\nRUN npm ci\n",                 // what of x?
        "FROM a\nCOPY .npmrc /root/\nRUN rm /root/.npmrc; npm ci\n",  // a mount stays
        "FROM a AS b\nCOPY .npmrc /root/\nRUN npm ci\nFROM b\nRUN npm test\n",
        "FROM a\nCOPY .env /app/\nRUN npm ci\n"}) {
    check_fix(rule, kept, kept);
  }
}

TEST(NoSecretsInArgOrEnv, MountsWhereOneRunReadsTheArgument) {
  const std::string_view rule = "no-secrets-in-arg-or-env";
  check_fix(rule, "FROM a\nARG A_TOKEN\nRUN x $A_TOKEN\n",
            "FROM a\nRUN --mount=type=secret,id=a_token,env=A_TOKEN x $A_TOKEN\n");
  for (const std::string_view kept :
       {"FROM a\nARG A_TOKEN\nRUN x $A_TOKEN\nRUN y ${A_TOKEN}\n",
        "FROM a\nARG A_TOKEN\nENV B=$A_TOKEN\nRUN x $A_TOKEN\n", "FROM a\nARG A_TOKEN\nRUN x\n",
        "FROM a\nARG A_TOKEN=x\nRUN x $A_TOKEN\n", "FROM a\nRUN x $A_TOKEN\nARG A_TOKEN\n",
        "FROM a AS b\nARG A_TOKEN\nFROM b\nRUN x $A_TOKEN\n", "ARG A_TOKEN\nFROM a\nRUN x\n"}) {
    check_fix(rule, kept, kept);
  }
}

TEST(PasswordInCommand, KnowsPlaceholders) {
  const std::string_view rule = "password-in-command";
  check(rule,
        "FROM a\nRUN curl --user [|b:Fv7Qm2xW9b|] https://h\nRUN sshpass [|-pFv7Qm2xW9b|] ssh h\n");
  check(rule,
        "FROM a\nRUN curl -u b:$P -u user:password -u b https://h\nRUN wget --password=$P h\n");
}

TEST(OpenSecretMount, ReadsModes) {
  const std::string_view rule = "open-secret-mount";
  check(rule, "FROM a\nRUN --mount=type=secret,id=a,[|mode=0444|] x\n");
  check(
      rule,
      "FROM a\nRUN --mount=type=secret,id=a,mode=0440 --mount=type=cache,target=/x,mode=0777 x\n");
  check(rule, "FROM a\nRUN --mount=type=secret,id=a,mode=u=r x\n");
}

}  // namespace
}  // namespace dflint
