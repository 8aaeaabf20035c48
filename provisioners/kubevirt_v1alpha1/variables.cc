#include "provisioners/kubevirt_v1alpha1/variables.h"

#include <array>

#include "provisioners/libvirt/guest_variables.h"

namespace vmp::kubevirt_v1alpha1 {

using libvirt::GuestVariable;

namespace {

constexpr std::string_view kPrefix = "KUBEVIRT_V1ALPHA1_";

constexpr std::array kKnownVariables = {
    GuestVariable{"KUBEVIRT_V1ALPHA1_SSH_HOST", "The guest's address; empty: by virtctl, through the cluster", ""},
    GuestVariable{"KUBEVIRT_V1ALPHA1_SSH_USER", "The user in the guest; empty: ssh decides", ""},
    GuestVariable{"KUBEVIRT_V1ALPHA1_SSH_OPTS", "Options of ssh, as words of a shell", ""},
    GuestVariable{"KUBEVIRT_V1ALPHA1_SSH_EXTRA_OPTS", "More of them", ""},
    GuestVariable{"KUBEVIRT_V1ALPHA1_WAIT_FOR_READY_TIMEOUT_SECS", "When wait-for-ready gives up", "600"},
    GuestVariable{"KUBEVIRT_V1ALPHA1_WAIT_FOR_READY_INTERVAL_SECS", "How long it waits between two attempts", "3"},
    GuestVariable{"KUBEVIRT_V1ALPHA1_WAIT_FOR_READY_SSH_CONNECT_TIMEOUT_SECS",
                  "How long one attempt may take to connect", "10"},
};

}  // namespace

std::string write_variables(const VmConfiguration& configuration) {
  return libvirt::write_guest_variables(configuration, kPrefix, kKnownVariables);
}

bool reads_variable(std::string_view name) {
  return name.starts_with(kPrefix);
}

}  // namespace vmp::kubevirt_v1alpha1
