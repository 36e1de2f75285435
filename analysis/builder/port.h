// Ports of EXPOSE: [[ip:]host:]port[-port][/protocol].
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace dflint {

struct PortSpec {
  uint32_t first = 0, last = 0;
  std::string_view protocol;  // as written; empty where not
  bool host_part = false;     // an IP address or a host port
  std::string error;          // why the builder refuses it; empty: it does not
};

PortSpec read_port(std::string_view text);

}  // namespace dflint
