// Which ports a command line listens on, judged by its words.
//
// Only what is said counts: a program's default port does not, nor does what only the container
// itself can reach (127.0.0.1), nor a port of somebody else (psql -p 5432).
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/expand.h"
#include "analysis/instruction.h"
#include "analysis/shell/script.h"

namespace dflint {

// A word of a command line as the program gets it.
struct Argument {
  std::string_view text;
  Place place;
};

struct Listener {
  uint32_t port = 0;
  bool udp = false;
  Place place;  // the digits, or the whole word where they do not stand in it as they are
};

// The words of a command with $NAME replaced as far as `environment` knows it; texts that are new
// go to `storage`.
std::vector<Argument> arguments(const Command& command, const Environment& environment,
                                std::deque<std::string>& storage);

// The ports that the command listens on. `open`: something outside of it says that it listens on
// all addresses; without that, programs that keep to themselves by default are left out.
std::vector<Listener> listeners(const std::vector<Argument>& words, bool open);

// The ports of this very machine that the command asks: curl http://localhost:8080/.
std::vector<Listener> asked_ports(const std::vector<Argument>& words);

// The ports in the value of an environment variable by which programs are told where to listen:
// PORT=8080, ASPNETCORE_URLS=http://+:8080. None for other variables: DB_PORT.
std::vector<Listener> variable_ports(std::string_view name, const Argument& value);

// 0.0.0.0, ::, * and what else stands for every address of a machine.
bool is_any_address(std::string_view host);

}  // namespace dflint
