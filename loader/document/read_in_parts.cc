#include "loader/document/read_in_parts.h"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "loader/diagnostics/diagnostic.h"
#include "loader/document/read_yaml.h"
#include "loader/document/yaml_reader.h"
#include "loader/work/parallel.h"

namespace vmp {

namespace {

// The last section of a source that may be cut: a key, and on the next line the first item of its list.
struct LastSection {
  std::size_t start = 0;   // of its first line
  std::size_t indent = 0;  // of the "-" of its items
  std::string item = {};   // the line break, indent and "- " that an item begins with
};

// Line breaks that not everybody counts make it hard to tell a line's number.
bool has_only_usual_line_breaks(std::string_view text) {
  return text.find('\r') == std::string_view::npos && text.find("\xc2\x85") == std::string_view::npos &&
         text.find("\xe2\x80\xa8") == std::string_view::npos && text.find("\xe2\x80\xa9") == std::string_view::npos;
}

bool begins_section(std::string_view line) {
  return !line.empty() && std::string_view(" #\n").find(line.front()) == std::string_view::npos &&
         !line.starts_with("- ");
}

// Where the line begins that ends at `end`. A list may be all of a large source, and rfind() looks at byte after byte.
std::size_t find_line_start(std::string_view text, std::size_t end) {
  const void* const line_break = ::memrchr(text.data(), '\n', end);
  return line_break == nullptr ? 0 : static_cast<std::size_t>(static_cast<const char*>(line_break) - text.data()) + 1;
}

std::optional<LastSection> find_last_section(std::string_view text) {
  LastSection section;
  std::size_t end = text.size();
  do {
    if (end == 0) return std::nullopt;
    section.start = find_line_start(text, end);
    if (begins_section(text.substr(section.start))) break;
    end = section.start == 0 ? 0 : section.start - 1;
  } while (true);
  const std::size_t line_break = text.find('\n', section.start);
  if (line_break == std::string_view::npos) return std::nullopt;
  const std::string_view below = text.substr(line_break + 1);
  section.indent = std::min(below.find_first_not_of(' '), below.size());
  section.item = "\n" + std::string(section.indent, ' ') + "- ";
  return text.substr(line_break).starts_with(section.item) ? std::optional(section) : std::nullopt;
}

std::uint32_t count_lines(std::string_view text) {
  return static_cast<std::uint32_t>(std::ranges::count(text, '\n'));
}

// The first part has all before the list, too; the others are the list's items alone. All but the last end with the "-"
// of the item that the next begins with.
std::vector<SourcePart> cut(std::string_view text, const LastSection& section, std::size_t count) {
  std::vector<SourcePart> parts;
  SourcePart part = {.text = text};
  for (std::size_t number = 1; number < count; ++number) {
    const std::size_t wanted = section.start + (text.size() - section.start) / count * number;
    const std::size_t line_break = text.find(section.item, wanted);
    const auto start = static_cast<std::size_t>(part.text.data() - text.data());
    if (line_break == std::string_view::npos || line_break < start) continue;
    const std::size_t next = line_break + 1;
    part.text = text.substr(start, next + section.indent + 1 - start);
    parts.push_back(part);
    const std::uint32_t lines = part.lines_before + count_lines(part.text);
    part = {.text = text.substr(next), .lines_before = lines, .level = 1};
  }
  parts.push_back(part);
  return parts;
}

// The list that the first part ends with, if the others may go on with it, or nullptr.
const Value* last_list(const ReadPart& part, std::string_view text, const LastSection& section) {
  if (part.documents.size() != 1 || part.documents.front().entries().empty()) return nullptr;
  const auto& [key, list] = part.documents.front().entries().back();
  const std::uint32_t line = count_lines(text.substr(0, section.start)) + 1;
  const bool is_last = key.place().line == line && key.place().column == 1 && list.place().line == line + 1;
  return is_last && list.is_list() && list.place().column == section.indent + 1 ? &list : nullptr;
}

const Value* whole_list(const ReadPart& part, const LastSection& section) {
  if (part.documents.size() != 1) return nullptr;
  const Value& list = part.documents.front();
  return list.is_list() && list.place().column == section.indent + 1 ? &list : nullptr;
}

// Whether the "-" that a part ends with is one of its list.
bool ends_with_dash(const Value& list, const SourcePart& next, const LastSection& section) {
  const Place& place = list.items().back().place();
  return list.items().back().is_null() && place.line == next.lines_before + 1 && place.column == section.indent + 2;
}

// The items of all lists, or nothing if the lists do not go on with each other.
std::optional<List> join_items(const std::vector<ReadPart>& parts, const std::vector<SourcePart>& cuts,
                               std::string_view text, const LastSection& section) {
  List items;
  for (std::size_t index = 0; index < parts.size(); ++index) {
    const ReadPart& part = parts[index];
    const Value* list = index == 0 ? last_list(part, text, section) : whole_list(part, section);
    const bool is_last = index + 1 == parts.size();
    if (list == nullptr || part.begun != 1 || part.ended != 0) return std::nullopt;
    if (!is_last && !ends_with_dash(*list, cuts[index + 1], section)) return std::nullopt;
    items.insert(items.end(), list->items().begin(), list->items().end() - (is_last ? 0 : 1));
  }
  return items;
}

bool are_within_limits(const std::vector<ReadPart>& parts, std::size_t max_values) {
  std::size_t values = 0;
  Anchors::Extent repeated;
  for (const ReadPart& part : parts) {
    values += part.values;
    repeated.values += part.repeated.values;
    repeated.bytes += part.repeated.bytes;
  }
  return values <= max_values && repeated.values <= kMaxRepeatedValues && repeated.bytes <= kMaxRepeatedBytes;
}

Value with_last_items(const Value& document, List items) {
  Map entries = document.entries();
  Value& list = entries.back().value;
  list = Value::list(std::move(items), list.place());
  return Value::map(std::move(entries), document.place());
}

}  // namespace

std::optional<Value> read_in_parts(const std::shared_ptr<const SourceFile>& source, std::size_t parts,
                                   std::size_t threads) {
  const std::string_view text = source->text;
  const std::optional<LastSection> section = find_last_section(text);
  if (!section) return std::nullopt;
  const std::vector<SourcePart> cuts = cut(text, *section, parts);
  std::vector<ReadPart> read(cuts.size());
  try {
    run_in_parallel(cuts.size(), threads, [&](std::size_t index) {
      // A part that was not read has begun no document, so that nothing is joined.
      if (has_only_usual_line_breaks(cuts[index].text)) read[index] = read_part(source, cuts[index]);
    });
  } catch (const Error&) {
    return std::nullopt;
  }
  std::optional<List> items = join_items(read, cuts, text, *section);
  if (!items || !are_within_limits(read, max_values_of(*source))) return std::nullopt;
  return with_last_items(read.front().documents.front(), *std::move(items));
}

}  // namespace vmp
