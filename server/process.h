// Another program, run to its end on texts in memory.
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

namespace dflint {

struct Process {
  std::string program;                 // an absolute path: nothing is looked up
  std::vector<std::string> arguments;  // without the name of the program
  // Their contents. The program is given a path for each, behind the arguments.
  std::vector<std::string_view> files;
  std::chrono::milliseconds limit{};  // then it is killed
};

struct ProcessOutput {
  std::string text;                // of its standard output
  int status = 0;                  // its exit status
  std::vector<std::string> paths;  // what the files were called
};

// Starts it with no environment but a UTF-8 locale, in the root directory, without standard input
// and error output. Says in `error` why there is no output: not started, killed, over 256 MiB.
// May be called from several threads at once.
ProcessOutput run_process(const Process& process, std::string& error);

// To the end, whatever interrupts it; false where that fails, and errno says why.
bool write_all(int fd, std::string_view text);

}  // namespace dflint
