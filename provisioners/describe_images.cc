#include "provisioners/describe_images.h"

#include <map>

#include "loader/configuration/image/image_directories.h"
#include "loader/configuration/image/images.h"
#include "loader/registry/kind.h"

namespace vmp {

namespace {

// Who has something to do with each entry of `tags`.
using NamesByTag = std::map<const Value*, std::vector<std::string>>;

void add(NamesByTag& names, const Registry& registry, const std::string& image, const std::string& tag,
         const std::string& name) {
  const std::optional<TagMatch> match = registry.tag_patterns().find(*registry.images().find(image), tag);
  names[match->tag].push_back(name);
}

NamesByTag find_users(const Registry& registry, const LandscapeDescription& landscape) {
  NamesByTag users;
  for (const VmConfiguration& vm : landscape.vms) {
    if (vm.has_image()) add(users, registry, vm.image.name.value, vm.image.tag.value, vm.name.value);
  }
  return users;
}

NamesByTag find_directories(const Registry& registry) {
  NamesByTag directories;
  for (const BuiltName& built : list_image_directories(registry, Images(registry))) {
    add(directories, registry, built.name, built.tag, std::string(kImageKind.directory) + built.path());
  }
  return directories;
}

std::string find_provisioner(const Registry& registry, const Value& image) {
  const Inheritance inherited = registry.inheritance().inherited_by(image, kImageKind);
  const Value* own = image.find("provisioner");
  const Value* provisioner = own != nullptr ? own : inherited.merged.find("provisioner");
  return provisioner == nullptr || provisioner->is_null() ? "" : provisioner->text();
}

}  // namespace

std::vector<ImageDescription> describe_images(const Registry& registry, const LandscapeDescription& landscape) {
  NamesByTag users = find_users(registry, landscape);
  NamesByTag directories = find_directories(registry);
  std::vector<ImageDescription> images;
  for (const Value& image : registry.images().entries()) {
    images.push_back({image, find_provisioner(registry, image), {}});
    const Value* tags = image.find("tags");
    if (tags == nullptr) continue;
    for (const Value& tag : tags->items()) {
      images.back().tags.push_back({tag, find_only_tag(registry, image, tag), directories[&tag], users[&tag]});
    }
  }
  return images;
}

}  // namespace vmp
