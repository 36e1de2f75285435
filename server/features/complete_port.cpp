// Completes the ports of EXPOSE from what the stage runs on and says.
#include <algorithm>
#include <charconv>
#include <deque>
#include <iterator>
#include <string>

#include <fmt/core.h>

#include "analysis/exposing_images.h"
#include "analysis/listening.h"
#include "analysis/plan.h"
#include "server/features/completion_items.h"

namespace dflint {
namespace {

struct UsualPort {
  uint32_t port;
  std::string_view of;
};

constexpr UsualPort usual[] = {
    {8080, "HTTP without root"},  {80, "HTTP"},         {443, "HTTPS"},
    {3000, "Node.js, Grafana"},   {5000, "Flask"},      {8000, "Django, FastAPI"},
    {8443, "HTTPS without root"}, {9090, "Prometheus"}, {50051, "gRPC"},
    {5432, "PostgreSQL"},         {3306, "MySQL"},      {6379, "Redis"},
    {27017, "MongoDB"},           {9000, "PHP-FPM"},
};

class Ports {
 public:
  explicit Ports(CompletionItems& items)
      : items_(items), plan_(items.snapshot.plan), document_(items.snapshot.document) {}

  void run() {
    const uint32_t here = items_.place.stage;
    if (here != none) {
      read_given();
      variables(here);
      const Stage& stage = plan_.stages[here];
      command(stage.entrypoint);
      command(stage.cmd);
      image(here);
    }
    for (const UsualPort& port : usual) add(port.port, false, port.of, Rank::low);
  }

 private:
  void read_given() {
    for (std::string_view word : items_.place.arguments) given_.emplace_back(word);
    const auto first = std::lower_bound(
        plan_.ports.begin(), plan_.ports.end(), plan_.stages[items_.place.stage].first,
        [](const Port& port, uint32_t i) { return port.instruction < i; });
    for (auto port = first; port != plan_.ports.end(); ++port) {
      if (port->instruction >= plan_.stages[items_.place.stage].end || given_.size() > 100) break;
      if (port->instruction != items_.place.index) given_.emplace_back(port->text);
    }
  }

  void add(uint32_t number, bool udp, std::string_view detail, Rank rank) {
    const std::string text = fmt::format("{}{}", number, udp ? "/udp" : "");
    if (std::find(given_.begin(), given_.end(), text) != given_.end()) return;
    if (CompletionItem* item = items_.add(text, CompletionKind::value, rank)) {
      item->detail = detail;
      item->commit_characters = "/";
    }
  }

  // ENV PORT=8080; the newest 100 of the stage.
  void variables(uint32_t stage) {
    const auto& all = plan_.variables;
    const auto end =
        std::upper_bound(all.begin(), all.end(), stage, [](uint32_t of, const Variable& variable) {
          return variable.stage != none && variable.stage > of;
        });
    size_t left = 100;
    for (auto v = end; v != all.begin() && std::prev(v)->stage == stage && left > 0; --left) {
      --v;
      if (v->kind != VariableKind::env || v->value.size() > 128) continue;
      for (const Listener& listener : variable_ports(v->name, {v->value, v->key})) {
        add(listener.port, listener.udp, fmt::format("ENV {}={}", v->name, v->value), Rank::first);
      }
    }
  }

  void command(uint32_t instruction) {
    if (instruction == none || instruction >= plan_.steps.size()) return;
    const Step& step = plan_.steps[instruction];
    if (!step.script) return;
    std::deque<std::string> storage;
    for (size_t i = 0; i < step.script->commands.size() && i < 10; ++i) {
      for (const Listener& listener :
           listeners(arguments(step.script->commands[i], {}, storage), true)) {
        add(listener.port, listener.udp, "what the container listens on", Rank::first);
      }
    }
  }

  void image(uint32_t stage) {
    for (size_t depth = 0; depth < plan_.stages.size(); ++depth) {
      const Stage& of = plan_.stages[stage];
      if (of.base_kind == BaseKind::stage && of.parent < stage) {
        stage = of.parent;
        continue;
      }
      const BaseImage base = exposed_by(of.base);
      if (!base.exposing) return;
      for (uint32_t port : base.exposing->ports) {
        if (port != 0) add(port, false, fmt::format("what {} listens on", of.base), Rank::high);
      }
      return;
    }
  }

  CompletionItems& items_;
  const Plan& plan_;
  const Document& document_;
  std::vector<std::string> given_;
};

// The number before '/'.
bool complete_protocol(CompletionItems& items) {
  const std::string_view word = items.word();
  const size_t slash = word.find('/');
  if (slash == std::string_view::npos) return false;
  items.replace_last(word.size() - slash - 1, " \t\r\n");
  for (std::string_view protocol : {"tcp", "udp", "sctp"}) {
    items.add(protocol, CompletionKind::value, Rank::normal);
  }
  return true;
}

}  // namespace

void complete_port(CompletionItems& items) {
  if (complete_protocol(items)) return;
  Ports(items).run();
}

}  // namespace dflint
