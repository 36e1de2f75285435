// Somebody who edits one document after the other, changes his mind, asks about everything in
// between and calls questions back; keeps what his editor shows, and says where that is wrong.
#pragma once

#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "tests/server/lsp/client_text.h"
#include "tests/server/lsp/memory_client.h"
#include "tests/support/edits.h"

namespace dflint::lsp {

struct TypistOptions {
  PositionEncoding encoding = PositionEncoding::utf16;
  bool rich = false;   // all that a client can be able to do
  bool pulls = false;  // asks for diagnostics
};

class Typist {
 public:
  Typist(uint64_t seed, const TypistOptions& options);
  ~Typist() { join(); }

  // Opens `text` in place of what was open. What JSON cannot say becomes U+FFFD.
  void open(std::string_view text, const std::string& language);
  // That many edits, with what comes in between; ends early where something is wrong.
  void play(unsigned long edits);
  // What is wrong, or "".
  const std::string& wrong() const { return wrong_; }

 private:
  struct Pending {
    json id;
    std::string method;
    bool cancelled = false;
    bool late = false;  // while it was worked on: what is refused at once is not called back
  };

  void step();
  void edit_once();
  void edit_in_batch();
  void edit_outside();
  void type_line();
  void replace_all();
  void change_escape();
  void undo();
  void redo();
  void ask(bool cancel);
  void ask_and_interrupt();
  void ask_for_tokens();
  void let_time_pass();
  void configure();

  Edit choose_edit();
  // Applies the edit to the text that the client holds; gives the change as LSP has it.
  json apply(Edit edit, bool remember);
  void send(json changes);
  json change_message(json changes);
  Pending send_request();
  void check_answer(const Pending& pending);
  void check_text();
  // … against a server that has seen only the text as it is.
  void compare_with_fresh();
  void read_messages();
  void complain(std::string what);
  void settle();
  void join();

  Choices choices_;
  TypistOptions options_;
  MemoryClient client_, fresh_;
  std::string uri_, language_;
  std::string original_;
  ClientText text_;
  int64_t version_ = 1;
  std::vector<Edit> undo_, redo_;
  unsigned long edits_ = 0;  // done so far
  unsigned long last_compared_ = 0;
  json published_;                           // diagnostics
  std::vector<uint32_t> tokens_;             // that the editor shows
  std::string token_result_ = "none";        // … and their id
  std::vector<std::thread> threads_;         // at work for the server
  std::vector<std::function<void()>> done_;  // to be called when they are through
  std::string wrong_;
};

}  // namespace dflint::lsp
