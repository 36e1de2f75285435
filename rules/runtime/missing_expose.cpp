// Reports ports that a stage listens on without an EXPOSE that says so.
#include <fmt/core.h>

#include <algorithm>
#include <deque>
#include <iterator>
#include <optional>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

#include "analysis/exposing_images.h"
#include "analysis/listening.h"
#include "rules/new_line.h"
#include "rules/report.h"
#include "rules/rule.h"

namespace dflint {
namespace {

BaseImage base_image(const Stage& stage) {
  if (stage.base_kind == BaseKind::scratch) return {true, nullptr};
  return exposed_by(stage.base);
}

// An ENV that may have to do with ports or addresses.
struct Setting {
  std::string_view name, value;
  const Variable* from = nullptr;
};

// What holds at the end of a stage, inherited things included. Both lists are short: stages are
// copied from stage to stage.
struct Facts {
  std::vector<Setting> settings;
  std::vector<std::pair<uint32_t, uint32_t>> exposed;  // first and last
  const Stage* root = nullptr;                         // where the chain of bases begins
  std::optional<BaseImage> image;                      // of it, once somebody has asked
  bool unclear = false;  // an EXPOSE of it hangs on a build argument, or there are very many
};
constexpr size_t most = 32;

const BaseImage& image_of(Facts& facts) {
  if (!facts.image) facts.image = facts.root ? base_image(*facts.root) : BaseImage();
  return *facts.image;
}

// A number, or something with an address in it.
bool is_setting(std::string_view value) {
  if (value.empty() || value.size() > 128) return false;
  return value.find_first_not_of("0123456789;") == std::string_view::npos ||
         value.find(':') != std::string_view::npos || is_any_address(value);
}

void set(std::vector<Setting>& settings, const Variable& variable) {
  const bool keep = variable.exact && is_setting(variable.value);
  const auto known = std::find_if(settings.begin(), settings.end(), [&](const Setting& setting) {
    return setting.name == variable.name;
  });
  if (known != settings.end()) {
    if (!keep)
      settings.erase(known);
    else
      *known = {variable.name, variable.value, &variable};
  } else if (keep && settings.size() < most) {
    settings.push_back({variable.name, variable.value, &variable});
  }
}

void expose(Facts& facts, const Port& port) {
  facts.unclear |= !port.exact || port.invalid || facts.exposed.size() >= most;
  if (!facts.unclear) facts.exposed.emplace_back(port.first, port.last);
}

// Walks the stages in order, handing on what each inherits.
class Walk {
 public:
  Walk(const Plan& plan, const Document& document) : plan_(plan), document_(document) {
    all_.resize(plan.stages.size());
  }

  Facts& enter(const Stage& stage) {
    Facts& facts = all_[stage.index];
    if (stage.parent < stage.index) facts = all_[stage.parent];
    if (stage.base_kind != BaseKind::stage) facts.root = &stage;
    for (; variable_ < plan_.variables.size(); ++variable_) {
      const Variable& next = plan_.variables[variable_];
      if (next.stage != none && next.stage > stage.index) break;
      if (next.stage == stage.index && next.kind == VariableKind::env) set(facts.settings, next);
    }
    for (uint32_t i = stage.first; i < stage.end; ++i) {
      const Statement& statement = document_.instructions[i]->statement;
      size_t ports = 0;
      for (; port_ < plan_.ports.size() && plan_.ports[port_].instruction == i; ++port_, ++ports) {
        expose(facts, plan_.ports[port_]);
      }
      // A variable that is not known here gives no port at all.
      if (statement.keyword == Keyword::expose && ports < statement.args.size())
        facts.unclear = true;
      if (statement.trigger && statement.trigger->keyword == Keyword::expose) facts.unclear = true;
    }
    return facts;
  }

  // True once for each variable: several stages may inherit one.
  bool tell(const Variable* variable) { return told_.insert(variable).second; }

