#include "loader/configuration/image/images.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "loader/configuration/vm/image_reference.h"
#include "loader/diagnostics/suggestion.h"
#include "loader/registry/image_builds.h"
#include "loader/registry/kind.h"

namespace vmp {

namespace {

bool is_built(const Registry& registry, const std::string& name, const std::string& tag) {
  const Value* entry = registry.images().find(name);
  if (entry == nullptr) return false;
  const std::optional<TagMatch> match = registry.tag_patterns().find(*entry, tag);
  return match && merge_build(registry.inheritance(), *entry, *match->tag);
}

// What is between "^" and "$", if that is plain text.
std::optional<std::string> find_literal(std::string_view pattern) {
  if (!pattern.starts_with('^') || !pattern.ends_with('$')) return std::nullopt;
  std::string literal;
  for (std::string_view rest = pattern.substr(1, pattern.size() - 2); !rest.empty(); rest.remove_prefix(1)) {
    constexpr std::string_view kSpecial = "^$.|?*+()[]{}\\";
    constexpr std::string_view kEscaped = ".-+_/:";
    const bool is_escaped = rest.front() == '\\' && rest.size() > 1;
    if (is_escaped) rest.remove_prefix(1);
    const bool is_plain = is_escaped ? kEscaped.find(rest.front()) != std::string_view::npos
                                     : kSpecial.find(rest.front()) == std::string_view::npos;
    if (!is_plain) return std::nullopt;
    literal += rest.front();
  }
  return literal.empty() ? std::nullopt : std::optional(literal);
}

}  // namespace

const ResolvedImage* Images::find(const std::string& name, const std::string& tag, Stopwatch& watch) const {
  if (!is_built(registry_, name, tag)) return nullptr;
  const std::scoped_lock guard(lock_);
  const BuiltName built = {name, tag};
  refuse_circle(built);
  Slot& slot = slots_[built];
  if (!slot.was_asked_for) {
    slot.was_asked_for = true;
    open_.push_back(built);
    try {
      slot.image = resolve_image(registry_, *this, built, watch);
    } catch (...) {
      open_.pop_back();
      throw;
    }
    open_.pop_back();
  }
  if (!slot.image) throw Error::told_elsewhere();
  return &*slot.image;
}

const ResolvedImage& Images::get(const BuiltName& name, Stopwatch& watch) const {
  const ResolvedImage* image = find(name.name, name.tag, watch);
  if (image == nullptr) throw Error(describe_unbuilt(select_image(registry_, Value::scalar(name.reference()))));
  return *image;
}

// The circle begins with the first of its names, whoever asked first.
void Images::refuse_circle(const BuiltName& name) const {
  const auto first = std::ranges::find(open_, name);
  if (first == open_.end()) return;
  std::vector<BuiltName> circle(first, open_.end());
  // Not std::ranges::rotate: clang 14 cannot compile the subrange of libstdc++ 12.
  std::rotate(circle.begin(), std::ranges::min_element(circle), circle.end());
  std::string path;
  std::vector<Note> notes;
  for (const BuiltName& each : circle) {
    path += fmt::format("{} -> ", each.reference());
    notes.push_back({registry_.images().find(each.name)->find("name")->place(),
                     fmt::format("image \"{}\" is defined here", each.name)});
  }
  const std::string start = circle.front().reference();
  throw Error(Diagnostic{.place = notes.front().place,
                         .message = fmt::format("image \"{}\" is built on itself: {}{}", start, path, start),
                         .notes = std::move(notes)});
}

BuiltName get_built_name(const Registry& registry, std::string_view name) {
  if (const std::optional<BuiltName> read = read_built_name(name)) return *read;
  std::vector<std::string> known;
  for (const BuiltName& each : list_built_images(registry))
    known.push_back(fmt::format("{}{}", kImageKind.directory, each.path()));
  const std::string asked = fmt::format("{}{}", kImageKind.directory, name);
  throw Error(
      Diagnostic{.message = fmt::format("\"{}\" names no tag of an image", asked),
                 .help = known.empty() ? "A tag that is built is images/NAME/TAG." : suggest(asked, "image", known)});
}

std::optional<std::string> find_only_tag(const Registry& registry, const Value& image, const Value& tag) {
  std::optional<std::string> literal = find_literal(tag.find("pattern")->text());
  if (!literal) return std::nullopt;
  const std::optional<TagMatch> match = registry.tag_patterns().find(image, *literal);
  return match && match->tag == &tag ? literal : std::nullopt;
}

std::vector<BuiltName> list_built_images(const Registry& registry) {
  std::vector<BuiltName> built;
  for (const Value& image : registry.images().entries()) {
    const Value* tags = image.find("tags");
    if (tags == nullptr) continue;
    for (const Value& tag : tags->items()) {
      if (!merge_build(registry.inheritance(), image, tag)) continue;
      const std::optional<std::string> only = find_only_tag(registry, image, tag);
      if (only) built.push_back({image.find("name")->text(), *only});
    }
  }
  return built;
}

}  // namespace vmp
