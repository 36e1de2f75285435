// What the builder would do: stages, edges, variables, and what it refuses.
#include "analysis/plan.h"

#include <gtest/gtest.h>

#include "analysis/dump.h"

namespace dflint {
namespace {

void check(std::string_view text, std::string_view want) {
  const Document document = parse(Text(std::string(text.substr(1))));
  EXPECT_EQ("\n" + dump(plan(document), document), want);
}

TEST(plan, stages_and_edges) {
  check(R"(
FROM golang:1.22 AS Build
FROM alpine:3 AS unused
FROM build AS more
FROM scratch
COPY --from=BUILD /a /a
COPY --from=2 /b /b
COPY --from=busybox:1 /c /c
RUN --mount=type=bind,from=more,target=/x --mount=from=0,target=/y true
)",
        R"(
stage 0 Build from ‹golang:1.22›
stage 1 unused from ‹alpine:3› unneeded
stage 2 more from stage 0
stage 3 from ‹scratch›
base 2 -> 0 3:6 ‹build›
copy 3 -> 0 5:13 ‹BUILD›
copy 3 -> 2 6:13 ‹2›
copy 3 -> busybox:1 7:13 ‹busybox:1›
mount 3 -> 2 8:28 ‹more›
mount 3 -> 0 8:56 ‹0›
)");
}

TEST(plan, stages_that_cannot_be_used) {
  check(R"(
FROM a AS one
COPY --from=two /x /x
FROM a AS two
COPY --from=one /x /x
COPY --from=two /x /x
COPY --from=three /x /x
COPY --from=7 /x /x
COPY --from=$X /x /x
COPY --from=No/Image /x /x
FROM a AS three
)",
        R"(
stage 0 one from ‹a› unneeded
stage 1 two from ‹a› unneeded
stage 2 three from ‹a›
copy 0 -> 1 2:13 ‹two›
copy 1 -> 0 4:13 ‹one›
copy 1 -> 1 5:13 ‹two›
copy 1 -> 2 6:13 ‹three›
copy 1 -> 7 7:13 ‹7›
copy 1 -> $X 8:13 ‹$X›
copy 1 -> No/Image 9:13 ‹No/Image›
! 7:13 ‹7› there is no stage 7; stages here go from 0 to 2
! 8:13 ‹$X› --from cannot hold a variable; name a stage `FROM … AS` that uses it
! 9:13 ‹No/Image› `No/Image` is neither a stage nor an image
! 2:13 ‹two› stage `two` needs this stage, so this stage cannot use it
! 5:13 ‹two› stage `two` cannot use itself
! 6:13 ‹three› stage `three` comes later; a stage can use only earlier ones
)");
}

TEST(plan, variables_through_scopes) {
  check(R"(
ARG TAG=3 NONE
FROM alpine:$TAG AS base
ENV A=1 B=$A
ENV C=${A}x
ARG TAG
ARG D=$TAG
FROM base
LABEL l=$C$D$TAG$NONE
FROM alpine
LABEL l=$A
)",
        R"(
stage 0 base from ‹alpine:3› unneeded
stage 1 from stage 0 unneeded
stage 2 from ‹alpine›
base 1 -> 0 7:6 ‹base›
global TAG=‹3›
global NONE
env A=‹1› in 0
env B=‹› in 0
env C=‹1x› in 0
arg TAG=‹3› in 0 open
arg D=‹3› in 0 open
use TAG 2:13 ‹$TAG›
use A 3:11 ‹$A› undefined
use A 4:7 ‹${A}›
use TAG 6:7 ‹$TAG›
use C 8:9 ‹$C›
use D 8:11 ‹$D›
use TAG 8:13 ‹$TAG›
use NONE 8:17 ‹$NONE› undefined
use A 10:9 ‹$A› undefined
)");
}

TEST(plan, predefined_variables_need_arg_in_stages) {
  check(R"(
FROM --platform=$BUILDPLATFORM alpine
ENV P=/x:$PATH A=$TARGETARCH
ARG TARGETARCH
ENV B=$TARGETARCH
)",
        R"(
stage 0 from ‹alpine› on linux/amd64
env P=‹/x:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin› in 0 open
env A=‹› in 0
arg TARGETARCH=‹amd64› in 0 open
env B=‹amd64› in 0 open
use BUILDPLATFORM 1:17 ‹$BUILDPLATFORM›
use PATH 2:10 ‹$PATH›
use TARGETARCH 2:18 ‹$TARGETARCH› undefined
use TARGETARCH 4:7 ‹$TARGETARCH›
)");
}

