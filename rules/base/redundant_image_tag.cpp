// Reports images with both a tag and a digest.
#include <fmt/core.h>

#include "analysis/image.h"
#include "rules/report.h"
#include "rules/rule.h"

namespace dflint {
namespace {

void check(const Stage& stage, const Plan&, Report& report) {
  if (stage.base_kind != BaseKind::image || stage.from->statement.args.empty()) return;
  const Instruction& in = *stage.from;
  const Word& word = in.statement.args[0];
  const std::string_view written = in.value(word);
  // With variables only the parts that are written out are certain.
  if (written.find('$') != std::string_view::npos) return;
  const ImageReference image = split_image(written);
  if (!image.has_tag || !image.has_digest) return;
  const uint32_t end = static_cast<uint32_t>(written.find('@'));
  const uint32_t begin = end - static_cast<uint32_t>(image.tag.size()) - 1;
  const Place place{&in, in.span_in(word, begin, end)};
  Finding& finding =
      report.add(place, fmt::format("the tag `{}` is not looked at beside a digest", image.tag));
  if (in.source(place.span) == written.substr(begin, end - begin))
    finding.fixes.push_back(replace(place, {}, "Remove the tag"));
}

}  // namespace

Rule redundant_image_tag() {
  return {
      .name = "redundant-image-tag",
      .category = Category::style,
      .severity = Severity::info,
      .on_by_default = false,
      .summary = "Write either a tag or a digest",
      .why = R"(
Beside a digest the builder does not look at the tag. It may say `3.19` while the digest is that of
`3.18`, and nobody notices. Some teams therefore want the digest alone. Others keep the tag for
readers and for tools that update the digest; they leave this rule off.
)",
      .examples = {{
          {
              .bad = R"(
FROM alpine[|:3.20|]@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef
)",
              .good = R"(
FROM alpine@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
