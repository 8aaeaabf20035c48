#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "loader/diagnostics/diagnostic.h"
#include "loader/document/value.h"
#include "loader/registry/section.h"

namespace vmp {

// A pattern may have this many groups: matching takes memory for each, times the pattern's length.
inline constexpr int kMaxGroups = 100;

// The named groups of a pattern with what they matched; a group that took no part is empty.
using Groups = std::map<std::string, std::string>;

struct TagMatch {
  const Value* tag = nullptr;  // the entry of `tags`, owned by the section of images
  Groups groups;
};

// The patterns of every image's tags, compiled (RE2, https://github.com/google/re2/wiki/Syntax).
class TagPatterns {
 public:
  // `images` must be valid by the schema and outlive this. Adds a mistake for every pattern that RE2 refuses, that
  // names a group twice or has more than kMaxGroups.
  TagPatterns(const Section& images, Diagnostics& mistakes);
  ~TagPatterns();
  TagPatterns(TagPatterns&&) noexcept;

  // The first tag of an image whose pattern matches from the start of `tag`. Raises Error without diagnostics if one
  // of the image's patterns is a mistake. Safe in any thread.
  std::optional<TagMatch> find(const Value& image, std::string_view tag) const;

 private:
  struct Pattern;
  std::unordered_map<const Value*, std::vector<Pattern>> by_image_;
  std::unordered_set<const Value*> images_with_mistakes_;
};

}  // namespace vmp
