#include "loader/configuration/claims/claims.h"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "loader/configuration/local_path.h"
#include "loader/configuration/vm/mac_addresses.h"
#include "loader/diagnostics/letter_case.h"
#include "loader/document/write_yaml.h"

namespace vmp {

namespace {

bool is_backing(const Volume& volume, const VmConfiguration& vm) {
  return std::ranges::any_of(vm.volumes, [&volume](const Volume& each) {
    const auto* backing = std::get_if<BackingVolume>(&each.source);
    return backing != nullptr && backing->name.value == volume.name.value &&
           backing->pool_name.value == volume.pool_name.value;
  });
}

// A seed has the same path in every VM's directory and another content.
bool may_be_shared(const Volume& volume, const VmConfiguration& vm) {
  const auto* upload = std::get_if<UploadFile>(&volume.source);
  if (upload == nullptr) return false;
  if (vm.cloud_init && upload->path.value == vm.cloud_init->seed_path.value) return false;
  return volume.deletion_policy == DeletionPolicy::kRetain || is_backing(volume, vm);
}

std::vector<std::string> list_shared(const Volume& volume, const VmConfiguration& vm) {
  if (!may_be_shared(volume, vm)) return {};
  return {std::get<UploadFile>(volume.source).path.value, volume.format.value,
          volume.capacity ? volume.capacity->value : "",
          volume.deletion_policy == DeletionPolicy::kRetain ? "Retain" : "Delete"};
}

// What is kept may be the VMs' that say the same of it.
std::vector<std::string> list_shared(const DataVolume& volume) {
  if (volume.deletion_policy != DeletionPolicy::kRetain) return {};
  return {write_yaml(volume.spec), volume.annotations ? write_yaml(*volume.annotations) : ""};
}

// A default has no place of its own: then the VM's name has to serve.
Text with_place(const Text& text, const VmConfiguration& vm) {
  return {text.value, text.place.is_known() ? text.place : vm.name.place};
}

// The same for two claims of the same thing. URIs and names have no line breaks, a pool's name has no "/".
std::string identify(const Claim& claim, const Node& node) {
  const std::string start = fmt::format("{}\n{}", node.uri.value, static_cast<int>(claim.kind));
  const std::string name = claim.kind == Claim::Kind::kMac ? to_lower(claim.name.value) : claim.name.value;
  return start + claim.pool_name + "/" + name;
}

std::string describe(const Claim& claim) {
  const std::string& name = claim.name.value;
  if (claim.kind == Claim::Kind::kDomain) return fmt::format("domain \"{}\"", name);
  if (claim.kind == Claim::Kind::kMac) return fmt::format("MAC address \"{}\"", name);
  if (claim.kind == Claim::Kind::kPool) return fmt::format("pool \"{}\"", name);
  if (claim.kind == Claim::Kind::kDataVolume) return fmt::format("data volume \"{}\"", name);
  if (claim.kind == Claim::Kind::kBridge) return fmt::format("bridge \"{}\"", name);
  return fmt::format("volume \"{}\" of pool \"{}\"", name, claim.pool_name);
}

// Where VMs do not share what they might, or describe what they share differently.
std::string how_to_share(Claim::Kind kind, bool is_shared) {
  if (kind == Claim::Kind::kPool) return "VMs share a pool that has the same directory in all of them.";
  if (kind == Claim::Kind::kDataVolume)
    return "VMs share one that is the same in all of them and has the deletionPolicy Retain.";
  if (kind != Claim::Kind::kVolume || is_shared) return "";
  return "VMs share a volume that is uploaded from the same file and has the deletionPolicy Retain or is only the "
         "backing of other volumes.";
}

class Conflicts {
 public:
  void add(const Claims& claims) {
    for (const Claim& claim : claims.claims) {
      const auto [found, is_first] = first_.try_emplace(identify(claim, claims.node), Owner{&claims, &claim});
      if (!is_first) compare(found->second, {&claims, &claim});
    }
  }

