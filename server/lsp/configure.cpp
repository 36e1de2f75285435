// What editors' settings and changed files mean for what was said.
#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>
#include <utility>

#include "rules/hadolint.h"
#include "server/lsp/diagnostics.h"
#include "server/lsp/reference_settings.h"
#include "server/lsp/server.h"
#include "server/lsp/uri.h"
#include "server/lsp/watched.h"

namespace dflint::lsp {
namespace {

// Each kind of hint and lens can be switched off: {"inlayHints": {"sizes": false}}.
bool is_on(const json& settings, const char* group, const char* kind) {
  return value_at(settings, {group, kind}) != json(false);
}

bool everywhere(const std::string&) { return true; }

std::string directory_of(const std::string& path) { return path.substr(0, path.rfind('/') + 1); }

// Whether a configuration in use says that it holds, too.
bool is_read(Host& host, const Folders& folders, const std::string& path) {
  const std::string real = host.real_path(path);
  return std::ranges::any_of(folders.files(), [&](const std::string& file) {
    return file == path || (!real.empty() && host.real_path(file) == real);
  });
}

}  // namespace

// Who says only those of the other server leaves ours as they were.
void Server::remember_settings(const json& settings) {
  const bool has_own = settings.contains("dflint");
  if (has_own || !settings.contains("docker"))
    settings_ = std::make_unique<const json>(has_own ? settings["dflint"] : settings);
}

void Server::warn(const std::string& message) {
  if (!warned_.insert(message).second) return;
  std::string params = "{\"type\":2,\"message\":";
  append_json_string(params, message);
  notify("window/showMessage", params + "}");
}

// Those that mean something: nothing but a slip must not switch all rules off.
std::vector<std::string> Server::rule_words(const json& own, const char* key) {
  static const RuleSet all(builtin_rules());
  const json& list = value_at(own, {key});
  if (!list.is_null() && !list.is_array()) {
    warn(std::string("dflint: `") + key + "` in the settings must be a list of rules");
  }
  std::vector<std::string> known;
  for (std::string& word : words_of(list)) {
    if (all.meant_by(word) || is_shellcheck_code(word)) {
      known.push_back(std::move(word));
    } else {
      warn("dflint: no rule is named `" + word + "`, as `" + key + "` in the settings has it");
    }
  }
  return known;
}

FolderChoice Server::choice_of(const json& own, const json& settings) {
  FolderChoice choice;
  choice.config = options_.config;
  ReferenceSettings reference = reference_settings(settings);
  choice.config.fallback = std::move(reference.rules);
  choice.single_lines = reference.single_lines;
  if (const std::string& path = text_at(own, {"configuration"}); !path.empty()) {
    choice.config.path = path;
  }
  std::ranges::move(rule_words(own, "select"), std::back_inserter(choice.config.selection.select));
  std::ranges::move(rule_words(own, "ignore"), std::back_inserter(choice.config.selection.ignore));
  choice.hints = {is_on(own, "inlayHints", "values"), is_on(own, "inlayHints", "stages"),
                  is_on(own, "inlayHints", "sizes")};
  choice.lenses = {is_on(own, "codeLens", "uses"), is_on(own, "codeLens", "unneeded")};
  return choice;
}

void Server::configure(const json& settings) {
  remember_settings(settings);
  FolderChoice choice = choice_of(*settings_, settings);
  if (session_.folders.all_are(choice)) return;
  renew_outdated([&] { session_.folders.choose_for_all(std::move(choice)); }, everywhere);
}

void Server::configure(const std::string& folder, const json& settings) {
  const bool says_something = settings.is_object() && !settings.empty();
  Folders& folders = session_.folders;
  const json& own = says_something && settings.contains("dflint") ? settings["dflint"] : *settings_;
  FolderChoice choice = says_something ? choice_of(own, settings) : folders.choice_for_all();
  if (choice == folders.choice_of(folder)) return;
  renew_outdated([&] { folders.choose(folder, std::move(choice)); },
                 [&](const std::string& path) { return folders.root_of(path) == folder; });
}

void Server::change_folders(const std::vector<std::string>& added,
                            const std::vector<std::string>& removed) {
  std::vector<std::string> roots = session_.folders.roots();
  std::erase_if(roots, [&](const std::string& root) {
    return std::ranges::find(removed, root) != removed.end();
  });
  roots.insert(roots.end(), added.begin(), added.end());
  closed_files_.forget_list();
  renew_outdated([&] { session_.folders.set(std::move(roots)); }, everywhere);
}

// Documents get what holds for them after `change`; each only where that is something else.
// `where`: files that are not open and may be concerned.
void Server::renew_outdated(const std::function<void()>& change,
                            const std::function<bool(const std::string& path)>& where) {
  const auto choices = [&] {
    std::vector<FolderChoice> all;
    for (const auto& [uri, document] : session_.documents()) {
      all.push_back(session_.folders.choice_for(document.path));
    }
    return all;
  };
  const std::vector<FolderChoice> before = choices();
  const uint64_t changes = session_.folders.changes();
  change();
  const std::vector<FolderChoice> after = choices();
  const std::vector<OpenDocument*> outdated = session_.outdated();
  for (OpenDocument* document : outdated) {
    session_.renew(*document);
    touched(document->uri);
  }
  if (client_.refreshes_hints &&
      !std::ranges::equal(before, after, {}, &FolderChoice::hints, &FolderChoice::hints)) {
    ask("workspace/inlayHint/refresh", "null");
  }
  if (client_.refreshes_lenses &&
      !std::ranges::equal(before, after, {}, &FolderChoice::lenses, &FolderChoice::lenses)) {
    ask("workspace/codeLens/refresh", "null");
  }
  if (session_.folders.changes() == changes) return;
  closed_files_.forget_diagnostics(where);
  if (!outdated.empty() || pulls_workspace_) refresh();
  publish_configuration_problems();
  watch_files();
}

void Server::files_changed(const std::vector<std::string>& paths) {
  // Who does not say which files means all.
  if (paths.empty()) {
    context_sizes_.forget();
    closed_files_.forget_list();
    return renew_outdated([&] { session_.folders.forget(); }, everywhere);
  }
  std::vector<std::string> configuration, ignore;
  bool dockerfiles = false;
  for (const std::string& path : paths) {
    switch (role_of(path)) {
      case FileRole::ignore_file:
        ignore.push_back(path);
        break;
      case FileRole::dockerfile:
        // What is open the client tells otherwise.
        if (session_.find_path(path)) break;
        dockerfiles = true;
        closed_files_.forget(path);
        closed_files_.forget_list();
        break;
      case FileRole::configuration:
        configuration.push_back(path);
        break;
      case FileRole::other:
        if (is_read(host_, session_.folders, path)) configuration.push_back(path);
        break;
    }
  }
  if (!configuration.empty()) configuration_changed(configuration);
  if (!ignore.empty()) contexts_changed(ignore);
  if (dockerfiles && configuration.empty() && ignore.empty() && pulls_workspace_) refresh();
}

void Server::configuration_changed(const std::vector<std::string>& paths) {
  Folders& folders = session_.folders;
  const auto is_concerned = [&](const std::string& dockerfile, const Settings* settings) {
    return std::ranges::any_of(paths, [&](const std::string& path) {
      return matters(host_, path, {dockerfile, settings});
    });
  };
  // By the settings that hold so far.
  std::vector<OpenDocument*> concerned, others;
  for (auto& [uri, document] : session_.documents()) {
    const bool is_file = !document.path.empty();
    const bool is_one = !is_file || is_concerned(document.path, document.settings);
    (is_one ? concerned : others).push_back(&document);
  }
  bool closed_ones = false;
  closed_files_.forget_diagnostics([&](const std::string& path) {
    const bool is_one = is_concerned(path, folders.of(path)->settings.of(path).settings);
    closed_ones |= is_one;
    return is_one;
  });
  folders.forget();
  for (OpenDocument* document : concerned) {
    session_.renew(*document);
    touched(document->uri);
  }
  // Theirs is read again for its problems; what was found with it stays.
  for (OpenDocument* document : others) folders.of(document->path)->settings.of(document->path);
  publish_configuration_problems();
  watch_files();
  if (!concerned.empty() || pulls_workspace_) refresh();
}

void Server::contexts_changed(const std::vector<std::string>& paths) {
  for (const std::string& path : paths) session_.folders.forget_context(directory_of(path));
  context_sizes_.forget();
  const auto is_concerned = [&](const std::string& dockerfile) {
    const Settings* settings = session_.folders.of(dockerfile)->settings.of(dockerfile).settings;
    return std::ranges::any_of(paths, [&](const std::string& path) {
      return matters(host_, path, {dockerfile, settings});
    });
  };
  bool any = false, hints = false;
  for (auto& [uri, document] : session_.documents()) {
    if (document.path.empty() || !is_concerned(document.path)) continue;
    session_.renew_context(document);
    touched(uri);
    any = true;
    hints |= session_.folders.choice_for(document.path).hints.sizes;
  }
  closed_files_.forget_diagnostics(is_concerned);
  if (hints) refresh_hints();
  if (any || pulls_workspace_) refresh();
}

void Server::publish_configuration_problems() {
  std::map<std::string, std::vector<ConfigProblem>> by_uri;
  for (const auto& [uri, published] : troubled_) by_uri[uri];
  for (ConfigProblem& problem : session_.folders.problems()) {
    const std::string path = host_.real_path(problem.path);
    if (!path.empty()) by_uri[uri_of_path(path)].push_back(std::move(problem));
  }
  for (const auto& [uri, problems] : by_uri) {
    std::string params = "{\"uri\":";
    append_json_string(params, uri);
    params += ",\"diagnostics\":";
    append_configuration_diagnostics(params, problems);
    params += '}';
    std::string& published = troubled_[uri];
    if (published != params) notify("textDocument/publishDiagnostics", params);
    published = std::move(params);
    if (problems.empty()) troubled_.erase(uri);
  }
}

// Asks anew where files of other names hold configuration than before. What lies outside of the
// workspace few clients can watch.
void Server::watch_files() {
  if (!client_.watched_files || !started_) return;
  std::string watchers;
  JsonText json(watchers);
  json.begin_array();
  std::vector<std::string> inside;
  for (std::string& file : session_.folders.files()) {
    const bool is_inside = !session_.folders.root_of(host_.real_path(file)).empty();
    if (is_inside) inside.push_back(std::move(file));
  }
  for (const std::string& glob : watched_globs(inside)) {
    json.begin_object();
    json.member("globPattern", glob);
    json.end_object();
  }
  json.end_array();
  if (watchers == watched_) return;
  constexpr std::string_view method = R"("id":"watch","method":"workspace/didChangeWatchedFiles")";
  if (!watched_.empty()) {
    // So misspelt in the protocol.
    ask("client/unregisterCapability", "{\"unregisterations\":[{" + std::string(method) + "}]}");
  }
  ask("client/registerCapability", "{\"registrations\":[{" + std::string(method) +
                                       ",\"registerOptions\":{\"watchers\":" + watchers + "}}]}");
  watched_ = std::move(watchers);
}

void Server::start() {
  started_ = true;
  watch_files();
}

void Server::refresh() {
  if (client_.pull_diagnostics && client_.refreshes_diagnostics) {
    ask("workspace/diagnostic/refresh", "null");
  }
}

}  // namespace dflint::lsp
