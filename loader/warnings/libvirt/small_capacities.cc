#include <fmt/format.h>

#include <cstdint>
#include <optional>

#include "loader/validation/capacity.h"
#include "loader/warnings/finders.h"

namespace vmp {

// A warning for each volume that is too small for anything: most likely its capacity lacks a unit. 8 are 8 bytes.
Diagnostics find_small_capacities(const ResolvedVm& vm) {
  constexpr std::uint64_t kMebibyte = 1024 * 1024;
  Diagnostics warnings;
  for (const Volume& volume : vm.configuration.volumes) {
    if (!volume.capacity) continue;
    const std::optional<std::uint64_t> bytes = parse_capacity(volume.capacity->value);
    if (!bytes || *bytes >= kMebibyte) continue;
    warnings.push_back(warn(Warning::kSmallCapacity, volume.capacity->place,
                            fmt::format("volume \"{}\" has {} bytes only", volume.name.value, *bytes),
                            "A capacity without a unit is one in bytes: write 8G for 8 GiB."));
  }
  return warnings;
}

}  // namespace vmp
