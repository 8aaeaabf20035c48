#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "loader/configuration/vm/mac_addresses.h"
#include "loader/diagnostics/letter_case.h"
#include "loader/warnings/cloud_init/cloud_init_data.h"
#include "loader/warnings/finders.h"

namespace vmp {

namespace {

// Cards without an address get one when the provisioner is generated: 52 and five bytes that nobody chose.
bool may_be_generated(const std::string& mac) {
  return mac.starts_with("52:") && !mac.starts_with("52:54:00:");
}

class MacFinder {
 public:
  explicit MacFinder(const VmConfiguration& vm) {
    for (const Text& mac : list_macs(vm)) macs_.push_back(to_lower(mac.value));
  }

  // "match: {macaddress: ...}" of version 2, "mac_address: ..." of version 1.
  void walk(const Value& value, bool is_match) {
    for (const Value& item : value.items()) walk(item, false);
    for (const auto& [key, below] : value.entries()) {
      const bool is_mac_key = key.text() == "mac_address" || (is_match && key.text() == "macaddress");
      if (is_mac_key && below.is_scalar() && is_mac(below.text())) check(below);
      walk(below, key.text() == "match");
    }
  }

  Diagnostics take_warnings() { return std::move(warnings_); }

 private:
  void check(const Value& mac) {
    const std::string wanted = to_lower(mac.text());
    if (std::ranges::find(macs_, wanted) != macs_.end() || may_be_generated(wanted)) return;
    warnings_.push_back(warn(Warning::kUnmatchedMac, mac.place(),
                             fmt::format("no network card of the VM has the MAC address \"{}\"", mac.text()),
                             "Give it to one: network: [{name: lan, options: {mac: ...}}]."));
  }

  std::vector<std::string> macs_;
  Diagnostics warnings_;
};

}  // namespace

// A warning for each MAC address that the network-config of a VM matches and that none of its network cards has: what
// is said of that card would be said of none.
Diagnostics find_unmatched_macs(const ResolvedVm& vm) {
  const std::optional<CloudInit>& cloud_init = vm.configuration.cloud_init;
  const std::optional<Value> network = cloud_init ? read_datum(cloud_init->network_config) : std::nullopt;
  if (!network) return {};
  MacFinder finder(vm.configuration);
  finder.walk(*network, false);
  return finder.take_warnings();
}

}  // namespace vmp
