#include "generator/pruning.h"

#include <algorithm>
#include <optional>

#include "generator/directory.h"
#include "generator/generated_path.h"
#include "generator/journal.h"
#include "generator/manifest.h"
#include "generator/ownership.h"
#include "generator/patch.h"
#include "generator/removal.h"

namespace vmp {

namespace {

// The manifest may name files that are gone: the Makefile that has it is enough.
bool is_generated(const Directory& base, const std::string& path) {
  const std::optional<Directory> directory = base.find_own(path, Directory::Closed::kIsAbsent);
  if (!directory) return false;
  const std::string makefile = directory->read("Makefile", Directory::Closed::kIsAbsent);
  return !read_manifest(makefile_of(path, makefile)).empty();
}

// Adds the directories that are `depth` below a path.
void list_below(const Directory& base, const std::string& path, int depth, std::vector<std::string>& paths) {
  const std::optional<Directory> directory = base.find_own(path, Directory::Closed::kIsAbsent);
  if (!directory) return;
  for (const std::string& name : directory->list_directories()) {
    const std::string below = path + "/" + name;
    if (depth == 1) {
      paths.push_back(below);
    } else {
      list_below(base, below, depth - 1, paths);
    }
  }
}

std::vector<std::string> find_left_over_in(const Directory& base, const KnownDirectories& known) {
  std::vector<std::string> paths = base.list_directories();
  paths.emplace_back(kBaseDirectory);
  for (const auto& [kind, depth] : known.kinds) list_below(base, kind, depth, paths);
  std::erase_if(paths,
                [&](const std::string& path) { return known.paths.contains(path) || !is_generated(base, path); });
  std::ranges::sort(paths);
  return paths;
}

// Removes the files of a provisioner that is gone, with its manifest last, so that a run that was killed can be
// finished by the next.
void remove_provisioner(const std::string& name, const std::vector<std::string>& files, const Directory& base,
                        std::vector<Change>& changes) {
  const auto remove = [&](const std::string& path) {
    if (remove_own_file(base, path)) changes.push_back({Change::Kind::kRemoved, path});
  };
  const std::string manifest = path_in(name, "Makefile");
  for (const std::string& path : files) {
    if (path != manifest) remove(path);
  }
  remove(manifest);
  remove_empty_directories(base, files);
}

}  // namespace

std::vector<std::string> find_left_over(const KnownDirectories& known, const std::string& base_directory) {
  const std::optional<Directory> base = Directory::open(base_directory);
  return base ? find_left_over_in(*base, known) : std::vector<std::string>();
}

void prune_directories(const KnownDirectories& known, const std::string& base_directory, Effect effect,
                       std::vector<Change>& changes, const TellOfWait& tell_of_wait) {
  const std::optional<Directory> base = Directory::open(base_directory);
  if (!base) return;
  if (effect == Effect::kWrite) lock_for_writing(*base, tell_of_wait);
  for (const std::string& name : find_left_over_in(*base, known)) {
    const std::vector<std::string> files = find_own_files(*base, name);
    if (effect == Effect::kWrite) {
      remove_provisioner(name, files, *base, changes);
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
