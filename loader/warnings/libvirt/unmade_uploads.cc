#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "loader/warnings/finders.h"

namespace vmp {

namespace {

std::string_view file_name(std::string_view path) {
  return path.substr(path.rfind('/') + 1);
}

// With its dot; "" without one.
std::string_view extension(std::string_view path) {
  const std::string_view name = file_name(path);
  return name.substr(std::min(name.rfind('.'), name.size()));
}

bool is_uploaded(const Text& file, const VmConfiguration& vm) {
  return std::ranges::any_of(vm.volumes, [&file](const Volume& volume) {
    const auto* upload = std::get_if<UploadFile>(&volume.source);
    return upload != nullptr && upload->path.value == file.value;
  });
}

// What the VM makes and uploads nowhere.
struct Unused {
  const Text* image = nullptr;
  const Text* seed = nullptr;
};

Unused find_unused(const VmConfiguration& vm) {
  Unused unused;
  if (vm.has_image() && !is_uploaded(vm.image.path, vm)) unused.image = &vm.image.path;
  if (vm.cloud_init && !is_uploaded(vm.cloud_init->seed_path, vm)) unused.seed = &vm.cloud_init->seed_path;
  return unused;
}

// Which of these a file was most likely to be, or nullptr.
const Text* find_meant(std::string_view path, const Unused& unused) {
  if (unused.image != nullptr && file_name(path) == file_name(unused.image->value)) return unused.image;
  return unused.seed != nullptr && extension(path) == extension(unused.seed->value) ? unused.seed : nullptr;
}

bool is_made(const Text& path, const VmConfiguration& vm) {
  return path.value == vm.image.path.value || (vm.cloud_init && path.value == vm.cloud_init->seed_path.value);
}

}  // namespace

// A warning for each file that a volume is uploaded from and the VM does not make, where it makes one like it that no
// volume is uploaded from: a seed of the same kind, or its image in another directory. All other files may be the
// user's own.
Diagnostics find_unmade_uploads(const ResolvedVm& resolved) {
  const VmConfiguration& vm = resolved.configuration;
  const Unused unused = find_unused(vm);
  Diagnostics warnings;
  for (const Volume& volume : vm.volumes) {
    const auto* upload = std::get_if<UploadFile>(&volume.source);
    if (upload == nullptr || is_made(upload->path, vm)) continue;
    const Text* meant = find_meant(upload->path.value, unused);
    if (meant == nullptr) continue;
    warnings.push_back(
        warn(Warning::kUnmadeUpload, upload->path.place,
             fmt::format("the VM does not make the file \"{}\"", upload->path.value),
             fmt::format("It makes \"{}\", from which no volume is uploaded. Did you mean that?", meant->value)));
  }
  return warnings;
}

}  // namespace vmp
