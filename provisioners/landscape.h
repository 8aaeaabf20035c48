#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "loader/configuration/claims/claims.h"
#include "loader/configuration/fleet/assemble_fleet.h"
#include "loader/configuration/image/image_directories.h"
#include "loader/configuration/image/images.h"
#include "loader/configuration/network/networks.h"
#include "loader/configuration/node/node_configuration.h"
#include "loader/configuration/vm/resolve_vm.h"
#include "loader/diagnostics/diagnostic.h"
#include "loader/registry/registry.h"
#include "loader/work/work.h"

namespace vmp {

// The entries of a registry as they are resolved, kind by kind, and what they are to each other. Of each it keeps only
// what others need: a registry may have many.
class Landscape {
 public:
  // The registry and the work must outlive this.
  Landscape(const Registry& registry, const Work& work)
      : registry_(registry), networks_(registry), images_(registry), work_(work) {}

  // Gets an entry that was resolved, with its index among those that are; may add to what is found, and raise. Called
  // from several threads, in any order.
  template <typename Resolved>
  using Use = std::function<void(std::size_t index, const Resolved& entry, Stopwatch& watch, Diagnostics& found)>;

  // Those that there is more to say of than how they are reached; before what is on them.
  void resolve_nodes();

  void resolve_vms(const std::vector<std::string>& names, const Use<ResolvedVm>& use);

  // All networks, for they may stand in each other's way, each with the hosts that VMs are on it which were resolved
  // before.
  void resolve_networks(const Use<NetworkConfiguration>& use);

  // Those of list_image_directories(), or others that are built.
  void resolve_images(const std::vector<BuiltName>& names, const Use<ResolvedImage>& use);

  // Those that have a directory where all of the registry is generated.
  std::vector<BuiltName> list_images() const { return list_image_directories(registry_, images_); }

  // The nodes, each with the VMs and networks on it which were resolved before.
  void use_nodes(const Use<NodeConfiguration>& use);

  // The same.
  const std::vector<NodeConfiguration>& nodes() const { return nodes_; }

  // All together, behind the others. `nodes` are the names of those with a directory.
  void resolve_fleet(const std::vector<std::string>& nodes, const Use<FleetConfiguration>& use);

  // What was found, with conflicts between entries and the mistakes that the registry keeps.
  Diagnostics finish();

 private:
  // What a VM is on a network of the registry: a host, or a guest that has no address of its own.
  struct PluggedHost {
    std::string network;
    std::optional<NetworkHost> host;
  };

  // What there is to say of one entry, and what is kept of it.
  struct Findings {
    Diagnostics diagnostics = {};
    Claims claims = {};
    std::vector<PluggedHost> hosts = {};
    NodeConfiguration* node = nullptr;  // that the entry is on, where it is one of nodes()
    std::optional<NodeVm> vm_on_node = {};
    std::optional<NodeNetwork> network_on_node = {};
    std::optional<FleetVm> vm = {};
    std::optional<FleetNetwork> network = {};
    std::optional<FleetImage> image = {};
  };

  template <typename Function>
  void find_for_each(std::size_t count, const Function& function);
  static std::vector<PluggedHost> list_hosts(const VmConfiguration& vm, const Networks& networks, Stopwatch& watch);
  void keep(PluggedHost host);
  void keep(Findings findings);
  NodeConfiguration* find_node(const std::string& name);  // one of nodes(), or nullptr
  NetworkConfiguration with_hosts(const NetworkConfiguration& network) const;

  const Registry& registry_;
  const Networks networks_;
  const Images images_;
  const Work& work_;
  std::map<std::string, std::vector<NetworkHost>> hosts_;  // by network, in the order of VMs
  FleetMembers members_;                                   // without nodes; of VMs those that others or a fleet need
  std::map<std::string, std::size_t> dynamic_guests_;      // by network
  std::vector<NodeConfiguration> nodes_;
  std::unordered_map<std::string, std::size_t> node_by_name_;
  std::vector<Claims> claims_;
  Diagnostics diagnostics_;
};

// The VMs that have interfaces, and so may be on networks of the registry.
std::vector<std::string> list_plugged_vms(const Registry& registry);

}  // namespace vmp
