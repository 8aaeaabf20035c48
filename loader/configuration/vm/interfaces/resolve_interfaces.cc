#include "loader/configuration/vm/interfaces/resolve_interfaces.h"

#include <algorithm>
#include <string>
#include <utility>

#include "loader/configuration/variables/nic_names.h"
#include "loader/configuration/variables/settle.h"
#include "loader/configuration/vm/interfaces/interface_networks.h"
#include "loader/configuration/vm/interfaces/interface_reader.h"
#include "loader/configuration/vm/interfaces/network_config.h"
#include "loader/configuration/vm/interfaces/nic_variables.h"

namespace vmp {

namespace {

constexpr std::string_view kInterfaces = "interfaces";

// A missing name is told of the VM as a whole.
std::string expand_domain_name(const MergedEntry& vm, Variables& variables, Diagnostics& mistakes) {
  const Value* name = vm.value().find_path({"libvirt", "domain", "name"});
  return name == nullptr ? "" : expand_variables(*name, variables, mistakes).text();
}

}  // namespace

ResolvedInterfaces resolve_interfaces(const MergedEntry& vm, VmConfiguration& configuration, Variables& variables,
                                      Diagnostics& mistakes, const Networks& networks, Stopwatch& watch) {
  const Value& written = *vm.value().find(kInterfaces);
  for (const std::string& name : list_nic_variable_names(written.items().size())) {
    variables.make_unavailable(name, "It is computed from the interfaces, which are resolved first.");
  }
  const Value settled = settle(kInterfaces, written, variables, mistakes);
  const std::string domain = expand_domain_name(vm, variables, mistakes);
  vm.stop_at_mistakes(mistakes);
  vm.validate_as(Shape::kConfiguredInterfaces, Value::map({{*vm.value().find_key(kInterfaces), settled}}), vm.label(),
                 vm.value());
  ResolvedInterfaces result;
  result.list = fill_in_interface_defaults(settled, {configuration.name.value, domain, configuration.node.uri.value});
  configuration.interfaces = read_interfaces(result.list);
  result.networks = find_interface_networks(configuration, networks, watch, mistakes);
  vm.stop_at_mistakes(mistakes);
  for (std::size_t index = 0; index < result.networks.size(); ++index) {
    if (result.networks[index] != nullptr) take_from_network(configuration.interfaces[index], *result.networks[index]);
  }
  return result;
}

void add_nic_variables(const std::vector<Interface>& interfaces, Variables& variables) {
  for (NicVariable& each : list_nic_variables(interfaces)) {
    if (each.text) {
      variables.add(each.name, Value::scalar(*each.text).as_raw());
    } else if (!variables.contains(each.name)) {
      variables.make_unavailable(each.name, std::move(each.help));
    }
  }
}

void add_network_config(VmConfiguration& configuration, Value& vm) {
  if (!configuration.cloud_init || configuration.cloud_init->network_config) return;
  if (std::ranges::none_of(configuration.interfaces, &Interface::is_static)) return;
  const Value config = write_network_config(configuration.interfaces);
  configuration.cloud_init->network_config = config;
  const Value& cloud_init = *vm.find("cloudInit");
  const Value& no_cloud = *cloud_init.find("noCloud");
  const Value* written = no_cloud.find("data");
  const Value data = (written == nullptr ? Value::map({}) : *written).with_entry("network-config", config);
  vm = vm.with_entry("cloudInit", cloud_init.with_entry("noCloud", no_cloud.with_entry("data", data)));
}

}  // namespace vmp
