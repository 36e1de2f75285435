// What completion offers, place by place.
#include "server/features/completion.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <set>

#include "analysis/end_of_life.h"
#include "analysis/keywords.h"
#include "rules/manual.h"
#include "rules/rule_set.h"
#include "server/features/image_table.h"
#include "server/features/option_table.h"
#include "tests/support/cursor.h"
#include "tests/support/texts.h"

namespace dflint {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::IsSupersetOf;
using testing::Not;

const RuleSet& rules() {
  static const RuleSet all(builtin_rules());
  return all;
}

CompletionList list_at(std::string_view marked, CompletionOptions options) {
  const AtCursor at = at_cursor(marked);
  return complete(*snapshot(Text(at.text), rules()), at.offset, options);
}

std::vector<std::string> texts(const CompletionList& list) {
  std::vector<std::string> out;
  for (const CompletionItem& item : list.items) out.push_back(item.text);
  return out;
}

// What is offered to somebody who asks, first one first.
std::vector<std::string> offered(std::string_view marked) {
  return texts(list_at(marked, {.asked = true}));
}

// What opens by itself.
std::vector<std::string> opens(std::string_view marked) { return texts(list_at(marked, {})); }

CompletionItem item_at(std::string_view marked, std::string_view text,
                       CompletionOptions options = {.asked = true, .snippets = true}) {
  for (CompletionItem& item : list_at(marked, options).items) {
    if (item.text == text || item.label == text) return std::move(item);
  }
  ADD_FAILURE() << text << " is not offered";
  return {};
}

// The text once the item is accepted, in place of the whole word or only up to the cursor.
std::string accepted(std::string_view marked, std::string_view text, bool whole = true) {
  const CompletionItem item = item_at(marked, text, {.asked = true});
  AtCursor at = at_cursor(marked);
  const Range range = whole ? item.replace : item.insert;
  return at.text.replace(range.begin, range.size(), item.text);
}

TEST(Completion, InstructionsByWhatIsLegal) {
  EXPECT_THAT(offered("<|>"), ElementsAre("FROM", "ARG"));
  EXPECT_THAT(offered("<|>FROM a\n"), ElementsAre("FROM", "ARG"));
  EXPECT_EQ(offered("FROM a\n<|>").size(), all_keywords().size());
  EXPECT_EQ(offered("FROM a\n<|>").back(), "MAINTAINER");
  EXPECT_TRUE(item_at("FROM a\n<|>", "MAINTAINER", {}).deprecated);
  EXPECT_THAT(offered("FROM a\nwo<|>"), ElementsAre("WORKDIR"));
  EXPECT_THAT(offered("from a\nwo<|>"), ElementsAre("workdir"));
  EXPECT_THAT(offered("FROM a\nONBUILD <|>"),
              AllOf(Contains("RUN"), Not(Contains("FROM")), Not(Contains("ONBUILD")),
                    Not(Contains("MAINTAINER"))));
  EXPECT_THAT(offered("FROM a\nONBUILD ONBUILD <|>"), IsEmpty());
  EXPECT_THAT(offered("F <|>"), IsEmpty());
  EXPECT_THAT(offered("FROM a\n\\\n<|>"), Contains("RUN"));
  EXPECT_THAT(offered("FROM a\nRUN\\\n<|>"), IsEmpty());
}

TEST(Completion, KeywordsAsSnippets) {
  EXPECT_EQ(item_at("FROM a\nCO<|>", "COPY source dest").snippet, "COPY ${1:source} ${2:dest}");
  EXPECT_EQ(accepted("FROM a\nCO<|>Px y", "COPY"), "FROM a\nCOPY y");
  EXPECT_EQ(accepted("FROM a\nCO<|>Px y", "COPY", false), "FROM a\nCOPYPx y");
}

// Where the Enter key should end the line, no list is in its way.
TEST(Completion, OpensByItselfOnlyWhereSomethingIsMissing) {
  EXPECT_THAT(opens("FROM a <|>"), IsEmpty());
  EXPECT_THAT(offered("FROM a <|>"), ElementsAre("AS "));
  EXPECT_THAT(opens("FROM a\nEXPOSE 80 <|>"), IsEmpty());
  EXPECT_THAT(offered("FROM a\nEXPOSE 80 <|>"), Not(IsEmpty()));
  EXPECT_THAT(opens("FROM a\nRUN <|>"), IsEmpty());
  EXPECT_THAT(offered("FROM a\nRUN <|>"), Contains("--mount="));
  EXPECT_THAT(opens("FROM a\nLABEL \\\n  <|>"), IsEmpty());
  EXPECT_THAT(opens("FROM a\nHEALTHCHECK NONE<|>"), IsEmpty());
  EXPECT_THAT(opens("FROM a\n# <|>"), IsEmpty());
  EXPECT_THAT(offered("FROM a\n# <|>"), Contains("dflint ignore="));
  EXPECT_THAT(opens("FROM a\nUSER <|>"), Contains("root"));
}

TEST(Completion, FlagsThatAreNotGivenYet) {
  EXPECT_THAT(offered("FROM a\nADD --<|>"),
              ElementsAre("--chown=", "--chmod=", "--checksum=", "--link", "--keep-git-dir",
                          "--unpack", "--exclude="));
  EXPECT_THAT(offered("FROM a\nCOPY --link --ch<|> --chown=a b c"), ElementsAre("--chmod="));
  EXPECT_THAT(offered("FROM a\nRUN --mount=type=ssh --m<|>"), ElementsAre("--mount="));
  EXPECT_THAT(offered("FROM a\nHEALTHCHECK <|>"),
              IsSupersetOf({"CMD", "NONE", "--interval=", "--start-interval="}));
  EXPECT_THAT(offered("FROM a\nCOPY x --f<|>"), IsEmpty());
  EXPECT_THAT(offered("FROM a\nCOPY --nothing=<|>"), IsEmpty());
  EXPECT_THAT(offered("# escape=`\nFROM a\nCOPY `\n  --chm<|> x y"), ElementsAre("--chmod="));
}

TEST(Completion, ValuesOfFlags) {
  EXPECT_THAT(offered("FROM a\nRUN --network=<|>"), ElementsAre("none", "default", "host"));
  EXPECT_EQ(offered("FROM --platform=<|>").front(), "$BUILDPLATFORM");
  EXPECT_THAT(offered("FROM --platform=linux/arm6<|>"), ElementsAre("linux/arm64"));
  EXPECT_EQ(accepted("FROM a\nRUN --network=<|>host x", "none", false),
            "FROM a\nRUN --network=nonehost x");
}

// The parser knows the same flags.
TEST(Completion, TableOfFlagsIsWhole) {
  for (const KeywordInfo& keyword : all_keywords()) {
    for (const FlagInfo& flag : keyword.flags) {
      EXPECT_NE(flag_form(keyword.keyword, flag.name), nullptr) << keyword.name << flag.name;
    }
  }
  std::set<std::string_view> mounts;
  for (const MountForm& form : mount_forms()) mounts.insert(form.name);
  for (std::string_view key : mount_keys()) {
    const bool other_name =
        key == "src" || key == "dst" || key == "destination" || key == "ro" || key == "rw";
    EXPECT_EQ(mounts.count(key), other_name ? 0u : 1u) << key;
  }
  EXPECT_EQ(mount_type_forms().size(), mount_types().size());
}

TEST(Completion, MountOptionsByType) {
  EXPECT_EQ(offered("FROM a\nRUN --mount=<|>").front(), "type=cache");
  EXPECT_THAT(offered("FROM a\nRUN --mount=type=<|>"),
              ElementsAre("cache", "bind", "secret", "ssh", "tmpfs"));
  EXPECT_THAT(offered("FROM a\nRUN --mount=type=ssh,id=x,<|> y"),
              ElementsAre("target=", "required", "mode=", "uid=", "gid="));
  EXPECT_THAT(offered("FROM a\nRUN --mount=type=cache,dst=/x,t<|>"), IsEmpty());
  EXPECT_THAT(offered("FROM a\nRUN --mount=type=cache,sharing=<|>,id=x y"),
              ElementsAre("locked", "shared", "private"));
  EXPECT_EQ(accepted("FROM a\nRUN --mount=type=cache,sharing=l<|>x,id=x y", "locked"),
            "FROM a\nRUN --mount=type=cache,sharing=locked,id=x y");
  EXPECT_THAT(offered("FROM a\nRUN --mount=type=cache,target=/root/.cache/pi<|>"),
              ElementsAre("/root/.cache/pip"));
  EXPECT_THAT(offered("FROM a AS b\nFROM c\nRUN --mount=type=bind,from=b<|>"),
              IsSupersetOf({"b", "busybox"}));
}

TEST(Completion, Stages) {
  constexpr std::string_view two = "FROM a AS one\nFROM b\n";
  EXPECT_THAT(opens(std::string(two) + "FROM c AS own\nCOPY --from=<|>"), ElementsAre("1", "one"));
  EXPECT_EQ(offered(std::string(two) + "FROM <|>")[0], "one");
  EXPECT_EQ(item_at(std::string(two) + "FROM c\nCOPY --from=o<|>", "one").detail,
            "stage 0, FROM a");
  EXPECT_THAT(opens("FROM a\nCOPY --from=<|>"), IsEmpty());
}

TEST(Completion, ImagesAndTags) {
  EXPECT_THAT(offered("FROM nod<|>"), ElementsAre("node"));
  EXPECT_THAT(offered("FROM mcr.microsoft.com/dotnet/as<|>"),
              ElementsAre("mcr.microsoft.com/dotnet/aspnet"));
  EXPECT_EQ(accepted("FROM debian:<|> AS x", "13-slim"), "FROM debian:13-slim AS x");
  EXPECT_EQ(accepted("FROM debian:1<|>9 AS x", "13-slim"), "FROM debian:13-slim AS x");
  EXPECT_THAT(offered("FROM docker.io/library/debian:<|>"), Contains("13-slim"));
  EXPECT_THAT(offered("FROM unknown:<|>"), IsEmpty());
  EXPECT_THAT(offered("FROM debian@<|>"), IsEmpty());
}

TEST(Completion, NoImageIsOutOfSupport) {
  for (const KnownImage& image : known_images()) {
    for_words(image.tags, [&](std::string_view tag) {
      const std::string name = std::string(image.name) + ":" + std::string(tag);
      EXPECT_EQ(end_of_life(split_image(name)).since, "") << name;
      EXPECT_EQ(check_image(name), ImageError::none) << name;
    });
  }
}

TEST(Completion, VariablesInScope) {
  constexpr std::string_view text = "ARG G=1\nFROM a AS one\nENV E=2\nFROM one\nARG A=3\nARG G\n";
  const std::string here(text);
  EXPECT_THAT(offered(here + "ENV X=$<|>\nARG LATER"),
              ElementsAre("${G}", "${A}", "${E}", "${PATH}"));
  EXPECT_EQ(item_at(here + "ENV X=$<|>", "${G}").detail, "= 1 (may be set by the build)");
  EXPECT_EQ(item_at(here + "ENV X=$<|>", "${E}").detail, "= 2");
  EXPECT_THAT(offered(here + "ENV X=$g<|>"), ElementsAre("$G"));
  EXPECT_THAT(offered(here + "ENV X=${E:-<|>}"), Contains("${A}"));
  EXPECT_EQ(accepted(here + "ENV X=a${<|>}/b", "${E}"), here + "ENV X=a${E}/b");
  EXPECT_EQ(accepted(here + "ENV X=a$<|>/b", "${E}"), here + "ENV X=a${E}/b");
  EXPECT_EQ(accepted(here + "ENV X=a$E<|>OLD/b", "$E"), here + "ENV X=a$E/b");
  EXPECT_THAT(offered(here + "RUN echo \\$<|>"), IsEmpty());
  EXPECT_THAT(offered(here + "RUN echo '$<|>'"), IsEmpty());
  EXPECT_THAT(offered(here + "RUN [\"$<|>\"]"), IsEmpty());
  EXPECT_THAT(offered(here + "COPY --from=$<|>"), IsEmpty());
  EXPECT_THAT(offered(here + "RUN echo \"$http_<|>"), ElementsAre("$HTTP_PROXY", "$http_proxy"));
}

TEST(Completion, VariablesOfTheFrontOfTheFile) {
  EXPECT_THAT(offered("ARG G=1\nFROM a:$<|>"), IsSupersetOf({"${G}", "${TARGETARCH}"}));
  EXPECT_THAT(offered("FROM a\nRUN echo $TARGETA<|>"), IsEmpty());
  EXPECT_THAT(offered("FROM a\nARG TARGETARCH\nRUN echo $TARGETA<|>"), ElementsAre("$TARGETARCH"));
  EXPECT_THAT(offered("ARG G=1\nFROM a\nARG G<|>"), ElementsAre("G"));
  EXPECT_THAT(offered("FROM a\nARG TARGETV<|>"), ElementsAre("TARGETVARIANT"));
}

TEST(Completion, InHereDocuments) {
  EXPECT_THAT(offered("FROM a\nENV X=1\nRUN <<EOF\necho $X<|>\nEOF\n"), ElementsAre("$X"));
  EXPECT_THAT(offered("FROM a\nENV X=1\nCOPY <<'EOF' /x\n$X<|>\nEOF\n"), IsEmpty());
  EXPECT_THAT(offered("FROM a\nRUN <<EOF\n<|>"), IsEmpty());
  EXPECT_THAT(offered("FROM a\nRUN <<EOF\nEOF\n<|>"), Contains("RUN"));
  EXPECT_THAT(offered("FROM a\nRUN <<<|>"), ElementsAre("<<EOF", "<<'EOF'", "<<-EOF"));
  EXPECT_EQ(item_at("FROM a\nRUN <<<|>", "<<EOF").snippet, "<<EOF\n${0}\nEOF");
  EXPECT_EQ(item_at("FROM a\nCOPY <<<|> /x", "<<EOF").snippet, "");
  EXPECT_THAT(offered("FROM a\nRUN cat <<<<|>"), IsEmpty());
}

TEST(Completion, UsersAndGroups) {
  EXPECT_EQ(offered("FROM node:22\nUSER <|>")[0], "node");
  EXPECT_THAT(
      offered("FROM debian AS b\nRUN groupadd -r g && useradd -r -g g app\nFROM b\nUSER <|>"),
      AllOf(Contains("app"), Not(Contains("g")), Not(Contains("b"))));
  EXPECT_THAT(offered("FROM alpine\nRUN adduser -D -u 1000 me\nCOPY --chown=m<|> a b"),
              ElementsAre("me"));
  EXPECT_EQ(accepted("FROM debian\nRUN addgroup grp\nCOPY --chown=a:g<|> a b", "grp"),
            "FROM debian\nRUN addgroup grp\nCOPY --chown=a:grp a b");
  EXPECT_THAT(offered("FROM a\nUSER <|>\nRUN useradd late"), Not(Contains("late")));
}

TEST(Completion, Ports) {
  EXPECT_EQ(offered("FROM nginx\nEXPOSE <|>")[0], "80");
  EXPECT_EQ(offered("FROM a\nENV PORT=8123\nEXPOSE <|>")[0], "8123");
  EXPECT_EQ(offered("FROM a\nEXPOSE <|>\nCMD [\"x\", \"--port\", \"9123\"]")[0], "9123");
  EXPECT_THAT(offered("FROM nginx\nEXPOSE 80 <|>"), Not(Contains("80")));
  EXPECT_EQ(accepted("FROM a\nEXPOSE 53/u<|>", "udp"), "FROM a\nEXPOSE 53/udp");
}

TEST(Completion, SignalsLabelsAndShells) {
  EXPECT_EQ(offered("FROM a\nSTOPSIGNAL <|>")[0], "SIGTERM");
  EXPECT_THAT(offered("FROM a\nSTOPSIGNAL sigus<|>"), ElementsAre("SIGUSR1", "SIGUSR2"));
  EXPECT_THAT(offered("FROM a\nLABEL a=b org.opencontainers.image.ti<|>"),
              ElementsAre("org.opencontainers.image.title="));
  EXPECT_THAT(
      offered("FROM a\nLABEL org.opencontainers.image.title=x org.opencontainers.image.ti<|>"),
      IsEmpty());
  EXPECT_THAT(offered("FROM a\nLABEL \"org.opencontainers.image.ti<|>\"=x"),
              ElementsAre("org.opencontainers.image.title"));
  EXPECT_THAT(offered("FROM a\nLABEL org.opencontainers.image.licenses=Apa<|>"),
              ElementsAre("Apache-2.0"));
  EXPECT_THAT(offered("FROM a\nSHELL <|>"), Contains(R"(["/bin/bash", "-o", "pipefail", "-c"])"));
  EXPECT_THAT(offered("FROM a\nHEALTHCHECK CMD <|>"),
              Contains("curl --fail --silent http://localhost:8080/ || exit 1"));
}

TEST(Completion, PathsOfStages) {
  constexpr std::string_view build =
      "FROM golang AS build\nWORKDIR /src\nCOPY go.mod ./\nRUN mkdir -p /out && go build -o "
      "/out/app ./cmd\nFROM scratch\n";
  EXPECT_THAT(offered(std::string(build) + "COPY --from=build /<|> /x"),
              ElementsAre("/out/", "/out/app", "/src/go.mod", "/src/"));
  EXPECT_THAT(offered(std::string(build) + "COPY --from=0 /out/<|> /x"),
              ElementsAre("/out/", "/out/app"));
  EXPECT_THAT(opens(std::string(build) + "WORKDIR /app\nWORKDIR /srv\nCOPY x <|>"),
              ElementsAre("/srv/", "/app/"));
  EXPECT_THAT(opens(std::string(build) + "WORKDIR /app\nCOPY x <|> y"), IsEmpty());
  EXPECT_THAT(offered("FROM a\nWORKDIR /srv/x\nWORKDIR /srv<|>"), ElementsAre("/srv/x"));
}

TEST(Completion, PathsOfTheContext) {
  const IgnoreFile ignore("*.log\nnode_modules\nkept/*\n!kept/this\n");
  const ContextTree tree =
      tree_of("package.json\na.log\nsrc/main.go\nsrc/lib/x\nnode_modules/x\nkept/x\n.git/x\n");
  const BuildContext context{&ignore, ".dockerignore", &tree};
  const auto paths = [&](std::string_view marked) {
    return texts(list_at(marked, {.asked = true, .context = &context}));
  };
  EXPECT_THAT(paths("FROM a\nCOPY p<|>"), ElementsAre("package.json"));
  EXPECT_THAT(paths("FROM a\nCOPY x <|> y"), ElementsAre("kept/", "src/", "package.json", ".git/"));
  EXPECT_THAT(paths("FROM a\nADD src/<|> /x"), ElementsAre("src/lib/", "src/main.go"));
  EXPECT_THAT(paths("FROM a\nCOPY [\"./src/m<|>\", \"/x\"]"), ElementsAre("./src/main.go"));
  EXPECT_THAT(paths("FROM a\nRUN --mount=type=bind,source=sr<|>,target=/x y"), ElementsAre("src/"));
  EXPECT_THAT(paths("FROM a\nCOPY \"src/m<|>\" /x"), ElementsAre("src/main.go"));
  EXPECT_THAT(paths("FROM a\nCOPY --parents x ./src/lib/<|> /x"), ElementsAre("./src/lib/x"));
  EXPECT_THAT(paths("FROM a\nCOPY /pack<|> /x"), ElementsAre("/package.json"));
  EXPECT_THAT(paths("FROM a\nCOPY src/*.<|> /x"), IsEmpty());
  EXPECT_THAT(paths("FROM a\nCOPY ../<|> /x"), IsEmpty());
  EXPECT_THAT(paths("FROM a AS b\nFROM c\nCOPY --from=b p<|> /x"), IsEmpty());
  EXPECT_THAT(paths("FROM a AS b\nCOPY src /srv\nFROM c\nCOPY --from=b /srv/<|> /x"),
              ElementsAre("/srv/lib/", "/srv/main.go"));
  EXPECT_THAT(paths("FROM a AS b\nCOPY . /srv/\nFROM c\nCOPY --from=b /srv/<|> /x"),
              AllOf(Contains("/srv/package.json"), Not(Contains("/srv/a.log"))));
}

TEST(Completion, CommentsThatSilence) {
  constexpr std::string_view text = "FROM debian:12\n# dflint ignore=<|>\nRUN apt-get install x\n";
  EXPECT_THAT(offered(text), Contains("pin-apt-versions"));
  const std::vector<std::string> all = offered(text);
  // What is found below comes first.
  EXPECT_LT(std::find(all.begin(), all.end(), "apt-get-yes"),
            std::find(all.begin(), all.end(), "absolute-workdir"));
  EXPECT_THAT(offered("FROM a\n# dflint ignore=apt-get-yes,apt-ge<|>\nRUN x"), IsEmpty());
  EXPECT_THAT(offered("FROM a\n# dflint ignore=DL300<|>\nRUN x"), Contains("DL3008"));
  EXPECT_THAT(offered("FROM a\n# hadolint ignore=DL300<|>\nRUN x"), Contains("DL3008"));
  EXPECT_THAT(offered("FROM a\n# check=skip=StageN<|>\nRUN x"), ElementsAre("StageNameCasing"));
  EXPECT_THAT(offered("FROM a\n# dflint ignore=a because <|>"), IsEmpty());
  EXPECT_EQ(accepted("FROM a\n# hadolint ignore=DL3008,DL300<|>9\nRUN x", "DL3003"),
            "FROM a\n# hadolint ignore=DL3008,DL3003\nRUN x");
}

TEST(Completion, Directives) {
  EXPECT_THAT(opens("# <|>"),
              ElementsAre("syntax=docker/dockerfile:1", "escape=`", "check=error=true"));
  EXPECT_THAT(opens("# syntax=docker/dockerfile:1\n# e<|>"), ElementsAre("escape=`"));
  EXPECT_THAT(opens("# syntax=docker/dockerfile:1\n# sy<|>"), IsEmpty());
  EXPECT_THAT(opens("# a comment\n# es<|>"), IsEmpty());
  EXPECT_THAT(opens("# escape=<|>"), ElementsAre("`", "\\"));
  EXPECT_THAT(opens("# check=skip=StageN<|>"), ElementsAre("StageNameCasing"));
  EXPECT_THAT(opens("# check=skip=all;<|>"), Contains("error=true"));
  EXPECT_THAT(opens("# syntax=docker/dockerfile:1-l<|>"), ElementsAre("docker/dockerfile:1-labs"));
}

TEST(Completion, NoneBehindAContinuationCharacter) {
  EXPECT_THAT(offered("FROM a\nEXPOSE 80 \\ <|>\n 81"), IsEmpty());
  EXPECT_THAT(offered("FROM a\nENV A=1 \\\n# <|>\n B=2"), Contains("dflint ignore="));
}

TEST(Completion, DocumentsWhatItOffers) {
  size_t documented = 0;
  for (std::string_view marked :
       {"FROM a\n<|>", "FROM a\nCOPY --<|>", "FROM a\nRUN --mount=<|>", "FROM <|>",
        "FROM a\nARG X=1\nRUN echo $<|>", "FROM a\nLABEL <|>", "# <|>",
        "FROM a\n# dflint ignore=<|>", "FROM a\nHEALTHCHECK <|>", "FROM a\nRUN --mount=type=<|>"}) {
    for (const CompletionItem& item : list_at(marked, {.asked = true}).items) {
      if (item.data.empty() || item.data.starts_with("comment:")) continue;
      EXPECT_FALSE(documentation_of(item.data).empty()) << item.data;
      ++documented;
    }
  }
  EXPECT_GT(documented, 200u);
  EXPECT_THAT(documentation_of("flag:COPY:link"), testing::HasSubstr("dockerfile:1.4"));
  for (std::string_view wrong : {"", "x", "flag:", "flag:FROM", "mount:x", "keyword:x", "rule:x"}) {
    EXPECT_EQ(documentation_of(wrong), "") << wrong;
  }
}

TEST(Completion, LongListsAreIncomplete) {
  std::string text = "FROM a\n";
  for (int i = 0; i < 500; ++i) text += "ENV V" + std::to_string(i) + "=1\n";
  const CompletionList list = list_at(text + "ENV X=$<|>", {.asked = true});
  EXPECT_EQ(list.items.size(), 200u);
  EXPECT_TRUE(list.incomplete);
  EXPECT_EQ(list.items[0].text, "${V499}");
  EXPECT_FALSE(list_at(text + "ENV X=$V1<|>", {.asked = true}).incomplete);
}

// Whatever the text and wherever the cursor: ranges hold the cursor and lie in its line.
void check_everywhere(const std::string& text) {
  const SnapshotPtr at = snapshot(Text(text), rules());
  for (uint32_t offset = 0; offset <= text.size() + 1; ++offset) {
    const uint32_t cursor = std::min<uint32_t>(offset, static_cast<uint32_t>(text.size()));
    for (const CompletionItem& item : complete(*at, offset, {.asked = true}).items) {
      ASSERT_LE(item.replace.begin, item.insert.begin);
      ASSERT_LE(item.insert.begin, cursor);
      ASSERT_EQ(item.insert.end, cursor);
      ASSERT_LE(item.insert.end, item.replace.end);
      ASSERT_LE(item.replace.end, text.size());
      const std::string_view replaced =
          std::string_view(text).substr(item.replace.begin, item.replace.size());
      ASSERT_EQ(replaced.find('\n'), std::string_view::npos) << item.label;
      ASSERT_FALSE(item.text.empty());
    }
  }
}

TEST(Completion, HoldsAnywhere) {
  for (const NamedText& own : own_texts()) {
    SCOPED_TRACE(own.name);
    if (own.text.size() > 20000) continue;
    check_everywhere(own.text);
    if (testing::Test::HasFatalFailure()) return;
  }
  check_everywhere("\xEF\xBB\xBF# e\r\nFROM ä:ö \\\r\n  AS\tx\r\nCOPY [\"ü\", \"$");
}

}  // namespace
}  // namespace dflint
