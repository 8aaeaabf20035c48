#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "loader/configuration/image/image_configuration.h"

namespace vmp {

// The digests of a build: a state of the disk is found again by what has led to it. provisioners/v1beta1/image/chain.sh
// computes the same from a directory, where files may have changed since it was generated. All digests are SHA-256, 64
// hexadecimal digits in lower case.

// The digest of what a part says: of its type and words, in their order. The first line is the format's version.
std::string digest_part(const ImagePart& part);

// The digests of the states, first the source's, then one behind each step, last that of the result. The parts' own
// digests must be filled in.
std::vector<std::string> digest_chain(const ImageConfiguration& image);

// The name of a result's file: `volume_name` with the first 8 digits of the chain's digest before its extension, so
// "web.qcow2" is "web-3f9c2a7d.qcow2". What has another chain has another name, and whoever uses the old one keeps it.
std::string name_result(std::string_view volume_name, std::string_view chain);

}  // namespace vmp
