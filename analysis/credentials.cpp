// The forms of tokens, found without regular expressions.
#include "analysis/credentials.h"

#include <algorithm>
#include <array>
#include <iterator>

#include "analysis/unicode.h"

namespace dflint {
namespace {

enum Alphabet : uint8_t { alnum, upper, hex, base64url, word };

constexpr bool is_alnum(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

constexpr bool is_in(Alphabet alphabet, char c) {
  switch (alphabet) {
    case alnum:
      return is_alnum(c);
    case upper:
      return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z');
    case hex:
      return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
    case base64url:
      return is_alnum(c) || c == '-' || c == '_';
    case word:
      return is_alnum(c) || c == '_';
  }
  return false;
}

// A token: what it begins with, and at least and at most so many of the alphabet behind.
struct Form {
  std::string_view prefix;
  Alphabet alphabet;
  size_t least;
  size_t most;
  std::string_view kind;
};

constexpr Form forms[] = {{"ghp_", alnum, 36, 36, "a GitHub token"},
                          {"gho_", alnum, 36, 36, "a GitHub token"},
                          {"ghu_", alnum, 36, 36, "a GitHub token"},
                          {"ghs_", alnum, 36, 36, "a GitHub token"},
                          {"ghr_", alnum, 36, 76, "a GitHub token"},
                          {"github_pat_", word, 82, 82, "a GitHub token"},
                          {"glpat-", base64url, 20, 80, "a GitLab token"},
                          {"gldt-", base64url, 20, 80, "a GitLab token"},
                          {"glrt-", base64url, 20, 80, "a GitLab token"},
                          {"AKIA", upper, 16, 16, "an AWS access key"},
                          {"ASIA", upper, 16, 16, "an AWS access key"},
                          {"AIza", base64url, 35, 35, "a Google API key"},
                          {"xoxb-", base64url, 20, 120, "a Slack token"},
                          {"xoxa-", base64url, 20, 120, "a Slack token"},
                          {"xoxp-", base64url, 20, 120, "a Slack token"},
                          {"xoxr-", base64url, 20, 120, "a Slack token"},
                          {"xoxs-", base64url, 20, 120, "a Slack token"},
                          {"npm_", alnum, 36, 36, "an npm token"},
                          {"pypi-AgEI", base64url, 50, 400, "a PyPI token"},
                          {"sk_live_", alnum, 24, 120, "a Stripe key"},
                          {"rk_live_", alnum, 24, 120, "a Stripe key"},
                          {"sk-ant-", base64url, 32, 160, "an Anthropic key"},
                          {"sk-proj-", base64url, 40, 240, "an OpenAI key"},
                          {"hf_", alnum, 34, 34, "a Hugging Face token"},
                          {"dckr_pat_", base64url, 27, 40, "a Docker Hub token"},
                          {"dop_v1_", hex, 64, 64, "a DigitalOcean token"},
                          {"shpat_", hex, 32, 32, "a Shopify token"},
                          {"AGE-SECRET-KEY-1", upper, 58, 58, "an age key"}};

// For each first byte of a token, which second and third bytes it may have; all by their last five
// bits. Many words of scripts begin with two that fit: python, docker, npm, AS.
struct NextBytes {
  uint32_t second = 0, third = 0;
};

constexpr uint32_t low_bits(char c) { return uint32_t{1} << (c & 31); }

constexpr std::array<NextBytes, 32> next_bytes = [] {
  std::array<NextBytes, 32> bytes{};
  const auto add = [&](std::string_view prefix) {
    NextBytes& next = bytes[prefix[0] & 31];
    next.second |= low_bits(prefix[1]);
    next.third |= low_bits(prefix[2]);
  };
  for (const Form& form : forms) add(form.prefix);
  add("eyJ");  // see web_token_at
  return bytes;
}();

// Drawn at random: no EXAMPLE, not the same few characters again and again.
bool is_random(std::string_view text) {
  std::array<bool, 256> seen{};
  for (const char c : text) seen[static_cast<unsigned char>(c)] = true;
  const auto distinct = std::count(seen.begin(), seen.end(), true);
  return distinct >= 8 && text.find("EXAMPLE") == text.npos && text.find("xxxx") == text.npos &&
         text.find("XXXX") == text.npos && text.find("1234567890") == text.npos;
}

size_t run_of(Alphabet alphabet, std::string_view text, size_t at, size_t most) {
  const size_t end = text.size() - at > most ? at + most : text.size();
  while (at < end && is_in(alphabet, text[at])) ++at;
  return at;
}

std::optional<Credential> token_at(std::string_view text, size_t at) {
  for (const Form& form : forms) {
    if (form.prefix[0] != text[at] || !text.substr(at).starts_with(form.prefix)) continue;
    const size_t begin = at + form.prefix.size();
    const size_t end = run_of(form.alphabet, text, begin, form.most + 1);
    if (end - begin < form.least || end - begin > form.most) continue;
    if (!is_random(text.substr(begin, end - begin))) continue;
    return Credential{at, end, form.kind};
  }
  return std::nullopt;
}

// Two or three dotted parts: eyJhbGciOi….eyJ….….
std::optional<Credential> web_token_at(std::string_view text, size_t at) {
  if (!text.substr(at).starts_with("eyJ")) return std::nullopt;
  constexpr size_t most = 4096;
  const size_t header = run_of(base64url, text, at, most);
  if (!text.substr(header).starts_with(".eyJ")) return std::nullopt;
  const size_t claims = run_of(base64url, text, header + 1, most);
  if (claims >= text.size() || text[claims] != '.') return std::nullopt;
  const size_t end = run_of(base64url, text, claims + 1, most);
  if (header - at < 12 || end - claims < 20) return std::nullopt;
  return Credential{at, end, "a signed web token"};
}

// -----BEGIN … PRIVATE KEY----- and something of the key behind it.
std::optional<Credential> private_key_at(std::string_view text, size_t at) {
  constexpr std::string_view begin = "-----BEGIN ", end = "PRIVATE KEY-----";
  const std::string_view line = text.substr(at, 64);
  if (!line.starts_with(begin)) return std::nullopt;
  const size_t close = line.find(end);
  if (close == line.npos) return std::nullopt;
  size_t key = at + close + end.size();
  // Line ends, also written as \n, and the continuations of a script.
  for (const size_t stop = std::min(text.size(), key + 16); key < stop && !is_alnum(text[key]);) {
    ++key;
  }
  if (text.substr(key).starts_with('n')) ++key;
  const size_t after = run_of(word, text, key, 32);
  if (after - key < 20) return std::nullopt;
  return Credential{at, at + close + end.size(), "a private key"};
}

// ---- passwords in URLs

}  // namespace

namespace {

// What stands for a password in examples, and defaults that are no secret.
bool is_placeholder_word(std::string_view word) {
  constexpr std::string_view words[] = {
      "pass",     "password", "passwd", "pwd",        "passphrase",   "secret",      "token",
      "example",  "changeme", "change", "me",         "test",         "testing",     "dummy",
      "postgres", "root",     "mysql",  "guest",      "admin",        "user",        "username",
      "your",     "my",       "mypass", "mypassword", "yourpassword", "foo",         "bar",
      "foobar",   "mongo",    "dev",    "redis",      "sample",       "local",       "key",
      "db",       "oauth",    "x",      "basic",      "here",         "the",         "access",
      "api",      "rabbitmq", "abc",    "abcd",       "abcdef",       "placeholder", "default",
      "of",       "some"};
  return std::find(std::begin(words), std::end(words), word) != std::end(words);
}

bool is_ascii_digit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

bool is_placeholder_password(std::string_view password) {
  if (password.size() < 4 || password.find_first_of("$<>{}*%[](`\\") != password.npos) return true;
  if (password.size() > 64) return false;
  const std::string lower = to_lower(password);
  if (lower.find("xxx") != lower.npos || lower.find("...") != lower.npos) return true;
  // "your-password", "test123", "1234": such words with digits behind, and nothing else.
  for (size_t at = 0; at < lower.size();) {
    size_t end = at;
    while (end < lower.size() && is_alnum(lower[end])) ++end;
    size_t letters = end;
    while (letters > at && is_ascii_digit(lower[letters - 1])) --letters;
    const std::string_view word = std::string_view(lower).substr(at, letters - at);
    if (!word.empty() && !is_placeholder_word(word)) return false;
    at = end + 1;
  }
  return true;
}

namespace {

bool is_scheme(std::string_view before) {
  for (const std::string_view scheme :
       {"http", "https", "ftp", "ftps", "git", "ssh", "postgres", "postgresql", "mysql", "mongodb",
        "mongodb+srv", "redis", "rediss", "amqp", "amqps", "sftp"}) {
    if (before.ends_with(scheme)) {
      const size_t at = before.size() - scheme.size();
      if (at == 0 || !is_alnum(before[at - 1])) return true;
    }
  }
  return false;
}

// `at` is where "://" stands.
std::optional<Credential> url_password_at(std::string_view text, size_t at) {
  if (!is_scheme(text.substr(at < 16 ? 0 : at - 16, at < 16 ? at : 16))) return std::nullopt;
  const size_t begin = at + 3;
  const std::string_view rest = text.substr(begin, 512);
  const std::string_view authority = rest.substr(0, rest.find_first_of("/ \t\r\n\"'?#,;|&"));
  const size_t host = authority.rfind('@');
  if (host == authority.npos) return std::nullopt;
  const std::string_view user = authority.substr(0, host);
  const std::string_view server = authority.substr(host + 1);
  if (server.empty() || server[0] == '$' || server[0] == '<' || server[0] == '{' ||
      server.starts_with("localhost") || server.starts_with("127.") ||
      server.find("example.") != server.npos)
    return std::nullopt;
  const size_t colon = user.find(':');
  if (colon == user.npos) {
    // A token in the user's place.
    const size_t end = run_of(word, user, 0, user.size());
    if (user.size() < 32 || end != user.size() || !is_random(user)) return std::nullopt;
    return Credential{begin, begin + host, "a token"};
  }
  const std::string_view password = user.substr(colon + 1);
  if (is_placeholder_password(password) || password == user.substr(0, colon)) return std::nullopt;
  return Credential{begin + colon + 1, begin + host, "a password"};
}

}  // namespace

namespace {

// Which bytes make up words: letters, digits and _.
constexpr std::array<bool, 256> word_bytes = [] {
  std::array<bool, 256> in{};
  for (int c = 0; c < 256; ++c) in[size_t(c)] = is_in(word, static_cast<char>(c));
  return in;
}();

bool is_word_byte(char c) { return word_bytes[static_cast<unsigned char>(c)]; }

size_t end_of_word(std::string_view text, size_t at) {
  while (at < text.size() && is_word_byte(text[at])) ++at;
  return at;
}

bool may_be_token(std::string_view text, size_t at) {
  if (at + 2 >= text.size()) return false;
  const NextBytes& next = next_bytes[text[at] & 31];
  return (next.second & low_bits(text[at + 1])) != 0 && (next.third & low_bits(text[at + 2])) != 0;
}

// Tells of nearly all places that nothing begins there. `at` is no word's middle.
bool may_begin(std::string_view text, size_t at) {
  if (is_word_byte(text[at])) return may_be_token(text, at);
  return (text[at] == ':' && text.substr(at).starts_with("://")) ||
         (text[at] == '-' && text.substr(at).starts_with("-----"));
}

std::optional<Credential> credential_at(std::string_view text, size_t at) {
  if (text[at] == ':') return url_password_at(text, at);
  if (text[at] == '-') return private_key_at(text, at);
  if (text[at] != 'e') return token_at(text, at);
  // Reads each run of its letters once.
  return at == 0 || text[at - 1] != '-' ? web_token_at(text, at) : std::nullopt;
}

}  // namespace

std::optional<Credential> find_credential(std::string_view text, size_t from) {
  bool begins = from == 0 || !is_word_byte(text[from - 1]);
  for (size_t at = from; at < text.size(); begins = true) {
    if (begins && may_begin(text, at)) {
      if (std::optional<Credential> found = credential_at(text, at)) return found;
    }
    at = is_word_byte(text[at]) ? end_of_word(text, at) : at + 1;
  }
  return std::nullopt;
}

namespace {

constexpr std::string_view secret_words[] = {"apikey", "auth",     "credential", "credentials",
                                             "key",    "password", "pword",      "passwd",
                                             "secret", "token"};
constexpr std::string_view harmless_words[] = {"public", "file", "version"};

// Every secret word has one of these letters, which most names have not.
bool may_name_secret(std::string_view name) {
  return std::any_of(name.begin(), name.end(), [](char c) {
    const char lower = to_lower(c);
    return lower == 'h' || lower == 'k' || lower == 'r' || lower == 'w';
  });
}

}  // namespace

bool names_secret(std::string_view variable) {
  if (!may_name_secret(variable)) return false;
  bool secret = false;
  for (size_t at = 0; at <= variable.size();) {
    const size_t end = std::min(variable.find('_', at), variable.size());
    const std::string_view part = variable.substr(at, end - at);
    const auto equals = [&](std::string_view known) { return equal_ignoring_case(part, known); };
    if (std::any_of(std::begin(harmless_words), std::end(harmless_words), equals)) return false;
    secret |= std::any_of(std::begin(secret_words), std::end(secret_words), equals);
    at = end + 1;
  }
  return secret;
}

// ---- files

namespace {

struct Known {
  std::string_view name;
  std::string_view kind;
};

constexpr Known base_names[] = {{".npmrc", "npm's credentials"},
                                {".pypirc", "PyPI credentials"},
                                {".netrc", "passwords of hosts"},
                                {"_netrc", "passwords of hosts"},
                                {".git-credentials", "git's passwords"},
                                {".pgpass", "passwords of databases"},
                                {".dockercfg", "passwords of registries"},
                                {".vault-token", "a Vault token"},
                                {".env", "an application's settings and secrets"},
                                {".env.local", "an application's settings and secrets"},
                                {"id_rsa", "an SSH private key"},
                                {"id_dsa", "an SSH private key"},
                                {"id_ecdsa", "an SSH private key"},
                                {"id_ed25519", "an SSH private key"},
                                {"kubeconfig", "credentials of a cluster"},
                                {"credentials.json", "credentials"},
                                {"terraform.tfstate", "the secrets of Terraform's resources"},
                                {"master.key", "the key of Rails' credentials"},
                                {"application_default_credentials.json", "Google credentials"}};

constexpr Known path_ends[] = {{".aws/credentials", "AWS credentials"},
                               {".docker/config.json", "passwords of registries"},
                               {".kube/config", "credentials of a cluster"},
                               {".kube", "credentials of a cluster"},
                               {".composer/auth.json", "Composer's passwords"},
                               {".ssh", "SSH private keys"},
                               {".aws", "AWS credentials"},
                               {".gnupg", "GnuPG's private keys"}};

bool has_any(std::string_view text, std::initializer_list<std::string_view> parts) {
  return std::any_of(parts.begin(), parts.end(),
                     [&](std::string_view part) { return text.find(part) != text.npos; });
}

// By the end of the name: server.key, app-key.pem, store.p12.
std::string_view key_file(std::string_view lower) {
  if (has_any(lower, {"pub", "sample", "example", "trust", "cacert", "gpg", "apt", "repo",
                      "release", "rpm", "sign"}))
    return {};
  if (lower.ends_with(".key")) return "a private key";
  if (lower.ends_with(".pem") && has_any(lower, {"key", "priv"})) return "a private key";
  if (lower.ends_with(".ppk")) return "an SSH private key";
  if (lower.ends_with(".p12") || lower.ends_with(".pfx")) return "a certificate's private key";
  if (lower.ends_with(".jks") || lower.ends_with(".keystore")) return "Java's private keys";
  if (lower.ends_with(".json") &&
      has_any(lower, {"service-account", "service_account", "serviceaccount"}))
    return "a service account's key";
  return {};
}

}  // namespace

std::string_view credential_file(std::string_view path) {
  while (path.ends_with('/')) path.remove_suffix(1);
  const std::string_view base = path.substr(path.rfind('/') + 1);
  for (const Known& known : base_names) {
    if (base == known.name) return known.kind;
  }
  for (const Known& known : path_ends) {
    if (path == known.name ||
        (path.ends_with(known.name) && path[path.size() - known.name.size() - 1] == '/'))
      return known.kind;
  }
  return key_file(to_lower(base));
}

}  // namespace dflint
