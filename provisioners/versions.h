#pragma once

#include <span>
#include <string_view>

#include "generator/generated_files.h"
#include "loader/configuration/fleet/fleet_configuration.h"
#include "loader/configuration/image/image_configuration.h"
#include "loader/configuration/network/network_configuration.h"
#include "loader/configuration/node/node_configuration.h"
#include "loader/configuration/text.h"
#include "loader/configuration/vm/vm_configuration.h"
#include "loader/registry/kind.h"

namespace vmp {

// A provisioner version: the format of generated directories. A registry names it in `provisioner`.
//
// Each function makes the directory of one entry, each path beginning with it. It is a pure function of the
// configuration, raises Error at the place of a value that the directory cannot hold, and is null where the version
// does not have the kind.
struct ProvisionerVersion {
  std::string_view name;  // "v1alpha1"
  GeneratedFiles (*generate_vm)(const VmConfiguration&);
  GeneratedFiles (*generate_network)(const NetworkConfiguration&);
  GeneratedFiles (*generate_node)(const NodeConfiguration&);
  GeneratedFiles (*generate_image)(const ImageConfiguration&);
  // Whether it reads a variable of that name by itself, without a text that uses it. Null where it reads none.
  bool (*reads_variable)(std::string_view name);

  bool makes(const Kind& kind) const;
};

std::span<const ProvisionerVersion> provisioner_versions();

// Whether any version does.
bool is_read_by_provisioners(std::string_view variable);

// The version that makes entries of that kind. Raises Error at the name's place for an unknown version, with near
// matches, and for one without the kind.
const ProvisionerVersion& find_provisioner_version(const Text& name, const Kind& kind);

// Makes what drives all directories of a registry, of whichever versions they are: paths are relative to the base
// directory. Raises Error at the place of a value that it cannot hold.
GeneratedFiles generate_fleet(const FleetConfiguration& configuration);

}  // namespace vmp
