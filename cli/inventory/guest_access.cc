#include "cli/inventory/inventory.h"
#include "provisioners/libvirt/ssh.h"

namespace vmp {

namespace {

std::string find_user(const VmConfiguration& vm) {
  if (vm.ssh.user) return vm.ssh.user->value;
  for (const char* name : {"V1BETA1_SSH_USER", "V1ALPHA1_SSH_USER"}) {
    const auto found = vm.variables.find(name);
    if (found != vm.variables.end()) return found->second.value;
  }
  return "";
}

std::string find_address(const VmConfiguration& vm) {
  if (vm.ssh.host) return vm.ssh.host->value;
  for (const Interface& interface : vm.interfaces) {
    if (!interface.addresses.empty()) return to_string(interface.addresses.front().address);
  }
  return "";
}

}  // namespace

GuestAccess find_access(const VmConfiguration& vm) {
  return {find_address(vm), find_user(vm), libvirt::proxy_command(vm.node.uri)};
}

}  // namespace vmp
