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
constexpr std::string_view kMark = "# vmp: allow ";

std::vector<std::size_t> find_marks(std::string_view text) {
  std::vector<std::size_t> offsets;
  for (std::size_t at = text.find(kMark); at != std::string_view::npos; at = text.find(kMark, at + kMark.size())) {
    offsets.push_back(at);
  }
  return offsets;
}

// Whether a comment, or nothing, names a warning.
bool names(std::string_view comment, std::string_view name) {
  std::string_view rest = comment.substr(std::min(kMark.size(), comment.size()));
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find_first_of(", \t\r"), rest.size());
    if (rest.substr(0, end) == name) return true;
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return false;
}

}  // namespace

std::string_view AllowComments::find_in(const SourceFile& source, std::string_view line) {
  if (line.empty()) return {};
  const auto [found, is_new] = offsets_.try_emplace(&source);
  if (is_new) found->second = find_marks(source.text);
  const auto start = static_cast<std::size_t>(line.data() - source.text.data());
  const auto mark = std::ranges::lower_bound(found->second, start);
  if (mark == found->second.end() || *mark >= start + line.size()) return {};
  return line.substr(*mark - start);
}

bool AllowComments::allow(const Diagnostic& diagnostic) {
  const Place& place = diagnostic.place;
  if (!diagnostic.warning || !place.is_known() || place.line == 0) return false;
  const std::string_view name = name_of(*diagnostic.warning);
  if (names(find_in(*place.file, place.file->line(place.line)), name)) return true;
  if (place.line == 1) return false;
  const std::string_view above = place.file->line(place.line - 1);
  return without_indentation(above).starts_with('#') && names(find_in(*place.file, above), name);
}

}  // namespace vmp
