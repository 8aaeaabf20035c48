#include "loader/configuration/vm/image_reference.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "loader/configuration/variables/control_characters.h"
#include "loader/configuration/variables/expansion.h"
#include "loader/diagnostics/letter_case.h"
#include "loader/diagnostics/suggestion.h"
#include "loader/validation/digest.h"
#include "loader/validation/text_rules.h"

namespace vmp {

namespace {

constexpr std::string_view kDefaultTag = "latest";

constexpr std::string_view kChecksumHelp =
    "A checksum is \"sha256:\" with 64 or \"sha512:\" with 128 hexadecimal digits, or a map with \"algorithm\" and the "
    "\"url\" of a SUMS file.";

// The groups of a tag's pattern, as variables of the tag's fields.
class GroupNames final : public Names {
 public:
  explicit GroupNames(const Groups& groups) : groups_(groups) {}

  const std::string* find(std::string_view name) override {
    const auto group = groups_.find(std::string(name));
    return group == groups_.end() ? nullptr : &group->second;
  }
  bool contains(std::string_view name) const override { return groups_.contains(std::string(name)); }
  std::vector<std::string> all() const override {
    std::vector<std::string> names;
    for (const auto& [name, text] : groups_) names.push_back(name);
    return names;
  }
  Complaint complain_about(std::string_view name) const override {
    return {
        fmt::format("the tag's pattern has no group \"{}\"", name),
        groups_.empty() ? "The pattern has no named groups, which are (?P<name>...)." : suggest(name, "group", all())};
  }

 private:
  const Groups& groups_;
};

// Reads the fields of a tag's entry.
class TagReader {
 public:
  TagReader(const Groups& groups, Diagnostics& mistakes) : groups_(groups), mistakes_(mistakes) {}

  // A text that must be there.
  Text read(const Value& map, std::string_view key) {
    const Value expanded = expand_variables(*map.find(key), groups_, mistakes_);
    refuse_control_characters(key, expanded, mistakes_);
    return {expanded.text(), expanded.place()};
  }

  std::optional<Text> read_optional(const Value& map, std::string_view key) {
    const Value* value = map.find(key);
    return value == nullptr || value->is_null() ? std::nullopt : std::optional(read(map, key));
  }

  Text read_volume_name(const Value& tag) {
    Text name = read(tag, "volumeName");
    const bool is_file_name =
        !name.value.empty() && name.value != "." && name.value != ".." && name.value.find('/') == std::string::npos;
    if (!is_file_name) {
      mistakes_.push_back({.place = name.place,
                           .message = fmt::format("\"volumeName\" is not a file's name: \"{}\"", name.value),
                           .help = "It names the image's file in DEFAULT_IMAGE_DIR, so it has no \"/\"."});
    }
    return name;
  }

  Text read_format(const Value& tag) {
    Text format = read_optional(tag, "format").value_or(Text{std::string(kDefaultFormat), {}});
    const auto rule = find_broken_rule("image format text", format.value);
    if (rule) {
      mistakes_.push_back({.place = format.place,
                           .message = fmt::format("format \"{}\" {}", format.value, rule->complaint),
                           .help = rule->help});
    }
    return format;
  }

  std::optional<Archive> read_archive(const Value& tag) {
    const Value* archive = tag.find("archive");
    if (archive == nullptr || archive->is_null()) return std::nullopt;
    return Archive{read(*archive, "type"), read_optional(*archive, "path")};
  }

  std::optional<Checksum> read_checksum(const Value& tag) {
    const Value* checksum = tag.find("checksum");
    if (checksum == nullptr || checksum->is_null()) return std::nullopt;
    if (checksum->is_map()) {
      return Checksum{read(*checksum, "algorithm").value, std::nullopt, read(*checksum, "url"), checksum->place()};
    }
    return read_digest(read(tag, "checksum"));
  }

 private:
  Checksum read_digest(const Text& text) {
    const std::size_t colon = std::min(text.value.find(':'), text.value.size());
    const std::string algorithm = text.value.substr(0, colon);
    std::string digest = to_lower(text.value.substr(std::min(colon + 1, text.value.size())));
    const std::size_t digits = algorithm == "sha256" ? 64 : algorithm == "sha512" ? 128 : 0;
    const bool is_hex = digest.find_first_not_of("0123456789abcdef") == std::string::npos;
    if (digits == 0 || digest.size() != digits || !is_hex) {
      std::string help = help_with_digest(text.value);
      if (help.empty()) help = kChecksumHelp;
      mistakes_.push_back(
          {.place = text.place, .message = fmt::format("bad checksum \"{}\"", text.value), .help = std::move(help)});
    }
    return {algorithm, Text{digest, text.place}, std::nullopt, text.place};
  }

  GroupNames groups_;
  Diagnostics& mistakes_;
};

Image read_image(std::string name, std::string tag, const TagMatch& match, const Place& place) {
  Diagnostics mistakes;
  TagReader reader(match.groups, mistakes);
  const Value& entry = *match.tag;
  Image image = {
      .name = {std::move(name), place},
      .tag = {std::move(tag), place},
      .url = reader.read_optional(entry, "url").value_or(Text{}),
      .volume_name = reader.read_volume_name(entry),
      .format = reader.read_format(entry),
      .archive = reader.read_archive(entry),
      .checksum = reader.read_checksum(entry),
  };
  throw_if_errors(mistakes);
  return image;
}

Diagnostic no_tag_matches(const Value& image, const Value& reference, std::string_view name, std::string_view tag) {
  std::vector<std::string> patterns;
  const Value* tags = image.find("tags");
  if (tags != nullptr) {
    for (const Value& entry : tags->items()) patterns.push_back(entry.find("pattern")->text());
  }
  return {.place = reference.place(),
          .message = fmt::format("image \"{}\" has no tag \"{}\"", name, tag),
          .help = patterns.empty() ? "The image has no tags." : say_what_there_is("pattern", patterns, patterns.size()),
          .notes = {{image.find("name")->place(), fmt::format("image \"{}\" is defined here", name)}}};
}

}  // namespace

ImageSelection select_image(const Registry& registry, const Value& reference) {
  Diagnostics mistakes;
  refuse_control_characters("image", reference, mistakes);
  throw_if_errors(mistakes);
  const std::string& text = reference.text();
  const std::size_t colon = std::min(text.find(':'), text.size());
  const std::string name = text.substr(0, colon);
  const std::string tag = colon == text.size() ? std::string(kDefaultTag) : text.substr(colon + 1);
  const Value& entry = registry.images().get(reference, name);
  const std::optional<TagMatch> match = registry.tag_patterns().find(entry, tag);
  if (!match) throw Error(no_tag_matches(entry, reference, name, tag));
  return {&entry, *match, read_image(name, tag, *match, reference.place())};
}

}  // namespace vmp
