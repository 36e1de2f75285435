#include "analysis/keywords.h"

#include <algorithm>
#include <array>

#include "analysis/suggest.h"
#include "analysis/unicode.h"

namespace dflint {
namespace {

constexpr FlagInfo from_flags[] = {
    {"platform", FlagKind::text, "the platform of the base image, as os/arch/variant"},
};
constexpr FlagInfo run_flags[] = {
    {"mount", FlagKind::list, "a file system that the command sees while it runs"},
    {"network", FlagKind::text, "default, none or host"},
    {"security", FlagKind::text, "sandbox or insecure"},
    {"device", FlagKind::list, "a device that the command may use"},
};
constexpr FlagInfo copy_flags[] = {
    {"from", FlagKind::text, "a stage, image or named context to copy from"},
    {"chown", FlagKind::text, "owner of the copies, as user:group"},
    {"chmod", FlagKind::text, "permissions of the copies"},
    {"link", FlagKind::boolean, "copy into a layer of its own"},
    {"parents", FlagKind::boolean, "keep the parent folders of the sources"},
    {"exclude", FlagKind::list, "a pattern of files to leave out"},
};
constexpr FlagInfo add_flags[] = {
    {"chown", FlagKind::text, "owner of the copies, as user:group"},
    {"chmod", FlagKind::text, "permissions of the copies"},
    {"link", FlagKind::boolean, "copy into a layer of its own"},
    {"keep-git-dir", FlagKind::boolean, "keep the .git folder of a Git source"},
    {"checksum", FlagKind::text, "digest or commit that the source must have"},
    {"unpack", FlagKind::boolean, "whether to unpack archives"},
    {"exclude", FlagKind::list, "a pattern of files to leave out"},
};
constexpr FlagInfo healthcheck_flags[] = {
    {"interval", FlagKind::text, "time between two checks"},
    {"timeout", FlagKind::text, "how long one check may take"},
    {"start-period", FlagKind::text, "time in which failures do not count"},
    {"start-interval", FlagKind::text, "time between two checks in the start period"},
    {"retries", FlagKind::text, "failures in a row that make the container unhealthy"},
};

// In the order of the enumeration, from Keyword::add on.
constexpr KeywordInfo table[] = {
    {Keyword::add, "ADD", "ADD [flags] source… destination",
     "Adds files, archives, URLs or Git repositories to the image", add_flags},
    {Keyword::arg,
     "ARG",
     "ARG name[=default]…",
     "Declares variables that a build may set",
     {},
     false},
    {Keyword::cmd,
     "CMD",
     "CMD [\"program\", \"argument\"…]",
     "Says what a container runs by default",
     {}},
    {Keyword::copy, "COPY", "COPY [flags] source… destination",
     "Copies files from the build context or another stage", copy_flags},
    {Keyword::entrypoint,
     "ENTRYPOINT",
     "ENTRYPOINT [\"program\", \"argument\"…]",
     "Says what a container always runs",
     {}},
    {Keyword::env, "ENV", "ENV name=value…", "Sets environment variables", {}},
    {Keyword::expose,
     "EXPOSE",
     "EXPOSE port[/protocol]…",
     "Says which ports the container listens on",
     {}},
    {Keyword::from, "FROM", "FROM [--platform=p] image [AS name]", "Starts a stage on a base image",
     from_flags},
    {Keyword::healthcheck, "HEALTHCHECK", "HEALTHCHECK [flags] CMD command | NONE",
     "Says how to find out whether the container is healthy", healthcheck_flags},
    {Keyword::label, "LABEL", "LABEL name=value…", "Adds metadata to the image", {}},
    {Keyword::maintainer,
     "MAINTAINER",
     "MAINTAINER name",
     "Names the author; deprecated for LABEL",
     {}},
    {Keyword::onbuild,
     "ONBUILD",
     "ONBUILD instruction",
     "Runs an instruction when the image is a base",
     {}},
    {Keyword::run, "RUN", "RUN [flags] command", "Runs a command and keeps what it changes",
     run_flags},
    {Keyword::shell,
     "SHELL",
     "SHELL [\"program\", \"argument\"…]",
     "Sets the shell of the shell form",
     {}},
    {Keyword::stopsignal,
     "STOPSIGNAL",
     "STOPSIGNAL signal",
     "Sets the signal that stops the container",
     {},
     false},
    {Keyword::user, "USER", "USER user[:group]", "Sets the user of what follows", {}},
    {Keyword::volume, "VOLUME", "VOLUME path…", "Declares mount points for data", {}},
    {Keyword::workdir, "WORKDIR", "WORKDIR path", "Sets the working directory of what follows", {}},
};

constexpr auto names = [] {
  std::array<std::string_view, std::size(table)> all{};
  for (size_t i = 0; i < all.size(); ++i) all[i] = table[i].name;
  return all;
}();

constexpr std::string_view keys[] = {"type", "from",        "source",   "src", "target",
                                     "dst",  "destination", "readonly", "ro",  "readwrite",
                                     "rw",   "required",    "size",     "id",  "sharing",
                                     "mode", "uid",         "gid",      "env"};
constexpr std::string_view types[] = {"bind", "cache", "tmpfs", "secret", "ssh"};

}  // namespace

Keyword keyword_of(std::string_view word) {
  for (const KeywordInfo& entry : table) {
    if (equal_ignoring_case(word, entry.name)) return entry.keyword;
  }
  return Keyword::unknown;
}

const KeywordInfo& info(Keyword keyword) {
  return table[static_cast<size_t>(keyword) - static_cast<size_t>(Keyword::add)];
}

std::span<const KeywordInfo> all_keywords() { return table; }

Guess guess_keyword(std::string_view word) { return guess(word, names); }

std::span<const std::string_view> mount_keys() { return keys; }
std::span<const std::string_view> mount_types() { return types; }

}  // namespace dflint
