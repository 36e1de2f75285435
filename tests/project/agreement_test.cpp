// How far dflint agrees with what builder and other linters say about real Dockerfiles: the shares
// of ../shared/tools/agree against the floors in agreement.json (percent).
#include <fmt/core.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <string>
#include <vector>

#include "tests/support/files.h"
#include "tests/support/texts.h"

namespace dflint {
namespace {

// The "name": number entries of a flat JSON object.
std::map<std::string, double> floors() {
  std::map<std::string, double> found;
  const std::string json =
      read_file(fmt::format("{}/tests/project/agreement.json", DFLINT_SOURCE_DIR)).value_or("");
  for (size_t at = json.find('"'); at != json.npos; at = json.find('"', at)) {
    const size_t end = json.find('"', at + 1);
    const size_t colon = json.find(':', end);
    if (end == json.npos || colon == json.npos) break;
    found[json.substr(at + 1, end - at - 1)] = std::strtod(json.c_str() + colon + 1, nullptr);
    at = colon;
  }
  return found;
}

// "errors    1537 of   1547   99.354 %", and behind it lines that show what differs.
struct Row {
  double percent = 0;
  std::string shown;
};

std::map<std::string, Row> compare() {
  std::map<std::string, Row> rows;
  const Ran ran = run(
      {"python3", "-B", shared("tools/agree"), "--dflint", DFLINT_RELEASE_BINARY, "--show", "5"});
  std::string name;
  for (size_t at = 0; at < ran.out.size();) {
    const size_t end = std::min(ran.out.find('\n', at), ran.out.size());
    const std::string line = ran.out.substr(at, end - at);
    at = end + 1;
    if (!line.starts_with("    ") && line.ends_with(" %")) {
      name = line.substr(0, 16);
      name.erase(name.find_last_not_of(' ') + 1);
      const size_t number = line.rfind(' ', line.size() - 3);
      rows[name].percent = std::strtod(line.c_str() + number, nullptr);
    }
    rows[name].shown += line + "\n";
  }
  return rows;
}

class Agreement : public testing::TestWithParam<std::pair<const std::string, double>> {};

TEST_P(Agreement, StaysAboveItsFloor) {
  if (!read_file(shared("tools/agree"))) GTEST_SKIP() << "no " << shared("tools/agree");
  ASSERT_TRUE(read_file(DFLINT_RELEASE_BINARY)) << "missing; run: ./dev build";
  static const std::map<std::string, Row> rows = compare();
  const auto& [name, floor] = GetParam();
  const auto row = rows.find(name);
  ASSERT_NE(row, rows.end()) << "the comparison did not print " << name;
  EXPECT_GE(row->second.percent, floor) << row->second.shown;
  RecordProperty("percent", fmt::format("{}", row->second.percent));
}

INSTANTIATE_TEST_SUITE_P(, Agreement, testing::ValuesIn(floors()), [](const auto& info) {
  std::string name = info.param.first;
  std::replace(name.begin(), name.end(), ' ', '_');
  return name;
});

}  // namespace
}  // namespace dflint
