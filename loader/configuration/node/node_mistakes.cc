#include "loader/configuration/node/node_mistakes.h"

#include <fmt/format.h>

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "loader/configuration/local_path.h"
#include "loader/validation/network_rules.h"

namespace vmp {

namespace {

// What no two pools of a node can have: libvirt refuses to start the second one.
struct Source {
  std::string_view what;
  Text text;
};

// For std::visit.
struct SourcesOf {
  std::vector<Source> operator()(const DirectoryPool& pool) const { return {{"the path", pool.path}}; }
  std::vector<Source> operator()(const FilesystemPool& pool) const {
    return {{"the device", pool.device}, {"the path", pool.mount_point}};
  }
  std::vector<Source> operator()(const NetfsPool& pool) const {
    return {{"the export", {pool.host.value + ":" + pool.path.value, pool.path.place}}, {"the path", pool.mount_point}};
  }
  std::vector<Source> operator()(const LogicalPool& pool) const {
    std::vector<Source> sources = {{"the volume group", pool.volume_group}};
    for (const Text& device : pool.devices) sources.push_back({"the device", device});
    return sources;
  }
  std::vector<Source> operator()(const DiskPool& pool) const { return {{"the device", pool.device}}; }
  std::vector<Source> operator()(const IscsiPool& pool) const {
    return {{"the target", {pool.host.value + " " + pool.target.value, pool.target.place}}};
  }
  std::vector<Source> operator()(const RbdPool& pool) const {
    std::string name = pool.pool.value;
    for (const Text& host : pool.hosts) name += " " + host.value;
    return {{"the pool", {name, pool.pool.place}}};
  }
  std::vector<Source> operator()(const ZfsPool& pool) const { return {{"the dataset", pool.name}}; }
};

Diagnostics find_repeated_names(const std::vector<NodePool>& pools) {
  Diagnostics mistakes;
  std::map<std::string_view, const NodePool*> first;
  for (const NodePool& pool : pools) {
    const auto [known, is_new] = first.emplace(pool.name.value, &pool);
    if (is_new) continue;
    mistakes.push_back({.place = pool.name.place,
                        .message = fmt::format("pool \"{}\" is defined twice", pool.name.value),
                        .notes = {{known->second->name.place, "first defined here"}}});
  }
  return mistakes;
}

Diagnostics find_repeated_sources(const std::vector<NodePool>& pools) {
  Diagnostics mistakes;
  std::map<std::pair<std::string_view, std::string>, const NodePool*> first;
  for (const NodePool& pool : pools) {
    for (const Source& source : std::visit(SourcesOf(), pool.kind)) {
      const auto [known, is_new] = first.emplace(std::pair(source.what, source.text.value), &pool);
      if (is_new || known->second == &pool) continue;
      const NodePool& other = *known->second;
      mistakes.push_back({.place = source.text.place,
                          .message = fmt::format("pools \"{}\" and \"{}\" both have {} \"{}\"", other.name.value,
                                                 pool.name.value, source.what, source.text.value),
                          .help = "libvirt starts one of them only.",
                          .notes = {{other.name.place, fmt::format("pool \"{}\"", other.name.value)}}});
    }
  }
  return mistakes;
}

bool can_be_built(const NodePool& pool) {
  return std::holds_alternative<FilesystemPool>(pool.kind) || std::holds_alternative<LogicalPool>(pool.kind) ||
         std::holds_alternative<DiskPool>(pool.kind);
}

void check_build(const NodePool& pool, const Value& entry, Diagnostics& mistakes) {
  if (!pool.build || can_be_built(pool)) return;
  const bool is_directory = std::holds_alternative<DirectoryPool>(pool.kind);
  mistakes.push_back({.place = entry.find_key("build")->place(),
                      .message = fmt::format("pool \"{}\" of the kind \"{}\" cannot have \"build\"", pool.name.value,
                                             name_of_kind(pool)),
                      .help = is_directory ? "A directory is always made." : "There is no device to format."});
}

void check_login(const NodePool& pool, const Value& entry, Diagnostics& mistakes) {
  const Value& map = *entry.find(name_of_kind(pool));
  const Value* user = map.find_key("user");
  const Value* usage = map.find_key("secretUsage");
  if ((user == nullptr) == (usage == nullptr)) return;
  mistakes.push_back(
      {.place = (user == nullptr ? usage : user)->place(),
       .message = fmt::format("pool \"{}\" has \"{}\" without \"{}\"", pool.name.value,
                              user == nullptr ? "secretUsage" : "user", user == nullptr ? "user" : "secretUsage"),
       .help = "Who logs in needs both."});
}

void check_pool_path(const Pool& pool, const NodeConfiguration& node, Diagnostics& mistakes) {
  for (const NodePool& other : node.pools) {
    if (other.name.value == pool.name.value) continue;  // find_conflicts compares those
    for (const Source& source : std::visit(SourcesOf(), other.kind)) {
      if (source.what != "the path" || source.text.value != tidy_path(pool.path.value)) continue;
      mistakes.push_back({.place = pool.path.place,
                          .message = fmt::format("pool \"{}\" has the path of pool \"{}\" of node \"{}\"",
                                                 pool.name.value, other.name.value, node.node.name.value),
                          .help = fmt::format("Volumes can be in the node's pool: poolName: {}.", other.name.value),
                          .notes = {{source.text.place, fmt::format("pool \"{}\"", other.name.value)}}});
    }
  }
}

void check_volume(const Volume& volume, const NodeConfiguration& node, Diagnostics& mistakes) {
  for (const NodePool& pool : node.pools) {
    if (pool.name.value != volume.pool_name.value || has_files(pool) || volume.format.value == "raw") continue;
    const Text& place = volume.format.place.is_known() ? volume.format : volume.name;
    mistakes.push_back({.place = place.place,
                        .message = fmt::format("volume \"{}\" of format \"{}\" cannot be in pool \"{}\"",
                                               volume.name.value, volume.format.value, pool.name.value),
                        .help = "The volumes of that pool are no files: write \"format: raw\", without a "
                                "\"backingVolume\".",
                        .notes = {{pool.name.place, fmt::format("pool \"{}\" of the kind \"{}\"", pool.name.value,
                                                                name_of_kind(pool))}}});
  }
}

}  // namespace

Diagnostics find_node_mistakes(const NodeConfiguration& configuration, const Value& node) {
  Diagnostics mistakes = find_repeated_names(configuration.pools);
  append(mistakes, find_repeated_sources(configuration.pools));
  for (std::size_t index = 0; index < configuration.pools.size(); ++index) {
    const Value& entry = node.find("pools")->items()[index];
    check_build(configuration.pools[index], entry, mistakes);
    check_login(configuration.pools[index], entry, mistakes);
  }
  return mistakes;
}

Diagnostics find_storage_mistakes(const NodeConfiguration& node, const VmConfiguration& vm) {
  Diagnostics mistakes;
  for (const Pool& pool : vm.pools) check_pool_path(pool, node, mistakes);
  for (const Volume& volume : vm.volumes) check_volume(volume, node, mistakes);
  return mistakes;
}

}  // namespace vmp
