#pragma once

#include <optional>
#include <string>
#include <vector>

#include "loader/configuration/vm/vm_configuration.h"

namespace vmp::libvirt {

struct CloudInitFile {
  std::string name;  // as cloud-init wants it on the seed: meta-data, user-data, vendor-data, network-config
  std::string text;
};

// The files of a NoCloud seed (REGISTRY.md, section 7): meta-data and user-data always, since cloud-init
// takes a seed without them for none; the others where they are given.
std::vector<std::string> name_cloud_init_files(const CloudInit& cloud_init);

// The same with their texts. With secrets, what has a placeholder in a map (secrets.h) is in double quotes.
std::vector<CloudInitFile> write_cloud_init_files(const CloudInit& cloud_init, const Text& vm_name,
                                                  bool has_secrets = false);

// The instance-id of the meta-data, by which a guest knows what it is; nothing where vmp does not know what cloud-init
// reads there.
std::optional<std::string> find_instance_id(const CloudInit& cloud_init, const Text& vm_name);

}  // namespace vmp::libvirt
