// The table of well-known images.
#include "analysis/base_facts.h"

#include <algorithm>
#include <iterator>

#include "analysis/image.h"
#include "analysis/plan.h"

namespace dflint {
namespace {

// Names with blanks between, as they stand behind the registry and without `library/`.
struct Images {
  std::string_view names;
  bool bash;
  DefaultUser user;
};

constexpr Images images[] = {
    // Systems.
    {"debian ubuntu fedora centos rockylinux rockylinux/rockylinux almalinux oraclelinux "
     "amazonlinux archlinux opensuse/leap opensuse/tumbleweed buildpack-deps kali-rolling "
     "kalilinux/kali-rolling ubi7/ubi ubi8/ubi ubi9/ubi ubi8 ubi9 ubi8/ubi-minimal "
     "ubi9/ubi-minimal ubi8-minimal ubi9-minimal redhat/ubi8 redhat/ubi9 sl clefos photon "
     "phusion/baseimage bitnami/minideb nvidia/cuda balenalib/raspberrypi3-debian",
     true, DefaultUser::root},
    {"alpine busybox docker scratch", false, DefaultUser::root},
    // Languages, on Debian or Ubuntu unless the tag says otherwise.
    {"python pypy node golang rust ruby php perl openjdk eclipse-temurin amazoncorretto maven "
     "gradle erlang elixir haskell julia swift gcc r-base rocker/r-ver clojure composer "
     "continuumio/miniconda3 continuumio/anaconda3 conda/miniconda3 hylang mono "
     "adoptopenjdk dart google/dart denoland/deno dotnet/sdk dotnet/aspnet dotnet/runtime "
     "dotnet/runtime-deps dotnet/core/sdk dotnet/core/aspnet dotnet/core/runtime java "
     "tensorflow/tensorflow pytorch/pytorch oven/bun ibmjava sapmachine",
     true, DefaultUser::root},
    // Servers that stay root.
    {"nginx httpd tomcat traefik caddy", true, DefaultUser::root},
    // Their older versions are root, the newer ones are not.
    {"jetty haproxy", true, DefaultUser::unknown},
    // Servers that start as root and then change to a user of their own.
    {"postgres mysql mariadb mongo redis valkey/valkey cassandra couchdb rabbitmq "
     "percona postgis/postgis timescale/timescaledb influxdb neo4j ghost",
     true, DefaultUser::drops},
    // Images with a USER.
    {"jenkins/jenkins jenkins/inbound-agent nginxinc/nginx-unprivileged solr sonarqube "
     "elasticsearch kibana logstash elasticsearch/elasticsearch kibana/kibana "
     "logstash/logstash opensearchproject/opensearch grafana/grafana prom/prometheus "
     "jupyter/base-notebook jupyter/minimal-notebook jupyter/scipy-notebook "
     "jupyter/datascience-notebook selenium/standalone-chrome selenium/standalone-firefox "
     "apache/airflow apache/superset keycloak/keycloak quay.io/keycloak/keycloak "
     "gitpod/workspace-full gitpod/workspace-base homebrew/brew linuxbrew/brew "
     "circleci/node circleci/python circleci/golang cimg/base cimg/node cimg/python cimg/go "
     "gradle/gradle memcached varnish haproxytech/haproxy-alpine mssql/server",
     false, DefaultUser::other},
};

// Variables that images have set in all their versions for years.
struct Environment {
  std::string_view images, variables;
};

constexpr Environment environments[] = {
    {"dotnet/sdk dotnet/aspnet dotnet/runtime dotnet/runtime-deps",
     "APP_UID ASPNET_VERSION ASPNETCORE_HTTP_PORTS DOTNET_RUNNING_IN_CONTAINER DOTNET_VERSION"},
    {"node", "NODE_VERSION YARN_VERSION"},
    {"python pypy", "PYTHON_VERSION GPG_KEY LANG"},
    {"golang", "GOLANG_VERSION GOPATH GOTOOLCHAIN"},
    {"rust", "CARGO_HOME RUSTUP_HOME RUST_VERSION"},
    {"ruby", "BUNDLE_APP_CONFIG GEM_HOME RUBY_VERSION"},
    {"php", "PHPIZE_DEPS PHP_CFLAGS PHP_CPPFLAGS PHP_INI_DIR PHP_LDFLAGS PHP_URL PHP_VERSION"},
    {"eclipse-temurin openjdk amazoncorretto sapmachine maven gradle", "JAVA_HOME JAVA_VERSION"},
    {"maven", "MAVEN_CONFIG MAVEN_HOME"},
    {"gradle", "GRADLE_HOME GRADLE_VERSION"},
    {"tomcat", "CATALINA_HOME JAVA_HOME TOMCAT_VERSION"},
    {"nginx nginxinc/nginx-unprivileged", "NGINX_VERSION NJS_VERSION PKG_RELEASE"},
    {"httpd", "HTTPD_PREFIX HTTPD_VERSION"},
    {"postgres postgis/postgis timescale/timescaledb", "PGDATA PG_MAJOR PG_VERSION"},
    {"mariadb", "MARIADB_VERSION"},
    {"mysql", "MYSQL_MAJOR MYSQL_VERSION"},
    {"mongo", "MONGO_MAJOR MONGO_VERSION"},
    {"redis", "REDIS_VERSION"},
    {"jenkins/jenkins", "JENKINS_HOME JENKINS_VERSION REF"},
    {"continuumio/miniconda3 continuumio/anaconda3", "LANG"},
    {"jupyter/base-notebook jupyter/minimal-notebook jupyter/scipy-notebook "
     "jupyter/datascience-notebook",
     "CONDA_DIR HOME NB_GID NB_UID NB_USER"},
    {"nvidia/cuda", "CUDA_VERSION"},
    {"lambda/python lambda/nodejs lambda/java lambda/dotnet lambda/ruby lambda/provided",
     "LAMBDA_RUNTIME_DIR LAMBDA_TASK_ROOT"},
};

bool holds(std::string_view names, std::string_view name) {
  if (name.empty()) return false;
  for (size_t at = 0; (at = names.find(name, at)) != std::string_view::npos; at += name.size()) {
    const size_t end = at + name.size();
    if ((at == 0 || names[at - 1] == ' ') && (end == names.size() || names[end] == ' '))
      return true;
  }
  return false;
}

bool says(std::string_view tag, std::string_view word) {
  return tag.find(word) != std::string_view::npos;
}

// Without `library/`.
std::string_view name_of(const ImageReference& reference) {
  const std::string_view name = reference.repository;
  if (name.starts_with("library/")) return name.substr(8);
  const size_t proxied = name.rfind("/library/");  // hub/library/node
  return proxied == std::string_view::npos ? name : name.substr(proxied + 9);
}

}  // namespace

BaseFacts base_facts(std::string_view image) {
  const ImageReference reference = split_image(image);
  const std::string_view name = name_of(reference);
  const std::string_view tag = reference.tag;
  // What a variable makes of the name is not known.
  if (name.empty() || says(image, "$")) return {};
  if (says(name, "distroless") || says(name, "chainguard") || says(tag, "nanoserver") ||
      says(tag, "windows") || says(tag, "chiseled") || says(tag, "distroless"))
    return {};
  const auto* found = std::find_if(std::begin(images), std::end(images),
                                   [&](const Images& entry) { return holds(entry.names, name); });
  if (found == std::end(images)) return {};

  BaseFacts facts{found->bash, false, found->user};
  if (says(tag, "rootless") || says(tag, "nonroot") || says(tag, "unprivileged"))
    facts.user = DefaultUser::other;
  const bool small = says(tag, "alpine") || holds("alpine busybox docker traefik caddy", name);
  if (small) facts = {false, name != "scratch", facts.user};
  // Without a tag a digest or a build argument may choose anything.
  if (!reference.has_tag && reference.has_digest) facts = {false, false, facts.user};
  return facts;
}

bool image_sets(std::string_view image, std::string_view variable) {
  const std::string_view name = name_of(split_image(image));
  return std::ranges::any_of(environments, [&](const Environment& entry) {
    return holds(entry.images, name) && holds(entry.variables, variable);
  });
}

const Stage& root_of(const Plan& plan, const Stage& stage) {
  const Stage* root = &stage;
  // A parent stands above its stage.
  while (root->parent != none && root->parent < root->index) root = &plan.stages[root->parent];
  return *root;
}

std::vector<BaseFacts> base_facts(const Plan& plan) {
  std::vector<BaseFacts> facts(plan.stages.size());
  for (const Stage& stage : plan.stages) {
    BaseFacts& of = facts[stage.index];
    // A parent stands above its stage.
    if (stage.parent != none && stage.parent < stage.index) {
      of = facts[stage.parent];
    } else if (stage.base_kind == BaseKind::scratch) {
      of = {false, false, DefaultUser::root};
    } else if (stage.base_kind == BaseKind::image) {
      of = base_facts(stage.base);
    }
  }
  return facts;
}

bool is_root(std::string_view user) {
  const std::string_view name = user.substr(0, user.find(':'));
  return name == "root" || name == "0";
}

bool runs_as_root(const Plan& plan, const Step& step, const std::vector<BaseFacts>& facts) {
  if (step.user != none) return is_root(plan.steps[step.user].value);
  if (step.stage == none) return false;
  const DefaultUser user = facts[step.stage].user;
  return user == DefaultUser::root || user == DefaultUser::drops;
}

}  // namespace dflint
