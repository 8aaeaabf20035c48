#include "loader/document/write_yaml.h"

#include <algorithm>
#include <cstddef>
#include <string_view>

#include "loader/diagnostics/diagnostic.h"
#include "loader/diagnostics/json_string.h"
#include "loader/diagnostics/utf8.h"
#include "loader/document/scalar_quoting.h"

// Not libyaml's emitter: it quotes every text with a tab, a trailing blank or a character beyond U+FFFF,
// and a script on one long line is nothing to review.
namespace vmp {
namespace {

constexpr std::size_t kIndent = 2;  // also the width of "- "

// Readers find the colon of a key only within its first 1024 characters; a longer one is marked by "?".
constexpr std::size_t kLongestKey = 1000;

std::string in_single_quotes(std::string_view text) {
  std::string quoted = "'";
  for (const char byte : text) quoted.append(byte == '\'' ? 2 : 1, byte);
  return quoted + "'";
}

// The header and the lines of a literal block, without the last newline.
std::string as_literal_block(std::string_view text, std::size_t indent) {
  const bool has_final_newline = text.ends_with('\n');
  if (has_final_newline) text.remove_suffix(1);
  std::string block = has_final_newline ? "|" : "|-";
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    block += '\n';
    if (end > begin) block.append(indent, ' ').append(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return block;
}

void check_utf8(const Value& scalar) {
  std::string_view rest = scalar.text();
  while (!rest.empty()) {
    const Character character = first_character(rest);
    if (!character.is_valid) throw Error(Diagnostic{.place = scalar.place(), .message = "text is not UTF-8"});
    rest.remove_prefix(character.size);
  }
}

enum class Lines { kOne, kMany };

// `indent` is that of a block's lines.
std::string scalar_as_yaml(const Value& scalar, Lines lines, std::size_t indent) {
  check_utf8(scalar);
  switch (choose_quoting(scalar.text(), scalar.style())) {
    case Quoting::kPlain:
      return scalar.text();
    case Quoting::kSingleQuotes:
      return in_single_quotes(scalar.text());
    case Quoting::kLiteralBlock:
      if (lines == Lines::kMany) return as_literal_block(scalar.text(), indent);
      break;
    case Quoting::kDoubleQuotes:
      break;
  }
  // JSON's strings are double-quoted scalars of YAML.
  return json_string(scalar.text());
}

void append_map(std::string& yaml, const Value& map, std::size_t indent);
void append_list(std::string& yaml, const Value& list, std::size_t indent);

bool is_filled_collection(const Value& value) {
  return !value.items().empty() || !value.entries().empty();
}

// A list or map with something in it, on lines of its own.
void append_collection(std::string& yaml, const Value& value, std::size_t indent) {
  if (value.is_map()) {
    append_map(yaml, value, indent);
  } else {
    append_list(yaml, value, indent);
  }
}

// The rest of a line that begins with "key:" or "-", and what belongs to it. Null may be nothing at all.
void append_on_line(std::string& yaml, const Value& value, std::size_t indent) {
  std::string text = value.is_list() ? "[]" : "{}";
  if (value.is_scalar()) text = scalar_as_yaml(value, Lines::kMany, indent + kIndent);
  if (!text.empty()) yaml += ' ';
  yaml += text + "\n";
}

void append_list(std::string& yaml, const Value& list, std::size_t indent) {
  for (const Value& item : list.items()) {
    const std::size_t dash = yaml.size() + indent;
    if (is_filled_collection(item)) {
      append_collection(yaml, item, indent + kIndent);
      yaml[dash] = '-';  // in the indentation of the collection's first line
    } else {
      yaml.append(indent, ' ').append("-");
      append_on_line(yaml, item, indent);
    }
  }
}

void append_key(std::string& yaml, const Value& key, std::size_t indent) {
  std::string text = scalar_as_yaml(key, Lines::kOne, indent);
  if (text.empty()) text = "null";  // a key is never nothing
  yaml.append(indent, ' ');
  if (text.size() <= kLongestKey) {
    yaml += text + ":";
  } else {
    yaml.append("? ").append(text).append("\n").append(indent, ' ').append(":");
  }
}

void append_map(std::string& yaml, const Value& map, std::size_t indent) {
  for (const Entry& entry : map.entries()) {
    append_key(yaml, entry.key, indent);
    if (is_filled_collection(entry.value)) {
      yaml += '\n';
      append_collection(yaml, entry.value, indent + kIndent);
    } else {
      append_on_line(yaml, entry.value, indent);
    }
  }
}

}  // namespace

std::string write_yaml(const Value& value) {
  std::string yaml;
  if (is_filled_collection(value)) {
    append_collection(yaml, value, 0);
  } else if (value.is_scalar()) {
    yaml = scalar_as_yaml(value, Lines::kOne, 0);
    yaml += yaml.empty() ? "null\n" : "\n";
  } else {
    yaml = value.is_list() ? "[]\n" : "{}\n";
  }
  return yaml;
}

}  // namespace vmp
