#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace vmp {

// What virt-install takes for a value; see schema/virt_install_options.txt.
enum class OptionKind { kFlag, kText, kNumber, kDecimal, kWords, kSwitch, kMebibytes, kVolume, kMac };

// An option of virt-install, and how it wants its value.
struct KnownOption {
  OptionKind kind = OptionKind::kText;
  bool may_lack_value = false;
  std::string leading;             // the suboption that a leading value is of, or ""
  std::vector<std::string> names;  // of its suboptions; "[0-9]*" in them stands for any digits or none
  std::unordered_map<std::string, OptionKind> kinds;            // of suboptions, by name
  std::vector<std::pair<std::string, OptionKind>> with_digits;  // those with "[0-9]*"

  // The kind of a suboption's value, or nullptr if it is not known.
  const OptionKind* find(const std::string& suboption) const;
};

// nullptr if virt-install is not known to have it.
const KnownOption* find_known_option(const std::string& name);

// The names of all of them, sorted.
std::vector<std::string> known_option_names();

// The text of schema/virt_install_options.txt.
std::string_view virt_install_options_text();

}  // namespace vmp
