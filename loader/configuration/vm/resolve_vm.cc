#include "loader/configuration/vm/resolve_vm.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <unordered_set>
#include <utility>
#include <vector>

#include "loader/configuration/inheritance_notes.h"
#include "loader/configuration/local_path.h"
#include "loader/configuration/variables/computed_variables.h"
#include "loader/configuration/variables/control_characters.h"
#include "loader/configuration/variables/settle.h"
#include "loader/configuration/variables/variables.h"
#include "loader/configuration/vm/cloud_init_doubts.h"
#include "loader/configuration/vm/image_reference.h"
#include "loader/configuration/vm/vm_reader.h"
#include "loader/document/merge.h"
#include "loader/validation/schema.h"

namespace vmp {

namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 4> kDefaultVariables = {{
    {"DEFAULT_IMAGE_DIR", ".images"},
    {"DEFAULT_NETWORK_NAME", "default"},
    {"DEFAULT_POOL_NAME", "default"},
    {"DEFAULT_POOL_PATH", "/var/lib/libvirt/images"},
}};

// The order of a VM's keys in what `vmp config` prints.
constexpr std::array<std::string_view, 9> kVmKeys = {"name", "description", "nodeName",  "image", "provisioner",
                                                     "vars", "libvirt",     "cloudInit", "ssh"};

// The map behind a key, or an empty one.
Value map_at(const Value& map, std::string_view key) {
  const Value* found = map.find(key);
  return found != nullptr && found->is_map() ? *found : Value::map({});
}

// The `vars` of a VM's templates and of the VM itself, low to high, without what a null in a higher one clears; the
// nulls themselves stay.
std::vector<Value> find_vm_layers(const Inheritance& inheritance, const Value& entry) {
  std::vector<const Value*> entries = inheritance.templates;
  entries.push_back(&entry);
  std::vector<Value> layers;
  std::unordered_set<std::string_view> cleared;
  for (auto each = entries.rbegin(); each != entries.rend(); ++each) {
    const Value* variables = (*each)->find("vars");
    if (variables == nullptr) continue;
    if (variables->is_null()) break;
    Map kept;
    std::ranges::copy_if(variables->entries(), std::back_inserter(kept),
                         [&](const Entry& variable) { return !cleared.contains(variable.key.text()); });
    for (const auto& [key, value] : variables->entries()) {
      if (value.is_null()) cleared.insert(key.text());
    }
    layers.push_back(Value::map(std::move(kept)));
  }
  std::ranges::reverse(layers);
  return layers;
}

// Resolves one VM, step by step; a step that finds mistakes is the last one.
class VmResolver {
 public:
  VmResolver(const Registry& registry, const Value& entry, Stopwatch& watch)
      : registry_(registry), entry_(entry), watch_(watch), inheritance_(registry.inheritance().inherited_by(entry)) {
    stop_at_mistakes(inheritance_.mistakes);
    if (!inheritance_.is_complete) throw Error::told_elsewhere();
    merged_ = merge_strategically(inheritance_.merged, without_templates(entry));
    vm_layers_ = find_vm_layers(inheritance_, entry);
  }

  ResolvedVm run() {
    select_node_and_image();
    Diagnostics mistakes;
    Variables variables(mistakes);
    add_variables(variables, mistakes);
    ResolvedVm result;
    result.configuration.node = {{node_->find("name")->text(), node_->find("name")->place()}, uri_};
    result.configuration.image = image_->image;
    result.configuration.variables = variables.expand_all();
    const Value vm = settle_vm(variables, mistakes);
    stop_at_mistakes(mistakes);
    validate_as(Shape::kConfiguredVm, vm, label());
    result.vm = fill_in_defaults(vm);
    read_vm(result.vm, result.configuration);
    result.configuration.image.path = image_path(result.configuration);
    result.node = node_;
    result.image = image_->entry;
    result.tag = image_->match.tag;
    result.warnings = std::move(mistakes);  // none of them an error
    for (const Value* entry : {result.node, result.image, result.tag, static_cast<const Value*>(&merged_)}) {
      append(result.warnings, find_computed_variables(*entry));
    }
    append(result.warnings, find_cloud_init_doubts(result.vm));
    add_inheritance_notes(result.warnings, entry_, inheritance_);
    sort_and_unique(result.warnings);
    return result;
  }

