#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace vmp {

// What vmp warns of. Each has a name, by which a registry or a command line allows it.
enum class Warning : std::uint8_t {
  kAmbiguousScalar,
  kBadMac,
  kCloudInitHeader,
  kCloudInitYaml,
  kComputedVariable,
  kConfusedImage,
  kDoubleEscape,
  kNearVariable,
  kNearVolume,
  kOpenPattern,
  kPlainPassword,
  kRepeatedAddress,
  kShadowedVariable,
  kSmallOverlay,
  kUnknownOption,
  kUnquotedVariable,
  kUnusedImage,
  kUnusedTemplate,
  kUnusedVariable,
};

struct WarningKind {
  Warning warning;
  std::string_view name;     // "open-pattern"
  std::string_view summary;  // what was found, for the manual: one line without full stop
};

// All of them, by name.
std::span<const WarningKind> warning_kinds();

std::string_view name_of(Warning warning);

// Nothing if there is none of that name.
std::optional<Warning> find_warning(std::string_view name);

}  // namespace vmp
