#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "loader/diagnostics/diagnostic.h"
#include "loader/document/value.h"
#include "loader/registry/inheritance.h"
#include "loader/registry/section.h"

namespace vmp {

// What an image's templates, the image itself and one of its tags say together of how the tag is built, removals still
// in it. Nothing if the tag is only downloaded: none of them says anything, or the highest that does says null.
std::optional<Value> merge_build(const Templates& templates, const Value& image, const Value& tag);

// A mistake for each tag that is not built and has no "url". Images without mistakes of another kind are looked at.
struct UnmadeTag {
  std::string_view image;  // owned by the section
  Diagnostic mistake;
};
std::vector<UnmadeTag> find_unmade_tags(const Templates& templates, const Section& images);

}  // namespace vmp