 private:
  std::string name() const { return entry_.find("name")->text(); }
  std::string label() const { return fmt::format("VM \"{}\"", name()); }

  static Value without_templates(const Value& entry) {
    Map fields;
    std::ranges::copy_if(entry.entries(), std::back_inserter(fields), [](const Entry& field) {
      return field.key.text() != "template" && field.key.text() != "templates";
    });
    return Value::map(std::move(fields), entry.place());
  }

  void stop_at_mistakes(Diagnostics mistakes) const {
    if (mistakes.empty()) return;
    add_inheritance_notes(mistakes, entry_, inheritance_);
    sort_and_unique(mistakes);
    throw_if_errors(mistakes);
  }

  void validate_as(Shape shape, const Value& value, std::string_view whole) {
    watch_.enter(Stage::kValidate);
    stop_at_mistakes(validate(value, shape, whole));
    watch_.enter(Stage::kResolve);
  }

  void select_node_and_image() {
    Diagnostics mistakes;
    node_name_ = expand_reference("nodeName", mistakes);
    image_reference_ = expand_reference("image", mistakes);
    stop_at_mistakes(mistakes);
    look_up([&] { node_ = &registry_.nodes().get(node_name_, node_name_.text()); }, mistakes);
    look_up([&] { image_ = select_image(registry_, image_reference_); }, mistakes);
    stop_at_mistakes(mistakes);
    if (node_ == nullptr || !image_) throw Error::told_elsewhere();
    validate_as(Shape::kConfiguredNode, remove_cleared(*node_), fmt::format("node \"{}\"", node_name_.text()));
  }

  // Node and image are looked up with the variables that do not depend on them.
  Value expand_reference(std::string_view key, Diagnostics& mistakes) const {
    const Value* reference = merged_.find(key);
    if (reference == nullptr || reference->is_null()) {
      Diagnostic mistake = {.place = entry_.find("name")->place(),
                            .message = fmt::format("{} has no \"{}\"", label(), key)};
      if (reference != nullptr) mistake.notes.push_back({reference->place(), fmt::format("\"{}\" is null here", key)});
      mistakes.push_back(std::move(mistake));
      return {};
    }
    if (!may_use_variables(*reference)) return *reference;
    Variables variables(mistakes);
    variables.add_layer(default_variables());
    for (const Value& layer : vm_layers_) variables.add_layer(layer);
    for (const std::string_view name : kComputedVariables) {
      variables.make_unavailable(name, "It is computed from the node and the image, which are looked up first.");
    }
    variables.add("VM_NAME", *entry_.find("name"));
    return expand_variables(*reference, variables, mistakes);
  }

  template <typename Function>
  static void look_up(const Function& function, Diagnostics& mistakes) {
    try {
      function();
    } catch (const Error& error) {
      append(mistakes, error.diagnostics());
    }
  }

  void add_variables(Variables& variables, Diagnostics& mistakes) {
    variables.add_layer(default_variables());
    variables.add_layer(map_at(*node_, "vars"));
    expand_uri(mistakes);
    variables.add_layer(map_at(*image_->entry, "vars"));
    variables.add_layer(map_at(*image_->match.tag, "vars"), &image_->match.groups);
    for (const Value& layer : vm_layers_) variables.add_layer(layer);
    const Image& image = image_->image;
    const std::array<std::pair<std::string_view, std::string>, 7> computed = {{
        {"IMAGE_FORMAT", image.format.value},
        {"IMAGE_NAME", image.name.value},
        {"IMAGE_TAG", image.tag.value},
        {"IMAGE_URL", image.url.value},
        {"IMAGE_VOLUME_NAME", image.volume_name.value},
        {"NODE_NAME", node_name_.text()},
        {"VM_NAME", name()},
    }};
    for (const auto& [key, text] : computed) variables.add(key, Value::scalar(text).as_raw());
  }

