#include "loader/configuration/vm/vm_reader.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>

#include "loader/configuration/local_path.h"
#include "loader/configuration/settled_value.h"

namespace vmp {

namespace {

constexpr std::string_view kDefaultDeletionPolicy = "Delete";

Value complete_volume(const Value& volume) {
  Value complete = with_default(volume, "format", kDefaultFormat);
  if (const Value* backing = complete.find("backingVolume")) {
    complete = complete.with_entry("backingVolume", with_default(*backing, "format", kDefaultFormat));
  }
  return with_default(complete, "deletionPolicy", kDefaultDeletionPolicy);
}

Value complete_pool(const Value& pool) {
  return with_default(pool, "deletionPolicy", kDefaultDeletionPolicy);
}

Value complete_dependency(const Value& dependency) {
  return with_default(dependency, "until", "started");
}

// The map with each item of the list behind a key completed, if it has one.
Value complete_items(const Value& map, std::string_view key, Value (*complete)(const Value&)) {
  const Value* list = map.find(key);
  if (list == nullptr) return map;
  List items;
  for (const Value& item : list->items()) items.push_back(complete(item));
  return map.with_entry(key, Value::list(std::move(items), list->place()));
}

Text read_local_path(const Value& value) {
  return {tidy_path(value.text()), value.place()};
}

OptionItem read_option_item(const Value& item) {
  OptionItem result = {read_text(item, "name"), {}};
  const Value* options = item.find("options");
  if (options == nullptr) return result;
  for (const auto& [name, value] : options->entries()) {
    Suboption& suboption = result.suboptions.emplace_back(Suboption{read_text(name), false});
    if (value.is_flag()) {
      suboption.value = value.flag();
    } else {
      suboption.value = read_text(value);
    }
  }
  return result;
}

VirtInstallOption read_virt_install_option(const Entry& entry) {
  VirtInstallOption option = {read_text(entry.key), false};
  if (entry.value.is_list()) {
    std::vector<OptionItem> items;
    for (const Value& item : entry.value.items()) items.push_back(read_option_item(item));
    option.value = std::move(items);
  } else if (entry.value.is_flag()) {
    option.value = entry.value.flag();
  } else {
    option.value = read_text(entry.value);
  }
  return option;
}

Volume read_volume(const Value& volume) {
  Volume result = {
      .name = read_text(volume, "name"),
      .pool_name = read_text(volume, "poolName"),
      .format = read_text(volume, "format"),
      .capacity = read_optional_text(volume, "capacity"),
      .deletion_policy = read_deletion_policy(volume),
      .source = Blank(),
  };
  if (const Value* backing = volume.find("backingVolume")) {
    result.source =
        BackingVolume{read_text(*backing, "name"), read_text(*backing, "poolName"), read_text(*backing, "format")};
  } else if (const Value* upload = volume.find("uploadFile")) {
    result.source = UploadFile{read_local_path(*upload->find("path"))};
  }
  return result;
}

void read_libvirt(const Value& libvirt, VmConfiguration& configuration) {
  if (const Value* domain = libvirt.find("domain")) {
    configuration.domain.name = read_text(*domain, "name");
    if (const Value* options = domain->find("virtInstall")) {
      configuration.domain.virt_install = read_virt_install(*options);
    }
  }
  if (const Value* pools = libvirt.find("pools")) {
    for (const Value& pool : pools->items()) {
      configuration.pools.push_back(
          {read_text(pool, "name"), read_text(*pool.find_path({"directory", "path"})), read_deletion_policy(pool)});
    }
  }
  if (const Value* volumes = libvirt.find("volumes")) {
    for (const Value& volume : volumes->items()) configuration.volumes.push_back(read_volume(volume));
  }
}

CloudInit read_cloud_init(const Value& no_cloud) {
  const auto datum = [&](std::string_view name) -> std::optional<Value> {
    const Value* value = no_cloud.find_path({"data", name});
    return value == nullptr || value->is_null() ? std::nullopt : std::optional(*value);
  };
  const Value* seed = no_cloud.find_path({"seed", "path"});  // which nothing reads on a cluster
  return {.seed_path = seed == nullptr ? Text() : read_local_path(*seed),
          .meta_data = datum("meta-data"),
          .user_data = datum("user-data"),
          .vendor_data = datum("vendor-data"),
          .network_config = datum("network-config")};
}

Ssh read_ssh(const Value& ssh) {
  Ssh result = {.user = read_optional_text(ssh, "user"),
                .host = read_optional_text(ssh, "host"),
                .password = read_optional_text(ssh, "password"),
                .host_key = read_optional_text(ssh, "hostKey"),
                .options = {}};
  const Value* options = ssh.find("options");
  if (options == nullptr) return result;
  for (const auto& [name, value] : options->entries()) {
    SshOption& option = result.options.emplace_back(SshOption{read_text(name), {}});
    for (const Value& each : value.is_list() ? value.items() : List{value}) option.values.push_back(read_text(each));
  }
  return result;
}

}  // namespace

Value fill_in_defaults(const Value& vm) {
  Value complete = complete_items(vm, "dependsOn", complete_dependency);
  if (const Value* kubevirt = complete.find("kubevirt"))
    complete = complete.with_entry("kubevirt", fill_in_kubevirt_defaults(*kubevirt));
  const Value* libvirt = complete.find("libvirt");
  if (libvirt == nullptr) return complete;
  return complete.with_entry(
      "libvirt", complete_items(complete_items(*libvirt, "pools", complete_pool), "volumes", complete_volume));
}

std::vector<VirtInstallOption> read_virt_install(const Value& options) {
  std::vector<VirtInstallOption> read;
  std::ranges::transform(options.entries(), std::back_inserter(read), read_virt_install_option);
  return read;
}

void read_vm(const Value& vm, VmConfiguration& configuration) {
  configuration.name = read_text(vm, "name");
  configuration.provisioner = read_text(vm, "provisioner");
  configuration.description = read_optional_text(vm, "description");
  configuration.groups = read_texts(vm, "groups");
  for (const Value& each : items_of(vm, "dependsOn")) {
    configuration.depends_on.push_back({read_text(each, "vm"), each.find("until")->text() == "ready"});
  }
  if (const Value* libvirt = vm.find("libvirt")) read_libvirt(*libvirt, configuration);
  if (const Value* kubevirt = vm.find("kubevirt")) {
    configuration.kubevirt = read_kubevirt(*kubevirt);
    configuration.domain.name = configuration.name;
  }
  if (const Value* no_cloud = vm.find_path({"cloudInit", "noCloud"}))
    configuration.cloud_init = read_cloud_init(*no_cloud);
  if (const Value* ssh = vm.find("ssh")) configuration.ssh = read_ssh(*ssh);
}

}  // namespace vmp
