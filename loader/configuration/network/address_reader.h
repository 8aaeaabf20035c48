#pragma once

#include <optional>
#include <string_view>

#include "loader/configuration/network/network_configuration.h"
#include "loader/configuration/text.h"
#include "loader/document/value.h"

namespace vmp {

// Reading addresses that are settled and valid, in their canonical forms.

PlacedAddress read_address(const Value& scalar);
std::optional<Text> read_mac(const Value& map, std::string_view key);
std::optional<Text> read_duid(const Value& map, std::string_view key);

}  // namespace vmp
