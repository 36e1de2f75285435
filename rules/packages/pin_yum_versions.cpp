// Asks for a version of each package that yum installs.
#include "rules/packages/rpm.h"
#include "rules/rule.h"

namespace dflint {
namespace {

void check(const Plan& plan, const Document& document, Report& report) {
  check_rpm_versions(system_packages::RpmFamily::yum, plan, document, report);
}

}  // namespace

Rule pin_yum_versions() {
  return {
      .name = "pin-yum-versions",
      .aliases = {"DL3033"},
      .category = Category::reproducibility,
      .severity = Severity::info,
      .on_by_default = false,
      .summary = "Give each package that yum installs a version",
      .why = R"(
Without a version the same Dockerfile builds another image tomorrow: `yum install nginx` takes whatever the repositories
hold that day. `nginx-1.24.0` either gives what was tested or fails; `nginx-1.24*` takes any build of it.
)",
      .examples = {{
          {
              .bad = R"(
FROM almalinux:8
RUN yum install -y [|nginx|] httpd-tools-2.4.57 ./local.rpm && yum clean all
)",
              .good = R"(
FROM almalinux:8
RUN yum install -y nginx-1.24* httpd-tools-2.4.57 ./local.rpm && yum clean all
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
