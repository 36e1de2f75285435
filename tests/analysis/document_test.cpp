// What the parser makes of a file: instructions, words, here-documents, problems.
#include "analysis/document.h"

#include <gtest/gtest.h>

#include "analysis/dump.h"

namespace dflint {
namespace {

// Both begin with a newline that is not part of them.
void check(std::string_view text, std::string_view want) {
  const Document document = parse(Text(std::string(text.substr(1))));
  EXPECT_EQ("\n" + dump(document), want);
}

TEST(document, splits_words_by_instruction) {
  check(R"(
FROM --platform=$BUILDPLATFORM debian:12 AS build
RUN  make   all
COPY --link a b /c/
CMD ["make", "\u0061"]
ENV A=1 B="x y" C=\ d
ENV D e f
ARG X Y=2
EXPOSE 80 81/udp
WORKDIR /a b
HEALTHCHECK --interval=5s CMD curl -f localhost
VOLUME ["/a", "/b"]
)",
        R"(
1-1 FROM --platform=$BUILDPLATFORM ‹debian:12› ‹AS› ‹build›
2-2 RUN ‹make   all›
3-3 COPY --link ‹a› ‹b› ‹/c/›
4-4 CMD exec ‹make› ‹a›
5-5 ENV ‹A›=‹1› ‹B›=‹"x y"› ‹C›=‹\ d›
6-6 ENV ‹D› ‹e f›
7-7 ARG ‹X› ‹Y›=‹2›
8-8 EXPOSE ‹80› ‹81/udp›
9-9 WORKDIR ‹/a b›
10-10 HEALTHCHECK --interval=5s ‹CMD› ‹curl -f localhost›
11-11 VOLUME exec ‹/a› ‹/b›
)");
}

TEST(document, joins_continued_lines) {
  check(R"(
FROM a
RUN one \
# a comment \
    two\
three \

  four
CMD x
)",
        R"(
1-1 FROM ‹a›
2-7 RUN ‹one     twothree   four›
8-8 CMD ‹x›
)");
}

TEST(document, doubled_escape_does_not_continue) {
  check("\nFROM a\nRUN x \\\\\nCMD y\n", R"(
1-1 FROM ‹a›
2-2 RUN ‹x \\›
3-3 CMD ‹y›
)");
}

TEST(document, keyword_may_be_continued) {
  check("\nFR\\\nOM a\n\\\nCMD x \\", R"(
1-2 FROM ‹a›
3-4 CMD ‹x›
)");
}

