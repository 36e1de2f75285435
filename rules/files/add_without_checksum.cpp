// Asks ADD for the checksum of what it downloads.
#include <string>
#include <string_view>

#include <fmt/core.h>

#include "rules/report.h"
#include "rules/rule.h"

namespace dflint {
namespace {

void check(const Instruction& in, Report& report) {
  const Statement& statement = in.effective();
  if (statement.keyword != Keyword::add || in.flag(statement, "checksum")) return;
  for (size_t i = 0; i + 1 < statement.args.size(); ++i) {
    const std::string_view source = in.value(statement.args[i]);
    if (!source.starts_with("https://") && !source.starts_with("http://")) continue;
    // A repository is pinned by its commit.
    const std::string_view path = source.substr(0, source.find('#'));
    if (path.ends_with(".git")) continue;
    report.add(statement.args[i], "nothing pins what this URL gives: ADD has no `--checksum`");
  }
}

}  // namespace

Rule add_without_checksum() {
  return {
      .name = "add-without-checksum",
      .category = Category::reproducibility,
      .severity = Severity::info,
      .on_by_default = false,
      .summary = "Give ADD the checksum of what it downloads",
      .why = R"(
What a URL gives may be another file tomorrow, by mistake or by malice. With
`ADD --checksum=sha256:… URL dest` the build fails when it is, and it need not ask the server again
while the layer is cached. `sha256sum` of a file that you trust tells the value.
)",
      .examples = {{
          {
              .bad = R"(
FROM debian:12
ADD [|https://dl.example.com/tool-1.2.tar.gz|] /opt/
)",
              .good = R"(
FROM debian:12
ADD --checksum=sha256:24454f830cdb571e2c4ad15481119c43b3cafd48dd869a9b2945d1036d1dc68d \
    https://dl.example.com/tool-1.2.tar.gz /opt/
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
