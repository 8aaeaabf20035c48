#pragma once

#include <exception>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "generator/change.h"
#include "generator/directory.h"
#include "generator/generated_files.h"
#include "generator/staging.h"
#include "loader/work/work.h"

namespace vmp {

struct ProvisionerFiles;

// Makes the provisioners below a base directory hold generated files: writes those whose bytes differ or that are
// not private but should be, and removes those that the directory's manifest names and that are no longer among them,
// with the directories which that leaves empty. Other files are left alone: one in the place of a generated file is an
// error, unless v0.1.1 wrote it.
//
// add() compares the files of one provisioner and keeps those that differ, so that not all files are in memory at
// once; apply() writes them. Nothing is changed before all new files are on the disk under a temporary name; a file is
// always the old one or the new one. Nothing outside the base directory is touched: a link in place of a file is
// replaced, a link in place of a directory is an error. What a run that was killed leaves under temporary names is
// removed by the next that writes.
class Update {
 public:
  // Waits until no other update of this base directory is under way, and keeps others waiting until it has been
  // applied. The directory may be missing.
  Update(std::string base_directory, Effect effect, TellOfWait tell_of_wait = ignore_wait);
  Update(const Update&) = delete;
  Update& operator=(const Update&) = delete;
  ~Update();

  // All paths have the directory in front, which may have several parts; none for kBaseDirectory. Several threads may
  // call it.
  void add(const std::string& directory, GeneratedFiles files);

  // To be called once, when all were added. Adds each change to `changes` when it is made, so that it is there also if
  // a later one fails, in no order. Raises Error (input/output), also for what went wrong before: until then nobody may
  // want to know.
  void apply(std::vector<Change>& changes, const Work& work = {});

 private:
  // Several threads may call it.
  using AddChange = std::function<void(Change change)>;

  void compare(ProvisionerFiles& provisioner) const;
  void refuse_to_overwrite_foreign() const;
  void make_base_directory(const Work& work);
  void write(const Work& work, const AddChange& add) const;
  void list_due(const Work& work, const AddChange& add) const;
  std::string write_patch_of(const std::string& path, const GeneratedFile& file) const;

  std::string path_;
  Effect effect_;
  TellOfWait tell_of_wait_;
  std::optional<Directory> base_;
  Staging::Lock lock_ = Staging::Lock::kMissing;
  std::exception_ptr problem_;
  std::mutex adding_;
  std::vector<ProvisionerFiles> provisioners_;
};

}  // namespace vmp
