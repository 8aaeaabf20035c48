#include <fmt/format.h>

#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "loader/configuration/image/images.h"
#include "loader/configuration/variables/expansion.h"
#include "loader/diagnostics/allow_comment.h"
#include "loader/diagnostics/suggestion.h"
#include "loader/registry/image_builds.h"
#include "loader/registry/inheritance.h"
#include "loader/warnings/finders.h"

namespace vmp {

namespace {

using NameSet = std::unordered_set<std::string>;

NameSet find_inherited(const Registry& registry) {
  NameSet inherited;
  std::vector<const Value*> heirs;  // whose templates are still to be looked at
  for (const Section* section : {&registry.vms(), &registry.networks(), &registry.nodes(), &registry.images()}) {
    for (const Value& entry : section->entries()) heirs.push_back(&entry);
  }
  while (!heirs.empty()) {
    const Value& heir = *heirs.back();
    heirs.pop_back();
    for (const Value& reference : template_references(heir)) {
      const Value* entry = registry.templates().find(reference.text());
      if (entry != nullptr && inherited.insert(entry->find("name")->text()).second) heirs.push_back(entry);
    }
  }
  return inherited;
}

// Adds the image that a text of a build names, unless a variable does.
void add_image(const Value* reference, NameSet& used) {
  if (reference == nullptr || may_use_variables(*reference)) return;
  used.insert(reference->text().substr(0, reference->text().find(':')));
}

// Those that others are built on or installed from.
void add_bases(const Registry& registry, const Value& image, NameSet& used) {
  const Value* tags = image.find("tags");
  if (tags == nullptr) return;
  for (const Value& tag : tags->items()) {
    const std::optional<Value> build = merge_build(registry.inheritance(), image, tag);
    if (!build) continue;
    add_image(build->find_path({"from", "image"}), used);
    add_image(build->find_path({"from", "install", "cdrom"}), used);
  }
}

// One for all of them, at the first: a library has many. What a comment allows is left out of it.
Diagnostics find_unused(const Section& section, Warning kind, const NameSet& used, std::string_view complaint) {
  std::vector<std::string> unused;
  Place first;
  AllowComments comments;
  for (const Value& entry : section.entries()) {
    const Value& name = *entry.find("name");
    if (used.contains(name.text()) || comments.allow(warn(kind, name.place(), ""))) continue;
    if (unused.empty()) first = name.place();
    unused.push_back(name.text());
  }
  if (unused.empty()) return {};
  const std::string_view plural = unused.size() == 1 ? "" : "s";
  return {warn(kind, first,
               fmt::format("{} the {}{} {}", complaint, section.kind(), plural, name_some(unused, unused.size())))};
}

}  // namespace

// One warning that names the templates which nothing inherits from, be it through other templates.
Diagnostics find_unused_templates(const ResolvedRegistry& resolved) {
  return find_unused(resolved.registry.templates(), Warning::kUnusedTemplate, find_inherited(resolved.registry),
                     "nothing inherits from");
}

// One warning that names the images which no VM has, nothing is built on, and which have no directory by themselves.
Diagnostics find_unused_images(const ResolvedRegistry& resolved) {
  NameSet used;
  for (const VmConfiguration& vm : resolved.vms) {
    used.insert(vm.image.name.value);
    const std::optional<Installation>& installation = vm.installation;
    const Text* disc = installation ? installation->find("image") : nullptr;
    if (disc != nullptr) used.insert(disc->value.substr(0, disc->value.find(':')));
  }
  for (const BuiltName& each : list_built_images(resolved.registry)) used.insert(each.name);
  for (const Value& image : resolved.registry.images().entries()) add_bases(resolved.registry, image, used);
  return find_unused(resolved.registry.images(), Warning::kUnusedImage, used, "no VM has");
}

}  // namespace vmp
