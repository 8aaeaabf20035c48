#include "loader/configuration/vm/version_keys.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>

namespace vmp {

namespace {

// A key that a version of provisioners does not have.
struct MissingKey {
  std::string_view version;
  std::string_view key;  // "ssh.hostKey" is one in the map "ssh"
  std::string_view has;  // a version that has it
  std::string_view help;
};

constexpr std::array<MissingKey, 9> kMissing = {{
    {"v1alpha1", "interfaces", "v1beta1",
     "Write \"provisioner: v1beta1\". Or give it a \"network\" under virtInstall."},
    {"v1alpha1", "groups", "v1beta1", "Write \"provisioner: v1beta1\"."},
    {"v1alpha1", "dependsOn", "v1beta1", "Write \"provisioner: v1beta1\"."},
    {"v1alpha1", "provision", "v1beta1", "Write \"provisioner: v1beta1\"."},
    {"v1alpha1", "secrets", "v1beta1", "Write \"provisioner: v1beta1\"."},
    {"v1alpha1", "libvirt.domain.install", "v1beta1",
     "Write \"provisioner: v1beta1\". Or give it a \"location\" under virtInstall."},
    {"v1alpha1", "ssh.hostKey", "v1beta1", "Write \"provisioner: v1beta1\". Or give ssh its own options."},
    {"kubevirt-v1alpha1", "interfaces", "v1beta1",
     "Network cards stand in KubeVirt's words under kubevirt.virtualMachine: template.spec.domain.devices.interfaces."},
    {"kubevirt-v1alpha1", "ssh.hostKey", "v1beta1", "Nobody vouches for the guest's key: ssh takes the first one."},
}};

// The entry behind a key, if it has a value.
const Entry* find_given(const Value& map, std::string_view key) {
  const std::size_t dot = key.find('.');
  for (const Entry& entry : map.entries()) {
    if (entry.key.text() != key.substr(0, dot) || entry.value.is_null()) continue;
    return dot == std::string_view::npos ? &entry : find_given(entry.value, key.substr(dot + 1));
  }
  return nullptr;
}

Diagnostic describe(const MissingKey& key, const Value& vm) {
  return {.place = find_given(vm, key.key)->key.place(),
          .message = fmt::format("provisioner \"{}\" has no \"{}\"; \"{}\" has", key.version, key.key, key.has),
          .help = std::string(key.help),
          .notes = {{vm.find("provisioner")->place(), fmt::format("the provisioner is \"{}\"", key.version)}}};
}

}  // namespace

bool has_key(std::string_view provisioner, std::string_view key) {
  return std::ranges::none_of(kMissing,
                              [&](const MissingKey& each) { return each.version == provisioner && each.key == key; });
}

Diagnostics find_keys_of_other_versions(const Value& vm, std::string_view provisioner) {
  Diagnostics mistakes;
  for (const MissingKey& key : kMissing) {
    if (key.version == provisioner && find_given(vm, key.key) != nullptr) mistakes.push_back(describe(key, vm));
  }
  return mistakes;
}

}  // namespace vmp
