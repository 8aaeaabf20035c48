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

}  // namespace

Value default_variables() {
  Map variables;
  for (const auto& [name, text] : kDefaultVariables) {
    variables.push_back({Value::scalar(std::string(name)), Value::scalar(std::string(text))});
  }
  return Value::map(std::move(variables));
}

}  // namespace vmp
