#pragma once

#include <string>
#include <string_view>

#include "loader/configuration/vm/vm_configuration.h"
#include "loader/diagnostics/diagnostic.h"
#include "loader/document/value.h"
#include "loader/registry/registry.h"

namespace vmp {

// What an image reference leads to.
struct ImageSelection {
  const Value* entry = nullptr;  // of `images`, owned by the registry
  TagMatch match;
  Image image;  // the tag's fields, with the pattern's groups filled in
};

// Looks up "name[:tag]" (REGISTRY.md, section 4). `reference` gives the place for messages; its text is
// already expanded. Raises Error for an unknown image, a tag that no pattern matches, and for fields that
// use an unknown group or come out invalid.
ImageSelection select_image(const Registry& registry, const Value& reference);

}  // namespace vmp
