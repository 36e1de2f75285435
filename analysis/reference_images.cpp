// What official images are, in a few words.
#include <algorithm>
#include <iterator>

#include "analysis/reference.h"

namespace dflint {
namespace {

constexpr WordText images[] = {
    {"adminer", "database management in a web page"},
    {"almalinux", "AlmaLinux, compatible with Red Hat Enterprise Linux"},
    {"alpine", "a small Linux with musl and busybox; its shell is ash, its package manager apk"},
    {"amazoncorretto", "OpenJDK by Amazon"},
    {"amazonlinux", "Amazon Linux"},
    {"archlinux", "Arch Linux"},
    {"bash", "Bash on Alpine"},
    {"buildpack-deps", "Debian or Ubuntu with compilers and many development packages"},
    {"busybox", "a shell and small tools, nothing else"},
    {"caddy", "the web server Caddy"},
    {"cassandra", "Apache Cassandra"},
    {"centos", "CentOS Linux; no longer maintained"},
    {"clojure", "Clojure"},
    {"composer", "the package manager of PHP"},
    {"couchdb", "Apache CouchDB"},
    {"dart", "the Dart SDK"},
    {"debian", "Debian GNU/Linux"},
    {"docker", "the Docker command line, in its `dind` variants the engine, too"},
    {"eclipse-temurin", "OpenJDK by Eclipse Adoptium"},
    {"elasticsearch", "Elasticsearch"},
    {"elixir", "Elixir"},
    {"erlang", "Erlang/OTP"},
    {"fedora", "Fedora Linux"},
    {"gcc", "the GNU compilers"},
    {"ghost", "the publishing platform Ghost"},
    {"golang", "Go, for building"},
    {"gradle", "Gradle with OpenJDK"},
    {"groovy", "Apache Groovy"},
    {"haproxy", "the load balancer HAProxy"},
    {"haskell", "GHC, Cabal and Stack"},
    {"hello-world", "says hello, nothing else"},
    {"httpd", "the Apache HTTP server"},
    {"influxdb", "InfluxDB"},
    {"jetty", "Eclipse Jetty"},
    {"joomla", "Joomla with PHP"},
    {"jruby", "JRuby"},
    {"julia", "Julia"},
    {"kibana", "Kibana"},
    {"kong", "the API gateway Kong"},
    {"logstash", "Logstash"},
    {"mariadb", "MariaDB"},
    {"maven", "Maven with OpenJDK"},
    {"memcached", "memcached"},
    {"mongo", "MongoDB"},
    {"mono", "Mono; no longer maintained"},
    {"mysql", "MySQL"},
    {"nats", "the message broker NATS"},
    {"neo4j", "the graph database Neo4j"},
    {"nextcloud", "Nextcloud with PHP"},
    {"nginx", "the web server nginx"},
    {"node", "Node.js with npm and Yarn"},
    {"openjdk", "OpenJDK; deprecated for eclipse-temurin and others"},
    {"oraclelinux", "Oracle Linux"},
    {"perl", "Perl"},
    {"photon", "VMware Photon OS"},
    {"php", "PHP: `cli`, `fpm`, or `apache` with the web server"},
    {"postgres", "PostgreSQL"},
    {"pypy", "PyPy with pip"},
    {"python", "Python with pip"},
    {"r-base", "R"},
    {"rabbitmq", "RabbitMQ"},
    {"redis", "Redis"},
    {"registry", "the Docker registry"},
    {"rockylinux", "Rocky Linux, compatible with Red Hat Enterprise Linux"},
    {"ruby", "Ruby with Bundler"},
    {"rust", "Rust with Cargo, for building"},
    {"scratch", "nothing at all: the empty image"},
    {"solr", "Apache Solr"},
    {"sonarqube", "SonarQube"},
    {"swift", "Swift"},
    {"tomcat", "Apache Tomcat"},
    {"traefik", "the proxy Traefik"},
    {"ubuntu", "Ubuntu Linux"},
    {"vault", "HashiCorp Vault; moved to hashicorp/vault"},
    {"wordpress", "WordPress with PHP"},
    {"zookeeper", "Apache ZooKeeper"},
};

}  // namespace

std::string_view image_summary(std::string_view name) {
  const auto found = std::find_if(std::begin(images), std::end(images),
                                  [&](const WordText& image) { return image.name == name; });
  return found == std::end(images) ? std::string_view() : found->text;
}

}  // namespace dflint
