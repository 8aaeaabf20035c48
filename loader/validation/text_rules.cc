#include "loader/validation/text_rules.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cassert>
#include <span>
#include <string>
#include <vector>

#include "loader/diagnostics/suggestion.h"
#include "loader/diagnostics/utf8.h"
#include "loader/validation/capacity.h"
#include "loader/validation/digest.h"
#include "loader/validation/image_rules.h"
#include "loader/validation/letters.h"
#include "loader/validation/libvirt_words.h"
#include "loader/validation/network_rules.h"
#include "loader/validation/node_rules.h"

namespace vmp {
namespace {

using Result = std::optional<BrokenRule>;

constexpr std::size_t kLongestName = 128;  // bytes; leaves room for suffixes in a file name of 255

bool is_lower(char byte) {
  return 'a' <= byte && byte <= 'z';
}

bool is_digit(char byte) {
  return '0' <= byte && byte <= '9';
}

bool is_letter(char byte) {
  return is_lower(byte) || ('A' <= byte && byte <= 'Z');
}

bool is_hex_digit(char byte) {
  return is_digit(byte) || ('a' <= byte && byte <= 'f') || ('A' <= byte && byte <= 'F');
}

bool is_blank_or_control(const Character& character) {
  return character.code == ' ' || is_space(character.code) || is_control_character(character.code);
}

// The first character of a text for which `is_wrong` holds, with its quotes, or "".
std::string find_character(std::string_view text, auto is_wrong) {
  while (!text.empty()) {
    const Character character = first_character(text);
    if (is_wrong(character)) {
      if (character.code == ' ') return "blanks";
      const bool is_visible =
          character.is_valid && !is_blank_or_control(character) && terminal_width(character.code) > 0;
      return is_visible ? fmt::format("\"{}\"", text.substr(0, character.size))
                        : fmt::format("the character U+{:04X}", static_cast<std::uint32_t>(character.code));
    }
    text.remove_prefix(character.size);
  }
  return "";
}

// 8-4-4-4-12 hexadecimal digits; virsh also takes them without dashes.
bool is_uuid(std::string_view text) {
  std::string digits;
  for (const char byte : text) {
    if (byte == '-') continue;
    if (!is_hex_digit(byte)) return false;
    digits += byte;
  }
  return digits.size() == 32;
}

Result check_name(std::string_view text) {
  const std::string help = "A name has letters, digits and . _ + @ - and begins with a letter, a digit or _.";
  if (text.empty()) return BrokenRule{"must not be empty", ""};
  const std::string wrong = find_character(text, [](const Character& character) {
    if (character.code >= 0x80) return !character.is_valid || !is_letter_beyond_ascii(character.code);
    const char byte = static_cast<char>(character.code);
    return !is_letter(byte) && !is_digit(byte) && std::string_view("._+@-").find(byte) == std::string_view::npos;
  });
  if (!wrong.empty()) return BrokenRule{fmt::format("must not contain {}", wrong), help};
  if (std::string_view(".+@-").find(text.front()) != std::string_view::npos) {
    return BrokenRule{fmt::format("must not begin with \"{}\"", text.front()), help};
  }
  if (text.size() > kLongestName) {
    return BrokenRule{fmt::format("must not be longer than {} bytes", kLongestName), ""};
  }
  if (std::ranges::all_of(text, is_digit)) {
    return BrokenRule{"must not be digits alone", "To virsh they are the id of a running domain."};
  }
  if (is_uuid(text)) return BrokenRule{"must not look like a UUID", "To virsh it is the UUID of an object."};
  return std::nullopt;
}

Result check_image_name(std::string_view text) {
  if (text.empty()) return BrokenRule{"must not be empty", ""};
  if (text.find(':') == std::string_view::npos) return std::nullopt;
  return BrokenRule{"must not contain \":\"", "What follows the colon of a reference is a tag."};
}

// What may use variables or groups can be judged only once they are filled in.
constexpr std::string_view kBeginsName = "{<";

Result check_checksum(std::string_view text) {
  const std::size_t colon = text.find(':');
  if (text.find_first_of(kBeginsName) < colon) return std::nullopt;
  const std::string_view algorithm = text.substr(0, colon);
  const std::size_t digits = algorithm == "sha256" ? 64 : algorithm == "sha512" ? 128 : 0;
  if (colon == std::string_view::npos || digits == 0) {
    return BrokenRule{"must be sha256:HEX or sha512:HEX", help_with_digest(text)};
  }
  const std::string_view digest = text.substr(colon + 1);
  if (digest.find_first_of(kBeginsName) != std::string_view::npos) return std::nullopt;
  if (digest.size() == digits && std::ranges::all_of(digest, is_hex_digit)) return std::nullopt;
  return BrokenRule{fmt::format("must have {} hexadecimal digits after \"{}:\"", digits, algorithm),
                    help_with_digest(text)};
}

Result check_capacity(std::string_view text) {
  const std::optional<std::uint64_t> bytes = parse_capacity(text);
  if (!bytes) return BrokenRule{"must be a size", "A size is a number of bytes, or has a unit: 512MiB, 20G."};
  if (*bytes <= kMostBytes) return std::nullopt;
  return BrokenRule{"must be less than 8E", fmt::format("libvirt counts up to {} bytes.", kMostBytes)};
}

Result check_deletion_policy(std::string_view text) {
  const std::vector<std::string> policies = {"Delete", "Retain"};
  if (std::ranges::find(policies, text) != policies.end()) return std::nullopt;
  return BrokenRule{"must be \"Delete\" or \"Retain\"", did_you_mean(text, policies)};
}

Result check_deletion_policy_text(std::string_view text) {
  return text.find_first_of(kBeginsName) == std::string_view::npos ? check_deletion_policy(text) : std::nullopt;
}

Result check_format(std::string_view text, std::span<const std::string_view> formats) {
  if (text.empty() || std::ranges::find(formats, text) != formats.end()) return std::nullopt;
  const std::vector<std::string> names(formats.begin(), formats.end());
  const std::string near = did_you_mean(text, names);
  return BrokenRule{"is no format that libvirt knows",
                    near.empty() ? fmt::format("The formats are {}.", fmt::join(formats, ", ")) : near};
}

Result check_volume_format(std::string_view text) {
  return check_format(text, volume_formats());
}

Result check_volume_format_text(std::string_view text) {
  return text.find_first_of(kBeginsName) == std::string_view::npos ? check_volume_format(text) : std::nullopt;
}

Result check_image_format_text(std::string_view text) {
  return text.find_first_of(kBeginsName) == std::string_view::npos ? check_format(text, image_formats()) : std::nullopt;
}

Result check_libvirt_uri_text(std::string_view text) {
  if (text.empty() || text.find_first_of(kBeginsName) != std::string_view::npos) return std::nullopt;
  return find_uri_mistake(text);
}

Result check_absolute_path(std::string_view text) {
  if (text.empty() || text.front() == '/') return std::nullopt;
  return BrokenRule{"must be absolute", "It is a directory on the node, such as /var/lib/libvirt/images."};
}

// A variable may be the path's beginning.
Result check_absolute_path_text(std::string_view text) {
  return kBeginsName.find(text.empty() ? ' ' : text.front()) == std::string_view::npos ? check_absolute_path(text)
                                                                                       : std::nullopt;
}

// What begins with a dash would be an option to ssh.
Result check_ssh_word(std::string_view text) {
  if (text.empty()) return BrokenRule{"must not be empty", ""};
  if (text.front() == '-') return BrokenRule{"must not begin with \"-\"", "ssh would take it for an option."};
  const std::string wrong = find_character(text, is_blank_or_control);
  if (!wrong.empty()) return BrokenRule{fmt::format("must not contain {}", wrong), ""};
  return std::nullopt;
}

Result check_inner_path(std::string_view text) {
  if (text.empty()) return BrokenRule{"must not be empty", ""};
  if (text.front() == '/') return BrokenRule{"must stay inside the VM's directory", "Write a relative path."};
  for (std::string_view rest = text;;) {
    const std::size_t slash = rest.find('/');
    const std::string_view component = rest.substr(0, slash);
    if (component == "..") return BrokenRule{"must stay inside the VM's directory", "Write it without \"..\"."};
    if (slash == std::string_view::npos) {
      if (component.empty() || component == ".") return BrokenRule{"must name a file", ""};
      return std::nullopt;
    }
    rest.remove_prefix(slash + 1);
  }
}

Result check_virt_install_option(std::string_view text) {
  const bool is_valid = !text.empty() && is_lower(text.front()) && std::ranges::all_of(text, [](char byte) {
    return is_lower(byte) || is_digit(byte) || byte == '-';
  });
  if (is_valid) return std::nullopt;
  return BrokenRule{"must have lower-case letters, digits and dashes only",
                    "Write an option of virt-install without the dashes before it: \"memory\", \"os-variant\"."};
}

Result check_suboption(std::string_view text) {
  if (text.empty()) return BrokenRule{"must not be empty", ""};
  const std::string wrong = find_character(text, [](const Character& character) {
    return character.code == ',' || character.code == '=' || is_control_character(character.code);
  });
  if (wrong.empty()) return std::nullopt;
  return BrokenRule{fmt::format("must not contain {}", wrong), "Each suboption is a key with its value: {KEY: VALUE}."};
}

Result check_ssh_option(std::string_view text) {
  const auto is_valid = [](char byte) { return is_letter(byte) || is_digit(byte); };
  if (!text.empty() && is_letter(text.front()) && std::ranges::all_of(text, is_valid)) return std::nullopt;
  return BrokenRule{"must have letters and digits only", "The names are those of ssh_config(5): \"LogLevel\"."};
}

struct TextRule {
  std::string_view name;
  Result (*check)(std::string_view text);
};

constexpr TextRule kTextRules[] = {
    {"name", check_name},
    {"image name", check_image_name},
    {"checksum", check_checksum},
    {"capacity", check_capacity},
    {"deletion policy", check_deletion_policy},
    {"deletion policy text", check_deletion_policy_text},
    {"volume format", check_volume_format},
    {"volume format text", check_volume_format_text},
    {"image format text", check_image_format_text},
    {"libvirt URI", check_libvirt_uri_text},
    {"absolute path", check_absolute_path},
    {"absolute path text", check_absolute_path_text},
    {"ssh word", check_ssh_word},
    {"inner path", check_inner_path},
    {"virt-install option", check_virt_install_option},
    {"suboption", check_suboption},
    {"ssh option", check_ssh_option},
    {"address", check_address},
    {"interface address", check_interface_address},
    {"address with prefix", check_address_with_prefix},
    {"network prefix", check_network_prefix},
    {"address range", check_address_range},
    {"lease time", check_lease_time},
    {"mac address", check_mac_address},
    {"duid", check_duid},
    {"host name", check_host_name},
    {"dns name", check_dns_name},
    {"record name", check_record_name},
    {"record text", check_record_text},
    {"service name", check_service_name},
    {"device name", check_device_name},
    {"mtu", check_mtu},
    {"vlan tag", check_vlan_tag},
    {"16-bit number", check_16_bit_number},
    {"metric", check_metric},
    {"rate", check_rate},
    {"switch", check_switch},
    {"node path", check_node_path},
    {"file mode", check_file_mode},
    {"host", check_host},
    {"version", check_version},
    {"count", check_count},
    {"volume group", check_volume_group},
    {"iscsi name", check_iscsi_name},
    {"zfs dataset", check_zfs_dataset},
    {"on", check_on},
    {"duration", check_duration},
    {"guest path", check_guest_path},
    {"guest owner", check_guest_owner},
    {"guest name", check_guest_name},
    {"step name", check_step_name},
    {"provision name", check_provision_name},
    {"secret name", check_secret_name},
    {"environment name", check_environment_name},
    {"package name", check_package_name},
    {"time zone", check_time_zone},
    {"set", check_set},
};

const TextRule* find_text_rule(std::string_view name) {
  const auto* rule = std::ranges::find(kTextRules, name, &TextRule::name);
  return rule == std::end(kTextRules) ? nullptr : rule;
}

}  // namespace

std::optional<BrokenRule> find_broken_rule(std::string_view rule, std::string_view text) {
  const TextRule* found = find_text_rule(rule);
  assert(found != nullptr);
  return found->check(text);
}

bool is_text_rule(std::string_view rule) {
  return find_text_rule(rule) != nullptr;
}

}  // namespace vmp
