#include "loader/diagnostics/diagnostic.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace vmp {

Error::Error(Diagnostic diagnostic, Failure failure) : Error(Diagnostics{std::move(diagnostic)}, failure) {}

Error::Error(Diagnostics diagnostics, Failure failure) : diagnostics_(std::move(diagnostics)), failure_(failure) {}

Error::Error(Failure failure, std::string message, std::string help)
    : Error(Diagnostic{.message = std::move(message), .help = std::move(help)}, failure) {}

const char* Error::what() const noexcept {
  return diagnostics_.empty() ? "" : diagnostics_.front().message.c_str();
}

Diagnostic warn(Warning warning, Place place, std::string message, std::string help) {
  return {.severity = Severity::kWarning,
          .place = std::move(place),
          .message = std::move(message),
          .help = std::move(help),
          .warning = warning};
}

void append(Diagnostics& to, const Diagnostics& more) {
  to.insert(to.end(), more.begin(), more.end());
}

bool has_errors(const Diagnostics& diagnostics) {
  return std::ranges::find(diagnostics, Severity::kError, &Diagnostic::severity) != diagnostics.end();
}

void throw_if_errors(const Diagnostics& diagnostics) {
  if (has_errors(diagnostics)) throw Error(diagnostics);
}

void sort_and_unique(Diagnostics& diagnostics) {
  // The file's name decides, not its address, so that the order is the same in every run.
  const auto key = [](const Diagnostic& diagnostic) {
    const Place& place = diagnostic.place;
    const std::string_view file = place.is_known() ? std::string_view(place.file->name) : std::string_view();
    return std::tuple(file, place.line, place.column, diagnostic.severity, std::string_view(diagnostic.message));
  };
  std::ranges::stable_sort(diagnostics, {}, key);
  // Not std::ranges::unique: clang 14 cannot compile the subrange of libstdc++ 12.
  const auto is_same = [&](const Diagnostic& left, const Diagnostic& right) { return key(left) == key(right); };
  diagnostics.erase(std::unique(diagnostics.begin(), diagnostics.end(), is_same), diagnostics.end());
  Place of_error;
  std::erase_if(diagnostics, [&of_error](const Diagnostic& diagnostic) {
    const bool is_error = diagnostic.severity == Severity::kError;
    if (is_error) of_error = diagnostic.place;
    return !is_error && diagnostic.place.is_known() && diagnostic.place == of_error;
  });
}

}  // namespace vmp
