// The JSON of findings, read back by a library.
#include "server/output/json.h"

#include <gtest/gtest.h>

#include <chrono>
#include <nlohmann/json.hpp>
#include <string>

#include "server/output/json_text.h"
#include "tests/server/output/sample.h"

namespace dflint {
namespace {

using nlohmann::json;

json findings_of(const Sample& sample) {
  std::string out(json_begin);
  append_json_findings(out, sample.report());
  append_json_end(out, {});
  return json::parse(out)["findings"];
}

TEST(JsonOutput, WritesEveryMember) {
  Sample sample("FROM a\nRUN é curl x\n");
  Finding& finding = sample.add("curl", "say \"why\"");
  finding.notes.push_back({sample.at("a"), "because of this"});
  finding.fixes = {{"Do it", Safety::unsafe, {{sample.at("x"), "y"}, {sample.at("é"), ""}}}};
  json expected = json::parse(R"({
    "path": "a/Dockerfile", "rule": "sample-rule", "aliases": ["XX1", "SampleRule"],
    "category": "security", "severity": "warning", "message": "say \"why\"",
    "range": {"start": {"line": 2, "column": 7, "offset": 14},
              "end": {"line": 2, "column": 11, "offset": 18}},
    "url": "https://github.com/dflint/dflint/blob/main/docs/rules/sample-rule.md",
    "related": [{"path": "a/Dockerfile", "message": "because of this",
                 "range": {"start": {"line": 1, "column": 6, "offset": 5},
                           "end": {"line": 1, "column": 7, "offset": 6}}}],
    "fixes": [{"title": "Do it", "safety": "unsafe", "edits": [
      {"range": {"start": {"line": 2, "column": 5, "offset": 11},
                 "end": {"line": 2, "column": 6, "offset": 13}}, "newText": ""},
      {"range": {"start": {"line": 2, "column": 12, "offset": 19},
                 "end": {"line": 2, "column": 13, "offset": 20}}, "newText": "y"}]}]
  })");
  json found = findings_of(sample)[0];
  EXPECT_EQ(found["fingerprint"].get<std::string>().size(), 16u);
  found.erase("fingerprint");
  EXPECT_EQ(found, expected);
}

TEST(JsonOutput, PutsEachFindingOnALine) {
  Sample sample("FROM a\n");
  sample.add("FROM", "one");
  sample.add("a", "two");
  std::string out;
  append_json_findings(out, sample.report());
  EXPECT_EQ(std::count(out.begin(), out.end(), '\n'), 1);
}

TEST(JsonOutput, IsValidWhateverTheBytes) {
  Sample sample("FROM a\nRUN \xff\xc3 x\n");
  sample.path = std::string("a\n\"\\\xff/D\x01");
  sample.add("x", std::string("bad \xe9 and \0 zero", 16))
      .notes.push_back({sample.at("a"), "\xf0\x9f"});
  const json found = findings_of(sample)[0];
  EXPECT_EQ(found["path"], "a\n\"\\�/D\x01");
  EXPECT_EQ(found["message"], std::string("bad � and \0 zero", 18));
  EXPECT_EQ(found["related"][0]["message"], "��");
  EXPECT_EQ(found["range"]["start"]["column"], 8);
  EXPECT_EQ(found["range"]["start"]["offset"], 14);
}

std::vector<std::string> fingerprints_of(std::string text, std::vector<std::string> words) {
  Sample sample(std::move(text));
  for (const std::string& word : words) sample.add(word, "message");
  std::vector<std::string> fingerprints;
  for (const json& finding : findings_of(sample)) fingerprints.push_back(finding["fingerprint"]);
  return fingerprints;
}

TEST(JsonOutput, FingerprintsSurviveMoves) {
  const auto here = fingerprints_of("FROM a\nRUN x\n", {"RUN"});
  EXPECT_EQ(fingerprints_of("FROM a\n\n# new\n\n  RUN x  \n", {"RUN"}), here);
  EXPECT_EQ(fingerprints_of("FROM a\nRUN other\nRUN x\n", {"RUN x"}), here);
  EXPECT_NE(fingerprints_of("FROM a\nRUN y\n", {"RUN"}), here);
  EXPECT_NE(fingerprints_of("FROM a AS stage\nRUN x\n", {"RUN"}), here);
}

TEST(JsonOutput, FingerprintsTellEqualFindingsApart) {
  const auto three = fingerprints_of("FROM a\nRUN x\n", {"RUN", "RUN", "x"});
  EXPECT_NE(three[0], three[1]);
  EXPECT_NE(three[1], three[2]);
  EXPECT_EQ(fingerprints_of("FROM a\n\nRUN x\n", {"RUN", "RUN", "x"}), three);
}

TEST(JsonOutput, StaysLinearInALongLine) {
  std::string line = "RUN";
  for (int i = 0; i < 100000; ++i) line += " éx234567";
  Sample sample("FROM a\n" + line + "\n");
  const std::string_view bytes = sample.document.text.bytes();
  for (uint32_t at = 10; at + 20 < bytes.size(); at += 110) {
    sample.add(sample.at(at, at + 3), "m").notes.push_back({sample.at(700000, 700001), "n"});
  }
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_EQ(findings_of(sample).size(), sample.findings.size());
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(5));
}

TEST(JsonText, EscapesStrings) {
  const auto escaped = [](std::string_view text) {
    std::string out;
    append_json_string(out, text);
    return out;
  };
  EXPECT_EQ(escaped(""), R"("")");
  EXPECT_EQ(escaped("a\"b\\c/d"), R"("a\"b\\c/d")");
  EXPECT_EQ(escaped("\n\r\t\x01\x1f\x7f"), "\"\\n\\r\\t\\u0001\\u001f\\u007f\"");
  EXPECT_EQ(escaped("é漢😀"), "\"é漢😀\"");
  // Too long, surrogate, too large, cut off, out of place.
  EXPECT_EQ(escaped("\xc0\xaf"), "\"��\"");
  EXPECT_EQ(escaped("\xed\xa0\x80"), "\"���\"");
  EXPECT_EQ(escaped("\xf4\x90\x80\x80"), "\"����\"");
  EXPECT_EQ(escaped("a\xe2\x82"), "\"a��\"");
  EXPECT_EQ(escaped("\x80z"), "\"�z\"");
}

TEST(JsonText, SetsCommas) {
  std::string out;
  JsonText json(out);
  json.begin_object();
  json.key("a"), json.number(1);
  json.key("b");
  json.begin_array();
  json.begin_object();
  json.end_object();
  json.null();
  json.boolean(true);
  json.end_array();
  json.member("c", "d");
  json.end_object();
  EXPECT_EQ(out, R"({"a":1,"b":[{},null,true],"c":"d"})");
}

}  // namespace
}  // namespace dflint
