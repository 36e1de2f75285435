// Refactorings: what they write, and where they are not offered.
#include <gtest/gtest.h>

#include "tests/server/features/edited.h"

namespace dflint {
namespace {

void check(std::string_view title, std::string_view before, std::string_view after) {
  EXPECT_EQ(after_action(before, title), without_newline(after)) << before;
}

constexpr std::string_view none_such = "no such action";

TEST(SplitRun, CutsAtEveryAnd) {
  check("Split into 3 RUN instructions", R"(
FROM debian:12
RUN --network=none a<|> x && b "y && z" \
    # why c
    && c $(d && e)
)",
        R"(
FROM debian:12
RUN --network=none a x
RUN --network=none b "y && z"
# why c
RUN --network=none c $(d && e)
)");
}

TEST(SplitRun, KeepsWhatIsNestedTogether) {
  check("Split into 2 RUN instructions", R"(
FROM debian:12
run if a<|>; then b && c; fi && ( d && e )
)",
        R"(
FROM debian:12
run if a; then b && c; fi
run ( d && e )
)");
}

TEST(SplitRun, StopsWhereTheShellRemembers) {
  check("Split into 2 RUN instructions", R"(
FROM debian:12
RUN a<|> && cd /x && make && make install
)",
        R"(
FROM debian:12
RUN a
RUN cd /x && make && make install
)");
  check("Split this RUN at `&&`", R"(
FROM debian:12
RUN cd<|> /x && make
)",
        "disabled: what follows may need what `cd` leaves");
  check("Split this RUN at `&&`", "FROM a\nRUN X=$(id) && echo<|> $X\n",
        "disabled: what follows needs a variable that is set here");
  check("Split this RUN at `&&`", "FROM a\nRUN --mount=type=tmpfs,target=/t a && b<|>\n",
        "disabled: what is written to a mount would be gone for the next RUN");
}

TEST(SplitRun, LeavesOtherListsAlone) {
  for (std::string_view text :
       {"FROM a\nRUN a<|> && b || c\n", "FROM a\nRUN a<|>; b && c\n", "FROM a\nRUN a<|> & b && c\n",
        "FROM a\nRUN a<|>\n", "FROM a\nRUN [\"a\"<|>, \"&&\", \"b\"]\n",
        "FROM a\nRUN a<|> '&&' b\n", "FROM a\nRUN f() { a; } && f<|>\n"})
    check("Split into 2 RUN instructions", text, none_such);
  check("Split into 2 RUN instructions", "FROM a\nRUN a<|> || b && c\n",
        "FROM a\nRUN a || b\nRUN c\n");
}

TEST(SplitRun, KeepsTheIndexOfPackagesFresh) {
  check("Split into 2 RUN instructions",
        "FROM a\nRUN apt-get<|> update && apt-get install -y x && c\n",
        "FROM a\nRUN apt-get update && apt-get install -y x\nRUN c\n");
}

TEST(SplitRun, CutsAtTheCursorAlone) {
  check("Split this RUN before `c`", "FROM a\nRUN a && b && c<|> && d\n",
        "FROM a\nRUN a && b\nRUN c && d\n");
}

TEST(MergeRuns, JoinsTheNext) {
  check("Merge with the next RUN", R"(
FROM debian:12
RUN a<|> \
  && b

# why c
RUN c \
  && d
)",
        R"(
FROM debian:12
RUN a \
  && b \
  # why c
  && c \
  && d
)");
}

TEST(MergeRuns, JoinsWhatIsSelected) {
  const Opened opened("FROM a\nRUN a\nRUN b\nRUN c\nRUN d\n");
  for (const Action& action : opened.at({7, 24})) {
    if (action.title != "Merge 3 RUN instructions") continue;
    EXPECT_EQ(opened.after(action), "FROM a\nRUN a \\\n    && b \\\n    && c\nRUN d\n");
    return;
  }
  FAIL();
}

TEST(MergeRuns, SaysWhyNot) {
  check("Merge with the next RUN", "FROM a\nRUN cd<|> /x\nRUN b\n",
        "disabled: the next one would see what `cd` leaves");
  check("Merge with the next RUN", "FROM a\nRUN a<|>\nRUN b || c\n",
        "disabled: the second one goes on after a failure");
  check("Merge with the next RUN", "FROM a\nRUN a<|>\nRUN --network=none b\n",
        "disabled: their flags differ");
  check("Merge with the next RUN", "FROM a\nRUN a<|> # x\nRUN b\n",
        "disabled: the end of the first one is unclear");
  check("Merge with the next RUN", "FROM a\nRUN a<|>\nWORKDIR /x\nRUN b\n", none_such);
  check("Merge with the next RUN", "FROM a\nRUN a<|>\n", none_such);
}

