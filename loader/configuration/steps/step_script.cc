#include "loader/configuration/steps/step_script.h"

#include <array>
#include <string_view>
#include <utility>

namespace vmp {

namespace {

constexpr std::array<std::string_view, 2> kScriptOrText = {"script", "text"};

// A text that is no script by itself: sh runs it, and stops where a command fails.
std::string complete_script(const std::string& text) {
  const std::string line_end = text.ends_with('\n') ? "" : "\n";
  return (text.starts_with("#!") ? "" : "#!/bin/sh\nset -e\n") + text + line_end;
}

}  // namespace

std::optional<AuthorFile> read_script_or_text(const Value& map, std::string path, const Place& place, PartReader& part,
                                              AuthorFiles& files, AuthorFiles::Treatment treatment) {
  const Value* value = part.need_one_of(map, kScriptOrText, place);
  if (value == nullptr) return std::nullopt;
  if (map.find("text") != nullptr) return AuthorFile{std::move(path), complete_script(value->text()), true};
  return files.read_script(*value, std::move(path), treatment);
}

}  // namespace vmp
