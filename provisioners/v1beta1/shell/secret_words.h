#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "loader/configuration/secrets/secret.h"

namespace vmp::v1beta1 {

// A section of a Makefile that says where the values of secrets are: words of a make variable, for provisioner.sh.
// Empty where there are none. Raises Error at the place of a word that make or the shell cannot take.
std::string write_secrets(std::string_view variable, const std::vector<Secret>& secrets);

}  // namespace vmp::v1beta1
