#include "provisioners/libvirt/libvirt_uri.h"

#include <algorithm>
#include <charconv>

namespace vmp::libvirt {

namespace {

// The text before the first `separator`, which is taken off `rest` with it; all of it without one.
std::string_view take_until(std::string_view& rest, char separator) {
  const std::string_view part = rest.substr(0, rest.find(separator));
  rest.remove_prefix(std::min(part.size() + 1, rest.size()));
  return part;
}

std::string decode_percent(std::string_view text) {
  std::string decoded;
  for (std::size_t i = 0; i < text.size(); ++i) {
    unsigned char byte = 0;
    const char* const digits = text.data() + i + 1;
    if (text[i] == '%' && i + 2 < text.size() && std::from_chars(digits, digits + 2, byte, 16).ptr == digits + 2) {
      decoded += static_cast<char>(byte);
      i += 2;
    } else {
      decoded += text[i];
    }
  }
  return decoded;
}

void read_authority(std::string_view authority, LibvirtUri& uri) {
  if (const auto at = authority.rfind('@'); at != std::string_view::npos) {
    uri.user = decode_percent(authority.substr(0, at));
    authority.remove_prefix(at + 1);
  }
  if (authority.starts_with('[')) {
    authority.remove_prefix(1);
    uri.host = decode_percent(take_until(authority, ']'));
    if (authority.starts_with(':')) authority.remove_prefix(1);
  } else {
    uri.host = decode_percent(take_until(authority, ':'));
  }
  uri.port = authority;
}

}  // namespace

std::string LibvirtUri::parameter(std::string_view name) const {
  const auto found = std::ranges::find(parameters, name, &std::pair<std::string, std::string>::first);
  return found == parameters.end() ? "" : found->second;
}

LibvirtUri read_libvirt_uri(std::string_view text) {
  LibvirtUri uri;
  const auto end_of_scheme = text.find("://");
  if (end_of_scheme == std::string_view::npos) return uri;
  std::string_view scheme = text.substr(0, end_of_scheme);
  uri.driver = take_until(scheme, '+');
  uri.transport = scheme;

  text.remove_prefix(end_of_scheme + 3);
  text = text.substr(0, text.find('#'));
  std::string_view authority = take_until(text, '?');
  std::string_view query = text;
  read_authority(take_until(authority, '/'), uri);
  uri.path = decode_percent(authority);
  while (!query.empty()) {
    std::string_view value = take_until(query, '&');
    const std::string name = decode_percent(take_until(value, '='));
    uri.parameters.emplace_back(name, decode_percent(value));
  }
  return uri;
}

}  // namespace vmp::libvirt
