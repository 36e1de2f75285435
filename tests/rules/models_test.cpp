// Dockerfiles as the guides of Node, Python, Go, Java and .NET recommend them: nothing to report by
// default; and each defect that is put into one is reported once.
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "rules/shown.h"
#include "tests/support/describe.h"

namespace dflint {
namespace {

constexpr std::string_view node = R"file(# syntax=docker/dockerfile:1

ARG NODE_VERSION=24

FROM node:${NODE_VERSION}-alpine AS base
WORKDIR /usr/src/app

FROM base AS deps
RUN --mount=type=bind,source=package.json,target=package.json \
    --mount=type=bind,source=package-lock.json,target=package-lock.json \
    --mount=type=cache,target=/root/.npm \
    npm ci --omit=dev

FROM base AS build
RUN --mount=type=bind,source=package.json,target=package.json \
    --mount=type=bind,source=package-lock.json,target=package-lock.json \
    --mount=type=cache,target=/root/.npm \
    npm ci
COPY . .
RUN npm run build

FROM base AS final
ENV NODE_ENV=production
USER node
COPY package.json .
COPY --from=deps /usr/src/app/node_modules ./node_modules
COPY --from=build /usr/src/app/dist ./dist
EXPOSE 3000
CMD ["node", "dist/server.js"]
)file";

constexpr std::string_view python = R"file(# syntax=docker/dockerfile:1

ARG PYTHON_VERSION=3.13

FROM python:${PYTHON_VERSION}-slim AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /app
RUN apt-get update && apt-get install -y --no-install-recommends \
        build-essential \
        libpq-dev \
    && rm -rf /var/lib/apt/lists/*
RUN python -m venv /opt/venv
ENV PATH="/opt/venv/bin:$PATH"
COPY requirements.txt .
RUN --mount=type=cache,target=/root/.cache/pip \
    pip install -r requirements.txt

FROM python:${PYTHON_VERSION}-slim AS final
ENV PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    PATH="/opt/venv/bin:$PATH"
RUN apt-get update && apt-get install -y --no-install-recommends libpq5 \
    && rm -rf /var/lib/apt/lists/*
ARG UID=10001
RUN adduser \
    --disabled-password \
    --gecos "" \
    --home "/nonexistent" \
    --shell "/sbin/nologin" \
    --no-create-home \
    --uid "${UID}" \
    appuser
WORKDIR /app
COPY --from=build /opt/venv /opt/venv
COPY src/ .
USER appuser
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=3s \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://localhost:8000/healthz')"]
CMD ["gunicorn", "app:app", "--bind=0.0.0.0:8000"]
)file";

constexpr std::string_view go = R"file(# syntax=docker/dockerfile:1

ARG GO_VERSION=1.25

FROM --platform=$BUILDPLATFORM golang:${GO_VERSION} AS build
WORKDIR /src
RUN --mount=type=cache,target=/go/pkg/mod/ \
    --mount=type=bind,source=go.sum,target=go.sum \
    --mount=type=bind,source=go.mod,target=go.mod \
    go mod download -x
ARG TARGETOS
ARG TARGETARCH
RUN --mount=type=cache,target=/go/pkg/mod/ \
    --mount=type=cache,target=/root/.cache/go-build \
    --mount=type=bind,target=. \
    CGO_ENABLED=0 GOOS=$TARGETOS GOARCH=$TARGETARCH go build -trimpath -ldflags="-s -w" -o /bin/server ./cmd/server

FROM gcr.io/distroless/static-debian12:nonroot AS final
COPY --from=build /bin/server /bin/server
USER nonroot:nonroot
EXPOSE 8080
ENTRYPOINT ["/bin/server"]
)file";

constexpr std::string_view java = R"file(# syntax=docker/dockerfile:1

FROM eclipse-temurin:21-jdk-jammy AS deps
WORKDIR /build
COPY --chmod=0755 mvnw mvnw
COPY .mvn/ .mvn/
RUN --mount=type=bind,source=pom.xml,target=pom.xml \
    --mount=type=cache,target=/root/.m2 \
    ./mvnw dependency:go-offline -DskipTests

FROM deps AS package
COPY ./src src/
RUN --mount=type=bind,source=pom.xml,target=pom.xml \
    --mount=type=cache,target=/root/.m2 \
    ./mvnw package -DskipTests && \
    mv target/app-*.jar target/app.jar

FROM package AS extract
RUN java -Djarmode=layertools -jar target/app.jar extract --destination target/extracted

FROM eclipse-temurin:21-jre-jammy AS final
ARG UID=10001
RUN useradd --no-log-init --uid "${UID}" --no-create-home --shell /sbin/nologin appuser
USER appuser
WORKDIR /app
COPY --from=extract /build/target/extracted/dependencies/ ./
COPY --from=extract /build/target/extracted/spring-boot-loader/ ./
COPY --from=extract /build/target/extracted/snapshot-dependencies/ ./
COPY --from=extract /build/target/extracted/application/ ./
EXPOSE 8080
ENTRYPOINT ["java", "org.springframework.boot.loader.launch.JarLauncher"]
)file";

constexpr std::string_view dotnet = R"file(# syntax=docker/dockerfile:1

FROM --platform=$BUILDPLATFORM mcr.microsoft.com/dotnet/sdk:9.0-alpine AS build
WORKDIR /source
COPY --link *.sln ./
COPY --link src/Shop/*.csproj src/Shop/
ARG TARGETARCH
RUN --mount=type=cache,id=nuget,target=/root/.nuget/packages \
    dotnet restore -a $TARGETARCH src/Shop
COPY --link src/ src/
RUN --mount=type=cache,id=nuget,target=/root/.nuget/packages \
    dotnet publish src/Shop -a $TARGETARCH --no-restore --use-current-runtime --self-contained false -o /app

FROM mcr.microsoft.com/dotnet/aspnet:9.0-alpine AS final
WORKDIR /app
COPY --link --from=build /app .
USER $APP_UID
EXPOSE 8080
ENTRYPOINT ["dotnet", "Shop.dll"]
)file";

std::vector<std::string> found(std::string text) {
  static const RuleSet rules(builtin_rules());
  const SnapshotPtr seen = snapshot(Text(std::move(text)), rules);
  std::vector<std::string> names;
  for (const Finding& finding : all_findings(seen->document, seen->plan, seen->lint, rules)) {
    names.emplace_back(finding.rule->name);
  }
  return names;
}

using Names = std::vector<std::string>;

TEST(Models, HaveNothingToReport) {
  for (std::string_view text : {node, python, go, java, dotnet}) {
    EXPECT_EQ(found(std::string(text)), Names()) << text;
  }
}

// `defect` takes the place of `text`.
struct Planted {
  std::string_view model, text, defect, rule;
};

constexpr Planted planted[] = {
    {node, "npm ci --omit=dev", "npm install --omit=dev", "install-from-lock-file"},
    {node, "    --mount=type=cache,target=/root/.npm \\\n    npm ci\n",
     "    --mount=type=cache,target=/usr/src/app/node_modules \\\n    npm ci\n", "use-after-mount"},
    {node, "--from=deps", "--from=dep", "misspelt-stage"},
    {node, "USER node", "USER root", "last-user-not-root"},
    {node, "CMD [\"node\", \"dist/server.js\"]", "CMD node dist/server.js", "exec-form-command"},
    {node, "EXPOSE 3000", "EXPOSE 99999", "invalid-port"},
    {node, "NODE_ENV=production", "NODE_ENV production", "key-equals-value"},
    {node, "NODE_VERSION=24", "NODE_VERSION=16", "end-of-life-image"},
    {node, "USER node", "ENV API_TOKEN=0123456789abcdef\nUSER node", "no-secrets-in-arg-or-env"},
    {node, "COPY package.json .", "COPY package.json package-lock.json deploy",
     "copy-to-directory"},
    {node, "RUN npm run build", "RUN npm run build && curl -fsS https://example.com/hook",
     "missing-tool"},
    {node, "FROM base AS deps", "FROM base as deps", "consistent-as-casing"},
    {node, "RUN npm run build", "RUN sudo npm run build", "no-sudo"},
    {node, "RUN npm run build", "RUN git clone https://x:abcdef123@github.com/a/b.git",
     "missing-tool"},
    {node, "EXPOSE 3000\n", "EXPOSE 3000\nMAINTAINER me@example.com\n", "no-maintainer"},
    {node, "COPY . .", "COPY .npmrc .\nCOPY . .", "copied-secret-file"},
    {python, "apt-get install -y --no-install-recommends libpq5",
     "apt-get install --no-install-recommends libpq5", "apt-get-yes"},
    {python, "RUN apt-get update && apt-get install -y --no-install-recommends libpq5",
     "RUN apt-get update\nRUN apt-get install -y --no-install-recommends libpq5",
     "stale-package-index"},
    {python, "PATH=\"/opt/venv/bin:$PATH\"\nRUN apt", "PATH=\"/opt/venv/bin:$PAHT\"\nRUN apt",
     "undefined-variable"},
    {python, "\"${UID}\"", "\"${UDI}\"", "misspelt-variable-in-script"},
    {python, "--interval=30s", "--interval=30", "invalid-flag-value"},
    {python, "COPY src/ .", "ADD src/ .", "copy-instead-of-add"},
    {python, "CMD [\"gunicorn\"", "CMD [\"true\"]\nCMD [\"gunicorn\"", "single-command"},
    {python, "WORKDIR /app\nRUN", "WORKDIR app\nRUN", "absolute-workdir"},
    {python, "FROM python:${PYTHON_VERSION}-slim AS final", "FROM python AS final",
     "pin-image-tag"},
    {python, "FROM python:${PYTHON_VERSION}-slim AS final", "FROM python:latest AS final",
     "no-latest-tag"},
    {python, "apt-get install -y --no-install-recommends libpq5",
     "apt install -y --no-install-recommends libpq5", "no-apt"},
    {python, "RUN python -m venv",
     "RUN cd /opt && wget -q https://example.com/a.tar.gz\nRUN python -m venv", "missing-tool"},
    {python, "HEALTHCHECK", "HEALTHCHECK NONE\nHEALTHCHECK", "single-command"},
    {python, "pip install -r", "pip install --trusted-host pypi.org -r",
     "disabled-tls-verification"},
    {python, "EXPOSE 8000",
     "EXPOSE 8000\nRUN apt-get update && apt-get install -y --no-install-recommends vim && rm -rf "
     "/var/lib/apt/lists/*",
     "package-manager-without-root"},
    {go, "--platform=$BUILDPLATFORM golang", "--platform=linux/amd64 golang",
     "no-constant-platform"},
    {go, "ARG TARGETARCH\n", "", "unset-variable-in-script"},
    {go, "type=cache,target=/root", "type=cahce,target=/root", "invalid-mount"},
    {go, "[\"/bin/server\"]", "['/bin/server']", "malformed-exec-form"},
    {go, "RUN --mount=type=cache,target=/go/pkg/mod/ \\\n    --mount=type=bind,source=go.sum",
     "RNU --mount=type=cache,target=/go/pkg/mod/ \\\n    --mount=type=bind,source=go.sum",
     "unknown-instruction"},
    {go, "FROM gcr.io/distroless/static-debian12:nonroot AS final\n",
     "FROM gcr.io/distroless/static-debian12:nonroot AS final\nRUN mkdir /data\n", "missing-shell"},
    {go, "EXPOSE 8080", "EXPOSE 8080\nHEALTHCHECK CMD curl -f http://localhost:8080/",
     "missing-shell"},
    {go, "--platform=$BUILDPLATFORM golang", "golang", "emulated-cross-build"},
    {go, "GOARCH=$TARGETARCH", "GOARCH=x86_64", "wrong-architecture-name"},
    {go, "ARG TARGETOS\n", "ENV GOSUMDB=off\nARG TARGETOS\n", "disabled-signature-check"},
    {go, "go mod download -x", "go mod tidy", "install-from-lock-file"},
    {go, "go mod download -x", "curl -sSL https://example.com/x.sh | sh",
     "download-piped-to-shell"},
    {go, "EXPOSE 8080", "EXPOSE 127.0.0.1:8080:8080", "expose-port-only"},
    {go, "COPY --from=build", "COPY --form=build", "unknown-flag"},
    {java, "--chmod=0755", "--chmodd=0755", "unknown-flag"},
    {java, "USER appuser\n",
     "USER appuser\nRUN apt-get update && apt-get install -y --no-install-recommends tini && rm "
     "-rf /var/lib/apt/lists/*\n",
     "package-manager-without-root"},
    {java, "COPY --from=extract /build/target/extracted/application/",
     "COPY --from=extrct /build/target/extracted/application/", "misspelt-stage"},
    {java, "./mvnw package", "./mvnw -DskipTests package #", "comment-swallows-script"},
    {java, "-jammy AS final", "-jammy as final", "consistent-as-casing"},
    {java, "ENTRYPOINT [\"java\", \"org", "ENTRYPOINT [\"java\" \"org", "malformed-exec-form"},
    {java, "WORKDIR /app", "WORKDIR /app\nRUN chown -R appuser /opt/java", "write-without-root"},
    {java, "--uid \"${UID}\"", "--uid \"${UID}\" --password s3cr3tpw", "account-password"},
    {java, "COPY ./src src/", "COPY ./src src/\nCOPY id_rsa /root/.ssh/id_rsa",
     "copied-secret-file"},
    {dotnet, "ENTRYPOINT [\"dotnet\", \"Shop.dll\"]", "ENTRYPOINT dotnet Shop.dll",
     "exec-form-command"},
    {dotnet, "EXPOSE 8080", "EXPOSE 8080/TCP", "lowercase-expose-protocol"},
    {dotnet, "AS final", "as final", "consistent-as-casing"},
    {dotnet, "USER $APP_UID", "USER $APP_UDI", "undefined-variable"},
    {dotnet, "COPY --link src/ src/", "COPY --link src/ *.props src", "copy-to-directory"},
    {dotnet, "sdk:9.0-alpine", "sdk:5.0-alpine", "end-of-life-image"},
    {dotnet, "WORKDIR /app", "WORKDIR /app\nLABEL token=ghp_0123456789012345678901234567890123ab",
     "secret-in-label"},
    {dotnet, "EXPOSE 8080", "EXPOSE 8080\nSTOPSIGNAL SIGTREM", "invalid-signal"},
    {dotnet, "ARG TARGETARCH", "ARG TARGETARCH\nONBUILD FROM x", "invalid-onbuild-trigger"},
    {dotnet, "USER $APP_UID", "SHELL sh -c\nUSER $APP_UID", "invalid-exec-form"},
};

TEST(Models, ShowEachDefectOnce) {
  for (const Planted& one : planted) {
    std::string text(one.model);
    const size_t at = text.find(one.text);
    ASSERT_NE(at, std::string::npos) << one.text;
    text.replace(at, one.text.size(), one.defect);
    EXPECT_EQ(found(text), Names{std::string(one.rule)}) << text;
  }
}

}  // namespace
}  // namespace dflint
