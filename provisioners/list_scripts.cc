#include "provisioners/list_scripts.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <iterator>
#include <utility>

#include "loader/registry/kind.h"
#include "provisioners/landscape.h"

namespace vmp {

namespace {

// A path in a registry is relative to the file that has it.
std::string find_source(const Value& script) {
  const std::filesystem::path named_in(script.place().file->name);
  return (named_in.parent_path() / script.text()).lexically_normal().string();
}

class ScriptList {
 public:
  explicit ScriptList(std::string directory) : directory_(std::move(directory)) {}

  // What a step runs, where it runs anything.
  void add_step(const Value& what, Runner runner, const Value& step) {
    const Value* script = what.find("script");
    const Value* text = what.find("text");
    if (script != nullptr && !script->is_null()) {
      add(find_source(*script), runner, step);
    } else if (text != nullptr && !text->is_null()) {
      add(to_string(text->place()), runner, step);
    }
  }

  void add_secrets(const Value& entry) {
    for (const Value& secret : items_of(entry, "secrets")) {
      const Value* command = secret.find("command");
      if (command != nullptr && !command->is_null()) add(to_string(command->place()), Runner::kSecret, secret);
    }
  }

  static const List& items_of(const Value& entry, std::string_view key) {
    static const List kNone;
    const Value* list = entry.find(key);
    return list == nullptr ? kNone : list->items();
  }

  std::vector<RegistryScript> take() { return std::move(scripts_); }

 private:
  void add(std::string source, Runner runner, const Value& step) {
    scripts_.push_back({std::move(source), runner, directory_, step.find("name")->text()});
  }

  std::string directory_;
  std::vector<RegistryScript> scripts_;
};

std::vector<RegistryScript> list_of(const ResolvedVm& vm) {
  ScriptList list(vm.configuration.name.value);
  for (const Value& step : ScriptList::items_of(vm.vm, "provision")) {
    list.add_step(step, step.find("on")->text() == "host" ? Runner::kHost : Runner::kGuest, step);
  }
  list.add_secrets(vm.vm);
  return list.take();
}

constexpr std::array<std::pair<std::string_view, Runner>, 3> kStepsWithScripts = {
    {{"run", Runner::kImage}, {"firstboot", Runner::kFirstBoot}, {"host", Runner::kHost}}};

std::vector<RegistryScript> list_of(const ResolvedImage& image) {
  ScriptList list(std::string(kImageKind.directory) + image.configuration.directory());
  for (const Value& step : ScriptList::items_of(*image.image.find("build"), "steps")) {
    for (const auto& [key, runner] : kStepsWithScripts) {
      if (const Value* what = step.find(key)) list.add_step(*what, runner, step);
    }
  }
  list.add_secrets(image.image);
  return list.take();
}

}  // namespace

std::string_view name_of(Runner runner) {
  constexpr std::array<std::string_view, 5> kNames = {"image", "first boot", "guest", "host", "secret"};
  return kNames.at(static_cast<std::size_t>(runner));
}

std::vector<RegistryScript> list_scripts(const Registry& registry, const Work& work) {
  Landscape landscape(registry, work);
  landscape.resolve_nodes();
  const std::vector<std::string> vms = registry.vms().names();
  const std::vector<BuiltName> images = landscape.list_images();
  std::vector<std::vector<RegistryScript>> found(vms.size() + images.size());
  landscape.resolve_vms(vms, [&](std::size_t index, const ResolvedVm& vm, Stopwatch&, const Diagnostics&) {
    found[index] = list_of(vm);
  });
  landscape.resolve_networks([](std::size_t, const NetworkConfiguration&, Stopwatch&, const Diagnostics&) {});
  landscape.use_nodes([](std::size_t, const NodeConfiguration&, Stopwatch&, const Diagnostics&) {});
  landscape.resolve_images(images, [&](std::size_t index, const ResolvedImage& image, Stopwatch&, const Diagnostics&) {
    found[vms.size() + index] = list_of(image);
  });
  Diagnostics diagnostics = landscape.finish();
  sort_and_unique(diagnostics);
  throw_if_errors(diagnostics);
  std::vector<RegistryScript> scripts;
  for (std::vector<RegistryScript>& each : found) std::ranges::move(each, std::back_inserter(scripts));
  return scripts;
}

}  // namespace vmp
