#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "loader/warnings/finders.h"

namespace vmp {

namespace {

// The value that a tag puts over the image's; nullptr if it has none, or one that extends the image's: "{X}/more".
const Value* find_replacement(const Value& tag, const std::string& name) {
  const Value* variables = tag.find("vars");
  const Value* value = variables == nullptr ? nullptr : variables->find(name);
  if (value == nullptr || value->is_null()) return nullptr;
  const bool extends = value->text().find("{" + name + "}") != std::string::npos ||
                       value->text().find("<" + name + ">") != std::string::npos;
  return extends ? nullptr : value;
}

void find_in_image(const Value& image, Diagnostics& warnings) {
  const Value* variables = image.find("vars");
  const Value* tags = image.find("tags");
  if (variables == nullptr || tags == nullptr || tags->items().empty()) return;
  for (const auto& [key, value] : variables->entries()) {
    const std::string& name = key.text();
    const auto replaces = [&name](const Value& tag) { return find_replacement(tag, name) != nullptr; };
    if (value.is_null() || !std::ranges::all_of(tags->items(), replaces)) continue;
    Diagnostic warning =
        warn(Warning::kShadowedVariable, key.place(),
             fmt::format("variable \"{}\" cannot win: every tag of the image has a value of its own", name),
             "Remove it here.");
    for (const Value& tag : tags->items()) {
      warning.notes.push_back(
          {find_replacement(tag, name)->place(), fmt::format("the value of tag \"{}\"", tag.find("pattern")->text())});
    }
    warnings.push_back(std::move(warning));
  }
}

}  // namespace

// A warning for each variable of an image that cannot win: every one of its tags gives it a value of its own.
Diagnostics find_shadowed_variables(const ResolvedRegistry& resolved) {
  Diagnostics warnings;
  for (const Value& image : resolved.registry.images().entries()) find_in_image(image, warnings);
  return warnings;
}

}  // namespace vmp
