#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace vmp::libvirt {

// What tells a domain or a network from all others, the same at every generation.

// The domain's UUID: version 5 (RFC 9562, section 5.5), from the node's URI and the domain's name.
std::string domain_uuid(std::string_view node_uri, std::string_view domain_name);

// The MAC address of the domain's network card `index` (0 = first): locally administered, first octet 52.
std::string mac_address(std::string_view node_uri, std::string_view domain_name, std::size_t index);

// The network's UUID: version 5, from the node's URI and the network's name; no domain has the same.
std::string network_uuid(std::string_view node_uri, std::string_view network_name);

// The UUID of the network that holds a network's guests while it restarts.
std::string parking_uuid(std::string_view node_uri, std::string_view network_name);

// The name of the network's bridge, which Linux gives 15 bytes: "vmp-" and the first 8 digits of its UUID.
std::string network_bridge(std::string_view node_uri, std::string_view network_name);

// The MAC address of the network's bridge, of libvirt's own 52:54:00.
std::string network_mac(std::string_view node_uri, std::string_view network_name);

// The UUID of a storage pool that a node has: version 5, from the node's URI and the pool's name.
std::string pool_uuid(std::string_view node_uri, std::string_view pool_name);

// Tells a definition from another one: 32 hexadecimal digits of its SHA-256.
std::string definition_digest(std::string_view definition);

}  // namespace vmp::libvirt