 private:
  const Plan& plan_;
  const Document& document_;
  std::vector<Facts> all_;
  size_t variable_ = 0, port_ = 0;
  std::unordered_set<const Variable*> told_;
};

std::optional<std::string_view> look_up(const void* scope, std::string_view name) {
  for (const Setting& setting : static_cast<const Facts*>(scope)->settings) {
    if (setting.name == name) return setting.value;
  }
  return std::nullopt;
}

// A port is said in digits: what has none need not be looked at.
bool digits_in(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// One stage under check.
class StagePorts {
 public:
  StagePorts(const Stage& stage, const Plan& plan, const Document& document, Walk& walk,
             Report& report)
      : stage_(stage),
        plan_(plan),
        document_(document),
        walk_(walk),
        facts_(walk.enter(stage)),
        report_(report) {}

  void check() {
    if (facts_.unclear) return;
    // ENTRYPOINT undoes a CMD of the base.
    const bool undone = own(stage_.entrypoint) && !own(stage_.cmd);
    const uint32_t cmd = undone ? none : stage_.cmd;
    // Where other ports are exposed or listened on, or may be by an image that nobody knows, what a
    // health check or a variable speaks of may well be meant for the inside only.
    const bool alone = facts_.exposed.empty();
    const bool runs = own(stage_.entrypoint) || own(cmd);
    if (runs) command_lines(cmd);
    for (const Listener& listener : found_) {
      if (!stands_in(listener.place, stage_.entrypoint) && !stands_in(listener.place, cmd))
        continue;
      add(listener, fmt::format("this listens on port {}, which no `EXPOSE` names", listener.port));
    }
    if (!alone || !found_.empty()) return;
    const bool asks = own(stage_.healthcheck) || (runs && !facts_.settings.empty());
    if (!asks || !image_of(facts_).known) return;
    if (own(stage_.healthcheck)) health();
    if (runs) settings();
  }

 private:
  bool own(uint32_t instruction) const {
    return instruction != none && instruction >= stage_.first && instruction < stage_.end;
  }

  bool stands_in(Place place, uint32_t instruction) const {
    return own(instruction) && document_.instructions[instruction].get() == place.in;
  }

  bool open() const {
    return std::any_of(facts_.settings.begin(), facts_.settings.end(),
                       [](const Setting& setting) { return is_any_address(setting.value); });
  }

  Environment environment() const { return {&facts_, look_up}; }

  std::vector<Argument> words_of(const Command& command) {
    return arguments(command, environment(), storage_);
  }

  // Of ENTRYPOINT and CMD together.
  void command_lines(uint32_t cmd) {
    std::vector<Argument> words;
    for (uint32_t i : {stage_.entrypoint, cmd}) {
      if (i == none || !plan_.steps[i].script) continue;
      const Script& script = *plan_.steps[i].script;
      if (script.kind != ShellKind::exec) {
        commands(script);
        if (i == stage_.entrypoint) return;  // no shell hands CMD on
      } else if (!plan_.steps[i].more.empty()) {
        for (const ScriptPtr& inner : plan_.steps[i].more) commands(*inner);
      } else if (!script.commands.empty()) {
        const std::vector<Argument> more = words_of(script.commands[0]);
        words.insert(words.end(), more.begin(), more.end());
      }
    }
    listen(words);
  }

  void commands(const Script& script, bool nested = false) {
    for (const Command& command : script.commands) {
      if (command.substitution > 0) continue;
      if (!nested && shell_named(command.name()).kind == ShellKind::posix) {
        inner_script(script, command);
      } else {
        listen(words_of(command));
      }
    }
  }

  // sh -c "script".
  void inner_script(const Script& script, const Command& command) {
    for (size_t i = 1; i + 1 < command.words.size(); ++i) {
      const std::string_view flag = command.text(command.words[i]);
      if (!flag.starts_with('-') || !flag.ends_with('c')) continue;
      const ShellWord& word = command.words[i + 1];
      ScriptSource source;
      source.in = script.in;
      source.text = command.text(word);
      source.span = word.span;
      source.pieces.push_back({0, word.span.begin});
      source.opaque = true;
      scripts_.push_back(parse_script(std::move(source), shell_named(command.name())));
      return commands(*scripts_.back(), true);
    }
  }

  void listen(const std::vector<Argument>& words) {
    if (std::all_of(words.begin(), words.end(), [&](const Argument& w) { return settled(w.text); }))
      return;
    for (const Listener& listener : listeners(words, open())) found_.push_back(listener);
  }

  // Whether a text holds no number that could be a port which is not exposed yet.
  bool settled(std::string_view text) const {
    for (size_t at = 0; at < text.size(); ++at) {
      uint32_t number = 0;
      const size_t begin = at;
      for (; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at) {
        number = std::min<uint32_t>(number * 10 + static_cast<uint32_t>(text[at] - '0'), 65536);
      }
      // Counts of workers and the like are small; no server listens there.
      if (at > begin && number >= 20 && number <= 65535 && !in_exposed(number)) return false;
    }
    return true;
  }

  bool in_exposed(uint32_t port) const {
    return std::any_of(facts_.exposed.begin(), facts_.exposed.end(), [&](const auto& range) {
      return range.first <= port && port <= range.second;
    });
  }

  void health() {
    const Step& step = plan_.steps[stage_.healthcheck];
    if (step.script) health(*step.script);
    for (const ScriptPtr& script : step.more) health(*script);
  }

  void health(const Script& script) {
    for (const Command& command : script.commands) health(words_of(command));
    // Of a shell that is not read, the whole text is searched.
    if (script.commands.empty()) health({{script.text, {script.in, script.span}}});
  }

  void health(const std::vector<Argument>& words) {
    for (const Listener& asked : asked_ports(words)) {
      add(asked,
          fmt::format("the health check asks port {} of this container, which no `EXPOSE` names",
                      asked.port));
    }
  }

  void settings() {
    for (const Setting& setting : facts_.settings) {
      if (!digits_in(setting.value)) continue;
      const Argument value = {setting.value, place_of(setting)};
      const std::vector<Listener> ports = variable_ports(setting.name, value);
      if (ports.empty() || !walk_.tell(setting.from)) continue;
      const bool inherited = setting.from->stage != stage_.index;
      for (const Listener& listener : ports) {
        add(listener,
            fmt::format("`{}` says to listen on port {}, which no `EXPOSE` names", setting.name,
                        listener.port),
            inherited ? setting.from : nullptr);
      }
    }
  }

  // Where its value stands.
  static Place place_of(const Setting& setting) {
    const Place key = setting.from->key;
    for (const Pair& pair : key.in->statement.pairs) {
      if (pair.key.span == key.span) return {key.in, pair.value.span};
    }
    return key;
  }

  bool is_exposed(uint32_t port) const {
    return in_exposed(port) || image_of(facts_).exposes(port);
  }

  // `of`: the variable of a base stage that speaks for all stages built on it.
  void add(const Listener& listener, std::string message, const Variable* of = nullptr) {
    if (is_exposed(listener.port) || facts_.exposed.size() >= most) return;
    // Once is enough, for the stages built on this one too.
    facts_.exposed.emplace_back(listener.port, listener.port);
    report_.add(listener.place, std::move(message)).fixes.push_back(fix(listener, of));
  }

  Fix fix(const Listener& listener, const Variable* of) const {
    uint32_t before = none;
    for (uint32_t i : {stage_.entrypoint, stage_.cmd, stage_.healthcheck}) {
      if (own(i)) before = std::min(before, i);
    }
    const std::string port = fmt::format("{}{}", listener.port, listener.udp ? "/udp" : "");
    Replacement line = of ? line_below(*document_.instructions[of->instruction], "EXPOSE", port)
                          : line_above(*document_.instructions[before], "EXPOSE", port);
    const std::string_view shown = line.text;
    return {fmt::format("Add `{}`", shown.substr(0, shown.find_first_of("\r\n"))),
            Safety::unsafe,
            {std::move(line)}};
  }

  const Stage& stage_;
  const Plan& plan_;
  const Document& document_;
  Walk& walk_;
  Facts& facts_;
  Report& report_;
  std::deque<std::string> storage_;
  std::vector<ScriptPtr> scripts_;
  std::vector<Listener> found_;
};

void check(const Plan& plan, const Document& document, Report& report) {
  const auto runs = [](const Stage& stage) {
    return stage.cmd != none || stage.entrypoint != none || stage.healthcheck != none;
  };
  if (std::none_of(plan.stages.begin(), plan.stages.end(), runs)) return;
  Walk walk(plan, document);
  for (const Stage& stage : plan.stages) {
    StagePorts(stage, plan, document, walk, report).check();
  }
}

}  // namespace

Rule missing_expose() {
  return {
      .name = "missing-expose",
      .category = Category::correctness,
      .severity = Severity::info,
      .summary = "Name each port that the container listens on in an EXPOSE",
      .why = R"(
`EXPOSE` opens nothing, but it is where people and programs look up how to reach the container:
`docker run -P` publishes exactly the exposed ports, reverse proxies such as Traefik and testing
libraries take the port from there, and `docker ps` shows it. A port that stands only in the
arguments of a server is found by reading the whole file.

What counts is what the file says: a port or address in `CMD` and `ENTRYPOINT`, a health check that
asks a port of `localhost`, `ENV PORT=…`. A server that listens on 127.0.0.1 cannot be reached from
outside and needs none. Ports that the base image exposes, as far as that is known, are not asked for.
)",
      .examples = {{
          {
              .bad = R"(
FROM python:3.13-slim
WORKDIR /srv
COPY . .
CMD ["gunicorn", "--bind", "0.0.0.0:[|8000|]", "shop.wsgi"]
)",
              .good = R"(
FROM python:3.13-slim
WORKDIR /srv
COPY . .
EXPOSE 8000
CMD ["gunicorn", "--bind", "0.0.0.0:8000", "shop.wsgi"]
)",
          },
          {
              .bad = R"(
FROM node:22 AS base
ENV PORT=3000
EXPOSE 3000

FROM base AS site
ENV DOCS_PORT=8080
# the pages
ENTRYPOINT ["docker-entrypoint.sh"]
CMD ["npx", "http-server", "-p", "[|8081|]"]

FROM base
CMD exec node server.js --port=$PORT --http-port=[|9000|]
)",
              .good = R"(
FROM node:22 AS base
ENV PORT=3000
EXPOSE 3000

FROM base AS site
ENV DOCS_PORT=8080
EXPOSE 8081
# the pages
ENTRYPOINT ["docker-entrypoint.sh"]
CMD ["npx", "http-server", "-p", "8081"]

FROM base
EXPOSE 9000
CMD exec node server.js --port=$PORT --http-port=9000
)",
          },
          {
              .bad = R"(
from golang:1.24
env ADMIN=":9901"
healthcheck --interval=10s cmd curl -f http://localhost:8080/healthz
cmd ["sh", "-c", "server --admin [|$ADMIN|] -listen :[|8080|] --dns udp://0.0.0.0:[|53|]"]
)",
              .good = R"(
from golang:1.24
env ADMIN=":9901"
expose 9901
expose 8080
expose 53/udp
healthcheck --interval=10s cmd curl -f http://localhost:8080/healthz
cmd ["sh", "-c", "server --admin $ADMIN -listen :8080 --dns udp://0.0.0.0:53"]
)",
          },
          {
              .bad = R"(
FROM mcr.microsoft.com/dotnet/aspnet:9.0
ENV ASPNETCORE_URLS=http://+:[|5000|] REDIS_PORT=6379
ENTRYPOINT ["dotnet", "shop.dll"]
)",
              .good = R"(
FROM mcr.microsoft.com/dotnet/aspnet:9.0
ENV ASPNETCORE_URLS=http://+:5000 REDIS_PORT=6379
EXPOSE 5000
ENTRYPOINT ["dotnet", "shop.dll"]
)",
          },
          {
              .bad = R"(
FROM python:3.13
HEALTHCHECK CMD nc -z localhost [|8000|]
CMD python manage.py migrate && daphne shop.asgi
)",
              .good = R"(
FROM python:3.13
EXPOSE 8000
HEALTHCHECK CMD nc -z localhost 8000
CMD python manage.py migrate && daphne shop.asgi
)",
          },
          {
              .bad = R"(
FROM nginx
HEALTHCHECK CMD curl -f http://localhost:80/
FROM python:3.13 AS api
ENTRYPOINT ["uvicorn", "--host", "0.0.0.0"]
CMD ["--port", "[|8000|]", "shop:app"]
)",
              .good = R"(
FROM nginx
HEALTHCHECK CMD curl -f http://localhost:80/
FROM python:3.13 AS api
EXPOSE 8000
ENTRYPOINT ["uvicorn", "--host", "0.0.0.0"]
CMD ["--port", "8000", "shop:app"]
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
