#include "loader/configuration/image/disk_size.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <vector>

#include "loader/validation/capacity.h"

namespace vmp {

namespace {

std::optional<Text> find_word(const ImagePart& part, std::string_view key) {
  const auto word = std::ranges::find(part.words, key, &ImageWord::key);
  return word == part.words.end() ? std::nullopt : std::optional(word->value);
}

std::optional<Text> find_size_before(const ImageSource& source) {
  return source.base ? source.base->disk_size : find_word(source, "disk");
}

std::optional<Text> find_size(const std::vector<ImageStep>& steps) {
  const auto step = std::ranges::find(steps, "size", &ImageStep::type);
  return step == steps.end() ? std::nullopt : find_word(*step, "size");
}

}  // namespace

void find_disk_size(ImageConfiguration& image, Diagnostics& mistakes) {
  const std::optional<Text> before = find_size_before(image.source);
  const std::optional<Text> size = find_size(image.steps);
  image.disk_size = size ? size : before;
  if (!before || !size) return;
  // What is no capacity is told where it is read.
  const auto was = parse_capacity(before->value);
  const auto is = parse_capacity(size->value);
  if (!was || !is || *is >= *was) return;
  mistakes.push_back({.place = size->place,
                      .message = fmt::format("the disk has {} already, and \"size\" is {}", before->value, size->value),
                      .help = "A disk only grows. Leave \"size\" out, or let it be larger.",
                      .notes = {{before->place, "its size is given here"}}});
}

}  // namespace vmp
