#include "generator/pruning.h"

#include <algorithm>
#include <optional>

#include "generator/directory.h"
#include "generator/generated_path.h"
#include "generator/journal.h"
#include "generator/manifest.h"
#include "generator/patch.h"
#include "generator/removal.h"

namespace vmp {

namespace {

// The manifest may name files that are gone: the Makefile that has it is enough.
std::vector<std::string> find_left_over_in(const Directory& base, const std::set<std::string>& vms) {
  std::vector<std::string> names = base.list_directories();
  std::erase_if(names, [&](const std::string& name) {
    if (vms.contains(name)) return true;
    const std::optional<Directory> directory = base.find_own(name, Directory::Closed::kIsAbsent);
    return !directory || read_manifest(directory->read("Makefile", Directory::Closed::kIsAbsent)).empty();
  });
  return names;
}

// Removes the files of a VM that is gone, with its manifest last, so that a run that was killed can be finished by the
// next.
void remove_vm(const std::string& name, const std::vector<std::string>& files, const Directory& base,
               std::vector<Change>& changes) {
  const auto remove = [&](const std::string& path) {
    if (remove_own_file(base, path)) changes.push_back({Change::Kind::kRemoved, path});
  };
  const std::string manifest = name + "/Makefile";
  for (const std::string& path : files) {
    if (path != manifest) remove(path);
  }
  remove(manifest);
  remove_empty_directories(base, files, Emptied::kWithVm);
}

}  // namespace

std::vector<std::string> find_left_over(const std::set<std::string>& vms, const std::string& base_directory) {
  const std::optional<Directory> base = Directory::open(base_directory);
  return base ? find_left_over_in(*base, vms) : std::vector<std::string>();
}

void prune_directories(const std::set<std::string>& vms, const std::string& base_directory, Effect effect,
                       std::vector<Change>& changes, const TellOfWait& tell_of_wait) {
  const std::optional<Directory> base = Directory::open(base_directory);
  if (!base) return;
  if (effect == Effect::kWrite) lock_for_writing(*base, tell_of_wait);
  for (const std::string& name : find_left_over_in(*base, vms)) {
    const std::vector<std::string> files = find_own_files(*base, name);
    if (effect == Effect::kWrite) {
      remove_vm(name, files, *base, changes);
    } else {
      for (const std::string& path : files) {
        const bool has_patch = effect == Effect::kDiff;
        changes.push_back(
            {Change::Kind::kRemoved, path, has_patch ? write_removing_patch(path_below(base_directory, path)) : ""});
      }
    }
  }
}

}  // namespace vmp
