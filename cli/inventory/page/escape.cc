#include "cli/inventory/page/page.h"

namespace vmp {

namespace {

// Line breaks and tabs are blanks to HTML; other control characters it cannot have, and quotes would end an attribute.
std::string_view replace(char character) {
  switch (character) {
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '"':
      return "&quot;";
    case '\'':
      return "&#39;";
    case '\x7F':
      return "\xEF\xBF\xBD";
    default:
      return static_cast<unsigned char>(character) < ' ' ? "\xEF\xBF\xBD" : "";
  }
}

}  // namespace

std::string escape_for_html(std::string_view text) {
  std::string escaped;
  for (const char character : text) {
    const bool is_blank = character == '\n' || character == '\t';
    const std::string_view replacement = is_blank ? " " : replace(character);
    if (replacement.empty()) {
      escaped += character;
    } else {
      escaped += replacement;
    }
  }
  return escaped;
}

}  // namespace vmp
