// Standard output, in big pieces; and what goes wrong, on standard error.
#pragma once

#include <string>
#include <string_view>

#include "server/host.h"

namespace dflint {

class Output {
 public:
  explicit Output(Host& host) : host_(host), at_once_(host.is_terminal(Stream::out)) {}

  // On a terminal at once, else when enough has come together.
  void write(std::string_view text);
  // "dflint: path: message"
  void trouble(std::string_view path, std::string_view message);
  // Writes what is left; false where anything could not be written, which is reported.
  bool finish();

 private:
  void flush();

  Host& host_;
  std::string waiting_;
  bool at_once_;
  bool failed_ = false;
};

}  // namespace dflint
