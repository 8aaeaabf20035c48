#include "loader/diagnostics/warning.h"

#include <algorithm>
#include <iterator>

namespace vmp {

namespace {

constexpr WarningKind kKinds[] = {
#define VMP_WARNING(constant, name, summary) {Warning::constant, name, summary},
#include "loader/diagnostics/warnings.inc"
};

}  // namespace

std::span<const WarningKind> warning_kinds() {
  return kKinds;
}

std::string_view name_of(Warning warning) {
  return std::ranges::find(kKinds, warning, &WarningKind::warning)->name;
}

bool is_about_stock(Warning warning) {
  return warning == Warning::kUnusedImage || warning == Warning::kUnusedTemplate;
}

std::optional<Warning> find_warning(std::string_view name) {
  const auto* const found = std::ranges::find(kKinds, name, &WarningKind::name);
  return found == std::end(kKinds) ? std::nullopt : std::optional(found->warning);
}

}  // namespace vmp
