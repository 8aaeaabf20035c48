#include "generator/write_files.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <optional>

#include "generator/directory.h"
#include "generator/generated_path.h"
#include "generator/removal.h"
#include "generator/staging.h"
#include "loader/diagnostics/diagnostic.h"
#include "loader/work/parallel.h"

namespace vmp {

namespace {

std::string_view vm_of(std::string_view path) {
  return path.substr(0, path.find('/'));
}

// The files of one VM, and what is to be done for them.
struct VmFiles {
  explicit VmFiles(const GeneratedFiles& all)
      : vm(all.empty() ? std::string_view() : vm_of(all.begin()->first)), files(all) {}

  std::string vm;
  const GeneratedFiles& files;
  std::vector<GeneratedFiles::const_iterator> changed = {};
  std::vector<std::string> stale = {};
};

// A version's generator makes no such path; this is the last wall before the disk.
void check_paths(const VmFiles& group) {
  for (const auto& [path, file] : group.files) {
    if (is_generated_path(path) && path.starts_with(group.vm + "/")) continue;
    throw Error(Failure::kInputOutput, fmt::format("refused to write \"{}\": it is not below a VM's directory", path));
  }
}

// A check does not mind the modes: git keeps no such modes, so that a fresh clone would never pass it.
void find_changed(VmFiles& group, const Directory& directory, Effect effect) {
  const auto modes = effect == Effect::kWrite ? Directory::Modes::kMatter : Directory::Modes::kDoNotMatter;
  std::string open_path;
  std::optional<Directory> below;
  for (auto file = group.files.begin(); file != group.files.end(); ++file) {
    const auto [parent, name] = split_path(std::string_view(file->first).substr(group.vm.size() + 1));
    if (parent != open_path) {
      below = directory.find(parent);
      open_path = parent;
    }
    const Directory* place = parent.empty() ? &directory : below ? &*below : nullptr;
    if (place == nullptr || !place->holds(name, file->second, modes)) group.changed.push_back(file);
  }
}

// What the manifest on the disk names. Most often it is the one that was generated.
void find_stale(VmFiles& group, const Directory& base, const Directory& directory) {
  const auto manifest = group.files.find(group.vm + "/Makefile");
  const bool is_held =
      manifest != group.files.end() && std::ranges::find(group.changed, manifest) == group.changed.end();
  group.stale = is_held ? find_own_files(base, group.vm, manifest->second.bytes(), group.files)
                        : find_own_files(base, group.vm, directory.read("Makefile"), group.files);
}

void expect_nothing_there(VmFiles& group) {
  for (auto file = group.files.begin(); file != group.files.end(); ++file) group.changed.push_back(file);
}

// Without a base directory there is nothing.
void compare_with_disk(std::vector<VmFiles>& groups, const Directory* base, Effect effect, const Work& work) {
  run_in_parallel(groups.size(), work.threads, [&](std::size_t index) {
    const Stopwatch watch(work.profile, Stage::kWrite);
    VmFiles& group = groups[index];
    check_paths(group);
    const std::optional<Directory> directory = base == nullptr ? std::nullopt : base->find(group.vm);
    if (!directory) return expect_nothing_there(group);
    find_changed(group, *directory, effect);
    find_stale(group, *base, *directory);
  });
}

// Whatever happens in between, the manifest on the disk names every file of ours: what is no longer generated
// goes before the new manifest comes, and what is new comes after it.
void put_in_place(const VmFiles& group, const Directory& base, Staging* staging) {
  const auto is_manifest = [](const auto& file) {
    return file->first == std::string(vm_of(file->first)) + "/Makefile";
  };
  for (const std::string& path : group.stale) remove_own_file(base, path);
  for (const auto& file : group.changed) {
    if (is_manifest(file)) staging->put_in_place(file->first);
  }
  for (const auto& file : group.changed) {
    if (!is_manifest(file)) staging->put_in_place(file->first);
  }
  remove_empty_directories(base, group.stale, Emptied::kBelowVm);
}

void apply(const std::vector<VmFiles>& groups, const Directory& base, Staging::Lock lock, const Work& work) {
  std::vector<std::unique_ptr<Staging>> stagings(groups.size());
  run_in_parallel(groups.size(), work.threads, [&](std::size_t index) {
    const Stopwatch watch(work.profile, Stage::kWrite);
    if (groups[index].changed.empty()) return;
    stagings[index] = std::make_unique<Staging>(base, lock);
    for (const auto& file : groups[index].changed) stagings[index]->write(file->first, file->second);
    stagings[index]->close_directories();
  });
  run_in_parallel(groups.size(), work.threads, [&](std::size_t index) {
    const Stopwatch watch(work.profile, Stage::kWrite);
    put_in_place(groups[index], base, stagings[index].get());
    stagings[index].reset();
  });
}

std::vector<Change> list_changes(const std::vector<VmFiles>& groups) {
  std::vector<Change> changes;
  for (const VmFiles& group : groups) {
    for (const auto& file : group.changed) changes.push_back({Change::Kind::kGenerated, file->first});
    for (const std::string& path : group.stale) changes.push_back({Change::Kind::kRemoved, path});
  }
  std::ranges::sort(changes, {}, &Change::path);
  return changes;
}

std::vector<Change> list_removals(const std::vector<std::string>& paths) {
  std::vector<Change> changes;
  for (const std::string& path : paths) changes.push_back({Change::Kind::kRemoved, path});
  std::ranges::sort(changes, {}, &Change::path);
  return changes;
}

}  // namespace

std::vector<Change> write_files(const std::vector<GeneratedFiles>& provisioners, const std::string& base_directory,
                                Effect effect, const Work& work) {
  if (provisioners.empty()) return {};
  std::vector<VmFiles> groups(provisioners.begin(), provisioners.end());
  if (effect == Effect::kCheck) {
    const std::optional<Directory> base = Directory::open(base_directory);
    compare_with_disk(groups, base ? &*base : nullptr, effect, work);
    return list_changes(groups);
  }
  const Directory base = Directory::open_or_make(base_directory);
  const Staging::Lock lock = base.lock() ? Staging::Lock::kHeld : Staging::Lock::kMissing;
  compare_with_disk(groups, &base, effect, work);
  apply(groups, base, lock, work);
  return list_changes(groups);
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
  return list_removals(removed);
}

}  // namespace vmp
