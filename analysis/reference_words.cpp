// Directives, variables of the builder, signals and ports.
#include <algorithm>
#include <charconv>
#include <iterator>

#include "analysis/reference.h"
#include "analysis/unicode.h"

namespace dflint {
namespace {

using Where = BuiltinVariable::Where;

constexpr WordText directives[] = {
    {"syntax",
     "The image of the front end that reads this file. `docker/dockerfile:1` is the newest release "
     "of version 1, so that the builder need not know what the file uses.\n\n"
     "```dockerfile\n# syntax=docker/dockerfile:1\n```\n\n"
     "It stands at the top, before every other line; only the text up to the first blank counts."},
    {"escape",
     "The character that escapes others and continues lines: `\\`, or the backtick, with which "
     "Windows paths can be written as they are.\n\n"
     "```dockerfile\n# escape=`\n```\n\n"
     "It stands at the top, before every other line but directives, and not behind `#!`."},
    {"check",
     "What `docker build --check` skips, tries or takes for an error: `skip=`, `experimental=`, "
     "`error=`, with `;` between.\n\n"
     "```dockerfile\n# check=skip=JSONArgsRecommended,StageNameCasing;error=true\n```\n\n"
     "It stands at the top, before every other line but directives; only the text up to the first "
     "blank counts. Above an instruction, `# check=skip=NAME` holds for that one."},
};

constexpr BuiltinVariable variables[] = {
    {"TARGETPLATFORM", Where::global, "The platform that is built for: `linux/arm64`."},
    {"TARGETOS", Where::global, "The operating system that is built for: `linux`, `windows`."},
    {"TARGETOSVERSION", Where::global,
     "The version of the operating system that is built for; "
     "set for Windows."},
    {"TARGETARCH", Where::global, "The architecture that is built for: `amd64`, `arm64`, `arm`."},
    {"TARGETVARIANT", Where::global,
     "The variant of the architecture that is built for: `v7` of `linux/arm/v7`, else empty."},
    {"TARGETSTAGE", Where::global, "The name of the stage that is built: that of `--target`."},
    {"BUILDPLATFORM", Where::global, "The platform of the machine that builds: `linux/amd64`."},
    {"BUILDOS", Where::global, "The operating system of the machine that builds."},
    {"BUILDOSVERSION", Where::global,
     "The version of the operating system of the machine that "
     "builds."},
    {"BUILDARCH", Where::global, "The architecture of the machine that builds: `amd64`."},
    {"BUILDVARIANT", Where::global, "The variant of the architecture of the machine that builds."},
    {"HTTP_PROXY", Where::run,
     "The proxy for HTTP. Given with `--build-arg` it needs no `ARG`, "
     "and neither cache nor history keep it."},
    {"HTTPS_PROXY", Where::run,
     "The proxy for HTTPS. Given with `--build-arg` it needs no `ARG`, "
     "and neither cache nor history keep it."},
    {"FTP_PROXY", Where::run,
     "The proxy for FTP. Given with `--build-arg` it needs no `ARG`, and "
     "neither cache nor history keep it."},
    {"NO_PROXY", Where::run,
     "Hosts that need no proxy. Given with `--build-arg` it needs no "
     "`ARG`, and neither cache nor history keep it."},
    {"ALL_PROXY", Where::run,
     "The proxy for everything else. Given with `--build-arg` it needs no "
     "`ARG`, and neither cache nor history keep it."},
    {"BUILDKIT_SYNTAX", Where::build, "The image of the front end, instead of `# syntax=`."},
    {"BUILDKIT_DOCKERFILE_CHECK", Where::build, "Takes the place of the `# check=` directive."},
    {"BUILDKIT_CACHE_MOUNT_NS", Where::build, "Keeps the cache mounts of builds apart."},
    {"BUILDKIT_CONTEXT_KEEP_GIT_DIR", Where::build,
     "Keeps the `.git` directory where the build context is a Git repository."},
    {"BUILDKIT_INLINE_CACHE", Where::build, "Puts what the cache needs to know into the image."},
    {"BUILDKIT_MULTI_PLATFORM", Where::build,
     "Makes the result one for several platforms, even with a single one."},
    {"BUILDKIT_SANDBOX_HOSTNAME", Where::build, "The name of the machine that RUN sees."},
    {"BUILDKIT_BUILD_NAME", Where::build, "The name of the build in its history."},
    {"BUILDKIT_SBOM_SCAN_CONTEXT", Where::build,
     "Whether the list of what the image is made of looks at the build context, too."},
    {"BUILDKIT_SBOM_SCAN_STAGE", Where::build,
     "Whether, or which of, the other stages are looked at for the list of what the image is made "
     "of."},
    {"SOURCE_DATE_EPOCH", Where::build,
     "The time, in seconds since 1970, that the image and its layers get: for builds that give the "
     "same result again."},
};

constexpr Signal signals[] = {
    {"HUP", 1, "the terminal is gone; many servers read their configuration again"},
    {"INT", 2, "interrupted, as by Ctrl+C; databases take it for a fast stop"},
    {"QUIT", 3, "quit; nginx and PHP-FPM take it for a graceful stop"},
    {"ILL", 4, "illegal instruction"},
    {"TRAP", 5, "breakpoint"},
    {"ABRT", 6, "aborted, with a core dump"},
    {"IOT", 6, "the same as SIGABRT"},
    {"BUS", 7, "bad memory access"},
    {"FPE", 8, "wrong arithmetic"},
    {"KILL", 9, "ends at once; nothing can be tidied up"},
    {"USR1", 10, "for the program to say; httpd restarts gracefully"},
    {"SEGV", 11, "invalid memory"},
    {"USR2", 12, "for the program to say"},
    {"PIPE", 13, "nobody reads the pipe"},
    {"ALRM", 14, "a timer ran out"},
    {"TERM", 15, "please end; the default of STOPSIGNAL"},
    {"STKFLT", 16, "stack fault; unused"},
    {"CHLD", 17, "a child ended"},
    {"CLD", 17, "the same as SIGCHLD"},
    {"CONT", 18, "go on after SIGSTOP"},
    {"STOP", 19, "pause; cannot be caught"},
    {"TSTP", 20, "pause, as by Ctrl+Z"},
    {"TTIN", 21, "reading from the terminal in the background"},
    {"TTOU", 22, "writing to the terminal in the background"},
    {"URG", 23, "urgent data on a socket"},
    {"XCPU", 24, "too much processor time"},
    {"XFSZ", 25, "a file grew too large"},
    {"VTALRM", 26, "a timer of processor time ran out"},
    {"PROF", 27, "a profiling timer ran out"},
    {"WINCH", 28, "the window changed its size; httpd takes it for a graceful stop"},
    {"IO", 29, "input or output is possible"},
    {"POLL", 29, "the same as SIGIO"},
    {"PWR", 30, "power failure"},
    {"SYS", 31, "bad system call"},
    {"RTMIN", 34, "the first real-time signal; systemd takes SIGRTMIN+3 for a halt"},
    {"RTMAX", 64, "the last real-time signal"},
};

constexpr WellKnownPort ports[] = {
    {20, "FTP data"},
    {21, "FTP"},
    {22, "SSH"},
    {23, "Telnet"},
    {25, "SMTP"},
    {53, "DNS"},
    {67, "DHCP"},
    {69, "TFTP"},
    {80, "HTTP"},
    {88, "Kerberos"},
    {110, "POP3"},
    {123, "NTP"},
    {143, "IMAP"},
    {161, "SNMP"},
    {389, "LDAP"},
    {443, "HTTPS"},
    {445, "SMB"},
    {465, "SMTP over TLS"},
    {514, "syslog"},
    {587, "SMTP submission"},
    {636, "LDAP over TLS"},
    {873, "rsync"},
    {993, "IMAP over TLS"},
    {995, "POP3 over TLS"},
    {1194, "OpenVPN"},
    {1433, "Microsoft SQL Server"},
    {1521, "Oracle Database"},
    {1883, "MQTT"},
    {2049, "NFS"},
    {2181, "ZooKeeper"},
    {2375, "Docker, without TLS"},
    {2376, "Docker, with TLS"},
    {2379, "etcd, clients"},
    {2380, "etcd, peers"},
    {3000, "HTTP of many development servers; Grafana"},
    {3306, "MySQL, MariaDB"},
    {3389, "Remote Desktop"},
    {4222, "NATS"},
    {4317, "OpenTelemetry, gRPC"},
    {4318, "OpenTelemetry, HTTP"},
    {5000, "HTTP of many development servers; Docker registry"},
    {5005, "debugger of Java"},
    {5044, "Logstash, Beats"},
    {5060, "SIP"},
    {5173, "Vite"},
    {5432, "PostgreSQL"},
    {5601, "Kibana"},
    {5671, "AMQP over TLS"},
    {5672, "AMQP: RabbitMQ"},
    {5900, "VNC"},
    {5984, "CouchDB"},
    {6379, "Redis, Valkey"},
    {6443, "Kubernetes API"},
    {6831, "Jaeger agent"},
    {8000, "HTTP, often of development servers"},
    {8080, "HTTP, without the rights that port 80 needs"},
    {8086, "InfluxDB"},
    {8125, "StatsD"},
    {8443, "HTTPS, without the rights that port 443 needs"},
    {8500, "Consul"},
    {8888, "Jupyter"},
    {9000, "PHP-FPM, MinIO, SonarQube"},
    {9042, "Cassandra"},
    {9090, "Prometheus"},
    {9092, "Kafka"},
    {9100, "Prometheus node exporter"},
    {9200, "Elasticsearch, OpenSearch"},
    {9229, "debugger of Node.js"},
    {9300, "Elasticsearch, between nodes"},
    {11211, "memcached"},
    {15672, "RabbitMQ, management"},
    {25565, "Minecraft"},
    {27017, "MongoDB"},
    {50051, "gRPC by habit"},
    {61616, "ActiveMQ"},
};

template <typename Entry, size_t N, typename Holds>
const Entry* find_in(const Entry (&table)[N], Holds holds) {
  const auto found = std::find_if(std::begin(table), std::end(table), holds);
  return found == std::end(table) ? nullptr : found;
}

}  // namespace

const WordText* directive_text(std::string_view name) {
  return find_in(directives,
                 [&](const WordText& entry) { return equal_ignoring_case(name, entry.name); });
}

const BuiltinVariable* builtin_variable(std::string_view name) {
  return find_in(variables, [&](const BuiltinVariable& entry) {
    // Proxies have their names in lower case, too.
    return entry.name == name || (entry.where == Where::run && name == to_lower(entry.name));
  });
}

const Signal* signal_named(std::string_view text) {
  uint32_t number = 0;
  const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (!text.empty() && error == std::errc() && stop == text.data() + text.size()) {
    return find_in(signals, [&](const Signal& entry) { return entry.number == number; });
  }
  if (text.size() > 3 && equal_ignoring_case(text.substr(0, 3), "sig")) text.remove_prefix(3);
  return find_in(signals,
                 [&](const Signal& entry) { return equal_ignoring_case(text, entry.name); });
}

const WellKnownPort* well_known_port(uint32_t port) {
  return find_in(ports, [&](const WellKnownPort& entry) { return entry.port == port; });
}

}  // namespace dflint