TEST(Forms, ToExecForm) {
  check("Use the exec form", "FROM a\nCMD exec a<|> 'b c' d\n",
        "FROM a\nCMD [\"a\", \"b c\", \"d\"]\n");
  check("Use the exec form", "FROM a\nRUN --network=none a<|> \\\n  b\n",
        "FROM a\nRUN --network=none [\"a\", \"b\"]\n");
  for (std::string_view text :
       {"FROM a\nRUN a<|> $X\n", "FROM a\nRUN a<|> *\n", "FROM a\nRUN a<|> > x\n",
        "FROM a\nRUN cd<|> x\n", "FROM a\nRUN a<|> && b\n",
        "FROM a\nSHELL [\"x\", \"-c\"]\nRUN a<|>\n"})
    check("Use the exec form", text, none_such);
}

TEST(Forms, ToShellForm) {
  check("Use the shell form", "FROM a\nRUN [\"a\"<|>, \"b c\", \"$X\", \"it's\"]\n",
        "FROM a\nRUN a 'b c' '$X' 'it'\\''s'\n");
  check("Use the shell form", "FROM a\nCMD [\"a\"<|>]\n", "FROM a\nCMD exec a\n");
  check("Use the shell form", "FROM a\nRUN [\"/bin/sh\"<|>, \"-c\", \"a | b\"]\n",
        "FROM a\nRUN a | b\n");
  check("Use the shell form", "FROM scratch\nRUN [\"a\"<|>]\n",
        "disabled: the image may have no shell");
  check("Use the shell form", "FROM a\nENTRYPOINT [\"x\"]\nCMD [\"a\"<|>]\n",
        "disabled: ENTRYPOINT would get other arguments");
  check("Use the shell form", "FROM a\nRUN [\"a\"<|>, \"x\\ny\"]\n", none_such);
}

TEST(Heredoc, FromChain) {
  check("Convert to a here-document", R"(
FROM debian:12
RUN --network=none a<|> || b \
    # why c
    && c "x  y" \
        # inside
        z \
    && d | e
)",
        R"(
FROM debian:12
RUN --network=none <<EOF
set -e
a || b
# why c
# inside
c "x  y" \
  z
d | e
EOF
)");
}

TEST(Heredoc, NotFromWhatWouldGoOn) {
  for (std::string_view text :
       {"FROM a\nRUN a<|> && b || c\n", "FROM a\nRUN a<|>; b\n", "FROM a\nRUN ! a<|> && b\n",
        "FROM a\nRUN (a<|>; b) && c\n", "FROM a\nRUN if a<|>; then b; fi && c\n",
        "FROM a\nRUN 'a<|> \\\n b' && c\n"})
    check("Convert to a here-document", text, none_such);
  check("Convert to a here-document", "FROM a\r\nRUN a<|> && b\r\n",
        "disabled: the shell would see the carriage returns");
  check("Convert to a here-document", "# syntax=docker/dockerfile:1.3\nFROM a\nRUN a<|> && b\n",
        "disabled: the frontend of `# syntax=` is too old for here-documents");
}

TEST(Heredoc, ToChain) {
  check("Convert to a chain with `&&`", R"(
FROM debian:12
RUN --network=none <<EOF<|>
set -e
# why a
a; b

# why c
c x \
  y
EOF
USER a
)",
        R"(
FROM debian:12
RUN --network=none \
    # why a
    a \
    && b \
    # why c
    && c x \
  y
USER a
)");
  check("Convert to a chain with `&&`", "FROM a\nRUN <<E<|>\nset -eux\na\nE\n",
        "FROM a\nRUN set -ux \\\n    && a\n");
}

TEST(Heredoc, NotToChainWhereItMeansMore) {
  check("Convert to a chain with `&&`", "FROM a\nRUN <<E<|>\na\nb\nE\n",
        "disabled: without `set -e` the script goes on after a failure");
  check("Convert to a chain with `&&`", "FROM a\nRUN <<E<|>\nset -e\na && b\nE\n",
        "disabled: `&&`, `||` and `&` inside the script mean something else in a chain");
  check("Convert to a chain with `&&`", "FROM a\nRUN <<E<|>\nset -e\nif a; then b; fi\nE\n",
        "disabled: its parts are not single commands");
  check("Convert to a chain with `&&`", "FROM a\nRUN <<E<|> python3\nset -e\na\nE\n", none_such);
}

