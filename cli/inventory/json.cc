#include "cli/inventory/inventory.h"
#include "cli/inventory/values.h"
#include "loader/document/write_json.h"
#include "loader/registry/kind.h"

namespace vmp {

namespace {

Value describe(const NodeConfiguration& node) {
  Map fields;
  add_text(fields, "name", node.node.name.value);
  add_text(fields, "description", node.description);
  add_text(fields, "uri", node.node.uri.value);
  add_text(fields, "provisioner", node.provisioner);
  if (node.provisioner) add_text(fields, "directory", std::string(kNodeKind.directory) + node.node.name.value);
  return Value::map(std::move(fields));
}

Value describe(const NetworkConfiguration& network) {
  Map fields;
  add_text(fields, "name", network.name.value);
  add_text(fields, "description", network.description);
  add_text(fields, "node", network.node.name.value);
  add_text(fields, "provisioner", network.provisioner);
  if (network.provisioner) add_text(fields, "directory", std::string(kNetworkKind.directory) + network.name.value);
  if (network.domain) add_text(fields, "domain", network.domain->name.value);
  std::vector<std::string> addresses;
  for (const NetworkAddress& each : network.addresses) addresses.push_back(to_string(each.prefix));
  add_texts(fields, "addresses", addresses);
  return Value::map(std::move(fields));
}

Value describe(const Interface& interface) {
  Map fields;
  add_text(fields, "name", interface.name.value);
  add_text(fields, "network", network_of(interface));
  add_text(fields, "mac", interface.mac.value);
  std::vector<std::string> addresses;
  for (const InterfaceAddress& each : interface.addresses) addresses.push_back(to_string(each.address));
  add_texts(fields, "addresses", addresses);
  add_text(fields, "hostname", interface.hostname.value);
  return Value::map(std::move(fields));
}

Value describe(const VmConfiguration& vm) {
  Map fields;
  add_text(fields, "name", vm.name.value);
  add_text(fields, "description", vm.description);
  add_text(fields, "node", vm.node.name.value);
  if (vm.has_image()) add_text(fields, "image", vm.image.name.value + ":" + vm.image.tag.value);
  add_text(fields, "provisioner", vm.provisioner.value);
  add_text(fields, "directory", vm.name.value);
  add_text(fields, "domain", vm.domain.name.value);
  add_texts(fields, "groups", texts_of(vm.groups));
  std::vector<std::string> needed;
  for (const Dependency& each : vm.depends_on) needed.push_back(each.vm.value);
  add_texts(fields, "dependsOn", needed);
  const GuestAccess access = find_access(vm);
  if (!access.address.empty()) add_text(fields, "address", access.address);
  if (!access.user.empty()) add_text(fields, "user", access.user);
  add_list(fields, "interfaces", vm.interfaces, [](const Interface& each) { return describe(each); });
  return Value::map(std::move(fields));
}

}  // namespace

std::string write_json_inventory(const LandscapeDescription& landscape) {
  Map sections;
  const auto describe_any = [](const auto& each) { return describe(each); };
  add_list(sections, "nodes", landscape.nodes, describe_any);
  add_list(sections, "networks", landscape.networks, describe_any);
  add_list(sections, "vms", landscape.vms, describe_any);
  return write_json(Value::map(std::move(sections)));
}

}  // namespace vmp
