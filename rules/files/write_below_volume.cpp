// Reports RUN that writes to a directory which an earlier VOLUME has made a volume.
#include <algorithm>
#include <string>
#include <vector>

#include <fmt/core.h>

#include "analysis/paths.h"
#include "analysis/quotes.h"
#include "rules/report.h"
#include "rules/rule.h"
#include "rules/working_directory.h"
#include "rules/written_paths.h"

namespace dflint {
namespace {

struct Volume {
  std::string path;
  Place place;
};

// More are not looked at: each written path is compared with all.
constexpr size_t most = 32;

void collect(const Instruction& in, std::vector<Volume>& volumes) {
  for (const Word& word : in.statement.args) {
    const std::string_view path = without_quotes(in.value(word));
    if (!path.starts_with('/') || path.find('$') != std::string_view::npos ||
        volumes.size() >= most)
      continue;
    std::string clean = clean_path(path);
    if (clean.size() > 1) volumes.push_back({std::move(clean), {&in, word.span}});
  }
}

void check_script(const Plan& plan, const Step& step, const Script& script,
                  const std::vector<Volume>& volumes, Report& report) {
  for (const WrittenPath& written : written_paths(plan, step, script)) {
    const auto volume = std::find_if(volumes.begin(), volumes.end(), [&](const Volume& v) {
      return is_at_or_below(written.path, v.path);
    });
    if (volume == volumes.end()) continue;
    Finding& finding = report.add(
        {script.in, written.word->span},
        fmt::format("not every builder keeps what a RUN changes in the volume `{}`", volume->path));
    finding.notes.push_back({volume->place, "a volume since here"});
  }
}

void check(const Plan& plan, const Document& document, Report& report) {
  std::vector<std::vector<Volume>> all(plan.stages.size());
  for (const Stage& stage : plan.stages) {
    std::vector<Volume>& volumes = all[stage.index];
    if (stage.parent < stage.index) volumes = all[stage.parent];
    for (uint32_t i = stage.first + 1; i < stage.end; ++i) {
      const Instruction& in = *document.instructions[i];
      if (in.statement.keyword == Keyword::volume) collect(in, volumes);
      const Step& step = plan.steps[i];
      if (in.statement.keyword != Keyword::run || !step.script || volumes.empty()) continue;
      check_script(plan, step, *step.script, volumes, report);
      for (const ScriptPtr& script : step.more) check_script(plan, step, *script, volumes, report);
    }
  }
}

}  // namespace

Rule write_below_volume() {
  return {
      .name = "write-below-volume",
      .category = Category::correctness,
      .severity = Severity::info,
      .summary = "Change files of a volume before VOLUME declares it",
      .why = R"(
After `VOLUME /data` the legacy builder of Docker, Buildah and kaniko run each RUN with a volume on
that directory and throw away what it changed there: files are missing and a `chown` has no effect,
without any message. BuildKit keeps the changes. Move VOLUME to the end of the stage, below all that
fills the directory or gives it an owner. COPY and ADD are not concerned.
)",
      .examples = {{
          {
              .bad = R"(
FROM debian:12
VOLUME /var/lib/acme
RUN useradd -r acme && chown acme [|/var/lib/acme|] && touch ~/x
)",
              .good = R"(
FROM debian:12
RUN useradd -r acme && mkdir -p /var/lib/acme && chown acme /var/lib/acme && touch ~/x
VOLUME /var/lib/acme
)",
          },
          {
              .bad = R"(
FROM debian:12 AS base
VOLUME ["/data", "/log"]
FROM base
WORKDIR /data
RUN mkdir -p /database [|conf|] && echo "level=1" > [|conf/log.ini|]
COPY seed.sql /data/
RUN touch [|"/log/start"|] && cp /data/seed.sql /srv/
)",
              .good = R"(
FROM debian:12 AS base
VOLUME ["/data", "/log"]
FROM base
WORKDIR /data
COPY log.ini /data/conf/
COPY seed.sql /data/
RUN mkdir -p /database && cp /data/seed.sql /srv/
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
