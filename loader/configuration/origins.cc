#include "loader/configuration/origins.h"

#include <fmt/format.h>

#include <string_view>

#include "loader/configuration/variables/computed_variables.h"

namespace vmp {

namespace {

std::string describe(const Place& place, bool is_computed) {
  if (place.is_known()) return to_string(place);
  return is_computed ? "computed" : "default";
}

bool is_computed_path(std::string_view path) {
  constexpr std::string_view kVariables = "vars.";
  return path.starts_with(kVariables) && is_computed_variable(path.substr(kVariables.size()));
}

}  // namespace

std::vector<std::string> describe_origins(const Explained& explained) {
  std::vector<std::string> origins;
  for (const Explanation& explanation : explain(explained, "")) {
    std::string origin = describe(explanation.value.place(), is_computed_path(explanation.path));
    for (const auto& [name, text, depth] : explanation.variables) {
      origin += fmt::format(", {}: {}", name, describe(text.place, is_computed_variable(name)));
    }
    origins.push_back(std::move(origin));
  }
  return origins;
}

}  // namespace vmp
