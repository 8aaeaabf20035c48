#include "loader/validation/image_rules.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "loader/validation/network_rules.h"

namespace vmp {

namespace {

using Result = std::optional<BrokenRule>;

constexpr std::array<std::pair<char, long>, 4> kUnits = {{{'s', 1}, {'m', 60}, {'h', 3'600}, {'d', 86'400}}};
constexpr long kLongest = 30 * 86'400L;

bool is_digit(char byte) {
  return byte >= '0' && byte <= '9';
}

bool is_letter(char byte) {
  return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

// Whether a text has letters, digits and the other bytes only.
bool is_made_of(std::string_view text, std::string_view others) {
  return !text.empty() && std::ranges::all_of(text, [others](char byte) {
    return is_letter(byte) || is_digit(byte) || others.find(byte) != std::string_view::npos;
  });
}

}  // namespace

std::optional<long> read_duration(std::string_view text) {
  long number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const std::string_view unit = text.substr(static_cast<std::size_t>(end - text.data()));
  if (error != std::errc() || number <= 0 || number > kLongest || unit.size() != 1) return std::nullopt;
  const auto* const found = std::ranges::find(kUnits, unit.front(), &std::pair<char, long>::first);
  if (found == kUnits.end() || number * found->second > kLongest) return std::nullopt;
  return number * found->second;
}

Result check_duration(std::string_view text) {
  if (read_duration(text)) return std::nullopt;
  return BrokenRule{"must be a time", "A time is a number with its unit, at most 30 days: 90s, 20m, 1h."};
}

Result check_guest_path(std::string_view text) {
  if (text.starts_with('/')) return std::nullopt;
  return BrokenRule{"must be absolute", "It is a path in the guest."};
}

Result check_guest_name(std::string_view text) {
  if (is_made_of(text, "._-") && text.front() != '-' && text.size() <= 32) return std::nullopt;
  return BrokenRule{"is no name of a user or group", "One has letters, digits and . _ -, at most 32."};
}

Result check_guest_owner(std::string_view text) {
  const std::size_t colon = std::min(text.find(':'), text.size());
  const bool has_user = !check_guest_name(text.substr(0, colon));
  const bool has_group = colon == text.size() || !check_guest_name(text.substr(colon + 1));
  if (has_user && has_group) return std::nullopt;
  return BrokenRule{"must be USER or USER:GROUP", "Names in the guest, or numbers."};
}

Result check_step_name(std::string_view text) {
  if (is_made_of(text, "._+@-") && text.front() != '-' && text.size() <= 64) return std::nullopt;
  return BrokenRule{"is no name of a step",
                    "One has letters, digits and . _ + @ -, at most 64; \"make log STEP=NAME\" has it."};
}

Result check_provision_name(std::string_view text) {
  const bool begins_well = !text.empty() && (is_letter(text.front()) || is_digit(text.front()));
  if (begins_well && is_made_of(text, "._+@-") && text.size() <= 64) return std::nullopt;
  return BrokenRule{"is no name of a step",
                    "One begins with a letter or digit and has those and . _ + @ -, at most 64; "
                    "\"make provision/NAME\" has it."};
}

Result check_secret_name(std::string_view text) {
  if (is_made_of(text, "._-")) return std::nullopt;
  return BrokenRule{"must have letters, digits and . _ - only", ""};
}

Result check_environment_name(std::string_view text) {
  if (is_made_of(text, "_") && !is_digit(text.front())) return std::nullopt;
  return BrokenRule{"is no name of a variable", "In an environment, names have letters, digits and _."};
}

Result check_package_name(std::string_view text) {
  if (is_made_of(text, ".+_:=~^@/*-") && text.front() != '-') return std::nullopt;
  return BrokenRule{"is no name of a package", "Each package is an item of the list."};
}

Result check_time_zone(std::string_view text) {
  if (is_made_of(text, "/_+-") && text.front() != '/' && text.front() != '-') return std::nullopt;
  return BrokenRule{"is no time zone", "One looks like Europe/Berlin or UTC."};
}

Result check_set(std::string_view text) {
  if (is_switched_on(text)) return std::nullopt;
  return BrokenRule{"must be \"true\"", "null takes an inherited step away."};
}

}  // namespace vmp
