#include <string>

#include "test/catch.h"
#include "test/loader/warnings/resolved_vms.h"

using namespace vmp;
using namespace vmp::test;

namespace {

std::string warnings_about(const std::string& fields) {
  return render(find_bad_addresses(
      resolve({web("    libvirt: {domain: {virtInstall: {network: [{name: a, options: {mac: 52:54:00:00:00:0a}}]}}}\n  "
                   "  cloudInit: {noCloud: {seed: {path: s}, data: {network-config: " +
                   fields + "}}}\n")})));
}

}  // namespace

TEST_CASE("addresses that are none or lack a prefix length, and a gateway elsewhere, are told") {
  CHECK(warnings_about("{version: 2, ethernets: {a: {addresses: [10.0.0.300/24, 10.0.0.5], gateway4: 10.0.1.1}, b: "
                       "{addresses: [10.0.0.6/24], gateway4: 10.0.1.1, nameservers: {addresses: [dns]}}}}") == R"(
r.yaml:5:108: warning: "10.0.0.300/24" is no IP address with a prefix length [bad-address]
    5 |     cloudInit: {noCloud: {seed: {path: s}, data: {network-config: {version: 2, ethernets: {a: {addresses: [10.0.0.300/24...
      |                                                                                                            ^~~~~~~~~~~~~
  One looks like 192.168.122.10/24 or fd00::10/64.
r.yaml:5:123: warning: "10.0.0.5" has no prefix length [bad-address]
    5 | ...ernets: {a: {addresses: [10.0.0.300/24, 10.0.0.5], gateway4: 10.0.1.1}, b: {addresses: [10.0.0.6/24], gateway4: 10.0.1.1...
      |                                            ^~~~~~~~
  Write "10.0.0.5/24", say.
r.yaml:5:195: warning: "10.0.1.1" is a gateway in none of the networks of the addresses beside it [bad-address]
    5 | ...b: {addresses: [10.0.0.6/24], gateway4: 10.0.1.1, nameservers: {addresses: [dns]}}}}}}}
      |                                            ^~~~~~~~
r.yaml:5:231: warning: "dns" is no IP address [bad-address]
    5 | ...y4: 10.0.1.1, nameservers: {addresses: [dns]}}}}}}}
      |                                            ^~~
)");
}

TEST_CASE("routes of version 2 lead somewhere, by a gateway that is reached") {
  CHECK(warnings_about("{version: 2, ethernets: {a: {addresses: [10.0.0.5/24], routes: [{to: defualt, via: 10.0.0.1}, "
                       "{to: default, via: 10.0.1.1}, {to: 0.0.0.0/0, via: x, on-link: true}]}}}") == R"(
r.yaml:5:136: warning: "defualt" is no IP address or network [bad-address]
    5 | ...addresses: [10.0.0.5/24], routes: [{to: defualt, via: 10.0.0.1}, {to: default, via: 10.0.1.1}, {to: 0.0.0.0/0, via: x, o...
      |                                            ^~~~~~~
r.yaml:5:180: warning: "10.0.1.1" is a gateway in none of the networks of the addresses beside it [bad-address]
    5 | ...alt, via: 10.0.0.1}, {to: default, via: 10.0.1.1}, {to: 0.0.0.0/0, via: x, on-link: true}]}}}}}}
      |                                            ^~~~~~~~
r.yaml:5:212: warning: "x" is no IP address [bad-address]
    5 | ...t, via: 10.0.1.1}, {to: 0.0.0.0/0, via: x, on-link: true}]}}}}}}
      |                                            ^
)");
}

