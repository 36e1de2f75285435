// What counts as a program that nobody has installed, and what makes the rule keep silent.
#include <gtest/gtest.h>

#include <string_view>

#include "analysis/tools.h"
#include "tests/support/marked_text.h"

namespace dflint {
namespace {

void check(std::string_view rule, std::string_view text) {
  const Marked marked = marked_by(rule, text);
  EXPECT_EQ(marked.found, marked.expected);
}

TEST(MissingTool, KnowsTheImage) {
  for (std::string_view text :
       {"FROM alpine\nRUN [|git|] clone x\n", "FROM docker.io/library/alpine:3\nRUN [|bash|] x\n",
        "FROM ubuntu:24.04\nRUN [|wget|] x\n", "FROM node:22\nRUN [|jq|] . x\n",
        "FROM node:22-alpine\nRUN [|python3|] x\n", "FROM centos:7\nRUN [|wget|] x\n",
        "FROM golang:1.23\nRUN [|unzip|] x\n", "FROM alpine\nRUN [|apt-get|] update\n",
        "ARG V=3\nFROM alpine:$V\nRUN [|curl|] x\n",
        "FROM alpine AS a\nRUN apk add curl\nFROM alpine\nRUN [|curl|] x\n"}) {
    check("missing-tool", text);
  }
  for (std::string_view text :
       {"FROM alpine\nRUN wget x\n", "FROM node:22\nRUN git clone x\n", "FROM a\nRUN curl x\n",
        "FROM quay.io/a/alpine\nRUN curl x\n", "ARG B=alpine\nFROM $B\nRUN curl x\n",
        "FROM debian:jessie\nRUN ps\n", "FROM node:8-slim\nRUN wget x\n",
        "FROM mcr.microsoft.com/windows/nanoserver\nRUN curl x\n"}) {
    check("missing-tool", text);
  }
}

TEST(MissingTool, IsSilentWhereSomethingMayHaveBroughtIt) {
  for (std::string_view text :
       {"FROM alpine\nRUN apk add curl && curl x\n",
        "FROM alpine AS a\nRUN apk add curl\nFROM a\nRUN curl x\n",
        "FROM alpine\nRUN apk add $P\nRUN curl x\n", "FROM alpine\nRUN ./setup.sh\nRUN curl x\n",
        "FROM alpine\nRUN wget -O- x | sh\nRUN curl x\n",
        "FROM alpine\nCOPY rootfs /\nRUN curl x\n",
        "FROM alpine\nCOPY --from=x /usr/bin/curl /usr/bin/\nRUN curl x\n",
        "FROM alpine\nRUN --mount=from=x,target=/usr/bin curl x\n",
        "FROM alpine\nRUN apk add perl-utils && bash x\n", "FROM alpine\nRUN curl x || wget x\n",
        "FROM alpine\nRUN if curl x; then y; fi\n", "FROM alpine\nRUN command -v curl\n",
        "FROM alpine\nRUN export PATH=/x:$PATH\nRUN PATH=/x:$PATH; curl x\n",
        "FROM alpine AS a\nCMD curl x\nFROM a\nRUN apk add curl\n"}) {
    check("missing-tool", text);
  }
}

TEST(MissingTool, SeesThroughOtherCommands) {
  check("missing-tool", "FROM alpine\nRUN env A=b [|curl|] x && curl y\n");
  check("missing-tool", "FROM debian:12\nRUN [|/usr/bin/curl|] y\n");
  check("missing-tool", "FROM debian:12\nRUN [|curl|] x | [|gpg|] --import\n");
  check("missing-tool", "FROM debian:12\nRUN pip-x; echo; true\nRUN curl x\n");
  check("missing-tool", "FROM debian:12\nCMD [ [|\"curl\"|], \"x\"]\n");
  check("missing-tool", "FROM python:3.12-slim\nRUN pip install [|git+https://e.com/a.git|]\n");
  check("missing-tool", "FROM alpine\nRUN tar -xJf a.tar.xz\n");
}

TEST(MissingShell, KnowsWhereNoneIs) {
  check("missing-shell", "FROM scratch\n[|RUN|] x\n[|HEALTHCHECK|] CMD x\nCMD [\"x\"]\n");
  check("missing-shell", "FROM scratch AS a\nFROM a\n[|ENTRYPOINT|] x\n");
  check("missing-shell", "FROM scratch\nADD rootfs.tar.xz /\nRUN x\nCMD x\n");
  check("missing-shell", "FROM scratch\nCOPY --from=a /rootfs /\nRUN x\n");
  check("missing-shell", "FROM gcr.io/distroless/base:debug\nRUN x\n");
}

TEST(Tools, AreFoundByName) {
  for (std::string_view name :
       {"add-apt-repository", "cc", "g++", "gcc", "git", "su-exec", "zip"}) {
    ASSERT_NE(tool_named(name), nullptr) << name;
    EXPECT_EQ(tool_named(name)->name, name);
  }
  EXPECT_EQ(tool_named("gi"), nullptr);
  EXPECT_TRUE(mentions("install git-core", "git"));
  EXPECT_FALSE(mentions("clone https://github.com/a/b.git", "git"));
  EXPECT_FALSE(mentions("libcurl4", "curl"));
}

}  // namespace
}  // namespace dflint
