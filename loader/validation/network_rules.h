#pragma once

#include <optional>
#include <string_view>

#include "loader/validation/text_rules.h"

namespace vmp {

// The rules of text_rules.h for networks: nothing that they pass can be anything but one value in the files that
// libvirt writes for dnsmasq.

std::optional<BrokenRule> check_address(std::string_view text);
std::optional<BrokenRule> check_interface_address(std::string_view text);    // with a prefix or without
std::optional<BrokenRule> check_address_with_prefix(std::string_view text);  // of a host: 192.168.155.254/24
std::optional<BrokenRule> check_network_prefix(std::string_view text);       // of a network: 10.99.0.0/16
std::optional<BrokenRule> check_address_range(std::string_view text);
std::optional<BrokenRule> check_lease_time(std::string_view text);
std::optional<BrokenRule> check_mac_address(std::string_view text);
std::optional<BrokenRule> check_duid(std::string_view text);
std::optional<BrokenRule> check_host_name(std::string_view text);
std::optional<BrokenRule> check_dns_name(std::string_view text);
std::optional<BrokenRule> check_record_name(std::string_view text);
std::optional<BrokenRule> check_record_text(std::string_view text);
std::optional<BrokenRule> check_service_name(std::string_view text);
std::optional<BrokenRule> check_device_name(std::string_view text);
std::optional<BrokenRule> check_mtu(std::string_view text);
std::optional<BrokenRule> check_vlan_tag(std::string_view text);
std::optional<BrokenRule> check_16_bit_number(std::string_view text);
std::optional<BrokenRule> check_metric(std::string_view text);
std::optional<BrokenRule> check_rate(std::string_view text);
std::optional<BrokenRule> check_switch(std::string_view text);
std::optional<BrokenRule> check_on(std::string_view text);

// Whether a text that passes check_switch is on.
bool is_switched_on(std::string_view text);

}  // namespace vmp
