#include "loader/document/write_origins.h"

#include <cstddef>
#include <map>
#include <memory>
#include <string_view>
#include <vector>

#include "loader/diagnostics/utf8.h"
#include "loader/document/read_yaml.h"
#include "loader/document/write_yaml.h"

namespace vmp {
namespace {

bool is_leaf(const Value& value) {
  return value.items().empty() && value.entries().empty();
}

// Calls `use` with each leaf and what stands in its place in `written`, which is the same document.
template <typename Use>
void for_each_leaf(const Value& value, const Value& written, const Use& use) {
  if (is_leaf(value)) use(value, written);
  for (std::size_t at = 0; at < value.items().size(); ++at) for_each_leaf(value.items()[at], written.items()[at], use);
  for (std::size_t at = 0; at < value.entries().size(); ++at) {
    for_each_leaf(value.entries()[at].value, written.entries()[at].value, use);
  }
}

using Comments = std::map<std::uint32_t, std::string_view>;  // by line of what was written

std::string append_comments(std::string_view yaml, const Comments& comments) {
  std::string commented;
  std::uint32_t line = 0;
  while (!yaml.empty()) {
    const std::size_t end = yaml.find('\n');
    commented += yaml.substr(0, end);
    const auto comment = comments.find(++line);
    if (comment != comments.end()) commented += "  # " + without_control_characters(comment->second);
    commented += '\n';
    yaml.remove_prefix(end + 1);
  }
  return commented;
}

}  // namespace

std::string write_yaml_with_comments(const Value& value, const std::vector<std::string>& comments) {
  // Read back from the text that was written, the places of values are those of its lines.
  const auto source = std::make_shared<const SourceFile>(SourceFile{.name = "", .text = write_yaml(value)});
  const std::vector<Value> documents = read_yaml(source);
  Comments by_line;
  std::size_t leaf = 0;
  if (!documents.empty()) {
    for_each_leaf(value, documents.front(), [&](const Value&, const Value& written) {
      const std::string& comment = comments.at(leaf++);
      if (!comment.empty()) by_line.emplace(written.place().line, comment);
    });
  }
  return append_comments(source->text, by_line);
}

std::string write_yaml_with_origins(const Value& value) {
  std::vector<std::string> comments;
  for_each_leaf(value, value, [&comments](const Value& leaf, const Value&) {
    comments.push_back(leaf.place().is_known() ? to_string(leaf.place()) : "");
  });
  return write_yaml_with_comments(value, comments);
}

}  // namespace vmp
