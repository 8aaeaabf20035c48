#include "loader/document/write_json.h"

#include <cstddef>
#include <string_view>

namespace vmp {
namespace {

constexpr std::size_t kIndent = 2;

// Takes the digits from the front of a text; true if there were any.
bool take_digits(std::string_view& text) {
  const std::size_t end = text.find_first_not_of("0123456789");
  const std::size_t count = end == std::string_view::npos ? text.size() : end;
  text.remove_prefix(count);
  return count > 0;
}

bool take_one_of(std::string_view& text, std::string_view bytes) {
  if (text.empty() || bytes.find(text.front()) == std::string_view::npos) return false;
  text.remove_prefix(1);
  return true;
}

// RFC 8259, section 6, as far as YAML 1.1 takes it for a number, too: there an exponent has a point before it and a
// sign (https://yaml.org/type/float.html).
bool is_number(std::string_view text) {
  take_one_of(text, "-");
  const bool begins_with_zero = text.starts_with('0');
  const std::size_t size_before = text.size();
  if (!take_digits(text)) return false;
  if (begins_with_zero && size_before - text.size() > 1) return false;
  if (text.empty()) return true;
  if (!take_one_of(text, ".") || !take_digits(text)) return false;
  return text.empty() || (take_one_of(text, "eE") && take_one_of(text, "+-") && take_digits(text) && text.empty());
}

std::string scalar_as_json(const Value& scalar) {
  if (scalar.is_null()) return "null";
  if (scalar.is_flag()) return scalar.flag() ? "true" : "false";
  if (scalar.style() == Style::kPlain && is_number(scalar.text())) return scalar.text();
  return json_string(scalar.text());
}

void append_value(std::string& json, const Value& value, std::size_t indent);

void append_separator(std::string& json, bool is_first, std::size_t indent) {
  json += is_first ? "\n" : ",\n";
  json.append(indent, ' ');
}

void append_list(std::string& json, const Value& list, std::size_t indent) {
  json += '[';
  bool is_first = true;
  for (const Value& item : list.items()) {
    append_separator(json, is_first, indent + kIndent);
    append_value(json, item, indent + kIndent);
    is_first = false;
  }
  if (!is_first) json.append("\n").append(indent, ' ');
  json += ']';
}

void append_map(std::string& json, const Value& map, std::size_t indent) {
  json += '{';
  bool is_first = true;
  for (const Entry& entry : map.entries()) {
    append_separator(json, is_first, indent + kIndent);
    json += json_string(entry.key.text()) + ": ";
    append_value(json, entry.value, indent + kIndent);
    is_first = false;
  }
  if (!is_first) json.append("\n").append(indent, ' ');
  json += '}';
}

void append_value(std::string& json, const Value& value, std::size_t indent) {
  switch (value.kind()) {
    case Value::Kind::kScalar:
      json += scalar_as_json(value);
      return;
    case Value::Kind::kList:
      append_list(json, value, indent);
      return;
    case Value::Kind::kMap:
      append_map(json, value, indent);
      return;
  }
}

}  // namespace

std::string write_json(const Value& value) {
  std::string json;
  append_value(json, value, 0);
  json += '\n';
  return json;
}

}  // namespace vmp
