#include "generator/write_files.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "generator/directory.h"
#include "generator/generated_path.h"
#include "generator/removal.h"
#include "generator/staging.h"
#include "loader/diagnostics/diagnostic.h"

namespace vmp {

namespace {

std::string vm_of(const std::string& path) {
  return path.substr(0, path.find('/'));
}

// A version's generator makes no such path; this is the last wall before the disk.
void check_paths(const GeneratedFiles& files) {
  for (const auto& [path, file] : files) {
    if (is_generated_path(path) && path.find('/') != std::string::npos) continue;
    throw Error(Failure::kInputOutput, fmt::format("refused to write \"{}\": it is not below a VM's directory", path));
  }
}

// A file that should be private is written again if it is not. A check does not mind: git keeps no such modes, so
// that a fresh clone would never pass it.
bool is_changed(const std::string& name, const GeneratedFile& file, const Directory& directory, Effect effect) {
  if (!directory.holds(name, file.bytes())) return true;
  return effect == Effect::kWrite && file.access == Access::kPrivate && directory.is_open_to_others(name);
}

std::vector<std::string> find_changed(const GeneratedFiles& files, const Directory& base, Effect effect) {
  std::vector<std::string> changed;
  std::string open_path;
  std::optional<Directory> directory;
  for (const auto& [path, file] : files) {
    const auto [parent, name] = split_path(path);
    if (parent != open_path) {
      directory = base.find(parent);
      open_path = parent;
    }
    if (!directory || is_changed(name, file, *directory, effect)) changed.push_back(path);
  }
  return changed;
}

std::set<std::string> list_vms(const GeneratedFiles& files) {
  std::set<std::string> vms;
  for (const auto& [path, file] : files) vms.insert(vm_of(path));
  return vms;
}

std::vector<std::string> find_stale(const GeneratedFiles& files, const Directory& base) {
  std::vector<std::string> stale;
  for (const std::string& vm : list_vms(files)) {
    for (std::string& path : find_own_files(base, vm)) {
      if (!files.contains(path)) stale.push_back(std::move(path));
    }
  }
  return stale;
}

// Whatever happens in between, the manifest on the disk names every file of ours: what is no longer generated
// goes before the new manifest comes, and what is new comes after it.
void apply(const GeneratedFiles& files, const std::vector<std::string>& changed, const std::vector<std::string>& stale,
           const Directory& base, Staging::Lock lock) {
  Staging staging(base, lock);
  for (const std::string& path : changed) staging.write(path, files.at(path));
  for (const std::string& path : stale) remove_own_file(base, path);
  const auto is_manifest = [](const std::string& path) { return path == vm_of(path) + "/Makefile"; };
  for (const std::string& path : changed) {
    if (is_manifest(path)) staging.put_in_place(path);
  }
  for (const std::string& path : changed) {
    if (!is_manifest(path)) staging.put_in_place(path);
  }
  remove_empty_directories(base, stale, Emptied::kBelowVm);
}

std::vector<Change> list_changes(const std::vector<std::string>& generated, const std::vector<std::string>& removed) {
  std::vector<Change> changes;
  for (const std::string& path : generated) changes.push_back({Change::Kind::kGenerated, path});
  for (const std::string& path : removed) changes.push_back({Change::Kind::kRemoved, path});
  std::ranges::sort(changes, {}, &Change::path);
  return changes;
}

std::vector<std::string> list_paths(const GeneratedFiles& files) {
  std::vector<std::string> paths;
  for (const auto& [path, file] : files) paths.push_back(path);
  return paths;
}

}  // namespace

std::vector<Change> write_files(const GeneratedFiles& files, const std::string& base_directory, Effect effect) {
  check_paths(files);
  if (files.empty()) return {};
  if (effect == Effect::kCheck) {
    const std::optional<Directory> base = Directory::open(base_directory);
    if (!base) return list_changes(list_paths(files), {});
    return list_changes(find_changed(files, *base, effect), find_stale(files, *base));
  }
  const Directory base = Directory::open_or_make(base_directory);
  const Staging::Lock lock = base.lock() ? Staging::Lock::kHeld : Staging::Lock::kMissing;
  const std::vector<std::string> changed = find_changed(files, base, effect);
  const std::vector<std::string> stale = find_stale(files, base);
  apply(files, changed, stale, base, lock);
  return list_changes(changed, stale);
}

std::vector<Change> prune_directories(const std::set<std::string>& vms, const std::string& base_directory,
                                      Effect effect) {
  const std::optional<Directory> base = Directory::open(base_directory);
  if (!base) return {};
  if (effect == Effect::kWrite) base->lock();
  std::vector<std::string> removed;
  for (const std::string& name : base->list_directories()) {
    // What is closed to us is not ours: a lost+found must not stop anybody.
    const std::string manifest = name + "/Makefile";
    if (vms.contains(name) || !base->can_read(manifest)) continue;
    const std::vector<std::string> files = find_own_files(*base, name);
    removed.insert(removed.end(), files.begin(), files.end());
    if (effect == Effect::kCheck || files.empty()) continue;
    // The manifest goes last, so that a run that was killed can be finished by the next.
    for (const std::string& path : files) {
      if (path != manifest) remove_own_file(*base, path);
    }
    remove_own_file(*base, manifest);
    remove_empty_directories(*base, files, Emptied::kWithVm);
  }
  return list_changes({}, removed);
}

}  // namespace vmp
