#include "loader/configuration/variables/default_variables.h"

#include <array>
#include <string>
#include <string_view>
#include <utility>

namespace vmp {

namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 4> kDefaultVariables = {{
    {"DEFAULT_IMAGE_DIR", ".images"},
    {"DEFAULT_NETWORK_NAME", "default"},
    {"DEFAULT_POOL_NAME", "default"},
    {"DEFAULT_POOL_PATH", "/var/lib/libvirt/images"},
}};

struct VersionDefault {
  std::string_view provisioner;
  std::string_view name;
  std::string_view text;
};

// Where a version differs.
constexpr std::array<VersionDefault, 1> kVersionDefaults = {{
    {"v1beta1", "DEFAULT_IMAGE_DIR", "../.images"},  // the base directory's, which all VMs share
}};

std::string_view find_default(std::string_view provisioner, std::string_view name, std::string_view otherwise) {
  for (const VersionDefault& each : kVersionDefaults) {
    if (each.provisioner == provisioner && each.name == name) return each.text;
  }
  return otherwise;
}

}  // namespace

Value default_variables(std::string_view provisioner) {
  Map variables;
  for (const auto& [name, text] : kDefaultVariables) {
    variables.push_back(
        {Value::scalar(std::string(name)), Value::scalar(std::string(find_default(provisioner, name, text)))});
  }
  return Value::map(std::move(variables));
}

}  // namespace vmp
