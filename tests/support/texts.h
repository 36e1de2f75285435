// Dockerfiles to try things on: a few of our own, and the collection beside the repository.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace dflint {

struct NamedText {
  std::string name;
  std::string text;
};

// Short texts that hold every construct at least once. Always there.
const std::vector<NamedText>& own_texts();

// Real and templated Dockerfiles of ../shared/corpus, and the inputs of ../shared/oracle; empty
// where that folder does not exist.
std::vector<NamedText> collected_texts();

// The hostile files that ../shared/corpus/nasty/gen.py writes into `directory`; empty where it
// does not exist. Their names are paths.
std::vector<NamedText> hostile_texts(const std::string& directory);

// The folder beside the repository with a path below it: shared("corpus") .
std::string shared(std::string_view path);

// A number from an environment variable, or `otherwise`.
unsigned long number_from(const char* variable, unsigned long otherwise);

}  // namespace dflint
