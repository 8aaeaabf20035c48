#include "generator/directory.h"

#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <system_error>
#include <utility>

#include "generator/generated_path.h"
#include "generator/open_file.h"
#include "loader/diagnostics/diagnostic.h"

namespace vmp {

namespace {

mode_t mode_of(Access access) {
  switch (access) {
    case Access::kPublic:
      return 0644;
    case Access::kExecutable:
      return 0755;
    case Access::kPrivate:
      break;
  }
  return 0600;
}

constexpr int kDirectoryFlags = O_RDONLY | O_DIRECTORY | O_CLOEXEC;

[[noreturn]] void raise_error(std::string_view action, const std::string& path, int error) {
  throw Error(Failure::kInputOutput,
              fmt::format("cannot {} \"{}\": {}", action, path, std::generic_category().message(error)));
}

std::pair<std::string_view, std::string_view> split_first(std::string_view path) {
  const std::size_t slash = path.find('/');
  return {path.substr(0, slash), slash == std::string_view::npos ? "" : path.substr(slash + 1)};
}

bool write_descriptor(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const ssize_t count = ::write(descriptor, text.data(), text.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return false;
    text.remove_prefix(static_cast<std::size_t>(count));
  }
  return true;
}

}  // namespace

Directory::Directory(int descriptor, std::string path) : descriptor_(descriptor), path_(std::move(path)) {}

Directory::Directory(Directory&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)), path_(std::move(other.path_)) {}

Directory& Directory::operator=(Directory&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  std::swap(path_, other.path_);
  return *this;
}

Directory::~Directory() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

std::optional<Directory> Directory::open(const std::string& path) {
  const int descriptor = ::open(path.c_str(), kDirectoryFlags);
  if (descriptor >= 0) return Directory(descriptor, path);
  if (errno == ENOENT) return std::nullopt;
  raise_error("open directory", path, errno);
}

Directory Directory::open_or_make(const std::string& path) {
  if (std::optional<Directory> directory = open(path)) return std::move(*directory);
  std::error_code error;
  std::filesystem::create_directories(path, error);
  if (error) raise_error("make directory", path, error.value());
  if (std::optional<Directory> directory = open(path)) return std::move(*directory);
  raise_error("open directory", path, ENOENT);
}

std::string Directory::show(std::string_view name) const {
  return path_below(path_, name);
}

void Directory::raise(std::string_view action, std::string_view name) const {
  raise_error(action, show(name), errno);
}

std::optional<Directory> Directory::open_below(std::string_view name, bool is_link_absent, Closed closed) const {
  const bool is_itself = name.empty() || name == kBaseDirectory;
  const int descriptor =
      ::openat(descriptor_, is_itself ? "." : std::string(name).c_str(), kDirectoryFlags | O_NOFOLLOW);
  if (descriptor >= 0) return Directory(descriptor, is_itself ? path_ : show(name));
  // O_DIRECTORY reports a link as ENOTDIR, O_NOFOLLOW as ELOOP.
  const bool is_other = errno == ENOTDIR || errno == ELOOP;
  const bool is_absent = errno == ENOENT || (errno == EACCES && closed == Closed::kIsAbsent);
  if (is_absent || (is_other && is_link_absent)) return std::nullopt;
  if (!is_other) raise("open directory", name);
  throw Error(Failure::kInputOutput, fmt::format("\"{}\" is a symbolic link or a file, not a directory", show(name)),
              "Nothing is written through a link. Remove it or choose another base directory.");
}

std::optional<Directory> Directory::find(std::string_view path) const {
  const auto [name, rest] = split_first(path);
  std::optional<Directory> directory = open_below(name, false, Closed::kFails);
  return directory && !rest.empty() ? directory->find(rest) : std::move(directory);
}

std::optional<Directory> Directory::find_own(std::string_view path, Closed closed) const {
  const auto [name, rest] = split_first(path);
  std::optional<Directory> directory = open_below(name, true, closed);
  return directory && !rest.empty() ? directory->find_own(rest, closed) : std::move(directory);
}

Directory Directory::find_or_make(std::string_view name, bool& is_made) const {
  is_made = false;
  std::optional<Directory> directory = open_below(name, false, Closed::kFails);
  if (directory) return std::move(*directory);
  is_made = ::mkdirat(descriptor_, std::string(name).c_str(), 0777) == 0;
  if (!is_made && errno != EEXIST) raise("make directory", name);
  directory = open_below(name, false, Closed::kFails);
  if (!directory) raise("open directory", name);
  return std::move(*directory);
}

std::optional<struct stat> Directory::find_status(const std::string& name) const {
  struct stat status = {};
  if (::fstatat(descriptor_, name.c_str(), &status, AT_SYMLINK_NOFOLLOW) == 0) return status;
  if (errno == ENOENT) return std::nullopt;
  raise("look at", name);
}

