// Names of architectures, cross-compiling stages, archives in layers: what is and what is not
// meant.
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

TEST(WrongArchitectureName, KnowsWhoSaysWhat) {
  for (std::string_view text :
       {"FROM x\nRUN wget [|https://dl.k8s.io/v1/bin/linux/$(uname -m)/kubectl|]\n",
        "FROM x\nRUN wget https://dl.k8s.io/v1/bin/linux/$TARGETARCH/kubectl\n",
        "FROM x\nRUN cp [|/usr/lib/$TARGETARCH-linux-gnu/a.so|] /b\n",
        "FROM x\nRUN cp /usr/lib/$(uname -m)-linux-gnu/a.so /b\n",
        "FROM x\nRUN wget https://example.com/$TARGETARCH/a\n",
        "FROM x\nRUN wget 'https://dl.k8s.io/$(uname -m)'\n"}) {
    check("wrong-architecture-name", text);
  }
}

TEST(HardCodedArchitecture, LooksAtUrls) {
  for (std::string_view text :
       {"FROM x\nRUN wget [|https://e.com/a-amd64.deb|] b-amd64\n",
        "FROM x\nRUN echo 'deb [arch=amd64,arm64] https://e.com/a stable'\n",
        "FROM x\nRUN if a; then wget https://e.com/a-amd64; fi\n",
        "FROM x\nRUN wget https://e.com/foxamd64x\n"}) {
    check("hard-coded-architecture", text);
  }
}

TEST(WrongArchitectureName, KnowsTheNamesOfGo) {
  const std::string_view rule = "wrong-architecture-name";
  check(rule, "FROM x\nRUN GOARCH=[|aarch64|] go build\nRUN GOARCH=arm64 go build\n");
  check(rule, "FROM x\nRUN export [|GOARCH=$(uname -m)|]; env [|GOARCH=x86_64|] go build\n");
  check(rule, "FROM x\nENV GOARCH=[|\"x86_64\"|]\nARG GOARM=7 GOARCH=[|armv7|]\nENV X=x86_64\n");
  check(rule, "ARG GOARCH=[|x86_64|]\nFROM x\nARG GOARCH\nFROM y\nARG GOARCH\n");
  check(rule, "ARG GOARCH=x86_64\nFROM x-$GOARCH\n");
  check(rule, "FROM x\nARG M=x86_64\nENV GOARCH=[|$M|]\nONBUILD ENV GOARCH=x86_64\n");
  check(rule, "FROM x\nRUN MYGOARCH=x86_64 make && GOARCH=${TARGETARCH} go build\n");
  check_fix(rule, "FROM x\nENV GOARCH=\"x86_64\"\nRUN export GOARCH=i386\n",
            "FROM x\nENV GOARCH=\"amd64\"\nRUN export GOARCH=386\n");
}

TEST(EmulatedCrossBuild, NeedsAStageOfItsOwn) {
  for (std::string_view text :
       {"FROM [|golang|]\nRUN export GOARCH=\"$TARGETARCH\"; go build\n",
        "FROM --platform=$BUILDPLATFORM golang\nRUN GOARCH=$TARGETARCH go build\n",
        "FROM golang\nRUN GOARCH=arm64 go build\n",
        "FROM --platform=$BUILDPLATFORM golang AS a\nFROM a\nRUN GOARCH=$TARGETARCH go build\n"}) {
    check("emulated-cross-build", text);
  }
}

TEST(ArchiveLeftBehind, SeesEveryWayToRemoveIt) {
  for (std::string_view text :
       {"FROM x\nRUN wget e.com/a.tgz && tar xf [|a.tgz|]\n",
        "FROM x\nRUN wget e.com/a.tgz && tar xf a.tgz && rm a.tgz\n",
        "FROM x\nRUN wget e.com/a.tgz && tar xf a.tgz && rm *.tgz\n",
        "FROM x\nRUN wget -O /tmp/a.tgz e.com && tar xf /tmp/a.tgz && rm -rf /tmp/\n",
        "FROM x\nRUN wget e.com/a.tgz && tar xf a.tgz && cd .. && rm -rf work\n",
        "FROM x\nRUN tar xf a.tgz\n", "FROM x\nRUN wget e.com/a.tgz && tar tf a.tgz\n",
        "FROM x\nRUN --mount=type=tmpfs,target=/tmp wget e.com/a.tgz && tar xf a.tgz\n",
        "FROM x AS a\nRUN wget e.com/a.tgz && tar xf a.tgz\nFROM y\nCOPY --from=a /b /b\n"}) {
    check("archive-left-behind", text);
  }
}

