#include "loader/configuration/vm/resolve_vm.h"

#include <fmt/format.h>

#include <array>
#include <optional>
#include <utility>

#include "loader/configuration/engine.h"
#include "loader/configuration/image/image_variables.h"
#include "loader/configuration/local_path.h"
#include "loader/configuration/merged_entry.h"
#include "loader/configuration/node/node_variables.h"
#include "loader/configuration/secrets/secrets.h"
#include "loader/configuration/settled_value.h"
#include "loader/configuration/steps/author_files.h"
#include "loader/configuration/variables/computed_variables.h"
#include "loader/configuration/variables/default_variables.h"
#include "loader/configuration/variables/settle.h"
#include "loader/configuration/variables/variables.h"
#include "loader/configuration/vm/cloud_init_doubts.h"
#include "loader/configuration/vm/find_impossible_values.h"
#include "loader/configuration/vm/image_reference.h"
#include "loader/configuration/vm/interfaces/interface_mistakes.h"
#include "loader/configuration/vm/interfaces/nic_variables.h"
#include "loader/configuration/vm/interfaces/resolve_interfaces.h"
#include "loader/configuration/vm/kubevirt/kubevirt_mistakes.h"
#include "loader/configuration/vm/provision_reader.h"
#include "loader/configuration/vm/read_installation.h"
#include "loader/configuration/vm/version_keys.h"
#include "loader/configuration/vm/vm_reader.h"
#include "loader/document/merge.h"

namespace vmp {

namespace {

// The order of a VM's keys in what `vmp config` prints.
std::array<std::string_view, 13> list_keys(const Engine& engine) {
  return {"name", "description", "nodeName", "image",      "provisioner", "groups", "dependsOn",
          "vars", "secrets",     engine.key, "interfaces", "cloudInit",   "ssh"};
}

// Resolves one VM, step by step; a step that finds mistakes is the last one.
class VmResolver {
 public:
  VmResolver(const Registry& registry, const Networks& networks, const Images& images, const Value& entry,
             Stopwatch& watch)
      : registry_(registry),
        networks_(networks),
        images_(images),
        watch_(watch),
        vm_(registry, kVmKind, kComputedForVms, entry, watch) {}

  ResolvedVm run() {
    select_engine();
    select_node_and_image();
    provisioner_ = find_provisioner();
    vm_.stop_at_mistakes(find_keys_of_other_versions(vm_.value(), provisioner_));
    if (image_) vm_.stop_at_mistakes(image_variables_->find_forbidden(vm_.variable_layers()));
    Diagnostics mistakes;
    Variables variables(mistakes);
    ResolvedVm result;
    add_variables(variables, provisioner_);
    result.configuration.node = engine_->reach(registry_, *node_, mistakes);
    if (image_) result.configuration.image = image_->image;
    const ResolvedInterfaces interfaces = resolve_interfaces(result.configuration);
    add_nic_variables(result.configuration.interfaces, variables);
    result.configuration.variables = variables.expand_all();
    std::vector<MergedEntry::Reference> references = {{"nodeName", node_name_}};
    if (image_) references.push_back({"image", image_reference_});
    Secrets secrets = read_secrets(variables, mistakes);
    const bool has_secrets = has_key(provisioner_, "secrets");
    const Value fields =
        vm_.settle_fields(list_keys(*engine_), references, variables, mistakes, has_secrets ? &secrets : nullptr);
    const Value vm = add_provision(fields, variables, mistakes);
    vm_.stop_at_mistakes(mistakes);
    vm_.validate_as(engine_->vm, vm, vm_.label(), vm_.value());
    result.vm = fill_in_defaults(vm);
    if (has_interfaces()) result.vm = result.vm.with_entry("interfaces", interfaces.list);
    read_vm(result.vm, result.configuration);
    result.configuration.secrets = secrets.list_used();
    read_steps(result.vm, variables, result.configuration);
    if (image_ && built_ == nullptr) result.configuration.image.path = image_path(result.configuration);
    Diagnostics impossible = find_impossible_values(result.configuration);
    append(impossible, find_kubevirt_mistakes(result.configuration, result.vm));
    append(impossible, find_interface_mistakes(result.configuration, interfaces.networks));
    const InstallationSurroundings around = {registry_, images_, variables, watch_};
    read_installation(result.vm, around, result.configuration, impossible, mistakes);
    vm_.stop_at_mistakes(std::move(impossible));
    add_network_config(result.configuration, result.vm);
    if (const Value* fleet = registry_.fleet()) result.configuration.fleet = read_text(*fleet, "name");
    result.node = node_;
    if (image_) result.image = image_->entry;
    if (image_) result.tag = image_->match.tag;
    result.warnings = find_warnings(result, std::move(mistakes));  // none of them an error
    if (!result.configuration.secrets.empty()) result.vm = show_secrets(result.vm);
    return result;
  }

