#include "generator/update.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <utility>

#include "generator/generated_path.h"
#include "generator/journal.h"
#include "generator/ownership.h"
#include "generator/patch.h"
#include "generator/removal.h"
#include "loader/diagnostics/diagnostic.h"
#include "loader/work/parallel.h"

namespace vmp {

// The files of one provisioner, and what is to be done for them.
struct ProvisionerFiles {
  std::string name;
  GeneratedFiles files;                   // those that the disk does not hold
  std::vector<std::string> stale = {};    // paths of ours that are not wanted any more
  std::vector<std::string> foreign = {};  // paths of files that others wrote, where ours should be
  std::exception_ptr problem = nullptr;   // why that could not be found out

  std::string manifest() const { return path_in(name, "Makefile"); }
};

namespace {

// A version's generator makes no such path; this is the last wall before the disk.
void check_paths(const ProvisionerFiles& provisioner) {
  for (const auto& [path, file] : provisioner.files) {
    if (is_generated_path(path) && path_inside(provisioner.name, path)) continue;
    throw Error(Failure::kInputOutput, fmt::format("refused to write \"{}\": it is not below a provisioner", path));
  }
}

// The directories in a provisioner, each opened once.
class Subdirectories {
 public:
  explicit Subdirectories(const Directory& directory) : directory_(directory) {}

  // nullptr if it does not exist; the provisioner's own for an empty path.
  const Directory* find(const std::string& path) {
    if (path.empty()) return &directory_;
    const auto [found, is_new] = open_.try_emplace(path);
    if (is_new) found->second = directory_.find(path);
    return found->second ? &*found->second : nullptr;
  }

