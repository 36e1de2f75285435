// Flags of instructions, and the keys and types of RUN --mount.
#include <algorithm>
#include <iterator>

#include "analysis/reference.h"
#include "analysis/unicode.h"

namespace dflint {
namespace {

constexpr std::string_view chown_text =
    "The owner of what is copied, as `user`, `user:group` or numbers. Without it everything "
    "belongs to root, whatever `USER` says. A name must stand in `/etc/passwd` of the image, a "
    "number need not.";
constexpr std::string_view chmod_text =
    "The permissions of what is copied: octal (`0755`) or symbolic (`u+x`, `go=rX`). A `chmod` in "
    "a later `RUN` would store every file a second time.";
constexpr std::string_view link_text =
    "Copies into a layer of its own that does not depend on those below, so that it stays cached "
    "when the base changes. Links in the path of the destination are not followed then.";
constexpr std::string_view exclude_text =
    "A pattern of files to leave out, as in `.dockerignore`. May be repeated; variables are not "
    "replaced.";

constexpr FlagText flags[] = {
    {Keyword::from, "platform", "",
     "The platform of the base image: `os/arch` or `os/arch/variant`. `$BUILDPLATFORM` is that of "
     "the machine that builds, for stages that cross-compile. The platform that is built for is "
     "the default: `--platform=$TARGETPLATFORM` says nothing.",
     "FROM --platform=$BUILDPLATFORM golang:1.25 AS build"},
    {Keyword::run, "mount", "1.2",
     "A file system that the command sees while it runs and that is not part of the image: "
     "`type=bind` (default), `cache`, `tmpfs`, `secret` or `ssh`. Options are separated by commas, "
     "without blanks. May be repeated.",
     "RUN --mount=type=cache,target=/root/.cache pip install -r requirements.txt"},
    {Keyword::run, "network", "1.3",
     "The network of the command: `default`, `none`, or `host` for that of the builder, which "
     "must be allowed with `--allow network.host`.",
     "RUN --network=none pip install --no-index ."},
    {Keyword::run, "security", "1.20",
     "`sandbox` (default), or `insecure` for a command without the sandbox, which must be allowed "
     "with `--allow security.insecure`.",
     "RUN --security=insecure cat /proc/self/status"},
    {Keyword::run, "device", "1.14-labs",
     "A device that the command may use, by its CDI name; the build fails without it where "
     "`required` is said. Only in the labs versions of the syntax. May be repeated.",
     "RUN --device=vendor.com/device=all ./use-it"},
    {Keyword::copy, "from", "",
     "Where to copy from instead of the build context: the name of an earlier stage, its number "
     "counted from 0, a named context, or an image. Variables are not replaced: name a stage "
     "`FROM … AS` that uses them.",
     "COPY --from=build /out/app /usr/local/bin/"},
    {Keyword::copy, "chown", "", chown_text, "COPY --chown=node:node . ."},
    {Keyword::copy, "chmod", "1.2", chmod_text, "COPY --chmod=0755 entrypoint.sh /"},
    {Keyword::copy, "link", "1.4", link_text, "COPY --link . /app"},
    {Keyword::copy, "parents", "1.20",
     "Keeps the directories of the sources: `COPY --parents a/b/c.txt /x/` makes `/x/a/b/c.txt`. "
     "What stands before `/./` is left out.",
     "COPY --parents ./packages/*/package.json ./"},
    {Keyword::copy, "exclude", "1.19", exclude_text, "COPY --exclude=*.md . /app"},
    {Keyword::add, "chown", "", chown_text, "ADD --chown=app https://example.com/data.json /data/"},
    {Keyword::add, "chmod", "1.2", chmod_text,
     "ADD --chmod=0755 https://example.com/tool /usr/local/bin/"},
    {Keyword::add, "link", "1.4", link_text, "ADD --link rootfs.tar /"},
    {Keyword::add, "keep-git-dir", "1.1", "Keeps the `.git` directory of a Git source.",
     "ADD --keep-git-dir=true https://github.com/example/project.git#main /src"},
    {Keyword::add, "checksum", "1.6",
     "What the source must be: `sha256:…` of a download, the commit of a Git source; the build "
     "fails where it is not. With a single source only.",
     "ADD --checksum=sha256:… https://example.com/tool.tar.gz /tmp/"},
    {Keyword::add, "unpack", "1.17",
     "Whether to unpack archives. The default is yes for those of the context, no for those that "
     "are downloaded.",
     "ADD --unpack=true https://example.com/tool.tar.gz /opt/"},
    {Keyword::add, "exclude", "1.19", exclude_text, "ADD --exclude=*.md . /app"},
    {Keyword::healthcheck, "interval", "",
     "The time between the end of a check and the next one: `30s` (default), `1m30s`.",
     "HEALTHCHECK --interval=1m CMD ./healthy"},
    {Keyword::healthcheck, "timeout", "",
     "How long one check may take before it counts as failed; `30s` by default.",
     "HEALTHCHECK --timeout=3s CMD ./healthy"},
    {Keyword::healthcheck, "start-period", "",
     "The time that the container gets to start; failures in it do not count. `0s` by default.",
     "HEALTHCHECK --start-period=20s CMD ./healthy"},
    {Keyword::healthcheck, "start-interval", "",
     "The time between two checks in the start period; `5s` by default. Docker 25 or later.",
     "HEALTHCHECK --start-period=1m --start-interval=2s CMD ./healthy"},
    {Keyword::healthcheck, "retries", "",
     "How many checks must fail one after the other for the container to be unhealthy; `3` by "
     "default.",
     "HEALTHCHECK --retries=5 CMD ./healthy"},
};

constexpr MountKeyText keys[] = {
    {"type", "", "bind cache tmpfs secret ssh",
     "What is mounted: `bind` (where it is not said), `cache`, `tmpfs`, `secret` or `ssh`. It "
     "stands before `required` and `size`, which ask for it."},
    {"from", "", "bind cache",
     "A stage, a named context or an image to mount from, instead of the build context; of a "
     "cache, what it begins with. No variables, and a number is the name of an image here."},
    {"source", "src", "bind cache secret",
     "The path that is mounted, inside the build context or what `from` names. Of a secret "
     "another name for `id`."},
    {"target", "dst destination", "bind cache tmpfs secret ssh",
     "Where it is mounted. A relative path begins at `WORKDIR`. Of a secret "
     "`/run/secrets/<id>` where it is not said."},
    {"readonly", "ro", "bind cache tmpfs", "Nothing can be written; the default of `bind`."},
    {"readwrite", "rw", "bind cache tmpfs",
     "Writing is allowed; the default of `cache`. What is written to a `bind` is lost afterwards."},
    {"required", "", "secret ssh",
     "The build fails where the secret or the agent is not given. Without it nothing is mounted "
     "then. `type=` stands before it."},
    {"size", "", "tmpfs", "The most that it may hold: `64m`, `1g`. `type=` stands before it."},
    {"id", "", "cache secret ssh",
     "The name of the cache (the target where it is not said), of the secret (as in "
     "`docker build --secret id=…`), or of the agent (`default`)."},
    {"sharing", "", "cache",
     "What happens when builds use the cache at the same time: `shared` (default), `private` for "
     "one each, `locked` to wait. apt needs `locked`."},
    {"mode", "", "cache secret ssh",
     "The permissions, octal: `0755` of a cache, `0400` of a secret, `0600` of an agent by "
     "default."},
    {"uid", "", "cache secret ssh", "The number of the user who owns it; 0 by default."},
    {"gid", "", "cache secret ssh", "The number of the group that owns it; 0 by default."},
    {"env", "", "secret",
     "The environment variable that gets the secret, instead of a file. Since Dockerfile syntax "
     "1.10."},
};

constexpr WordText types[] = {
    {"bind",
     "Files of the build context, a stage or an image, without copying them. Read-only unless "
     "`rw` is said, and then changes are lost.\n\n"
     "```dockerfile\nRUN --mount=type=bind,source=requirements.txt,target=/tmp/requirements.txt "
     "\\\n"
     "    pip install -r /tmp/requirements.txt\n```"},
    {"cache",
     "A directory that stays on the builder from one build to the next and never gets into the "
     "image: for downloads and compilers. It may be empty at any time.\n\n"
     "```dockerfile\nRUN --mount=type=cache,target=/go/pkg/mod go build ./...\n```"},
    {"tmpfs",
     "Memory that is gone when the command ends.\n\n"
     "```dockerfile\nRUN --mount=type=tmpfs,target=/tmp,size=1g make test\n```"},
    {"secret",
     "A file, or with `env=` a variable, that only this command sees and that never gets into the "
     "image: `docker build --secret id=token,src=token.txt`.\n\n"
     "```dockerfile\nRUN --mount=type=secret,id=token,required \\\n"
     "    curl -H \"Authorization: $(cat /run/secrets/token)\" https://example.com\n```"},
    {"ssh",
     "The SSH agent of whoever builds, by `docker build --ssh default`: for private Git "
     "repositories.\n\n"
     "```dockerfile\nRUN --mount=type=ssh git clone git@github.com:example/private.git\n```"},
};

bool in_list(std::string_view word, std::string_view list) {
  while (!list.empty()) {
    const std::string_view first = list.substr(0, list.find(' '));
    if (equal_ignoring_case(word, first)) return true;
    list.remove_prefix(std::min(first.size() + 1, list.size()));
  }
  return false;
}

}  // namespace

const FlagText* flag_text(Keyword keyword, std::string_view name) {
  const auto found = std::find_if(std::begin(flags), std::end(flags), [&](const FlagText& flag) {
    return flag.keyword == keyword && flag.name == name;
  });
  return found == std::end(flags) ? nullptr : found;
}

const MountKeyText* mount_key_text(std::string_view key) {
  const auto found = std::find_if(std::begin(keys), std::end(keys), [&](const MountKeyText& entry) {
    return equal_ignoring_case(key, entry.name) || in_list(key, entry.aliases);
  });
  return found == std::end(keys) ? nullptr : found;
}

const WordText* mount_type_text(std::string_view type) {
  const auto found = std::find_if(std::begin(types), std::end(types), [&](const WordText& entry) {
    return equal_ignoring_case(type, entry.name);
  });
  return found == std::end(types) ? nullptr : found;
}

}  // namespace dflint
