// The table of images and their ports.
#include "analysis/exposing_images.h"

#include <algorithm>
#include <iterator>

#include "analysis/image.h"

namespace dflint {
namespace {

constexpr ExposingImages exposing_images[] = {
    {"nginx httpd phpmyadmin traefik iis framework/aspnet framework/wcf mediawiki redmine-nginx "
     "tiangolo/uwsgi-nginx tiangolo/uwsgi-nginx-flask tiangolo/uvicorn-gunicorn "
     "tiangolo/uvicorn-gunicorn-fastapi tiangolo/uvicorn-gunicorn-starlette "
     "tiangolo/meinheld-gunicorn tiangolo/meinheld-gunicorn-flask",
     {80}},
    {"php wordpress nextcloud drupal joomla monica", {80, 9000}},
    {"passenger-full passenger-nodejs passenger-customizable", {80, 443}},
    {"azure-functions/node azure-functions/python azure-functions/dotnet", {80, 2222}},
    {"caddy", {80, 443, 2019}},
    {"tomcat jetty tomee adminer wildfly nginx-unprivileged swagger-ui geoserver plone trino",
     {8080}},
    {"keycloak", {8080, 8443, 9000}},
    {"open-liberty websphere-liberty", {9080, 9443}},
    {"postgres postgis timescaledb pgvector", {5432}},
    {"mysql", {3306, 33060}},
    {"mariadb percona", {3306}},
    {"mongo", {27017}},
    {"mongo-express", {8081}},
    {"mssql/server", {1433}},
    {"redis valkey keydb", {6379}},
    {"rabbitmq", {4369, 5671, 5672, 15671, 15672, 15691, 15692, 25672}},
    {"memcached", {11211}},
    {"elasticsearch opensearch", {9200, 9300, 9600, 9650}},
    {"kibana opensearch-dashboards", {5601}},
    {"logstash", {9600, 5044}},
    {"influxdb", {8086}},
    {"couchdb", {5984, 4369, 9100}},
    {"cassandra scylla", {7000, 7001, 7199, 9042, 9160, 10000}},
    {"neo4j", {7473, 7474, 7687}},
    {"solr", {8983}},
    {"zookeeper", {2181, 2888, 3888, 8080}},
    {"nats nats-streaming", {4222, 6222, 8222}},
    {"rethinkdb", {8080, 28015, 29015}},
    {"arangodb", {8529}},
    {"clickhouse clickhouse-server", {8123, 9000, 9009}},
    {"ghost", {2368}},
    {"jenkins", {8080, 50000}},
    {"sonarqube", {9000}},
    {"registry", {5000}},
    {"vault", {8200}},
    {"consul", {8300, 8301, 8302, 8500, 8600}},
    {"grafana redmine gitea", {3000, 22}},
    {"prometheus", {9090}},
    {"alertmanager", {9093}},
    {"odoo", {8069, 8071, 8072}},
    {"kong", {8000, 8001, 8002, 8003, 8004, 8443, 8444}},
    {"eclipse-mosquitto", {1883}},
    {"base-notebook minimal-notebook scipy-notebook datascience-notebook tensorflow-notebook "
     "pyspark-notebook all-spark-notebook r-notebook tensorflow/tensorflow",
     {8888, 6006}},
    {"rstudio tidyverse verse geospatial", {8787}},
    {"shiny shiny-verse", {3838}},
    {"selenium/hub standalone-chrome standalone-firefox", {4444, 4442, 4443, 5900, 7900}},
    {"superset", {8088}},
    {"tensorflow/serving", {8500, 8501}},
    {"minio", {9000}},
    {"docker", {2375, 2376}},
    {"locust", {8089, 5557}},
};

// Systems and languages, which expose nothing.
constexpr std::string_view plain_images =
    "scratch alpine debian ubuntu busybox fedora centos rockylinux almalinux amazonlinux "
    "oraclelinux archlinux opensuse/leap opensuse/tumbleweed ubi8 ubi9 ubi8-minimal ubi9-minimal "
    "ubi8/ubi ubi9/ubi ubi8/ubi-minimal ubi9/ubi-minimal wolfi-base minideb photon kali-rolling "
    "buildpack-deps phusion/baseimage s6-overlay python pypy conda/miniconda3 miniconda3 "
    "anaconda3 micromamba node bun deno ruby golang rust haskell swift dart elixir erlang perl "
    "julia r-base r-ver openjdk eclipse-temurin amazoncorretto ibm-semeru-runtimes sapmachine "
    "maven gradle clojure sbt groovy mono dotnet/aspnet dotnet/runtime dotnet/runtime-deps "
    "dotnet/sdk dotnet/core/aspnet dotnet/core/runtime dotnet/core/sdk composer nvidia/cuda "
    "windows/servercore windows/nanoserver";

// Whether the list, words with blanks between them, holds the last part of the name of an image, or
// its last parts.
bool names(std::string_view list, std::string_view repository) {
  while (!list.empty()) {
    const std::string_view item = list.substr(0, list.find(' '));
    const size_t before = repository.size() - item.size();
    // Most differ in their last letter already.
    const bool same =
        !item.empty() && item.back() == repository.back() && repository.ends_with(item);
    if (same && (before == 0 || repository[before - 1] == '/')) return true;
    list.remove_prefix(std::min(item.size() + 1, list.size()));
  }
  return false;
}

}  // namespace

bool BaseImage::exposes(uint32_t port) const {
  return exposing && std::find(std::begin(exposing->ports), std::end(exposing->ports), port) !=
                         std::end(exposing->ports);
}

BaseImage exposed_by(std::string_view image) {
  const std::string_view repository = split_image(image).repository;
  if (repository.empty()) return {};
  for (const ExposingImages& images : exposing_images) {
    if (names(images.names, repository)) return {true, &images};
  }
  const bool distroless = repository.find("distroless/") != std::string_view::npos;
  return {distroless || names(plain_images, repository), nullptr};
}

}  // namespace dflint