TEST(SortPackages, OnePerLine) {
  check("Sort packages, one a line", R"(
FROM debian:12
RUN apt-get update && apt-get<|> install -y --no-install-recommends git "curl" a=1 && rm -rf x
)",
        R"(
FROM debian:12
RUN apt-get update && apt-get install -y --no-install-recommends \
    "curl" \
    a=1 \
    git \
    && rm -rf x
)");
  check("Sort packages, one a line", R"(
FROM debian:12
RUN apt-get update \
 && apt-get install<|> -y b a \
 && c
)",
        R"(
FROM debian:12
RUN apt-get update \
 && apt-get install -y \
     a \
     b \
 && c
)");
  check("Sort packages, one a line", "FROM a\nRUN <<E\nset -e\napk add<|> b a\nE\n",
        "FROM a\nRUN <<E\nset -e\napk add \\\n    a \\\n    b\nE\n");
}

TEST(SortPackages, NotAmongOtherThings) {
  for (std::string_view text :
       {"FROM a\nRUN apt-get install<|> -y a\n", "FROM a\nRUN apt-get install<|> a -y b\n",
        "FROM a\nRUN apt-get install<|> b \\\n # x\n a\n",
        "FROM a\nRUN apt-get install<|> \\\n    a \\\n    b\n",
        "FROM a\nRUN [\"apt-get\"<|>, \"install\", \"b\", \"a\"]\n"})
    check("Sort packages, one a line", text, none_such);
}

TEST(ExtractStage, NamesWhatStandsAbove) {
  check("Extract what stands above as stage `base`", R"(
FROM debian:12
RUN a
# why b
RUN b<|>
FROM alpine:3
COPY --from=0 /x /y
)",
        R"(
FROM debian:12 AS base
RUN a

FROM base
# why b
RUN b
FROM alpine:3
COPY --from=1 /x /y
)");
  check("Extract what stands above as stage `build-base`", R"(
from debian:12 as build
run a

run b<|>
FROM alpine:3
COPY --from=build /x /y
)",
        R"(
from debian:12 as build-base
run a

from build-base as build
run b
FROM alpine:3
COPY --from=build /x /y
)");
}

TEST(ExtractStage, NotWhereItWouldActAgain) {
  check("Extract what stands above as stage `base`", "FROM a\nONBUILD RUN x\nRUN b<|>\n",
        "disabled: ONBUILD above would run in the new stage");
  check("Extract what stands above as stage `base`", "FROM a\nCMD x\nENTRYPOINT [\"b\"<|>]\n",
        "disabled: ENTRYPOINT would forget the CMD of the new stage");
  check("Extract what stands above as stage `base`", "FROM a\nRUN b<|>\n", none_such);
  check("Extract what stands above as stage `base-2`", "FROM base\nRUN a\nRUN b<|>\n",
        "FROM base AS base-2\nRUN a\n\nFROM base-2\nRUN b\n");
}

TEST(NameStage, UsesTheName) {
  check("Name stage 0 `build` and use the name", R"(
FROM<|> golang:1
FROM alpine:3
COPY --from=0 /a /b
COPY --from=0 --chown=1:1 /c /d
)",
        R"(
FROM golang:1 AS build
FROM alpine:3
COPY --from=build /a /b
COPY --from=build --chown=1:1 /c /d
)");
  check("Use the name `go` of stage 0", "FROM golang:1 AS Go\nFROM a\nCOPY --from=0<|> /a /b\n",
        "FROM golang:1 AS Go\nFROM a\nCOPY --from=go /a /b\n");
  check("Name stage 0 `build-2` and use the name", "FROM build<|>\nFROM a\nCOPY --from=0 /a /b\n",
        "FROM build AS build-2\nFROM a\nCOPY --from=build-2 /a /b\n");
}

TEST(InlineArg, ReplacesTheVariable) {
  check("Inline `V`", R"(
ARG V<|>=12
FROM debian:${V}-slim
ARG V
RUN echo "$V" ${V}x
COPY a$V /b
ENV C=${V:-3}
)",
        R"(
FROM debian:12-slim
RUN echo "12" 12x
COPY a12 /b
ENV C=12
)");
  check("Inline `B`", "FROM a\nARG A=1 B<|>=2\nRUN $A $B\n", "FROM a\nARG A=1\nRUN $A 2\n");
}

TEST(InlineArg, NotWhereMoreHangsOnIt) {
  check("Inline `V`", "FROM a\nARG V<|>=1\nRUN echo '$V'\n",
        "disabled: a script does more with it than to read it");
  check("Inline `V`", "FROM a\nARG V<|>=1\nENV V=2\nRUN echo $V\n",
        "disabled: it is defined more than once");
  check("Inline `V`", "FROM a\nARG V<|>=\"a b\"\nRUN echo $V\n",
        "disabled: its value needs quotes");
  check("Inline `V`", "FROM a\nARG V<|>=1\nRUN echo ${V%x}\n",
        "disabled: a script does more with it than to read it");
  check("Inline `DEBIAN_FRONTEND`", "FROM a\nARG DEBIAN_FRONTEND<|>=noninteractive\nRUN apt-get\n",
        "disabled: programs read it from the environment");
  check("Inline `V`", "FROM a\nARG V<|>=1\nRUN echo\n", none_such);
  check("Inline `V`", "FROM a\nARG V<|>\nRUN echo $V\n", none_such);
}

