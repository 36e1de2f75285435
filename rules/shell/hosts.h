// The host of a URL, and which hosts nobody can stand in front of.
#pragma once

#include <string_view>

namespace dflint {

// "example.com" of https://user@example.com:8443/x; of a text without scheme, what stands before
// the first colon or slash.
inline std::string_view host_of(std::string_view url) {
  if (const size_t scheme = url.find("://"); scheme != url.npos) url.remove_prefix(scheme + 3);
  url = url.substr(0, url.find_first_of("/?#"));
  if (const size_t at = url.rfind('@'); at != url.npos) url.remove_prefix(at + 1);
  if (url.starts_with('[')) return url.substr(0, url.find(']') + 1);
  return url.substr(0, url.find(':'));
}

// The machine itself.
inline bool is_own_host(std::string_view host) {
  return host == "localhost" || host.starts_with("127.") || host == "[::1]" || host == "0.0.0.0";
}

// A network of one's own by its address or name: where plain http may be the only way.
inline bool is_private_host(std::string_view host) {
  if (is_own_host(host) || host.starts_with("10.") || host.starts_with("192.168.") ||
      host.starts_with("169.254.") || host.starts_with('['))
    return true;
  if (host.starts_with("172.")) {
    const std::string_view second = host.substr(4, host.find('.', 4) - 4);
    return second.size() == 2 && second >= "16" && second <= "31";
  }
  if (host.find('.') == host.npos) return true;  // a name of a network of containers
  const std::string_view top = host.substr(host.rfind('.') + 1);
  return top == "local" || top == "internal" || top == "test" || top == "lan" || top == "corp" ||
         top == "localhost" || top == "intranet" || top == "home";
}

}  // namespace dflint
