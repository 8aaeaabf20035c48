#include <fmt/format.h>

#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "loader/document/scalar_source.h"
#include "loader/warnings/finders.h"
#include "loader/warnings/registry/author_texts.h"

namespace vmp {

namespace {

// Whether a "$" behind this text ends a field of another: "$6${SALT}" of a hash, "$$" of make.
bool ends_field(std::string_view before) {
  const std::size_t dollar = before.rfind('$');
  if (dollar == std::string_view::npos) return false;
  return before.substr(dollar + 1).find_first_of(" \t\n\"'/:;,(){}") == std::string_view::npos;
}

// The variable's name in a text that begins with "${", or "".
std::string_view name_of_reference(std::string_view text) {
  const std::size_t end = text.find('}');
  return end == std::string_view::npos ? "" : text.substr(2, end - 2);
}

void check(const Value& value, const std::set<std::string, std::less<>>& names, Diagnostics& warnings) {
  const std::string_view text = value.text();
  PartPlaces places(value);
  for (std::size_t at = text.find("${"); at != std::string_view::npos; at = text.find("${", at + 2)) {
    const std::string_view name = name_of_reference(text.substr(at));
    if (!names.contains(name) || ends_field(text.substr(0, at))) continue;
    warnings.push_back(
        warn(Warning::kDollarVariable, places.find(at, name.size() + 3),
             fmt::format("\"${{{0}}}\" becomes \"$\" and the value of the variable \"{0}\"", name),
             fmt::format("Write \"{{{0}}}\" for the value, and \"${{{{{0}}}}}\" for a variable of the shell.", name)));
  }
}

}  // namespace

// A warning for each "${NAME}" with the name of a variable of a VM: of a shell's reference, only "$" would be left
// before the value.
Diagnostics find_dollar_variables(const ResolvedRegistry& resolved) {
  const std::vector<const Value*> texts = list_texts_with("${", resolved.registry);
  if (texts.empty()) return {};
  const auto names = list_variables(resolved.vms);
  Diagnostics warnings;
  for (const Value* text : texts) check(*text, names, warnings);
  return warnings;
}

}  // namespace vmp
