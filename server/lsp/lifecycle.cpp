// From initialize to exit.
#include "server/lsp/areas.h"

#include <nlohmann/json.hpp>
#include "server/lsp/server.h"

namespace dflint::lsp {
namespace {

const char* name_of(PositionEncoding encoding) {
  switch (encoding) {
    case PositionEncoding::utf8:
      return "utf-8";
    case PositionEncoding::utf16:
      return "utf-16";
    case PositionEncoding::utf32:
      return "utf-32";
  }
  return "utf-16";
}

void initialize(Call& call) {
  call.server.initialize(call.params);
  JsonText& out = call.result;
  out.begin_object();
  out.key("capabilities");
  out.begin_object();
  out.member("positionEncoding", name_of(call.client.encoding));
  for (const Area& area : areas()) {
    if (area.capabilities) area.capabilities(out, call.client);
  }
  out.end_object();
  out.key("serverInfo");
  out.begin_object();
  out.member("name", "dflint");
  out.member("version", DFLINT_VERSION);
  out.end_object();
  out.end_object();
}

constexpr std::string_view watched =
    R"({"registrations":[{"id":"watch","method":"workspace/didChangeWatchedFiles",)"
    R"("registerOptions":{"watchers":[{"globPattern":"**/.dflint.{yaml,yml}"},)"
    R"({"globPattern":"**/.hadolint.{yaml,yml}"},{"globPattern":"**/*.dockerignore"},)"
    R"({"globPattern":"**/.dockerignore"}]}}]})";

constexpr std::string_view configured =
    R"({"registrations":[{"id":"settings","method":"workspace/didChangeConfiguration",)"
    R"("registerOptions":{"section":["dflint","docker.languageserver"]}}]})";

constexpr std::string_view manuals =
    R"({"registrations":[{"id":"manuals","method":"workspace/textDocumentContent",)"
    R"("registerOptions":{"schemes":["dflint"]}}]})";

void ask_configuration(Server& server) {
  server.ask("workspace/configuration",
             R"({"items":[{"section":"dflint"},{"section":"docker.languageserver"}]})",
             [&server](const json& result) {
               const json& answers = elements_of(result);
               const auto said = [&](size_t i) {
                 return i < answers.size() && answers[i].is_object() && !answers[i].empty();
               };
               json settings = json::object();
               if (said(0)) settings["dflint"] = answers[0];
               if (said(1)) settings["docker"]["languageserver"] = answers[1];
               if (!settings.empty()) server.configure(settings);
             });
}

void initialized(Call& call) {
  if (call.client.watched_files) call.server.ask("client/registerCapability", watched);
  if (call.client.configuration_registration) {
    call.server.ask("client/registerCapability", configured);
  }
  if (call.client.text_documents) call.server.ask("client/registerCapability", manuals);
  if (call.client.configuration) ask_configuration(call.server);
}

void settings_changed(Call& call) {
  if (call.client.configuration) return ask_configuration(call.server);
  const json& settings = value_at(call.params, {"settings"});
  if (settings.is_object()) call.server.configure(settings);
}

void shutdown(Call& call) {
  call.server.shut_down();
  call.result.null();
}

void exit(Call& call) { call.server.exit(); }

void ignore(Call&) {}

constexpr Method methods[] = {
    {"initialize", initialize},   {"initialized", initialized, true},
    {"shutdown", shutdown},       {"exit", exit, true},
    {"$/setTrace", ignore, true}, {"workspace/didChangeConfiguration", settings_changed, true},
};

}  // namespace

Area lifecycle_area() { return {methods}; }

}  // namespace dflint::lsp
