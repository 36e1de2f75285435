// Asks for a version of each package that dnf installs.
#include "rules/packages/rpm.h"
#include "rules/rule.h"

namespace dflint {
namespace {

void check(const Plan& plan, const Document& document, Report& report) {
  check_rpm_versions(system_packages::RpmFamily::dnf, plan, document, report);
}

}  // namespace

Rule pin_dnf_versions() {
  return {
      .name = "pin-dnf-versions",
      .aliases = {"DL3041"},
      .category = Category::reproducibility,
      .severity = Severity::info,
      .on_by_default = false,
      .summary = "Give each package that dnf installs a version",
      .why = R"(
Without a version the same Dockerfile builds another image tomorrow: `dnf install nginx` takes whatever the repositories
hold that day. `nginx-1.24.0` either gives what was tested or fails; `nginx-1.24*` takes any build of it. Of a module, give
the stream: `nodejs:20`.
)",
      .examples = {{
          {
              .bad = R"(
FROM fedora:40
RUN dnf install -y [|python3-devel|] jq-1.7.1 && dnf clean all
)",
              .good = R"(
FROM fedora:40
RUN dnf install -y python3-devel-3.12.3 jq-1.7.1 && dnf clean all
)",
          },
          {
              .bad = R"(
FROM redhat/ubi9-minimal:9.4
RUN microdnf module install [|nodejs|] && microdnf install [|jq|] && microdnf clean all
)",
              .good = R"(
FROM redhat/ubi9-minimal:9.4
RUN microdnf module install nodejs:20 && microdnf install jq-1.6 && microdnf clean all
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
