// Dockerfiles to try things on.
#include "tests/support/texts.h"

#include <fmt/core.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>

#include "tests/support/files.h"

namespace dflint {
namespace {

void append_utf8(std::string& out, unsigned long code) {
  if (code < 0x80) {
    out += static_cast<char>(code);
  } else if (code < 0x800) {
    out += {static_cast<char>(0xC0 | code >> 6), static_cast<char>(0x80 | (code & 0x3F))};
  } else {
    out += {static_cast<char>(0xE0 | code >> 12), static_cast<char>(0x80 | (code >> 6 & 0x3F)),
            static_cast<char>(0x80 | (code & 0x3F))};
  }
}

// The JSON string that begins behind the quote at `at`. Surrogates come out one by one, as broken
// UTF-8: this is test input.
std::string json_string(std::string_view json, size_t at) {
  std::string out;
  for (; at < json.size() && json[at] != '"'; ++at) {
    if (json[at] != '\\') {
      out += json[at];
      continue;
    }
    ++at;
    switch (json[at]) {
      case 'n':
        out += '\n';
        break;
      case 't':
        out += '\t';
        break;
      case 'r':
        out += '\r';
        break;
      case 'b':
        out += '\b';
        break;
      case 'f':
        out += '\f';
        break;
      case 'u':
        append_utf8(out, std::strtoul(std::string(json.substr(at + 1, 4)).c_str(), nullptr, 16));
        at += 4;
        break;
      default:
        out += json[at];
    }
  }
  return out;
}

// The field `text` of each line, in the form `"text": "…"`.
void append_probes(std::vector<NamedText>& texts, const std::string& path) {
  const std::string lines = read_file(path).value_or("");
  constexpr std::string_view key = "\"text\": \"";
  size_t number = 0;
  for (size_t at = 0; at < lines.size();) {
    const size_t end = std::min(lines.find('\n', at), lines.size());
    const std::string_view line = std::string_view(lines).substr(at, end - at);
    ++number;
    if (const size_t field = line.find(key); field != line.npos) {
      texts.push_back({fmt::format("{}:{}", path, number), json_string(line, field + key.size())});
    }
    at = end + 1;
  }
}

}  // namespace

const std::vector<NamedText>& own_texts() {
  static const std::vector<NamedText> texts = {
      {"empty", ""},
      {"small", R"(# syntax=docker/dockerfile:1
# escape=\
ARG VERSION=12
FROM debian:${VERSION:-11} AS base
# The compiler.
RUN apt-get update \
    && apt-get install -y g++ \
    # a comment inside

    && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY --from=base --chown=1000:1000 . .
RUN ["make", "-j2", "\u0061ll"]
)"},
      {"every instruction", R"(FROM --platform=linux/amd64 golang:1.22 AS build
MAINTAINER somebody
LABEL a=b "c d"='e f' \
  g=h
ENV A=1 B="two words" C=$A
ENV OLD the rest of the line
ARG NAME
ARG OTHER=x
ADD --checksum=sha256:aa https://example.org/a.tar.gz /a/
COPY ["a b", "/c/"]
EXPOSE 80 443/tcp 8000-8010/udp
USER app:app
VOLUME ["/data"]
VOLUME /one /two
STOPSIGNAL SIGTERM
SHELL ["/bin/bash", "-c"]
HEALTHCHECK --interval=30s --retries=3 CMD curl -f http://localhost/ || exit 1
HEALTHCHECK NONE
ONBUILD RUN echo hi
ONBUILD COPY . /app
ENTRYPOINT ["/app"]
CMD echo $HOME
)"},
      {"heredocs", R"-(FROM alpine:3.20
RUN <<EOF
apk add --no-cache curl
echo "$(date)"
EOF
RUN <<-'END' python3
	print("a")
	END
COPY <<one <<"two words" /etc/
first
one
second $x
two words
RUN cat <<< "no" && echo $((1<<2))
ONBUILD COPY <<EOF /x
y
EOF
RUN <<EOF
never closed
)-"},
      {"windows", R"(# escape=`
FROM mcr.microsoft.com/windows/servercore:ltsc2022
SHELL ["powershell", "-Command", "$ErrorActionPreference = 'Stop';"]
RUN Get-Item C:\ ; `
    Write-Host "a"
COPY a.txt C:\dir\
)"},
      {"stages", R"(FROM node:22 AS deps
RUN --mount=type=cache,target=/c,id=npm --mount=from=tools,source=/bin,target=/t npm ci
FROM deps AS build
COPY --link --from=deps /a /b
FROM scratch
COPY --from=build /app /app
COPY --from=2 /x /y
FROM Deps AS DEPS
)"},
      {"shell", R"(FROM debian:12
RUN set -eux; for x in a b; do echo "$x" | tee -a /log; done; if [ -f x ]; then cd /t && ls; fi
RUN f() { sudo apt-get install -y x; }; f 2>&1 >/dev/null & case $A in a|b) ;; *) exit 1;; esac
RUN A=1 B=$(curl -s https://example.org | bash) env `id -u` "a'b" 'c"d' \$e ${F:-"g h"} > out
RUN cat <<EOF > /x && pip install "a==1" b
$y
EOF
)"},
      {"broken", R"(
RNU apt-get update
FROM
FROM a AS
COPY a
COPY --nope=1 --from a b
ENV =x
ENV A
CMD ["a", 'b']
ENTRYPOINT ["a"
ONBUILD ONBUILD RUN x
ONBUILD FROM x
&& orphan
EXPOSE 99999 a-b
HEALTHCHECK WAT
SHELL bash
RUN echo "open \)"},
      {"crlf",
       "FROM a:1\r\nRUN a \\\r\n  # c\r\n  && b\r\nCOPY <<E /x\r\ny\r\nE\r\nCMD [\"a\"]\r\n"},
      {"marks",
       "\xEF\xBB\xBF# escape=`\n\xEF\xBB\xBF"
       "FROM d\u00E9bian `\n AS \U0001F600\nRUN echo \xFF \xC3\n\xE3\x80\x80RUN x\n"},
      {"suppressed", R"(# check=skip=StageNameCasing;error=true
FROM debian AS Base
# hadolint ignore=DL3008,DL3009
RUN apt-get install curl
# dflint ignore=all
RUN cd /tmp
)"},
      {"end in a comment", "FROM a\nRUN b \\\n# c"},
      {"end in an escape", "FROM a\nRUN b \\"},
  };
  return texts;
}

std::vector<NamedText> collected_texts() {
  std::vector<NamedText> texts;
  for (const char* folder : {"corpus/dev", "corpus/windows", "corpus/templates"}) {
    for (const std::string& path : files_below(shared(folder))) {
      texts.push_back({path, read_file(path).value_or("")});
    }
  }
  append_probes(texts, shared("oracle/probes.jsonl"));
  return texts;
}

std::vector<NamedText> hostile_texts(const std::string& directory) {
  const std::string generator = shared("corpus/nasty/gen.py");
  if (!read_file(generator)) return {};
  run({"python3", "-B", generator, directory});
  std::vector<NamedText> texts;
  for (const std::string& path : files_below(directory)) {
    if (path.ends_with("file")) texts.push_back({path, read_file(path).value_or("")});
  }
  return texts;
}

std::string shared(std::string_view path) {
  return fmt::format("{}/../shared/{}", DFLINT_SOURCE_DIR, path);
}

unsigned long number_from(const char* variable, unsigned long otherwise) {
  const char* value = std::getenv(variable);
  return value == nullptr || *value == '\0' ? otherwise : std::strtoul(value, nullptr, 10);
}

}  // namespace dflint
