#include "generator/staging.h"

#include <unistd.h>

#include <utility>

#include "generator/generated_path.h"
#include "loader/diagnostics/diagnostic.h"

namespace vmp {

namespace {

void discard(const Directory& base, const std::string& path, const std::string& temporary) {
  const std::optional<Directory> directory = base.find_own(split_path(path).directory);
  if (directory) directory->try_remove(temporary);
}

}  // namespace

Staging::Staging(const Directory& base, Lock lock)
    : base_(base), suffix_(lock == Lock::kHeld ? "" : "." + std::to_string(::getpid())) {}

Staging::~Staging() {
  try {
    for (const auto& [path, temporary] : temporaries_) discard(base_, path, temporary);
    for (auto path = made_directories_.rbegin(); path != made_directories_.rend(); ++path) {
      base_.try_remove_directory(*path);
    }
  } catch (const Error&) {
    // Something else failed before, and that is what the user has to hear.
  }
}

void Staging::write(const std::string& path, const GeneratedFile& file) {
  const auto [parent, name] = split_path(path);
  const std::string temporary = temporary_name(name) + suffix_;
  make_directory(parent).create(temporary, file, name);
  temporaries_.emplace(path, temporary);
}

void Staging::put_in_place(const std::string& path) {
  const auto [parent, name] = split_path(path);
  make_directory(parent).rename(temporaries_.at(path), name);
  temporaries_.erase(path);
  if (temporaries_.empty()) made_directories_.clear();
}

const Directory& Staging::make_directory(const std::string& path) {
  if (const auto found = open_.find(path); found != open_.end()) return found->second;
  if (path.empty()) return open_.emplace(path, base_.find(path).value()).first->second;
  const auto [parent, name] = split_path(path);
  bool is_made = false;
  Directory directory =
      parent.empty() ? base_.find_or_make(name, is_made) : make_directory(parent).find_or_make(name, is_made);
  if (is_made) made_directories_.push_back(path);
  return open_.emplace(path, std::move(directory)).first->second;
}

}  // namespace vmp
