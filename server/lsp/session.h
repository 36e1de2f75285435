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

#include "rules/shown.h"
#include "server/config/settings.h"
#include "server/context.h"
#include "server/lsp/folders.h"
#include "server/lsp/inset.h"
#include "server/lsp/position.h"

namespace dflint::lsp {

struct TokenAnswer;         // tokens.h
struct WrittenDiagnostics;  // diagnostics.h

// A Dockerfile inside a document: all of it, a fenced block of Markdown, a value in a Compose file.
struct Part {
  uint32_t begin = 0;  // in the document, in bytes
  SnapshotPtr snapshot;
  // What ShellCheck found; one for each instruction, null where nothing is known or to be said. Of
  // an instruction that was edited it is dropped.
  std::vector<FindingsPtr> scripts;
  // What was shown the last time; of this snapshot or of one before it, or of none.
  mutable std::optional<Shown> shown = {};
  // How the text lies in the document; null: as it is, from `begin` on.
  std::shared_ptr<const Inset> inset = nullptr;

  // Bytes of the part to bytes of the document and back; the nearest, where there is no such place.
  uint32_t outside(uint32_t inside) const {
    return inset ? inset->outside(inside) : begin + inside;
  }
  Range outside(Range inside) const { return {outside(inside.begin), outside(inside.end)}; }
  uint32_t inside(uint32_t outside) const;
  // The last place of the document that belongs to the part.
  uint32_t last() const;
};

enum class Language : uint8_t { dockerfile, markdown, compose, other };

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

  ConfigurationPtr configuration;
  const Settings* settings = nullptr;
  bool excluded = false;  // by the configuration: nothing is reported
  ContextFinder::Found around;
  std::shared_ptr<const TokenAnswer> tokens;  // the last answer; null: there was none
  // What was written of the findings the last time; null: nothing was.
  mutable std::shared_ptr<WrittenDiagnostics> written;

  const Text& text() const {
    return language == Language::dockerfile ? parts.front().snapshot->document.text : source;
  }
  const RuleSet& rules() const { return settings->rules; }
  // What is reported of a part, by instruction; ShellCheck's findings too, as far as they are
  // known.
  const std::vector<FindingsPtr>& shown(const Part& part) const;
  // That of the instructions which `range` of the part touches, in order of the text.
  Findings findings(const Part& part, Range range) const;
  Findings findings(const Part& part) const { return findings(part, {0, UINT32_MAX}); }
};

class Session {
 public:
  explicit Session(Host& host) : folders(host) {}

  PositionEncoding encoding = PositionEncoding::utf16;
  Folders folders;  // where what holds for a document comes from

  // Replaces a document that is open already.
  OpenDocument& open(std::string uri, std::string_view language_id, int64_t version,
                     std::string text);
  // In order. Positions outside the text are taken to its nearest place. Whether the document is
  // open.
  bool change(const std::string& uri, int64_t version, const std::vector<Change>& changes);
  bool close(const std::string& uri);
  // Lets the rules that look at the whole file see the last edits of a document. A big one is left
  // unsettled by an edit, so that what is said of the edited instruction does not wait for them.
  // Whether something else is to be said now.
  bool settle(OpenDocument& document);
  // What that took the last time, or would take.
  std::chrono::steady_clock::duration settling_cost() const { return cost_; }
  // Looks at the build contexts anew. Gives the uris of the documents of which something else is
  // to be said now.
  std::vector<std::string> look_again();
  // nullptr where it is not open. Valid until it is closed.
  OpenDocument* find(const std::string& uri);
  const std::map<std::string, OpenDocument>& documents() const { return documents_; }
  std::map<std::string, OpenDocument>& documents() { return documents_; }

  // The documents for which another configuration holds than the one they were read with.
  std::vector<OpenDocument*> outdated();
  // Finds out anew what holds for a document, and what is to be said of it.
  void renew(OpenDocument& document);
  // Reads its ignore file anew, no more than that.
  void renew_context(OpenDocument& document);
  // The open document that is this file; nullptr: none is.
  OpenDocument* find_path(const std::string& path);

  // Takes ShellCheck's findings over for the instructions that are still there.
  void add_scripts(const std::string& uri, const Snapshot& snapshot,
                   const std::vector<FindingsPtr>& scripts);

 private:
  void configure(OpenDocument& document);
  void set_text(OpenDocument& document, Text text);
  void apply(OpenDocument& document, Edit edit);
  // Runs the rules that look at the whole file; whether something else is to be said now.
  bool check_anew(OpenDocument& document);
  void step(OpenDocument& document, const Edit& edit, Reach reach);

  std::map<std::string, OpenDocument> documents_;  // by uri
  uint64_t revisions_ = 0;
  std::chrono::steady_clock::duration cost_{};  // of the last edit with all rules
};

}  // namespace dflint::lsp
