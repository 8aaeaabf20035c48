#include "loader/document/read_yaml.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "loader/document/read_in_parts.h"
#include "loader/document/yaml_reader.h"

namespace vmp {

Diagnostic too_many_mistakes(const Place& place) {
  return {.place = place, .message = fmt::format("there are more than {} mistakes", kMaxMistakes)};
}

std::vector<Value> read_yaml(const std::shared_ptr<const SourceFile>& source, std::size_t threads) {
  // Less is read before a thread has begun.
  constexpr std::size_t kLeastBytes = 100'000;
  // More parts than threads, or all would wait for the slowest.
  constexpr std::size_t kPartsOfThread = 4;
  const std::size_t parts = std::min(threads * kPartsOfThread, source->text.size() / kLeastBytes);
  if (threads > 1 && parts > 1) {
    if (std::optional<Value> document = read_in_parts(source, parts, threads)) return {*document};
  }
  return read_part(source, {.text = source->text}).documents;
}

}  // namespace vmp
