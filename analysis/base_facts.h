// What is known of well-known images: who runs in them, and which shell they have.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace dflint {

struct Plan;
struct Stage;
struct Step;

enum class DefaultUser : uint8_t {
  unknown,
  root,
  other,  // the image has a USER that is not root
  drops,  // starts as root; its entrypoint changes to another user
};

struct BaseFacts {
  bool bash = false;     // there is a /bin/bash
  bool busybox = false;  // sh is busybox's, which knows pipefail
  DefaultUser user = DefaultUser::unknown;
};

// Of an image reference; an image that is not known says nothing. From what these images have had
// for years.
BaseFacts base_facts(std::string_view image);

// Whether an image is known to set an environment variable for what is built on it.
bool image_sets(std::string_view image, std::string_view variable);

// The stage that the chain of stages below this one begins with; itself where there is none.
const Stage& root_of(const Plan& plan, const Stage& stage);

// Of each stage: of the image that the chain of stages below it begins with.
std::vector<BaseFacts> base_facts(const Plan& plan);

// Whether a USER names root: "root", "0", "0:0".
bool is_root(std::string_view user);

// Certainly: by USER, or because the image is known to start as root. `facts`: of all stages.
bool runs_as_root(const Plan& plan, const Step& step, const std::vector<BaseFacts>& facts);

}  // namespace dflint
