#pragma once

#include <string>
#include <string_view>

#include "provisioners/impact/fact.h"

namespace vmp::impact {

// What a file of manifests says (https://kubernetes.io/docs/concepts/overview/working-with-objects), a fact for each
// object: "virtual machine", or "data volume" and its name. Their parts are the fields of "spec" and the annotations,
// by their paths; what has a name in a list is called by it: "template.spec.domain.devices.disks[root].disk.bus". What
// cannot be read is one fact, the text of the file `path`.
Facts read_manifest_facts(std::string_view path, std::string_view text);

}  // namespace vmp::impact
