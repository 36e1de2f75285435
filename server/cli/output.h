// Standard output, in big pieces; and what goes wrong, on standard error.
#pragma once

#include <string>
#include <string_view>

#include "server/host.h"

namespace dflint {

class Output {
 public:
  // `stream`: what stands in for standard output where that is needed for other things.
  explicit Output(Host& host, Stream stream = Stream::out)
      : host_(host), stream_(stream), at_once_(host.is_terminal(stream)) {}

  // On a terminal at once, else when enough has come together.
  void write(std::string_view text);
  // "dflint: path: message"
  void trouble(std::string_view path, std::string_view message);
  // Writes what is left; false where anything could not be written, which is reported.
  bool finish();

 private:
  void flush();

  Host& host_;
  const Stream stream_;
  std::string waiting_;
  bool at_once_;
  bool failed_ = false;
};

}  // namespace dflint
