// Each construct that something could take more than linear time for.
#include "tests/support/growing.h"

#include <fmt/core.h>

#include <iterator>
#include <string_view>

namespace dflint {
namespace {

std::string repeated(size_t count, const std::function<std::string(size_t)>& part) {
  std::string out;
  for (size_t i = 0; i < count; ++i) out += part(i);
  return out;
}

std::string repeated(size_t count, std::string_view part) {
  return repeated(count, [&](size_t) { return std::string(part); });
}

}  // namespace

const std::vector<GrowingText>& growing_texts() {
  static const std::vector<GrowingText> list = {
      {"blank_lines", [](size_t n) { return repeated(n, " \t\r\n"); }},
      {"comments", [](size_t n) { return repeated(n, "# hadolint ignore=DL3008\n"); }},
      {"one_line", [](size_t n) { return "FROM a\nRUN " + repeated(n, "a && ") + "b\n"; }},
      {"continuations",
       [](size_t n) { return "FROM a\nRUN b" + repeated(n, " \\\n && c") + "\n"; }},
      {"comments_inside",
       [](size_t n) { return "FROM a\nRUN b \\\n" + repeated(n, "# c\n\n") + " d\n"; }},
      {"stages",
       [](size_t n) {
         return repeated(n, [](size_t i) {
           return fmt::format("FROM a:1 AS s{}\nCOPY --from=s{} a b\n", i, i / 2);
         });
       }},
      {"chained_stages",
       [](size_t n) {
         return "FROM a:1 AS s0\n" + repeated(n, [](size_t i) {
                  return fmt::format("FROM s{} AS s{}\nENV A=1\nUSER x\n", i, i + 1);
                });
       }},
      {"chained_runs",
       [](size_t n) {
         return "FROM alpine AS s0\n" + repeated(n, [](size_t i) {
                  return fmt::format("FROM s{} AS s{}\nRUN sudo a | b $A\n", i, i + 1);
                });
       }},
      {"variables",
       [](size_t n) {
         return "FROM a\n" +
                repeated(n, [](size_t i) { return fmt::format("ENV V{}=$V{}x\n", i + 1, i); });
       }},
      {"doubling",
       [](size_t n) {
         return "FROM a\nENV V0=x\n" + repeated(n, [](size_t i) {
                  return fmt::format("ENV V{}=$V{}$V{}\n", i + 1, i, i);
                });
       }},
      {"runs",
       [](size_t n) { return "FROM a\n" + repeated(n, "RUN cd /a && apt-get install b\n"); }},
      {"heredocs",
       [](size_t n) {
         return "FROM a\nRUN " + repeated(n, [](size_t i) { return fmt::format("<<E{} ", i); }) +
                "cat\n" + repeated(n, [](size_t i) { return fmt::format("x\nE{}\n", i); });
       }},
      {"open_heredocs", [](size_t n) { return "FROM a\n" + repeated(n, "RUN <<EOF\n"); }},
      {"quotes", [](size_t n) { return "FROM a\nRUN echo " + repeated(n, "\"'`") + "\n"; }},
      {"substitutions", [](size_t n) { return "FROM a\nRUN " + repeated(n, "$(") + "\n"; }},
      {"expansions", [](size_t n) { return "FROM a\nENV A=" + repeated(n, "${A:-") + "\n"; }},
      {"flags",
       [](size_t n) {
         return "FROM a\nRUN " + repeated(n, "--mount=type=cache,target=/x ") + "b\n";
       }},
      {"mount_fields",
       [](size_t n) { return "FROM a\nRUN --mount=" + repeated(n, "type=bind,") + " b\n"; }},
      {"array", [](size_t n) { return "FROM a\nCMD [" + repeated(n, "\"a\\n\", ") + "\"b\"]\n"; }},
      {"pairs", [](size_t n) { return "FROM a\nLABEL " + repeated(n, "a=b ") + "\n"; }},
      {"ports", [](size_t n) { return "FROM a\nEXPOSE " + repeated(n, "80/tcp ") + "\n"; }},
      {"ssh_ports", [](size_t n) { return "FROM a\nEXPOSE 80 " + repeated(n, "22 ") + "\n"; }},
      {"owners",
       [](size_t n) {
         return "FROM a\n" + repeated(n, "COPY a /b\nRUN useradd c && chown -R c /b\n");
       }},
      {"writes_of_others",
       [](size_t n) {
         return "FROM a\nUSER b\n" + repeated(n, "ADD c /d\n") + "RUN e" +
                repeated(n, " && touch /etc/f") + "\n";
       }},
      {"piped_downloads",
       [](size_t n) { return "FROM a\nRUN " + repeated(n, "curl http://x/y | sh; ") + "z\n"; }},
      {"triggers", [](size_t n) { return "FROM a\n" + repeated(n, "ONBUILD ") + "RUN a\n"; }},
      {"unknown", [](size_t n) { return "FROM a\n" + repeated(n, "RNU a\n"); }},
      {"blanks",
       [](size_t n) {
         return "FROM a\nRUN b" + std::string(n, ' ') + "\\\nc\n#" + std::string(n, ' ');
       }},
      {"used_args",
       [](size_t n) {
         return "FROM a\n" + repeated(n, [](size_t i) {
                  return fmt::format("ARG A{}\nRUN echo $A{} $B{}\n", i, i / 2, i);
                });
       }},
      {"global_args",
       [](size_t n) {
         return repeated(n, [](size_t i) { return fmt::format("ARG A{}={}\n", i, i); }) +
                "FROM a:$A0\n";
       }},
      {"directories",
       [](size_t n) {
         return "FROM a\n" + repeated(n, [](size_t i) {
                  return fmt::format("WORKDIR d{}\nUSER u{}\nEXPOSE {}\n", i, i, i % 60000);
                });
       }},
      {"copies",
       [](size_t n) {
         return "FROM a\n" + repeated(n, [](size_t i) {
                  return fmt::format("COPY a{} /x/\nRUN rm -rf /x/a{} && chmod +x /x/a{}\n", i, i,
                                     i / 2);
                });
       }},
      {"broad_copies",
       [](size_t n) {
         return "FROM node\n" + repeated(n,
                                         "COPY . /app\nRUN cd /app && npm install && pip install "
                                         "-r requirements.txt\n");
       }},
      {"installs",
       [](size_t n) {
         return "FROM debian:12\n" + repeated(n, [](size_t i) {
                  return fmt::format("RUN apt-get update\nRUN apt-get install -y p{}\n", i);
                });
       }},
      {"packages",
       [](size_t n) {
         return "FROM debian:12\nRUN apt-get install" +
                repeated(n, [](size_t i) { return fmt::format(" \\\n  p{}", i); }) + "\n";
       }},
      {"downloads",
       [](size_t n) {
         return "FROM a\nRUN true" +
                repeated(n,
                         [](size_t i) {
                           return fmt::format(" && curl -L http://h/f{} -o /f{} && tar xf /f{}", i,
                                              i, i);
                         }) +
                "\n";
       }},
      {"pipes",
       [](size_t n) { return "FROM a\nRUN a" + repeated(n, " | b") + "\nRUN wget -O- x | sh\n"; }},
      {"managers",
       [](size_t n) {
         constexpr std::string_view calls[] = {"apk add",     "yum install", "dnf install",
                                               "zypper in",   "npm install", "pip install",
                                               "gem install", "go install"};
         return "FROM a\n" + repeated(n, [&](size_t i) {
                  return fmt::format("RUN {} b{}\n", calls[i % std::size(calls)], i);
                });
       }},
      {"wrappers",
       [](size_t n) { return "FROM a\nRUN " + repeated(n, "sudo -E env A=1 nice ") + "b\n"; }},
      {"commands",
       [](size_t n) {
         return "FROM a\n" + repeated(n, "CMD a b\nENTRYPOINT [\"c\"]\nHEALTHCHECK CMD d\n");
       }},
      {"label_instructions",
       [](size_t n) {
         return "FROM a\n" +
                repeated(n, [](size_t i) { return fmt::format("LABEL L{}=x token=y\n", i); });
       }},
      {"triggered",
       [](size_t n) {
         return "FROM a AS b\n" + repeated(n, "ONBUILD RUN apt-get install c\n") + "FROM b\n";
       }},
      {"copied_stages",
       [](size_t n) {
         return "FROM a AS b\n" + repeated(n, "COPY --from=b /x /y\nCOPY --from=none /x /y\n");
       }},
      {"secrets",
       [](size_t n) {
         return "FROM a\n" + repeated(n, "ENV PASSWORD=x URL=https://u:p4ssw0rd@h/ A=$PASSWORD\n");
       }},
      {"ignored_rules",
       [](size_t n) {
         return "FROM a\n" + repeated(n, "# dflint ignore=no-sudo,nothing\nRUN sudo a\n");
       }},
      {"bytes", [](size_t n) { return "FROM a\nRUN " + std::string(n, '\xC3') + "\n"; }},
  };
  return list;
}

}  // namespace dflint
