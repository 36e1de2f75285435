// The documents that are open: with the connection, the only state of the server.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rules/snapshot.h"
#include "server/config/settings.h"
#include "server/context.h"
#include "server/features/code_lenses.h"
#include "server/features/inlay_hints.h"
#include "server/lsp/position.h"

namespace dflint::lsp {

struct TokenAnswer;  // tokens.h

// All that is known of configuration at one moment; made anew when something changes. What is
// found with it points into it.
struct Configuration {
  Configuration(Host& host, ConfigChoice choice)
      : settings(host, builtin_rules(), std::move(choice)), contexts(host) {}

  SettingsFinder settings;
  ContextFinder contexts;
};

// A Dockerfile inside a document: all of it, or a fenced block of Markdown.
struct Part {
  uint32_t begin = 0;  // in the document, in bytes
  SnapshotPtr snapshot;
  // What ShellCheck found; one for each instruction, null where nothing is known or to be said. Of
  // an instruction that was edited it is dropped.
  std::vector<std::shared_ptr<const Findings>> scripts;
};

enum class Language : uint8_t { dockerfile, markdown, other };

struct Change {
  struct Between {
    Position begin, end;
  };
  std::optional<Between> range;  // nothing: the whole text
  std::string text;
};

struct OpenDocument {
  std::string uri;   // as the client writes it
  std::string path;  // empty where it is no file
  Language language = Language::dockerfile;
  int64_t version = 0;
  Text source;              // of a language that is not Dockerfile
  std::vector<Part> parts;  // in order of the text
  // Rules that look at the whole file have not yet seen the last edits.
  bool unsettled = false;
  // Another number whenever anything may have changed what is to be said of the document.
  uint64_t revision = 0;
  // The revision that the last edit made; what else is found out later leaves it.
  uint64_t edition = 0;

  std::shared_ptr<Configuration> configuration;
  const Settings* settings = nullptr;
  bool excluded = false;  // by the configuration: nothing is reported
  ContextFinder::Found around;
  std::shared_ptr<const TokenAnswer> tokens;  // the last answer; null: there was none

  const Text& text() const {
    return language == Language::dockerfile ? parts.front().snapshot->document.text : source;
  }
  const RuleSet& rules() const { return settings->rules; }
  // The findings of a part, in order of its text; ShellCheck's too, as far as they are known.
  const Findings& findings(size_t part) const;

 private:
  mutable std::vector<std::optional<Findings>> findings_;  // of `findings_revision_`
  mutable uint64_t findings_revision_ = UINT64_MAX;
};

class Session {
 public:
  explicit Session(Host& host) : host_(host) { reconfigure({}); }

  PositionEncoding encoding = PositionEncoding::utf16;
  HintOptions hints;
  LensOptions lenses;
  std::string root;  // where documents that are no files are taken to lie; may be empty

  // Replaces a document that is open already.
  OpenDocument& open(std::string uri, std::string_view language_id, int64_t version,
                     std::string text);
  // In order. Positions outside the text are taken to its nearest place. Whether the document is
  // open.
  bool change(const std::string& uri, int64_t version, const std::vector<Change>& changes);
  bool close(const std::string& uri);
  // Lets the rules that look at the whole file see the last edits of a document. A big one is left
  // unsettled by an edit, so that what is said of the edited instruction does not wait for them.
  void settle(OpenDocument& document);
  // What that took the last time, or would take.
  std::chrono::steady_clock::duration settling_cost() const { return cost_; }
  // nullptr where it is not open. Valid until it is closed.
  OpenDocument* find(const std::string& uri);
  const std::map<std::string, OpenDocument>& documents() const { return documents_; }
  std::map<std::string, OpenDocument>& documents() { return documents_; }

  // Reads configuration and ignore files anew, and everything of all documents.
  void reconfigure(ConfigChoice choice);
  void reload() { reconfigure(choice_); }
  Configuration& configuration() { return *configuration_; }

  // Takes ShellCheck's findings over for the instructions that are still there.
  void add_scripts(const std::string& uri, const Snapshot& snapshot,
                   const std::vector<std::shared_ptr<const Findings>>& scripts);

 private:
  void configure(OpenDocument& document);
  void set_text(OpenDocument& document, Text text);
  void apply(OpenDocument& document, Edit edit);
  void step(OpenDocument& document, const Edit& edit, Reach reach);

  Host& host_;
  ConfigChoice choice_;
  std::shared_ptr<Configuration> configuration_;
  std::map<std::string, OpenDocument> documents_;  // by uri
  uint64_t revisions_ = 0;
  std::chrono::steady_clock::duration cost_{};  // of the last edit with all rules
};

}  // namespace dflint::lsp
