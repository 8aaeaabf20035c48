#include "loader/warnings/cloud_init/address_checker.h"

#include <string>
#include <vector>

#include "test/catch.h"

using namespace vmp;

namespace {

using Messages = std::vector<std::string>;

Value text(const char* value) {
  return Value::scalar(value, Style::kPlain);
}

Messages messages_of(AddressChecker checker) {
  Messages messages;
  for (const Diagnostic& warning : checker.take_warnings()) messages.push_back(warning.message);
  return messages;
}

}  // namespace

TEST_CASE("a gateway is looked for in the networks of its own interface") {
  AddressChecker checker;
  checker.begin_interface();
  checker.add_prefix(text("10.0.0.5/24"));
  checker.check_gateway(text("10.0.0.1"));
  checker.check_gateway(text("fd00::1"));
  checker.begin_interface();
  checker.add_prefix(text("10.1.0.5/24"));
  checker.check_gateway(text("10.0.0.1"));
  checker.add_unknown_networks(IpAddress::Family::kV4);
  checker.check_gateway(text("10.0.0.1"));
  CHECK(messages_of(std::move(checker)) ==
        Messages{"\"10.0.0.1\" is a gateway in none of the networks of the addresses beside it"});
}

TEST_CASE("a length may be beside an address, as a number or a netmask") {
  for (const char* length : {"23", "255.255.254.0"}) {
    CAPTURE(length);
    const Value netmask = text(length);
    AddressChecker checker;
    checker.add_address(text("10.0.0.5"), &netmask);
    checker.check_gateway(text("10.0.1.1"));
    CHECK(messages_of(std::move(checker)).empty());
  }
  AddressChecker checker;
  checker.add_address(text("10.0.0.5"), nullptr);
  checker.check_gateway(text("10.0.1.1"));
  for (const char* length : {"33", "-1", "255.0.255.0", "ffff::", "x"}) {
    const Value netmask = text(length);
    checker.add_address(text("10.0.0.6"), &netmask);
  }
  CHECK(messages_of(std::move(checker)) ==
        Messages{"\"10.0.1.1\" is a gateway in none of the networks of the addresses beside it", "\"33\" is no netmask",
                 "\"-1\" is no netmask", "\"255.0.255.0\" is no netmask", "\"ffff::\" is no netmask",
                 "\"x\" is no netmask"});
}

TEST_CASE("nothing is said of nulls and of what is no text") {
  AddressChecker checker;
  for (const Value& value : {Value(), Value::list({}), Value::map({})}) {
    checker.add_prefix(value);
    checker.add_address(value, nullptr);
    checker.check_gateway(value);
    checker.check_addresses(&value);
    checker.check_destination(value);
  }
  checker.check_addresses(nullptr);
  CHECK(messages_of(std::move(checker)).empty());
}
