#include "loader/configuration/vm/version_keys.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstddef>

namespace vmp {

namespace {

constexpr std::array<std::string_view, 2> kVersions = {"v1alpha1", "v1beta1"};  // oldest first

struct VersionKey {
  std::string_view key;  // "ssh.hostKey" is one in the map "ssh"
  std::string_view since;
  std::string_view otherwise;  // what to do in an older version, or ""
};

constexpr std::array<VersionKey, 7> kKeys = {{
    {"interfaces", "v1beta1", "Or give it a \"network\" under virtInstall."},
    {"groups", "v1beta1", ""},
    {"dependsOn", "v1beta1", ""},
    {"provision", "v1beta1", ""},
    {"secrets", "v1beta1", ""},
    {"libvirt.domain.install", "v1beta1", "Or give it a \"location\" under virtInstall."},
    {"ssh.hostKey", "v1beta1", "Or give ssh its own options."},
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

Diagnostic describe(const VersionKey& key, const Value& vm, std::string_view provisioner) {
  const std::string help = fmt::format("Write \"provisioner: {}\".", key.since);
  return {.place = find_given(vm, key.key)->key.place(),
          .message = fmt::format("provisioner \"{}\" has no \"{}\"; \"{}\" has", provisioner, key.key, key.since),
          .help = key.otherwise.empty() ? help : fmt::format("{} {}", help, key.otherwise),
          .notes = {{vm.find("provisioner")->place(), fmt::format("the provisioner is \"{}\"", provisioner)}}};
}

}  // namespace

bool has_key(std::string_view provisioner, std::string_view key) {
  const auto known = std::ranges::find(kKeys, key, &VersionKey::key);
  return known == kKeys.end() ||
         std::ranges::find(kVersions, known->since) <= std::ranges::find(kVersions, provisioner);
}

Diagnostics find_keys_of_later_versions(const Value& vm, std::string_view provisioner) {
  const auto own = std::ranges::find(kVersions, provisioner);  // an unknown one is told elsewhere
  if (own == kVersions.end()) return {};
  Diagnostics mistakes;
  for (const VersionKey& key : kKeys) {
    if (find_given(vm, key.key) == nullptr || std::ranges::find(kVersions, key.since) <= own) continue;
    mistakes.push_back(describe(key, vm, provisioner));
  }
  return mistakes;
}

}  // namespace vmp
