#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace vmp::libvirt {

// driver[+transport]://[user@][host][:port]/path[?name=value&...], https://libvirt.org/uri.html
struct LibvirtUri {
  std::string driver;     // "qemu", ...; may be empty
  std::string transport;  // "ssh", "libssh2", "tls", ...; may be empty
  std::string user;       // this and all below: with %HH decoded; may be empty
  std::string host;       // an IPv6 address without its brackets
  std::string port;
  std::string path;  // without its first "/": "system", "session"
  std::vector<std::pair<std::string, std::string>> parameters;

  bool is_over_ssh() const { return transport == "ssh" || transport == "libssh" || transport == "libssh2"; }
  // The first value of a parameter, or "".
  std::string parameter(std::string_view name) const;
};

// Takes what is there: libvirt itself judges the URI.
LibvirtUri read_libvirt_uri(std::string_view text);

}  // namespace vmp::libvirt
