#include "loader/validation/node_rules.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>

#include "loader/addresses/host_name.h"
#include "loader/addresses/ip_address.h"

namespace vmp {

namespace {

using Result = std::optional<BrokenRule>;

bool is_digit(char byte) {
  return byte >= '0' && byte <= '9';
}

bool is_letter_or_digit(char byte) {
  return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || is_digit(byte);
}

// Whether a text has letters, digits and the other bytes only, and begins with none of the other ones.
bool is_word_with(std::string_view text, std::string_view others) {
  return !text.empty() && is_letter_or_digit(text.front()) && std::ranges::all_of(text, [others](char byte) {
    return is_letter_or_digit(byte) || others.find(byte) != std::string_view::npos;
  });
}

}  // namespace

Result check_node_path(std::string_view text) {
  if (text.starts_with('/')) return std::nullopt;
  return BrokenRule{"must be absolute", "It is a path on the node, where libvirt knows no other."};
}

Result check_file_mode(std::string_view text) {
  const bool is_octal = std::ranges::all_of(text, [](char byte) { return byte >= '0' && byte <= '7'; });
  const bool is_long_enough = text.size() == 3 || (text.size() == 4 && text.front() == '0');
  if (is_octal && is_long_enough) return std::nullopt;
  return BrokenRule{"must be permissions", "They are octal: \"0711\"."};
}

Result check_host(std::string_view text) {
  if (is_dns_name(text) || read_ip_address(text)) return std::nullopt;
  return BrokenRule{"is no name or address of a host", ""};
}

Result check_version(std::string_view text) {
  const bool is_version = !text.empty() && is_digit(text.front()) && is_digit(text.back()) &&
                          std::ranges::all_of(text, [](char byte) { return is_digit(byte) || byte == '.'; }) &&
                          text.find("..") == std::string_view::npos && text.size() <= 20;
  if (is_version) return std::nullopt;
  return BrokenRule{"must be a version", "A version is numbers with points between them: \"9.0\"."};
}

Result check_count(std::string_view text) {
  constexpr int kMost = 1'000'000;
  int number = 0;
  const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error == std::errc() && rest == text.data() + text.size() && number >= 1 && number <= kMost) return std::nullopt;
  return BrokenRule{"must be a whole number from 1 to 1000000", ""};
}

Result check_volume_group(std::string_view text) {
  if (is_word_with(text, "+_.-")) return std::nullopt;
  return BrokenRule{"is no name of a volume group", "One has letters, digits and + _ . -."};
}

Result check_iscsi_name(std::string_view text) {
  constexpr std::array<std::string_view, 3> kForms = {"iqn.", "eui.", "naa."};
  const bool has_form = std::ranges::any_of(kForms, [text](std::string_view form) { return text.starts_with(form); });
  if (has_form && is_word_with(text, ".:-_")) return std::nullopt;
  return BrokenRule{"is no name of an iSCSI target", "One looks like iqn.2026-01.org.example:vms."};
}

Result check_zfs_dataset(std::string_view text) {
  const bool has_parts = !text.ends_with('/') && text.find("//") == std::string_view::npos;
  if (has_parts && is_word_with(text, "_.:-/")) return std::nullopt;
  return BrokenRule{"is no name of a ZFS dataset", "One looks like tank or tank/vms."};
}

}  // namespace vmp
