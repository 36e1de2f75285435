// Which ports a command line listens on.
#include "analysis/listening.h"

#include <gtest/gtest.h>

#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/document.h"
#include "analysis/plan.h"

namespace dflint {
namespace {

std::optional<std::string_view> look_up(const void*, std::string_view name) {
  if (name == "PORT") return "4000";
  if (name == "BIND") return "0.0.0.0:4001";
  return std::nullopt;
}

using Question = std::vector<Listener> (*)(const std::vector<Argument>&);

// The answer for each command of a script: "8000@8000 53/udp@53", with what was marked behind @.
std::string ports(std::string_view script, Question question) {
  const Document document = parse(Text("FROM a\nCMD " + std::string(script) + "\n"));
  const Plan made = plan(document);
  std::deque<std::string> storage;
  std::string text;
  if (!made.steps[1].script) return text;
  for (const Command& command : made.steps[1].script->commands) {
    for (const Listener& listener : question(arguments(command, {nullptr, look_up}, storage))) {
      if (!text.empty()) text += " ";
      text += std::to_string(listener.port) + (listener.udp ? "/udp" : "") + "@";
      text += listener.place.in->source(listener.place.span);
    }
  }
  return text;
}

std::string listening(std::string_view script) {
  return ports(script, [](const std::vector<Argument>& words) { return listeners(words, false); });
}

struct Case {
  std::string_view script;
  std::string_view ports;
};

TEST(Listening, FindsPortsOfServers) {
  const Case cases[] = {
      // Flags with a name that says it.
      {"app --port 8000", "8000@8000"},
      {"app --port=8000", "8000@8000"},
      {"app --port='8000'", "8000@--port='8000'"},
      {"app -port 8000", "8000@8000"},
      {"[\"app\", \"--port\", \"8000\"]", "8000@8000"},
      {"[\"app\", \"--server.port=8000\"]", "8000@8000"},
      {"java -Dserver.port=8080 -jar a.jar", "8080@8080"},
      {"app --http-port 1 --grpc-port 2", "1@1 2@2"},
      // Addresses.
      {"app --bind 0.0.0.0:80", "80@80"},
      {"app -x=[::]:80", "80@80"},
      {"app --listen :80", "80@80"},
      {"app --web.listen-address=:9100", "9100@9100"},
      {"dotnet a.dll --urls 'http://*:5000;https://+:5001'", "5000@5000 5001@5001"},
      {"dockerd -H tcp://0.0.0.0:2375", "2375@2375"},
      {"app --dns udp://0.0.0.0:53", "53/udp@53"},
      {"app 'listen on 0.0.0.0:80, please'", "80@80"},
      {"php -S 0.0.0.0:80 -t public", "80@80"},
      {"mkdocs serve -a 0.0.0.0:8000", "8000@8000"},
      {"varnishd -a :6081", "6081@6081"},
      {"serve -l tcp://0.0.0.0:5000", "5000@5000"},
      // Short flags of those that are known.
      {"gunicorn -b :8000 x", "8000@8000"},
      {"gunicorn -b0.0.0.0:8000 x", "8000@8000"},
      {"http-server -p 8080", "8080@8080"},
      {"http-server -p8080", "8080@8080"},
      {"/usr/sbin/sshd -D -p 22", "22@22"},
      {"rails s -p 3000", "3000@3000"},
      {"jekyll serve -H 0.0.0.0 -P 4000", "4000@4000"},
      {"app -h 0.0.0.0 -p 80", "80@80"},
      {"app -p 80", ""},
      {"mkdir -p 80", ""},
      // Words without flags.
      {"python -m http.server 8000", "8000@8000"},
      {"python3 -u -m http.server --bind 0.0.0.0 8000", "8000@8000"},
      {"python2 -m SimpleHTTPServer 8000", "8000@8000"},
      {"python manage.py runserver 0.0.0.0:8000", "8000@8000"},
      {"./manage.py runserver 0:8000", "8000@8000"},
      {"nc -lk 8080", "8080@8080"},
      {"nc -l -p 8080", "8080@8080"},
      {"socat TCP4-LISTEN:81,fork,reuseaddr TCP:db:80", "81@81"},
      {"app 8080", ""},
      // Told by the environment.
      {"PORT=8080 node x", "8080@8080"},
      {"PORT=8080 node x --port 81", "81@81"},
      {"DB_PORT=8080 node x", ""},
      {"app --port $PORT", "4000@$PORT"},
      {"app --port ${PORT:-1}", "4000@${PORT:-1}"},
      {"app --port ${NONE:-1}", "1@${NONE:-1}"},
      {"app --port \"$NONE\"", ""},
      {"app --bind=$BIND", "4001@--bind=$BIND"},
      {"app --bind=$NONE:80", ""},
  };
  for (const Case& c : cases) EXPECT_EQ(listening(c.script), c.ports) << c.script;
}

TEST(Listening, LooksThroughWhatRunsOthers) {
  const Case cases[] = {
      {"exec gunicorn -b :80", "80@80"},
      {"tini -s -- gunicorn -b :80", "80@80"},
      {"gosu web gunicorn -b :80", "80@80"},
      {"env A=b gunicorn -b :80", "80@80"},
      {"sudo -u web -E gunicorn -b :80", "80@80"},
      {"bundle exec thin start -p 80", "80@80"},
      {"./wait-for-it.sh db:5432 -- gunicorn -b :80", "80@80"},
      {"dockerize -wait tcp://0.0.0.0:1 -- http-server -p 80", "80@80"},
      {"a | b && { gunicorn -b :80 & }", "80@80"},
      {"exec exec exec exec", ""},
      {"python", ""},
      {"gosu", ""},
  };
  for (const Case& c : cases) EXPECT_EQ(listening(c.script), c.ports) << c.script;
}

TEST(Listening, LeavesOthersAlone) {
  for (const std::string_view script :
       {"psql -h db -p 5432", "mysql --port 3306", "redis-cli -p 6379", "ssh -p 22 host",
        "curl --port 80 http://0.0.0.0:80/", "docker run -p 80:80 x", "wait-for-it.sh db:80",
        // Another machine.
        "app --host db --port 80", "app --port 80 -h $HOST", "app postgres://db:5432/x",
        "app --redis redis:6379", "app --db-port 5432", "app --proxy-port=3128",
        // This machine only.
        "app --host 127.0.0.1 --port 80", "app --bind 127.0.0.1:80",
        "app --host=localhost --port 80", "php -S localhost:80", "uvicorn a:b --port 80",
        "flask run -p 80", "vite --port 80", "manage.py runserver 8000", "manage.py runserver",
        "python -m http.server --bind 127.0.0.1 80",
        // No ports at all.
        "app --port 0", "app --port 65536", "app --port 08000000", "app --port auto", "app --port",
        "app --bind :0", "Xvfb :99", "x11vnc -display :1", "gunicorn -b unix:/run/x",
        "app -x 12:30", "", "''", "$X"}) {
    EXPECT_EQ(listening(script), "") << script;
  }
}

TEST(Listening, OpenToAllWhenToldSo) {
  for (const std::string_view script :
       {"uvicorn a:b --port 80 --host 0.0.0.0", "uvicorn a:b --host=:: --port 80",
        "flask run -h 0.0.0.0 -p 80", "vite --host --port 80", "tensorboard --bind_all --port 80",
        "jupyter lab --ip='*' --port 80", "php artisan serve --host 0.0.0.0 --port 80"}) {
    EXPECT_EQ(listening(script), "80@80") << script;
  }
  const auto told = [](const std::vector<Argument>& words) { return listeners(words, true); };
  EXPECT_EQ(ports("uvicorn a:b --port 80", told), "80@80");
  EXPECT_EQ(ports("uvicorn a:b --port 80 --host 127.0.0.1", told), "");
}

TEST(Listening, FindsWhatHealthChecksAsk) {
  const Case cases[] = {
      {"curl -f http://localhost:8080/x || exit 1", "8080@8080"},
      {"wget -qO- 127.0.0.1:8080", "8080@8080"},
      {"[\"curl\", \"http://[::1]:8080\"]", "8080@8080"},
      {"curl http://localhost/", "80@localhost"},
      {"curl https://localhost", "443@localhost"},
      {"curl http://localhost:$PORT/", "4000@http://localhost:$PORT/"},
      {"nc -z localhost 5432", "5432@5432"},
      {"node -e \"require('http').get('http://localhost:3000/', x)\"", "3000@3000"},
      {"curl http://db:8080/ http://my.localhost:80/ http://mylocalhost:80/", ""},
      {"curl -H 'Host: localhost'", ""},
      {"ping localhost 80", ""},
      {"curl http://localhost:$NONE/ http://localhost:99999/", ""},
      {"", ""},
  };
  for (const Case& c : cases) EXPECT_EQ(ports(c.script, asked_ports), c.ports) << c.script;
}

TEST(Listening, KnowsVariables) {
  const auto of = [](std::string_view name, std::string_view value) {
    const Document document = parse(Text("FROM a\nENV X=" + std::string(value) + "\n"));
    const Instruction& in = *document.instructions[1];
    const Argument argument = {value, {&in, in.statement.pairs[0].value.span}};
    std::string text;
    for (const Listener& listener : variable_ports(name, argument)) {
      text += std::string(in.source(listener.place.span)) + " ";
    }
    return text;
  };
  EXPECT_EQ(of("PORT", "80"), "80 ");
  EXPECT_EQ(of("ASPNETCORE_HTTP_PORTS", "80;81"), "80 81 ");
  EXPECT_EQ(of("ASPNETCORE_URLS", "http://+:80;http://localhost:81;https://0.0.0.0:82/"), "80 82 ");
  EXPECT_EQ(of("PORT", "0"), "");
  EXPECT_EQ(of("PORT", "http"), "");
  EXPECT_EQ(of("DB_PORT", "80"), "");
}

}  // namespace
}  // namespace dflint
