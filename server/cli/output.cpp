// Gathers output into few system calls.
#include "server/cli/output.h"

#include "server/output/utf8.h"

namespace dflint {
namespace {

constexpr size_t enough = size_t{64} << 10;

}  // namespace

void Output::write(std::string_view text) {
  waiting_ += text;
  if (at_once_ || waiting_.size() >= enough) flush();
}

void Output::trouble(std::string_view path, std::string_view message) {
  flush();  // in the order in which it happened
  std::string line = "dflint: ";
  append_printable(line, path);
  if (!path.empty()) line += ": ";
  append_printable(line, message);
  line += '\n';
  host_.write(Stream::err, line);
}

bool Output::finish() {
  flush();
  if (failed_) host_.write(Stream::err, "dflint: the output could not be written\n");
  return !failed_;
}

void Output::flush() {
  if (!waiting_.empty() && !failed_) failed_ = !host_.write(stream_, waiting_);
  waiting_.clear();
}

}  // namespace dflint