TEST_CASE("addresses of version 1 that are none, bad netmasks, and a gateway elsewhere, are told") {
  CHECK(warnings_about(
            "{version: 1, config: [{type: physical, name: a, subnets: [{type: static, address: 10.0.0.256/24}, "
            "{address: 10.0.0.5, netmask: 255.255.0.255}, {address: 10.0.0.6/33}]}, "
            "{type: physical, name: b, subnets: [{address: 10.0.0.7, gateway: 10.0.1.1, "
            "dns_nameservers: [dns], routes: [{network: x, gateway: y}]}]}]}") == R"(
r.yaml:5:149: warning: "10.0.0.256/24" is no IP address [bad-address]
    5 | ...e: a, subnets: [{type: static, address: 10.0.0.256/24}, {address: 10.0.0.5, netmask: 255.255.0.255}, {address: 10.0.0.6/...
      |                                            ^~~~~~~~~~~~~
r.yaml:5:194: warning: "255.255.0.255" is no netmask [bad-address]
    5 | ...0.256/24}, {address: 10.0.0.5, netmask: 255.255.0.255}, {address: 10.0.0.6/33}]}, {type: physical, name: b, subnets: [{a...
      |                                            ^~~~~~~~~~~~~
  It is a number, or looks like 255.255.255.0.
r.yaml:5:220: warning: "10.0.0.6/33" has no prefix length [bad-address]
    5 | ...0.5, netmask: 255.255.0.255}, {address: 10.0.0.6/33}]}, {type: physical, name: b, subnets: [{address: 10.0.0.7, gateway:...
      |                                            ^~~~~~~~~~~
  It is a number, or looks like 255.255.255.0.
r.yaml:5:301: warning: "10.0.1.1" is a gateway in none of the networks of the addresses beside it [bad-address]
    5 | ... subnets: [{address: 10.0.0.7, gateway: 10.0.1.1, dns_nameservers: [dns], routes: [{network: x, gateway: y}]}]}]}}}}
      |                                            ^~~~~~~~
r.yaml:5:354: warning: "x" is no IP address or network [bad-address]
    5 | ..._nameservers: [dns], routes: [{network: x, gateway: y}]}]}]}}}}
      |                                            ^
r.yaml:5:366: warning: "y" is no IP address [bad-address]
    5 | ...: [dns], routes: [{network: x, gateway: y}]}]}]}}}}
      |                                            ^
r.yaml:5:329: warning: "dns" is no IP address [bad-address]
    5 | ...7, gateway: 10.0.1.1, dns_nameservers: [dns], routes: [{network: x, gateway: y}]}]}]}}}}
      |                                            ^~~
)");
  CHECK(warnings_about("{version: 1, config: [{type: nameserver, address: [1.1.1.1, one]}, "
                       "{type: route, destination: 10.0.0.0/8, gateway: gw}]}") == R"(
r.yaml:5:127: warning: "one" is no IP address [bad-address]
    5 | ... [{type: nameserver, address: [1.1.1.1, one]}, {type: route, destination: 10.0.0.0/8, gateway: gw}]}}}}
      |                                            ^~~
r.yaml:5:182: warning: "gw" is no IP address [bad-address]
    5 | ...oute, destination: 10.0.0.0/8, gateway: gw}]}}}}
      |                                            ^~
)");
}

TEST_CASE("addresses of both versions are right in all their forms") {
  for (const char* fields :
       {"{version: 2, ethernets: {a: {addresses: [10.0.0.5/24, fd00::5/64], gateway4: 10.0.0.1, "
        "gateway6: fd00::1, nameservers: {addresses: [1.1.1.1]}}}}",
        "{network: {version: 2, ethernets: {a: {addresses: [{10.0.0.5/24: {label: x}}]}}}}",
        "{version: 2, ethernets: {a: {addresses: [10.0.0.5/24, fd00::5/64], dhcp4: true, routes: [{to: default, via: "
        "10.9.0.1}, {to: '::/0', via: fe80::1}]}}}",
        "{version: 2, ethernets: {a: {addresses: [10.0.0.5/32], routes: [{to: 0.0.0.0/0, via: 172.31.1.1}]}}}",
        "{version: 2, ethernets: {a: {dhcp4: false, addresses: [10.0.0.5/24], routes: [{to: 10.1.0.0/16, via: "
        "10.2.0.1, "
        "on-link: true}]}}}",
        "{version: 1, config: [{type: physical, name: a, subnets: [{type: dhcp}, {address: 10.0.0.5, gateway: "
        "10.0.0.1}, "
        "{address: 10.1.0.5/255.255.0.0, gateway: 10.1.9.1}, {address: 10.2.0.5, netmask: 255.255.254.0, gateway: "
        "10.2.1.1}, {address: 'fd00::5', netmask: 'ffff:ffff::', gateway: 'fd00::1'}]}, {type: nameserver, address: "
        "1.1.1.1}]}"}) {
    CAPTURE(fields);
    CHECK(warnings_about(fields) == "\n");
  }
}