bool Directory::holds(const std::string& name, const GeneratedFile& file, Modes modes) const {
  const OpenFile open(descriptor_, name);
  const std::optional<struct stat> status = open.is_open() ? open.status() : find_status(name);
  if (!status) return false;
  if (S_ISDIR(status->st_mode)) {
    throw Error(Failure::kInputOutput,
                fmt::format("cannot write \"{}\": there is a directory of that name", show(name)));
  }
  std::string_view rest = file.bytes();
  if (!S_ISREG(status->st_mode) || std::cmp_not_equal(status->st_size, rest.size())) return false;
  const bool is_open_to_others = (status->st_mode & (S_IRWXG | S_IRWXO)) != 0;
  if (modes == Modes::kMatter && file.access == Access::kPrivate && is_open_to_others) return false;
  // Git keeps this of a mode, so it is compared wherever contents are.
  if (file.access == Access::kExecutable && (status->st_mode & S_IXUSR) == 0) return false;
  const auto take = [&rest](std::string_view piece) {
    const bool is_same = rest.starts_with(piece);
    if (is_same) rest.remove_prefix(piece.size());
    return is_same;
  };
  if (!open.read(rest.size(), take)) raise("read", name);
  return rest.empty();
}

std::optional<std::string> Directory::find_text(const std::string& name, Closed closed) const {
  const OpenFile open(descriptor_, name);
  if (open.is_denied() && closed == Closed::kIsAbsent) return std::nullopt;
  const std::optional<struct stat> status = open.is_open() ? open.status() : find_status(name);
  if (!status || !S_ISREG(status->st_mode)) return std::nullopt;
  std::string text;
  const auto take = [&text](std::string_view piece) {
    text += piece;
    return true;
  };
  if (!open.read(static_cast<std::size_t>(status->st_size), take)) raise("read", name);
  return text;
}

std::string Directory::read(const std::string& name, Closed closed) const {
  return find_text(name, closed).value_or("");
}

bool Directory::has_file(const std::string& name) const {
  const std::optional<struct stat> status = find_status(name);
  return status && !S_ISDIR(status->st_mode);
}

std::vector<std::string> Directory::list_directories() const {
  // A descriptor of its own, because closing the stream closes it.
  const int descriptor = ::openat(descriptor_, ".", kDirectoryFlags);
  const std::unique_ptr<DIR, int (*)(DIR*)> stream(descriptor < 0 ? nullptr : ::fdopendir(descriptor), ::closedir);
  if (!stream) raise_error("read directory", path_, errno);
  std::vector<std::string> names;
  const auto next = [&stream] {
    errno = 0;  // which alone tells the end from a failure
    return ::readdir(stream.get());
  };
  while (const dirent* entry = next()) {
    const std::string name = entry->d_name;
    if (name.starts_with('.')) continue;
    // Some file systems do not tell what an entry is.
    const bool is_unknown = entry->d_type == DT_UNKNOWN;
    const std::optional<struct stat> status = is_unknown ? find_status(name) : std::nullopt;
    if (entry->d_type == DT_DIR || (status && S_ISDIR(status->st_mode))) names.push_back(name);
  }
  if (errno != 0) raise_error("read directory", path_, errno);
  std::ranges::sort(names);
  return names;
}

void Directory::create(const std::string& name, const GeneratedFile& file, const std::string& target) const {
  if (!try_create(name, file)) raise("write", target);
}

bool Directory::try_create(const std::string& name, const GeneratedFile& file) const {
  const mode_t mode = mode_of(file.access);
  constexpr int kFlags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC;
  int descriptor = ::openat(descriptor_, name.c_str(), kFlags, mode);
  if (descriptor < 0 && errno == EEXIST) {
    try_remove(name);
    descriptor = ::openat(descriptor_, name.c_str(), kFlags, mode);
  }
  if (descriptor < 0) return false;
  const bool is_written = write_descriptor(descriptor, file.bytes());
  const int write_error = errno;
  // A network file system may tell only now that the disk is full.
  const bool is_closed = ::close(descriptor) == 0;
  if (is_written && is_closed) return true;
  const int error = is_written ? errno : write_error;
  try_remove(name);
  errno = error;
  return false;
}

void Directory::rename(const std::string& from, const std::string& to) const {
  if (::renameat(descriptor_, from.c_str(), descriptor_, to.c_str()) != 0) raise("write", to);
}

bool Directory::remove(const std::string& name) const {
  if (::unlinkat(descriptor_, name.c_str(), 0) == 0) return true;
  if (errno == ENOENT) return false;
  raise("remove", name);
}

void Directory::try_remove(const std::string& name) const {
  ::unlinkat(descriptor_, name.c_str(), 0);
}

void Directory::try_remove_directory(const std::string& path) const {
  const auto [parent, name] = split_path(path);
  const std::optional<Directory> found = parent.empty() ? std::nullopt : find_own(parent, Closed::kIsAbsent);
  if (parent.empty() || found) {
    ::unlinkat(found ? found->descriptor_ : descriptor_, name.c_str(), AT_REMOVEDIR);
  }
}

bool Directory::lock(const std::function<void()>& tell_of_wait) const {
  int result = ::flock(descriptor_, LOCK_EX | LOCK_NB);
  if (result == 0 || errno != EWOULDBLOCK) return result == 0;
  tell_of_wait();
  do {
    result = ::flock(descriptor_, LOCK_EX);
  } while (result != 0 && errno == EINTR);
  return result == 0;
}

}  // namespace vmp
