#include "loader/addresses/host_name.h"

#include <algorithm>

namespace vmp {

namespace {

constexpr std::size_t kLongestLabel = 63;
constexpr std::size_t kLongestName = 253;

bool is_letter_or_digit(char byte) {
  return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9');
}

bool is_record_label(std::string_view text) {
  return is_host_label(text.starts_with('_') ? text.substr(1) : text);
}

bool is_name_of(std::string_view text, bool (*is_label)(std::string_view)) {
  if (text.size() > kLongestName) return false;
  while (true) {
    const auto dot = text.find('.');
    if (!is_label(text.substr(0, dot))) return false;
    if (dot == std::string_view::npos) return true;
    text.remove_prefix(dot + 1);
  }
}

}  // namespace

bool is_host_label(std::string_view text) {
  if (text.empty() || text.size() > kLongestLabel) return false;
  if (!is_letter_or_digit(text.front()) || !is_letter_or_digit(text.back())) return false;
  return std::ranges::all_of(text, [](char byte) { return byte == '-' || is_letter_or_digit(byte); });
}

bool is_dns_name(std::string_view text) {
  return is_name_of(text, is_host_label);
}

bool is_record_name(std::string_view text) {
  return is_name_of(text, is_record_label);
}

}  // namespace vmp
