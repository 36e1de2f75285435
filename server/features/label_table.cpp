// The table of label keys.
#include "server/features/label_table.h"

namespace dflint {
namespace {

constexpr LabelKey labels[] = {
    {"org.opencontainers.image.title", "name", "a name for people"},
    {"org.opencontainers.image.description", "description", "what the image is for"},
    {"org.opencontainers.image.version", "1.0.0", "the version of the packaged program"},
    {"org.opencontainers.image.source", "https://example.com/repository",
     "where its source code is"},
    {"org.opencontainers.image.url", "https://example.com", "where to read about it"},
    {"org.opencontainers.image.documentation", "https://example.com/docs",
     "where its documentation is"},
    {"org.opencontainers.image.licenses", "Apache-2.0", "an SPDX licence expression"},
    {"org.opencontainers.image.vendor", "vendor", "who distributes it"},
    {"org.opencontainers.image.authors", "name <mail@example.com>", "who to ask"},
    {"org.opencontainers.image.created", "2025-01-31T09:30:00Z", "when it was built, as RFC 3339"},
    {"org.opencontainers.image.revision", "commit", "the commit it was built from"},
    {"org.opencontainers.image.ref.name", "name", "the name of the reference to it"},
    {"org.opencontainers.image.base.name", "docker.io/library/debian:13",
     "the image it is built on"},
    {"org.opencontainers.image.base.digest", "sha256:digest", "the digest of that image"},
};

constexpr std::string_view licences[] = {
    "MIT",           "Apache-2.0",        "BSD-3-Clause", "BSD-2-Clause",     "ISC",
    "MPL-2.0",       "GPL-2.0-only",      "GPL-3.0-only", "GPL-3.0-or-later", "LGPL-3.0-or-later",
    "AGPL-3.0-only", "AGPL-3.0-or-later", "Unlicense",    "CC0-1.0",          "EUPL-1.2",
    "BSL-1.0",
};

}  // namespace

std::span<const LabelKey> label_keys() { return labels; }
std::span<const std::string_view> usual_licences() { return licences; }

}  // namespace dflint
