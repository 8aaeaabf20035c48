#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace vmp {

// A command line that was understood: the command exists, its options belong to it and have values that
// they take.
struct Arguments {
  std::string command;
  std::vector<std::string> names;                                        // what follows the command's name
  std::map<std::string, std::vector<std::string>, std::less<>> options;  // values by name, in order; "" for a flag

  bool has(std::string_view option) const { return options.contains(option); }

  // In order; empty if it is not given.
  std::vector<std::string> values(std::string_view option) const {
    const auto found = options.find(option);
    return found == options.end() ? std::vector<std::string>() : found->second;
  }

  // The value given last.
  std::string value(std::string_view option, std::string_view otherwise) const {
    const auto found = options.find(option);
    return found == options.end() ? std::string(otherwise) : found->second.back();
  }
};

}  // namespace vmp