  Diagnostics take_mistakes() { return std::move(mistakes_); }

 private:
  struct Owner {
    const Claims* claims = nullptr;
    const Claim* claim = nullptr;
  };

  void compare(const Owner& first, const Owner& second) {
    const bool is_twice = first.claims == second.claims;
    const bool may_share = !is_twice && !first.claim->shared.empty() && !second.claim->shared.empty();
    if (may_share && first.claim->shared == second.claim->shared) return;
    const std::string what = describe(*second.claim);
    const std::string& name = second.claims->owner;
    const std::string& other = first.claims->owner;
    const std::string message = is_twice    ? fmt::format("{} has {} twice", name, what)
                                : may_share ? fmt::format("{} and {} define {} differently", name, other, what)
                                            : fmt::format("{} and {} both have {}", name, other, what);
    mistakes_.push_back({.place = second.claim->name.place,
                         .message = fmt::format("{} on node \"{}\"", message, second.claims->node.name.value),
                         .help = is_twice ? "" : how_to_share(second.claim->kind, may_share),
                         .notes = {{first.claim->name.place, fmt::format("{} of {}", what, other)}}});
  }

  std::unordered_map<std::string, Owner> first_;
  Diagnostics mistakes_;
};

}  // namespace

Claims list_claims(const VmConfiguration& vm) {
  std::vector<Claim> claims = {{Claim::Kind::kDomain, with_place(vm.domain.name, vm)}};
  for (const Text& mac : list_macs(vm)) claims.push_back({Claim::Kind::kMac, with_place(mac, vm)});
  for (const Pool& pool : vm.pools) {
    claims.push_back(
        {.kind = Claim::Kind::kPool, .name = with_place(pool.name, vm), .shared = {tidy_path(pool.path.value)}});
  }
  for (const Volume& volume : vm.volumes) {
    claims.push_back({.kind = Claim::Kind::kVolume,
                      .name = with_place(volume.name, vm),
                      .pool_name = volume.pool_name.value,
                      .shared = list_shared(volume, vm)});
  }
  if (vm.kubevirt) {
    for (const DataVolume& volume : vm.kubevirt->data_volumes)
      claims.push_back({.kind = Claim::Kind::kDataVolume, .name = volume.name, .shared = list_shared(volume)});
  }
  return {fmt::format("VM \"{}\"", vm.name.value), vm.node, std::move(claims), list_backing_links(vm)};
}

Claims list_claims(const NetworkConfiguration& network) {
  std::vector<Claim> claims;
  const bool makes_bridge = network.mode != NetworkMode::kBridge && network.mode != NetworkMode::kOpenvswitch;
  if (network.bridge && makes_bridge) claims.push_back({Claim::Kind::kBridge, *network.bridge});
  if (network.mac) claims.push_back({Claim::Kind::kMac, *network.mac});
  return {fmt::format("network \"{}\"", network.name.value), network.node, std::move(claims)};
}

Claims list_claims(const NodeConfiguration& node) {
  std::vector<Claim> claims;
  for (const NodePool& pool : node.pools) {
    const auto* directory = std::get_if<DirectoryPool>(&pool.kind);
    const std::string path = directory == nullptr ? "" : directory->path.value;
    claims.push_back({.kind = Claim::Kind::kPool, .name = pool.name, .shared = {path}});
  }
  return {fmt::format("node \"{}\"", node.node.name.value), node.node, std::move(claims)};
}

Diagnostics find_conflicts(std::span<const Claims> all) {
  Conflicts conflicts;
  std::vector<BackingLink> backings;
  for (const Claims& each : all) {
    conflicts.add(each);
    backings.insert(backings.end(), each.backings.begin(), each.backings.end());
  }
  Diagnostics mistakes = conflicts.take_mistakes();
  append(mistakes, find_backing_circles(backings));
  return mistakes;
}

}  // namespace vmp
