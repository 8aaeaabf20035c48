#include "loader/configuration/network/networks.h"

namespace vmp {

Networks::Networks(const Registry& registry) : registry_(registry) {
  for (const Value& entry : registry.networks().entries()) slots_.try_emplace(entry.find("name")->text());
}

const ResolvedNetwork* Networks::find(std::string_view name, Stopwatch& watch) const {
  const auto found = slots_.find(name);
  if (found == slots_.end()) {
    if (registry_.networks().has_left_out(name)) throw Error::told_elsewhere();
    return nullptr;
  }
  Slot& slot = found->second;
  const std::scoped_lock guard(slot.lock);
  if (!slot.was_asked_for) {
    slot.was_asked_for = true;
    slot.network = resolve_network(registry_, name, watch);
  }
  if (!slot.network) throw Error::told_elsewhere();
  return &*slot.network;
}

}  // namespace vmp