 private:
  // Before node and image, of which it decides what they have to be.
  void select_engine() {
    const Value* provisioner = vm_.value().find("provisioner");
    if (provisioner != nullptr && !provisioner->is_null()) {
      Diagnostics told_later;
      Variables variables(told_later);
      variables.add_layer(default_variables());
      vm_.add_variables(variables);
      engine_ = &find_engine(expand_variables(*provisioner, variables, told_later).text());
    }
    for (const Engine& other : engines()) {
      if (other.key != engine_->key) vm_.forget(other.key);
    }
  }

  void select_node_and_image() {
    Diagnostics mistakes;
    node_name_ = vm_.expand_reference("nodeName", mistakes);
    const bool needs_image = has_image();
    if (needs_image) image_reference_ = vm_.expand_reference("image", mistakes);
    vm_.stop_at_mistakes(mistakes);
    look_up([&] { node_ = &registry_.nodes().get(node_name_, node_name_.text()); }, mistakes);
    if (needs_image) look_up([&] { image_ = select_image(registry_, image_reference_); }, mistakes);
    vm_.stop_at_mistakes(mistakes);
    if (node_ == nullptr || (needs_image && !image_)) throw Error::told_elsewhere();
    vm_.stop_at_mistakes(find_engine_mistakes(*node_, *engine_, node_name_));
    if (image_) image_variables_.emplace(registry_, *image_, watch_);
    if (image_) find_build();
    vm_.validate_as(engine_->node, remove_cleared(*node_), fmt::format("node \"{}\"", node_name_.text()), *node_);
  }

  bool has_image() const {
    const Value* image = vm_.value().find("image");
    const bool is_given = image != nullptr && !image->is_null();
    return (is_given || engine_->needs_image) && !is_installed(vm_.value());
  }

  // An image that is built is what its directory makes.
  void find_build() {
    Image& image = image_->image;
    built_ = images_.find(image.name.value, image.tag.value, watch_);
    if (built_ == nullptr) return;
    const ImageConfiguration& build = built_->configuration;
    image.url = {};
    image.archive.reset();
    image.checksum.reset();
    image.volume_name.value = build.result_name;
    image.format = build.format();
    image.path = build.vm_path;
    image.built_by = Text{std::string(kImageKind.directory) + build.directory(), image.name.place};
  }

  template <typename Function>
  static void look_up(const Function& function, Diagnostics& mistakes) {
    try {
      function();
    } catch (const Error& error) {
      append(mistakes, error.diagnostics());
    }
  }

  bool has_interfaces() const {
    const Value* interfaces = vm_.value().find("interfaces");
    return interfaces != nullptr && !interfaces->is_null();
  }

  // Nulls take steps away, so they are settled by themselves.
  Value add_provision(const Value& vm, Variables& variables, Diagnostics& mistakes) const {
    const Value merged = remove_cleared_provision(vm_.value());
    const Value* steps = merged.find(kProvision);
    if (steps == nullptr || steps->is_null()) return vm;
    return vm.with_entry(kProvision, settle(kProvision, *steps, variables, mistakes));
  }

  void read_steps(Value& vm, Variables& variables, VmConfiguration& configuration) const {
    Diagnostics mistakes;
    AuthorFiles files(variables, mistakes);
    vm = complete_provision(vm, mistakes);
    configuration.provision = read_provision(vm, files, mistakes);
    vm_.stop_at_mistakes(std::move(mistakes));
  }

  ResolvedInterfaces resolve_interfaces(VmConfiguration& configuration) const {
    if (!has_interfaces()) return {};
    Diagnostics mistakes;
    Variables variables(mistakes);
    add_variables(variables, provisioner_);
    configuration.name = read_text(vm_.value(), "name");
    return vmp::resolve_interfaces(vm_, configuration, variables, mistakes, networks_, watch_);
  }

  Secrets read_secrets(Variables& variables, Diagnostics& mistakes) const {
    const Value* list = vm_.value().find("secrets");
    return list == nullptr ? Secrets() : Secrets(settle("secrets", *list, variables, mistakes), mistakes);
  }

