// The program dflint.
#include "server/cli/run.h"

int main(int count, char** words) {
  dflint::SystemHost host;
  return dflint::run(host, {words + (count > 0 ? 1 : 0), words + count});
}
