#pragma once

#include <span>
#include <vector>

#include "loader/configuration/secrets/secret.h"
#include "loader/configuration/vm/vm_configuration.h"
#include "provisioners/v1beta1/script.h"

namespace vmp::v1beta1 {

// The files of this folder, which every kind has.
std::span<const Script> shared_scripts();

// Those that download an image, check it and unpack it, or say who builds it; what this one needs.
std::vector<Script> download_scripts(const Image& image);

// Those that start an installer on a node and wait for it.
std::span<const Script> installer_scripts();

// That which shows how far a transfer is.
Script progress_script();

// Those that take the steps of "make provision", in the guest and here; none where there are no steps.
std::vector<Script> provision_scripts(const std::vector<ProvisionStep>& steps);

// That of shared_scripts() which keeps temporary files, for directories that need no other one.
Script files_script();

// That which makes lines of what a console says.
Script console_script();

// Those that fetch the values of secrets; none where there are no secrets.
std::vector<Script> secret_scripts(const std::vector<Secret>& secrets);

}  // namespace vmp::v1beta1
