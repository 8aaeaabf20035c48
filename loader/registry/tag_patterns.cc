#include "loader/registry/tag_patterns.h"

#include <fmt/format.h>
#include <re2/re2.h>

#include <set>
#include <utility>

namespace vmp {

struct TagPatterns::Pattern {
  const Value* tag;
  std::unique_ptr<const RE2> regex;
};

namespace {

// RE2 accepts a name for two groups, where a second meaning would be lost.
std::string repeated_group(const RE2& regex) {
  std::set<std::string> seen;
  for (const auto& [number, name] : regex.CapturingGroupNames()) {
    if (!seen.insert(name).second) return name;
  }
  return "";
}

Diagnostics check_pattern(const RE2& regex, const Value& pattern) {
  if (!regex.ok()) {
    return {{.place = pattern.place(),
             .message = fmt::format("bad pattern \"{}\": {}", pattern.text(), regex.error()),
             .help = "Patterns have RE2's syntax: named groups are (?P<name>...), look-around and back-references are "
                     "not available."}};
  }
  if (regex.NumberOfCapturingGroups() > kMaxGroups) {
    return {{.place = pattern.place(),
             .message = fmt::format("the pattern has more than {} groups", kMaxGroups),
             .help = "A group that only holds things together is (?:...)."}};
  }
  const std::string group = repeated_group(regex);
  if (group.empty()) return {};
  return {{.place = pattern.place(),
           .message = fmt::format("pattern \"{}\" has two groups named \"{}\"", pattern.text(), group)}};
}

Groups matched_groups(const RE2& regex, const std::vector<re2::StringPiece>& matches) {
  Groups groups;
  for (const auto& [number, name] : regex.CapturingGroupNames()) {
    const re2::StringPiece& match = matches[static_cast<std::size_t>(number)];
    groups.emplace(name, std::string(match.data() == nullptr ? "" : match.data(), match.size()));
  }
  return groups;
}

}  // namespace

TagPatterns::TagPatterns(const Section& images, Diagnostics& mistakes) {
  RE2::Options options;
  options.set_log_errors(false);
  for (const Value& image : images.entries()) {
    std::vector<Pattern>& patterns = by_image_[&image];
    const Value* tags = image.find("tags");
    if (tags == nullptr) continue;
    for (const Value& tag : tags->items()) {
      const Value& pattern = *tag.find("pattern");
      patterns.push_back({&tag, std::make_unique<const RE2>(pattern.text(), options)});
      const Diagnostics found = check_pattern(*patterns.back().regex, pattern);
      append(mistakes, found);
      if (!found.empty()) images_with_mistakes_.insert(&image);
    }
  }
}

TagPatterns::~TagPatterns() = default;
TagPatterns::TagPatterns(TagPatterns&&) noexcept = default;

std::optional<TagMatch> TagPatterns::find(const Value& image, std::string_view tag) const {
  if (images_with_mistakes_.contains(&image)) throw Error::told_elsewhere();
  for (const Pattern& pattern : by_image_.at(&image)) {
    std::vector<re2::StringPiece> matches(static_cast<std::size_t>(pattern.regex->NumberOfCapturingGroups()) + 1);
    const bool is_match = pattern.regex->Match({tag.data(), tag.size()}, 0, tag.size(), RE2::ANCHOR_START,
                                               matches.data(), static_cast<int>(matches.size()));
    if (is_match) return TagMatch{pattern.tag, matched_groups(*pattern.regex, matches)};
  }
  return std::nullopt;
}

}  // namespace vmp
