#include "loader/validation/network_rules.h"

#include <string>
#include <string_view>
#include <vector>

#include "loader/validation/text_rules.h"
#include "test/catch.h"

using namespace vmp;

namespace {

// What is wrong with a text and what to do, or "".
std::string said(std::string_view rule, std::string_view text) {
  const auto broken = find_broken_rule(rule, text);
  if (!broken) return "";
  return broken->help.empty() ? broken->complaint : broken->complaint + " | " + broken->help;
}

}  // namespace

TEST_CASE("an address is one that everybody reads alike", "[network_rules]") {
  CHECK(said("address", "192.0.2.7").empty());
  CHECK(said("address", "2001:db8::7").empty());
  const std::string form =
      "is no IP address | An address is four numbers from 0 to 255, as 192.0.2.7, or of IPv6, as "
      "2001:db8::7.";
  CHECK(said("address", "") == form);
  CHECK(said("address", "host") == form);
  CHECK(said("address", "192.0.2.256") == form);
  CHECK(said("address", "10.4.0.010") ==
        "is no IP address | Write its numbers without leading zeros: some programs take them for octal.");
  CHECK(said("address", "10.4.0.1/24") == "is no IP address | It has no prefix: the network's \"cidr\" says that.");
  CHECK(said("address", "fe80::1%eth0") == "is no IP address | Write it without a zone.");
  CHECK(said("address", "::ffff:192.0.2.7") == "is no IP address | An IPv4 address is written as such: 192.0.2.7.");
}

TEST_CASE("the node's address has a prefix and is a host's", "[network_rules]") {
  const std::string rule = "address with prefix";
  CHECK(said(rule, "192.168.155.254/24").empty());
  CHECK(said(rule, "fd00::1/64").empty());
  CHECK(said(rule, "10.0.0.1") == "must have the length of its prefix | Write it behind a slash: 10.0.0.1/24.");
  CHECK(said(rule, "10.0.0.0/24") ==
        "is the address of the network itself | Write the node's address on it, such as 10.0.0.1/24.");
  CHECK(said(rule, "10.0.0.255/24") == "is the broadcast address of the network | Write the node's address on it.");
  CHECK(said(rule, "10.0.0.1/31") ==
        "must have a prefix of 8 to 30 | The network needs room for the node and for guests.");
  CHECK(said(rule, "10.0.0.1/4") ==
        "must have a prefix of 8 to 30 | The network needs room for the node and for guests.");
  CHECK(said(rule, "10.4.0.010/24") ==
        "is no IP address with a prefix | Write its numbers without leading zeros: some programs take them for octal.");
}

TEST_CASE("a network has the address of no host", "[network_rules]") {
  CHECK(said("network prefix", "10.99.0.0/16").empty());
  CHECK(said("network prefix", "0.0.0.0/0").empty());
  CHECK(said("network prefix", "10.99.0.1/16") == "is the address of a host | Its network is 10.99.0.0/16.");
  CHECK(said("network prefix", "10.99.0.0") ==
        "must have the length of its prefix | Write it behind a slash: 10.99.0.0/24.");
  CHECK(said("network prefix", "all") == "is no network | Write its address and prefix, as 10.99.0.0/16.");
}

TEST_CASE("a range has a first and a last address", "[network_rules]") {
  CHECK(said("address range", "192.0.2.100-192.0.2.199").empty());
  CHECK(said("address range", "192.0.2.100") ==
        "is no range of addresses | Write the first and the last: 192.0.2.100-192.0.2.199.");
  CHECK(said("address range", "192.0.2.100-199") ==
        "has \"199\" for an address | An address is four numbers from 0 to 255, as 192.0.2.7, or of IPv6, as "
        "2001:db8::7.");
  CHECK(said("address range", "192.0.2.9-192.0.2.1") ==
        "must begin with its lower end | Both ends are of one family, the first not above the last.");
}

TEST_CASE("other texts of networks have rules, too", "[network_rules]") {
  CHECK(said("lease time", "1m") ==
        "must be a time of at least two minutes | Write seconds, or a number with s, m, h or d, as 12h; or infinite.");
  CHECK(said("mac address", "52:54:0:1:2:3") ==
        "is no MAC address | It has six bytes of two digits: 52:54:00:12:34:56.");
  CHECK(said("mac address", "01:00:5e:00:00:01") ==
        "is an address of many stations | The second digit of a card's address is even.");
  CHECK(said("duid", "00:03") == "is no DUID | It has bytes of two hexadecimal digits: 00:03:00:01:52:54:00:12:34:56.");
  CHECK(said("host name", "web.example.org") == "must not contain \".\" | The network's domain is added to it.");
  CHECK(said("host name", "a,b") == "is no host name | It has letters, digits and hyphens inside, at most 63 of them.");
  CHECK(said("dns name", "a..b") ==
        "is no domain name | Its labels have letters, digits and hyphens inside, at most 63 of them, with dots between "
        "them.");
  CHECK(said("record name", "a b") ==
        "is no name of a DNS record | Its labels have letters, digits and hyphens inside, and may begin with an "
        "underscore.");
  CHECK(said("service name", "_ldap") == "is no name of a service | Write it without the underscore: ldap, tcp.");
  CHECK(said("switch", "maybe") == "must be \"true\" or \"false\"");
  CHECK(said("mtu", "67") == "must be a whole number from 68 to 65535");
  CHECK(said("vlan tag", "4095") == "must be a whole number from 1 to 4094");
  CHECK(said("16-bit number", "65536") == "must be a whole number from 0 to 65535");
  CHECK(said("metric", "0") == "must be a whole number from 1 to 4294967295");
  CHECK(said("rate", "1.5") == "must be a whole number from 1 to 4294967295");
  CHECK(said("rate", "007") == "must be a whole number from 1 to 4294967295");
}

TEST_CASE("nothing of a record's text ends it for dnsmasq", "[network_rules]") {
  CHECK(said("record text", "owner=ops; $HOME 'x' #1").empty());
  CHECK(said("record text", "a\ndhcp-script=/bin/sh") == "must be one line");
  CHECK(said("record text", "a,b") == "must not contain a comma | dnsmasq would take what follows for another text.");
  CHECK(said("record text", "a\"b") == "must not contain a quote | dnsmasq would end the text there.");
  CHECK(said("record text", std::string(256, 'a')) == "must not be longer than 255 bytes");
}

TEST_CASE("a device has a name that Linux takes", "[network_rules]") {
  CHECK(said("device name", "br0.5").empty());
  CHECK(said("device name", "0123456789abcde").empty());
  CHECK(said("device name", "0123456789abcdef") == "must not be longer than 15 bytes | Linux takes no longer ones.");
  CHECK(said("device name", "") == "must not be empty");
  for (const std::string text : {"..", "a/b", "a b", "a:b", "a'b", "<a>", "\u00e4"}) {
    CAPTURE(text);
    CHECK(said("device name", text) ==
          "is no name of a network device | It has letters, digits and . _ - in it, as br0.");
  }
}

TEST_CASE("a switch has YAML's words", "[network_rules]") {
  for (const std::string text : {"true", "Yes", "ON"}) CHECK(is_switched_on(text));
  for (const std::string text : {"false", "no", "Off"}) {
    CHECK(said("switch", text).empty());
    CHECK_FALSE(is_switched_on(text));
  }
}
