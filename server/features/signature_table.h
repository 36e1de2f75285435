// The ways to write each instruction, with what their parts mean.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include "analysis/instruction.h"

namespace dflint {

// What typed text a way of writing fits.
enum class SignatureShape : uint8_t {
  words,   // not a JSON array
  array,   // a JSON array
  single,  // FROM image, USER user, ARG name, LABEL key=value: nothing but that
  tag,     // FROM image:tag
  digest,  // FROM image@digest
  as,      // FROM image AS stage, … with a tag or digest
  tag_as,
  digest_as,
  legacy,  // ENV key value
  pair,    // ENV key=value, ARG name=value
  pairs,   // … and more of them
  group,   // USER user:group
  none,    // HEALTHCHECK NONE
};

struct ParameterForm {
  std::string_view text;  // as in the label
  std::string_view documentation;
};

struct SignatureForm {
  Keyword keyword = Keyword::none;
  SignatureShape shape = SignatureShape::words;
  std::string_view label;
  std::array<ParameterForm, 6> parameters{};  // in order; those without text do not count
};

// Ways of one instruction stand together, best first.
std::span<const SignatureForm> signature_forms();

}  // namespace dflint
