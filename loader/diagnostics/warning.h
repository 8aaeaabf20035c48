#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace vmp {

// What vmp warns of: the constants of loader/diagnostics/warnings.inc.
enum class Warning : std::uint8_t {
#define VMP_WARNING(constant, name, summary) constant,
#include "loader/diagnostics/warnings.inc"
};

struct WarningKind {
  Warning warning;
  std::string_view name;     // "open-pattern"
  std::string_view summary;  // what was found, for the manual: one line without full stop
};

// All of them, by name.
std::span<const WarningKind> warning_kinds();

std::string_view name_of(Warning warning);

// Whether it tells of what is kept for later, as a library of images is: whoever makes errors of warnings has to name
// it.
bool is_about_stock(Warning warning);

// Nothing if there is none of that name.
std::optional<Warning> find_warning(std::string_view name);

}  // namespace vmp
