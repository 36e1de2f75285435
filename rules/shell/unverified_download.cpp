// Reports programs and archives that are downloaded and used without a look at their checksum.
#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/core.h>

#include "analysis/shell/callee.h"
#include "rules/report.h"
#include "rules/rule.h"
#include "rules/shell/download.h"
#include "rules/shell/hosts.h"

namespace dflint {
namespace {

// The program takes what was downloaded for code, or lays it out in the image.
bool uses(const Callee& call) {
  const std::string_view name = call.name;
  if (name == "tar" || name == "unzip" || name == "dpkg" || name == "rpm" || name == "bsdtar")
    return true;
  if (is_shell(name)) return true;
  if (name != "chmod") return false;
  return std::any_of(call.words.begin(), call.words.end(), [&](const ShellWord& word) {
    const std::string_view text = call.command->text(word);
    return text.ends_with("+x") || text == "755" || text == "0755" || text == "a+rx";
  });
}

const ShellWord* remote_url(const Callee& call) {
  for (size_t i = 1; i < call.words.size(); ++i) {
    const std::string_view text = call.text(i);
    if (text.starts_with("https://") && !is_private_host(host_of(text))) return &call.words[i];
  }
  return nullptr;
}

void check(const Script& script, Report& report) {
  if (script.in->effective().keyword != Keyword::run) return;
  bool used = false;  // by a command behind the one that is looked at
  bool asked = false;
  for (size_t i = script.commands.size(); i-- > 0;) {
    const Callee call = callee(script.commands[i]);
    used |= uses(call);
    // $(curl …) is a value, mostly a version.
    if (!used || !is_downloader(call.name) || script.commands[i].substitution != 0) continue;
    const ShellWord* url = remote_url(call);
    if (!url) continue;
    if (!std::exchange(asked, true) && checks_integrity(script)) return;
    report.add({script.in, url->span},
               fmt::format("what {} downloads is used without a checksum", call.name));
  }
}

}  // namespace

Rule unverified_download() {
  return {
      .name = "unverified-download",
      .category = Category::security,
      .severity = Severity::info,
      .on_by_default = false,
      .summary = "Compare downloads with a checksum before using them",
      .why = R"(
TLS says from which server a file came, not that it is the one that was tested: releases are replaced,
accounts taken over, mirrors stale. Write the checksum into the Dockerfile and compare before anything
is unpacked or run (`echo "$SHA256  tool.tar.gz" | sha256sum -c -`), check a signature
(`gpg --batch --verify`), or use `ADD --checksum=sha256:…`. A RUN that does one of these is left alone.
)",
      .examples = {{
          {
              .bad = R"(
FROM debian:12
RUN curl -fsSLO [|https://dl.example.com/tool-1.2.tar.gz|] && tar xf tool-1.2.tar.gz
)",
              .good = R"(
FROM debian:12
ARG SHA256=24454f830cdb571e2c4ad15481119c43b3cafd48dd869a9b2945d1036d1dc68d
RUN curl -fsSLO https://dl.example.com/tool-1.2.tar.gz \
    && echo "$SHA256  tool-1.2.tar.gz" | sha256sum -c - \
    && tar xf tool-1.2.tar.gz
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
