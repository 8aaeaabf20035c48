#include "cli/inventory/documents.h"
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

// As the registry has it; what is no text there is none here.
void add_written(Map& fields, const Value& entry, std::string_view key) {
  const Value* value = entry.find(key);
  if (value != nullptr && !value->is_null()) add_text(fields, key, value->text());
}

Value describe(const TagDescription& tag) {
  Map fields;
  if (tag.only) add_text(fields, "tag", *tag.only);
  for (const char* key : {"pattern", "url", "volumeName"}) add_written(fields, tag.entry, key);
  add_texts(fields, "directories", tag.directories);
  add_texts(fields, "vms", tag.vms);
  return Value::map(std::move(fields));
}

Value describe(const ImageDescription& image) {
  Map fields;
  for (const char* key : {"name", "description"}) add_written(fields, image.entry, key);
  if (!image.provisioner.empty()) add_text(fields, "provisioner", image.provisioner);
  add_list(fields, "tags", image.tags, [](const TagDescription& each) { return describe(each); });
  return Value::map(std::move(fields));
}

template <typename Entries>
Value describe_all(const Entries& entries) {
  List items;
  for (const auto& entry : entries) items.push_back(describe(entry));
  return Value::list(std::move(items));
}

}  // namespace

Value document_of(const std::vector<NodeConfiguration>& nodes) {
  return describe_all(nodes);
}

Value document_of(const std::vector<NetworkConfiguration>& networks) {
  return describe_all(networks);
}

Value document_of(const std::vector<VmConfiguration>& vms) {
  return describe_all(vms);
}

Value document_of(const std::vector<ImageDescription>& images) {
  return describe_all(images);
}

std::string write_json_inventory(const LandscapeDescription& landscape) {
  Map sections;
  add(sections, "nodes", document_of(landscape.nodes));
  add(sections, "networks", document_of(landscape.networks));
  add(sections, "vms", document_of(landscape.vms));
  return write_json(Value::map(std::move(sections)));
}

}  // namespace vmp
