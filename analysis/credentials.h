// How credentials look: tokens of well-known services, passwords in URLs, files that hold some.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace dflint {

// Bytes [begin, end) of the text.
struct Credential {
  size_t begin = 0;
  size_t end = 0;
  std::string_view kind;  // "a GitHub token"
};

// The first credential at or after `from`: a token whose form leaves no doubt, a private key, or a
// password in a URL. Texts that only stand for one (EXAMPLE, xxxx, $NAME) are none. Linear.
std::optional<Credential> find_credential(std::string_view text, size_t from = 0);

// Whether the password only stands for one: changeme, $NAME, <password>, too short.
bool is_placeholder_password(std::string_view password);

// Whether ARG or ENV of this name holds a secret: whole words between underscores, as BuildKit
// does.
bool names_secret(std::string_view variable);

// What a file of this path is, if by its name it holds credentials: "an SSH private key"; else
// empty. Examples and templates (.env.example) and public keys hold none.
std::string_view credential_file(std::string_view path);

}  // namespace dflint
