// Stands for what ShellCheck finds in the scripts of a Dockerfile.
#include "rules/report.h"
#include "rules/rule.h"

namespace dflint {
namespace {

// Another program looks; who can start it adds what it found (rules/shellcheck.h).
void check(const Plan&, const Document&, Report&) {}

}  // namespace

Rule shellcheck() {
  return {
      .name = "shellcheck",
      .category = Category::correctness,
      .severity = Severity::warning,
      .summary = "Have ShellCheck read the scripts",
      .why = R"(
A script in a Dockerfile breaks like any other: by an unquoted variable with a blank in it, by a
bashism that `sh` of Debian does not know, by an `if` without `fi`. Where the program
[ShellCheck](https://www.shellcheck.net) is installed, dflint hands it the scripts of `RUN`,
here-documents included, and of `CMD`, `ENTRYPOINT` and `HEALTHCHECK` in shell form. It is told
which shell reads them and which variables `ARG` and `ENV` set; what it finds is shown where it
stands in the Dockerfile. Where it is not installed, only these findings are missing.

```dockerfile
FROM debian:12
RUN if [ -f /etc/app.conf ]; then rm /etc/app.conf; done
```

Each finding has ShellCheck's code, which works like the name of a rule: `--select SC2086`,
`--ignore SC2046`, `# dflint ignore=SC2086`, `# hadolint ignore=SC2086`.
`# shellcheck disable=SC2086` above an instruction or inside it works too.
https://www.shellcheck.net/wiki/SC2086 explains a code.

Without further wishes only errors and warnings are shown, and no advice that is right for a script
that lives long but idle for a build step; what ShellCheck calls an error is a warning here, because
the image may be built all the same. `--select shellcheck` shows everything;
`dflint check --shellcheck off` does not start the program.
)",
      .options = {{{.name = "minimum-severity",
                    .kind = OptionKind::text,
                    .standard = "warning",
                    .summary = "Show what ShellCheck takes to be at least that severe: `style`, "
                               "`info`, `warning` or `error`"}}},
      .examples = {},
      .check = check,
  };
}

}  // namespace dflint