  // It decides over defaults. If it is missing, or its variables are, that is told of the VM as a whole.
  std::string find_provisioner() const {
    const Value* provisioner = vm_.value().find("provisioner");
    if (provisioner == nullptr || provisioner->is_null()) return "";
    if (!may_use_variables(*provisioner)) return provisioner->text();
    Diagnostics told_later;
    Variables variables(told_later);
    add_variables(variables, "");
    return expand_variables(*provisioner, variables, told_later).text();
  }

  void add_variables(Variables& variables, std::string_view provisioner) const {
    variables.add_layer(default_variables(provisioner));
    add_node_variables(registry_, *node_, variables);
    if (image_) image_variables_->add_layers(variables);
    vm_.add_variables(variables);
    if (image_) image_variables_->add_computed(variables);
    const Image image = image_ ? image_->image : Image();
    const std::array<std::pair<std::string_view, std::string>, 7> computed = {{
        {"NODE_NAME", node_name_.text()},
        {"VM_NAME", vm_.name()},
        {"IMAGE_FORMAT", image.format.value},
        {"IMAGE_NAME", image.name.value},
        {"IMAGE_TAG", image.tag.value},
        {"IMAGE_URL", image.url.value},
        {"IMAGE_VOLUME_NAME", image.volume_name.value},
    }};
    for (const auto& [key, text] : computed) {
      if (image_ || !key.starts_with("IMAGE_")) variables.add(key, Value::scalar(text).as_raw());
    }
    if (built_ == nullptr) return;
    // Where the result is does not depend on who uses it.
    const Variable& folder = built_->configuration.variables.at("DEFAULT_IMAGE_DIR");
    variables.add("DEFAULT_IMAGE_DIR", Value::scalar(folder.value, Style::kQuoted, folder.place).as_raw());
  }

  static Text image_path(const VmConfiguration& vm) {
    const Text& name = vm.image.volume_name;
    return {tidy_path(vm.variables.at("DEFAULT_IMAGE_DIR").value + "/" + name.value), name.place};
  }

  Diagnostics find_warnings(const ResolvedVm& resolved, Diagnostics warnings) const {
    std::vector<std::string> of_interfaces;
    for (const NicVariable& each : list_nic_variables(resolved.configuration.interfaces)) {
      if (each.text) of_interfaces.push_back(each.name);
    }
    for (const Value* entry : {resolved.node, resolved.image, resolved.tag, &vm_.value()}) {
      if (entry == nullptr) continue;
      append(warnings, find_computed_variables(*entry));
      append(warnings, find_computed_variables(*entry, of_interfaces));
    }
    append(warnings, find_cloud_init_doubts(resolved.vm));
    vm_.add_notes(warnings);
    sort_and_unique(warnings);
    return warnings;
  }

  const Registry& registry_;
  const Networks& networks_;
  const Images& images_;
  Stopwatch& watch_;
  MergedEntry vm_;
  const Engine* engine_ = &libvirt_engine();
  std::string provisioner_;
  Value node_name_;
  Value image_reference_;
  const Value* node_ = nullptr;
  std::optional<ImageSelection> image_;
  std::optional<ImageVariables> image_variables_;
  const ResolvedImage* built_ = nullptr;  // of an image that is
};

}  // namespace

ResolvedVm resolve_vm(const Registry& registry, const Networks& networks, const Images& images, std::string_view name,
                      Stopwatch& watch) {
  const Value reference = Value::scalar(std::string(name));
  return VmResolver(registry, networks, images, registry.vms().get(reference, name), watch).run();
}

ResolvedVm resolve_vm(const Registry& registry, std::string_view name) {
  Stopwatch watch(nullptr, Stage::kResolve);
  return resolve_vm(registry, Networks(registry), Images(registry), name, watch);
}

std::string resolve_image_url(const Registry& registry, std::string_view reference) {
  const Image image = select_image(registry, Value::scalar(std::string(reference))).image;
  if (!image.url.value.empty()) return image.url.value;
  throw Error(
      Diagnostic{.message = fmt::format("image \"{}:{}\" is built, not downloaded", image.name.value, image.tag.value),
                 .help = fmt::format("\"make -C {}{} build\" makes it.", kImageKind.directory,
                                     BuiltName{image.name.value, image.tag.value}.path())});
}

}  // namespace vmp
