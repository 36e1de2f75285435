// Reports secret and ssh mounts that every user of the RUN may read.
#include <string>
#include <string_view>

#include <fmt/core.h>

#include "rules/report.h"
#include "rules/rule.h"

namespace dflint {
namespace {

// The mode as a number; 0 where it is no octal number.
unsigned mode_of(std::string_view text) {
  if (text.empty() || text.size() > 6) return 0;
  unsigned mode = 0;
  for (const char c : text) {
    if (c < '0' || c > '7') return 0;
    mode = mode * 8 + static_cast<unsigned>(c - '0');
  }
  return mode;
}

void check(const Instruction& in, Report& report) {
  for (const Mount& mount : in.effective().mounts) {
    std::string_view type;
    const MountField* mode = nullptr;
    for (const MountField& field : mount.fields) {
      const std::string_view key = in.value(field.key);
      if (key == "type") type = in.value(field.value);
      if (key == "mode") mode = &field;
    }
    if (!mode || (type != "secret" && type != "ssh")) continue;
    const unsigned bits = mode_of(in.value(mode->value));
    if ((bits & 07) == 0) continue;
    Finding& finding = report.add(
        mode->text, fmt::format("`mode={}` lets every user of the build {} this {}",
                                in.value(mode->value), (bits & 02) != 0 ? "change" : "read",
                                type == "secret" ? "secret" : "SSH agent"));
    if (mode->text.decoded) continue;
    finding.fixes.push_back(replace({&in, mode->value.span}, fmt::format("0{:03o}", bits & 0750u),
                                    "Take the rights of all others away", Safety::unsafe));
  }
}

}  // namespace

Rule open_secret_mount() {
  return {
      .name = "open-secret-mount",
      .category = Category::security,
      .severity = Severity::info,
      .summary = "Mount secrets for one user only",
      .why = R"(
A secret mount has mode 0400 and an ssh mount 0600, for root. A mode that lets others read hands the
secret to every process of the RUN, also to those that were made to run as somebody else, such as
install scripts of packages. Where the RUN itself runs as another user, say which: `uid=1000`.
)",
      .examples = {{
          {
              .bad = R"(
FROM node:20
RUN --mount=type=secret,id=npmrc,[|mode=0444|],target=/root/.npmrc npm ci
)",
              .good = R"(
FROM node:20
RUN --mount=type=secret,id=npmrc,mode=0440,target=/root/.npmrc npm ci
)",
          },
          {
              .bad = R"(
FROM alpine:3.20
RUN --mount=type=ssh,[|mode=666|] git clone git@git.example.com:app.git
)",
              .good = R"(
FROM alpine:3.20
RUN --mount=type=ssh,mode=0640 git clone git@git.example.com:app.git
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
