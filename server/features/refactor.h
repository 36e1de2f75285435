// Refactorings, one family a file. Each appends what it can do at the spot: it keeps the meaning,
// and what it writes was read again. What is nearly possible is offered with a reason why not.
#pragma once

#include <optional>
#include <string>

#include "server/features/action.h"

namespace dflint {

void append_split_run(const Spot& spot, Actions& actions);
void append_merge_runs(const Spot& spot, Actions& actions);
void append_forms(const Spot& spot, Actions& actions);     // shell form <-> exec form
void append_heredocs(const Spot& spot, Actions& actions);  // && chain <-> here-document
void append_sort_packages(const Spot& spot, Actions& actions);
void append_extract_stage(const Spot& spot, Actions& actions);
void append_name_stage(const Spot& spot, Actions& actions);
void append_inline_arg(const Spot& spot, Actions& actions);
void append_copy_owner(const Spot& spot, Actions& actions);
void append_cache_mount(const Spot& spot, Actions& actions);
void append_pairs(const Spot& spot, Actions& actions);  // NAME value -> NAME=value

// The script of a RUN in shell form that was understood and opens no here-document; nullptr else.
const Script* shell_script_of_run(const Spot& spot, size_t index);
// The flags of an instruction on one line, each with a blank behind it; nothing where one of them
// does not stand there as the builder reads it.
std::optional<std::string> flags_text(const Instruction& in);
// Whether a mount of the RUN is empty again for the next one: tmpfs, or a bind that is written to.
bool forgets_writes(const Instruction& in);
// The value of a field of a mount; empty where it has none.
std::string_view mount_value(const Instruction& in, const Mount& mount, std::string_view key);
// Whether `# syntax=` asks for docker/dockerfile:1.N with N below `minor`.
bool has_older_frontend(const Spot& spot, int minor);
// How far continued lines of the instruction stand from the margin: what its first one has, or
// four blanks.
std::string continued_indentation(const Instruction& in);

}  // namespace dflint
