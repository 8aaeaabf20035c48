#pragma once

#include <optional>
#include <string>
#include <vector>

#include "loader/document/value.h"
#include "loader/registry/registry.h"
#include "provisioners/describe_landscape.h"

namespace vmp {

// An entry of an image's `tags`, as it is written: its texts may have groups of the pattern.
struct TagDescription {
  Value entry;
  std::optional<std::string> only;       // the tag that it is for, where that is one: "12"
  std::vector<std::string> directories;  // of those that are built: "images/web/12"
  std::vector<std::string> vms;          // with a tag of this entry, in the registry's order
};

struct ImageDescription {
  Value entry;
  std::string provisioner;  // its own or a template's; empty if there is none
  std::vector<TagDescription> tags;
};

// All images of a registry that is right, in its order; `landscape` is that registry's.
std::vector<ImageDescription> describe_images(const Registry& registry, const LandscapeDescription& landscape);

}  // namespace vmp
