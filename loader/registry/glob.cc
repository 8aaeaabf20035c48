#include "loader/registry/glob.h"

#include <fmt/format.h>
#include <fnmatch.h>
#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <span>
#include <system_error>
#include <utility>

#include "loader/diagnostics/diagnostic.h"

namespace vmp {

namespace {

namespace fs = std::filesystem;

using Components = std::span<const std::string>;

bool is_hidden(const std::string& name) {
  return name.starts_with('.');
}

// An entry that cannot be followed (a dangling link) is no directory: opening it as a file will say why.
bool is_directory(const fs::directory_entry& entry) {
  std::error_code ignored;
  return entry.is_directory(ignored);
}

// POSIX glob(3) has no "**", and fnmatch(3) knows only one component: the walk is ours, the matching is not.
class Walk {
 public:
  explicit Walk(const std::string& source, int most_directories = kMaxGlobDirectories)
      : source_(source), most_directories_(most_directories) {}

  // Matches the components below a directory, given as "" or with a "/" at its end.
  void match(const std::string& directory, Components components) {
    const std::string& first = components.front();
    if (first == "**") {
      match_any_depth(directory, components);
    } else if (is_glob(first)) {
      match_pattern(directory, components);
    } else {
      match_literal(directory, components);
    }
  }

  std::vector<std::string> take_matches() {
    std::ranges::sort(matches_);
    matches_.erase(std::unique(matches_.begin(), matches_.end()), matches_.end());
    return std::move(matches_);
  }

 private:
  void match_any_depth(const std::string& directory, Components components) {
    struct stat status = {};
    if (::stat(directory.empty() ? "." : directory.c_str(), &status) != 0) return;
    const std::pair identity(status.st_dev, status.st_ino);
    if (std::ranges::find(ancestors_, identity) != ancestors_.end()) return;

    ancestors_.push_back(identity);
    match(directory, components.subspan(1));
    for (const fs::directory_entry& entry : list(directory)) {
      const std::string name = entry.path().filename().string();
      if (!is_hidden(name) && is_directory(entry)) match(directory + name + "/", components);
    }
    ancestors_.pop_back();
  }

  void match_pattern(const std::string& directory, Components components) {
    const std::string& pattern = components.front();
    for (const fs::directory_entry& entry : list(directory)) {
      const std::string name = entry.path().filename().string();
      if (::fnmatch(pattern.c_str(), name.c_str(), FNM_PERIOD | FNM_NOESCAPE) != 0) continue;
      if (components.size() > 1) {
        if (is_directory(entry)) match(directory + name + "/", components.subspan(1));
      } else if (!is_directory(entry)) {
        matches_.push_back(directory + name);
      }
    }
  }

  void match_literal(const std::string& directory, Components components) {
    const std::string path = directory + components.front();
    if (components.size() > 1) {
      match(path + "/", components.subspan(1));
      return;
    }
    std::error_code ignored;
    if (fs::exists(fs::symlink_status(path, ignored)) && !fs::is_directory(path, ignored)) matches_.push_back(path);
  }

  // The entries of a directory; none if it does not exist, because a glob may guess.
  std::vector<fs::directory_entry> list(const std::string& directory) {
    if (++directories_ > most_directories_) {
      throw Error(Failure::kInputOutput,
                  fmt::format("source \"{}\" has more than {} directories to search", source_, most_directories_),
                  "Name a directory nearer to the registry.");
    }
    std::error_code error;
    std::vector<fs::directory_entry> entries;
    fs::directory_iterator iterator(directory.empty() ? "." : directory, error);
    for (; !error && iterator != fs::directory_iterator(); iterator.increment(error)) entries.push_back(*iterator);
    if (error && error != std::errc::no_such_file_or_directory && error != std::errc::not_a_directory) {
      throw Error(Failure::kInputOutput, fmt::format("cannot read directory \"{}\" of source \"{}\": {}", directory,
                                                     source_, error.message()));
    }
    return entries;
  }

  const std::string& source_;
  int most_directories_;
  std::vector<std::string> matches_;
  std::vector<std::pair<dev_t, ino_t>> ancestors_;
  int directories_ = 0;
};

// The components of a pattern; several slashes are one, and a "**" at the end means the files in it.
std::vector<std::string> split(std::string_view pattern) {
  std::vector<std::string> components;
  while (!pattern.empty()) {
    const std::size_t slash = pattern.find('/');
    const std::string_view component = pattern.substr(0, slash);
    const bool is_repeated = component == "**" && !components.empty() && components.back() == "**";
    if (!component.empty() && !is_repeated) components.emplace_back(component);
    pattern = slash == std::string_view::npos ? "" : pattern.substr(slash + 1);
  }
  if (!components.empty() && components.back() == "**") components.emplace_back("*");
  return components;
}

}  // namespace

bool is_glob(std::string_view path) {
  return path.find_first_of("*?[") != std::string_view::npos;
}

std::vector<std::string> expand_glob(const std::string& pattern, int most_directories) {
  if (pattern.ends_with('/')) return {};  // asks for directories only
  Walk walk(pattern, most_directories);
  walk.match(pattern.starts_with('/') ? "/" : "", split(pattern));
  return walk.take_matches();
}

std::vector<std::string> find_yaml_files(const std::string& directory) {
  Walk walk(directory);
  const std::vector<std::string> components = {"**", "*.y*ml"};
  walk.match(directory.ends_with('/') ? directory : directory + "/", components);
  std::vector<std::string> files = walk.take_matches();
  std::erase_if(files, [](const std::string& file) { return !file.ends_with(".yaml") && !file.ends_with(".yml"); });
  return files;
}

}  // namespace vmp
