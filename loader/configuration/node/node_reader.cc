#include "loader/configuration/node/node_reader.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <string_view>
#include <utility>

#include "loader/configuration/local_path.h"
#include "loader/configuration/settled_value.h"
#include "loader/validation/capacity.h"
#include "loader/validation/network_rules.h"

namespace vmp {

namespace {

Text read_path(const Value& map, std::string_view key) {
  const Text path = read_text(map, key);
  return {tidy_path(path.value), path.place};
}

std::optional<PoolLogin> read_login(const Value& map) {
  const std::optional<Text> user = read_optional_text(map, "user");
  const std::optional<Text> usage = read_optional_text(map, "secretUsage");
  if (!user || !usage) return std::nullopt;
  return PoolLogin{*user, *usage};
}

using PoolKind = decltype(NodePool::kind);

PoolKind read_directory(const Value& map) {
  return DirectoryPool{read_path(map, "path"), read_optional_text(map, "mode")};
}

PoolKind read_filesystem(const Value& map) {
  return FilesystemPool{read_path(map, "device"), read_optional_text(map, "format"), read_path(map, "mountPoint")};
}

PoolKind read_netfs(const Value& map) {
  return NetfsPool{read_text(map, "host"), read_text(map, "path"), read_optional_text(map, "format"),
                   read_optional_text(map, "protocolVersion"), read_path(map, "mountPoint")};
}

PoolKind read_logical(const Value& map) {
  return LogicalPool{read_text(map, "volumeGroup"), read_texts(map, "devices")};
}

PoolKind read_disk(const Value& map) {
  return DiskPool{read_path(map, "device"), read_optional_text(map, "format")};
}

PoolKind read_iscsi(const Value& map) {
  return IscsiPool{read_text(map, "host"), read_text(map, "target"), read_login(map)};
}

PoolKind read_rbd(const Value& map) {
  return RbdPool{read_texts(map, "hosts"), read_text(map, "pool"), read_login(map)};
}

PoolKind read_zfs(const Value& map) {
  return ZfsPool{read_text(map, "name")};
}

struct KindOfPool {
  std::string_view key;
  PoolKind (*read)(const Value& map);
};

// In the order of the variant.
constexpr std::array<KindOfPool, std::variant_size_v<PoolKind>> kKinds = {{
    {"directory", read_directory},
    {"filesystem", read_filesystem},
    {"netfs", read_netfs},
    {"logical", read_logical},
    {"disk", read_disk},
    {"iscsi", read_iscsi},
    {"rbd", read_rbd},
    {"zfs", read_zfs},
}};

NodePool read_pool(const Value& pool) {
  const auto kind =
      std::ranges::find_if(kKinds, [&](const KindOfPool& each) { return pool.find(each.key) != nullptr; });
  NodePool result = {.name = read_text(pool, "name"), .kind = kind->read(*pool.find(kind->key))};
  result.deletion_policy = read_deletion_policy(pool);
  result.autostart = is_switched_on(pool.find("autostart")->text());
  result.build = is_switched_on(pool.find("build")->text());
  return result;
}

std::optional<PlacedNumber> read_size(const Value& map, std::string_view key) {
  const Value* size = map.find(key);
  if (size == nullptr) return std::nullopt;
  return PlacedNumber{static_cast<long long>(*parse_capacity(size->text())), size->place()};
}

std::optional<PlacedNumber> read_count(const Value& map, std::string_view key) {
  const Value* count = map.find(key);
  if (count == nullptr) return std::nullopt;
  PlacedNumber result = {0, count->place()};
  std::from_chars(count->text().data(), count->text().data() + count->text().size(), result.number);
  return result;
}

NodeRequirements read_requirements(const Value& demanded) {
  NodeRequirements result = {.libvirt = read_optional_text(demanded, "libvirt"),
                             .qemu = read_optional_text(demanded, "qemu"),
                             .virt_type = read_optional_text(demanded, "virtType"),
                             .machine = read_optional_text(demanded, "machine"),
                             .firmware = read_optional_text(demanded, "firmware"),
                             .memory = {},
                             .devices = read_texts(demanded, "devices")};
  if (const auto memory = read_size(demanded, "memory")) result.memory = memory->number;
  return result;
}

Value fill_in_pool_defaults(const Value& pool) {
  const Value complete = with_default(with_default(pool, "deletionPolicy", "Retain"), "autostart", "true");
  return with_default(complete, "build", "false");
}

}  // namespace

std::string_view name_of_kind(const NodePool& pool) {
  return kKinds.at(pool.kind.index()).key;
}

bool has_files(const NodePool& pool) {
  return std::holds_alternative<DirectoryPool>(pool.kind) || std::holds_alternative<FilesystemPool>(pool.kind) ||
         std::holds_alternative<NetfsPool>(pool.kind);
}

Value fill_in_node_defaults(const Value& node) {
  const Value* pools = node.find("pools");
  if (pools == nullptr) return node;
  List complete;
  for (const Value& pool : pools->items()) complete.push_back(fill_in_pool_defaults(pool));
  return node.with_entry("pools", Value::list(std::move(complete), pools->place()));
}

void read_node(const Value& node, NodeConfiguration& configuration) {
  configuration.provisioner = read_optional_text(node, "provisioner");
  configuration.description = read_optional_text(node, "description");
  if (const Value* pools = node.find("pools")) {
    for (const Value& pool : pools->items()) configuration.pools.push_back(read_pool(pool));
  }
  if (const Value* demanded = node.find("requires")) {
    configuration.requirements = read_requirements(*demanded);
    configuration.capacity.memory = read_size(*demanded, "memory");
  }
  if (const Value* capacity = node.find("capacity")) {
    if (const auto memory = read_size(*capacity, "memory")) configuration.capacity.memory = memory;
    configuration.capacity.vcpus = read_count(*capacity, "vcpus");
    configuration.capacity.disk = read_size(*capacity, "disk");
  }
}

}  // namespace vmp
