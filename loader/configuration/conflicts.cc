#include "loader/configuration/conflicts.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <vector>

#include "loader/configuration/mac_addresses.h"

namespace vmp {

namespace {

// Something that a node has once, where a VM claims it.
struct Claim {
  const Configuration* vm = nullptr;
  Place place;
  const Volume* volume = nullptr;  // for volumes
};

// By node and name of what is claimed, which have no line breaks.
using ClaimsByName = std::unordered_map<std::string, Claim>;

// A default has no place of its own: then the VM's name has to serve.
Place place_of(const Text& text, const Configuration& vm) {
  return text.place.is_known() ? text.place : vm.name.place;
}

bool is_backing(const Volume& volume, const Configuration& vm) {
  return std::ranges::any_of(vm.volumes, [&volume](const Volume& each) {
    const auto* backing = std::get_if<BackingVolume>(&each.source);
    return backing != nullptr && backing->name.value == volume.name.value &&
           backing->pool_name.value == volume.pool_name.value;
  });
}

// Whether other VMs may have this volume too. A seed has the same path in every VM's directory and another
// content.
bool may_be_shared(const Volume& volume, const Configuration& vm) {
  const auto* upload = std::get_if<UploadFile>(&volume.source);
  if (upload == nullptr) return false;
  if (vm.cloud_init && upload->path.value == vm.cloud_init->seed_path.value) return false;
  return volume.deletion_policy == DeletionPolicy::kRetain || is_backing(volume, vm);
}

bool is_defined_alike(const Volume& left, const Volume& right) {
  const auto definition = [](const Volume& volume) {
    const auto* upload = std::get_if<UploadFile>(&volume.source);
    return std::tuple(volume.format.value, volume.capacity ? volume.capacity->value : "", volume.deletion_policy,
                      upload != nullptr ? upload->path.value : "");
  };
  return definition(left) == definition(right);
}

std::string lower(std::string text) {
  for (char& byte : text) {
    if (byte >= 'A' && byte <= 'Z') byte = static_cast<char>(byte - 'A' + 'a');
  }
  return text;
}

constexpr const char* kHowToShare =
    "VMs share a volume that is uploaded from the same file and has the deletionPolicy Retain or is only the backing "
    "of other volumes.";

class Claims {
 public:
  void add(const Configuration& vm) {
    claim(domains_, vm.domain.name.value, {&vm, place_of(vm.domain.name, vm)},
          [&] { return fmt::format("domain \"{}\"", vm.domain.name.value); });
    for (const Text& mac : list_macs(vm)) {
      claim(macs_, lower(mac.value), {&vm, place_of(mac, vm)},
            [&] { return fmt::format("MAC address \"{}\"", mac.value); });
    }
    for (const Volume& volume : vm.volumes) {
      // A pool's name has no "/".
      const std::string name = volume.pool_name.value + "/" + volume.name.value;
      claim(volumes_, name, {&vm, place_of(volume.name, vm), &volume},
            [&] { return fmt::format("volume \"{}\" of pool \"{}\"", volume.name.value, volume.pool_name.value); });
    }
  }

  Diagnostics take_mistakes() { return std::move(mistakes_); }

 private:
  // `describe` says what is claimed, for a mistake.
  void claim(ClaimsByName& claims, const std::string& name, const Claim& claim, const auto& describe) {
    const auto [found, is_first] = claims.try_emplace(claim.vm->node.uri.value + "\n" + name, claim);
    if (is_first) return;
    const Claim& first = found->second;
    const bool is_shareable = claim.volume != nullptr && first.vm != claim.vm &&
                              may_be_shared(*claim.volume, *claim.vm) && may_be_shared(*first.volume, *first.vm);
    if (is_shareable && is_defined_alike(*claim.volume, *first.volume)) return;
    report(describe(), first, claim, is_shareable);
  }

  void report(const std::string& what, const Claim& first, const Claim& claim, bool is_shareable) {
    const std::string& name = claim.vm->name.value;
    const std::string& other = first.vm->name.value;
    const std::string message = first.vm == claim.vm ? fmt::format("VM \"{}\" has {} twice", name, what)
                                : is_shareable
                                    ? fmt::format("VM \"{}\" and VM \"{}\" define {} differently", name, other, what)
                                    : fmt::format("VM \"{}\" and VM \"{}\" both have {}", name, other, what);
    const bool is_volume = claim.volume != nullptr && first.vm != claim.vm && !is_shareable;
    mistakes_.push_back({.place = claim.place,
                         .message = fmt::format("{} on node \"{}\"", message, claim.vm->node.name.value),
                         .help = is_volume ? kHowToShare : "",
                         .notes = {{first.place, fmt::format("{} of VM \"{}\"", what, other)}}});
  }

  ClaimsByName domains_;
  ClaimsByName macs_;
  ClaimsByName volumes_;
  Diagnostics mistakes_;
};

}  // namespace

Diagnostics find_conflicts(std::span<const Configuration> configurations) {
  Claims claims;
  for (const Configuration& vm : configurations) claims.add(vm);
  return claims.take_mistakes();
}

}  // namespace vmp
