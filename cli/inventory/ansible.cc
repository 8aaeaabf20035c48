#include <algorithm>
#include <set>

#include "cli/inventory/inventory.h"
#include "cli/inventory/values.h"
#include "generator/quoting.h"
#include "loader/document/write_yaml.h"

namespace vmp {

namespace {

// Names of groups are names of variables: other characters than these would be warned of.
std::string group_name(std::string name) {
  std::ranges::replace_if(
      name,
      [](unsigned char c) { return !(c >= '0' && c <= '9') && !(c >= 'A' && c <= 'Z') && !(c >= 'a' && c <= 'z'); },
      '_');
  return name;
}

Value describe_host(const VmConfiguration& vm) {
  const GuestAccess access = find_access(vm);
  Map variables;
  if (!access.address.empty()) add_text(variables, "ansible_host", access.address);
  if (!access.user.empty()) add_text(variables, "ansible_user", access.user);
  if (!access.proxy_command.empty()) {
    add_text(variables, "ansible_ssh_common_args", "-o ProxyCommand=" + quote_for_shell(access.proxy_command));
  }
  add_text(variables, "vmp_node", vm.node.name.value);
  add_text(variables, "vmp_directory", vm.name.value);
  return Value::map(std::move(variables));
}

// The groups in the order in which VMs name them first, each with its members.
class AnsibleGroups {
 public:
  void add_member(const std::string& group, const std::string& vm) {
    auto found = std::ranges::find(groups_, group, &std::pair<std::string, Map>::first);
    if (found == groups_.end()) found = groups_.insert(found, {group, {}});
    add(found->second, vm, Value::map({}));
  }

  Value write() const {
    Map children;
    for (const auto& [name, members] : groups_)
      add(children, name, Value::map({{Value::scalar("hosts"), Value::map(members)}}));
    return Value::map(std::move(children));
  }

 private:
  std::vector<std::pair<std::string, Map>> groups_;
};

}  // namespace

std::string write_ansible_inventory(const LandscapeDescription& landscape) {
  Map hosts;
  AnsibleGroups groups;
  // Ansible warns where a group and a host have one name.
  std::set<std::string> names;
  for (const VmConfiguration& vm : landscape.vms) names.insert(vm.name.value);
  for (const VmConfiguration& vm : landscape.vms) {
    add(hosts, vm.name.value, describe_host(vm));
    for (const Text& group : vm.groups) {
      const std::string name = group_name(group.value);
      groups.add_member(names.contains(name) ? name + "_group" : name, vm.name.value);
    }
    groups.add_member("node_" + group_name(vm.node.name.value), vm.name.value);
  }
  Map all;
  add(all, "hosts", Value::map(std::move(hosts)));
  add(all, "children", groups.write());
  Map document;
  add(document, "all", Value::map(std::move(all)));
  return write_yaml(Value::map(std::move(document)));
}

}  // namespace vmp
