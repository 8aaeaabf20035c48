#include "loader/configuration/image/image_directories.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "loader/configuration/merged_entry.h"
#include "loader/configuration/variables/computed_variables.h"
#include "loader/configuration/vm/image_reference.h"
#include "loader/diagnostics/diagnostic.h"
#include "loader/registry/image_builds.h"

namespace vmp {

namespace {

// What a VM names.
std::optional<BuiltName> find_reference(const Registry& registry, const Value& vm, Stopwatch& watch) {
  try {
    Diagnostics mistakes;
    const Value reference =
        MergedEntry(registry, kVmKind, kComputedForVms, vm, watch).expand_reference("image", mistakes);
    if (reference.is_null()) return std::nullopt;
    const Image image = select_image(registry, reference).image;
    return BuiltName{image.name.value, image.tag.value};
  } catch (const Error&) {
    return std::nullopt;
  }
}

// Null where it is only downloaded, and where it cannot be resolved.
const ImageConfiguration* find_built(const Images& images, const BuiltName& name, Stopwatch& watch) {
  try {
    const ResolvedImage* image = images.find(name.name, name.tag, watch);
    return image == nullptr ? nullptr : &image->configuration;
  } catch (const Error&) {
    return nullptr;
  }
}

// The name, if it is of a tag that is built, and what that is built on.
void add_with_bases(const Images& images, std::optional<BuiltName> name, std::set<BuiltName>& names, Stopwatch& watch) {
  while (name && !names.contains(*name)) {
    const ImageConfiguration* image = find_built(images, *name, watch);
    if (image == nullptr) return;
    names.insert(*name);
    const std::optional<ImageBase>& base = image->source.base;
    name.reset();
    if (base && base->is_built) name = BuiltName{base->name.value, base->tag.value};
  }
}

bool has_built(const Registry& registry, const Value& image) {
  const Value* tags = image.find("tags");
  return tags != nullptr && std::ranges::any_of(tags->items(), [&](const Value& tag) {
           return merge_build(registry.inheritance(), image, tag).has_value();
         });
}

}  // namespace

std::vector<BuiltName> list_image_directories(const Registry& registry, const Images& images) {
  // Most registries have none, and looking at what each VM names takes a merge.
  const auto is_built = [&registry](const Value& image) { return has_built(registry, image); };
  if (std::ranges::none_of(registry.images().entries(), is_built)) return {};
  Stopwatch watch(nullptr, Stage::kResolve);
  std::set<BuiltName> names;
  for (const BuiltName& name : list_built_images(registry)) add_with_bases(images, name, names, watch);
  for (const Value& vm : registry.vms().entries()) {
    add_with_bases(images, find_reference(registry, vm, watch), names, watch);
  }
  return {names.begin(), names.end()};
}

}  // namespace vmp
