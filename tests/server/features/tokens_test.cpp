// What each part of a Dockerfile and of the scripts in it is.
#include "server/features/tokens.h"

#include <fmt/core.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "analysis/unicode.h"
#include "tests/server/features/snapshot_of.h"
#include "tests/support/edits.h"
#include "tests/support/properties.h"
#include "tests/support/texts.h"

namespace dflint {
namespace {

std::string_view name_of(TokenKind kind) {
  constexpr std::string_view names[] = {
      "none",   "comment", "continuation", "directive", "directive_value", "keyword",
      "flag",   "value",   "label",        "variable",  "default",         "modifier",
      "stage",  "image",   "tag",          "number",    "string",          "escape",
      "word",   "escape",  "operator",     "heredoc",   "reserved",        "command",
      "option", "shell_op"};
  static_assert(std::size(names) == token_kind_count);
  return names[size_t(kind)];
}

// "kind:text" for each token, words left out; one line of the file a line.
std::string tokens_in(std::string_view text, bool words = false) {
  const SnapshotPtr seen = snapshot_of(text);
  const Tokens tokens = semantic_tokens(*seen);
  std::string out;
  uint32_t before = 0, last = 0;  // lines
  for (const InstructionTokensPtr& each : tokens.list) {
    for (const SemanticToken& token : each->tokens) {
      if (token.kind == TokenKind::word && !words) continue;
      if (!out.empty()) out += last == before + token.line ? "  " : "\n";
      last = before + token.line;
      out += fmt::format("{}{}{}:{}", name_of(token.kind),
                         token.modifiers & token_declaration ? "!" : "",
                         token.modifiers & token_deprecated ? "~" : "",
                         each->in->text.substr(token.begin, token.length));
    }
    before += each->lines;
  }
  return out;
}

TEST(Tokens, FromAndItsImage) {
  EXPECT_EQ(tokens_in("FROM --platform=linux/amd64 ghcr.io:443/a/b:1.2@sha256:0a AS build"),
            "keyword:FROM  flag:--platform  operator:=  value:linux/amd64  "
            "image:ghcr.io:443/a/b  tag:1.2  tag:sha256:0a  keyword:AS  stage:build");
  EXPECT_EQ(tokens_in("FROM a:${V:-1.2}-slim as b c", true),
            "keyword:FROM  image:a  variable:${V  operator::  modifier:-  default:1.2  variable:}  "
            "tag:-slim  keyword:as  stage:b  word:c");
}

TEST(Tokens, Directives) {
  EXPECT_EQ(tokens_in("# syntax = docker/dockerfile:1\n#escape=`\n# a=b\nFROM a `\n AS b"),
            "comment:#   directive:syntax  operator:=  directive_value:docker/dockerfile:1\n"
            "comment:#  directive:escape  operator:=  directive_value:`\n"
            "comment:# a=b\nkeyword:FROM  image:a  continuation:`\nkeyword:AS  stage:b");
}

TEST(Tokens, PairsDefineNames) {
  EXPECT_EQ(tokens_in("FROM a\nARG A=1 B\nENV C=\"x $A\" D='$A' E=\\$A\nENV OLD the rest\n"
                      "LABEL org.x=\"y\" b=$A"),
            "keyword:FROM  image:a\n"
            "keyword:ARG  variable!:A  operator:=  number:1  variable!:B\n"
            "keyword:ENV  variable!:C  operator:=  string:\"x  variable:$A  string:\"  "
            "variable!:D  operator:=  string:'$A'  variable!:E  operator:=  escape:\\$\n"
            "keyword:ENV  variable!:OLD\n"
            "keyword:LABEL  label:org.x  operator:=  string:\"y\"  label:b  operator:=  "
            "variable:$A");
}

TEST(Tokens, FlagsAndMounts) {
  EXPECT_EQ(tokens_in("FROM a\nCOPY --from=b --chown=$U:1 x y\nCOPY --link --from=c:1 x y\n"
                      "RUN --mount=type=cache,from=b,target=/c,ro true"),
            "keyword:FROM  image:a\n"
            "keyword:COPY  flag:--from  operator:=  stage:b  flag:--chown  operator:=  "
            "variable:$U  value::1\n"
            "keyword:COPY  flag:--link  flag:--from  operator:=  image:c  tag:1\n"
            "keyword:RUN  flag:--mount  operator:=  flag:type  operator:=  value:cache  flag:from  "
            "operator:=  stage:b  flag:target  operator:=  value:/c  flag:ro  command:true");
}

TEST(Tokens, Numbers) {
  EXPECT_EQ(tokens_in("FROM a\nEXPOSE 80 1-2/udp $P\nUSER 1000\nMAINTAINER me"),
            "keyword:FROM  image:a\nkeyword:EXPOSE  number:80  number:1  operator:-  number:2  "
            "variable:$P\nkeyword:USER  number:1000\nkeyword~:MAINTAINER");
}

TEST(Tokens, CommandsOptionsOperators) {
  EXPECT_EQ(
      tokens_in("FROM a\nRUN A=1 sudo apt-get install -y --opt=val x 2>&1 | tee -a /log && b"),
      "keyword:FROM  image:a\n"
      "keyword:RUN  variable!:A  operator:=  command:sudo  command:apt-get  option:-y  "
      "option:--opt  operator:=  shell_op:2>&  shell_op:|  command:tee  option:-a  "
      "shell_op:&&  command:b");
}

TEST(Tokens, ReservedWordsAndTheirNames) {
  EXPECT_EQ(
      tokens_in("FROM a\nRUN for x in 1 \"b c\"; do f; done; f() { :; }; case $A in do) g;; esac",
                true),
      "keyword:FROM  image:a\n"
      "keyword:RUN  reserved:for  variable!:x  reserved:in  number:1  string:\"b  string:c\"  "
      "shell_op:;  reserved:do  command:f  shell_op:;  reserved:done  shell_op:;  "
      "command!:f  shell_op:()  shell_op:{  command::  shell_op:;  shell_op:};  "
      "reserved:case  variable:$A  reserved:in  reserved:do  shell_op:)  command:g  "
      "shell_op:;;  reserved:esac");
}

TEST(Tokens, SubstitutionsInsideOfStrings) {
  EXPECT_EQ(tokens_in("FROM a\nRUN echo \"x$(date \"+%s\" -u)${y:-$(id)}z\" `w -h` $((1+$n)) '$q'"),
            "keyword:FROM  image:a\n"
            "keyword:RUN  command:echo  string:\"x  shell_op:$(  command:date  string:\"+%s\"  "
            "option:-u  shell_op:)  variable:${y  operator::  modifier:-  shell_op:$(  command:id  "
            "shell_op:)  variable:}  string:z\"  shell_op:`  command:w  option:-h  shell_op:`  "
            "shell_op:$((  variable:$n  shell_op:))  string:'$q'");
}

TEST(Tokens, ContinuationsAndCommentsBetween) {
  EXPECT_EQ(tokens_in("FROM a\nRUN ls \\\n  # it's\n\n  \"b \\\nc\" \\ \n && d # end \"\\\n"),
            "keyword:FROM  image:a\nkeyword:RUN  command:ls  continuation:\\\ncomment:# it's\n"
            "string:\"b  continuation:\\\nstring:c\"  continuation:\\\n"
            "shell_op:&&  command:d  comment:# end \"  continuation:\\");
}

TEST(Tokens, WordsThroughContinuations) {
  EXPECT_EQ(tokens_in("FR\\\nOM al\\\r\npine\\\n:3"),
            "keyword:FR  continuation:\\\nkeyword:OM  image:al  continuation:\\\n"
            "image:pine  continuation:\\\ntag:3");
}

TEST(Tokens, Heredocs) {
  EXPECT_EQ(tokens_in("FROM a\nCOPY <<E <<-'F' /x\nhi $A \\$B\nE\n\traw $A\n\tF\n"
                      "RUN <<-E\n\tls -l\n\tE\nRUN <<E python3\nprint(1)\nE\n"
                      "RUN cat <<E > x && b\nhi ${A}\nE\nRUN sh <<E\nls\nE\n"),
            "keyword:FROM  image:a\n"
            "keyword:COPY  operator:<<  heredoc:E  operator:<<-  heredoc:'F'\n"
            "string:hi   variable:$A  string: \\$B\nheredoc:E\nstring:raw $A\nheredoc:F\n"
            "keyword:RUN  operator:<<-  heredoc:E\ncommand:ls  option:-l\nheredoc:E\n"
            "keyword:RUN  operator:<<  heredoc:E  command:python3\nstring:print(1)\nheredoc:E\n"
            "keyword:RUN  command:cat  operator:<<  heredoc:E  shell_op:>  shell_op:&&  command:b\n"
            "string:hi   variable:${A}\nheredoc:E\n"
            "keyword:RUN  command:sh  operator:<<  heredoc:E\ncommand:ls\nheredoc:E");
}

TEST(Tokens, ExecForm) {
  EXPECT_EQ(tokens_in("FROM a\nCMD [\"sh\", \"-c\", \"ls -l $X\"]\nENTRYPOINT [\"a\\tb\", \"$X\"]\n"
                      "COPY [\"$X\", \"/b\"]\nHEALTHCHECK CMD [\"a\"]\nHEALTHCHECK NONE"),
            "keyword:FROM  image:a\n"
            "keyword:CMD  string:\"sh\"  string:\"-c\"  string:\"  command:ls  option:-l  "
            "variable:$X  string:\"\n"
            "keyword:ENTRYPOINT  string:\"a  escape:\\t  string:b\"  string:\"$X\"\n"
            "keyword:COPY  string:\"  variable:$X  string:\"  string:\"/b\"\n"
            "keyword:HEALTHCHECK  keyword:CMD  string:\"a\"\nkeyword:HEALTHCHECK  keyword:NONE");
}

TEST(Tokens, OtherShells) {
  EXPECT_EQ(tokens_in("FROM a\nSHELL [\"pwsh\", \"-c\"]\nRUN Get-Item C:\\ ; W \"a `\" $b\" -Foo"),
            "keyword:FROM  image:a\nkeyword:SHELL  string:\"pwsh\"  string:\"-c\"\n"
            "keyword:RUN  command:Get-Item  shell_op:;  command:W  string:\"a  escape:`\"  "
            "variable:$b  string:\"  option:-Foo");
}

TEST(Tokens, BrokenText) {
  EXPECT_EQ(tokens_in("RUN a \"b $c\nRNU x\nFROM\nONBUILD RUN ls\nRUN echo 'open"),
            "keyword:RUN  command:a  string:\"b  variable:$c\nkeyword:RNU\nkeyword:FROM\n"
            "keyword:ONBUILD  keyword:RUN  command:ls\nkeyword:RUN  command:echo  string:'open");
}

TEST(Tokens, LinesEndAsForEditors) {
  EXPECT_EQ(tokens_in("# a\r# b\r\nFROM x"), "comment:# a\ncomment:# b\nkeyword:FROM  image:x");
}

bool begins_character(std::string_view text, size_t at) {
  return at >= text.size() || (static_cast<unsigned char>(text[at]) & 0xC0) != 0x80;
}

bool is_valid(std::string_view text) {
  for (size_t at = 0; at < text.size();) {
    const CodePoint point = decode(text.substr(at));
    if (!point.valid) return false;
    at += point.size;
  }
  return true;
}

// In order, inside the text, on one line, at the column they say.
std::string wrong_with(const InstructionTokens& tokens) {
  const std::string_view text = tokens.in->text;
  const bool valid = is_valid(text);
  uint32_t end = 0, line = 0, line_begin = 0, at = 0;
  for (const SemanticToken& token : tokens.tokens) {
    if (token.length == 0 || token.kind == TokenKind::none) return "a token without a meaning";
    if (token.begin < end) return fmt::format("the token at {} overlaps another", token.begin);
    end = token.begin + token.length;
    if (end > text.size()) return fmt::format("the token at {} ends at {}", token.begin, end);
    for (; at < token.begin; ++at) {
      const bool ends = text[at] == '\n' || (text[at] == '\r' && text.substr(at + 1, 1) != "\n");
      if (ends) ++line, line_begin = at + 1;
    }
    if (token.line != line || token.column != token.begin - line_begin)
      return fmt::format("the token at {} is said to be at {}:{}", token.begin, token.line,
                         token.column);
    const std::string_view bytes = text.substr(token.begin, token.length);
    if (bytes.find_first_of("\r\n") != bytes.npos)
      return fmt::format("the token at {} holds a line ending", token.begin);
    if (valid && !(begins_character(text, token.begin) && begins_character(text, end)))
      return fmt::format("the token at {} cuts a character", token.begin);
  }
  return "";
}

std::string wrong_with(const Snapshot& seen, const Tokens& tokens) {
  if (tokens.list.size() != seen.document.instructions.size()) return "instructions are missing";
  for (size_t i = 0; i < tokens.list.size(); ++i) {
    if (tokens.list[i]->in != seen.document.instructions[i]) return "of another instruction";
    if (std::string wrong = wrong_with(*tokens.list[i]); !wrong.empty()) return wrong;
  }
  return "";
}

bool same(const Tokens& a, const Tokens& b) {
  return std::equal(a.list.begin(), a.list.end(), b.list.begin(), b.list.end(),
                    [](const InstructionTokensPtr& x, const InstructionTokensPtr& y) {
                      return x->tokens == y->tokens && x->lines == y->lines && x->ascii == y->ascii;
                    });
}

TEST(TokensProperties, StandInOrderInsideOfTheText) {
  for (const NamedText& each : own_texts()) {
    const SnapshotPtr seen = snapshot(Text(each.text), no_rules());
    EXPECT_EQ(wrong_with(*seen, semantic_tokens(*seen)), "") << each.name;
  }
}

TEST(TokensProperties, OfCollectedTexts) {
  for (const NamedText& each : collected_texts()) {
    const SnapshotPtr seen = snapshot(Text(each.text), no_rules());
    ASSERT_EQ(wrong_with(*seen, semantic_tokens(*seen)), "") << each.name;
  }
}

TEST(TokensProperties, AfterEditsEqualFreshOnes) {
  const unsigned long edits = number_from("DFLINT_EDITS", 4000);
  const std::vector<NamedText>& texts = own_texts();
  for (size_t t = 0; t < texts.size(); ++t) {
    Choices choices(t + 7);
    SnapshotPtr seen = snapshot(Text(texts[t].text), no_rules());
    Tokens tokens = semantic_tokens(*seen);
    for (unsigned long i = 0; i < edits / texts.size(); ++i) {
      const Edit edit = random_edit(choices, seen->document.text.bytes());
      seen = next(*seen, edit, no_rules());
      tokens = next(tokens, *seen);
      const std::string text = quoted(seen->document.text.bytes());
      ASSERT_EQ(wrong_with(*seen, tokens), "") << text;
      const SnapshotPtr fresh =
          snapshot(Text(std::string(seen->document.text.bytes())), no_rules());
      ASSERT_TRUE(same(tokens, semantic_tokens(*fresh))) << text;
    }
  }
}

TEST(Tokens, UnchangedInstructionsLendTheirs) {
  const SnapshotPtr old = snapshot_of("FROM a\nRUN b\nSHELL [\"bash\", \"-c\"]\nRUN c\nRUN d\n");
  const Tokens before = semantic_tokens(*old);
  const SnapshotPtr now = next(*old, {{11, 12}, "x"}, no_rules());
  const Tokens after = next(before, *now);
  ASSERT_EQ(after.list.size(), before.list.size());
  EXPECT_EQ(after.list[0], before.list[0]);
  EXPECT_NE(after.list[1], before.list[1]);
  EXPECT_EQ(after.list[4], before.list[4]);
}

TEST(Tokens, AnotherShellMeansOthers) {
  const SnapshotPtr old = snapshot_of("FROM a\nSHELL [\"bash\", \"-c\"]\nRUN a `b` c\n");
  const SnapshotPtr now = next(*old, {{15, 19}, "pwsh"}, no_rules());
  ASSERT_EQ(now->document.instructions[2], old->document.instructions[2]);
  const Tokens after = next(semantic_tokens(*old), *now);
  EXPECT_TRUE(same(after, semantic_tokens(*now)));
  EXPECT_FALSE(after.list[2]->tokens == semantic_tokens(*old).list[2]->tokens);
}

// The new vector, as a client makes it from the old one.
std::vector<uint32_t> applied(std::vector<uint32_t> old, const std::vector<uint32_t>& now,
                              TokenDelta delta) {
  old.erase(old.begin() + delta.begin, old.begin() + delta.end);
  old.insert(old.begin() + delta.begin, now.begin() + delta.begin, now.begin() + delta.insert_end);
  return old;
}

TEST(Tokens, DeltaIsWhatLiesBetweenTheCommonEnds) {
  const std::vector<uint32_t> old = {1, 1, 2, 2, 3, 3, 4, 4};
  const auto check = [&](const std::vector<uint32_t>& now, TokenDelta expected) {
    const TokenDelta delta = token_delta(old, now, 2);
    EXPECT_EQ(delta.begin, expected.begin);
    EXPECT_EQ(delta.end, expected.end);
    EXPECT_EQ(delta.insert_end, expected.insert_end);
    EXPECT_EQ(applied(old, now, delta), now);
  };
  check(old, {8, 8, 8});
  EXPECT_TRUE(token_delta(old, old, 2).empty());
  check({}, {0, 8, 0});
  check({1, 1, 9, 9, 3, 3, 4, 4}, {2, 4, 4});
  check({1, 1, 2, 9, 3, 3, 4, 4}, {2, 4, 4});
  check({1, 1, 3, 3, 4, 4}, {2, 4, 2});
  check({1, 1, 2, 2, 2, 2, 3, 3, 4, 4}, {4, 4, 6});
  check({1, 1, 2, 2, 3, 3, 4, 4, 4, 4}, {8, 8, 10});
}

}  // namespace
}  // namespace dflint
