#include "provisioners/v1beta1/vm/variables.h"

#include <array>
#include <string_view>

#include "provisioners/libvirt/guest_variables.h"

namespace vmp::v1beta1 {

using libvirt::GuestVariable;

namespace {

constexpr std::string_view kPrefix = "V1BETA1_";

constexpr std::array kKnownVariables = {
    GuestVariable{"V1BETA1_SSH_HOST", "The guest's address; empty: the one that V1BETA1_IP_CMD finds", ""},
    GuestVariable{"V1BETA1_SSH_USER", "The user in the guest; empty: ssh decides", ""},
    GuestVariable{"V1BETA1_SSH_OPTS", "Options of ssh, as words of a shell", ""},
    GuestVariable{"V1BETA1_SSH_EXTRA_OPTS", "More of them", ""},
    GuestVariable{"V1BETA1_IP_CMD", "A command that prints the address; empty: DHCP leases, guest agent, ARP", ""},
    GuestVariable{"V1BETA1_WAIT_FOR_READY_TIMEOUT_SECS", "When wait-for-ready gives up", "600"},
    GuestVariable{"V1BETA1_WAIT_FOR_READY_INTERVAL_SECS", "How long it waits between two attempts", "3"},
    GuestVariable{"V1BETA1_WAIT_FOR_READY_SSH_CONNECT_TIMEOUT_SECS", "How long one attempt may take to connect", "3"},
    GuestVariable{"V1BETA1_LIVE", "Does up change what it can in a guest that runs? yes or no", "yes"},
    GuestVariable{"V1BETA1_CONSOLIDATE_TIMEOUT_SECS", "When consolidate stops waiting; the node goes on", "3600"},
    GuestVariable{"V1BETA1_SHUTDOWN_TIMEOUT_SECS", "When stop powers off a guest that does not shut down", "60"},
};

}  // namespace

std::string write_variables(const VmConfiguration& configuration) {
  return libvirt::write_guest_variables(configuration, kPrefix, kKnownVariables);
}

bool reads_variable(std::string_view name) {
  return name.starts_with(kPrefix) || name == "DEFAULT_IMAGE_DIR";
}

}  // namespace vmp::v1beta1
