#pragma once

#include <string>
#include <string_view>

#include "loader/configuration/image/images.h"
#include "loader/configuration/network/networks.h"
#include "loader/configuration/vm/vm_configuration.h"
#include "loader/diagnostics/diagnostic.h"
#include "loader/document/value.h"
#include "loader/registry/registry.h"
#include "loader/work/profile.h"

namespace vmp {

// A VM on its way out: the structs that provisioners read, and what they were read from.
struct ResolvedVm {
  VmConfiguration configuration;
  Value vm;  // its entry with everything filled in
  Diagnostics warnings;

  // The entries of its node and image, and the image's tag. Owned by the registry.
  const Value* node = nullptr;
  const Value* image = nullptr;
  const Value* tag = nullptr;
};

// Resolves one VM: inherits its templates, finds its node and image, expands its variables, fills in
// defaults, checks that it is complete. Safe to call from several threads.
//
// Raises Error with every mistake found in it, or with the near matches if no VM has that name; without diagnostics if
// the VM needs an entry that the registry left out (Mistakes::kKeep), or a network or built image whose mistakes are
// told already. `networks` and `images` are the registry's. The watch is in Stage::kResolve before and after.
ResolvedVm resolve_vm(const Registry& registry, const Networks& networks, const Images& images, std::string_view name,
                      Stopwatch& watch);
ResolvedVm resolve_vm(const Registry& registry, std::string_view name);

// The URL behind an image reference ("debian:12"). Raises Error as resolve_vm does, and for an image that is built from
// something else.
std::string resolve_image_url(const Registry& registry, std::string_view reference);

}  // namespace vmp
