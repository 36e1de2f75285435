// The table of images.
#include "server/features/image_table.h"

#include <algorithm>

namespace dflint {
namespace {

// Releases that get security updates. A tag without a full version moves on by itself.
constexpr KnownImage images[] = {
    {"alpine", "3.22 3.21 3 latest edge", "a small Linux with musl and busybox", "nobody"},
    {"debian", "13-slim 13 trixie-slim trixie 12-slim 12 bookworm-slim bookworm stable-slim",
     "Debian Linux", "www-data nobody"},
    {"ubuntu", "24.04 noble 22.04 jammy latest", "Ubuntu Linux", "ubuntu www-data nobody"},
    {"busybox", "1.37 1.37-musl 1.37-glibc stable latest", "a shell and small tools, nothing else",
     "www-data nobody"},
    {"fedora", "43 42 latest", "Fedora Linux", "nobody"},
    {"rockylinux/rockylinux", "10 9 9-minimal", "Rocky Linux", "nobody"},
    {"almalinux", "10 10-minimal 9 9-minimal", "AlmaLinux", "nobody"},
    {"amazonlinux", "2023 2023-minimal", "Amazon Linux", "nobody"},
    {"oraclelinux", "10 9 9-slim", "Oracle Linux", "nobody"},
    {"archlinux", "base base-devel latest", "Arch Linux", "nobody"},
    {"opensuse/leap", "15.6 15", "openSUSE Leap", "nobody"},
    {"node",
     "24-slim 24-alpine 24 22-slim 22-alpine 22 24-bookworm-slim 22-bookworm-slim lts lts-slim "
     "lts-alpine",
     "Node.js with npm and Yarn", "node"},
    {"python",
     "3.13-slim 3.13-alpine 3.13 3.12-slim 3.12-alpine 3.12 3.13-slim-bookworm 3.14-slim 3.14",
     "Python with pip", "nobody"},
    {"pypy", "3.11-slim 3.11 3.10-slim", "PyPy", "nobody"},
    {"golang", "1.25-alpine 1.25 1.25-bookworm 1.24-alpine 1.24 1.24-bookworm", "Go", "nobody"},
    {"rust", "1-slim 1 1-alpine 1-slim-bookworm 1-bookworm", "Rust with Cargo", "nobody"},
    {"ruby", "3.4-slim 3.4-alpine 3.4 3.3-slim 3.3-alpine 3.3", "Ruby with Bundler", "nobody"},
    {"php", "8.4-fpm 8.4-apache 8.4-cli 8.4-fpm-alpine 8.4-cli-alpine 8.3-fpm 8.3-apache 8.3-cli",
     "PHP", "www-data"},
    {"perl", "5.42-slim 5.42 5.40-slim 5.40", "Perl", "nobody"},
    {"eclipse-temurin", "25-jre 25-jdk 21-jre 21-jdk 21-jre-alpine 21-jdk-alpine 17-jre 17-jdk",
     "OpenJDK by Eclipse", "nobody"},
    {"amazoncorretto", "25 21 21-alpine 17 17-alpine", "OpenJDK by Amazon", "nobody"},
    {"maven",
     "3-eclipse-temurin-25 3-eclipse-temurin-21 3-eclipse-temurin-21-alpine 3-eclipse-temurin-17",
     "Maven with a JDK", "nobody"},
    {"gradle", "jdk25 jdk21 jdk21-alpine jdk17 8-jdk21", "Gradle with a JDK", "gradle"},
    {"gcc", "15 14 13", "GCC", "nobody"},
    {"elixir", "1.19-slim 1.19 1.18-slim 1.18-alpine 1.18", "Elixir", "nobody"},
    {"erlang", "28-slim 28 27-slim 27-alpine 27", "Erlang", "nobody"},
    {"haskell", "9-slim 9", "GHC with Cabal and Stack", "nobody"},
    {"swift", "6.2-slim 6.2 6.1-slim 6.1", "Swift", "nobody"},
    {"julia", "1 1-bookworm 1-trixie", "Julia", "nobody"},
    {"r-base", "latest", "R", "docker"},
    {"dart", "stable", "Dart", "nobody"},
    {"denoland/deno", "latest alpine debian distroless", "Deno", "deno"},
    {"oven/bun", "1-slim 1-alpine 1 1-distroless", "Bun", "bun"},
    {"mcr.microsoft.com/dotnet/sdk", "10.0 10.0-alpine 8.0 8.0-alpine 8.0-noble",
     ".NET to build with", "$APP_UID app"},
    {"mcr.microsoft.com/dotnet/aspnet", "10.0 10.0-alpine 8.0 8.0-alpine 8.0-noble-chiseled",
     "ASP.NET to run with", "$APP_UID app"},
    {"mcr.microsoft.com/dotnet/runtime", "10.0 10.0-alpine 8.0 8.0-alpine 8.0-noble-chiseled",
     ".NET to run with", "$APP_UID app"},
    {"gcr.io/distroless/static-debian12", "nonroot latest debug-nonroot",
     "certificates and time zones, for static programs", "nonroot"},
    {"gcr.io/distroless/base-debian12", "nonroot latest debug-nonroot",
     "glibc and OpenSSL, no shell", "nonroot"},
    {"gcr.io/distroless/cc-debian12", "nonroot latest debug-nonroot",
     "glibc and libstdc++, no shell", "nonroot"},
    {"gcr.io/distroless/java21-debian12", "nonroot latest debug-nonroot", "a JRE, no shell",
     "nonroot"},
    {"gcr.io/distroless/nodejs22-debian12", "nonroot latest debug-nonroot", "Node.js, no shell",
     "nonroot"},
    {"gcr.io/distroless/python3-debian12", "nonroot latest debug-nonroot", "Python, no shell",
     "nonroot"},
    {"cgr.dev/chainguard/static", "latest", "certificates and time zones, for static programs",
     "nonroot"},
    {"nginx", "stable-alpine stable alpine mainline-alpine mainline stable-alpine-slim",
     "a web server and proxy", "nginx"},
    {"nginxinc/nginx-unprivileged", "stable-alpine stable alpine", "nginx without root", "nginx"},
    {"httpd", "2.4-alpine 2.4", "Apache's web server", "www-data"},
    {"caddy", "2-alpine 2 2-builder", "a web server with automatic HTTPS", "nobody"},
    {"traefik", "v3 v3.5", "a proxy for containers", "nobody"},
    {"haproxy", "lts-alpine lts", "a load balancer", "haproxy"},
    {"tomcat", "11-jre21 11-jdk21 10-jre21 10-jdk21 9-jre17", "a servlet container", "nobody"},
    {"postgres", "18-alpine 18 17-alpine 17 16-alpine 16", "PostgreSQL", "postgres"},
    {"mysql", "8.4 lts 9", "MySQL", "mysql"},
    {"mariadb", "lts 11.8 11.4 10.11", "MariaDB", "mysql"},
    {"mongo", "8 7 8-noble", "MongoDB", "mongodb"},
    {"redis", "8-alpine 8 7-alpine 7", "Redis", "redis"},
    {"valkey/valkey", "8-alpine 8 9-alpine 9", "Valkey", "valkey"},
    {"memcached", "1-alpine 1", "Memcached", "memcache"},
    {"rabbitmq", "4-management-alpine 4-management 4-alpine 4", "RabbitMQ", "rabbitmq"},
    {"elasticsearch", "9.1.0 8.19.0", "Elasticsearch", "elasticsearch"},
    {"wordpress", "6-php8.4-apache 6-php8.4-fpm 6", "WordPress", "www-data"},
    {"jenkins/jenkins", "lts-jdk21 lts-alpine lts", "Jenkins", "jenkins"},
    {"docker", "cli dind git 28 28-cli 28-dind", "Docker's client and daemon", "nobody"},
    {"composer", "2 2-bin lts", "PHP's Composer", "nobody"},
    {"buildpack-deps", "bookworm trixie noble jammy bookworm-scm bookworm-curl",
     "what most programs need to be built", "nobody"},
    {"hashicorp/terraform", "1 latest", "Terraform", "nobody"},
    {"ghcr.io/astral-sh/uv", "latest python3.13-bookworm-slim python3.13-alpine debian-slim",
     "uv, for Python", "nobody"},
};

}  // namespace

std::span<const KnownImage> known_images() { return images; }

const KnownImage* known_image(std::string_view name) {
  for (std::string_view prefix : {"docker.io/library/", "docker.io/", "library/"}) {
    if (name.starts_with(prefix)) {
      name.remove_prefix(prefix.size());
      break;
    }
  }
  const auto found = std::find_if(std::begin(images), std::end(images),
                                  [&](const KnownImage& image) { return image.name == name; });
  return found == std::end(images) ? nullptr : found;
}

}  // namespace dflint
