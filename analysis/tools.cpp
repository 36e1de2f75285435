// The tables of images, programs and packages.
#include "analysis/tools.h"

#include <algorithm>
#include <iterator>

#include "analysis/image.h"

namespace dflint {
namespace {

constexpr uint16_t bit(System system) { return uint16_t(1U << uint32_t(system)); }
constexpr uint16_t alp = bit(System::alpine), deb = bit(System::debian), ubu = bit(System::ubuntu);
constexpr uint16_t red = bit(System::redhat), ama = bit(System::amazon);
constexpr uint16_t min = bit(System::minimal), box = bit(System::busybox);
constexpr uint16_t apt_ = deb | ubu;
constexpr uint16_t all = alp | apt_ | red | ama | min | box;

// Sorted by name.
constexpr Tool tools[] = {
    {"add-apt-repository", apt_, "software-properties-common", "", "software-properties-common",
     ""},
    {"apk", uint16_t(all & ~alp), "apk apk-tools", "", "", ""},
    {"apt", uint16_t(all & ~apt_), "apt", "", "", ""},
    {"apt-get", uint16_t(all & ~apt_), "apt-get apt", "", "", ""},
    {"bash", alp | box, "bash", "bash", "", "", true},
    {"bzip2", deb, "bzip2", "", "bzip2", "", true},
    {"cc", all, "gcc cc clang build-essential build-base alpine-sdk base-devel", "gcc musl-dev",
     "gcc libc6-dev", "gcc", true},
    {"cmake", all, "cmake", "cmake", "cmake", "cmake"},
    {"curl", alp | apt_ | box, "curl alpine-sdk", "curl", "curl", "curl"},
    {"dnf", alp | apt_ | box | min, "dnf", "", "", ""},
    {"dumb-init", all, "dumb-init", "dumb-init", "dumb-init", ""},
    {"file", apt_, "file", "", "file", "", true},
    {"g++", all, "g++ gcc-c++ build-essential build-base alpine-sdk base-devel clang", "g++", "g++",
     "gcc-c++", true},
    {"gcc", all, "gcc build-essential build-base alpine-sdk base-devel", "gcc musl-dev",
     "gcc libc6-dev", "gcc", true},
    {"git", all, "git tig alpine-sdk devscripts", "git", "git", "git"},
    {"gosu", all, "gosu", "", "gosu", ""},
    {"gpg", alp | apt_ | box, "gpg gnupg gnupg2 gnupg1 software-properties-common dirmngr", "gnupg",
     "gnupg", "", true},
    {"groupadd", alp | box, "shadow", "shadow", "", ""},
    {"hg", all, "mercurial hg", "mercurial", "mercurial", ""},
    {"jq", all, "jq", "jq", "jq", "jq"},
    {"lsb_release", apt_ | alp | box, "lsb-release lsb software-properties-common", "",
     "lsb-release", "", true},
    {"make", all, "make build-essential build-base alpine-sdk base-devel", "make", "make", "make",
     true},
    {"microdnf", alp | apt_ | box, "microdnf", "", "", ""},
    {"nc", apt_ | red | ama | min,
     "nc netcat netcat-openbsd netcat-traditional ncat nmap nmap-ncat", "", "netcat-openbsd",
     "nmap-ncat"},
    {"node", all, "node nodejs npm nodesource nvm n", "nodejs", "nodejs", "nodejs", true},
    {"npm", all, "npm node nodejs nodesource nvm n", "npm", "npm", "npm", true},
    {"openssl", alp | apt_ | box, "openssl ca-certificates", "openssl", "openssl", "", true},
    {"patch", apt_, "patch", "", "patch", "", true},
    {"perl", alp | box, "perl", "perl", "", "", true},
    {"ping", apt_, "ping iputils inetutils-ping", "", "iputils-ping", ""},
    {"pip", alp | apt_ | box, "pip pip2 pip3 get-pip py-pip py2-pip py3-pip", "", "", "", true},
    {"pip3", alp | apt_ | box, "pip pip3 get-pip py-pip py3-pip", "py3-pip", "python3-pip", "",
     true},
    {"ps", deb | ama | min, "ps procps procps-ng", "", "procps", "procps-ng", true},
    {"python", alp | apt_ | box, "python python2 python3 py-pip py2-pip py3-pip conda pyenv", "",
     "", "", true},
    {"python3", alp | apt_ | box, "python3 python py-pip py3-pip conda pyenv", "python3", "python3",
     "", true},
    {"rsync", all, "rsync", "rsync", "rsync", "rsync"},
    {"scp", alp | apt_ | box, "ssh openssh openssh-client openssh-clients", "openssh-client",
     "openssh-client", "", true},
    {"ssh", alp | apt_ | box, "ssh openssh openssh-client openssh-clients dropbear",
     "openssh-client", "openssh-client", "", true},
    {"ssh-keygen", alp | apt_ | box, "ssh openssh openssh-keygen openssh-client", "openssh-keygen",
     "openssh-client", "", true},
    {"ssh-keyscan", alp | apt_ | box, "ssh openssh openssh-client", "openssh-client",
     "openssh-client", "", true},
    {"su-exec", all, "su-exec", "su-exec", "", ""},
    {"sudo", alp | apt_ | ama | min | box, "sudo", "sudo", "sudo", "sudo"},
    {"svn", all, "svn subversion", "subversion", "subversion", "subversion"},
    {"tar", ama | min, "tar", "", "", "tar", true},
    {"tini", all, "tini", "tini", "tini", ""},
    {"unzip", apt_ | red | ama | min, "unzip", "", "unzip", "unzip"},
    {"update-ca-certificates", apt_ | box, "ca-certificates", "", "ca-certificates", "", true},
    {"useradd", alp | box, "shadow useradd", "shadow", "", ""},
    {"usermod", alp | box, "shadow usermod", "shadow", "", ""},
    {"wget", apt_ | red | ama | min, "wget", "", "wget", "wget"},
    {"xz", apt_ | box, "xz xz-utils build-essential dpkg-dev", "", "xz-utils", "", true},
    {"yarn", all, "yarn npm corepack nodejs node", "yarn", "", "", true},
    {"yum", alp | apt_ | box | min, "yum", "", "", ""},
    {"zip", all, "zip", "zip", "zip", "zip"},
};
static_assert(std::size(tools) < 64);

// What images on buildpack-deps have, whatever they may have included, and what those on its
// smaller `scm` have.
constexpr std::string_view full =
    "curl wget git hg svn ssh scp ssh-keygen ssh-keyscan gpg ps cc gcc g++ make perl python "
    "python3 "
    "bzip2 file patch openssl update-ca-certificates unzip xz zip rsync lsb_release node npm yarn "
    "pip pip3";
constexpr std::string_view scm =
    "curl wget git hg svn ssh scp ssh-keygen ssh-keyscan gpg ps cc gcc g++ make perl python3 bzip2 "
    "file patch openssl update-ca-certificates xz";
// What an official image on Debian, its -slim and its -alpine variant hold beyond the system; "?":
// nothing is known of that variant.
struct Official {
  std::string_view name;
  std::string_view standard, slim, alpine;
};

constexpr Official officials[] = {
    {"golang", scm, "?", "openssl update-ca-certificates"},
    {"nginx", "curl gpg openssl update-ca-certificates", "?", "curl openssl"},
    {"node", full, "node npm yarn openssl update-ca-certificates", "node npm yarn"},
    {"php",
     "curl cc gcc g++ make file xz bzip2 patch perl openssl update-ca-certificates python python3 "
     "lsb_release ps",
     "?", "curl tar xz openssl update-ca-certificates"},
    {"python", full, "python python3 pip pip3 openssl update-ca-certificates",
     "python python3 pip pip3 openssl update-ca-certificates"},
    {"ruby", full, "bzip2 ps openssl update-ca-certificates",
     "bzip2 ps openssl update-ca-certificates"},
    {"rust", full, "cc gcc openssl update-ca-certificates",
     "cc gcc openssl update-ca-certificates"},
};

bool is_word_byte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

// Tags of versions so old that other things were in the image.
bool is_old(std::string_view repository, std::string_view tag) {
  const auto begins = [&](std::string_view with) { return tag.starts_with(with); };
  if (repository == "debian") {
    for (std::string_view old : {"6", "7", "8", "squeeze", "wheezy", "jessie", "oldoldstable"}) {
      if (begins(old)) return true;
    }
    return false;
  }
  for (std::string_view old :
       {"10.", "12.", "14.", "15.", "lucid", "precise", "trusty", "vivid", "wily", "utopic"}) {
    if (begins(old)) return true;
  }
  return false;
}

ImageTools debian_or_ubuntu(std::string_view repository, std::string_view tag) {
  ImageTools image;
  image.plain = true;
  if (is_old(repository, tag)) return image;
  image.manager = "apt-get";
  image.system = repository == "debian" ? System::debian : System::ubuntu;
  if (tag.starts_with("16.") || tag.starts_with("xenial") || tag.starts_with("17."))
    image.more = "gpg lsb_release file";
  return image;
}

ImageTools official(std::string_view repository, std::string_view tag) {
  const auto found = std::find_if(std::begin(officials), std::end(officials),
                                  [&](const Official& known) { return known.name == repository; });
  if (found == std::end(officials)) return {};
  const auto has = [&](std::string_view part) { return tag.find(part) != std::string_view::npos; };
  for (std::string_view odd : {"windows", "nanoserver", "onbuild", "jessie", "wheezy", "perl",
                               "otel", "chakra", "unit", "$"}) {
    if (has(odd)) return {};
  }
  // Up to node 9 the variants held more.
  if (repository == "node" && !tag.empty() && tag[0] >= '0' && tag[0] <= '9' &&
      (tag.size() == 1 || tag[1] < '0' || tag[1] > '9'))
    return {};
  ImageTools image;
  if (has("alpine")) {
    image = {System::alpine, found->alpine, "apk"};
  } else {
    image = {System::debian, has("slim") ? found->slim : found->standard, "apt-get"};
  }
  if (image.more == "?") return {};
  return image;
}

ImageTools by_name(std::string_view repository, std::string_view tag) {
  if (repository == "scratch") return {System::bare, "", "", true};
  if (repository == "alpine") return {System::alpine, "", "apk", true};
  if (repository == "busybox") return {System::busybox, "", "", true};
  if (repository == "debian" || repository == "ubuntu") return debian_or_ubuntu(repository, tag);
  if (repository == "centos")
    return {System::redhat, tag.starts_with("5") || tag.starts_with("6") ? "unzip wget" : "", "yum",
            true};
  if (lists("rockylinux almalinux fedora oraclelinux", repository))
    return {System::redhat, "nc", "dnf", true};
  if (repository == "amazonlinux") {
    const bool two = tag.starts_with("2") && !tag.starts_with("20");
    return {System::amazon, "sudo", two || tag.starts_with("1") ? "yum" : "dnf", true};
  }
  if (repository == "buildpack-deps") return {};
  return official(repository, tag);
}

}  // namespace

bool lists(std::string_view list, std::string_view word) {
  for (size_t at = list.find(word); at != std::string_view::npos; at = list.find(word, at + 1)) {
    const size_t end = at + word.size();
    if ((at == 0 || list[at - 1] == ' ') && (end == list.size() || list[end] == ' ')) return true;
  }
  return false;
}

ImageTools image_tools(std::string_view image) {
  const ImageReference reference = split_image(image);
  std::string_view repository = reference.repository;
  if (reference.registry == "gcr.io" && repository.starts_with("distroless/")) {
    if (reference.tag.find("debug") != std::string_view::npos) return {};
    // The language images have programs of their own, but none of the tools.
    return {System::bare, "python python3 node", "", false};
  }
  if (repository.ends_with("ubi-minimal") || repository.ends_with("ubi8-minimal") ||
      repository.ends_with("ubi9-minimal"))
    return {System::minimal, "", "microdnf", true};
  if (!reference.registry.empty() && reference.registry != "docker.io") return {};
  if (repository.starts_with("library/")) repository.remove_prefix(8);
  return by_name(repository, reference.tag);
}

const Tool* tool_named(std::string_view name) {
  const auto found =
      std::lower_bound(std::begin(tools), std::end(tools), name,
                       [](const Tool& tool, std::string_view key) { return tool.name < key; });
  return found != std::end(tools) && found->name == name ? &*found : nullptr;
}

uint32_t number_of(const Tool& tool) { return static_cast<uint32_t>(&tool - tools); }

bool lacks(const ImageTools& image, const Tool& tool) {
  if (image.system == System::unknown || lists(image.more, tool.name)) return false;
  return image.system == System::bare || (tool.missing & bit(image.system)) != 0;
}

bool is_leaf_package(std::string_view package) {
  return lists(
      "curl wget git unzip zip jq tar gzip bzip2 xz-utils xz ca-certificates tzdata nano less "
      "net-tools iputils-ping netcat netcat-openbsd tini dumb-init su-exec gosu sudo procps htop "
      "rsync locales make gcc g++ musl-dev libc6-dev libc-dev libffi-dev build-base "
      "libpq-dev libxml2-dev libxslt1-dev zlib1g-dev libssl-dev libcurl4-openssl-dev tree "
      "libc6-compat gcompat libstdc++ libgcc zlib-dev linux-headers apt-transport-https dos2unix "
      "telnet libpng-dev libzip-dev libjpeg-dev libicu-dev vim icu-libs shadow "
      "cron gettext-base",
      package.substr(0, package.find_first_of("=<>~")));
}

bool mentions(std::string_view text, std::string_view words) {
  while (!words.empty()) {
    const std::string_view word = words.substr(0, words.find(' '));
    for (size_t at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
      const size_t end = at + word.size();
      // In `app.git` and `app.tar.xz` it is an extension.
      if ((at == 0 || (!is_word_byte(text[at - 1]) && text[at - 1] != '.')) &&
          (end == text.size() || !is_word_byte(text[end])))
        return true;
    }
    words.remove_prefix(std::min(word.size() + 1, words.size()));
  }
  return false;
}

}  // namespace dflint
