#include <fmt/format.h>

#include <string>
#include <string_view>

#include "loader/configuration/vm/suboptions.h"
#include "loader/warnings/finders.h"

namespace vmp {

namespace {

// An option of virt-install, or a value of one of its suboptions; "*" at the value's end stands for more.
struct Trait {
  std::string_view option;
  std::string_view suboption = {};  // "" for the option's text
  std::string_view value = {};
};

struct Combination {
  Trait one;
  Trait other;  // the place of which is told
  std::string_view consequence;
};

constexpr std::string_view kInstalls = "virt-install would install from the medium, and import nothing.";
constexpr std::string_view kOneMedium = "virt-install takes one of them only.";
constexpr std::string_view kOneDisplay = "virt-install refuses more than one kind of display.";
constexpr std::string_view kNoIde = "QEMU's q35 has no IDE: use \"sata\" or \"virtio\".";

constexpr Combination kCombinations[] = {
    {{"cdrom"}, {"import"}, kInstalls},
    {{"location"}, {"import"}, kInstalls},
    {{"pxe"}, {"import"}, "virt-install would install from the network, and import nothing."},
    {{"location"}, {"cdrom"}, kOneMedium},
    {{"cdrom"}, {"pxe"}, kOneMedium},
    {{"location"}, {"pxe"}, kOneMedium},
    {{"disk"}, {"nodisks"}, "virt-install refuses them together."},
    {{"network"}, {"nonetworks"}, "The flag has no effect then."},
    {{"network"}, {"bridge"}, "virt-install refuses them together."},
    {{"graphics"}, {"nographics"}, kOneDisplay},
    {{"graphics"}, {"vnc"}, kOneDisplay},
    {{"graphics"}, {"sdl"}, kOneDisplay},
    {{"machine", "", "q35"}, {"disk", "bus", "ide"}, kNoIde},
    {{"machine", "", "pc-q35*"}, {"disk", "bus", "ide"}, kNoIde},
    {{"boot", "machine", "q35"}, {"disk", "bus", "ide"}, kNoIde},
    {{"machine", "", "q35"}, {"disk", "target.bus", "ide"}, kNoIde},
};

bool is_like(std::string_view pattern, std::string_view text) {
  if (!pattern.ends_with('*')) return pattern == text;
  pattern.remove_suffix(1);
  return text.starts_with(pattern);
}

const Place* find_in_option(const Trait& trait, const VirtInstallOption& option) {
  const bool* flag = std::get_if<bool>(&option.value);
  if (flag != nullptr && !*flag) return nullptr;
  if (trait.value.empty()) return &option.name.place;
  const Text* text = std::get_if<Text>(&option.value);
  if (trait.suboption.empty()) return text != nullptr && is_like(trait.value, text->value) ? &text->place : nullptr;
  for (const auto& [name, value] : list_suboptions(option)) {
    if (name.value == trait.suboption && is_like(trait.value, value.value)) return &option.name.place;
  }
  return nullptr;
}

const Place* find_trait(const Trait& trait, const VmConfiguration& vm) {
  for (const VirtInstallOption& option : vm.domain.virt_install) {
    if (option.name.value != trait.option) continue;
    if (const Place* place = find_in_option(trait, option)) return place;
  }
  return nullptr;
}

std::string describe(const Trait& trait) {
  if (trait.value.empty()) return fmt::format("\"{}\"", trait.option);
  if (trait.suboption.empty()) return fmt::format("\"{}: {}\"", trait.option, trait.value);
  return fmt::format("\"{}\" with {}={}", trait.option, trait.suboption, trait.value);
}

}  // namespace

// A warning for each two options of virt-install that do not go together.
Diagnostics find_bad_combinations(const ResolvedVm& vm) {
  Diagnostics warnings;
  for (const auto& [one, other, consequence] : kCombinations) {
    const Place* first = find_trait(one, vm.configuration);
    const Place* second = first == nullptr ? nullptr : find_trait(other, vm.configuration);
    if (second == nullptr) continue;
    warnings.push_back(warn(Warning::kBadCombination, *second,
                            fmt::format("virt-install option {} does not go with {}", describe(other), describe(one)),
                            std::string(consequence)));
    warnings.back().notes.push_back({*first, fmt::format("{} is here", describe(one))});
  }
  return warnings;
}

}  // namespace vmp
