#pragma once

#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "generator/generated_path.h"
#include "generator/manifest.h"
#include "generator/pruning.h"
#include "generator/update.h"
#include "loader/diagnostics/diagnostic.h"
#include "test/catch.h"
#include "test/temporary_directory.h"

namespace vmp::test {

namespace fs = std::filesystem;
using Lines = std::vector<std::string>;

// The files of a VM, with the manifest that names them.
inline GeneratedFiles files_of(const std::string& vm, const std::map<std::string, std::string>& texts) {
  std::vector<std::string> names = {"Makefile"};
  for (const auto& [name, text] : texts) names.push_back(name);
  GeneratedFiles files;
  files[path_in(vm, "Makefile")].text = write_manifest(names);
  for (const auto& [name, text] : texts) files[path_in(vm, name)].text = text;
  return files;
}

// What the paths have in front of the Makefile's name.
inline std::string directory_of(const GeneratedFiles& files) {
  for (const auto& [path, file] : files) {
    if (path == "Makefile") return std::string(kBaseDirectory);
    if (path.ends_with("/Makefile")) return path.substr(0, path.rfind('/'));
  }
  return "";
}

// Sorted by path.
inline Lines describe(std::vector<Change> changes) {
  std::ranges::sort(changes, {}, &Change::path);
  Lines lines;
  for (const Change& change : changes) {
    lines.push_back((change.kind == Change::Kind::kGenerated ? "+ " : "- ") + change.path);
  }
  return lines;
}

inline std::vector<Change> apply(Update& update) {
  std::vector<Change> changes;
  update.apply(changes);
  return changes;
}

inline std::vector<Change> update(const std::vector<GeneratedFiles>& provisioners, const std::string& base_directory,
                                  Effect effect = Effect::kWrite) {
  Update update(base_directory, effect);
  for (const GeneratedFiles& files : provisioners) update.add(directory_of(files), files);
  return apply(update);
}

inline Lines write(const TemporaryDirectory& base, const GeneratedFiles& files, Effect effect = Effect::kWrite) {
  return describe(update({files}, base.root(), effect));
}

inline Lines prune(const TemporaryDirectory& base, const std::set<std::string>& known, Effect effect = Effect::kWrite) {
  std::vector<Change> changes;
  prune_directories({.paths = known, .kinds = {{"images", 2}, {"networks", 1}}}, base.root(), effect, changes);
  return describe(changes);
}

// Everything below a directory: "vm1/" for directories, "vm1/link -> target" for links.
inline Lines list(const std::string& root) {
  Lines lines;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(root)) {
    std::string line = entry.path().string().substr(root.size() + 1);
    if (entry.is_symlink()) {
      line += " -> " + fs::read_symlink(entry.path()).string();
    } else if (entry.is_directory()) {
      line += "/";
    }
    lines.push_back(line);
  }
  std::sort(lines.begin(), lines.end());
  return lines;
}

inline struct stat status_of(const std::string& path) {
  struct stat status = {};
  REQUIRE(::lstat(path.c_str(), &status) == 0);
  return status;
}

inline std::string message_of(const TemporaryDirectory& base, const std::vector<GeneratedFiles>& provisioners,
                              Effect effect = Effect::kWrite) {
  try {
    update(provisioners, base.root(), effect);
  } catch (const Error& error) {
    CHECK(error.failure() == Failure::kInputOutput);
    std::string message = error.what();
    const std::size_t at = message.find(base.root());
    return at == std::string::npos ? message : message.replace(at, base.root().size(), "BASE");
  }
  return "";
}

}  // namespace vmp::test
