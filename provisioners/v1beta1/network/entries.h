#pragma once

namespace vmp::v1beta1 {

// The entries of a definition are what libvirt changes while a network runs: hosts, names, ranges, TXT and SRV records,
// port groups, the devices that macvtap chooses from.
enum class Entries {
  kAll,
  kNone,  // only the rest, which waits for a restart
};

}  // namespace vmp::v1beta1
