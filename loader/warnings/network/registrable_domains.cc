#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "loader/diagnostics/letter_case.h"
#include "loader/warnings/finders.h"

namespace vmp {

namespace {

// Top-level names that nobody can register below: of RFC 2606, 6761, 6762 (also its appendix G), 8375, 9476, ICANN's
// "internal", and the default of many systems.
constexpr std::string_view kUnregistrable[] = {"alt",         "arpa",      "corp",    "example", "home",
                                               "internal",    "intranet",  "invalid", "lan",     "local",
                                               "localdomain", "localhost", "onion",   "private", "test"};

// Below the two letters of a country, where domains have one label more: "example.co.uk".
constexpr std::string_view kOfCountries[] = {"ac", "co", "com", "edu", "go", "gov", "ne", "net", "or", "org"};

std::vector<std::string_view> split_labels(std::string_view name) {
  std::vector<std::string_view> labels;
  for (std::size_t dot = name.find('.'); dot != std::string_view::npos; dot = name.find('.')) {
    labels.push_back(name.substr(0, dot));
    name.remove_prefix(dot + 1);
  }
  labels.push_back(name);
  return labels;
}

bool is_top_level(std::string_view label) {
  const auto is_letter = [](char c) { return c >= 'a' && c <= 'z'; };
  return (std::ranges::all_of(label, is_letter) || label.starts_with("xn--")) &&
         std::ranges::find(kUnregistrable, label) == std::end(kUnregistrable);
}

// Whether the name, in lower case, is one that is registered as a whole, by its form: no list of them stays right.
bool is_registrable(std::string_view name) {
  const std::vector<std::string_view> labels = split_labels(name);
  if (!is_top_level(labels.back())) return false;
  if (labels.size() != 3) return labels.size() == 2;
  return labels.back().size() == 2 && std::ranges::find(kOfCountries, labels[1]) != std::end(kOfCountries);
}

}  // namespace

// A warning for a network that takes a whole domain of the public DNS, such as "example.com", and not a part of one.
Diagnostics find_registrable_domains(const NetworkConfiguration& network) {
  if (!network.domain || !is_registrable(to_lower(network.domain->name.value))) return {};
  const std::string& name = network.domain->name.value;
  return {
      warn(Warning::kRegistrableDomain, network.domain->name.place,
           fmt::format("domain \"{}\" is a whole domain of the public DNS: {}", name,
                       network.domain->local_only ? "with \"localOnly\", guests find no names of it but this network's"
                                                  : "guests ask its owner for names that this network does not have"),
           fmt::format("If it is yours, take a part of it, such as \"{}.{}\". \"internal\", \"home.arpa\" and \"lan\" "
                       "are free for such networks.",
                       network.name.value, name))};
}

}  // namespace vmp
