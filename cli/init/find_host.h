#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/run_program.h"

namespace vmp {

// A network of a libvirt, as far as a registry describes it.
struct HostNetwork {
  std::string name;
  std::string mode;    // as the registry has it: "nat", "bridge", ...
  std::string bridge;  // of mode bridge
  struct Address {
    std::string cidr;
    std::vector<std::string> ranges;  // of DHCP: FIRST-LAST
    bool has_dhcp = false;
  };
  std::vector<Address> addresses;
  bool is_active = false;
};

// A storage pool that is a directory.
struct HostPool {
  std::string name;
  std::string path;
  bool is_active = false;
};

// What there is to know of a libvirt.
struct Host {
  std::string uri;
  std::string problem;  // why nothing is known of it, in a line; empty if it answered
  std::vector<HostNetwork> networks;
  std::vector<HostPool> pools;
  std::size_t left_out = 0;  // networks and pools of other kinds, or with names or paths that need escaping somewhere
};

// Asks a libvirt for its networks and pools, by virsh, which only reads and cannot ask for a password. Whatever goes
// wrong is the host's problem.
Host find_host(const std::string& uri, const RunProgram& run);

}  // namespace vmp
