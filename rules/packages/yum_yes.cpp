// Reports yum commands that would stop to ask.
#include "rules/packages/rpm.h"
#include "rules/rule.h"

namespace dflint {
namespace {

void check(const Script& script, Report& report) {
  check_rpm_yes(system_packages::RpmFamily::yum, script, report);
}

}  // namespace

Rule yum_yes() {
  return {
      .name = "yum-yes",
      .aliases = {"DL3030"},
      .category = Category::correctness,
      .severity = Severity::warning,
      .summary = "Let yum go on without asking",
      .why = R"(
yum lists what it is about to do and asks `Is this ok [y/N]`. A build has nobody who could answer: yum reads the end of its
input, takes that for no, and the build fails. `-y` (`--assumeyes`) answers yes.
)",
      .examples = {{
          {
              .bad = R"(
FROM almalinux:8
RUN yum [|install|] httpd && yum clean all
)",
              .good = R"(
FROM almalinux:8
RUN yum install -y httpd && yum clean all
)",
          },
          {
              .bad = R"(
FROM almalinux:8
RUN yum -y install httpd \
 && sudo yum [|remove|] gcc \
 && yum [|update|]
)",
              .good = R"(
FROM almalinux:8
RUN yum -y install httpd \
 && sudo yum remove -y gcc \
 && yum update -y
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
