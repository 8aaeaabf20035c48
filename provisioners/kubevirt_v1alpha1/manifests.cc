#include "provisioners/kubevirt_v1alpha1/manifests.h"

#include <fmt/format.h>

#include <algorithm>
#include <span>
#include <string_view>
#include <utility>

#include "loader/configuration/identity.h"
#include "loader/configuration/vm/kubevirt/named_items.h"
#include "loader/document/value.h"
#include "loader/document/write_yaml.h"
#include "provisioners/kubevirt_v1alpha1/seed.h"

namespace vmp::kubevirt_v1alpha1 {

namespace {

constexpr std::string_view kSeed = "seed";

Value text(std::string_view value) {
  return Value::scalar(std::string(value));
}

Entry entry(std::string_view key, Value value) {
  return {text(key), std::move(value)};
}

Value map(Map entries) {
  return Value::map(std::move(entries));
}

// The map with a value behind keys, one below the other. What is no map on the way is the author's mistake, which the
// cluster tells: it stays.
Value with_path(const Value& value, std::span<const std::string_view> keys, const Value& below) {
  if (keys.empty()) return below;
  const Value* next = value.find(keys.front());
  if (next != nullptr && keys.size() > 1 && !next->is_map()) return value;
  return value.with_entry(keys.front(), with_path(next == nullptr ? map({}) : *next, keys.subspan(1), below));
}

Value with_path(const Value& value, std::initializer_list<std::string_view> keys, const Value& below) {
  return with_path(value, std::span(keys.begin(), keys.size()), below);
}

// What is the VM's alone has its name, too.
Map labels(const VmConfiguration& configuration, bool is_own) {
  Map entries = {entry("app.kubernetes.io/managed-by", text("vmp"))};
  if (is_own) entries.push_back(entry("vmp/vm", text(configuration.name.value)));
  return entries;
}

Value write_object(std::string_view version, std::string_view kind, Value metadata, const Value& spec) {
  return map({entry("apiVersion", text(version)), entry("kind", text(kind)), entry("metadata", std::move(metadata)),
              entry("spec", spec)});
}

Value write_metadata(const VmConfiguration& configuration, std::string_view name, bool is_own) {
  return map({entry("name", text(name)), entry("namespace", text(configuration.node.cluster->name_space.value)),
              entry("labels", map(labels(configuration, is_own)))});
}

// ---- DataVolumes ----

Value write_data_volume(const VmConfiguration& configuration, const DataVolume& volume) {
  const bool is_own = volume.deletion_policy == DeletionPolicy::kDelete;
  Value metadata = write_metadata(configuration, volume.name.value, is_own);
  if (volume.annotations) metadata = metadata.with_entry("annotations", *volume.annotations);
  return write_object("cdi.kubevirt.io/v1beta1", "DataVolume", std::move(metadata), volume.spec);
}

std::string write_data_volumes(const VmConfiguration& configuration, DeletionPolicy policy) {
  std::string documents;
  for (const DataVolume& volume : configuration.kubevirt->data_volumes) {
    if (volume.deletion_policy != policy) continue;
    documents += documents.empty() ? "" : "---\n";
    documents += write_yaml(write_data_volume(configuration, volume));
  }
  return documents;
}

// ---- The VirtualMachine ----

Value with_item(const Value& spec, std::initializer_list<std::string_view> keys, const List& items, Value item) {
  List all = items;
  all.push_back(std::move(item));
  return with_path(spec, keys, Value::list(std::move(all)));
}

Value with_seed(const VmConfiguration& configuration, const Value& spec) {
  const std::vector<std::string> files = list_seed_files(configuration);
  if (files.empty()) return spec;
  const Kubevirt& kubevirt = *configuration.kubevirt;
  const Value reference = map({entry("name", text(name_seed(configuration)))});
  Map source = {entry("secretRef", reference)};
  if (std::ranges::find(files, "network-config") != files.end())
    source.push_back(entry("networkDataSecretRef", reference));
  const Value volume = map({entry("name", text(kSeed)), entry("cloudInitNoCloud", map(std::move(source)))});
  Value result = with_item(spec, {"template", "spec", "volumes"}, kubevirt.items({"volumes"}), volume);
  const List& disks = kubevirt.items({"domain", "devices", "disks"});
  if (find_named(disks, kSeed) != nullptr) return result;
  const Value disk = map({entry("name", text(kSeed)), entry("disk", map({entry("bus", text("virtio"))}))});
  return with_item(result, {"template", "spec", "domain", "devices", "disks"}, disks, disk);
}

// So that the guest's instance is the VM's, too, and its instance-id of cloud-init stays.
Value with_identity(const VmConfiguration& configuration, Value spec) {
  for (const Entry& label : labels(configuration, true))
    spec = with_path(spec, {"template", "metadata", "labels", label.key.text()}, label.value);
  return with_path(spec, {"template", "spec", "domain", "firmware", "uuid"}, text(find_uuid(configuration)));
}

std::string write_vm(const VmConfiguration& configuration) {
  const Value spec = with_identity(configuration, with_seed(configuration, configuration.kubevirt->virtual_machine));
  return write_yaml(write_object("kubevirt.io/v1", "VirtualMachine",
                                 write_metadata(configuration, configuration.name.value, true), spec));
}

std::string head(const VmConfiguration& configuration, std::string_view what) {
  return fmt::format("# {} of VM \"{}\" (vmp, provisioner kubevirt-v1alpha1). \"make up\" applies it.\n", what,
                     configuration.name.value);
}

}  // namespace

GeneratedFiles write_manifests(const VmConfiguration& configuration) {
  GeneratedFiles files;
  files["vm.yaml"] = {.text = head(configuration, "The VirtualMachine") + write_vm(configuration)};
  const std::string own = write_data_volumes(configuration, DeletionPolicy::kDelete);
  if (!own.empty())
    files["data-volumes.yaml"] = {.text = head(configuration, "The data volumes that go with it,") + own};
  const std::string shared = write_data_volumes(configuration, DeletionPolicy::kRetain);
  if (!shared.empty())
    files["shared.yaml"] = {.text = head(configuration, "What stays, and other VMs may use:") + shared};
  return files;
}

std::string find_uuid(const VmConfiguration& configuration) {
  const Value* own = configuration.kubevirt->find({"domain", "firmware", "uuid"});
  if (own != nullptr && own->is_scalar()) return own->text();
  // Without the context, which each user may call as he likes.
  return libvirt::domain_uuid("kubernetes:///" + configuration.node.cluster->name_space.value,
                              configuration.name.value);
}

}  // namespace vmp::kubevirt_v1alpha1
