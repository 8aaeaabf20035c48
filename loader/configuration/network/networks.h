#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "loader/configuration/network/resolve_network.h"
#include "loader/registry/registry.h"
#include "loader/work/profile.h"

namespace vmp {

// The networks of a registry, each resolved once, when somebody first asks for it. Safe to use from several threads.
class Networks {
 public:
  // The registry must outlive this.
  explicit Networks(const Registry& registry);

  // The network of that name, or nullptr if the registry has none. Raises Error with the network's mistakes to who asks
  // first, without diagnostics to others, and where the registry left the network out. Owned by this.
  const ResolvedNetwork* find(std::string_view name, Stopwatch& watch) const;

  // In the registry's order.
  std::vector<std::string> names() const { return registry_.networks().names(); }

 private:
  struct Slot {
    std::mutex lock;
    bool was_asked_for = false;
    std::optional<ResolvedNetwork> network;
  };

  const Registry& registry_;
  mutable std::map<std::string, Slot, std::less<>> slots_;
};

}  // namespace vmp
