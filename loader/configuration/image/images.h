#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "loader/configuration/image/built_name.h"
#include "loader/configuration/image/resolve_image.h"
#include "loader/registry/registry.h"
#include "loader/work/profile.h"

namespace vmp {

// The images of a registry that are built, each resolved once, when somebody first asks for it. Safe to use from
// several threads.
class Images {
 public:
  // The registry must outlive this.
  explicit Images(const Registry& registry) : registry_(registry) {}

  // The image that is built of that name and tag, or nullptr if it is only downloaded, or is not in the registry.
  // Raises Error with the image's mistakes to who asks first, also where it is built on itself, and without diagnostics
  // to others. Owned by this.
  const ResolvedImage* find(const std::string& name, const std::string& tag, Stopwatch& watch) const;

  // The same; raises Error, too, where there is no such tag or it is only downloaded.
  const ResolvedImage& get(const BuiltName& name, Stopwatch& watch) const;

 private:
  struct Slot {
    bool was_asked_for = false;
    std::optional<ResolvedImage> image;
  };

  void refuse_circle(const BuiltName& name) const;

  const Registry& registry_;
  mutable std::recursive_mutex lock_;  // an image asks for the one that it is built on
  mutable std::map<BuiltName, Slot> slots_;
  mutable std::vector<BuiltName> open_;  // being resolved, each on the next
};

// The tag that a name in a command means: "web/12", as its directory below "images/". Raises Error for what names none,
// with near matches.
BuiltName get_built_name(const Registry& registry, std::string_view name);

// The only tag that an entry of an image's `tags` is for: its pattern is plain text ("^12$"), and none before it takes
// that. Raises Error without diagnostics if one of the image's patterns is a mistake.
std::optional<std::string> find_only_tag(const Registry& registry, const Value& image, const Value& tag);

// The tags that are built and have a directory by themselves, for their patterns are one tag each ("^12$"): in the
// registry's order. Others have one where somebody asks for them.
std::vector<BuiltName> list_built_images(const Registry& registry);

}  // namespace vmp
