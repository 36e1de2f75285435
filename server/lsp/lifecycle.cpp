// From initialize to exit.
#include "server/lsp/areas.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "server/lsp/server.h"
#include "server/lsp/uri.h"

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

constexpr std::string_view configured =
    R"({"registrations":[{"id":"settings","method":"workspace/didChangeConfiguration",)"
    R"("registerOptions":{"section":["dflint","docker.languageserver"]}}]})";

constexpr std::string_view manuals =
    R"({"registrations":[{"id":"manuals","method":"workspace/textDocumentContent",)"
    R"("registerOptions":{"schemes":["dflint"]}}]})";

// Of each folder, and of what lies outside; ours, and those of the other server.
void ask_configuration(Server& server, std::vector<std::string> folders) {
  folders.insert(folders.begin(), "");
  std::string params;
  JsonText out(params);
  out.begin_object();
  out.key("items");
  out.begin_array();
  for (const std::string& folder : folders) {
    for (const char* section : {"dflint", "docker.languageserver"}) {
      out.begin_object();
      if (!folder.empty()) out.member("scopeUri", uri_of_path(folder));
      out.member("section", section);
      out.end_object();
    }
  }
  out.end_array();
  out.end_object();
  server.ask("workspace/configuration", params,
             [&server, folders = std::move(folders)](const json& result) {
               const json& answers = elements_of(result);
               const auto said = [&](size_t i) {
                 return i < answers.size() && answers[i].is_object() && !answers[i].empty();
               };
               for (size_t i = 0; i < folders.size(); ++i) {
                 json settings = json::object();
                 if (said(2 * i)) settings["dflint"] = answers[2 * i];
                 if (said(2 * i + 1)) settings["docker"]["languageserver"] = answers[2 * i + 1];
                 const std::vector<std::string>& now = server.session().folders.roots();
                 const bool is_there = std::ranges::find(now, folders[i]) != now.end();
                 if (folders[i].empty() || is_there) server.configure(folders[i], settings);
               }
             });
}

void initialized(Call& call) {
  call.server.start();
  if (call.client.configuration_registration) {
    call.server.ask("client/registerCapability", configured);
  }
  if (call.client.text_documents) call.server.ask("client/registerCapability", manuals);
  if (call.client.configuration) ask_configuration(call.server, call.session.folders.roots());
}

void settings_changed(Call& call) {
  if (call.client.configuration) {
    return ask_configuration(call.server, call.session.folders.roots());
  }
  const json& settings = value_at(call.params, {"settings"});
  if (settings.is_object()) call.server.configure(settings);
}

std::vector<std::string> paths_of(const json& folders) {
  std::vector<std::string> paths;
  for (const json& folder : elements_of(folders)) {
    std::string path = path_of_uri(text_at(folder, {"uri"}));
    while (path.size() > 1 && path.ends_with('/')) path.pop_back();
    if (!path.empty()) paths.push_back(std::move(path));
  }
  return paths;
}

void folders_changed(Call& call) {
  const json& event = value_at(call.params, {"event"});
  const std::vector<std::string> added = paths_of(value_at(event, {"added"}));
  const std::vector<std::string> removed = paths_of(value_at(event, {"removed"}));
  if (added.empty() && removed.empty()) return;
  call.server.change_folders(added, removed);
  if (call.client.configuration && !added.empty()) ask_configuration(call.server, added);
}

// Of files of other kinds nothing is known; who names none at all means any.
void files_changed(Call& call) {
  const json& changes = elements_of(value_at(call.params, {"changes"}));
  std::vector<std::string> paths;
  for (const json& change : changes) {
    std::string path = path_of_uri(text_at(change, {"uri"}));
    if (!path.empty()) paths.push_back(std::move(path));
  }
  if (changes.empty() || !paths.empty()) call.server.files_changed(paths);
}

void shutdown(Call& call) {
  call.server.shut_down();
  call.result.null();
}

void exit(Call& call) { call.server.exit(); }

void ignore(Call&) {}

constexpr Method methods[] = {
    {"initialize", initialize},
    {"initialized", initialized, true},
    {"shutdown", shutdown},
    {"exit", exit, true},
    {"$/setTrace", ignore, true},
    {"workspace/didChangeConfiguration", settings_changed, true},
    {"workspace/didChangeWatchedFiles", files_changed, true},
    {"workspace/didChangeWorkspaceFolders", folders_changed, true},
};

void capabilities(JsonText& out, const Client&) {
  out.key("workspace");
  out.raw(R"({"workspaceFolders":{"supported":true,"changeNotifications":true}})");
}

}  // namespace

Area lifecycle_area() { return {methods, capabilities}; }

}  // namespace dflint::lsp
