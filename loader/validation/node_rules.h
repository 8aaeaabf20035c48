#pragma once

#include <optional>
#include <string_view>

#include "loader/validation/text_rules.h"

namespace vmp {

// The rules of text_rules.h for nodes and their pools.

std::optional<BrokenRule> check_node_path(std::string_view text);
std::optional<BrokenRule> check_file_mode(std::string_view text);
std::optional<BrokenRule> check_host(std::string_view text);  // a name or an address
std::optional<BrokenRule> check_version(std::string_view text);
std::optional<BrokenRule> check_count(std::string_view text);
std::optional<BrokenRule> check_volume_group(std::string_view text);
std::optional<BrokenRule> check_iscsi_name(std::string_view text);
std::optional<BrokenRule> check_zfs_dataset(std::string_view text);

}  // namespace vmp
