#include "loader/configuration/vm/read_installation.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "loader/configuration/image/install_reader.h"
#include "loader/configuration/image/part_words.h"
#include "loader/configuration/image/source_base.h"
#include "loader/configuration/steps/author_files.h"
#include "loader/configuration/steps/part_reader.h"
#include "loader/registry/kind.h"

namespace vmp {

namespace {

// What the installation says itself, and what it cannot have.
constexpr std::array<std::string_view, 10> kTakenOptions = {"cdrom",     "extra-args", "import", "initrd-inject",
                                                            "install",   "location",   "pxe",    "reinstall",
                                                            "transient", "unattended"};

void refuse_image(const Value& vm, const Value& install, Diagnostics& mistakes) {
  const Value* image = vm.find_key("image");
  if (image == nullptr || vm.find("image")->is_null()) return;
  mistakes.push_back({.place = image->place(),
                      .message = "a VM that is installed has no image",
                      .help = "Take one of the two out; \"image: null\" takes away what a template says.",
                      .notes = {{install.place(), "it is installed here"}}});
}

void refuse_options(const VmConfiguration& configuration, Diagnostics& mistakes) {
  for (const VirtInstallOption& option : configuration.domain.virt_install) {
    const bool* flag = std::get_if<bool>(&option.value);
    const bool is_off = flag != nullptr && !*flag;
    if (is_off || std::ranges::find(kTakenOptions, option.name.value) == kTakenOptions.end()) continue;
    mistakes.push_back(
        {.place = option.name.place,
         .message = fmt::format("a VM that is installed cannot have the option \"{}\"", option.name.value),
         .help = "What the installer needs to know stands in \"install\"."});
  }
}

// The disk is the first one that is empty at first.
const Volume* find_disk(const VmConfiguration& configuration) {
  const auto found = std::ranges::find_if(
      configuration.volumes, [](const Volume& volume) { return std::holds_alternative<Blank>(volume.source); });
  return found == configuration.volumes.end() ? nullptr : &*found;
}

// What is built stands elsewhere as seen from a VM.
void add_disc(const InstallationSurroundings& around, const ImageSource& source, std::vector<ImageWord>& words) {
  if (!source.base) return;
  const ImageBase& disc = *source.base;
  const Place& place = disc.name.place;
  add_word("image", disc.name.value + ":" + disc.tag.value, place, words);
  if (!disc.is_built) {
    add_word("cdrom", disc.path.value, place, words);
    std::ranges::copy(list_words(*source.download), std::back_inserter(words));
    return;
  }
  const Text& path = around.images.find(disc.name.value, disc.tag.value, around.watch)->configuration.vm_path;
  add_word("cdrom", path.value, place, words);
  add_word("cdromBuiltBy", "../" + std::string(kImageKind.directory) + disc.directory(), place, words);
}

}  // namespace

bool is_installed(const Value& vm) {
  const Value* install = vm.find_path({"libvirt", "domain", "install"});
  return install != nullptr && !install->is_null();
}

void read_installation(const Value& vm, const InstallationSurroundings& surroundings, VmConfiguration& configuration,
                       Diagnostics& mistakes, Diagnostics& warnings) {
  if (!is_installed(vm)) return;
  const Value& install = *vm.find_path({"libvirt", "domain", "install"});
  refuse_image(vm, install, mistakes);
  refuse_options(configuration, mistakes);
  const ImageSelection none;
  AuthorFiles files(surroundings.variables, mistakes);
  const std::string& folder = configuration.variables.at("DEFAULT_IMAGE_DIR").value;
  const ImageSource source =
      read_installer(install, {surroundings.registry, surroundings.images, none, folder, surroundings.variables, files,
                               surroundings.watch, mistakes, warnings});
  Installation installation = {.words = source.words,
                               .answers = source.files.empty() ? "" : source.files.front().content};
  add_word("seconds", std::to_string(source.timeout_seconds), source.place, installation.words);
  if (const Volume* disk = find_disk(configuration)) {
    add_word("disk", disk->pool_name.value + "/" + disk->name.value, disk->name.place, installation.words);
  } else {
    mistakes.push_back({.place = install.place(),
                        .message = "a VM that is installed needs a volume that is empty at first",
                        .help = "It has neither \"backingVolume\" nor \"uploadFile\" under libvirt.volumes."});
  }
  if (mistakes.empty()) add_disc(surroundings, source, installation.words);
  configuration.installation = std::move(installation);
}

}  // namespace vmp
