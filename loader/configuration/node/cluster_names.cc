#include "loader/configuration/node/cluster_names.h"

#include <fmt/format.h>

#include <cstddef>

#include "loader/diagnostics/utf8.h"

namespace vmp {

namespace {

constexpr std::string_view kLettersAndDigits = "abcdefghijklmnopqrstuvwxyz0123456789";

std::string find_part_mistake(std::string_view part) {
  if (part.empty()) return "has nothing between two dots";
  if (part.front() == '-') return "has a part that begins with \"-\"";
  return part.back() == '-' ? "has a part that ends with \"-\"" : "";
}

std::string find_character_mistake(std::string_view text, std::string_view others) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    const std::string_view byte = text.substr(at, 1);
    if (kLettersAndDigits.find(byte) != std::string_view::npos || others.find(byte) != std::string_view::npos) continue;
    return fmt::format("has \"{}\"", text.substr(at, first_character(text.substr(at)).size));
  }
  return "";
}

}  // namespace

std::string find_label_mistake(std::string_view text) {
  if (text.size() > 63) return fmt::format("has {} characters", text.size());
  std::string mistake = find_character_mistake(text, "-");
  if (!mistake.empty() || text.empty()) return text.empty() ? "is empty" : mistake;
  if (text.front() == '-') return "begins with \"-\"";
  return text.back() == '-' ? "ends with \"-\"" : "";
}

std::string find_subdomain_mistake(std::string_view text) {
  if (text.empty()) return "is empty";
  if (text.size() > 253) return fmt::format("has {} characters", text.size());
  std::string mistake = find_character_mistake(text, "-.");
  for (std::string_view rest = text; mistake.empty();) {
    mistake = find_part_mistake(rest.substr(0, rest.find('.')));
    if (rest.find('.') == std::string_view::npos) break;
    rest.remove_prefix(rest.find('.') + 1);
  }
  return mistake;
}

}  // namespace vmp