TEST(CopyOwner, TakesTheNextRun) {
  check("Use `COPY --chmod=755` instead of RUN", R"(
FROM debian:12
COPY<|> start.sh /start.sh
RUN chmod 755 /start.sh
USER a
)",
        R"(
FROM debian:12
COPY --chmod=755 start.sh /start.sh
USER a
)");
  check("Use `COPY --chown=app:app` instead of RUN",
        "FROM a\nWORKDIR /w\nCOPY a.sh b.sh ./\nRUN chown<|> app:app b.sh /w/a.sh\n",
        "FROM a\nWORKDIR /w\nCOPY --chown=app:app a.sh b.sh ./\n");
}

TEST(CopyOwner, NotForOtherFiles) {
  for (std::string_view text : {"FROM a\nCOPY<|> a.sh /a.sh\nRUN chmod 755 /b.sh\n",
                                "FROM a\nCOPY<|> a.sh b.sh /x/\nRUN chmod 755 /x/a.sh\n",
                                "FROM a\nCOPY<|> a /a\nRUN chmod 755 /a\n",
                                "FROM a\nCOPY<|> a.sh /a.sh\nUSER x\nRUN chmod 755 /a.sh\n",
                                "FROM a\nCOPY<|> --chmod=644 a.sh /a.sh\nRUN chmod 755 /a.sh\n",
                                "FROM a\nCOPY<|> a.sh /a.sh\nRUN chmod 755 /a.sh && x\n"})
    check("Use `COPY --chmod=755` instead of RUN", text, none_such);
}

TEST(CacheMount, IsAdded) {
  check("Add a cache mount for pip", "FROM python:3\nRUN pip<|> install x\n",
        "FROM python:3\nRUN --mount=type=cache,target=/root/.cache/pip pip install x\n");
  check("Add a cache mount for apt-get", R"(
FROM debian:12
RUN apt-get<|> update && apt-get install -y x
)",
        R"(
FROM debian:12
RUN --mount=type=cache,target=/var/cache/apt,sharing=locked \
    --mount=type=cache,target=/var/lib/apt,sharing=locked \
    apt-get update && apt-get install -y x
)");
  check(
      "Add a cache mount for apt-get",
      "FROM debian:12\nRUN apt-get<|> update && rm -rf /var/lib/apt/lists/*\n",
      "FROM debian:12\nRUN --mount=type=cache,target=/var/cache/apt,sharing=locked apt-get update "
      "&& rm -rf /var/lib/apt/lists/*\n");
}

TEST(CacheMount, IsAddedWhereverItsContentIsNeeded) {
  check("Add a cache mount for go", R"(
FROM golang:1 AS build
RUN go<|> mod download
RUN go build -o /app
FROM scratch
COPY --from=build /app /app
)",
        R"(
FROM golang:1 AS build
RUN --mount=type=cache,target=/go/pkg/mod go mod download
RUN --mount=type=cache,target=/go/pkg/mod go build -o /app
FROM scratch
COPY --from=build /app /app
)");
  check("Add a cache mount", "FROM maven:3\nRUN mvn<|> package\n",
        "disabled: the image itself may need what is in the cache");
}

TEST(CacheMount, SaysWhyNot) {
  check("Add a cache mount", "FROM python:3\nRUN pip<|> install --no-cache-dir x\n",
        "disabled: `--no-cache-dir` turns the cache off or moves it");
  check("Add a cache mount", "FROM python:3\nUSER app\nRUN pip<|> install x\n",
        "disabled: the commands run as another user than root");
  check("Add a cache mount", "FROM alpine:3\nRUN apk<|> add --no-cache x\n",
        "disabled: `--no-cache` turns the cache off or moves it");
  check("Add a cache mount for pip",
        "FROM python:3\nRUN --mount=type=cache,target=/root/.cache pip<|> install x\n", none_such);
}

TEST(Pairs, GetAnEqualsSign) {
  check("Write `A=…`", "FROM a\n# dflint ignore=key-equals-value\nENV A<|> b c\n",
        "FROM a\n# dflint ignore=key-equals-value\nENV A=\"b c\"\n");
}

}  // namespace
}  // namespace dflint
