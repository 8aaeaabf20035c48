#include "loader/diagnostics/json_string.h"

#include <iterator>

#include <fmt/format.h>

#include "loader/diagnostics/utf8.h"

namespace vmp {
namespace {

void append_escaped(std::string& json, char32_t code) {
  switch (code) {
    case '"':
      json += "\\\"";
      break;
    case '\\':
      json += "\\\\";
      break;
    case '\n':
      json += "\\n";
      break;
    case '\r':
      json += "\\r";
      break;
    case '\t':
      json += "\\t";
      break;
    default:
      fmt::format_to(std::back_inserter(json), "\\u{:04x}", static_cast<unsigned>(code));
  }
}

}  // namespace

std::string json_string(std::string_view text) {
  std::string json = "\"";
  while (!text.empty()) {
    const Character character = first_character(text);
    if (character.code == '"' || character.code == '\\' || is_control_character(character.code)) {
      append_escaped(json, character.code);
    } else if (character.is_valid) {
      json += text.substr(0, character.size);
    } else {
      json += "\xef\xbf\xbd";
    }
    text.remove_prefix(character.size);
  }
  json += '"';
  return json;
}

}  // namespace vmp
