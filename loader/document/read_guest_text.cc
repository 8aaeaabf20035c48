#include "loader/document/read_guest_text.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "loader/document/yaml_reader.h"

namespace vmp {
namespace {

constexpr std::string_view kBlanks = " \t\r";

// Whether a line ends with "|" or ">", which a block of text follows.
bool begins_block(std::string_view line) {
  line = line.substr(0, line.find(" #"));
  line = line.substr(0, line.find_last_not_of(kBlanks) + 1);
  if (line.ends_with('-') || line.ends_with('+')) line.remove_suffix(1);
  if (!line.ends_with('|') && !line.ends_with('>')) return false;
  return line.size() == 1 || line[line.size() - 2] == ' ';
}

// libyaml refuses a tab at the front of a block of text. Where it stands is all that matters here, so any letter does.
std::string without_tabs_before_blocks(std::string text) {
  bool is_begun = false;
  for (std::size_t start = 0; start < text.size();) {
    const std::size_t end = std::min(text.find('\n', start), text.size());
    const std::string_view line = std::string_view(text).substr(start, end - start);
    const std::size_t front = line.find_first_not_of(' ');
    const bool is_empty = line.find_first_not_of(kBlanks) == std::string_view::npos;
    const bool begins_with_tab = is_begun && !is_empty && line[front] == '\t';
    is_begun = is_begun && is_empty ? true : begins_block(line);
    if (begins_with_tab) text[start + front] = 'x';
    start = end + 1;
  }
  return text;
}

}  // namespace

std::vector<Value> read_guest_text(std::string_view name, std::string text) {
  const auto source = std::make_shared<const SourceFile>(
      SourceFile{.name = std::string(name), .text = without_tabs_before_blocks(std::move(text))});
  return read_part(source, {.text = source->text, .tags = Tags::kOfGuests}).documents;
}

}  // namespace vmp
