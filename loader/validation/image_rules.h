#pragma once

#include <optional>
#include <string_view>

#include "loader/validation/text_rules.h"

namespace vmp {

// A number with s, m, h or d behind it, in seconds; at most 30 days.
std::optional<long> read_duration(std::string_view text);

// The rules of text_rules.h for builds of images.

std::optional<BrokenRule> check_duration(std::string_view text);
std::optional<BrokenRule> check_guest_path(std::string_view text);
std::optional<BrokenRule> check_guest_owner(std::string_view text);  // USER or USER:GROUP
std::optional<BrokenRule> check_guest_name(std::string_view text);   // of a user or group
std::optional<BrokenRule> check_step_name(std::string_view text);
std::optional<BrokenRule> check_provision_name(std::string_view text);  // of a VM's step
std::optional<BrokenRule> check_secret_name(std::string_view text);
std::optional<BrokenRule> check_environment_name(std::string_view text);
std::optional<BrokenRule> check_package_name(std::string_view text);
std::optional<BrokenRule> check_time_zone(std::string_view text);  // a path below /usr/share/zoneinfo
std::optional<BrokenRule> check_set(std::string_view text);        // of a step that says no more than true

}  // namespace vmp
