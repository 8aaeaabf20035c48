#include "loader/validation/intended_values.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

#include "loader/diagnostics/utf8.h"
#include "loader/document/syntax/line_text.h"

namespace vmp {
namespace {

constexpr std::string_view kNoBreakSpace = "\xc2\xa0";
constexpr std::array<std::string_view, 2> kLongDashes = {"–", "—"};
constexpr std::size_t kLongest = 60;  // of a text that is shown, in bytes

bool is_name(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char byte) {
    return ('a' <= byte && byte <= 'z') || ('A' <= byte && byte <= 'Z') || ('0' <= byte && byte <= '9') ||
           byte == '_' || byte == '-';
  });
}

struct KeyAndValue {
  std::string_view key;
  std::string_view mark;  // ":" or "="
  std::string_view value;
};

// "key:value", "key :value", "key=value", "key = value".
std::optional<KeyAndValue> split(std::string_view text) {
  const std::size_t mark = text.find_first_of(":=");
  if (mark == std::string_view::npos) return std::nullopt;
  const std::string_view key = without_blanks(text.substr(0, mark));
  const std::string_view value = without_blanks(text.substr(mark + 1));
  if (!is_name(key) || value.starts_with("//")) return std::nullopt;
  return KeyAndValue{key, text.substr(mark, 1), value};
}

std::string help_with_bare_colon(const KeyAndValue& parts) {
  if (parts.value.starts_with(kNoBreakSpace)) {
    return fmt::format("A no-break space stands behind the colon of \"{}\": put an ordinary blank in its place.",
                       parts.key);
  }
  const std::string line = fmt::format("{}: {}", parts.key, without_control_characters(parts.value));
  if (line.size() > kLongest) return "A key has a colon and a blank behind it.";
  return fmt::format("A key has a colon and a blank behind it: \"{}\".", line);
}

bool begins_with_long_dash(std::string_view text) {
  return std::ranges::any_of(kLongDashes, [&](std::string_view dash) { return text.starts_with(dash); });
}

std::string help_with_dash(std::string_view text) {
  if (begins_with_long_dash(text)) return "An item of a list begins with \"-\", the hyphen, and a blank.";
  if (text.size() > 1 && text.front() == '-' && is_name(text.substr(1))) {
    return "The dash of an item has a blank behind it.";
  }
  return "";
}

std::string help_with_text(const std::string& text, const WantedKinds& wanted) {
  const std::string dash = help_with_dash(text);
  if (wanted.list && !dash.empty()) return dash;
  const auto parts = split(text);
  return wanted.map && parts && !parts->value.empty() ? help_with_bare_colon(*parts) : "";
}

std::string help_with_map(const Value& map, const WantedKinds& wanted) {
  if (!wanted.list || wanted.map || map.entries().empty()) return "";
  const std::string dash = help_with_dash(map.entries().front().key.text());
  return dash.empty() ? "Each item of a list begins with a dash and a blank." : dash;
}

std::string help_with_list(const Value& list, const WantedKinds& wanted) {
  if (!wanted.map || wanted.list || list.items().empty()) return "";
  const bool has_maps = std::ranges::all_of(list.items(), [](const Value& item) { return item.is_map(); });
  return has_maps ? "The keys of a map have no dash before them, and an item of a list has one." : "";
}

// A null that nobody wrote: what stands in its place means something else to YAML.
std::string help_with_null(const Value& null) {
  if (!null.text().empty() || !null.place().is_known()) return "";
  const std::string_view text = without_blanks(text_from(null.place()));
  if (text.empty() || std::string_view("#&").find(text.front()) == std::string_view::npos) return "";
  const std::string_view does = text.front() == '#' ? "begins a comment" : "names a value for aliases";
  const std::string advice = tell_to_quote(text);
  return fmt::format("\"{}\" {}: a text that begins with it needs quotes.{}{}", text.front(), does,
                     advice.empty() ? "" : " ", advice);
}

}  // namespace

std::string help_with_value(const Value& value, const WantedKinds& wanted) {
  if (value.is_binary()) return "\"!!binary\" may stand only in the maps of cloud-init's data.";
  if (value.is_list()) return help_with_list(value, wanted);
  if (value.is_map()) return help_with_map(value, wanted);
  if (value.is_null()) return wanted.text ? help_with_null(value) : "";
  return value.style() == Style::kPlain ? help_with_text(value.text(), wanted) : "";
}

std::string find_intended_key(const std::string& key) {
  std::string_view text = key;
  while (text.starts_with(kNoBreakSpace)) text.remove_prefix(kNoBreakSpace.size());
  for (const std::string_view dash : kLongDashes) {
    if (text.starts_with(dash)) text = without_blanks(text.substr(dash.size()));
  }
  if (text.starts_with('-')) text.remove_prefix(1);
  if (const auto parts = split(text)) text = parts->key;
  return text == key ? "" : std::string(text);
}

std::string help_with_key(const Value& key) {
  if (key.style() != Style::kPlain) return "";
  const std::string& text = key.text();
  if (text.find(kNoBreakSpace) != std::string::npos) {
    return "A no-break space stands in it, which looks like a blank and is none.";
  }
  const std::string dash = help_with_dash(text);
  if (!dash.empty()) return dash;
  const auto parts = split(text);
  return parts && !parts->value.empty() ? help_with_bare_colon(*parts) : "";
}

}  // namespace vmp