 private:
  const Directory& directory_;
  std::map<std::string, std::optional<Directory>> open_;
};

// A check does not mind the modes: git keeps no such modes, so that a fresh clone would never pass it.
std::vector<GeneratedFiles::const_iterator> find_held(const ProvisionerFiles& provisioner, const Directory& directory,
                                                      Effect effect) {
  const auto modes = effect == Effect::kWrite ? Directory::Modes::kMatter : Directory::Modes::kDoNotMatter;
  std::vector<GeneratedFiles::const_iterator> held;
  Subdirectories subdirectories(directory);
  for (auto file = provisioner.files.begin(); file != provisioner.files.end(); ++file) {
    const auto [parent, name] = split_path(path_inside(provisioner.name, file->first).value());
    const Directory* place = subdirectories.find(parent);
    if (place != nullptr && place->holds(name, file->second, modes)) held.push_back(file);
  }
  return held;
}

// Where its author has such a file, ours is not wanted.
void leave_to_authors(ProvisionerFiles& provisioner, const Directory& directory) {
  Subdirectories subdirectories(directory);
  std::erase_if(provisioner.files, [&](const auto& each) {
    if (!is_shared(each.first)) return false;
    const auto [parent, name] = split_path(path_inside(provisioner.name, each.first).value());
    const Directory* place = subdirectories.find(parent);
    return place != nullptr && place->has_file(name) && !place->read(name).starts_with(kMarkOfSharedFile);
  });
}

// Those that are on the disk with other bytes and are not ours. Their modes do not matter: a file with our bytes loses
// nothing.
std::vector<std::string> find_foreign(const ProvisionerFiles& provisioner, const Directory& directory,
                                      const Ownership& ownership) {
  std::vector<std::string> foreign;
  Subdirectories subdirectories(directory);
  for (const auto& [path, file] : provisioner.files) {
    const std::string_view inside = path_inside(provisioner.name, path).value();
    if (ownership.has(inside) || is_shared(inside)) continue;
    const auto [parent, name] = split_path(inside);
    const Directory* place = subdirectories.find(parent);
    if (place == nullptr || !place->has_file(name)) continue;
    if (!place->holds(name, file, Directory::Modes::kDoNotMatter)) foreign.push_back(path);
  }
  return foreign;
}

// Whatever happens in between, the manifest on the disk names every file of ours: what is no longer generated
// goes before the new manifest comes, and what is new comes after it.
template <typename AddChange>
void put_in_place(const ProvisionerFiles& provisioner, const Directory& base, Staging* staging, const AddChange& add) {
  const auto put = [&](const std::string& path) {
    staging->put_in_place(path);
    add({Change::Kind::kGenerated, path});
  };
  for (const std::string& path : provisioner.stale) {
    if (remove_own_file(base, path)) add({Change::Kind::kRemoved, path});
  }
  if (provisioner.files.contains(provisioner.manifest())) put(provisioner.manifest());
  for (const auto& [path, file] : provisioner.files) {
    if (path != provisioner.manifest()) put(path);
  }
  remove_empty_directories(base, provisioner.stale);
}

}  // namespace

Update::Update(std::string base_directory, Effect effect, TellOfWait tell_of_wait)
    : path_(std::move(base_directory)), effect_(effect), tell_of_wait_(std::move(tell_of_wait)) {
  try {
    base_ = Directory::open(path_);
    if (base_ && effect_ == Effect::kWrite && lock_for_writing(*base_, tell_of_wait_)) lock_ = Staging::Lock::kHeld;
  } catch (const Error&) {
    problem_ = std::current_exception();
  }
}

Update::~Update() = default;

void Update::add(const std::string& directory, GeneratedFiles files) {
  if (files.empty()) return;
  ProvisionerFiles provisioner = {directory, std::move(files)};
  compare(provisioner);
  const std::lock_guard guard(adding_);
  provisioners_.push_back(std::move(provisioner));
}

// Without a directory all files are new.
void Update::compare(ProvisionerFiles& provisioner) const {
  try {
    check_paths(provisioner);
    const std::optional<Directory> directory = base_ ? base_->find(provisioner.name) : std::nullopt;
    if (!directory) return;
    leave_to_authors(provisioner, *directory);
    const std::vector<GeneratedFiles::const_iterator> held = find_held(provisioner, *directory, effect_);
    // What the manifest on the disk names; if it is the one that was generated, it names just these files.
    if (std::ranges::find(held, provisioner.files.find(provisioner.manifest())) == held.end()) {
      const std::string makefile = directory->read("Makefile");
      const std::string_view ours = makefile_of(provisioner.name, makefile);
      provisioner.stale = find_own_files(*base_, provisioner.name, ours, provisioner.files);
      provisioner.foreign = find_foreign(provisioner, *directory, Ownership(ours));
    }
    for (const auto& file : held) provisioner.files.erase(file);
  } catch (const Error&) {
    provisioner.problem = std::current_exception();
  }
}

void Update::apply(std::vector<Change>& changes, const Work& work) {
  if (problem_) std::rethrow_exception(problem_);
  std::ranges::sort(provisioners_, {}, &ProvisionerFiles::name);
  if (!base_ && effect_ == Effect::kWrite && !provisioners_.empty()) make_base_directory(work);
  for (const ProvisionerFiles& provisioner : provisioners_) {
    if (provisioner.problem) std::rethrow_exception(provisioner.problem);
  }
  refuse_to_overwrite_foreign();
  const auto add = [&](Change change) {
    const std::lock_guard guard(adding_);
    changes.push_back(std::move(change));
  };
  if (effect_ == Effect::kWrite) {
    write(work, add);
  } else {
    list_due(work, add);
  }
  base_.reset();
}

void Update::refuse_to_overwrite_foreign() const {
  Diagnostics refused;
  for (const ProvisionerFiles& provisioner : provisioners_) {
    for (const std::string& path : provisioner.foreign) {
      refused.push_back(
          {.message = fmt::format("refused to overwrite \"{}\": vmp did not generate it", path_below(path_, path)),
           .help = "Move it away, then generate again, or choose another base directory."});
    }
  }
  if (!refused.empty()) throw Error(std::move(refused), Failure::kInputOutput);
}

// Another update may have had the same idea, and be done by now.
void Update::make_base_directory(const Work& work) {
  base_ = Directory::open_or_make(path_);
  if (lock_for_writing(*base_, tell_of_wait_)) lock_ = Staging::Lock::kHeld;
  run_in_parallel(provisioners_.size(), work.threads, [&](std::size_t index) {
    const Stopwatch watch(work.profile, Stage::kWrite);
    compare(provisioners_[index]);
  });
}

void Update::write(const Work& work, const AddChange& add) const {
  std::vector<std::string> paths;
  for (const ProvisionerFiles& provisioner : provisioners_) {
    for (const auto& [path, file] : provisioner.files) paths.push_back(path);
  }
  // Without the lock the journal could be another's.
  const bool is_journaled = lock_ == Staging::Lock::kHeld && !paths.empty();
  const std::unique_ptr<Journal> journal = is_journaled ? std::make_unique<Journal>(*base_, paths) : nullptr;
  std::vector<std::unique_ptr<Staging>> stagings(provisioners_.size());
  run_in_parallel(provisioners_.size(), work.threads, [&](std::size_t index) {
    const Stopwatch watch(work.profile, Stage::kWrite);
    if (provisioners_[index].files.empty()) return;
    stagings[index] = std::make_unique<Staging>(*base_, lock_);
    for (const auto& [path, file] : provisioners_[index].files) stagings[index]->write(path, file);
    stagings[index]->close_directories();
  });
  run_in_parallel(provisioners_.size(), work.threads, [&](std::size_t index) {
    const Stopwatch watch(work.profile, Stage::kWrite);
    put_in_place(provisioners_[index], *base_, stagings[index].get(), add);
    stagings[index].reset();
  });
}

void Update::list_due(const Work& work, const AddChange& add) const {
  run_in_parallel(provisioners_.size(), work.threads, [&](std::size_t index) {
    const bool has_patches = effect_ == Effect::kDiff;
    for (const auto& [path, file] : provisioners_[index].files) {
      add({Change::Kind::kGenerated, path, has_patches ? write_patch_of(path, file) : ""});
    }
    for (const std::string& path : provisioners_[index].stale) {
      add({Change::Kind::kRemoved, path, has_patches ? write_removing_patch(path_below(path_, path)) : ""});
    }
  });
}

std::string Update::write_patch_of(const std::string& path, const GeneratedFile& file) const {
  const auto [parent, name] = split_path(path);
  const std::optional<Directory> directory = base_ ? base_->find_own(parent) : std::nullopt;
  return write_patch(path_below(path_, path), directory ? directory->find_text(name) : std::nullopt, file);
}

}  // namespace vmp
