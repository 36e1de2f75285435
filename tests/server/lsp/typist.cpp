// Chooses what to do next, does it, and compares.
#include "tests/server/lsp/typist.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>

#include "tests/server/lsp/every_request.h"
#include "tests/server/lsp/fake_shellcheck.h"
#include "tests/support/properties.h"

namespace dflint::lsp {
namespace {

using namespace std::string_view_literals;

// What random_edit() knows nothing of: code points of every size, lines that end in other ways,
// fences.
constexpr std::array pieces = {
    "\U0001F433"sv, "\u00E9\u00FC"sv, "\uFFFD"sv,      "\r"sv,     "\r\n"sv,
    "\0"sv,         "```\n"sv,        "```docker\n"sv, "~~~\n"sv,  "> ```dockerfile\n"sv,
    "\u2028"sv,     "\n\r"sv,         "e\u0301"sv,     "\uFEFF"sv, "    ```dockerfile\r\n"sv,
};

constexpr std::array lines = {
    "RUN apt-get update && apt-get install -y curl \\\n"sv,
    "COPY --from=base --chown=1:1 /a /\U0001F600\n"sv,
    "FROM debian:12 AS two\n"sv,
    "RUN <<E\necho BAD $A\nE\n"sv,
    "ENV A=\"\u00E9\" B=$A\n"sv,
    "# escape=`\n"sv,
    "HEALTHCHECK --interval=1s CMD curl localhost\r\n"sv,
};

json capabilities_of(const TypistOptions& options) {
  constexpr const char* names[] = {"utf-8", "utf-16", "utf-32"};
  const char* encoding = names[static_cast<int>(options.encoding)];
  if (options.rich) return rich_capabilities(encoding, options.pulls);
  return {{"general", {{"positionEncodings", {encoding}}}}};
}

// What of two lists is in one of them only.
std::string difference(const json& fresh, const json& edited) {
  std::string lines;
  for (const json& one : fresh) {
    if (std::find(edited.begin(), edited.end(), one) == edited.end())
      lines += "only of a fresh text: " + one.dump() + '\n';
  }
  for (const json& one : edited) {
    if (std::find(fresh.begin(), fresh.end(), one) == fresh.end())
      lines += "only after edits: " + one.dump() + '\n';
  }
  return lines.empty() ? "in another order" : lines;
}

// Answers that depend on when they were asked for.
json without_ids(json result) {
  if (result.is_object()) result.erase("resultId");
  return result;
}

}  // namespace

Typist::Typist(uint64_t seed, const TypistOptions& options)
    : choices_(seed), options_(options), text_("", options.encoding) {
  for (MemoryClient* client : {&client_, &fresh_}) {
    install_fake_shellcheck(client->host);
    client->start(capabilities_of(options));
  }
  client_.in_background = [this](std::function<void()> work, std::function<void()> done) {
    join();  // one at a time, as the server has it
    threads_.emplace_back(std::move(work));
    done_.push_back(std::move(done));
  };
}

void Typist::open(std::string_view text, const std::string& language) {
  uri_ = language == "markdown" ? "file:///work/notes/README.md" : "file:///work/a%20b/Dockerfile";
  language_ = language;
  original_ = as_unicode(text);
  text_ = ClientText(original_, options_.encoding);
  undo_.clear(), redo_.clear();
  version_ = 1;
  edits_ = last_compared_ = 0;
  token_result_ = "none";
  client_.open(original_, uri_, language_);
  read_messages();
  check_text();
}

void Typist::play(unsigned long edits) {
  while (edits_ < edits && wrong_.empty()) {
    step();
    read_messages();
    check_text();
    if (edits_ >= last_compared_ + 100 + text_.size() / 100) compare_with_fresh();
  }
  if (wrong_.empty()) compare_with_fresh();
}

void Typist::step() {
  const uint32_t choice = choices_.below(100);
  if (choice < 45) return edit_once();
  if (choice < 50) return edit_in_batch();
  if (choice < 53) return edit_outside();
  if (choice < 57) return type_line();
  if (choice < 58) return replace_all();
  if (choice < 60) return change_escape();
  if (choice < 68) return undo();
  if (choice < 71) return redo();
  if (choice < 79) return ask(false);
  if (choice < 83) return ask(true);
  if (choice < 86) return ask_and_interrupt();
  if (choice < 91) return ask_for_tokens();
  if (choice < 99) return let_time_pass();
  configure();
}

Edit Typist::choose_edit() {
  if (choices_.below(5) != 0) return random_edit(choices_, text_.bytes());
  const uint32_t at = choices_.below(text_.size() + 1);
  const uint32_t end = std::min(text_.size(), at + choices_.below(3));
  return {{at, end}, std::string(pieces[choices_.below(pieces.size())])};
}

json Typist::apply(Edit edit, bool remember) {
  edit.text = as_unicode(edit.text);
  edit.range.begin = text_.place_before(edit.range.begin);
  edit.range.end = std::max(edit.range.begin, text_.place_before(edit.range.end));
  json change = {
      {"range", to_json(text_.position_of(edit.range.begin), text_.position_of(edit.range.end))},
      {"text", edit.text}};
  if (remember) {
    const Range now = {edit.range.begin,
                       edit.range.begin + static_cast<uint32_t>(edit.text.size())};
    undo_.push_back({now, text_.bytes().substr(edit.range.begin, edit.range.size())});
    redo_.clear();
  }
  text_.replace(edit.range, edit.text);
  ++edits_;
  return change;
}

json Typist::change_message(json changes) {
  return {{"jsonrpc", "2.0"},
          {"method", "textDocument/didChange"},
          {"params",
           {{"textDocument", {{"uri", uri_}, {"version", ++version_}}},
            {"contentChanges", std::move(changes)}}}};
}

void Typist::send(json changes) { client_.send(change_message(std::move(changes))); }

void Typist::edit_once() { send({apply(choose_edit(), true)}); }

void Typist::edit_in_batch() {
  json changes = json::array();
  for (uint32_t left = 2 + choices_.below(12); left > 0; --left)
    changes.push_back(apply(choose_edit(), true));
  send(std::move(changes));
}

// Positions behind the text, behind a line, and the wrong way round.
void Typist::edit_outside() {
  const uint32_t line = choices_.below(2) != 0 ? choices_.below(8) : UINT32_MAX - choices_.below(2);
  const Position far = {line, choices_.below(2) != 0 ? UINT32_MAX : 1000 + choices_.below(1000)};
  const Position near = text_.position_of(text_.place_before(choices_.below(text_.size() + 1)));
  Range range = {text_.offset_of(far), text_.offset_of(near)};
  json change = {{"range", to_json(far, near)}, {"text", "x"}};
  if (range.end < range.begin) std::swap(range.begin, range.end);
  if (range.size() > 200) return edit_once();  // keep what there is
  undo_.clear(), redo_.clear();
  text_.replace(range, "x");
  ++edits_;
  send({std::move(change)});
}

void Typist::type_line() {
  const std::string line(lines[choices_.below(lines.size())]);
  uint32_t at = choices_.below(text_.size() + 1);
  while (at > 0 && text_.bytes()[at - 1] != '\n') --at;
  for (uint32_t begin = 0; begin < line.size() && wrong_.empty();) {
    uint32_t end = begin + 1;
    while (end < line.size() && (static_cast<unsigned char>(line[end]) & 0xC0) == 0x80) ++end;
    send({apply({{at, at}, line.substr(begin, end - begin)}, true)});
    // Two characters may be one line ending by now.
    at = text_.place_before(at + end - begin);
    begin = end;
    check_text();
    if (choices_.below(8) == 0) ask(choices_.below(4) == 0);
  }
}

void Typist::replace_all() {
  std::string whole = choices_.below(2) != 0 ? original_ : text_.bytes() + "\n# more\n";
  undo_.clear(), redo_.clear();
  text_ = ClientText(whole, options_.encoding);
  ++edits_;
  send({{{"text", std::move(whole)}}});
}

void Typist::change_escape() {
  const size_t end = std::min(text_.bytes().find('\n'), text_.bytes().size());
  const bool has_one = text_.bytes().starts_with("# escape");
  const Range first = {0, has_one ? static_cast<uint32_t>(end) : 0};
  const char* with[] = {"# escape=`", "# escape=\\", "# escape", ""};
  std::string text = with[choices_.below(4)];
  if (!has_one) text += '\n';
  send({apply({first, std::move(text)}, true)});
}

void Typist::undo() {
  for (uint32_t left = 1 + choices_.below(6); left > 0 && !undo_.empty(); --left) {
    const Edit edit = std::move(undo_.back());
    undo_.pop_back();
    const uint32_t end = std::min(edit.range.end, text_.size());
    // What became part of a line ending cannot be named any more.
    if (text_.place_before(edit.range.begin) != edit.range.begin ||
        text_.place_before(end) != edit.range.end)
      return undo_.clear(), redo_.clear();
    redo_.push_back({{edit.range.begin, edit.range.begin + static_cast<uint32_t>(edit.text.size())},
                     text_.bytes().substr(edit.range.begin, edit.range.size())});
    send({apply(edit, false)});
  }
}

void Typist::redo() {
  if (redo_.empty()) return;
  const Edit edit = std::move(redo_.back());
  redo_.pop_back();
  if (text_.place_before(edit.range.begin) != edit.range.begin ||
      text_.place_before(edit.range.end) != edit.range.end)
    return redo_.clear();
  std::vector<Edit> rest = std::exchange(redo_, {});
  send({apply(edit, true)});
  redo_ = std::move(rest);
}

Typist::Pending Typist::send_request() {
  const std::vector<std::string>& names = prompt_request_names();
  Pending pending{++client_.last_id, names[choices_.below(static_cast<uint32_t>(names.size()))]};
  const uint32_t begin = text_.place_before(choices_.below(text_.size() + 1));
  const uint32_t end = text_.place_before(std::min(text_.size(), begin + choices_.below(60)));
  json from = to_json(text_.position_of(begin)), to = to_json(text_.position_of(end));
  if (choices_.below(20) == 0) to = {{"line", 999999}, {"character", 999999}};
  if (choices_.below(20) == 0) from = to;
  client_.server.receive(json{{"jsonrpc", "2.0"},
                              {"id", pending.id},
                              {"method", pending.method},
                              {"params", request_params(pending.method, uri_, from, to)}}
                             .dump());
  return pending;
}

void Typist::check_answer(const Pending& pending) {
  size_t answers = 0;
  for (const json& message : client_.messages)
    answers += !message.contains("method") && message["id"] == pending.id;
  if (answers != 1) return complain(fmt::format("{}: {} answers", pending.method, answers));
  const json answer = client_.answer_to(pending.id);
  const int code = answer.contains("error") ? answer["error"]["code"].get<int>() : 0;
  const bool refused = code == static_cast<int>(ErrorCode::request_failed);
  if (pending.cancelled && code != static_cast<int>(ErrorCode::request_cancelled) &&
      !(pending.late && refused))
    return complain(pending.method + " was answered, but had been cancelled");
  // Names that cannot be renamed.
  if (!pending.cancelled && code != 0 && !refused)
    complain(pending.method + ": " + answer["error"].dump());
}

void Typist::ask(bool cancel) {
  std::vector<Pending> all;
  for (uint32_t left = 1 + choices_.below(3); left > 0; --left) all.push_back(send_request());
  if (cancel) {
    Pending& one = all[choices_.below(static_cast<uint32_t>(all.size()))];
    one.cancelled = true;
    client_.server.receive(
        json{{"method", "$/cancelRequest"}, {"params", {{"id", one.id}}}}.dump());
  }
  client_.server.work();
  for (const Pending& one : all) check_answer(one);
}

// While the server works at one request, something else comes in.
void Typist::ask_and_interrupt() {
  Pending first = send_request();
  std::vector<Pending> later;
  const bool cancel = choices_.below(2) == 0;
  first.cancelled = first.late = cancel;
  uint32_t wait = choices_.below(2);
  client_.on_poll = [&] {
    if (wait-- != 0) return;  // once
    if (cancel) {
      client_.server.receive(
          json{{"method", "$/cancelRequest"}, {"params", {{"id", first.id}}}}.dump());
      return;
    }
    client_.server.receive(change_message({apply(choose_edit(), true)}).dump());
    later.push_back(send_request());
  };
  client_.server.work();
  client_.on_poll = {};
  check_answer(first);
  for (const Pending& one : later) check_answer(one);
}

void Typist::ask_for_tokens() {
  if (!options_.rich) return ask(false);
  const json answer = client_.request(
      "textDocument/semanticTokens/full/delta",
      {{"textDocument", {{"uri", uri_}}}, {"previousResultId", token_result_}})["result"];
  if (!answer.is_object()) return complain("no tokens");
  token_result_ = answer["resultId"].get<std::string>();
  if (answer.contains("data")) {
    tokens_ = answer["data"].get<std::vector<uint32_t>>();
    return;
  }
  for (const json& edit : answer["edits"]) {
    const size_t start = edit["start"].get<size_t>(), count = edit["deleteCount"].get<size_t>();
    if (start + count > tokens_.size()) return complain("an edit of tokens reaches too far");
    const auto at = tokens_.begin() + static_cast<ptrdiff_t>(start);
    const auto data = edit["data"].get<std::vector<uint32_t>>();
    const auto rest = tokens_.erase(at, at + static_cast<ptrdiff_t>(count));
    tokens_.insert(rest, data.begin(), data.end());
  }
}

void Typist::let_time_pass() {
  client_.pass_time();
  if (choices_.below(4) == 0) join();
}

void Typist::configure() {
  if (choices_.below(2) == 0) {
    client_.notify("workspace/didChangeWatchedFiles", {{"changes", json::array()}});
    return;
  }
  client_.notify("textDocument/didClose", {{"textDocument", {{"uri", uri_}}}});
  undo_.clear(), redo_.clear();
  token_result_ = "none";
  client_.notify("textDocument/didOpen", {{"textDocument",
                                           {{"uri", uri_},
                                            {"languageId", language_},
                                            {"version", ++version_},
                                            {"text", text_.bytes()}}}});
}

// Until nothing is left to do.
void Typist::settle() {
  while (!client_.later.empty() || !threads_.empty()) {
    join();
    client_.pass_time();
  }
  read_messages();
}

void Typist::join() {
  for (std::thread& thread : std::exchange(threads_, {})) thread.join();
  for (const auto& done : std::exchange(done_, {})) done();
}

void Typist::read_messages() {
  for (const json& message : client_.messages) {
    if (message.value("method", "") != "textDocument/publishDiagnostics") continue;
    if (message["params"]["uri"] == uri_) published_ = message["params"]["diagnostics"];
  }
  client_.messages.clear();
}

void Typist::check_text() {
  const OpenDocument* document = client_.server.session().find(uri_);
  if (!document) return complain("the document is not open");
  if (document->text().bytes() != text_.bytes()) {
    complain("the server has another text: " + dflint::quoted(document->text().bytes()));
  }
}

void Typist::compare_with_fresh() {
  last_compared_ = edits_;
  settle();
  ask_for_tokens();
  fresh_.messages.clear();
  fresh_.notify("textDocument/didOpen", {{"textDocument",
                                          {{"uri", uri_},
                                           {"languageId", language_},
                                           {"version", version_},
                                           {"text", text_.bytes()}}}});
  while (!fresh_.later.empty()) fresh_.pass_time();
  const json fresh = fresh_.diagnostics(uri_);
  if (!fresh.is_null() && fresh["diagnostics"] != published_)
    return complain("diagnostics differ: " + difference(fresh["diagnostics"], published_));
  const uint32_t begin = text_.place_before(choices_.below(text_.size() + 1));
  const uint32_t end = text_.place_before(std::min(text_.size(), begin + choices_.below(200)));
  for (const std::string& method : prompt_request_names()) {
    const json params = request_params(method, uri_, to_json(text_.position_of(begin)),
                                       to_json(text_.position_of(end)));
    const json edited = without_ids(client_.request(method, params)["result"]);
    const json expected = without_ids(fresh_.request(method, params)["result"]);
    if (edited != expected)
      return complain(fmt::format("{} at {} differs\nfresh: {}\nafter edits: {}", method, begin,
                                  expected.dump(), edited.dump()));
    if (method == "textDocument/semanticTokens/full" && options_.rich &&
        expected["data"] != json(tokens_))
      return complain("the tokens differ that were made of changes");
    fresh_.messages.clear(), client_.messages.clear();
  }
  token_result_ = "none";
}

void Typist::complain(std::string what) {
  if (!wrong_.empty()) return;
  wrong_ = fmt::format("after {} edits: {}\n{}", edits_, what, dflint::quoted(text_.bytes()));
}

}  // namespace dflint::lsp
