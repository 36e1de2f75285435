// What the words of a Dockerfile mean, as short texts in Markdown: what an editor shows of an
// instruction, a flag, a mount option, a directive, a variable of the builder, a signal, a port.
//
// Facts from BuildKit's Dockerfile front end, dockerfile 1.26.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "analysis/instruction.h"

namespace dflint {

struct InstructionText {
  Keyword keyword;
  std::string_view text;      // what it does
  std::string_view forms;     // how it is written, a line each
  std::string_view example;   // lines of a Dockerfile
  std::string_view mistakes;  // what people get wrong
};

// Precondition: a real instruction, neither none nor unknown.
const InstructionText& reference_of(Keyword keyword);

struct FlagText {
  Keyword keyword;
  std::string_view name;   // without dashes
  std::string_view since;  // the version of docker/dockerfile; empty: always there
  std::string_view text;
  std::string_view example;  // the flag with a value
};

// nullptr where the instruction has no such flag. Names are case-sensitive, as for the builder.
const FlagText* flag_text(Keyword keyword, std::string_view name);

struct MountKeyText {
  std::string_view name;     // the one that the texts speak of
  std::string_view aliases;  // other names, with blanks between
  std::string_view types;    // of mounts that it means something for, with blanks between
  std::string_view text;
};

// By name or alias in any case; nullptr for another word.
const MountKeyText* mount_key_text(std::string_view key);

struct WordText {
  std::string_view name;
  std::string_view text;
};

// nullptr for a word that is none of them. Types and directives in any case.
const WordText* mount_type_text(std::string_view type);
const WordText* directive_text(std::string_view name);

// Variables that the builder gives or reads itself: TARGETARCH, HTTP_PROXY, SOURCE_DATE_EPOCH.
struct BuiltinVariable {
  enum class Where : uint8_t {
    global,  // in FROM at once, in a stage behind `ARG NAME`
    run,     // in RUN only
    build,   // a build argument that the builder itself reads
  };
  std::string_view name;
  Where where;
  std::string_view text;
};

const BuiltinVariable* builtin_variable(std::string_view name);

struct Signal {
  std::string_view name;  // without SIG
  uint32_t number;        // on x86 and ARM
  std::string_view text;
};

// By name, with or without SIG in any case, or by number; nullptr for another word.
const Signal* signal_named(std::string_view text);

struct WellKnownPort {
  uint32_t port;
  std::string_view text;  // "PostgreSQL"
};

// nullptr for a port that no program is known by.
const WellKnownPort* well_known_port(uint32_t port);

}  // namespace dflint
