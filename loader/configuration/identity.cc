#include "loader/configuration/identity.h"

#include <fmt/format.h>
#include <nettle/sha1.h>

#include <array>
#include <cstdint>

#include "loader/configuration/sha256.h"

namespace vmp::libvirt {

namespace {

using Digest = std::array<std::uint8_t, SHA1_DIGEST_SIZE>;

// RFC 9562's namespace for URLs, which a libvirt URI is.
constexpr std::array<std::uint8_t, 16> kUrlNamespace = {0x6b, 0xa7, 0xb8, 0x11, 0x9d, 0xad, 0x11, 0xd1,
                                                        0x80, 0xb4, 0x00, 0xc0, 0x4f, 0xd4, 0x30, 0xc8};

Digest hash_in_namespace(std::string_view name) {
  sha1_ctx context;
  sha1_init(&context);
  sha1_update(&context, kUrlNamespace.size(), kUrlNamespace.data());
  sha1_update(&context, name.size(), reinterpret_cast<const std::uint8_t*>(name.data()));
  Digest digest{};
  sha1_digest(&context, digest.size(), digest.data());
  return digest;
}

// A domain's name holds no "#", so no two domains have the same.
std::string domain_url(std::string_view node_uri, std::string_view domain_name) {
  return fmt::format("{}#{}", node_uri, domain_name);
}

// Like a domain's, and none of a domain: those of network cards have no "/" behind their "#".
std::string network_url(std::string_view node_uri, std::string_view network_name) {
  return fmt::format("{}#network/{}", node_uri, network_name);
}

std::string uuid_of(std::string_view url) {
  Digest digest = hash_in_namespace(url);
  digest[6] = static_cast<std::uint8_t>((digest[6] & 0x0f) | 0x50);  // version 5
  digest[8] = static_cast<std::uint8_t>((digest[8] & 0x3f) | 0x80);  // the RFC's variant
  std::string uuid;
  for (std::size_t i = 0; i < 16; ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) uuid += '-';
    uuid += fmt::format("{:02x}", digest[i]);
  }
  return uuid;
}

}  // namespace

std::string domain_uuid(std::string_view node_uri, std::string_view domain_name) {
  return uuid_of(domain_url(node_uri, domain_name));
}

std::string mac_address(std::string_view node_uri, std::string_view domain_name, std::size_t index) {
  const Digest digest = hash_in_namespace(fmt::format("{}#nic{}", domain_url(node_uri, domain_name), index));
  return fmt::format("52:{:02x}:{:02x}:{:02x}:{:02x}:{:02x}", digest[0], digest[1], digest[2], digest[3], digest[4]);
}

std::string network_uuid(std::string_view node_uri, std::string_view network_name) {
  return uuid_of(network_url(node_uri, network_name));
}

std::string parking_uuid(std::string_view node_uri, std::string_view network_name) {
  return uuid_of(network_url(node_uri, network_name) + "/parking");  // no network's name holds a "/"
}

std::string network_bridge(std::string_view node_uri, std::string_view network_name) {
  return "vmp-" + network_uuid(node_uri, network_name).substr(0, 8);
}

std::string network_mac(std::string_view node_uri, std::string_view network_name) {
  const Digest digest = hash_in_namespace(network_url(node_uri, network_name));
  return fmt::format("52:54:00:{:02x}:{:02x}:{:02x}", digest[0], digest[1], digest[2]);
}

std::string pool_uuid(std::string_view node_uri, std::string_view pool_name) {
  return uuid_of(fmt::format("{}#pool/{}", node_uri, pool_name));
}

std::string definition_digest(std::string_view definition) {
  constexpr std::size_t kDigits = 32;
  return sha256(definition).substr(0, kDigits);
}

}  // namespace vmp::libvirt
