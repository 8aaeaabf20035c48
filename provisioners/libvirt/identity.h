#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace vmp::libvirt {

// What tells this domain from all others, the same at every generation.

// The domain's UUID: version 5 (RFC 9562, section 5.5), from the node's URI and the domain's name.
std::string domain_uuid(std::string_view node_uri, std::string_view domain_name);

// The MAC address of the domain's network card `index` (0 = first): locally administered, first octet 52.
std::string mac_address(std::string_view node_uri, std::string_view domain_name, std::size_t index);

}  // namespace vmp::libvirt