TEST(MissingTool, IsInstalledWhereThatIsPossible) {
  check_fix("missing-tool", "FROM alpine\nRUN git clone x && curl y\n",
            "FROM alpine\nRUN apk add --no-cache git curl\nRUN git clone x && curl y\n");
  check_fix("missing-tool", "FROM alpine\nRUN apk add make\nUSER app\nRUN curl y\n",
            "FROM alpine\nRUN apk add make\nUSER app\nRUN curl y\n");
  check_fix("missing-tool", "from alpine\r\nrun curl y\r\n",
            "from alpine\r\nrun apk add --no-cache curl\r\nrun curl y\r\n");
  check_fix("missing-tool", "FROM busybox\nRUN curl y\n", "FROM busybox\nRUN curl y\n");
  check_fix(
      "missing-tool", "FROM alpine\nRUN apk add --virtual .b make\nRUN curl y\n",
      "FROM alpine\nRUN apk add --virtual .b make\nRUN apk add --no-cache curl\nRUN curl y\n");
}

TEST(WrongArchitectureName, IsFoundInComparisons) {
  for (std::string_view text :
       {"FROM x\nRUN a=$(uname -m); case $a in [|amd64|]) y;; *) z;; esac\n",
        "FROM x\nRUN case `uname -m` in x86_64) y;; [|arm64|]|armv7l) z;; esac\n",
        "FROM x\nRUN case $(uname -m) in aarch64|arm64) y;; esac\n",
        "FROM x\nRUN case \"${TARGETARCH}\" in \"[|x86_64|]\") y;; esac\n",
        "FROM x\nRUN case $TARGETARCH in amd64) y=x86_64;; arm64) y=aarch64;; esac\n",
        "FROM x\nRUN case $X in x86_64) y;; esac; case $TARGETARCH in amd64) y;; esac\n",
        "FROM x\nRUN a=$(uname -m); a=${a%_64}; case $a in amd64) y;; esac\n",
        "FROM x\nRUN a=$1 a=$(uname -m); case $a in amd64) y;; esac\n",
        "FROM x\nRUN [ \"$TARGETARCH\" != [|aarch64|] ] && y\n",
        "FROM x\nRUN test $(uname -m) = amd64 || test $(uname -m) = x86_64\n",
        "FROM x\nRUN echo case $(uname -m) in amd64\n",
        "FROM x\nRUN <<EOF\ncase $(arch) in\n  [|amd64|]) y ;;\nesac\nEOF\n"}) {
    check("wrong-architecture-name", text);
  }
}

TEST(WrongPlatformBinary, IsWhatAStageOfTheBuilderMakes) {
  const std::string from = "FROM --platform=$BUILDPLATFORM golang AS b\n";
  const std::string copy = "FROM scratch\nCOPY --from=b /o/app /\n";
  const auto look = [&](const std::string& text) { check("wrong-platform-binary", text); };
  look(from + "RUN CGO_ENABLED=0 [|go build|] -o /o/app .\n" + copy);
  look(from + "RUN go build -o /o/other .\n" + copy);
  look(from + "RUN go build -o /o/app .\nFROM x\n");
  look(from +
       "RUN go build -o /o/app .\nFROM --platform=$BUILDPLATFORM x\nCOPY --from=b /o/app /\n");
  look(from + "ARG TARGETARCH\nRUN GOARCH=$TARGETARCH go build -o /o/app .\n" + copy);
  look(from + "ENV GOARCH=arm64\nFROM b AS c\nRUN go build -o app\nFROM x\nCOPY --from=c app /\n");
  look(from + "FROM b AS c\nRUN [|go build|] -o app\nFROM x\nCOPY --from=c app /\n");
  look(from + "RUN [|go install|] a.io/x@v1\nFROM x\nCOPY --from=b /go/bin/x /\n");
  look("FROM golang AS b\nRUN go build -o /o/app .\n" + copy);
}

}  // namespace
}  // namespace dflint