  void expand_uri(Diagnostics& mistakes) {
    const Value& uri = *node_->find("libvirt")->find("connection")->find("uri");
    Value expanded = uri;
    if (may_use_variables(uri)) {
      Variables variables(mistakes);
      variables.add_layer(default_variables());
      variables.add_layer(map_at(*node_, "vars"));
      for (const std::string_view name : kComputedVariables) {
        variables.make_unavailable(name,
                                   "A node has one URI for all its VMs: it knows the variables of the node alone.");
      }
      variables.add("NODE_NAME", Value::scalar(node_name_.text()).as_raw());
      expanded = expand_variables(uri, variables, mistakes);
    }
    refuse_control_characters("uri", expanded, mistakes);
    uri_ = {expanded.text(), uri.place()};
  }

  Value settle_vm(Variables& variables, Diagnostics& mistakes) const {
    Map entries;
    for (const std::string_view key : kVmKeys) {
      const Value* value = merged_.find(key);
      if (value == nullptr || value->is_null()) continue;
      entries.push_back({*merged_.find_key(key), settle_field(key, *value, variables, mistakes)});
    }
    return Value::map(std::move(entries), entry_.place());
  }

  Value settle_field(std::string_view key, const Value& value, Variables& variables, Diagnostics& mistakes) const {
    if (key == "name") return Value::scalar(value.text(), Style::kQuoted, value.place());
    if (key == "nodeName") return Value::scalar(node_name_.text(), Style::kQuoted, value.place());
    if (key == "image") return Value::scalar(image_reference_.text(), Style::kQuoted, value.place());
    return key == "vars" ? settle_variables(value, variables) : settle(key, value, variables, mistakes);
  }

  static Text image_path(const VmConfiguration& vm) {
    const Text& name = vm.image.volume_name;
    return {tidy_path(vm.variables.at("DEFAULT_IMAGE_DIR").value + "/" + name.value), name.place};
  }

  static Value settle_variables(const Value& map, Variables& variables) {
    Map entries;
    for (const auto& [key, value] : map.entries()) {
      if (value.is_null()) continue;
      // No layer is above the VM's, but for the computed variables: there, what was written is shown.
      const std::string text = is_computed_variable(key.text()) ? value.text() : *variables.find(key.text());
      entries.push_back({key, Value::scalar(text, Style::kQuoted, value.place())});
    }
    return Value::map(std::move(entries), map.place());
  }

  const Registry& registry_;
  const Value& entry_;
  Stopwatch& watch_;
  Inheritance inheritance_;
  Value merged_;
  std::vector<Value> vm_layers_;  // of variables
  Value node_name_;
  Value image_reference_;
  const Value* node_ = nullptr;
  std::optional<ImageSelection> image_;
  Text uri_;
};

}  // namespace

Value default_variables() {
  Map variables;
  for (const auto& [name, text] : kDefaultVariables) {
    variables.push_back({Value::scalar(std::string(name)), Value::scalar(std::string(text))});
  }
  return Value::map(std::move(variables));
}

ResolvedVm resolve_vm(const Registry& registry, std::string_view name, Stopwatch& watch) {
  const Value reference = Value::scalar(std::string(name));
  return VmResolver(registry, registry.vms().get(reference, name), watch).run();
}

ResolvedVm resolve_vm(const Registry& registry, std::string_view name) {
  Stopwatch watch(nullptr, Stage::kResolve);
  return resolve_vm(registry, name, watch);
}

std::string resolve_image_url(const Registry& registry, std::string_view reference) {
  return select_image(registry, Value::scalar(std::string(reference))).image.url.value;
}

}  // namespace vmp
