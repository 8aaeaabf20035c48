#include "loader/document/write_origins.h"

#include <cstddef>
#include <map>
#include <memory>
#include <string_view>
#include <vector>

#include "loader/document/read_yaml.h"
#include "loader/document/write_yaml.h"

namespace vmp {
namespace {

using Origins = std::map<std::uint32_t, const Place*>;  // by line of what was written

// `written` is `original`, read back from the text that was written: its places are those of the lines.
void collect_origins(const Value& written, const Value& original, Origins& origins) {
  for (std::size_t at = 0; at < original.items().size(); ++at) {
    collect_origins(written.items()[at], original.items()[at], origins);
  }
  for (std::size_t at = 0; at < original.entries().size(); ++at) {
    collect_origins(written.entries()[at].value, original.entries()[at].value, origins);
  }
  const bool is_leaf = original.items().empty() && original.entries().empty();
  if (is_leaf && original.place().is_known()) origins.emplace(written.place().line, &original.place());
}

std::string append_comments(std::string_view yaml, const Origins& origins) {
  std::string commented;
  std::uint32_t line = 0;
  while (!yaml.empty()) {
    const std::size_t end = yaml.find('\n');
    commented += yaml.substr(0, end);
    const auto origin = origins.find(++line);
    if (origin != origins.end()) commented += "  # " + to_string(*origin->second);
    commented += '\n';
    yaml.remove_prefix(end + 1);
  }
  return commented;
}

}  // namespace

std::string write_yaml_with_origins(const Value& value) {
  const auto source = std::make_shared<const SourceFile>(SourceFile{.name = "", .text = write_yaml(value)});
  const std::vector<Value> documents = read_yaml(source);
  Origins origins;
  if (!documents.empty()) collect_origins(documents.front(), value, origins);
  return append_comments(source->text, origins);
}

}  // namespace vmp
