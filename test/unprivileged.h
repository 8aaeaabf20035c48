#pragma once

#include <unistd.h>

#include <string>

namespace vmp::test {

// While it lives, nothing is done as root, who may read and write everything: for tests of what is closed to us.
class Unprivileged {
 public:
  // This directory becomes our own.
  explicit Unprivileged(const std::string& directory) {
    if (!is_root_) return;
    [[maybe_unused]] const int owned = ::chown(directory.c_str(), kNobody, kNobody);
    [[maybe_unused]] const int dropped = ::seteuid(kNobody);
  }
  Unprivileged(const Unprivileged&) = delete;
  Unprivileged& operator=(const Unprivileged&) = delete;
  ~Unprivileged() { [[maybe_unused]] const int taken = is_root_ ? ::seteuid(0) : 0; }

 private:
  static constexpr uid_t kNobody = 65534;
  bool is_root_ = ::geteuid() == 0;
};

}  // namespace vmp::test
