#include "loader/diagnostics/warning.h"

#include <algorithm>
#include <array>

namespace vmp {

namespace {

constexpr std::array kKinds = {
    WarningKind{Warning::kAmbiguousScalar, "ambiguous-scalar", "YAML readers differ over a plain no, on or 0644"},
    WarningKind{Warning::kBadMac, "bad-mac", "a MAC address that virt-install refuses"},
    WarningKind{Warning::kCloudInitHeader, "cloud-init-header", "user-data begins with nothing that cloud-init knows"},
    WarningKind{Warning::kCloudInitYaml, "cloud-init-yaml", "the YAML behind #cloud-config cannot be read"},
    WarningKind{Warning::kComputedVariable, "computed-variable", "a value for a variable that vmp computes"},
    WarningKind{Warning::kConfusedImage, "confused-image", "an image in the file or the volume of another image"},
    WarningKind{Warning::kDoubleEscape, "double-escape", "a character that virt-install up to 5.0 escapes twice"},
    WarningKind{Warning::kNearVariable, "near-variable", "a text in <...> that is nearly a variable's name"},
    WarningKind{Warning::kNearVolume, "near-volume", "a disk's volume that is nearly one of the VM's volumes"},
    WarningKind{Warning::kOpenPattern, "open-pattern", "a tag's pattern that also matches longer tags"},
    WarningKind{Warning::kPlainPassword, "plain-password", "a password that everybody can read"},
    WarningKind{Warning::kRepeatedAddress, "repeated-address", "two VMs of a node have one IP address"},
    WarningKind{Warning::kShadowedVariable, "shadowed-variable", "a variable of an image that all its tags override"},
    WarningKind{Warning::kSmallOverlay, "small-overlay", "a volume that is smaller than its backing volume"},
    WarningKind{Warning::kUnknownOption, "unknown-option", "an option that virt-install is not known to have"},
    WarningKind{Warning::kUnquotedVariable, "unquoted-variable", "{NAME} without quotes, which is a map"},
    WarningKind{Warning::kUnusedImage, "unused-image", "an image that no VM has"},
    WarningKind{Warning::kUnusedTemplate, "unused-template", "a template that no VM inherits from"},
    WarningKind{Warning::kUnusedVariable, "unused-variable", "a variable that no text uses"},
};

}  // namespace

std::span<const WarningKind> warning_kinds() {
  return kKinds;
}

std::string_view name_of(Warning warning) {
  return std::ranges::find(kKinds, warning, &WarningKind::warning)->name;
}

std::optional<Warning> find_warning(std::string_view name) {
  const auto* const found = std::ranges::find(kKinds, name, &WarningKind::name);
  return found == kKinds.end() ? std::nullopt : std::optional(found->warning);
}

}  // namespace vmp
