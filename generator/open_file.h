#pragma once

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace vmp {

// A file that is open for reading, unless it is a link or cannot be opened.
class OpenFile {
 public:
  OpenFile(int directory, const std::string& name)
      : descriptor_(::openat(directory, name.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)), error_(errno) {}
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;
  ~OpenFile() {
    const int error = errno;  // what became of the file matters more
    if (is_open()) ::close(descriptor_);
    errno = error;
  }

  bool is_open() const { return descriptor_ >= 0; }
  bool is_denied() const { return !is_open() && error_ == EACCES; }

  std::optional<struct stat> status() const {
    struct stat status = {};
    return ::fstat(descriptor_, &status) == 0 ? std::optional(status) : std::nullopt;
  }

  // Hands up to `limit` bytes on, piece by piece, until there are no more or `take` wants none. False, and errno, if
  // they cannot be read.
  template <typename Take>
  bool read(std::size_t limit, const Take& take) const {
    if (!is_open()) errno = error_;
    if (!is_open()) return false;
    std::array<char, 65536> piece;  // not filled: most files are much smaller
    while (limit > 0) {
      const ssize_t count = ::read(descriptor_, piece.data(), std::min(limit, piece.size()));
      if (count < 0 && errno == EINTR) continue;
      if (count < 0) return false;
      if (count == 0 || !take(std::string_view(piece.data(), static_cast<std::size_t>(count)))) break;
      limit -= static_cast<std::size_t>(count);
    }
    return true;
  }

 private:
  int descriptor_;
  int error_;
};

}  // namespace vmp
