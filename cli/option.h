#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace vmp {

// An option of the command line, as it is parsed and as the manual shows it.
struct Option {
  std::string_view name;   // "--format"
  std::string_view value;  // what follows: "DIR", choices "yaml|json" (the first is the default), "" for a flag
  std::string_view help;   // full sentences

  // A flag that may have a value, which stands behind "=" only.
  bool is_value_optional() const { return value.starts_with("[="); }
};

// The options of every command.
std::span<const Option> general_options();

// "yaml" and "json" for "yaml|json"; empty if any value may be given.
std::vector<std::string> choices_of(const Option& option);

// "--format yaml|json"
std::string spell(const Option& option);

}  // namespace vmp
