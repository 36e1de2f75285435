// Random edits: what people type, and what nobody should.
#include "tests/support/edits.h"

#include <algorithm>
#include <array>
#include <string>

namespace dflint {

using namespace std::string_view_literals;

namespace {

// Whole lines.
constexpr std::array lines = {
    "FROM debian:12 AS base\n"sv,
    "FROM base\n"sv,
    "FROM --platform=$BUILDPLATFORM scratch AS s1\n"sv,
    "RUN apt-get update && apt-get install -y curl\n"sv,
    "RUN [\"a\", \"b\\\"c\"]\n"sv,
    "RUN --mount=type=cache,target=/x true\n"sv,
    "RUN <<EOF\necho a\nEOF\n"sv,
    "RUN <<-'E' cat\n\techo $a\n\tE\n"sv,
    "COPY <<A <<\"B\" /d/\none\nA\ntwo\nB\n"sv,
    "COPY --from=0 --chown=a:b a b\n"sv,
    "COPY --from=base a b\n"sv,
    "ADD https://example.org/x.tar.gz /\n"sv,
    "ENV A=1 B=\"two words\" C=$A\n"sv,
    "ENV old form of it\n"sv,
    "ARG VERSION=${X:-1}\n"sv,
    "ARG VERSION\n"sv,
    "LABEL a=b \\\n  c='d e'\n"sv,
    "EXPOSE 80/tcp $PORT\n"sv,
    "CMD [\"sh\", \"-c\", \"x\"]\n"sv,
    "CMD echo $HOME\n"sv,
    "ENTRYPOINT [\"a\"\n"sv,
    "SHELL [\"/bin/bash\", \"-o\", \"pipefail\", \"-c\"]\n"sv,
    "SHELL [\"powershell\", \"-Command\"]\n"sv,
    "HEALTHCHECK --interval=5s CMD curl -f http://localhost/ || exit 1\n"sv,
    "HEALTHCHECK NONE\n"sv,
    "ONBUILD RUN make\n"sv,
    "ONBUILD COPY <<E /x\ny\nE\n"sv,
    "USER root\n"sv,
    "WORKDIR app\n"sv,
    "VOLUME [\"/a\"]\n"sv,
    "STOPSIGNAL SIGKILL\n"sv,
    "MAINTAINER me\n"sv,
    "# a comment\n"sv,
    "# hadolint ignore=DL3008\n"sv,
    "# dflint ignore=all\n"sv,
    "# syntax=docker/dockerfile:1\n"sv,
    "# escape=`\n"sv,
    "#escape=\\\n"sv,
    "# check=skip=all;error=true\n"sv,
    "rnu make\n"sv,
    "  && echo lost \\\n"sv,
    "RUN a \\\n\n# c\n  b\n"sv,
};

// Pieces that change how what stands around them is read.
constexpr std::array pieces = {
    "\\\n"sv,     "\\"sv,
    "`"sv,        "`\n"sv,
    "\n"sv,       "\n\n"sv,
    "\r\n"sv,     "\r"sv,
    "\t"sv,       " "sv,
    "#"sv,        "# "sv,
    "<<EOF"sv,    "<<-EOF"sv,
    "<<"sv,       "EOF\n"sv,
    "\nEOF\n"sv,  "EOF"sv,
    "<<'A B'"sv,  "3<<E"sv,
    "\""sv,       "'"sv,
    "\\\""sv,     "$"sv,
    "${"sv,       "${A:-b}"sv,
    "$A"sv,       "}"sv,
    "$("sv,       ")"sv,
    "("sv,        "["sv,
    "[\""sv,      "\"]"sv,
    "]"sv,        ","sv,
    "="sv,        "--"sv,
    "--x="sv,     "--from=a "sv,
    "--link "sv,  ":"sv,
    "@"sv,        "/"sv,
    "&&"sv,       " && "sv,
    "||"sv,       "|"sv,
    ";"sv,        "&"sv,
    ">"sv,        "if x; then "sv,
    "; fi"sv,     "case a in b) "sv,
    "esac"sv,     "ONBUILD "sv,
    "RUN "sv,     "COPY "sv,
    "FROM "sv,    "ENV "sv,
    "AS b"sv,     "\xEF\xBB\xBF"sv,
    "\0"sv,       "\xFF"sv,
    "\xE2\x82"sv, "\x80"sv,
    "\u00E9"sv,   "\U0001F600"sv,
    "\u00A0"sv,   "\u2028"sv,
    "a"sv,        "Z"sv,
    "0"sv,        "x y"sv,
};

uint32_t line_begin(std::string_view text, uint32_t at) {
  while (at > 0 && text[at - 1] != '\n') --at;
  return at;
}

uint32_t line_end(std::string_view text, uint32_t at) {
  const size_t newline = text.find('\n', at);
  return static_cast<uint32_t>(newline == text.npos ? text.size() : newline + 1);
}

}  // namespace

uint32_t Choices::below(uint32_t count) {
  if (count <= 1) return 0;
  if (seeded_) return static_cast<uint32_t>(random_() % count);
  uint32_t value = 0;
  for (uint32_t reach = 1; reach < count && !bytes_.empty();
       reach = reach > (1u << 23) ? count : reach << 8) {
    value = value << 8 | static_cast<unsigned char>(bytes_.front());
    bytes_.remove_prefix(1);
  }
  return value % count;
}

Edit random_edit(Choices& choices, std::string_view text) {
  const uint32_t size = static_cast<uint32_t>(text.size());
  const uint32_t at = choices.below(size + 1);
  const uint32_t length = std::min(size - at, choices.below(16));
  const auto line = [&] { return std::string(lines[choices.below(lines.size())]); };
  const auto piece = [&] { return std::string(pieces[choices.below(pieces.size())]); };
  const uint32_t kind = choices.below(20);
  if (size > (64u << 10)) {  // shrink what has grown
    const uint32_t half = std::min(size / 2, size - std::min(at, size / 2));
    return {{std::min(at, size / 2), std::min(at, size / 2) + half}, ""};
  }
  switch (kind) {
    case 0:
    case 1:
    case 2: {
      const uint32_t start = line_begin(text, at);
      return {{start, start}, line()};
    }
    case 3:
      return {{line_begin(text, at), line_end(text, at)}, ""};
    case 4:
      return {{line_begin(text, at), line_end(text, at)}, line()};
    case 5:
      return {{0, 0}, choices.below(2) != 0 ? line() : piece()};
    case 6:
      return {{size, size}, choices.below(2) != 0 ? line() : piece()};
    case 7:
      return {{at, at + length}, ""};
    case 8:
      return {{at, at + length}, piece()};
    case 9: {  // cut everything after, or before
      if (choices.below(8) != 0) return {{size - std::min(size, 1u), size}, ""};
      return choices.below(2) != 0 ? Edit{{at, size}, ""} : Edit{{0, at}, ""};
    }
    case 10: {  // copy a stretch
      const uint32_t from = choices.below(size + 1);
      return {{at, at}, std::string(text.substr(from, choices.below(200)))};
    }
    case 11: {  // join two lines
      const uint32_t end = line_end(text, at);
      return {{end - std::min(end, 1u), end}, ""};
    }
    case 12: {  // before a line ending
      const uint32_t end = line_end(text, at);
      const uint32_t before = end > 0 && text[end - 1] == '\n' ? end - 1 : end;
      return {{before, before}, piece()};
    }
    case 13: {  // at the front of a line
      const uint32_t start = line_begin(text, at);
      return {{start, start}, piece()};
    }
    case 14:
      return {{at, at}, line()};
    case 15:  // the same again: an edit that changes nothing
      return {{at, at + length}, std::string(text.substr(at, length))};
    case 16:
      return {{at, at}, piece() + piece()};
    default:
      return {{at, at}, piece()};
  }
}

}  // namespace dflint