TEST(document, directives_are_a_tile) {
  check(R"(
# syntax=docker/dockerfile:1
# escape=`

FROM a `
  AS b
# the end
)",
        R"(
1-2 -
4-5 FROM ‹a› ‹AS› ‹b›
6-6 -
)");
}

TEST(document, bad_directives_are_problems_of_their_line) {
  check("\n# syntax=x\n# escape=^\n# syntax=y\nFROM a\n", R"(
1-3 -
  ! 3:3 ‹syntax› only one `syntax` directive may stand in a file
  ! 2:10 ‹^› the escape character is `\` or a backtick, not `^`
4-4 FROM ‹a›
)");
}

TEST(document, carriage_returns_and_byte_order_mark) {
  check("\n\xEF\xBB\xBF# escape=`\r\nFROM a `\r\n AS b\r\nRUN <<E\r\nx\r\nE\r\n", R"(
1-1 -
2-3 FROM ‹a› ‹AS› ‹b›
4-6 RUN ‹<<E›
  <<E fd 0 ‹x\r\n›
)");
}

TEST(document, reads_heredocs) {
  check(R"(
FROM a
RUN <<EOF
FROM b
EOF
COPY <<-"A" 3<<B /x/
	tab
	A
b
B
RUN cat <<EOF > /x && \
  true
in
EOF
CMD ["x"]
)",
        R"(
1-1 FROM ‹a›
2-4 RUN ‹<<EOF›
  <<EOF fd 0 ‹FROM b\n›
5-9 COPY ‹<<-"A"› ‹3<<B› ‹/x/›
  <<-A fd 0 literal ‹\ttab\n›
  <<B fd 3 ‹b\n›
10-13 RUN ‹cat <<EOF > /x &&   true›
  <<EOF fd 0 ‹in\n›
14-14 CMD exec ‹x›
)");
}

TEST(document, unclosed_heredoc_leaves_the_rest) {
  check(R"(
FROM a AS one
RUN <<EOF
echo
FROM b AS two
CMD ["x"]
)",
        R"(
1-1 FROM ‹a› ‹AS› ‹one›
2-3 RUN ‹<<EOF›
  <<EOF fd 0 unclosed ‹echo\n›
  ! 2:5 ‹<<EOF› here-document `EOF` is never closed
4-4 FROM ‹b› ‹AS› ‹two›
5-5 CMD exec ‹x›
)");
}

TEST(document, unclosed_heredoc_knows_what_was_meant) {
  check("\nFROM a\nRUN cat <<EOF; true\nhi\nEOF\nCMD [\"x\"]\n", R"(
1-1 FROM ‹a›
2-4 RUN ‹cat <<EOF; true›
  <<EOF; fd 0 unclosed ‹hi\n›
  ! 2:11 ‹EOF;› here-document `EOF;` is never closed; BuildKit takes all of `EOF;` for its name: put a blank after `EOF` -> EOF ;
5-5 CMD exec ‹x›
)");
  check("\nFROM a\nRUN <<EOF\nhi\n  EOF\nCMD [\"x\"]\n", R"(
1-1 FROM ‹a›
2-4 RUN ‹<<EOF›
  <<EOF fd 0 unclosed ‹hi\n›
  ! 4:1 ‹  EOF› here-document `EOF` is never closed: `EOF` must stand alone on its line, without blanks around it -> EOF
5-5 CMD exec ‹x›
)");
}

TEST(document, lexer_errors_hide_heredocs) {
  const Document document = parse(Text("FROM a\nRUN echo don't <<EOF\nhi\nEOF\n"));
  ASSERT_EQ(document.instructions.size(), 4u);
  const Instruction& run = *document.instructions[1];
  EXPECT_TRUE(run.heredocs.empty());
  EXPECT_EQ(run.heredoc_error.message, "unclosed single quote");
  EXPECT_EQ(run.source(run.heredoc_error.span), "'t <<EOF");
}

TEST(document, bad_json_is_shell_form) {
  check(R"(
CMD ["a",]
CMD ['a']
CMD ["a"] x
CMD [1]
CMD ["a", {"b": [null]}]
RUN []
)",
        R"(
1-1 CMD ‹["a",]›
2-2 CMD ‹['a']›
3-3 CMD ‹["a"] x›
4-4 CMD exec
  ! 4:6 ‹1› the exec form may hold strings only -> "1"
5-5 CMD exec
  ! 5:11 ‹{"b": [null]}› the exec form may hold strings only
6-6 RUN exec
)");
}

TEST(document, every_problem_is_reported) {
  check(R"(
FROM a AS 1b
RNU x
COPY a
ENV A=1 b
LABEL x
HEALTHCHECK --interval=5 --retries=-1 CMD
RUN --network=hots --nope x
SHELL bash -c
ONBUILD ONBUILD RUN x
FROM a # b
)",
        R"(
1-1 FROM ‹a› ‹AS› ‹1b›
  ! 1:11 ‹1b› `1b` cannot name a stage; a name is a letter, then letters, digits, `-`, `_` or `.`
2-2 ?
  ! 2:1 ‹RNU› `RNU` is no instruction; did you mean `RUN`? -> RUN
3-3 COPY ‹a›
  ! 3:1 ‹COPY› COPY needs a destination after the source
4-4 ENV ‹A›=‹1› ‹b›
  ! 4:9 ‹b› `b` has no `=`; every word of ENV must be name=value, and a value with blanks needs quotes
5-5 LABEL ‹x›
  ! 5:7 ‹x› LABEL needs a value: `x=…`
6-6 HEALTHCHECK --interval=5 --retries=-1 ‹CMD›
  ! 6:39 ‹CMD› no command follows HEALTHCHECK CMD
  ! 6:24 ‹5› `--interval` must be a duration such as 30s or 1m30s, not `5`; the unit is missing -> 5s
  ! 6:36 ‹-1› `--retries` must be a number from 0 on, not `-1`
7-7 RUN --network=hots --nope ‹x›
  ! 7:15 ‹hots› `--network` must be default, none or host, not `hots` -> host
  ! 7:22 ‹nope› RUN has no flag `--nope`
8-8 SHELL ‹bash -c›
  ! 8:7 ‹bash -c› SHELL needs the exec form: SHELL ["/bin/bash", "-c"] -> ["bash", "-c"]
9-9 ONBUILD ONBUILD
  ! 9:9 ‹ONBUILD› ONBUILD cannot trigger another ONBUILD
10-10 FROM ‹a› ‹#› ‹b›
  ! 10:8 ‹# b› a comment must stand on a line of its own -> remove
)");
}

TEST(document, list_dashes_do_not_hide_instructions) {
  check("\n- FROM a AS b\n-  RUN x\n", R"(
1-1 FROM (guessed) ‹a› ‹AS› ‹b›
  ! 1:1 ‹- › stray `-` before an instruction -> remove
2-2 RUN (guessed) ‹x›
  ! 2:1 ‹-  › stray `-` before an instruction -> remove
)");
}

TEST(document, flags_lose_quotes_and_keep_spans) {
  const Document document =
      parse(Text("RUN --mount=\"type=cache,target=/x\" \\\n  --mount=type=bind,from=é y\n"));
  const Instruction& in = *document.instructions[0];
  ASSERT_EQ(in.statement.mounts.size(), 2u);
  const MountField& target = in.statement.mounts[0].fields[1];
  EXPECT_EQ(in.value(target.value), "/x");
  EXPECT_EQ(in.source(target.value.span), "/x");
  // As BuildKit does: a byte beyond ASCII is taken for the code point of that number.
  EXPECT_EQ(in.value(in.statement.mounts[1].fields[1].value), "Ã©");
  EXPECT_EQ(in.source(in.statement.mounts[1].fields[1].value.span), "é");
}

TEST(document, lines_over_the_limit) {
  const auto problems = [](size_t size) {
    const Document document =
        parse(Text("FROM a\nRUN " + std::string(size - 4, 'x') + "\nCMD y\n"));
    EXPECT_EQ(document.instructions.size(), 3u);
    return document.instructions[1]->problems.size();
  };
  EXPECT_EQ(problems(65535), 0u);
  EXPECT_EQ(problems(65536), 1u);
}

TEST(document, edits_share_what_they_do_not_touch) {
  const Document old = parse(Text("FROM a\nRUN one\nRUN two\nCMD x\n"));
  const Document next = parse(old, {{11, 14}, "ONE"});
  ASSERT_EQ(next.instructions.size(), 4u);
  EXPECT_EQ(next.text.bytes(), "FROM a\nRUN ONE\nRUN two\nCMD x\n");
  EXPECT_EQ(next.instructions[0], old.instructions[0]);
  EXPECT_NE(next.instructions[1], old.instructions[1]);
  EXPECT_EQ(next.instructions[2], old.instructions[2]);
  EXPECT_EQ(next.instructions[3], old.instructions[3]);
}

TEST(document, an_edit_far_below_closes_a_heredoc) {
  const Document old = parse(Text("FROM a\nRUN <<E\nCMD x\nCMD y\n"));
  EXPECT_EQ(old.instructions.size(), 4u);
  const Document next = parse(old, {{27, 27}, "E\n"});
  EXPECT_EQ(dump(next), dump(parse(Text(std::string(next.text.bytes())))));
  EXPECT_EQ(next.instructions.size(), 2u);
}

}  // namespace
}  // namespace dflint
