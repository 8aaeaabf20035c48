#include "loader/configuration/network/address_reader.h"

#include "loader/addresses/mac_address.h"
#include "loader/configuration/settled_value.h"
#include "loader/diagnostics/letter_case.h"

namespace vmp {

PlacedAddress read_address(const Value& scalar) {
  return {*read_ip_address(scalar.text()), scalar.place()};
}

std::optional<Text> read_mac(const Value& map, std::string_view key) {
  const Value* mac = map.find(key);
  if (mac == nullptr) return std::nullopt;
  return Text{to_string(*read_mac_address(mac->text())), mac->place()};
}

std::optional<Text> read_duid(const Value& map, std::string_view key) {
  const Value* duid = map.find(key);
  if (duid == nullptr) return std::nullopt;
  return Text{to_lower(duid->text()), duid->place()};
}

}  // namespace vmp
