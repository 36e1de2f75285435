// Measures time, memory and size, always against what the machine does at best in the same run.
#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "rules/rule_set.h"
#include "rules/shown.h"
#include "tests/bench/rule_costs.h"
#include "tests/support/files.h"
#include "tests/support/texts.h"

namespace dflint {
namespace {

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values.empty() ? 0 : values[values.size() / 2];
}

// A command and what its runs took.
struct Contender {
  std::string name;
  std::vector<std::string> command;
  std::vector<double> wall = {}, cpu = {};
  long peak_kilobytes = 0;
};

// Runs them in turns, so that a slow moment of the machine hits all alike.
void race(std::vector<Contender>& contenders, int rounds) {
  for (int round = 0; round <= rounds; ++round) {
    for (Contender& contender : contenders) {
      const Ran ran = run(contender.command);
      if (round == 0) continue;  // warms the page cache
      contender.wall.push_back(ran.wall * 1e3);
      contender.cpu.push_back(ran.cpu * 1e3);
      contender.peak_kilobytes = std::max(contender.peak_kilobytes, ran.peak_kilobytes);
    }
  }
}

// The first one is what the others are compared with.
void print(const std::string& title, const std::vector<Contender>& contenders) {
  fmt::print("\n{:44} {:>9} {:>9} {:>8} {:>9}\n", title, "wall ms", "cpu ms", "ratio", "peak MB");
  const double floor = median(contenders[0].wall);
  for (const Contender& contender : contenders) {
    const double wall = median(contender.wall);
    fmt::print("  {:42} {:9.2f} {:9.2f} {:8.2f} {:9.1f}\n", contender.name, wall,
               median(contender.cpu), wall / floor, double(contender.peak_kilobytes) / 1024);
  }
}

// Microseconds of one call, the median of several rounds.
double microseconds(int rounds, const std::function<void()>& work) {
  std::vector<double> times;
  for (int i = 0; i < rounds; ++i) {
    const auto start = std::chrono::steady_clock::now();
    work();
    const std::chrono::duration<double, std::micro> took = std::chrono::steady_clock::now() - start;
    times.push_back(took.count());
  }
  return median(times);
}

void print(const std::string& name, double time, double calls, double bytes) {
  fmt::print("  {:42} {:9.2f} {:>9}\n", name, time / calls,
             bytes == 0 ? "" : fmt::format("{:.0f}", bytes / time));
}

// Some 25 lines as people write them; `number` makes each text different.
std::string ordinary_text(size_t number) {
  return fmt::format(
      R"(# The build of part {0}.
FROM debian:12-slim AS build{0}
ARG VERSION=1.{0}
ENV APP_HOME=/srv/app{0} \
    LANG=C.UTF-8
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        build-essential \
        ca-certificates \
        curl \
    && rm -rf /var/lib/apt/lists/*

WORKDIR $APP_HOME
COPY package.json package-lock.json ./
RUN --mount=type=cache,target=/root/.npm npm ci
COPY --chown=app:app . .

# Checks what was downloaded.
RUN curl -fsSL https://example.org/tool-$VERSION.tar.gz -o /tmp/tool.tar.gz \
    && tar -xzf /tmp/tool.tar.gz -C /usr/local \
    && rm /tmp/tool.tar.gz
EXPOSE 8080
USER app
ENTRYPOINT ["/srv/app{0}/start"]
CMD ["--port", "8080"]
)",
      number);
}

// The real files beside the repository, or as many made ones.
std::vector<std::string> many_files(const std::string& directory) {
  std::vector<std::string> paths = files_below(shared("corpus/dev"));
  for (size_t i = 0; paths.empty() || (i > 0 && i < 1500); ++i) {
    paths.push_back(fmt::format("{}/{}.Dockerfile", directory, i));
    write_file(paths.back(), ordinary_text(i));
  }
  return paths;
}

void bench_processes(const std::string& small, const std::vector<std::string>& many) {
  const std::string dflint = DFLINT_BINARY;
  std::vector<Contender> start = {
      {"/bin/true", {"/bin/true"}},
      {"cat FILE", {"cat", small}},
      {"wc -l FILE", {"wc", "-l", small}},
      {"dflint --version", {dflint, "--version"}},
      {"dflint check FILE", {dflint, "check", "--no-config", "--shellcheck", "off", small}},
      {"dflint check --format json FILE",
       {dflint, "check", "--no-config", "--shellcheck", "off", "--format", "json", small}},
  };
  race(start, 41);
  print("one file of 25 lines", start);

  const auto with_all = [&](std::vector<std::string> words) {
    words.insert(words.end(), many.begin(), many.end());
    return words;
  };
  std::vector<Contender> corpus = {
      {"cat FILES", with_all({"cat"})},
      {"wc -l FILES", with_all({"wc", "-l"})},
      {"dflint parse FILES", with_all({dflint, "parse"})},
      {"dflint check FILES", with_all({dflint, "check", "--no-config", "--shellcheck", "off"})},
      {"dflint check --select all FILES",
       with_all({dflint, "check", "--no-config", "--shellcheck", "off", "--select", "all"})},
  };
  race(corpus, 7);
  print(fmt::format("{} files", many.size()), corpus);
}

std::vector<std::string> texts_of(const std::vector<std::string>& paths) {
  std::vector<std::string> texts;
  for (const std::string& path : paths) texts.push_back(read_file(path).value_or(""));
  return texts;
}

void bench_steps(const std::vector<std::string>& texts) {
  double bytes = 0;
  for (const std::string& text : texts) bytes += double(text.size());
  const RuleSet rules(builtin_rules());
  std::vector<SnapshotPtr> all;
  for (const std::string& text : texts) all.push_back(snapshot(Text(text), rules));

  fmt::print("\n{:44} {:>9} {:>9}\n", "in one process, a file on average", "us", "MB/s");
  const double count = double(texts.size());
  print("split into lines",
        microseconds(7,
                     [&] {
                       for (const std::string& text : texts) (void)Text(text);
                     }),
        count, bytes);
  print("parse",
        microseconds(7,
                     [&] {
                       for (const std::string& text : texts) (void)parse(Text(text));
                     }),
        count, bytes);
  print("plan",
        microseconds(7,
                     [&] {
                       for (const SnapshotPtr& at : all) (void)plan(at->document);
                     }),
        count, bytes);
  print("lint",
        microseconds(7,
                     [&] {
                       for (const SnapshotPtr& at : all) (void)lint(at->document, at->plan, rules);
                     }),
        count, bytes);
  print("sort and silence findings",
        microseconds(7,
                     [&] {
                       for (const SnapshotPtr& at : all) {
                         (void)all_findings(at->document, at->plan, at->lint, rules);
                       }
                     }),
        count, bytes);
}

void bench_keystroke() {
  std::string text;
  size_t lines = 0;
  for (size_t i = 0; lines < 1000; ++i, lines = std::count(text.begin(), text.end(), '\n')) {
    text += ordinary_text(i);
  }
  const RuleSet rules(builtin_rules());
  SnapshotPtr at = snapshot(Text(text), rules);
  const uint32_t place = static_cast<uint32_t>(text.find("build-essential", text.size() / 2));
  bool insert = true;
  fmt::print("\n{:44} {:>9}\n", fmt::format("a document of {} lines", lines), "us");
  print("from scratch", microseconds(41, [&] { (void)snapshot(Text(text), rules); }), 1, 0);
  const auto edit = [&] {
    const Edit made = insert ? Edit{{place, place}, "x"} : Edit{{place, place + 1}, ""};
    insert = !insert;
    return made;
  };
  print("one keystroke: parse", microseconds(401, [&] { (void)parse(at->document, edit()); }), 1,
        0);
  insert = true;
  print("one keystroke: parse, plan, lint",
        microseconds(401, [&] { at = next(*at, edit(), rules); }), 1, 0);
}

}  // namespace
}  // namespace dflint

int main(int count, char** words) {
  using namespace dflint;
  TemporaryDirectory directory;
  const std::string small = directory.path() + "/Dockerfile";
  write_file(small, ordinary_text(1));
  const std::vector<std::string> many = many_files(directory.path());
  const std::vector<std::string> texts = texts_of(many);
  const std::string_view part = count > 1 ? words[1] : "";
  if (part.empty()) {
    std::error_code error;
    fmt::print("dflint: {:.2f} MB, {} rules\n",
               double(std::filesystem::file_size(DFLINT_BINARY, error)) / (1 << 20),
               builtin_rules().size());
    bench_processes(small, many);
    bench_steps(texts);
    bench_keystroke();
  } else if (part != "rules") {
    fmt::print(stderr, "usage: dflint_bench [rules]\n");
    return 2;
  }
  print_rule_costs(texts);
  print_rule_growth();
  return 0;
}
