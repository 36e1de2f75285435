// Quotes, escapes and variables as the builder's lexer reads them.
#include "analysis/expand.h"

#include <gtest/gtest.h>

#include "analysis/heredoc.h"
#include "analysis/image.h"
#include "analysis/parse/duration.h"
#include "analysis/pattern.h"
#include "analysis/suggest.h"

namespace dflint {
namespace {

std::optional<std::string_view> look_up_test(const void*, std::string_view name) {
  if (name == "a") return "foobarbar";
  if (name == "empty") return "";
  if (name == "å") return "ring";
  return std::nullopt;
}
constexpr Environment environment{nullptr, look_up_test};

struct Case {
  std::string_view text, want;
};

TEST(expand, values) {
  const Case cases[] = {
      {"plain", "plain"},
      {"$a-${a}", "foobarbar-foobarbar"},
      {"'$a'", "$a"},
      {R"("$a \$a \" \x")", R"(foobarbar $a " \x)"},
      {R"(\$a \x)", "$a x"},
      {"x\\", "x"},
      {"$", "$"},
      {"$none${none}.", "."},
      {"${none-d} ${empty-d} ${empty:-d} ${none:-$a}", "d  d foobarbar"},
      {"${a+w}${empty:+w}${empty+w}", "ww"},
      {"${a#f*o} ${a##f*o} ${a%b*} ${a%%b*}", "obarbar barbar foobar foo"},
      {"${a/bar/X} ${a//bar/X}", "fooXbar fooXX"},
      {"$å", "ring"},
      {"$1x$12y", "xy"},
  };
  for (const Case& c : cases) {
    const ExpandedText expanded = expand(c.text, {}, environment);
    EXPECT_EQ(expanded.text, c.want) << c.text;
    EXPECT_EQ(expanded.error, "") << c.text;
  }
}

TEST(expand, errors_mark_what_is_wrong) {
  const Case cases[] = {
      {"x ${a", "${a"},
      {"${}", "${}"},
      {"${a:=1}", "${a:=1}"},
      {"'open", "'open"},
      {"\"open", "\"open"},
      {"${a^^}", "^^"},
      {"${none:?gone}", "${none:?gone}"},
      {"${a/x}", "${a/x}"},
      {"${a:#x}", "${a:#x}"},
  };
  for (const Case& c : cases) {
    const ExpandedText expanded = expand(c.text, {}, environment);
    EXPECT_NE(expanded.error, "") << c.text;
    EXPECT_EQ(c.text.substr(expanded.error_begin, expanded.error_end - expanded.error_begin),
              c.want);
  }
}

TEST(expand, notes_each_use) {
  const ExpandedText expanded = expand("${x:-$y}z$a", {}, environment);
  ASSERT_EQ(expanded.uses.size(), 3u);
  EXPECT_EQ(expanded.uses[0].begin, 5u);  // the inner one first, as it is evaluated
  EXPECT_FALSE(expanded.uses[0].found);
  EXPECT_EQ(expanded.uses[1].modifier, '-');
  EXPECT_TRUE(expanded.uses[1].colon);
  EXPECT_EQ(expanded.uses[1].end, 8u);
  EXPECT_TRUE(expanded.uses[2].found);
}

TEST(expand, values_cannot_explode) {
  std::string bomb;
  for (int i = 0; i < 100000; ++i) bomb += "$a";
  const ExpandedText expanded = expand(bomb, {}, environment);
  EXPECT_TRUE(expanded.gave_up);
  EXPECT_LE(expanded.text.size(), bomb.size());
  std::string deep;
  for (int i = 0; i < 20000; ++i) deep += "${x:-";
  EXPECT_TRUE(expand(deep, {}, environment).gave_up);
}

TEST(heredoc, markers) {
  const Case cases[] = {
      {"RUN <<EOF", "EOF"},  {"RUN cat <<-'E F'", "E F"}, {"RUN cat<<EOF", ""},
      {"RUN <<<x", ""},      {"RUN <<\\EOF", "EOF"},      {"RUN <<${X}E", "${X}E"},
      {"RUN \"<<EOF\"", ""}, {"RUN $((1<<2))", ""},       {"RUN $((1 << 2))", "2))"},
      {"RUN <<\"\"", ""},    {"RUN 12<<E", "E"},          {"RUN << E x", "E"},
      {"RUN << -E", "-E"},   {"RUN <<< x", ""},
  };
  for (const Case& c : cases) {
    const HeredocMarkers found = find_heredocs(c.text);
    EXPECT_EQ(found.markers.empty() ? "" : found.markers[0].name, c.want) << c.text;
  }
}

TEST(image, references) {
  const std::string digest = "@sha256:" + std::string(64, 'a');
  for (const std::string& good : std::vector<std::string>{
           "debian", "debian:12", "ghcr.io/a/b_c/d-e:1.2_x", "localhost:5000/x", "a/b" + digest,
           "a:1" + digest, "HOST/x", "1.2.3.4/x", "a__b", "scratch:latest"}) {
    EXPECT_EQ(check_image(good), ImageError::none) << good;
  }
  for (const std::string_view bad : {"", "a:", "a:b:c", "-a", "a//b", "a@sha256:abc", "x$", "a:-x",
                                     "a b", "host:port/x", "a___b"}) {
    EXPECT_NE(check_image(bad), ImageError::none) << bad;
  }
  EXPECT_EQ(check_image("Debian"), ImageError::upper_case);
  const ImageReference image = split_image("ghcr.io:443/a/b:1@sha256:c");
  EXPECT_EQ(image.registry, "ghcr.io:443");
  EXPECT_EQ(image.repository, "a/b");
  EXPECT_EQ(image.tag, "1");
  EXPECT_EQ(image.digest, "sha256:c");
}

TEST(duration, as_go_reads_it) {
  EXPECT_EQ(read_duration("1m30s").nanoseconds, 90'000'000'000);
  EXPECT_EQ(read_duration("1.5ms").nanoseconds, 1'500'000);
  EXPECT_TRUE(read_duration("0").valid);
  EXPECT_EQ(read_duration("-5s").nanoseconds, -5'000'000'000);
  for (const std::string_view bad : {"", "5", "s", "1x", "1s2", "--1s", "1 s"})
    EXPECT_FALSE(read_duration(bad).valid) << bad;
}

TEST(suggest, nearest_words) {
  constexpr std::string_view words[] = {"RUN", "ENV", "ENTRYPOINT"};
  EXPECT_EQ(nearest("RNU", words), "RUN");
  EXPECT_EQ(nearest("entrypont", words), "ENTRYPOINT");
  EXPECT_EQ(nearest("WHATEVER", words), "");
}

}  // namespace
}  // namespace dflint
