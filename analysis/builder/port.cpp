// Ports of EXPOSE: [[ip:]host:]port[-port][/protocol].
#include "analysis/builder/port.h"

#include <algorithm>
#include <charconv>

#include <fmt/core.h>

#include "analysis/unicode.h"

namespace dflint {
namespace {

bool read_number(std::string_view text, uint32_t& number) {
  const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return !text.empty() && error == std::errc() && stop == text.data() + text.size() &&
         number <= 65535;
}

bool read_range(std::string_view text, uint32_t& first, uint32_t& last) {
  const size_t dash = text.find('-');
  if (!read_number(text.substr(0, dash), first)) return false;
  if (dash == std::string_view::npos) return last = first, true;
  return read_number(text.substr(dash + 1), last) && last >= first;
}

bool is_ipv4(std::string_view text) {
  for (int part = 0; part < 4; ++part) {
    const size_t dot = part < 3 ? text.find('.') : text.size();
    if (dot == std::string_view::npos) return false;
    const std::string_view digits = text.substr(0, dot);
    uint32_t number = 0;
    if (digits.size() > 3 || (digits.size() > 1 && digits[0] == '0')) return false;
    if (!read_number(digits, number) || number > 255) return false;
    text.remove_prefix(std::min(dot + 1, text.size()));
  }
  return text.empty();
}

// Good enough: hexadecimal groups and colons.
bool is_ipv6(std::string_view text) {
  return std::count(text.begin(), text.end(), ':') >= 2 &&
         text.find_first_not_of("0123456789abcdefABCDEF:.") == std::string_view::npos;
}

bool is_ip(std::string_view text) {
  if (text.starts_with('[') && text.ends_with(']')) text = text.substr(1, text.size() - 2);
  return is_ipv4(text) || is_ipv6(text);
}

}  // namespace

PortSpec read_port(std::string_view text) {
  PortSpec port;
  std::string_view container = text, host, ip;
  if (const size_t colon = container.rfind(':'); colon != std::string_view::npos) {
    host = container.substr(0, colon);
    container.remove_prefix(colon + 1);
    if (const size_t before = host.rfind(':'); before != std::string_view::npos) {
      ip = host.substr(0, before);
      host.remove_prefix(before + 1);
    }
  }
  port.host_part = !ip.empty() || !host.empty();
  if (const size_t slash = container.find('/'); slash != std::string_view::npos) {
    port.protocol = container.substr(slash + 1);
    port.protocol = port.protocol.substr(0, port.protocol.find('/'));
    container = container.substr(0, slash);
  }
  uint32_t host_first = 0, host_last = 0;
  const std::string protocol = to_lower(port.protocol);
  if (!ip.empty() && !is_ip(ip)) {
    port.error = fmt::format("`{}` is no IP address", ip);
  } else if (container.empty()) {
    port.error = "no port number";
  } else if (!read_range(container, port.first, port.last)) {
    port.error = fmt::format(
        "`{}` is no port; a port is a number from 0 to 65535 or a range of them", container);
  } else if (!host.empty() && !read_range(host, host_first, host_last)) {
    port.error = fmt::format("`{}` is no host port", host);
  } else if (!host.empty() && port.first != port.last &&
             host_last - host_first != port.last - port.first) {
    port.error = "the range of host ports has another length than the range of ports";
  } else if (!protocol.empty() && protocol != "tcp" && protocol != "udp" && protocol != "sctp") {
    port.error = fmt::format("`{}` is no protocol; use tcp, udp or sctp", port.protocol);
  }
  return port;
}

}  // namespace dflint
