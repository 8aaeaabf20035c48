#include "generator/journal.h"

#include <optional>

#include "generator/generated_path.h"
#include "generator/manifest.h"
#include "generator/removal.h"

namespace vmp {

namespace {

const std::string kName = ".vmp-journal";

void discard_temporary(const Directory& base, const std::string& path) {
  const auto [parent, name] = split_path(path);
  const std::optional<Directory> directory = base.find_own(parent, Directory::Closed::kIsAbsent);
  if (directory) directory->try_remove(temporary_name(name));
}

}  // namespace

Journal::Journal(const Directory& base, const std::vector<std::string>& paths) : base_(base) {
  base_.try_create(kName, {write_manifest(paths)});
}

Journal::~Journal() {
  base_.try_remove(kName);
}

bool lock_for_writing(const Directory& base, const TellOfWait& tell_of_wait) {
  if (!base.lock(tell_of_wait)) return false;
  const std::vector<std::string> paths = read_manifest(base.read(kName, Directory::Closed::kIsAbsent));
  for (const std::string& path : paths) discard_temporary(base, path);
  remove_empty_directories(base, paths);
  if (!paths.empty()) base.try_remove(kName);
  return true;
}

}  // namespace vmp
