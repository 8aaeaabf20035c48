#pragma once

#include <sys/stat.h>

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "generator/generated_files.h"

namespace vmp {

// A directory held open. What is below it is reached component by component and never through a symbolic
// link, so that nothing outside of it is read, written or removed. Names have no "/", paths may have some.
// Failures raise Error (input/output) with the path as the user knows it.
class Directory {
 public:
  // Opens a directory, through links if there are any; nothing if the path does not exist.
  static std::optional<Directory> open(const std::string& path);
  // Makes the directory and its parents if they do not exist.
  static Directory open_or_make(const std::string& path);

  Directory(Directory&& other) noexcept;
  Directory& operator=(Directory&& other) noexcept;
  ~Directory();

  // A directory below this one, or this one again for an empty path or ".". Nothing if it does not exist; Error if a
  // component is a link or a file.
  std::optional<Directory> find(std::string_view path) const;
  // What somebody keeps closed to us can count as not there: for looking around among what is not ours.
  enum class Closed { kFails, kIsAbsent };

  // The same, and nothing for links and files too: for removing, where they are not ours.
  std::optional<Directory> find_own(std::string_view path, Closed closed = Closed::kFails) const;
  // A directory in this one, made if it does not exist; `is_made` says whether it was.
  Directory find_or_make(std::string_view name, bool& is_made) const;

  enum class Modes { kMatter, kDoNotMatter };

  // Whether a regular file has these bytes and, where modes matter, is closed to others than the owner if it should be.
  // Error for a directory.
  bool holds(const std::string& name, const GeneratedFile& file, Modes modes) const;
  // The text of a regular file; nothing for anything else.
  std::optional<std::string> find_text(const std::string& name, Closed closed = Closed::kFails) const;
  // The same, and empty for anything else.
  std::string read(const std::string& name, Closed closed = Closed::kFails) const;
  // Whether there is anything but a directory.
  bool has_file(const std::string& name) const;
  // The directories in this one, without hidden ones and links, sorted.
  std::vector<std::string> list_directories() const;

  // Writes a new file that will become `target`, in place of anything of its name. Leaves nothing behind when
  // it fails.
  void create(const std::string& name, const GeneratedFile& file, const std::string& target) const;
  // The same, for what is not needed. False, and errno, if it cannot be done.
  bool try_create(const std::string& name, const GeneratedFile& file) const;
  void rename(const std::string& from, const std::string& to) const;
  // False if it was not there.
  bool remove(const std::string& name) const;

  // For tidying up, where it does not matter if it cannot be done.
  void try_remove(const std::string& name) const;
  void try_remove_directory(const std::string& path) const;  // only if it is empty

  // Waits until no other process holds the lock, which ends with this object; if one does, it is told before. False
  // where the file system has no locks.
  bool lock(const std::function<void()>& tell_of_wait) const;

 private:
  Directory(int descriptor, std::string path);

  std::optional<Directory> open_below(std::string_view name, bool is_link_absent, Closed closed) const;
  std::optional<struct stat> find_status(const std::string& name) const;
  std::string show(std::string_view name) const;
  [[noreturn]] void raise(std::string_view action, std::string_view name) const;

  int descriptor_;
  std::string path_;
};

}  // namespace vmp
