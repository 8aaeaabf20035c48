#pragma once

#include <string_view>

#include "loader/configuration/image/built_name.h"
#include "loader/configuration/image/image_configuration.h"
#include "loader/configuration/vm/image_reference.h"
#include "loader/diagnostics/diagnostic.h"
#include "loader/document/value.h"
#include "loader/registry/registry.h"
#include "loader/work/profile.h"

namespace vmp {

class Images;

// A tag that is built on its way out: the structs that provisioners read, and what they were read from.
struct ResolvedImage {
  ImageConfiguration configuration;
  Value image;  // what entry, tag and templates come to, with everything filled in
  Diagnostics warnings;

  // Owned by the registry.
  const Value* entry = nullptr;
  const Value* tag = nullptr;
};

// What is wrong with a tag that is asked for as one that is built.
Diagnostic describe_unbuilt(const ImageSelection& selection);

// Resolves one tag that is built: merges what templates, image and tag say of it, finds what it is built on, expands
// variables, reads the files that it names, checks that all fits together, and computes the digests. Safe to call from
// several threads; Images resolves each once.
//
// Raises Error with every mistake found in it, if no image has that name, no pattern that tag, or it is not built;
// without diagnostics if it needs what was told already. `images` are the registry's. The watch is in Stage::kResolve
// before and after.
ResolvedImage resolve_image(const Registry& registry, const Images& images, const BuiltName& name, Stopwatch& watch);
ResolvedImage resolve_image(const Registry& registry, const BuiltName& name);

}  // namespace vmp
