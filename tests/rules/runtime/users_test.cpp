// Who runs what: rules about USER, owners and modes.
#include <fmt/core.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "rules/fix.h"
#include "tests/support/marked_text.h"

namespace dflint {
namespace {

void check(std::string_view rule, std::string_view text) {
  const Marked marked = marked_by(rule, text);
  EXPECT_EQ(marked.found, marked.expected) << rule;
}

TEST(Users, PackageManagers) {
  constexpr std::string_view rule = "package-manager-without-root";
  check(rule, "FROM a\nUSER app\nRUN x && [|apk|] add y\nUSER root\nRUN apk add y\n");
  check(rule, "FROM a\nUSER app\nRUN if x; then apt-get update; fi\nRUN sudo apt-get update\n");
  check(rule, "FROM a\nUSER $APP\nRUN apt-get update\nUSER 0:0\nRUN apt-get update\n");
  check(rule, "FROM a\nUSER app\nRUN apt-get download x && yum list && apk --root /x add y\n");
  check(rule, "FROM a\nUSER app\nRUN <<EOF\n[|dnf|] -y install x\nEOF\n");
}

TEST(Users, LastUser) {
  constexpr std::string_view rule = "last-user-not-root";
  check(rule, "FROM a AS b\nUSER [|root|]\nCMD [\"x\"]\nFROM b\n");
  check(rule, "FROM a\nUSER root\nENTRYPOINT [\"gosu\", \"app\", \"x\"]\n");
  check(rule, "FROM a\nUSER root\nRUN x\n");
  check(rule, "FROM a\nARG U=root\nUSER $U\nCMD [\"x\"]\n");
  check(rule, "FROM a\nUSER root\nUSER app\nCMD [\"x\"]\n");
}

TEST(Users, Owners) {
  constexpr std::string_view rule = "chown-doubles-layer";
  check(rule, "FROM a\nWORKDIR /app\nCOPY . .\nRUN chown -R x [|.|]\n");
  check(rule, "FROM a\nCOPY . /app\nRUN chown -R x /app/log /application && chown x /app\n");
  check(rule, "FROM a\nCOPY run.sh /app/\nRUN chown -R x /app\n");
  check(rule, "FROM a\nWORKDIR /app\nCOPY . .\nRUN cd /x && chown -R x .\n");
  check(rule, "FROM a\nRUN chown -R x /app\nCOPY . /app\n");
}

// A name must be known before COPY can use it.
TEST(Users, OwnersAreMendedWhereTheUserExists) {
  RuleSet rules(builtin_rules());
  rules.select({{"chown-doubles-layer"}, {}});
  const auto fixed = [&](std::string_view text) {
    return fix(Text(std::string(text)), rules, Safety::unsafe).text;
  };
  EXPECT_EQ(fixed("FROM a\nCOPY . /app\nRUN chown -R 1:1 /app\n"),
            "FROM a\nCOPY --chown=1:1 . /app\nRUN chown 1:1 /app\n");
  for (std::string_view text : {"FROM a\nCOPY . /app\nRUN useradd x && chown -R x /app\n",
                                "FROM a\nCOPY . /app\nRUN make\nRUN chown -R 1 /app\n",
                                "FROM a\nCOPY --chown=2 . /app\nRUN chown -R 1 /app\n"}) {
    EXPECT_EQ(fixed(text), text);
  }
}

// What another instruction has made in the folder would keep its owner.
TEST(Users, OwnersAreMendedWhereCopyAloneMadeTheFiles) {
  RuleSet rules(builtin_rules());
  rules.select({{"chown-doubles-layer"}, {}});
  const auto fixed = [&](std::string_view text) {
    return fix(Text(std::string(text)), rules, Safety::unsafe).text;
  };
  EXPECT_EQ(fixed("FROM a\nCOPY x.sh <<E /srv/\nb\nE\nCOPY site /srv/b/\nRUN chown -R 1 /srv\n"),
            "FROM a\nCOPY --chown=1 x.sh <<E /srv/\nb\nE\nCOPY --chown=1 site /srv/b/\n"
            "RUN chown 1 /srv\n");
  EXPECT_EQ(
      fixed("FROM a\nRUN apt-get update && mkdir -p /srv /x/y\nWORKDIR /app\nCOPY start.sh /\n"
            "COPY . .\nRUN useradd x && chown -R 1 /app\n"),
      "FROM a\nRUN apt-get update && mkdir -p /srv /x/y\nWORKDIR /app\nCOPY start.sh /\n"
      "COPY --chown=1 . .\nRUN useradd x && chown 1 /app\n");
  for (std::string_view before : {"RUN mkdir -p /srv/data",
                                  "RUN cd /srv && touch x",
                                  "WORKDIR /srv/data",
                                  "RUN make",
                                  "RUN echo x > /srv/y",
                                  "RUN echo x > $Y",
                                  "RUN useradd -d /srv/home x",
                                  "RUN mkdir $X",
                                  "COPY root /",
                                  "ADD root.tgz /",

                                  "ADD y $Y",
                                  "RUN <<E\ntouch /srv/x\nE",
                                  "RUN --mount=target=/srv/m true",
                                  "RUN ./x.sh",
                                  "ONBUILD RUN touch /srv/x",
                                  "RUN apt-get install x",
                                  "COPY --chown=2 x.sh /srv/",
                                  "RUN chown -R 2 /srv/static",
                                  "COPY a.sh /srv/\nFROM a",
                                  "RUN touch /srv/x\nFROM a"}) {
    const std::string text =
        fmt::format("FROM debian AS a\n{}\nCOPY site /srv/static/\nRUN chown -R 1 /srv\n", before);
    EXPECT_EQ(fixed(text), text);
  }
}

// What shell and builder would take apart is not put into a fix.
TEST(Users, DirectoriesAreGivenAwayByRootAlone) {
  RuleSet rules(builtin_rules());
  rules.select({{"unwritable-workdir", "unwritable-volume", "write-without-root"}, {}});
  for (std::string_view text : {"FROM node:22\nWORKDIR /app\nUSER alice\nUSER bob\nRUN npm ci\n",
                                "FROM node:22\nWORKDIR \"/a b\"\nUSER bob\nRUN npm ci\n",
                                "FROM node:22\nWORKDIR /a;b\nUSER bob\nRUN npm ci\n",
                                "FROM node:22\nWORKDIR /app\nUSER a;b\nRUN npm ci\n",
                                "FROM debian\nVOLUME [\"/x y\"]\nUSER 1\nCMD x\n",
                                "FROM debian\nUSER \"a'b\"\nRUN touch /etc/x\n"}) {
    const Text document{std::string(text)};
    EXPECT_EQ(fix(document, rules, Safety::unsafe).text, text);
  }
  check("unwritable-workdir", "FROM node:22\nWORKDIR /app\nUSER alice\nUSER bob\nRUN [|npm|] ci\n");
  check("unwritable-volume", "FROM debian\nVOLUME [[|\"/x y\"|]]\nUSER 1\nCMD x\n");
}

TEST(Users, WhatStartsAsRootOnPurpose) {
  for (std::string_view text :
       {"FROM debian\nUSER root\nCMD [\"nginx\"]\n", "FROM debian\nCMD [\"dockerd\"]\n",
        "FROM debian\nENTRYPOINT [\"tini\", \"/usr/sbin/sshd\"]\n"}) {
    check("last-user-not-root", text);
    check("missing-user", text);
  }
}

TEST(Users, AdminPorts) {
  constexpr std::string_view rule = "admin-port";
  check(rule, "FROM a\nEXPOSE 80 514/tcp 514/udp [|513|]\n");
  check(rule, "FROM a\nEXPOSE 22 22/tcp\nFROM b\nEXPOSE [|22|]\nEXPOSE 80\n");
  check(rule, "FROM gitea/gitea\nEXPOSE 22 80\n");
}

TEST(Users, WorkingDirectories) {
  constexpr std::string_view rule = "unwritable-workdir";
  check(rule, "FROM node:22\nUSER node\nWORKDIR /app\nRUN npm ci\n");
  check(rule, "FROM node:22\nWORKDIR /app\nRUN chown node .\nUSER node\nRUN npm ci\n");
  check(rule, "FROM node:22\nWORKDIR /home/node/app\nUSER node\nRUN npm ci\n");
  check(rule, "FROM unknown\nWORKDIR /app\nUSER node\nRUN npm ci\n");
  check(rule,
        "FROM node:22\nWORKDIR /app\nUSER node\nRUN npm ci --prefix /x && cd /x && mkdir y\n");
  check(rule, "FROM node:22\nWORKDIR /app\nUSER node\nRUN [|yarn|] && mkdir x\nRUN mkdir y\n");
}

TEST(Users, Modes) {
  constexpr std::string_view rule = "world-writable";
  check(rule, "FROM a\nRUN chmod [|o+w|] /x && chmod u+w /x && chmod 1777 /x && chmod a+rx /x\n");
  check(rule,
        "FROM a\nRUN chmod [|666|] /x && chmod 2775 /x && chmod 777 /tmp/x && chmod a+wt /x\n");
  check(rule, "FROM a\nCOPY --chmod=u=rw,go=r x /\nADD --chmod=[|a=rwx|] x /\n");
}

TEST(Users, Passwords) {
  constexpr std::string_view rule = "account-password";
  check(rule, "FROM a\nRUN chpasswd <<< [|root:x|]\n");
  check(rule, "FROM a\nRUN echo \"root:$PW\" | chpasswd && cat x | chpasswd\n");
  check(rule, "FROM a\nRUN useradd -p '*' x && usermod -p [|''|] y && useradd -p \"$H\" z\n");
  check(rule, "FROM a\nRUN echo [|x|] | passwd --stdin y && passwd -l y\n");
}

TEST(Users, PackageManagersOfImages) {
  constexpr std::string_view rule = "package-manager-without-root";
  check(rule, "FROM jenkins/jenkins:lts\nRUN [|apt-get|] update\nUSER root\nRUN apt-get update\n");
  check(rule, "FROM jenkins/jenkins:lts AS a\nFROM a\nRUN [|apt-get|] update\n");
  check(rule, "FROM unknown\nRUN apt-get update\n");
}

TEST(Users, Volumes) {
  constexpr std::string_view rule = "unwritable-volume";
  check(rule, "FROM debian\nVOLUME [|/x|]\nUSER a\nCMD x\n");
  check(rule,
        "FROM debian\nRUN mkdir -p /x\nVOLUME [\"/y\", [|\"/x/y\"|]]\nRUN chown a /y\nUSER a\nCMD "
        "x\n");
  for (std::string_view silent :
       {"FROM debian\nVOLUME /x\nCMD x\n", "FROM debian\nVOLUME /x\nUSER a\n",
        "FROM debian\nRUN chown a /x\nVOLUME /x/y\nUSER a\nCMD x\n",
        "FROM debian\nRUN chown $A\nVOLUME /x\nUSER a\nCMD x\n",
        "FROM debian\nWORKDIR /x\nRUN chown a .\nVOLUME /x\nUSER a\nCMD x\n",
        "FROM debian\nRUN cd /x && chown a .\nVOLUME /x\nUSER a\nCMD x\n",
        "FROM debian\nRUN ./set-up.sh\nVOLUME /x\nUSER a\nCMD x\n",
        "FROM debian\nCOPY --chown=a . /x/y\nVOLUME /x\nUSER a\nCMD x\n",
        "FROM debian\nCOPY root /\nVOLUME /x\nUSER a\nCMD x\n",
        "FROM debian\nUSER a\nWORKDIR /x\nVOLUME /x\nCMD x\n",
        "FROM debian\nUSER a\nRUN x\nVOLUME /x\nCMD x\n",
        "FROM unknown\nVOLUME /x\nUSER a\nCMD x\n", "FROM debian\nVOLUME /home/a\nUSER a\nCMD x\n",
        "FROM debian\nVOLUME /x\nUSER $A\nCMD x\n"}) {
    check(rule, silent);
  }
}

TEST(Users, SetuidBits) {
  constexpr std::string_view rule = "setuid-program";
  check(rule,
        "FROM a\nRUN chmod [|+s|] /x && chmod [|04755|] /x && chmod 0755 /x && chmod 2755 /x\n");
  check(rule, "FROM a\nRUN chmod a+s /x && chmod g+s /x && chmod u-s /x && chmod [|u=rwxs|] /x\n");
  check(rule, "FROM a\nRUN chmod u+s /bin/su /opt/chrome-sandbox && chmod [|u+s|] /bin/su /x\n");
}

TEST(Users, ModesOfNewFiles) {
  constexpr std::string_view rule = "world-writable";
  check(rule, "FROM a\nRUN mkdir [|-m777|] /x && mkdir -m 777 /tmp/x && mkdir -m 755 /x\n");
  check(rule, "FROM a\nRUN install [|--mode=666|] x /etc/x && install -d -m [|a+w|] /x\n");
}

TEST(Users, Sudoers) {
  constexpr std::string_view rule = "passwordless-sudo";
  check(rule, "FROM a\nRUN echo 'x ALL=NOPASSWD:ALL' >> /etc/sudoers\n");
  check(rule, "FROM a\nRUN echo [|'x ALL=NOPASSWD:ALL'|] >> /etc/sudoers\nCMD x\n");
  check(rule, "FROM a AS b\nRUN echo 'x ALL=NOPASSWD:ALL' >> /etc/sudoers\nFROM a\nCMD x\n");
}

TEST(Users, FilesOfRoot) {
  constexpr std::string_view rule = "write-without-root";
  check(rule, "FROM a\nUSER b\nRUN touch [|/etc/x|] && touch /etc/y\nRUN mkdir [|/usr/lib/x|]\n");
  check(rule, "FROM a\nUSER b\nRUN mkdir -p /etc/x && mkdir [|/srv2|] && cp x /data\n");
  check(rule, "FROM a\nUSER b\nRUN echo >> /etc/postgresql/9.3/main/x.conf\n");
  check(rule, "FROM a\nUSER b\nWORKDIR /s\nCOPY x y\nRUN chmod 755 [|y|]\n");
  check(rule, "FROM a\nUSER b\nCOPY x /s/y\nRUN chown -R b [|/s|]\n");
  for (std::string_view silent :
       {"FROM a\nRUN touch /etc/x\n", "FROM a\nUSER 0\nRUN touch /etc/x\n",
        "FROM a\nUSER $B\nRUN touch /etc/x\n", "FROM a\nUSER b\nRUN sudo touch /etc/x\n",
        "FROM a\nUSER b\nRUN touch /etc/x || true\n",
        "FROM a\nUSER b\nRUN touch /etc/x && x || true\n", "FROM a\nUSER b\nRUN touch /home/b/x\n",
        "FROM a\nUSER b\nRUN touch /etcetera\n",
        "FROM a\nRUN chown b /etc/x\nUSER b\nRUN touch /etc/x/y\n",
        "FROM a\nCOPY --chown=b x /s/y\nUSER b\nRUN chmod 755 /s/y\n",
        "FROM a\nCOPY --chown=b x /etc/y\nUSER b\nRUN touch /etc/y/z\n",
        "FROM a\nCOPY x /s/\nUSER b\nRUN chmod 755 /s/x\n",
        "FROM a AS c\nRUN x\nFROM c\nUSER b\nRUN touch /etc/x\n",
        "FROM a\nUSER b\nRUN --mount=target=/etc touch /etc/x\n"}) {
    check(rule, silent);
  }
}

}  // namespace
}  // namespace dflint
