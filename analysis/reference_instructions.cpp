// The instructions, each with its forms, an example and what people get wrong.
#include "analysis/reference.h"

namespace dflint {
namespace {

// In the order of the enumeration, from Keyword::add on.
constexpr InstructionText table[] = {
    {Keyword::add,
     "Puts files into the image: from the build context, from a URL, or from a Git repository. "
     "Archives of the context (tar, also compressed) are unpacked; what is downloaded is not, "
     "unless `--unpack` says so.",
     "ADD [flags] source… destination\n"
     "ADD [flags] [\"source\", … \"destination\"]",
     "ADD --checksum=sha256:… https://example.com/tool.tar.gz /tmp/\n"
     "ADD https://github.com/example/project.git#v1.2 /src",
     "- For plain files of the context `COPY` says the same without surprises: it never unpacks.\n"
     "- With several sources the destination is a directory and ends with `/`.\n"
     "- Paths are those of the build context, not of the directory of the Dockerfile; `..` does "
     "not lead out of it.\n"
     "- Flags stand before the first source; behind it they are file names."},
    {Keyword::arg,
     "Declares variables that a build may set with `--build-arg NAME=value`, each with or without "
     "a default.",
     "ARG name…\nARG name=default…",
     "ARG VERSION=3.20\nFROM alpine:${VERSION}\nARG VERSION\nRUN echo \"$VERSION\"",
     "- An ARG before the first `FROM` holds in `FROM` lines only; a stage must repeat it "
     "(`ARG NAME`) to see its value.\n"
     "- It ends with its stage; stages built from that one with `FROM` inherit it.\n"
     "- It is gone when a container runs: use `ENV` for that.\n"
     "- Its value can be read from the history of the image: a secret belongs into "
     "`RUN --mount=type=secret`."},
    {Keyword::cmd,
     "Says what a container runs by default, or what its `ENTRYPOINT` gets as arguments. "
     "Whatever follows the image in `docker run` takes its place.",
     "CMD [\"program\", \"argument\", …]\nCMD [\"argument\", …]\nCMD command in a shell",
     "CMD [\"nginx\", \"-g\", \"daemon off;\"]",
     "- Only the last one of a stage counts. It runs nothing while the image is built.\n"
     "- Without brackets a shell runs it, which is then process 1 and keeps signals to itself.\n"
     "- The brackets are JSON: double quotes, no comma at the end. Anything else is silently "
     "taken for a shell command."},
    {Keyword::copy,
     "Copies files from the build context, or with `--from` from another stage or an image. A "
     "directory is copied by its contents, not as itself.",
     "COPY [flags] source… destination\n"
     "COPY [flags] [\"source\", … \"destination\"]\n"
     "COPY [flags] <<NAME destination",
     "COPY package.json package-lock.json ./\n"
     "COPY --from=build --chown=app /out/app /usr/local/bin/",
     "- Sources are paths of the build context, less what `.dockerignore` leaves out.\n"
     "- With several sources the destination is a directory and ends with `/`.\n"
     "- A relative destination begins at `WORKDIR`.\n"
     "- Files belong to root whatever `USER` says, unless with `--chown`.\n"
     "- Flags stand before the first source; behind it they are file names."},
    {Keyword::entrypoint,
     "Says what a container always runs; `CMD`, or what follows the image in `docker run`, "
     "becomes its arguments.",
     "ENTRYPOINT [\"program\", \"argument\", …]\nENTRYPOINT command in a shell",
     "ENTRYPOINT [\"/usr/local/bin/app\"]\nCMD [\"--help\"]",
     "- Without brackets a shell runs it: arguments and `CMD` are ignored, and signals such as "
     "SIGTERM reach the shell only.\n"
     "- Only the last one of a stage counts, and it takes away the `CMD` of the base image.\n"
     "- The brackets are JSON: double quotes, no comma at the end."},
    {Keyword::env,
     "Sets environment variables, for what follows in this stage, for stages built from it, and "
     "for containers.",
     "ENV name=value…\nENV name the rest of the line (old)",
     "ENV PATH=/opt/app/bin:$PATH LANG=C.UTF-8",
     "- Values of the same instruction are not visible yet: in `ENV A=1 B=$A`, `$A` is the old "
     "one.\n"
     "- `ENV A b=c` without `=` behind the name sets A to `b=c`.\n"
     "- What only the build needs (`DEBIAN_FRONTEND`) stays in the image for ever; use `ARG` or "
     "set it in the `RUN`.\n"
     "- A secret in it can be read by everybody who has the image."},
    {Keyword::expose,
     "Says on which ports the container listens, TCP unless `/udp` follows. It opens nothing: "
     "`docker run -p` or `-P` publishes ports.",
     "EXPOSE port[/protocol]…\nEXPOSE first-last[/protocol]", "EXPOSE 8080\nEXPOSE 53/tcp 53/udp",
     "- There is no host port here: `80:8080` belongs to `docker run -p`.\n"
     "- The protocol is in lower case."},
    {Keyword::from,
     "Starts a stage on a base image, on an earlier stage, or on `scratch`, which is empty. The "
     "last stage is what is built, unless `--target` names another.",
     "FROM [--platform=os/arch] image[:tag][@digest] [AS name]",
     "FROM golang:1.25 AS build\nRUN go build -o /out/app .\n\n"
     "FROM scratch\nCOPY --from=build /out/app /app",
     "- Only global ARGs (before the first `FROM`) and the platform variables can be used here.\n"
     "- Without a tag the image is `latest`, whatever that is tomorrow.\n"
     "- An earlier stage is found by its exact name in lower case.\n"
     "- Nothing of other stages gets into the image but what `COPY --from` takes."},
    {Keyword::healthcheck,
     "Says how Docker finds out whether a container still works: a command that ends with 0 "
     "(healthy) or 1 (unhealthy). `NONE` switches off that of the base image.",
     "HEALTHCHECK [flags] CMD command\n"
     "HEALTHCHECK [flags] CMD [\"program\", …]\n"
     "HEALTHCHECK NONE",
     "HEALTHCHECK --interval=30s --timeout=3s CMD curl -fsS http://localhost:8080/health || exit 1",
     "- Only the last one of a stage counts. Kubernetes ignores it.\n"
     "- Flags stand before `CMD`; behind it they are part of the command.\n"
     "- The program must be in the image: many have no curl."},
    {Keyword::label,
     "Adds metadata to the image, as names with values. `docker inspect` shows them.",
     "LABEL name=value…",
     "LABEL org.opencontainers.image.source=\"https://github.com/example/app\"",
     "- A value with blanks needs double quotes; in single quotes no variable is replaced.\n"
     "- Labels of the base image stay unless they are set again."},
    {Keyword::maintainer,
     "Names the author of the image. Deprecated: a label says the same and more.",
     "MAINTAINER name", "LABEL org.opencontainers.image.authors=\"ops@example.com\"",
     "- BuildKit warns of every MAINTAINER."},
    {Keyword::onbuild,
     "Keeps an instruction in the image; it runs when another build uses this image as its base, "
     "right behind that `FROM`.",
     "ONBUILD instruction", "ONBUILD COPY . /src",
     "- ONBUILD, FROM and MAINTAINER may not follow.\n"
     "- It does nothing in this stage, and not in images built on the ones built on this.\n"
     "- Mistakes in it show only in the other build."},
    {Keyword::run,
     "Runs a command while the image is built, and keeps what it changes in the file system as a "
     "layer.",
     "RUN [flags] command in a shell\nRUN [flags] [\"program\", \"argument\", …]\n"
     "RUN [flags] <<NAME\nlines of a script\nNAME",
     "RUN --mount=type=cache,target=/var/cache/apt,sharing=locked \\\n"
     "    apt-get update && apt-get install -y --no-install-recommends curl",
     "- Each RUN is a new shell: `cd` and `export` do not outlive it; use `WORKDIR` and `ENV`.\n"
     "- A file deleted in a later RUN still takes its space in the image.\n"
     "- The default shell is `sh -c`: no `pipefail`, no bash.\n"
     "- The result is cached by the text of the instruction: `apt-get update` alone grows stale."},
    {Keyword::shell,
     "Sets the shell of what is written without brackets: RUN, CMD, ENTRYPOINT and HEALTHCHECK "
     "below. The standard is `[\"/bin/sh\", \"-c\"]`, on Windows `[\"cmd\", \"/S\", \"/C\"]`.",
     "SHELL [\"program\", \"argument\", …]", "SHELL [\"/bin/bash\", \"-o\", \"pipefail\", \"-c\"]",
     "- It must be a JSON array.\n"
     "- The program must be in the image; alpine has no bash.\n"
     "- It holds to the end of the stage and in stages built from it."},
    {Keyword::stopsignal,
     "Sets the signal that asks the container to stop, SIGTERM by default. After ten seconds "
     "SIGKILL follows.",
     "STOPSIGNAL name\nSTOPSIGNAL number", "STOPSIGNAL SIGQUIT",
     "- SIGKILL leaves no time to tidy up.\n"
     "- A program behind a shell (`CMD app`) never gets it."},
    {Keyword::user, "Sets the user, and the group, of the RUN, CMD and ENTRYPOINT that follow.",
     "USER name[:group]\nUSER uid[:gid]", "RUN useradd --system --uid 10001 app\nUSER 10001",
     "- With a group only that one holds, not the others of the user.\n"
     "- Kubernetes can tell that a number is not root, but not that a name is not.\n"
     "- What `COPY` brings still belongs to root, unless with `--chown`.\n"
     "- A named user must exist in the image."},
    {Keyword::volume,
     "Declares directories whose contents live outside of the container: each container gets a "
     "volume there.",
     "VOLUME path…\nVOLUME [\"path\", …]", "VOLUME /var/lib/data",
     "- Host directories cannot be named here; `docker run -v` does that.\n"
     "- Brackets in single quotes make paths of the brackets.\n"
     "- Every `docker run` without `--rm` leaves a volume behind."},
    {Keyword::workdir, "Sets the working directory of what follows, and creates it.",
     "WORKDIR path", "WORKDIR /app",
     "- A relative path begins at the WORKDIR before it, or at that of the base image, which may "
     "change.\n"
     "- The directory belongs to the user of that moment: root, where no `USER` stands above it.\n"
     "- `RUN cd` holds for that RUN only."},
};

}  // namespace

const InstructionText& reference_of(Keyword keyword) {
  return table[static_cast<size_t>(keyword) - static_cast<size_t>(Keyword::add)];
}

}  // namespace dflint
