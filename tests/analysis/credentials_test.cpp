// Which texts are credentials, and which only look like some.
#include <fmt/core.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "analysis/credentials.h"

namespace dflint {
namespace {

// The credential found, without its surroundings; empty where there is none.
std::string found_in(std::string_view text) {
  const std::optional<Credential> found = find_credential(text);
  return found ? std::string(text.substr(found->begin, found->end - found->begin)) : "";
}

// Put together here, so that no scanner takes this file for a leak.
std::string token(std::string_view prefix, std::string_view rest) {
  return std::string(prefix) + std::string(rest);
}
constexpr std::string_view random40 = "a81Kq0ZpXw3Rt5Yv7Nb9Mc2Ld4Fg6Hj8SkABcd2E";

TEST(Credentials, AreKnownByTheirForm) {
  for (const std::string& known :
       {token("ghp_", random40.substr(0, 36)), token("npm_", random40.substr(0, 36)),
        token("glpat-", random40.substr(0, 20)), token("AKIA", "Q3EGX7ZPLM5NB2RT"),
        token("xoxb-", "2345678901-abcDEFghi"), token("sk_live_", random40.substr(0, 24)),
        token("hf_", random40.substr(0, 34)), token("AIza", random40.substr(0, 35))}) {
    EXPECT_EQ(found_in("ENV A=" + known), known);
    EXPECT_EQ(found_in("\"" + known + "\""), known);
    EXPECT_EQ(found_in("x" + known), "") << "part of another word";
    EXPECT_EQ(found_in(known.substr(0, known.size() - 12)), "") << "too short";
  }
}

TEST(Credentials, PlaceholdersAreNone) {
  for (const std::string& harmless :
       {token("ghp_", "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"), token("AKIA", "IOSFODNN7EXAMPLE"),
        token("npm_", "0000000000000000000000000000000000aa"), token("npm_", "config_registry"),
        token("ghp_", "$TOKEN")}) {
    EXPECT_EQ(found_in(harmless), "") << harmless;
  }
}

TEST(Credentials, PasswordsInUrls) {
  EXPECT_EQ(found_in("git clone https://bob:Fv7Qm2xW9b@git.acme.io/x"), "Fv7Qm2xW9b");
  EXPECT_EQ(found_in("URL=postgres://app:Fv7Qm2xW9b@db.acme.io/app"), "Fv7Qm2xW9b");
  EXPECT_EQ(found_in("git+https://" + std::string(random40) + "@git.acme.io/x"), random40);
  // Words of placeholders in a password do not make it one.
  for (const std::string_view password :
       {"secretpass", "testhouse7", "Passw0rdOfBob", "key-Fv7Qm2xW", "mysql!Fv7Q"}) {
    EXPECT_EQ(found_in(fmt::format("https://bob:{}@git.acme.io/x", password)), password);
  }
  for (const std::string_view password :
       {"password", "PASSWORD", "YOUR_PASSWORD", "your-password-here", "xxxxxxxx", "changeme",
        "test123", "123456", "abcdef123", "<pass>", "x-oauth-basic", "my.secret"}) {
    EXPECT_EQ(found_in(fmt::format("https://bob:{}@git.acme.io/x", password)), "") << password;
  }
  for (const std::string_view harmless :
       {"https://bob:$PASSWORD@git.acme.io/x", "https://$TOKEN@git.acme.io/x",
        "https://bob:<password>@git.acme.io", "https://user:password@git.acme.io",
        "postgres://app:Fv7Qm2xW9b@localhost/app", "https://git.acme.io/a:b@c",
        "https://git.acme.io:8443/x", "git://git@git.acme.io/x", "x://a:Fv7Qm2xW9b@b",
        "https://pypi.org/@scope/pkg", "https://bob:Fv7Qm2xW9b@example.com"}) {
    EXPECT_EQ(found_in(harmless), "") << harmless;
  }
}

TEST(Credentials, PrivateKeysNeedMoreThanAHeader) {
  const std::string header = "-----BEGIN RSA PRIVATE KEY-----";
  EXPECT_EQ(found_in("echo \"" + header + "\\nMIIEpAIBAAKCAQEA4f5wg5l2hKsTeNem\""), header);
  EXPECT_EQ(found_in(header + "\nMIIEpAIBAAKCAQEA4f5wg5l2hKsTeNem"), header);
  EXPECT_EQ(found_in("grep -q '" + header + "' /key"), "");
  EXPECT_EQ(found_in("-----BEGIN PUBLIC KEY-----\nMIIEpAIBAAKCAQEA4f5wg5l2hKsTeNem"), "");
}

TEST(Credentials, AreFoundInLinearTime) {
  for (const std::string_view piece :
       {"eyJ", "-eyJ.", "://a:", "ghp_a", "-----BEGIN ", "sk-ant-"}) {
    std::string text;
    while (text.size() < 1u << 20) text += piece;
    EXPECT_EQ(found_in(text), "") << piece;
  }
}

TEST(Credentials, FilesByName) {
  for (const std::string_view secret :
       {".npmrc", "config/.npmrc", "id_rsa", "/root/.ssh/id_ed25519", ".aws/credentials",
        "home/.docker/config.json", ".ssh/", "tls/server.key", "app-key.pem", "store.p12",
        "gcp-service-account.json", ".env"}) {
    EXPECT_FALSE(credential_file(secret).empty()) << secret;
  }
  for (const std::string_view harmless :
       {"id_rsa.pub", ".env.example", "cert.pem", "ca.crt", "docker.gpg.key", "truststore.jks",
        "package.json", "config.json", "credentials", ".", "", "/", "nodesource-repo.key", "npmrc",
        "service.json"}) {
    EXPECT_EQ(credential_file(harmless), "") << harmless;
  }
}

TEST(Credentials, VariablesByName) {
  for (const std::string_view secret : {"NPM_TOKEN", "api_key", "PASSWORD", "GH_AUTH"}) {
    EXPECT_TRUE(names_secret(secret)) << secret;
  }
  for (const std::string_view harmless :
       {"TOKENS", "PUBLIC_KEY", "PASSWORD_FILE", "KEYBOARD", "AUTHOR", "", "_"}) {
    EXPECT_FALSE(names_secret(harmless)) << harmless;
  }
}

}  // namespace
}  // namespace dflint
