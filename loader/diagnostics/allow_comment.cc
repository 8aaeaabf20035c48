#include "loader/diagnostics/allow_comment.h"
#include "loader/diagnostics/warning.h"

#include <algorithm>
#include <string_view>

namespace vmp {

namespace {

constexpr std::string_view kBlanks = " \t\r";

std::string_view without_indentation(std::string_view text) {
  text.remove_prefix(std::min(text.find_first_not_of(kBlanks), text.size()));
  return text;
}

// Text that looks like the comment and is none (in a script, say) does no harm: nobody writes it by accident.
bool allows(std::string_view line, std::string_view name) {
  constexpr std::string_view kMark = "# vmp: allow ";
  const std::size_t mark = line.find(kMark);
  if (mark == std::string_view::npos) return false;
  std::string_view names = line.substr(mark + kMark.size());
  while (!names.empty()) {
    const std::size_t end = std::min(names.find_first_of(", \t\r"), names.size());
    if (names.substr(0, end) == name) return true;
    names.remove_prefix(std::min(end + 1, names.size()));
  }
  return false;
}

}  // namespace

bool is_allowed_by_comment(const Diagnostic& diagnostic) {
  const Place& place = diagnostic.place;
  if (!diagnostic.warning || !place.is_known() || place.line == 0) return false;
  const std::string_view name = name_of(*diagnostic.warning);
  if (allows(place.file->line(place.line), name)) return true;
  if (place.line == 1) return false;
  const std::string_view above = place.file->line(place.line - 1);
  return without_indentation(above).starts_with('#') && allows(above, name);
}

}  // namespace vmp
