// The program dflint.
#include <fcntl.h>
#include <unistd.h>

#include "server/cli/run.h"

namespace {

// A closed standard stream would lend its number to the first file that is opened, and what is
// meant for the terminal would be written there.
void open_standard_streams() {
  for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; ++fd) {
    if (::fcntl(fd, F_GETFD) == -1) ::open("/dev/null", O_RDWR);
  }
}

}  // namespace

int main(int count, char** words) {
  open_standard_streams();
  dflint::SystemHost host;
  return dflint::run(host, {words + (count > 0 ? 1 : 0), words + count});
}
