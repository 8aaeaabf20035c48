#include "loader/warnings/small_overlays.h"

#include <fmt/format.h>

#include <charconv>
#include <limits>
#include <map>
#include <string>
#include <tuple>

namespace vmp {

namespace {

std::string to_lower(std::string_view text) {
  std::string lower(text);
  for (char& byte : lower) {
    if (byte >= 'A' && byte <= 'Z') byte = static_cast<char>(byte - 'A' + 'a');
  }
  return lower;
}

// What one of a unit has in bytes, or nothing for an unknown unit.
std::optional<std::uint64_t> bytes_of_unit(const std::string& unit) {
  constexpr std::string_view kPrefixes = "kmgtpe";
  if (unit.empty() || unit == "b" || unit == "byte" || unit == "bytes") return 1;
  const std::size_t power = kPrefixes.find(unit.front());
  if (power == std::string_view::npos) return std::nullopt;
  const std::string_view rest = std::string_view(unit).substr(1);
  const std::uint64_t base = rest == "b" ? 1000 : 1024;
  if (!rest.empty() && rest != "b" && rest != "ib") return std::nullopt;
  std::uint64_t bytes = base;
  for (std::size_t step = 0; step < power; ++step) bytes *= base;
  return bytes;
}

using VolumeKey = std::tuple<std::string, std::string, std::string>;  // node, pool, name

std::map<VolumeKey, Text> list_capacities(std::span<const Configuration> vms) {
  std::map<VolumeKey, Text> capacities;
  for (const Configuration& vm : vms) {
    for (const Volume& volume : vm.volumes) {
      if (!volume.capacity) continue;
      capacities.try_emplace({vm.node.uri.value, volume.pool_name.value, volume.name.value}, *volume.capacity);
    }
  }
  return capacities;
}

bool is_smaller(const Text& overlay, const Text& base) {
  const std::optional<std::uint64_t> overlay_bytes = parse_capacity(overlay.value);
  const std::optional<std::uint64_t> base_bytes = parse_capacity(base.value);
  return overlay_bytes && base_bytes && *overlay_bytes < *base_bytes;
}

}  // namespace

Diagnostics find_small_overlays(std::span<const Configuration> vms) {
  const std::map<VolumeKey, Text> capacities = list_capacities(vms);
  Diagnostics warnings;
  for (const Configuration& vm : vms) {
    for (const Volume& volume : vm.volumes) {
      const auto* backing = std::get_if<BackingVolume>(&volume.source);
      if (backing == nullptr || !volume.capacity) continue;
      const auto base = capacities.find({vm.node.uri.value, backing->pool_name.value, backing->name.value});
      if (base == capacities.end() || !is_smaller(*volume.capacity, base->second)) continue;
      warnings.push_back(warn(Warning::kSmallOverlay, volume.capacity->place,
                              fmt::format("volume \"{}\" is smaller than its backing volume \"{}\"", volume.name.value,
                                          backing->name.value),
                              "The guest would find its disk cut off."));
      warnings.back().notes.push_back({base->second.place, fmt::format("which has {}", base->second.value)});
    }
  }
  return warnings;
}

std::optional<std::uint64_t> parse_capacity(std::string_view text) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc()) return std::nullopt;
  const std::string unit = to_lower(text.substr(static_cast<std::size_t>(end - text.data())));
  const std::optional<std::uint64_t> bytes = bytes_of_unit(unit);
  if (!bytes || number > std::numeric_limits<std::uint64_t>::max() / *bytes) return std::nullopt;
  return number * *bytes;
}

}  // namespace vmp
