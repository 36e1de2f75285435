// Reports dnf commands that would stop to ask.
#include "rules/packages/rpm.h"
#include "rules/rule.h"

namespace dflint {
namespace {

void check(const Script& script, Report& report) {
  check_rpm_yes(system_packages::RpmFamily::dnf, script, report);
}

}  // namespace

Rule dnf_yes() {
  return {
      .name = "dnf-yes",
      .aliases = {"DL3038"},
      .category = Category::correctness,
      .severity = Severity::warning,
      .summary = "Let dnf go on without asking",
      .why = R"(
dnf lists what it is about to do and asks `Is this ok [y/N]`. A build has nobody who could answer: dnf reads the end of its
input, takes that for no, and the build fails. `-y` (`--assumeyes`) answers yes. The microdnf of RHEL never asks: there the
flag may be missing.
)",
      .examples = {{
          {
              .bad = R"(
FROM fedora:40
RUN dnf [|install|] httpd && dnf clean all
)",
              .good = R"(
FROM fedora:40
RUN dnf install -y httpd && dnf clean all
)",
          },
          {
              .bad = R"(
FROM fedora:40
RUN ["dnf", "group", [|"install"|], "development-tools"]
RUN microdnf install httpd
)",
              .good = R"(
FROM fedora:40
RUN ["dnf", "group", "install", "-y", "development-tools"]
RUN microdnf install httpd
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
