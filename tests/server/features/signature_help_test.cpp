// How instructions are written, and which part is being typed.
#include "server/features/signature_help.h"

#include <gtest/gtest.h>

#include "analysis/keywords.h"
#include "rules/rule_set.h"
#include "tests/support/cursor.h"
#include "tests/support/texts.h"

namespace dflint {
namespace {

const RuleSet& rules() {
  static const RuleSet all(builtin_rules());
  return all;
}

SignatureHelp help_at(std::string_view marked) {
  const AtCursor at = at_cursor(marked);
  return signature_help(*snapshot(Text(at.text), rules()), at.offset);
}

// The labels, a line each, with [| |] around the active part.
std::string signatures(std::string_view marked) {
  std::string out;
  for (const Signature& signature : help_at(marked).signatures) {
    std::string label = signature.label;
    if (signature.active_parameter) {
      const SignatureParameter& active = signature.parameters[*signature.active_parameter];
      label.insert(active.end, "|]");
      label.insert(active.begin, "[|");
    }
    out += label + '\n';
  }
  return out;
}

TEST(SignatureHelp, OfInstructions) {
  EXPECT_EQ(signatures("EXPOSE <|>"), "EXPOSE [|port|] ...\n");
  EXPECT_EQ(signatures("EXPOSE 80 <|>"), "EXPOSE port [|...|]\n");
  EXPECT_EQ(signatures("COPY <|>"),
            "COPY [flags] [|source|] ... dest\n"
            "COPY [flags] [|[|] \"source\", ..., \"dest\" ]\n");
  EXPECT_EQ(signatures("COPY --l<|> a b"), "COPY [|[flags]|] source ... dest\n");
  EXPECT_EQ(signatures("COPY a <|>"), "COPY [flags] source ... [|dest|]\n");
  EXPECT_EQ(signatures("COPY a <|> b"), "COPY [flags] source [|...|] dest\n");
  EXPECT_EQ(signatures("COPY [\"a\", \"<|>\", \"b\"]"),
            "COPY [flags] [ \"source\", [|...|], \"dest\" ]\n");
  EXPECT_EQ(signatures("ENTRYPOINT [\"a\", <|>]"),
            "ENTRYPOINT [ \"executable\", [|\"parameter\"|], ... ]\n");
  EXPECT_EQ(signatures("FROM a<|>"),
            "FROM [|baseImage|]\nFROM [|baseImage|]:tag\nFROM [|baseImage|]@digest\n"
            "FROM [|baseImage|] AS stage\nFROM [|baseImage|]:tag AS stage\n"
            "FROM [|baseImage|]@digest AS stage\n");
  EXPECT_EQ(signatures("FROM localhost:5000/a:1 AS <|>"), "FROM baseImage:tag AS [|stage|]\n");
  EXPECT_EQ(signatures("ENV a=<|>"), "ENV key=[|value|]\nENV key=[|value|] key2=value2\n");
  EXPECT_EQ(signatures("ENV a b<|>"), "ENV key [|value|]\n");
  EXPECT_EQ(signatures("HEALTHCHECK N<|>"), "HEALTHCHECK [|NONE|]\n");
  EXPECT_EQ(signatures("HEALTHCHECK NONE <|>"), "");
  EXPECT_EQ(signatures("FROM a\nONBUILD <|>"), "ONBUILD [|INSTRUCTION|]\n");
  EXPECT_EQ(signatures("FROM a\nONBUILD WORKDIR <|>"), "WORKDIR [|/the/workdir/path|]\n");
  EXPECT_EQ(signatures("USER a:<|>"), "USER user:[|group|]\nUSER uid:[|gid|]\n");
}

TEST(SignatureHelp, OfFlagsAndDirectives) {
  EXPECT_EQ(signatures("COPY --from=<|>"), "--from=[|stage|]\n");
  EXPECT_EQ(signatures("HEALTHCHECK --interval=<|>"), "HEALTHCHECK --interval=[|30s|] ...\n");
  EXPECT_EQ(signatures("RUN --mount=type=tmpfs,size=<|>"),
            "--mount=type=tmpfs,target=/path,readonly,readwrite,[|size=64m|]\n");
  EXPECT_EQ(signatures("RUN --mount=type=ssh,dst=<|>"),
            "--mount=type=ssh,[|target=/path|],id=id,required,mode=0400,uid=1000,gid=1000\n");
  EXPECT_EQ(signatures("# escape=<|>"), "escape=[|\\|]\n");
  EXPECT_EQ(signatures("# check=skip=all;<|>"), "check=skip=RULE,...;[|error=true|]\n");
  EXPECT_EQ(signatures("FROM a\n# escape=<|>"), "");
}

TEST(SignatureHelp, NotInKeywordsCommentsAndHereDocuments) {
  EXPECT_EQ(signatures("EXP<|>OSE 80"), "");
  EXPECT_EQ(signatures("ENV a=b \\\n# <|>\n c=d"), "");
  EXPECT_EQ(signatures("RUN <<EOF\nx <|>\nEOF\n"), "");
  EXPECT_EQ(signatures("ENV a=b \\\n  <|>\n"), "ENV key=value [|key2|]=value2\n");
}

TEST(SignatureHelp, EveryInstructionHasOne) {
  for (const KeywordInfo& keyword : all_keywords()) {
    const std::string text = std::string(keyword.name) + " <|>";
    EXPECT_NE(signatures(text), "") << text;
  }
}

TEST(SignatureHelp, HoldsAnywhere) {
  for (const NamedText& own : own_texts()) {
    SCOPED_TRACE(own.name);
    const SnapshotPtr at = snapshot(Text(own.text), rules());
    for (uint32_t offset = 0; offset <= own.text.size() + 1; ++offset) {
      const SignatureHelp help = signature_help(*at, offset);
      for (const Signature& signature : help.signatures) {
        for (const SignatureParameter& parameter : signature.parameters) {
          ASSERT_LT(parameter.begin, parameter.end);
          ASSERT_LE(parameter.end, signature.label.size());
        }
        if (signature.active_parameter) {
          ASSERT_LT(*signature.active_parameter, signature.parameters.size());
        }
      }
    }
  }
}

}  // namespace
}  // namespace dflint
