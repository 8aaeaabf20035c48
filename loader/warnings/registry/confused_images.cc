#include <fmt/format.h>

#include <string>
#include <unordered_map>
#include <vector>

#include "loader/configuration/image/images.h"
#include "loader/configuration/local_path.h"
#include "loader/configuration/vm/image_reference.h"
#include "loader/warnings/finders.h"

namespace vmp {

namespace {

// Where a VM has its image: in a file on this machine, or in a volume that is uploaded from that.
struct Home {
  std::string key;                 // the same for the same home
  const Volume* volume = nullptr;  // none: it is the file
};

std::vector<Home> list_homes(const VmConfiguration& vm) {
  std::vector<Home> homes = {{seen_from_base(vm.name.value, vm.image.path.value)}};
  for (const Volume& volume : vm.volumes) {
    const auto* upload = std::get_if<UploadFile>(&volume.source);
    if (upload == nullptr || upload->path.value != vm.image.path.value) continue;
    homes.push_back({vm.node.uri.value + "\n" + volume.pool_name.value + "/" + volume.name.value, &volume});
  }
  return homes;
}

std::string describe(const Home& home, const Image& image) {
  if (home.volume == nullptr) return fmt::format("file \"{}\"", image.path.value);
  return fmt::format("volume \"{}\" of pool \"{}\"", home.volume->name.value, home.volume->pool_name.value);
}

std::string describe(const Image& image) {
  return fmt::format("image \"{}:{}\"", image.name.value, image.tag.value);
}

std::string_view digest(const Image& image) {
  return image.checksum && image.checksum->digest ? std::string_view(image.checksum->digest->value) : "";
}

// Mirrors have one digest.
bool is_same_download(const Image& one, const Image& other) {
  return one.url.value == other.url.value || (!digest(one).empty() && digest(one) == digest(other));
}

std::string_view member(const Image& image) {
  return image.archive && image.archive->path ? std::string_view(image.archive->path->value) : "";
}

// Built images whose results only a digest tells apart.
void find_equal_results(const Registry& registry, Diagnostics& warnings) {
  std::unordered_map<std::string, Image> first_of;  // by the file's name
  for (const BuiltName& built : list_built_images(registry)) {
    const Image image = select_image(registry, Value::scalar(built.reference())).image;
    const Image& first = first_of.try_emplace(image.volume_name.value, image).first->second;
    if (first.name.value == image.name.value && first.tag.value == image.tag.value) continue;
    warnings.push_back(warn(Warning::kConfusedImage, image.volume_name.place,
                            fmt::format("{} and {} are built and have one \"volumeName\", \"{}\"", describe(image),
                                        describe(first), image.volume_name.value),
                            "Only the digests in the names of their files differ. Give each its own \"volumeName\"."));
    warnings.back().notes.push_back({first.volume_name.place, describe(first)});
  }
}

}  // namespace

// A warning for each image that a VM keeps in the same local file, or uploads to the same volume, as another VM an
// image with another URL or archive member: the one that comes first would be taken for both. And one for each image
// that is built and has the "volumeName" of another one.
Diagnostics find_confused_images(const ResolvedRegistry& resolved) {
  Diagnostics warnings;
  std::unordered_map<std::string, const Image*> first_in;  // by the home's key
  for (const VmConfiguration& vm : resolved.vms) {
    if (!vm.has_image()) continue;
    const Image& image = vm.image;
    for (const Home& home : list_homes(vm)) {
      const Image& first = *first_in.try_emplace(home.key, &image).first->second;
      const bool is_same = is_same_download(first, image);
      if (is_same && member(first) == member(image)) continue;
      warnings.push_back(
          warn(Warning::kConfusedImage, image.volume_name.place,
               fmt::format("{} and {} have the same {} and different {}", describe(image), describe(first),
                           describe(home, image), is_same ? "members of an archive" : "URLs"),
               "The one that comes first would be taken for both. Give each its own \"volumeName\"."));
      warnings.back().notes.push_back({first.volume_name.place, describe(first)});
      break;  // one is enough
    }
  }
  find_equal_results(resolved.registry, warnings);
  return warnings;
}

}  // namespace vmp
