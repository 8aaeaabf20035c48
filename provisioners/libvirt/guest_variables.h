#pragma once

#include <span>
#include <string>
#include <string_view>

#include "loader/configuration/vm/vm_configuration.h"

namespace vmp::libvirt {

// A make variable that a provisioner's Makefile always has.
struct GuestVariable {
  std::string_view name;  // with the version's prefix
  std::string_view meaning;
  std::string_view default_value;
};

// The Makefile's section of variables that one can give on make's command line: each of `known` with what it means and
// the registry's value or the default, then the registry's others that begin with `prefix` ("V1BETA1_"). Those that end
// with SSH_HOST, SSH_USER and SSH_OPTS have what the registry says under `ssh`.
// Raises Error at the place of a name or a value that make cannot take.
std::string write_guest_variables(const VmConfiguration& configuration, std::string_view prefix,
                                  std::span<const GuestVariable> known);

}  // namespace vmp::libvirt
