#include "generator/removal.h"

#include <algorithm>
#include <functional>
#include <optional>
#include <set>

#include "generator/generated_path.h"
#include "generator/manifest.h"
#include "generator/ownership.h"

namespace vmp {

namespace {

std::optional<Directory> find_parent(const Directory& base, const std::string& path) {
  return base.find_own(split_path(path).directory);
}

}  // namespace

std::vector<std::string> find_own_files(const Directory& base, const std::string& provisioner) {
  const std::optional<Directory> directory = base.find_own(provisioner);
  if (!directory) return {};
  const std::string makefile = directory->read("Makefile");
  return find_own_files(base, provisioner, makefile_of(provisioner, makefile), {});
}

std::vector<std::string> find_own_files(const Directory& base, const std::string& provisioner,
                                        std::string_view makefile, const GeneratedFiles& wanted) {
  std::vector<std::string> paths = read_manifest(makefile);
  // The file that carries our mark is ours, even if somebody cut its name out of the manifest.
  if (!paths.empty()) paths.emplace_back("Makefile");
  for (std::string& path : paths) path = path_in(provisioner, path);
  std::erase_if(paths, [&](const std::string& path) {
    if (wanted.contains(path)) return true;
    const std::optional<Directory> parent = find_parent(base, path);
    const std::string name(split_path(path).name);
    if (!parent || !parent->has_file(name)) return true;
    return is_shared(path) && !parent->read(name).starts_with(kMarkOfSharedFile);
  });
  std::ranges::sort(paths);
  paths.erase(std::unique(paths.begin(), paths.end()), paths.end());
  return paths;
}

bool remove_own_file(const Directory& base, const std::string& path) {
  const std::optional<Directory> parent = find_parent(base, path);
  return parent && parent->remove(split_path(path).name);
}

void remove_empty_directories(const Directory& base, const std::vector<std::string>& paths) {
  // Descending order has "a/b/c" before "a/b".
  std::set<std::string, std::greater<>> directories;
  for (const std::string& path : paths) {
    for (std::string at = split_path(path).directory; !at.empty(); at = split_path(at).directory) {
      directories.insert(at);
    }
  }
  for (const std::string& path : directories) base.try_remove_directory(path);
}

}  // namespace vmp
