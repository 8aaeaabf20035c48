#include "loader/registry/image_builds.h"

#include <utility>

#include "loader/document/merge.h"

namespace vmp {

namespace {

constexpr std::string_view kBuild = "build";

bool gives(const Value& entry, std::string_view key) {
  const Value* value = entry.find(key);
  return value != nullptr && !value->is_null();
}

void merge_layer(Value& build, const Value& entry) {
  if (const Value* own = entry.find(kBuild)) build = merge_strategically(build, *own);
}

}  // namespace

std::optional<Value> merge_build(const Templates& templates, const Value& image, const Value& tag) {
  Value build;
  if (!template_references(image).empty()) merge_layer(build, templates.inherited_by(image, kImageKind).merged);
  merge_layer(build, image);
  merge_layer(build, tag);
  return build.is_null() ? std::nullopt : std::optional(std::move(build));
}

std::vector<UnmadeTag> find_unmade_tags(const Templates& templates, const Section& images) {
  std::vector<UnmadeTag> unmade;
  for (const Value& image : images.entries()) {
    const Value* tags = image.find("tags");
    if (tags == nullptr) continue;
    for (const Value& tag : tags->items()) {
      if (gives(tag, "url") || merge_build(templates, image, tag)) continue;
      unmade.push_back({image.find("name")->text(),
                        {.place = tag.place(),
                         .message = "an entry of \"tags\" has no \"url\"",
                         .help = "An image is downloaded from a \"url\", or made by a \"build\"."}});
    }
  }
  return unmade;
}

}  // namespace vmp