TEST(plan, what_the_builder_refuses_on_the_way) {
  check(R"(
LABEL a=b
FROM Alpine
ENV A=${x:=1}
EXPOSE 80:8080 99999 80/icmp 7/UDP
STOPSIGNAL SIGTREM
RUN --mount=type=cahce,target=/x --mount=type=cache,tarrget=/y --mount=type=secret true
COPY --chmod=999 http://x/y /z
VOLUME $NOPE
)",
        R"(
stage 0 from ‹Alpine›
env A=‹› in 0 open
use x 3:7 ‹${x:=1}› undefined
use NOPE 8:8 ‹$NOPE› undefined
port 8080-8080 ‹› host part
port 99999-0 ‹›
port 80-80 ‹icmp›
port 7-7 ‹UDP›
! 1:1 ‹LABEL› LABEL stands before the first FROM; only ARG may
! 2:6 ‹Alpine› image name `Alpine` must be lower case
! 3:7 ‹${x:=1}› the builder knows no `:=` in `${…}`
! 4:16 ‹99999› `99999` is no port; a port is a number from 0 to 65535 or a range of them
! 4:22 ‹80/icmp› `icmp` is no protocol; use tcp, udp or sctp
! 5:12 ‹SIGTREM› `SIGTREM` is no signal; did you mean `SIGTERM`?
! 6:18 ‹cahce› `cahce` is no mount type; use bind, cache, tmpfs, secret or ssh
! 6:53 ‹tarrget› a mount has no option `tarrget`; did you mean `target`?
! 6:64 ‹--mount=type=secret› a secret mount needs `id`, `source` or `target`
! 7:14 ‹999› `999` is no mode; an octal one lies between 0 and 07777
! 7:18 ‹http://x/y› COPY takes no URL; use ADD
! 8:8 ‹$NOPE› `$NOPE` is empty, and a volume cannot be
)");
}

TEST(plan, files_without_stages) {
  check("\nARG A=1\n", "\nglobal A=‹1›\n! 1:1 ‹ARG› this file has no FROM, so it builds nothing\n");
  check("\n# only words\n", "\n! 1:1 ‹› this file holds no instructions\n");
}

TEST(plan, triggers_run_where_their_stage_is_a_base) {
  check(R"(
FROM a AS x
ONBUILD ENV K=$U
ONBUILD COPY only
FROM x
LABEL l=$K
)",
        R"(
stage 0 x from ‹a›
stage 1 from stage 0
base 1 -> 0 4:6 ‹x›
env K=‹› in 1
use U 4:6 ‹x› undefined
use K 5:9 ‹$K›
! 4:6 ‹x› COPY needs a destination after the source
)");
}

TEST(plan, linux_with_the_escape_of_windows) {
  const auto shell = [](std::string_view rest) {
    const Document document = parse(Text("# escape=`\n" + std::string(rest)));
    return std::string(plan(document).steps.back().shell_name);
  };
  EXPECT_EQ(shell("FROM x/y\nRUN dir\n"), "cmd");
  EXPECT_EQ(shell("FROM docker.io/library/ubuntu:24.04\nRUN dir\n"), "sh");
  EXPECT_EQ(shell("FROM x/y\nRUN dir\nRUN apt-get update\n"), "sh");
  EXPECT_EQ(shell("FROM x/y\nRUN apt-get update\nFROM x/z\nRUN dir\n"), "cmd");
}

TEST(plan, shell_and_user_in_effect) {
  const Document document = parse(
      Text("FROM a AS x\nSHELL [\"/bin/bash\", \"-c\"]\nUSER app\nFROM x\nRUN <<E\necho hi\nE\n"
           "FROM mcr.microsoft.com/windows/nanoserver\nRUN dir\n"));
  const Plan p = plan(document);
  const Step& run = p.steps[4];
  EXPECT_EQ(run.shell, 1u);
  EXPECT_EQ(run.user, 2u);
  ASSERT_TRUE(run.script);
  EXPECT_EQ(run.script->dialect, "bash");
  ASSERT_EQ(run.script->commands.size(), 1u);
  EXPECT_EQ(run.script->commands[0].name(), "echo");
  EXPECT_EQ(p.steps[6].shell_kind, ShellKind::cmd);
}

TEST(plan, scripts_are_taken_over) {
  const Document old_document = parse(Text("FROM a\nRUN one\nRUN two\n"));
  const Plan old = plan(old_document);
  const Document document = parse(old_document, {{11, 14}, "1"});
  const Plan next = plan(document, &old_document, &old);
  EXPECT_NE(next.steps[1].script, old.steps[1].script);
  EXPECT_EQ(next.steps[2].script, old.steps[2].script);
  const Document shelled = parse(old_document, {{7, 7}, "SHELL [\"bash\", \"-c\"]\n"});
  EXPECT_EQ(plan(shelled, &old_document, &old).steps[3].script->dialect, "bash");
}

}  // namespace
}  // namespace dflint
