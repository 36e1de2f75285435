// What is known of images by their names: which are ordinary systems, and where those leave
// WORKDIR.
#pragma once

#include <string_view>

#include "analysis/image.h"

namespace dflint {

// The name of an image of Docker Hub's library without tag, "debian" of
// docker.io/library/debian:12; empty where the image is none of the library.
std::string_view library_name(const ImageReference& image);

// Images that set no WORKDIR, so that it is /: those of systems and languages that are used most,
// and scratch. False where nothing is known.
bool starts_at_root(std::string_view image);

}  // namespace dflint
